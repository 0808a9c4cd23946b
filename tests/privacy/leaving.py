"""Everything of people that can leave a Lotsa, taken at one moment: files, figures and a backup."""

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from deploy.backup import KEYS, STORE, take, unpack
from shared.keys import Keys
from tests.journeys.reading import Browser, soon
from tests.journeys.walking import Person, coordinator, signed_in
from tests.privacy.inside import Inside
from tests.privacy.test_erasure import opened

CODE: Final = re.compile(r"(?<!\d)\d{6}(?!\d)")
SECOND: Final = "second@example.org"
TABLES: Final = ("associations", "needs")
PAUSE_MS: Final = 61_000
"""Within a minute a second code is not sent."""
FIGURES: Final = ("/matching/api/v1/figures", "/figures")


def second(inside: Inside) -> Browser:
    """Another coordinator, invited by the first at the first call, and signed in anew at each."""
    chief = coordinator(inside)
    chief.open("/accounts")
    if SECOND not in chief.page:
        form = {"email": SECOND, "name": "Andra", "language": "sv", "role": "coordinator"}
        chief.send("/accounts", **form)
    browser = Browser(inside)
    before = links(inside)
    browser.open("/sign-in")
    browser.send("/sign-in", email=SECOND)
    # Other letters may come first: of what waits in the morning, for one.
    return signed_in(browser, soon(lambda: links(inside)[len(before) :])[-1])


def links(inside: Inside) -> list[str]:
    """The sign-in links that the other coordinator has got, the oldest first."""
    came = (one.path for one in inside.post.received(SECOND) if "/sign-in/" in one.text)
    return [path for path in came if path.startswith("/sign-in/")]


def contacts(inside: Inside) -> str:
    """The list of everybody's contact details, which takes two coordinators."""
    chief, other = coordinator(inside), second(inside)
    chief.open("/exports")
    chief.send("/exports", reason="law")
    other.open("/exports")
    other.send("/exports/")
    assert other.status == 200, other.main()
    chief.open("/exports")
    taken = chief.send("/exports/")
    assert chief.status == 200, taken
    assert taken.count("\n") >= 1, taken
    return taken


def tables(inside: Inside) -> str:
    """What a coordinator takes along of associations and needs."""
    chief = coordinator(inside)
    found = [chief.open(f"/export/{name}") for name in TABLES]
    assert chief.status == 200
    return "\n".join(found)


def figures(inside: Inside) -> str:
    """The figures of the region, counted now."""
    chief = coordinator(inside)
    chief.open("/figures")
    chief.send("/figures")
    return "\n".join(chief.open(path) for path in FIGURES)


def proven(inside: Inside, person: Person, to: str) -> str:
    """What the person gets who proves who they are, by a code in a letter, to do this."""
    inside.ahead_ms += PAUSE_MS
    before = len(codes(inside, person))
    person.browser.open(f"{person.page}/{to}")
    person.browser.send(f"{person.page}/code", to=to)
    code = soon(lambda: codes(inside, person)[before:])[-1]
    return person.browser.send(f"{person.page}/{to}", code=code)


def codes(inside: Inside, person: Person) -> list[str]:
    """All codes that came to the person, the oldest first."""
    letters = [CODE.findall(one.text) for one in inside.post.received(person.email)]
    return [found[0] for found in letters if found]


def backup(inside: Inside, to: Path) -> str:
    """A backup as `lotsa backup` takes it: the bytes of what is in it, its rows, and what is sealed
    in them, opened with the keys that are in it.
    """
    take(inside.folder, inside.settings.keys_file, to, inside.now)
    store = unpacked(to) / STORE
    rows = [row for _, row in rows_in(store)]
    sealed = opened(rows, Keys.load(store.parent / KEYS))
    return "\n".join((*rows, sealed, store.read_bytes().decode("latin-1")))


def unpacked(backup: Path) -> Path:
    """The folder with what is in a backup."""
    into = backup.with_suffix(".opened")
    if not into.exists():
        into.mkdir()
        unpack(backup, into)
    return into


def rows_in(file: Path) -> list[tuple[str, str]]:
    """Every row of every table as text, with the table's name."""
    with closing(sqlite3.connect(file)) as db:
        found = db.execute("select name from sqlite_master where type='table'").fetchall()
        return [
            (name, str(row))
            for (name,) in found
            for row in db.execute(f'select * from "{name}"')  # noqa: S608
        ]


def leaves(inside: Inside, to: Path) -> Mapping[str, str]:
    """Everything that leaves but the person's own file, by what it is; the backup is at `to`."""
    return {
        "contacts": contacts(inside),
        "tables": tables(inside),
        "figures": figures(inside),
        "backup": backup(inside, to),
    }
