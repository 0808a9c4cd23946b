"""The picture of services and topics, drawn from the table of topics.

`python -m shared.contracts.picture --write` draws it anew; `--check` fails where it is not the one
that the table would give.
"""

import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from shared.contracts.paths import SERVICES
from shared.contracts.topics import TOPICS, Topic

PICTURE: Final = Path("docs/images/services.svg")
WIDTH: Final = 950
ROW: Final = 58
TOP: Final = 64
BOX_W: Final = 150
TOPIC_X: Final = 270
TOPIC_W: Final = 380
RIGHT_X: Final = WIDTH - BOX_W - 20
LEFT_X: Final = 20
INK: Final = "#1c3144"
STYLE: Final = (
    "text{font:14px system-ui,sans-serif;fill:#1c3144}.small{font-size:12px;fill:#50606e}"
    ".service{fill:#e3eef2;stroke:#1c3144;stroke-width:1.5}.topic{fill:#fff;stroke:#a1541b}"
    ".line{fill:none;stroke:#50606e;stroke-width:1.2}svg{background:#fbfaf7}"
)


def picture() -> str:
    """The SVG: who tells on the left, topics in the middle, who listens on the right."""
    height = TOP + ROW * len(TOPICS) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>Which service tells what, and which listen</title>",
        f"<style>{STYLE}</style>",
        heading(LEFT_X, "tells"),
        heading(TOPIC_X, "topic and kinds"),
        heading(RIGHT_X, "listens"),
        *lines(),
        *(box(LEFT_X, middle_of_told(name), name) for name in tellers()),
        *(box(RIGHT_X, middle_of_heard(name), name) for name in hearers()),
        *(topic_box(topic, TOP + ROW * row) for row, topic in enumerate(TOPICS)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def tellers() -> list[str]:
    return [name for name in SERVICES if any(topic.owner == name for topic in TOPICS)]


def hearers() -> list[str]:
    return [name for name in SERVICES if any(name in topic.listeners for topic in TOPICS)]


def middle_of_told(name: str) -> float:
    rows = [row for row, topic in enumerate(TOPICS) if topic.owner == name]
    return TOP + ROW * sum(rows) / len(rows) + ROW / 2


def middle_of_heard(name: str) -> float:
    """Spread evenly: a service hears topics from all over the list."""
    place = hearers().index(name)
    return TOP + ROW * len(TOPICS) * (place + 0.5) / len(hearers())


def lines() -> Iterator[str]:
    for row, topic in enumerate(TOPICS):
        y = TOP + ROW * row + ROW / 2
        yield curve((LEFT_X + BOX_W, middle_of_told(topic.owner)), (TOPIC_X, y))
        for name in topic.listeners:
            yield curve((TOPIC_X + TOPIC_W, y), (RIGHT_X, middle_of_heard(name)))


def curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    bend = (end[0] - start[0]) / 2
    return (
        f'<path class="line" d="M{start[0]:.0f} {start[1]:.0f}'
        f"C{start[0] + bend:.0f} {start[1]:.0f} {end[0] - bend:.0f} {end[1]:.0f} "
        f'{end[0]:.0f} {end[1]:.0f}"/>'
    )


def heading(x: float, text: str) -> str:
    return f'<text class="small" x="{x}" y="36">{escape(text)}</text>'


def box(x: float, middle: float, name: str) -> str:
    return (
        f'<rect class="service" x="{x}" y="{middle - 22:.0f}" width="{BOX_W}" height="44" rx="8"/>'
        f'<text x="{x + BOX_W / 2:.0f}" y="{middle + 5:.0f}" text-anchor="middle">{name}</text>'
    )


def topic_box(topic: Topic, y: float) -> str:
    kinds = ", ".join(kind.kind() for kind in topic.kinds)
    note = " (encrypted, compacted)" if topic.compacted else ""
    return (
        f'<rect class="topic" x="{TOPIC_X}" y="{y + 5:.0f}" width="{TOPIC_W}" '
        f'height="{ROW - 10}" rx="6"/>'
        f'<text x="{TOPIC_X + 12}" y="{y + 25:.0f}">{escape(topic.name + note)}</text>'
        f'<text class="small" x="{TOPIC_X + 12}" y="{y + 43:.0f}">{escape(shortened(kinds))}</text>'
    )


def shortened(text: str, most: int = 56) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def main() -> None:
    if "--write" in sys.argv:
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        PICTURE.write_text(picture(), encoding="utf-8")
    elif PICTURE.read_text(encoding="utf-8") != picture():
        sys.exit(f"{PICTURE} is not today's: python -m shared.contracts.picture --write")


if __name__ == "__main__":
    main()
