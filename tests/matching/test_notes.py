"""A guide's notes: for those who work on the case, in no message, gone with the person."""

import json
from datetime import date
from pathlib import Path

import pytest

from services.matching.cases import CASES
from services.matching.notes import MOST_NEXT, MOST_NOTES, start_of
from shared.contracts.intake import PersonWithdrawn
from tests.matching.stage import Client, Stage, staged

API = "/matching/api/v1/cases"
WORDS = "Likes to be called in the morning"
NEXT = "Ask about the shoes"


async def taken(stage: Stage, guide: Client, name: str = "amira") -> str:
    """The id of a case that this guide has taken."""
    person = await stage.person(name)
    await stage.settle()
    case = (await stage.case_of(person)).id
    await guide.send_form(f"/cases/{case}/claim")
    await stage.settle()
    return case


async def test_notes_are_kept_and_shown_with_what_is_next(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        case = await taken(stage, guide)
        path = f"/cases/{case}/notes"
        sent = {"notes": f"{WORDS}\r\n<b>", "next_step": NEXT, "next_day": "2026-06-03"}
        assert (await guide.send_form(path, **sent)).headers["location"] == (
            f"/cases/{case}?done=written"
        )
        text = (await guide.get(f"/cases/{case}")).text
        assert WORDS in text
        assert "&lt;b&gt;" in text
        assert NEXT in text
        assert "Wednesday 3 June" in text
        form = (await guide.get(path)).text
        assert 'value="2026-06-03"' in form
        assert WORDS in form
        kept = await stage.desk.store.get(CASES, case)
        assert kept is not None
        assert kept.next_at == start_of(date(2026, 6, 3))


@pytest.mark.parametrize(
    ("field", "text"),
    [("notes", "x" * (MOST_NOTES + 1)), ("next_step", "x" * (MOST_NEXT + 1)), ("next_day", "soon")],
)
async def test_what_does_not_fit_is_told_and_nothing_typed_is_lost(
    tmp_path: Path, field: str, text: str
) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        case = await taken(stage, guide)
        sent = {"notes": WORDS, "next_step": NEXT, "next_day": "", field: text}
        answer = await guide.send_form(f"/cases/{case}/notes", **sent)
        assert answer.status_code == 422
        assert all(said in answer.text for said in sent.values())
        assert f'href="#{field}"' in answer.text
        api = await guide.send_json(f"{API}/{case}/notes", {**sent, field: text})
        assert api.status_code == 422
        assert text not in api.text
        kept = await stage.desk.store.get(CASES, case)
        assert kept is not None
        assert kept.notes == ""


async def test_nobody_else_reads_or_writes_them(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("guide a", "guide") as guide,
        stage.client("guide b", "guide") as other,
        stage.client("chief", "coordinator") as chief,
    ):
        case = await taken(stage, guide)
        sent = await guide.send_json(f"{API}/{case}/notes", {"notes": WORDS})
        assert sent.json()["notes"] == WORDS
        await chief.says_why(case)
        assert (await chief.get(f"{API}/{case}")).json()["notes"] == WORDS
        for path in (f"/cases/{case}/notes", f"{API}/{case}"):
            assert (await other.get(path)).status_code == 404
        assert (await other.send_json(f"{API}/{case}/notes", {"notes": "x"})).status_code == 404
        free = await stage.person("bahar")
        await stage.settle()
        unclaimed = (await stage.case_of(free)).id
        assert (await guide.get(f"/cases/{unclaimed}/notes")).status_code == 404
        assert "/notes" not in (await guide.get(f"/cases/{unclaimed}")).text


async def test_they_are_in_no_message_and_not_on_the_board(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        case = await taken(stage, guide)
        await guide.send_json(f"{API}/{case}/notes", {"notes": WORDS, "next_step": NEXT})
        await stage.need("football")
        await stage.settle()
        told = json.dumps([one.data for one in stage.bus.sent])
        assert case in told
        assert WORDS not in told
        assert NEXT not in told
        assert WORDS not in (await guide.get("/board")).text
        assert WORDS not in (await guide.get("/matching/api/v1/board")).text


async def test_they_go_with_the_person(tmp_path: Path) -> None:
    async with (
        staged(tmp_path) as stage,
        stage.client("guide a", "guide") as guide,
        stage.client("chief", "coordinator") as chief,
    ):
        case = await taken(stage, guide)
        sent = {"notes": WORDS, "next_step": NEXT, "next_day": "2026-06-03"}
        await guide.send_json(f"{API}/{case}/notes", sent)
        kept = await stage.desk.store.get(CASES, case)
        assert kept is not None
        assert (kept.notes, kept.next_step) == (WORDS, NEXT)
        person = kept.person
        await stage.tell(PersonWithdrawn(person=person, reason="erased"), person)
        await stage.settle()
        left = await stage.desk.store.get(CASES, case)
        assert left is not None
        assert (left.notes, left.next_step, left.next_at) == ("", "", None)
        again = await chief.send_json(f"{API}/{case}/notes", {"notes": WORDS})
        assert again.status_code == 404
