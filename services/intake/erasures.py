"""Pages and API for erasing somebody at their word: begun on the person's page, agreed by a second."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from services.intake.desk import AtDesk
from services.intake.names import person_page, reads
from services.intake.people.erase import DAY_MS
from services.intake.people.erasure import REASONS, agree, begin, take_back, waiting
from services.intake.people.person import Person
from services.intake.writing_down import opened_by
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
api_router = APIRouter(prefix="/intake/api/v1/erasures", tags=["guides"])
PersonId = Annotated[str, Path(max_length=64)]
DONE: Final = {
    "erased": say_later("Erased. Nothing is left here."),
    "kept": say_later("Taken back. Nothing is erased."),
}


class ReasonGiven(BaseModel):
    """Why: one of asked, mistake, dead."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    reason: str = Field(max_length=20, json_schema_extra={"enum": [*REASONS]})


class ErasureShown(BaseModel):
    """A person who is to be erased, by id and codes. `at` is when it was asked, UTC ms; `alone`
    where a day's wait stands in for a second coordinator.
    """

    person: str
    by: str
    reason: str
    at: int
    alone: bool


def shown(person: Person) -> ErasureShown:
    asked = person.erasure
    if asked is None:
        raise Refused("not-found")
    return ErasureShown(person=person.id, **asked.model_dump())


@router.get("/erasures")
async def show_erasures(visit: Visiting, desk: AtDesk) -> Response:
    """Who is to be erased, for coordinators."""
    session = visit.reader.must_be("coordinator")
    done = DONE.get(visit.request.query_params.get("done", ""))
    return visit.page(
        "erasures.html",
        said=visit.say(done) if done else None,
        waiting=[line(one, session, visit) for one in await waiting(desk, session)],
    )


def line(person: Person, session: Session, visit: Visit) -> dict[str, Any]:
    """A request, and what the reader can do about it."""
    asked = shown(person)
    return {
        "id": person.id,
        "alias": person.case.alias if person.case else visit.say("Person"),
        "reason": visit.say(REASONS[asked.reason]),
        "at": visit.language.time(asked.at),
        "own": asked.by == session.account,
        "alone": visit.language.time(asked.at + DAY_MS) if asked.alone else "",
    }


@router.post("/people/{key}/erasure")
async def begin_here(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Begun by who walks with the person, or has said why they read."""
    person, session = await opened_by(key, visit, desk)
    try:
        await begin(desk, person, session, value(await visit.form(), "reason"))
    except Refused as no:
        if no.slug != "invalid":
            raise
        return await person_page(visit, desk, person, session, named=True, wrong=no.fields)
    return visit.go(f"/people/{key}#erasure")


@router.post("/people/{key}/erasure/agree")
async def agree_here(key: str, visit: Visiting, desk: AtDesk) -> Response:
    visit.reader.must_be("coordinator")
    person, session = await reads(key, visit, desk)
    await agree(desk, person, session)
    return visit.go("/erasures?done=erased")


@router.post("/people/{key}/erasure/back")
async def keep_here(key: str, visit: Visiting, desk: AtDesk) -> Response:
    person, session = await reads(key, visit, desk)
    await take_back(desk, person)
    leads = "coordinator" in session.roles
    return visit.go("/erasures?done=kept" if leads else f"/people/{key}#erasure")


@api_router.get("", summary="Who is to be erased, and waits for a second coordinator")
async def list_erasures(visit: Visiting, desk: AtDesk) -> list[ErasureShown]:
    session = visit.reader.must_be("coordinator")
    return [shown(one) for one in await waiting(desk, session)]


@api_router.post("/{person}", status_code=201, summary="Begin to erase a person, with a reason")
async def post_erasure(
    person: PersonId, sent: ReasonGiven, visit: Visiting, desk: AtDesk
) -> ErasureShown:
    known, session = await opened_by(person, visit, desk)
    return shown(await begin(desk, known, session, sent.reason))


@api_router.post("/{person}/agree", status_code=204, summary="Agree: everything is erased now")
async def post_agreement(person: PersonId, visit: Visiting, desk: AtDesk) -> None:
    visit.reader.must_be("coordinator")
    known, session = await reads(person, visit, desk)
    await agree(desk, known, session)


@api_router.delete("/{person}", status_code=204, summary="Take it back: nobody is erased")
async def delete_erasure(person: PersonId, visit: Visiting, desk: AtDesk) -> None:
    known, _ = await reads(person, visit, desk)
    await take_back(desk, known)
