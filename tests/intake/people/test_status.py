"""The status page: who may open it, what it says, and leaving."""

from typing import get_args

import httpx
import pytest

from services.intake.people.answers import Answers
from services.intake.people.limits import WRONG_KEYS
from services.intake.people.person import CaseSeen, Person
from services.intake.people.register import link_of
from services.intake.people.submit import revoke_link
from services.intake.status import (
    HEAR_BY_MS,
    NO_NEED,
    WHY,
    marks,
    saying,
)
from services.intake.status_words import WORDS
from shared.contracts.codes import BLOCKS
from shared.contracts.intake import Wishes
from shared.contracts.matching import (
    CaseClaimed,
    CaseMoved,
    CaseState,
    Waiting,
)
from tests.intake.walker import bodies, desk_of, hidden, people, sent
from tests.stage import NOON, Stage

PERSON = Person(
    id="p",
    region="malmo",
    first_name="Amina",
    reach="phone",
    language="ar",
    answers=Answers(),
    wishes=Wishes(kinds=("participant",), interests=("choir",)),
    registered_at=NOON,
    key_hash="h",
)


@pytest.fixture
def browser(stage: Stage) -> httpx.AsyncClient:
    made = stage.client()
    made.cookies.set("lang", "en")
    return made


def with_case(state: CaseState, waiting: Waiting, reason: str | None = None) -> Person:
    case = CaseSeen(
        state=state, waiting=waiting, alias="Blue Gull 12", reason=reason, moved_at=NOON + 5
    )
    return PERSON.model_copy(update={"case": case})


def test_every_state_and_every_wait_has_words() -> None:
    for state in get_args(CaseState):
        for waiting in get_args(Waiting):
            said = saying(with_case(state, waiting))
            assert said.title
            assert said.text
    assert {state for state, _ in WORDS} == set(get_args(CaseState))


def test_nothing_yet_always_says_why() -> None:
    assert saying(with_case("registered", "need")).why == NO_NEED
    assert saying(with_case("registered", "need", "swedish")).why == WHY["swedish"]
    assert saying(with_case("registered", "need", "a_code_of_tomorrow")).why == NO_NEED
    assert set(BLOCKS) - set(WHY) == {"consent"}


def test_who_waits_for_us_is_told_by_when() -> None:
    assert saying(PERSON).by == NOON + HEAR_BY_MS
    assert saying(with_case("proposed", "guide")).by == NOON + 5 + HEAR_BY_MS
    assert saying(with_case("active", "none")).by is None


def test_the_way_is_walked_step_by_step() -> None:
    assert [mark for _, mark in marks(PERSON)] == ["done", "now", "next", "next", "next"]
    assert [m for _, m in marks(with_case("asked", "person"))].index("now") == 2
    assert [m for _, m in marks(with_case("asked", "association"))].index("now") == 3
    assert marks(with_case("ended", "none")) == []


async def test_a_page_says_what_happens_now(browser: httpx.AsyncClient) -> None:
    page = await browser.get((await sent(browser)).headers["location"])
    for said in ("Amina", "We are looking for you", "You will hear from us by", "<path stroke"):
        assert said in page.text
    # Whoever was given the link sees no way to reach the person.
    assert "701234567" not in page.text
    assert "070-123" not in page.text


async def test_it_is_in_the_persons_language_unless_the_reader_chose_one(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    browser.cookies.set("lang", "ar")
    where = (await sent(browser)).headers["location"]
    assert 'lang="ar" dir="rtl"' in (await stage.client().get(where)).text
    chosen = stage.client()
    chosen.cookies.set("lang", "sv")
    assert '<html lang="sv" dir="ltr">' in (await chosen.get(where)).text


async def test_it_shows_what_matching_tells(stage: Stage, browser: httpx.AsyncClient) -> None:
    where = (await sent(browser)).headers["location"]
    (person,) = await people(stage)
    moved = CaseMoved(
        case="c",
        person=person.id,
        state="registered",
        waiting="need",
        alias="Blue Gull 12",
        reason="swedish",
    )
    await stage.hear(moved, "c")
    page = (await browser.get(where)).text
    assert "Nothing fits yet" in page
    assert "language café" in page
    claimed = CaseClaimed(
        case="c",
        person=person.id,
        state="asked",
        waiting="person",
        alias="Blue Gull 12",
        guide="account-guide",
    )
    await stage.hear(claimed, "c", sequence=2)
    assert "question to answer" in (await browser.get(where)).text


async def test_a_made_up_link_is_not_found_and_a_genuine_one_is_waited_for(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    assert (await browser.get("/my/AAAAAAAAAAAAAAAAAAAAAA")).status_code == 404
    waits = await browser.get(f"/my/{link_of('nobody-yet', 1, stage.keys)}")
    assert waits.status_code == 200
    assert waits.headers["refresh"] == "3"
    assert "We have your form" in waits.text


async def test_who_tries_many_links_has_to_wait(browser: httpx.AsyncClient) -> None:
    where = (await sent(browser)).headers["location"]
    tries = [await browser.get(f"/my/{number:022}") for number in range(WRONG_KEYS.most + 1)]
    assert [one.status_code for one in tries] == [404] * WRONG_KEYS.most + [429]
    # Who shares the address and has a link is not shut out with them.
    assert (await browser.get(where)).status_code == 200


async def test_a_replaced_link_is_gone(stage: Stage, browser: httpx.AsyncClient) -> None:
    where = (await sent(browser)).headers["location"]
    (person,) = await people(stage)
    fresh = await revoke_link(desk_of(stage), person)
    assert (await browser.get(where)).status_code == 410
    new = f"/my/{link_of(fresh.id, fresh.generation, stage.keys)}"
    assert (await browser.get(new)).status_code == 200
    await stage.settle()
    assert bodies(stage, "PersonChanged")[0]["generation"] == 2


async def test_leaving_takes_a_page_and_a_press(stage: Stage, browser: httpx.AsyncClient) -> None:
    where = (await sent(browser)).headers["location"]
    asked = await browser.get(where + "/withdraw")
    assert (await people(stage))[0].withdrawn_at is None
    for _ in range(2):
        left = await browser.post(where + "/withdraw", data=hidden(asked))
        assert left.headers["location"] == where
    page = (await browser.get(where)).text
    assert "You have stopped" in page
    assert "Fill in a new form" in page
    assert f"{where}/withdraw" not in page
    await stage.settle()
    assert bodies(stage, "PersonWithdrawn") == [
        {"person": (await people(stage))[0].id, "reason": "own_wish", "why": "asked"}
    ]


async def test_nobody_leaves_by_somebody_elses_page(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    where = (await sent(browser)).headers["location"]
    assert (await browser.post(where + "/withdraw", data={})).status_code == 403
    assert (await people(stage))[0].withdrawn_at is None


async def test_logs_name_no_link(
    browser: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    where = (await sent(browser)).headers["location"]
    caplog.clear()
    await browser.get(where)
    ours = [r for r in caplog.records if not r.name.startswith(("httpx", "httpcore"))]
    assert where.removeprefix("/my/") not in " ".join(str(vars(record)) for record in ours)
