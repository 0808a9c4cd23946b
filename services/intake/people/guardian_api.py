"""Guardians for programs: the question behind a guardian's link, and the word that a guide noted."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from services.intake.desk import AtDesk
from services.intake.guardian_pages import asked_about, ending
from services.intake.guardians import SAID, note_word, waiting_for
from services.intake.names import reads
from services.intake.people.answers import Answers
from services.intake.people.api import Key
from services.intake.people.guardian import Outcome, Word, answer
from services.intake.people.person import Person
from services.intake.people.register import guardian_answers_by
from shared.web.visits import Visiting

router = APIRouter(prefix="/intake/api/v1", tags=["guardians"])


class GuardianQuestion(BaseModel):
    """What a guardian is asked; once there is an answer, or all is erased, that alone."""

    waits: bool
    answer: Outcome | None
    first_name: str
    answers: Answers
    answer_by: int | None
    """UTC ms."""


class GuardianWord(BaseModel):
    """The guardian's word, given on the link."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    answer: Word


class WordNoted(BaseModel):
    """What a guide has on paper or heard on the phone, and the ISO date on which it was said."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    word: str = Field(max_length=20, json_schema_extra={"enum": [*SAID]})
    day: str = Field(max_length=10)


class ChildWaiting(BaseModel):
    """A child whose guardian is asked; times are UTC ms. `noted`: whether there is a word now."""

    person: str
    sent_at: int
    answer_by: int
    noted: bool = False


def question(child: Person) -> GuardianQuestion:
    waits = bool(child.guardian and child.guardian.waits)
    return GuardianQuestion(
        waits=waits,
        answer=ending(child),
        first_name=child.first_name if waits else "",
        answers=child.answers if waits else Answers(),
        answer_by=guardian_answers_by(child) if waits else None,
    )


def waiting(child: Person) -> ChildWaiting:
    return ChildWaiting(
        person=child.id, sent_at=child.registered_at, answer_by=guardian_answers_by(child)
    )


@router.get("/guardians/{key}", summary="What a guardian is asked, for whoever has the link's key")
async def read_question(key: Key, visit: Visiting, desk: AtDesk) -> GuardianQuestion:
    return question(await asked_about(key, visit, desk))


@router.post("/guardians/{key}", summary="The guardian's yes or no; the first word counts")
async def take_answer(
    key: Key, sent: GuardianWord, visit: Visiting, desk: AtDesk
) -> GuardianQuestion:
    return question(await answer(desk, await asked_about(key, visit, desk), sent.answer))


@router.get("/guardian-words", summary="Children whose guardian is asked: a guide's own, or all")
async def list_waiting(visit: Visiting, desk: AtDesk) -> list[ChildWaiting]:
    session = visit.reader.must_be("guide", "coordinator")
    return [waiting(child) for child in await waiting_for(session, desk)]


@router.put("/guardian-words/{person}", summary="Note a guardian's word, with its day")
async def put_word(person: str, sent: WordNoted, visit: Visiting, desk: AtDesk) -> ChildWaiting:
    child, session = await reads(person, visit, desk)
    await note_word(desk, child, sent.word, day=sent.day, by=session.account)
    return waiting(child).model_copy(update={"noted": True})
