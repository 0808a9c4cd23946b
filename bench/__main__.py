"""`python -m bench [PART …] [--json]`: measures, and prints the table."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from bench.during_a_pass import bars as board_during_a_pass
from bench.forms import Load, embedded, on_kafka
from bench.matcher.setting import Bar
from bench.messages import on_a_file, on_the_engines
from bench.pages import bars as pages
from bench.signing_in import bars as sign_in
from bench.table import as_json, as_text
from tests.live.engines import Engines, engines, missing

EMBEDDED: Final = Load(rate=50, seconds=20)
# What the test engines of this machine carry: the document server writes one document at a time.
ON_KAFKA: Final = Load(rate=2, seconds=60, bare=30)


def with_engines(measure: Callable[[Engines], Iterable[Bar]]) -> Iterator[Bar]:
    """What needs broker and document server; without them a line says what is missing."""
    if lacking := missing():
        sys.stderr.write(f"not run: this machine lacks {' and '.join(lacking)}\n")
        return
    with engines() as running:
        yield from measure(running)


PARTS: Final[Mapping[str, Callable[[], Iterable[Bar]]]] = {
    "forms": lambda: embedded(EMBEDDED),
    "forms-on-kafka": lambda: with_engines(lambda running: on_kafka(ON_KAFKA, running)),
    "messages": on_a_file,
    "messages-on-kafka": lambda: with_engines(on_the_engines),
    "pages": pages,
    "board-during-a-pass": board_during_a_pass,
    "sign-in": sign_in,
}


def main() -> None:
    """Prints the table of these parts, or of all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("part", nargs="*", choices=[[], *PARTS], default=[])
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args()
    found: list[Bar] = []
    for part in asked.part or PARTS:
        sys.stderr.write(f"measuring: {part}\n")
        found += PARTS[part]()
    sys.stdout.write((as_json(found) if asked.json else as_text(found)) + "\n")


if __name__ == "__main__":
    main()
