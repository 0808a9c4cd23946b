"""Children whose guardian is asked, for those who work here; and a guardian's word by a guide's hand."""

from datetime import date, timedelta
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.desk import AtDesk, Desk
from services.intake.names import is_open, person_page, reads
from services.intake.people.answers import CHOOSE
from services.intake.people.guardian import How, Word, note_answer
from services.intake.people.names import is_guide_of
from services.intake.people.person import PEOPLE, Person
from services.intake.people.register import guardian_answers_by
from shared.store.collection import Where
from shared.web.languages import day_of, say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visiting, value

MOST: Final = 200
OLDEST: Final = timedelta(days=366)
NO_DAY: Final = say_later("Choose the day on which the parent said it, today or before.")
SAID: Final[dict[str, tuple[Word, How]]] = {
    "yes-paper": ("yes", "paper"),
    "yes-phone": ("yes", "phone"),
    "no-paper": ("no", "paper"),
    "no-phone": ("no", "phone"),
}

router = APIRouter(include_in_schema=False)


async def waiting_for(session: Session, desk: Desk) -> list[Person]:
    """The children whose guardian is asked, who waits longest first: a guide's own, or all."""
    found: list[Person] = []
    for region in session.regions:
        where: Where = {"region": region, "guardian.waits": True}
        found += await desk.store.find(PEOPLE, where, order="registered_at", limit=MOST)
    sees_all = "coordinator" in session.roles
    return [child for child in found if sees_all or is_guide_of(child, session)]


@router.get("/guardians")
async def show_guardians(visit: Visiting, desk: AtDesk) -> Response:
    """Who waits for a parent's yes, since when, and until when."""
    session = visit.reader.must_be("guide", "coordinator")
    day = visit.language.day
    return visit.page(
        "guardians.html",
        waiting=[
            {
                "key": child.id,
                "name": child.first_name if is_guide_of(child, session) else "",
                "since": day(child.registered_at),
                "until": day(guardian_answers_by(child)),
                "reminded": bool(child.guardian and child.guardian.reminded_at),
            }
            for child in await waiting_for(session, desk)
        ],
    )


@router.post("/people/{key}/guardian")
async def take_word(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Notes what a guide has on paper, or heard on the phone, with the day and by whom."""
    child, session = await reads(key, visit, desk)
    sent = await visit.form()
    try:
        word, day = value(sent, "word"), value(sent, "day")
        await note_word(desk, child, word, day=day, by=session.account)
    except Refused as no:
        if no.slug != "invalid":
            raise
        named = await is_open(visit, desk, child, session)
        return await person_page(visit, desk, child, session, named=named, wrong=no.fields)
    return visit.go("/guardians")


async def note_word(desk: Desk, child: Person, said: str, *, day: str, by: str) -> Person:
    """Raises Refused: "invalid" by field, "conflict" where no guardian is waited for."""
    if not child.waits_for_guardian:
        raise Refused("conflict")
    wrong = {} if said in SAID else {"word": CHOOSE}
    if not is_day(day, day_of(desk.now())):
        wrong["day"] = NO_DAY
    if wrong:
        raise Refused("invalid", fields=wrong)
    word, how = SAID[said]
    return await note_answer(desk, child, word, how=how, by=by, day=day)


def is_day(text: str, today: date) -> bool:
    """Whether it is an ISO date on which a word that counts now can have been said."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return False
    return text == day.isoformat() and today - OLDEST <= day <= today
