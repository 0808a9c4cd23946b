"""Canary erasure (check 14): of somebody erased nothing is left in any service of a whole Lotsa.

What the broker's segments keep on disk is not looked at here: the direct bus has none.
"""

import base64
import re
import sqlite3

import pytest

from shared.keys import Keys
from tests.journeys.lotsa import Lotsa
from tests.journeys.reading import soon
from tests.journeys.walking import Person
from tests.privacy.inside import Inside
from tests.privacy.walked import CALLED, CHOIR, NEWCOMER, Walked

CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
SEALED = re.compile(r'"sealed": ?"([A-Za-z0-9+/=]+)"')
CONTACT = re.compile(r'"contact": ?"([0-9a-f-]{36})"|"id": ?"([0-9a-f-]{36})"')


def stored(inside: Inside) -> list[str]:
    """Every row of every table of every service, as text."""
    with sqlite3.connect(inside.file) as file:
        names = [
            row[0] for row in file.execute("select name from sqlite_master where type='table'")
        ]
        return [str(row) for name in names for row in file.execute(f'select * from "{name}"')]  # noqa: S608


def opened(rows: list[str], keys: Keys) -> str:
    """Everything sealed in these rows, opened with every key that exists."""
    found = []
    for row in rows:
        for sealed in SEALED.findall(row):
            base64.b64decode(sealed)
            ids = {one for pair in CONTACT.findall(row) for one in pair if one}
            for key in keys.contact:
                for about in ids:
                    try:
                        found.append(keys.unseal(key, sealed, about))
                    except ValueError:
                        continue
    return "\n".join(found)


def canaries(person: Person) -> tuple[str, ...]:
    return (person.name, person.email)


def left(inside: Inside, person: Person) -> list[str]:
    """Where something of the person is found."""
    return left_in(stored(inside), inside, person)


def left_in(rows: list[str], lotsa: Lotsa, person: Person) -> list[str]:
    """The same, of rows as text, wherever they are stored, and in the logs."""
    sealed = opened(rows, Keys.load(lotsa.folder / "keys.json"))
    places = {"stored": "\n".join(rows), "sealed": sealed, "logged": lotsa.logs()}
    return [name for name, text in places.items() if any(one in text for one in canaries(person))]


def erase(lotsa: Lotsa, person: Person) -> None:
    """On the pages that everybody uses, with the code that comes by letter."""
    person.browser.open(f"{person.page}/erase")
    person.browser.send(f"{person.page}/code", to="erase")
    code = CODE.findall(soon(lambda: code_letter(lotsa, person)))[0]
    person.browser.send(f"{person.page}/erase", code=code)


@pytest.fixture(scope="module")
def erased(inside: Inside, walked: Walked) -> list[str]:
    """What was found before; then the person is erased."""
    person = walked.person
    before = left(inside, person)
    erase(inside, person)
    soon(lambda: left(inside, person) == [], within_s=30)
    return before


def code_letter(lotsa: Lotsa, person: Person) -> str:
    newest = lotsa.post.received(person.email)[-1].text
    return newest if CODE.search(newest) else ""


@pytest.mark.usefixtures("erased")
def test_nothing_of_somebody_erased_is_left(inside: Inside, walked: Walked) -> None:
    assert left(inside, walked.person) == []
    assert walked.person.name == NEWCOMER


def test_it_was_there_before(erased: list[str]) -> None:
    """The control: the look finds what there is, also what is sealed."""
    assert erased == ["stored", "sealed"]


@pytest.mark.usefixtures("erased")
def test_the_look_reads_letters_that_are_kept(inside: Inside) -> None:
    """The control: what is left of other people's letters is opened, with who was greeted."""
    said = opened(stored(inside), Keys.load(inside.folder / "keys.json"))
    assert '"greeting":"H' in said


@pytest.mark.usefixtures("erased")
def test_every_service_has_told_that_it_is_done(inside: Inside) -> None:
    def told() -> bool:
        rows = [row for row in stored(inside) if '"erased_in"' in row]
        return any('["matching","notifications"]' in row.replace(" ", "") for row in rows)

    soon(told)
    kinds = [one.envelope.kind for one in inside.bus.carried]
    assert kinds.count("PersonForgotten") == 1


@pytest.mark.usefixtures("erased")
def test_nobody_else_is_touched(inside: Inside) -> None:
    plain = "\n".join(stored(inside))
    assert CALLED in plain
    assert CHOIR in plain


@pytest.mark.usefixtures("erased")
def test_nobody_reads_of_them_any_more(walked: Walked) -> None:
    for path in ("/board", "/outbox", f"/cases/{walked.case}"):
        page = walked.chief.open(path)
        assert walked.person.name not in page
        assert walked.person.email not in page
    gone = walked.person.browser
    gone.open(walked.person.page)
    assert gone.status == 410
