"""What associations were given of a person: a line each time, by day, by name, and of what kind."""

from typing import get_args

import pytest

from services.intake.people.given import SAW
from services.intake.people.person import Person
from shared.contracts.matching import (
    Level,
    MatchAnswered,
    MatchApproved,
    MatchIntroduced,
    MatchMoved,
    MatchReminded,
)
from shared.web.languages import LANGUAGES
from tests.intake.people.own import CANARIES, arrived, english, only
from tests.intake.people.test_api import PEOPLE
from tests.intake.people.test_next import match
from tests.stage import Stage

FACETS = ("activity:choir", "slot:tue_evening", "language:ar", "swedish:little", "age:26-64")
YES = {"person_answer": "yes", "facets": FACETS}
BOTH = {**YES, "association_answer": "yes"}


async def said_yes(stage: Stage, person: Person) -> None:
    await stage.hear(MatchApproved.model_validate(match(person.id)), "m")
    stage.clock.passes(hours=24)
    yes = MatchAnswered.model_validate(match(person.id, **YES, side="person"))
    await stage.hear(yes, "m", sequence=2)


async def introduced(stage: Stage, person: Person, level: str) -> None:
    stage.clock.passes(hours=48)
    agreed = match(person.id, **BOTH, state="agreed", side="association")
    await stage.hear(MatchAnswered.model_validate(agreed), "m", sequence=3)
    told = match(person.id, **BOTH, state="introduced", level=level, details=level != "website")
    await stage.hear(MatchIntroduced.model_validate(told), "m", sequence=4)


async def test_with_the_yes_the_association_reads_alias_and_facets(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    person = await only(stage)
    await stage.hear(MatchApproved.model_validate(match(person.id)), "m")
    page = (await browser.get(f"{mine}/seen")).text
    assert "Limhamns kör" not in page, "it has been asked about nothing yet"
    await said_yes(stage, person)
    (line,) = (await only(stage)).given
    assert (line.what, line.at, line.alias, line.saw) == (
        "alias", stage.clock(), "Blue Gull 12", FACETS,
    )  # fmt: skip
    page = (await browser.get(f"{mine}/seen")).text
    for said in ("Limhamns kör", "Blue Gull 12", "Tuesday", "Swedish: ", "You said yes to them"):
        assert said in page
    assert "Nobody has looked so far" not in page
    assert SAW["name"] not in page


@pytest.mark.parametrize("level", get_args(Level))
async def test_an_introduction_that_shares_details_is_a_line_of_its_own(
    stage: Stage, level: str
) -> None:
    mine, browser = await arrived(stage), english(stage)
    await said_yes(stage, await only(stage))
    await introduced(stage, await only(stage), level)
    given = (await only(stage)).given
    shares = level != "website"
    assert [one.what for one in given] == ["alias", *(["contact"] if shares else [])]
    page = (await browser.get(f"{mine}/seen")).text
    assert (SAW["phone"] in page) is shares
    if shares:
        assert (given[1].saw, given[1].at) == (("name", "phone", "email"), stage.clock())
        # The newest stands first.
        assert page.index(SAW["phone"]) < page.index("Blue Gull 12")


async def test_who_is_reached_through_a_guide_is_not_given_away(stage: Stage) -> None:
    await arrived(stage, through_guide=True, phone="", email="")
    await said_yes(stage, await only(stage))
    await introduced(stage, await only(stage), "details")
    assert [one.what for one in (await only(stage)).given] == ["alias"]


async def test_only_what_there_is_was_given(stage: Stage) -> None:
    await arrived(stage, email="")
    await said_yes(stage, await only(stage))
    await introduced(stage, await only(stage), "along")
    assert (await only(stage)).given[-1].saw == ("name", "phone")


async def test_nothing_else_that_happens_gives_anything_nor_does_the_same_again(
    stage: Stage,
) -> None:
    await arrived(stage)
    person = await only(stage)
    await said_yes(stage, person)
    before = (await only(stage)).given
    late = match(person.id, **YES, side="association", answer_by=stage.clock())
    await stage.hear(MatchReminded.model_validate(late), "m", sequence=3)
    again = match(person.id, **YES, side="person")
    await stage.hear(MatchAnswered.model_validate(again), "m", sequence=4)
    over = match(person.id, **YES, state="ended", why="person_changed_mind")
    await stage.hear(MatchMoved.model_validate(over), "m", sequence=5)
    assert (await only(stage)).given == before


async def test_a_no_gives_nothing(stage: Stage) -> None:
    await arrived(stage)
    person = await only(stage)
    no = match(person.id, person_answer="no", state="ended", side="person", facets=FACETS)
    await stage.hear(MatchAnswered.model_validate(no), "m")
    assert (await only(stage)).given == ()


async def test_each_match_has_its_own_line_also_at_the_same_association(stage: Stage) -> None:
    await arrived(stage)
    person = await only(stage)
    await said_yes(stage, person)
    other = {**match(person.id, **YES, side="person"), "match": "m2"}
    await stage.hear(MatchAnswered.model_validate(other), "m2")
    assert [one.match for one in (await only(stage)).given] == ["m", "m2"]


async def test_programs_read_it_in_codes_among_the_looks(stage: Stage) -> None:
    mine = await arrived(stage)
    await said_yes(stage, await only(stage))
    await introduced(stage, await only(stage), "details")
    key = mine.rpartition("/")[2]
    looks = (await stage.client().get(f"{PEOPLE}/{key}/looks")).json()
    assert [(one["role"], one["what"], one["reason"]) for one in looks] == [
        ("association", "contact", "introduced"),
        ("association", "alias", "yes"),
    ]
    assert looks[1]["association"] == "Limhamns kör"
    assert looks[1]["saw"] == list(FACETS)


@pytest.mark.parametrize("language", [one.code for one in LANGUAGES])
async def test_no_value_stands_there_in_any_language(stage: Stage, language: str) -> None:
    mine = await arrived(stage)
    await said_yes(stage, await only(stage))
    await introduced(stage, await only(stage), "details")
    browser = stage.client()
    browser.cookies.set("lang", language)
    page = (await browser.get(f"{mine}/seen")).text
    assert "Limhamns kör" in page
    for canary in CANARIES[1:]:
        assert canary not in page
