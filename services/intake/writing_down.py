"""A guide writes down what somebody says on the phone: the form's questions, each saved at once.

Name and contact are not asked here. That it was done is noted for the person to read.
"""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.responses import Response

from services.intake.changing import (
    OUTDATED,
    Change,
    begun,
    check_page,
    question,
    said_in,
    step_of,
    wrong_on,
)
from services.intake.desk import AtDesk, Desk
from services.intake.forms import after
from services.intake.names import is_open, reads
from services.intake.people.answers import Answers
from services.intake.people.api import WishesForm
from services.intake.people.opening import note_opening
from services.intake.people.own_api import ChangedForm
from services.intake.people.person import Person
from services.intake.people.revise import Outdated, change_answers, wrong_wishes
from shared.web.languages import say_later
from shared.web.looks import SAY_WHY
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting, value

WHOSE: Final = say_later("Write down new answers")
DONE: Final = say_later("Changed.")
SAID_SO: Final = "asked"
"""The reason that is noted: the person has asked for it."""

router = APIRouter(include_in_schema=False)
api_router = APIRouter(prefix="/intake/api/v1/wishes", tags=["guides"])
PersonId = Annotated[str, Path(max_length=64)]


class WishesKept(BaseModel):
    """The answers as they stand, without name and contact."""

    answers: WishesForm
    revision: int


async def opened_by(key: str, visit: Visit, desk: Desk) -> tuple[Person, Session]:
    """The person, whom the reader walks with or has said why they read. Raises Refused."""
    person, session = await reads(key, visit, desk)
    if not await is_open(visit, desk, person, session):
        raise Refused(SAY_WHY, mended_at=f"/people/{person.id}")
    return person, session


async def theirs(key: str, visit: Visit, desk: Desk) -> tuple[Person, Session]:
    """The person, where the reader may write for them: whoever reads their answers, as long as they
    want anything. Raises Refused.
    """
    person, session = await opened_by(key, visit, desk)
    if person.withdrawn_at is not None:
        raise Refused("conflict")
    return person, session


async def write_down(
    desk: Desk, person: Person, session: Session, said: Answers, *, based_on: int
) -> Person:
    """Notes who writes, once a day, and saves the answers. Raises Refused, Outdated, Conflict."""
    await note_opening(desk, person, session, SAID_SO, page="answers")
    return await change_answers(desk, person, said, based_on=based_on)


def change_of(person: Person, visit: Visit) -> Change:
    return Change(f"/people/{person.id}", person, begun(person), visit)


@router.get("/people/{key}/change")
async def show_answers(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """All answers, each with a way to change it."""
    person, _ = await theirs(key, visit, desk)
    done = DONE if "done" in visit.request.query_params else ""
    return check_page(change_of(person, visit), title_of=WHOSE, done=done)


@router.get("/people/{key}/change/{name}")
async def ask(key: str, name: str, visit: Visiting, desk: AtDesk) -> Response:
    person, _ = await theirs(key, visit, desk)
    change = change_of(person, visit)
    return question(change, step_of(name, change))


@router.post("/people/{key}/change/{name}")
async def note_answer(key: str, name: str, visit: Visiting, desk: AtDesk) -> Response:
    """Saves one answer, and goes on to what it leads to; shows what is wrong."""
    person, session = await theirs(key, visit, desk)
    change, sent = change_of(person, visit), await visit.form()
    step = step_of(name, change)
    written = change.with_answers(said_in(step, change.draft.answers, sent))
    if wrong := wrong_on(step, written) or elsewhere(written):
        return question(written, step, wrong, status=422)
    try:
        based_on = int(value(sent, "form_id") or 0)
        await write_down(desk, person, session, written.draft.answers, based_on=based_on)
    except (Outdated, ValueError):
        return question(written, step, {"": OUTDATED}, status=409)
    following = after(step, written.steps, changing=True)
    return visit.go(f"{change.here}/{following}" if following else f"{change.here}?done=changed")


def elsewhere(change: Change) -> Mapping[str, str]:
    """What an answer makes wrong at another question, said above this one."""
    found = wrong_wishes(change.person, change.draft.answers)
    return {"": next(iter(found.values()))} if found else {}


@api_router.get("/{person}", summary="What somebody wishes, for who walks with them")
async def read(person: PersonId, visit: Visiting, desk: AtDesk) -> WishesKept:
    known, _ = await theirs(person, visit, desk)
    return kept(known)


@api_router.put("/{person}", summary="Write down new answers; older ones than the newest conflict")
async def write(person: PersonId, sent: ChangedForm, visit: Visiting, desk: AtDesk) -> WishesKept:
    known, session = await theirs(person, visit, desk)
    said = Answers.model_validate(sent.model_dump(exclude={"revision"}))
    try:
        return kept(await write_down(desk, known, session, said, based_on=sent.revision))
    except Outdated:
        raise Refused("conflict") from None


def kept(person: Person) -> WishesKept:
    wishes = person.answers.model_dump(include=set(WishesForm.model_fields))
    return WishesKept(answers=WishesForm.model_validate(wishes), revision=person.revision)
