"""A form that came twice is seen on the person's page, by who walks with both."""

import httpx

from services.intake.people.person import Person
from services.intake.people.register import link_of
from shared.contracts.matching import CaseClaimed
from tests.intake.door import known, signed_in
from tests.intake.walker import ANSWERS, Fields, desk_of, people, sent
from tests.stage import Stage

ASKS = "Did the form come twice?"


async def comes(stage: Stage, guide: str, alias: str, **about: str) -> Person:
    """Somebody whose case this guide takes; as everybody else in what is not said."""
    before = {one.id for one in await people(stage)}
    changed: dict[str, Fields] = {"contact": {**ANSWERS["contact"], **about}}
    assert (await sent(stage.client(), changed)).status_code == 303
    (person,) = [one for one in await people(stage) if one.id not in before]
    taken = CaseClaimed(
        case=f"case of {person.id}",
        person=person.id,
        state="proposed",
        waiting="guide",
        alias=alias,
        guide=(await known(stage, guide)).id,
    )
    await stage.hear(taken, taken.case)
    return person


async def test_who_walks_with_both_is_asked(stage: Stage, guide: httpx.AsyncClient) -> None:
    first = await comes(stage, "guide@example.org", "Blue gull 12")
    page = await guide.get(f"/people/{first.id}")
    assert ASKS not in page.text
    second = await comes(stage, "guide@example.org", "Red boat 34")
    for one, other in ((first, second), (second, first)):
        page = await guide.get(f"/people/{one.id}")
        assert ASKS in page.text
        assert f'href="/people/{other.id}"' in page.text


async def test_somebody_else_is_not_the_same(stage: Stage, guide: httpx.AsyncClient) -> None:
    """The control: another name, and another way to be reached."""
    first = await comes(stage, "guide@example.org", "Blue gull 12")
    await comes(stage, "guide@example.org", "Red boat 34",
                first_name="Bashir", phone="070-174 06 99", email="")  # fmt: skip
    assert ASKS not in (await guide.get(f"/people/{first.id}")).text


async def test_of_another_guides_people_nothing_is_said(
    stage: Stage, guide: httpx.AsyncClient
) -> None:
    await signed_in(stage, "other@example.org", "guide")
    mine = await comes(stage, "guide@example.org", "Blue gull 12")
    await comes(stage, "other@example.org", "Red boat 34")
    assert ASKS not in (await guide.get(f"/people/{mine.id}")).text


async def test_whoever_wants_nothing_more_is_no_duplicate(
    stage: Stage, guide: httpx.AsyncClient
) -> None:
    first = await comes(stage, "guide@example.org", "Blue gull 12")
    second = await comes(stage, "guide@example.org", "Red boat 34")
    key = link_of(second.id, second.generation, desk_of(stage).keys)
    left = await stage.client().post(f"/intake/api/v1/people/{key}/withdraw")
    assert left.is_success
    for one in (first, second):
        assert ASKS not in (await guide.get(f"/people/{one.id}")).text
