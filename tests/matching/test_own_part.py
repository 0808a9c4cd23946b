"""Matching's part of what somebody gets who asks for everything: all of it, and nobody else's word."""

import json
from pathlib import Path

from services.matching.cases import CASES, Hint
from services.matching.own_part import GIVEN
from shared.contracts.notifications import LetterMoved
from shared.own_pass import PASS_MS, links, pass_for
from tests.contracts.own_parts import missing
from tests.matching.stage import Stage, staged
from tests.matching.test_answers import asked, fresh
from tests.matching.test_onward import DAY, started


def part_at(stage: Stage, person: str) -> str:
    return links(pass_for(person, stage.clock.now + PASS_MS, stage.keys))["matching"]


async def told_everything(stage: Stage) -> str:
    """Somebody of whom there is all that can be: their id."""
    match = await started(stage)
    async with stage.client() as reader:
        link = stage.link(match, "person")
        await stage.pass_time(14 * DAY)
        await reader.send_form(link, answer="going_on")
        await stage.pass_time(78 * DAY)
        await reader.send_form(link, answer="rated", network="4")
        await reader.send_form(stage.link(match, "association"), answer="help:swedish")
    now = stage.clock.now
    lost = LetterMoved(
        letter="l",
        person=match.person,
        what="ask_hopes",
        to="person",
        state="failed",
        queued_at=now,
    )
    await stage.tell(lost, "l")
    await stage.settle()
    case = await stage.case_of(match.person)
    hint = Hint(code="slots", needs=2, change=("mon_evening",))
    await stage.desk.keep(
        CASES, case.model_copy(update={"hints": (hint,), "notes": "Call on Monday"})
    )
    return match.person


async def test_every_field_that_the_registry_marks_is_there(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        person = await told_everything(stage)
        answer = await reader.get(part_at(stage, person))
        part = answer.json()
        assert "attachment" in answer.headers["content-disposition"]
        assert answer.headers["cache-control"] == "no-store"
        assert missing(part, GIVEN, "matching") == []
        (match,) = part["holds"]["matches"]
        assert (match["state"], match["person_answer"], match["rated"][0]["network"]) == (
            "active", "yes", 4,
        )  # fmt: skip
        assert part["holds"]["case"]["notes"] == "Call on Monday"
        lines = {line["what"] for line in part["holds"]["case"]["history"]}
        assert {"approved", "person_yes", "introduce", "met"} <= lines
        # The control: without any one document something is missing.
        for name in part["holds"]:
            less = {**part["holds"], name: None}
            assert missing(less, GIVEN, "matching") != []


async def test_what_an_association_told_the_guide_is_named_and_not_shown(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        person = await told_everything(stage)
        assert (await stage.case_of(person)).reason == "needs_help"
        part = (await reader.get(part_at(stage, person))).json()
        for secret in ("needs_help", "report_help", "report_swedish"):
            assert secret not in json.dumps(part["holds"])
        named = [field for one in part["not_shown"] for field in one["fields"]]
        assert "report_why" in named
        told = [one.data for one in stage.bus.sent if one.envelope.kind == "CaseMoved"]
        assert "needs_help" not in json.dumps(told)


async def test_why_an_association_said_no_is_its_own_and_why_they_did_theirs(
    tmp_path: Path,
) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match = await asked(stage)
        await reader.send_form(stage.link(match, "person"), answer="yes")
        await reader.send_form(stage.link(match, "association"), answer="no:no_fit")
        (part,) = (await reader.get(part_at(stage, match.person))).json()["holds"]["matches"]
        assert (await fresh(stage, match)).no_why == "no_fit"
        assert (part["ended"], part["no_why"]) == ("association_no", None)
        other = await asked(stage, "bahar")
        await reader.send_form(stage.link(other, "person"), answer="no:far")
        (part,) = (await reader.get(part_at(stage, other.person))).json()["holds"]["matches"]
        assert part["no_why"] == "far"


async def test_a_pass_opens_its_holders_part_while_it_is_good(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client() as reader:
        match, other = await asked(stage), await asked(stage, "bahar")
        path = part_at(stage, match.person)
        page = (await reader.get(path)).text
        assert match.id in page
        assert other.id not in page
        forged = path.replace(match.person, other.person)
        assert (await reader.get(forged)).status_code == 404
        stage.clock.now += PASS_MS
        assert (await reader.get(path)).status_code == 404


async def test_of_somebody_unknown_there_is_nothing(tmp_path: Path) -> None:
    """A child without a guardian's yes: matching has never heard of them, and says so."""
    async with staged(tmp_path) as stage, stage.client() as reader:
        answer = await reader.get(part_at(stage, "nobody"))
        assert answer.json()["holds"] == {
            "profile": None, "case": None, "matches": [], "letters": [], "aliases": [],
        }  # fmt: skip
