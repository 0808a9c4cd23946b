"""What somebody does about themselves, for programs that hold their private link's key."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from services.intake.desk import AtDesk, Desk
from services.intake.people.answers import Answers
from services.intake.people.api import Key, WishesForm
from services.intake.people.person import Person
from services.intake.people.revise import Outdated, change_answers
from services.intake.status_pages import RELOAD_S, whose
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting

router = APIRouter(prefix="/intake/api/v1/people", tags=["people"])


class ChangedForm(WishesForm):
    """All answers as they are to be. `revision` is that of the answers which they replace."""

    revision: Annotated[int, Field(ge=1)]


class ChangedAnswers(BaseModel):
    """The answers as they stand now."""

    answers: Answers
    revision: int


async def known(key: str, visit: Visit, desk: Desk) -> Person:
    """The person of a private link. Raises Refused, also where we have not heard of it yet."""
    person = await whose(key, visit, desk)
    if person is None:
        raise Refused("not-ready", retry_after=RELOAD_S)
    return person


@router.put(
    "/{key}/answers", summary="Change the answers; older ones than the newest give a conflict"
)
async def change(key: Key, sent: ChangedForm, visit: Visiting, desk: AtDesk) -> ChangedAnswers:
    person = await known(key, visit, desk)
    said = Answers.model_validate(sent.model_dump(exclude={"revision"}))
    try:
        after = await change_answers(desk, person, said, based_on=sent.revision)
    except Outdated:
        raise Refused("conflict") from None
    return ChangedAnswers(answers=after.answers, revision=after.revision)
