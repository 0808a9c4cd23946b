"""What people write is text wherever it comes out: on pages, in letters, tables and logs (check 12).

Markup, a second line and a formula are sent to every place of every API that takes words of
somebody's own; then every page is read by everybody who may, and all else that came of it. There is
no calendar file yet.
"""

import csv
import json
from io import StringIO
from typing import Any, Final

import pytest

from services.intake.importing.table import FORMULA
from tests.browser.looking import chromium, reading
from tests.journeys import walking
from tests.journeys.post import Received
from tests.journeys.reading import soon
from tests.privacy.doors import Door
from tests.privacy.inside import Inside
from tests.privacy.knocking import World
from tests.privacy.matrix import ROLES, rows
from tests.privacy.test_matrix import for_people, row_of
from tests.privacy.walked import Walked

ALIVE: Final = '<zqx a="b">'
INERT: Final = "&lt;zqx"
WRITTEN: Final = ("Zqx\r\nBcc: zqx@example.org", "=zqx(1)", ALIVE)
"""The last one stays where each takes the place of the one before."""
TAKEN: Final = {
    "POST /events/api/v1/gatherings": {"title", "place"},
    "POST /intake/api/v1/accounts": {"name"},
    "POST /intake/api/v1/associations": {"name", "does", "contact_name"},
    "POST /intake/api/v1/associations/{key}/contacts": {"name"},
    "POST /intake/api/v1/associations/{key}/needs": {"title", "place"},
    # Each row is told by itself that there is no such district.
    "POST /intake/api/v1/class-forms": {"district"},
    "POST /intake/api/v1/imports/check": {"table", "xlsx"},
    "POST /intake/api/v1/needs": {"title", "place"},
    # Those of a guardian are left out where nobody is under 13.
    "POST /intake/api/v1/people": {"guardian_email", "guardian_phone"},
    "POST /intake/api/v1/tokens": {"name"},
    "POST /matching/api/v1/cases/{case}/notes": {"notes", "next_step"},
    "PUT /intake/api/v1/accounts/own": {"name"},
    "PUT /intake/api/v1/needs/{key}": {"title", "place"},
}
"""Every place that takes such words; everywhere else they are refused."""
WHOLE: Final[dict[str, dict[str, object]]] = {
    "POST /events/api/v1/gatherings": {
        "title": "Picnic", "day": "2031-06-01", "starts": "12:00", "ends": "14:00",
        "place": "Pildammsparken", "seats": "9",
    },
    "POST /intake/api/v1/associations": {
        "name": "Choir", "contact_name": "Ann", "contact_email": "ann@example.org",
    },
    "POST /intake/api/v1/people": {
        "kind": "participant", "interests": ["choir"], "first_name": "Ann",
        "email": "ann@example.org", "consent": True, "language": "sv",
    },
}  # fmt: skip
"""Right bodies where the smallest that is described is not yet right."""
OURS: Final = {
    "From", "To", "Subject", "Message-ID", "Date", "Auto-Submitted", "MIME-Version",
    "Content-Type", "Content-Language",
}  # fmt: skip
"""All headers of a letter."""
# What ends a session, a person or a case that the others look at.
ENDING: Final = ("/session", "/withdraw", "/erase", "/close", "/end", "/approve", "/dismiss")


def texts_of(door: Door, inside: Inside) -> list[str]:
    """The fields of a route's body that are texts and no codes."""
    said = inside.apps[door.service].openapi()
    operation = said["paths"][door.route][door.method.lower()]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    fields = said["components"]["schemas"].get(name, {}).get("properties", {})
    return [field for field, schema in fields.items() if is_text(schema)]


def is_text(schema: dict[str, Any]) -> bool:
    kinds = schema.get("anyOf", [schema])
    return any(kind.get("type") == "string" and "enum" not in kind for kind in kinds)


@pytest.fixture(scope="module")
def taken(inside: Inside, world: World) -> dict[str, set[str]]:
    """Where the markup was taken, after all of it was sent everywhere."""
    found: dict[str, set[str]] = {}
    for door in for_people(inside):
        if not door.is_api or door.method in {"GET", "DELETE"} or door.route.endswith(ENDING):
            continue
        for field in texts_of(door, inside):
            answers = [sent(world, door, field, words) for words in WRITTEN]
            if answers[-1]:
                found.setdefault(str(door), set()).add(field)
    return found


