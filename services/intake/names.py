"""Names for the guide's board, and a person's page for the guide who has taken their case."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from services.intake.desk import AtDesk, Desk
from services.intake.form_answers import rows
from services.intake.people import erasure
from services.intake.people.alike import Known, said_alike
from services.intake.people.answers import CHOOSE
from services.intake.people.coming_twice import same_as
from services.intake.people.names import (
    REASONS,
    is_guide_of,
    looked_for,
    names_for,
    note,
    opens,
)
from services.intake.people.opening import has_said_why, note_opening
from services.intake.people.person import ACCESSES, PEOPLE, Access, Person
from services.intake.status_pages import SHOWN, unchangeable, way_of
from shared.contracts.regions import region
from shared.web import looks
from shared.web.languages import day_of, say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
MOST_TYPED: Final = 40
NOT_YOURS: Final = say_later("You do not walk with this person.")


@router.get("/names")
async def show_names(
    visit: Visiting,
    desk: AtDesk,
    person: Annotated[list[str], Query(max_length=200)] = [],  # noqa: B006 - FastAPI copies it
    reason: str | None = None,
) -> Response:
    """The names of those people that the reader may see: as a list, or as JSON {id: name}."""
    session = visit.reader.must_be("guide", "coordinator")
    names = await names_for(desk, session, person, reason)
    if "text/html" in visit.request.headers.get("accept", ""):
        return visit.page("names.html", names=names)
    return JSONResponse(names)


@router.post("/names/find")
async def find_names(visit: Visiting, desk: AtDesk) -> Response:
    """On to the board with those who are meant, by id: what was typed may be a name, and stands in
    no address.
    """
    session = visit.reader.must_be("guide", "coordinator")
    typed = value(await visit.form(), "who")[:MOST_TYPED]
    found = await looked_for(desk, session, typed)
    nobody = "?people=nobody" if typed else ""
    return visit.go("/board" + ("?people=" + ",".join(found) if found else nobody))


async def reads(key: str, visit: Visit, desk: Desk) -> tuple[Person, Session]:
    """The person, where the reader works with them. Refused as not-found for all others."""
    session = visit.reader.must_be("guide", "coordinator")
    person = await desk.store.get(PEOPLE, key)
    if person is None or person.erased_at is not None:
        raise Refused("not-found")
    if not (is_guide_of(person, session) or session.leads(person.region)):
        raise Refused("not-found")
    return person, session


@router.get("/people/{key}")
async def show_person(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """A person's answers; the contact only after a reason was given, and for a while."""
    person, session = await reads(key, visit, desk)
    if await is_open(visit, desk, person, session):
        return await person_page(visit, desk, person, session, named=True)
    return why_page(visit, person)


async def is_open(visit: Visit, desk: Desk, person: Person, session: Session) -> bool:
    """Whether the reader walks with the person, or has said why they read."""
    mine = is_guide_of(person, session) or await has_said_why(desk, person, session)
    return mine or opens(await given_in(visit, desk), person, session, desk.now())


async def given_in(visit: Visit, desk: Desk) -> Access | None:
    """The note that the address names: why a contact was asked for."""
    note_id = visit.request.query_params.get("note", "")
    return await desk.store.get(ACCESSES, note_id) if note_id else None


def why_page(visit: Visit, person: Person, *, wrong: str = "") -> Response:
    """Asks a coordinator why they open the page."""
    return visit.page(
        "why.html",
        status=422 if wrong else 200,
        alias=person.case.alias if person.case else visit.say("Person"),
        back=("/board", visit.say("Board")),
        action=f"/people/{person.id}/why",
        lead=visit.say(NOT_YOURS),
        reasons=options(visit, looks.REASONS),
        wrong=visit.say(wrong) if wrong else "",
    )


def options(visit: Visit, reasons: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"value": code, "label": visit.say(text)} for code, text in reasons.items()]


@router.post("/people/{key}/why")
async def say_why(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Notes why a coordinator opens the page, which is then open until midnight."""
    person, session = await reads(key, visit, desk)
    reason = value(await visit.form(), "reason")
    if reason not in looks.REASONS:
        return why_page(visit, person, wrong=CHOOSE)
    if not is_guide_of(person, session):
        await note_opening(desk, person, session, reason)
    return visit.go(f"/people/{person.id}")


async def person_page(
    visit: Visit,
    desk: Desk,
    person: Person,
    session: Session,
    *,
    named: bool,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    """`named`: as `is_open`. `wrong` is what is wrong with the guardian's word as it was noted, by field."""
    given = await given_in(visit, desk)
    opened = opens(given, person, session, desk.now())
    here = region(person.region)
    answers = rows(way_of(person), person.answers, here, visit.language, steps=SHOWN)
    return visit.page(
        "person.html",
        status=422 if wrong else 200,
        person=person,
        opened=opened,
        opened_by=given.id if given else "",
        named=named,
        answers=unchangeable(answers) if named else [],
        alike=await alike_shown(visit, desk, person, session) if named else [],
        reasons=options(visit, REASONS),
        erasing=options(visit, erasure.REASONS),
        erasure_at=visit.language.time(person.erasure.at) if person.erasure else "",
        today=day_of(desk.now()).isoformat(),
        errors={name: visit.say(text) for name, text in (wrong or {}).items()},
    )


async def alike_shown(
    visit: Visit, desk: Desk, person: Person, session: Session
) -> list[dict[str, str]]:
    """Who may be the same person, in words; with an id where the reader may open their page."""
    return [
        {
            "id": other.id if is_guide_of(other, session) else "",
            "said": said_alike(why, Known.of_person(other), visit.language),
        }
        for other, why in await same_as(person, session, desk)
    ]


@router.post("/people/{key}/contact")
async def ask_for_contact(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Notes the reason, and shows the page with the contact."""
    person, session = await reads(key, visit, desk)
    reason = value(await visit.form(), "reason")
    if reason not in REASONS:
        raise Refused("invalid", fields={"reason": CHOOSE})
    given = await note(desk, person, session, reason)
    return visit.go(f"/people/{person.id}?note={given.id}")