def sent(world: World, door: Door, field: str, words: str) -> bool:
    """Whether somebody who may is let do it."""
    may, right = rows()[row_of(door)], world.bodies[str(door)]
    world.bodies[str(door)] = {**WHOLE.get(str(door), right), field: words}
    try:
        readers = [who for who in (*ROLES, "nobody") if who in may] or ["nobody"]
        return any(world.knock(who, door, real=True).is_success for who in readers)
    finally:
        world.bodies[str(door)] = right


def test_it_is_known_where_words_are_taken(taken: dict[str, set[str]]) -> None:
    assert taken == TAKEN


@pytest.mark.usefixtures("taken")
def test_no_page_has_an_element_of_theirs(inside: Inside, world: World) -> None:
    alive, inert = [], set()
    for door in for_people(inside):
        if door.is_api or door.method != "GET" or door.route.endswith("/stream"):
            continue
        for who in ROLES:
            answer = world.knock(who, door, real=True)
            page = (
                answer.text
                if answer.headers.get("content-type", "").startswith("text/html")
                else ""
            )
            if "<zqx" in page or 'a="b"' in page:
                alive.append((str(door), who))
            if INERT in page:
                inert.add(door.route)
    assert alive == []
    assert inert >= {"/needs", "/associations", "/cases/{case}", "/account"}


@pytest.mark.usefixtures("taken")
def test_it_would_be_found(inside: Inside, world: World) -> None:
    """The control: where it is no page but data for programs, it comes out as it was written."""
    as_data = [
        door
        for door in for_people(inside)
        if door.is_api and door.method == "GET"
        if ALIVE in json.dumps(world.knock("coordinator", door, real=True).text).replace("\\", "")
    ]
    assert as_data


@pytest.mark.usefixtures("taken")
def test_a_browser_makes_nothing_of_it(inside: Inside, world: World) -> None:
    cookies = {"lotsa-session": world.readers["coordinator"].cookies["lotsa-session"]}
    with (
        chromium() as browser,
        reading(browser, inside.url(""), cookies, language="en", width=1280) as reader,
    ):
        for path in ("/board", "/needs", "/associations", "/accounts"):
            watch = reader.open(path)
            assert watch.page.locator("zqx").count() == 0
            assert watch.complaints == []
        assert "<zqx" in watch.page.inner_text("body")
        watch.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<zqx>')")
        assert watch.page.locator("zqx").count() == 1, "the control: one that is there is counted"


@pytest.mark.usefixtures("taken")
def test_letters_say_it_and_have_no_header_of_theirs(inside: Inside, walked: Walked) -> None:
    walking.need(walked.choir, title=f"Choir {ALIVE}", seats="30")
    person = walking.newcomer(inside, "Ottokar")

    def asked() -> list[Received]:
        """All are approved: who has a telephone alone gets no letter, and may come first."""
        for proposal in walking.proposals(walked.chief, "zqx"):
            if walked.chief.has_form(proposal.action):
                walked.chief.send(proposal.action)
        return [one for one in inside.post.received(person.email) if INERT in one.html]

    soon(asked)
    for letter in inside.post.received():
        assert "<zqx" not in letter.html
        assert {line.partition(":")[0] for line in letter.headers} == OURS


@pytest.mark.usefixtures("taken")
@pytest.mark.parametrize("kind", ["needs", "associations"])
def test_tables_keep_their_cells_and_hold_no_formula(world: World, kind: str) -> None:
    chief = world.readers["coordinator"]
    text = chief.get(f"/export/{kind}").raise_for_status().content.decode("utf-8-sig")
    head, *lines = csv.reader(StringIO(text, newline=""))
    cells = [cell for line in lines for cell in line]
    assert {len(line) for line in lines} == {len(head)}
    assert [cell for cell in cells if cell.startswith(FORMULA)] == []
    assert any(cell.startswith("'=zqx") for cell in cells)


@pytest.mark.usefixtures("taken")
def test_no_log_line_is_of_their_making(inside: Inside) -> None:
    lines = inside.logs().splitlines()
    assert all(json.loads(line)["said"] for line in lines)
    assert "zqx" not in inside.logs().lower()
