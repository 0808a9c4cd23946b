"""The status page behind a private link: state, answers, and withdrawing. No account is needed."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.desk import AtDesk, Desk
from services.intake.drafts import Way
from services.intake.form_answers import rows
from services.intake.forms import Step
from services.intake.offer_said import offer_shown
from services.intake.people.leaving import stay
from services.intake.people.limits import WRONG_KEYS
from services.intake.people.person import OLD_LINKS, Person
from services.intake.people.submit import leave, person_of_key
from services.intake.qr import qr_code
from services.intake.status import Saying, marks, may_take_back, saying, to_tell
from shared.contracts.regions import region
from shared.keys import hash_of
from shared.store.document import Conflict
from shared.web import register_check
from shared.web.limits import came_from
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting

RELOAD_S: Final = 3
TRIES: Final = 5
# The link shows no contact: it can be forwarded, and a shared phone keeps it.
SHOWN: Final[tuple[Step, ...]] = (
    "kind",
    "interests",
    "skills",
    "district",
    "place",
    "when",
    "languages",
    "age",
    "hopes",
)

router = APIRouter(include_in_schema=False)


async def whose(key: str, visit: Visit, desk: Desk) -> Person | None:
    """The person of a private link; None where it is genuine and we have not heard of it.

    Raises Refused: not-found for a made-up key, gone for one that was replaced, erased where
    nothing is left (or what the guardian said, where that is why), and too-often for an address that tries many.
    """
    # Whoever holds a link gets in, also from behind an address that others try keys from.
    if not desk.keys.genuine(key):
        await desk.limits.take(WRONG_KEYS, came_from(visit), desk.now())
        raise Refused("not-found")
    person = await person_of_key(desk, key)
    if person is None and await desk.store.get(OLD_LINKS, hash_of(key)):
        raise Refused("gone")
    if person and person.erased_at is not None:
        raise Refused(how_it_went(person))
    return person


def how_it_went(erased: Person) -> str:
    """The refusal that says why nothing is left."""
    word = erased.guardian.answer if erased.guardian else None
    return {"no": "guardian-no", "silence": "guardian-silent"}.get(word or "", "erased")


@router.get("/my/{key}")
async def show_status(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Where the case is, in plain words."""
    person = await whose(key, visit, desk)
    if person is None:
        response = visit.page("status_wait.html", key=key)
        # A header, not a meta element: the page is nothing but this waiting.
        response.headers["refresh"] = str(RELOAD_S)
        return response
    own = visit.in_language_of(person.language)
    now, language = saying(person), own.language
    link = f"{desk.settings.base_url}/my/{key}"
    here = region(person.region)
    return own.page(
        "status.html",
        person=person,
        now=now,
        by=until(now, own, desk),
        late=bool(now.by and not in_time(now, desk)),
        leaving=until_when_kept(person, own),
        offer=offer_shown(person, language),
        answer=answer_path(person, desk),
        tell=to_tell(person),
        take_back=answer_link(person, desk) if may_take_back(person) else None,
        steps=[{"label": own.say(text), "state": mark} for text, mark in marks(person)],
        answers=unchangeable(rows(way_of(person), person.answers, here, language, steps=SHOWN)),
        register_check=register_check if is_told_of_check(person) else None,
        key=key,
        link=link,
        code=qr_code(link),
    )


@router.get("/my/{key}/withdraw")
async def ask_to_withdraw(key: str, visit: Visiting, desk: AtDesk) -> Response:
    person = await whose(key, visit, desk)
    if person is None or person.withdrawn_at is not None:
        return visit.go(f"/my/{key}")
    return visit.in_language_of(person.language).page("withdraw.html", key=key)


@router.post("/my/{key}/withdraw")
async def withdraw(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Takes the person out; to say it again changes nothing."""
    await left(key, visit, desk)
    return visit.go(f"/my/{key}")


@router.post("/my/{key}/stay")
async def keep_me(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Keeps the person for as long again; to say it again changes nothing."""
    await kept(key, visit, desk)
    return visit.go(f"/my/{key}")


async def kept(key: str, visit: Visit, desk: Desk) -> Person:
    """The person of the link, who wants to be kept. Raises Refused, Conflict."""
    person = await whose(key, visit, desk)
    if person is None:
        raise Refused("not-ready", retry_after=RELOAD_S)
    return await stay(desk, person)


def until_when_kept(person: Person, own: Visit) -> str:
    """When everything goes, as a sentence, once the person was told; else nothing."""
    if person.leaving_at is None:
        return ""
    day = own.language.day(person.leaving_at)
    return own.say("On %(day)s we erase everything about you. You can keep it.", day=day)


async def left(key: str, visit: Visit, desk: Desk) -> Person:
    """The person of the link, who wants nothing more. Raises Refused, Conflict."""
    for _ in range(TRIES):
        person = await whose(key, visit, desk)
        if person is None:
            raise Refused("not-ready", retry_after=RELOAD_S)
        try:
            return await leave(desk, person)
        except Conflict:
            continue
    raise Conflict("people")


def until(now: Saying, own: Visit, desk: Desk) -> str | None:
    """By when something happens, as a sentence, while there is time."""
    if now.by is None or not in_time(now, desk):
        return None
    return own.say(now.by_when, day=own.language.day(now.by))


def in_time(now: Saying, desk: Desk) -> bool:
    return now.by is not None and now.by > desk.now()


def is_told_of_check(person: Person) -> bool:
    """Whether they may be asked for a register extract, as long as they want anything."""
    return person.withdrawn_at is None and person.answers.kind in register_check.ASKED


def answer_path(person: Person, desk: Desk) -> str | None:
    """Where the person answers, while it is theirs to answer. Whoever has this link may."""
    return None if to_tell(person) is None else answer_link(person, desk)


def answer_link(person: Person, desk: Desk) -> str | None:
    """The page on which the person says all about what they were asked."""
    if person.offer is None:
        return None
    return f"/answer/{desk.keys.link_key('answer', person.offer.match, 'person')}"


def way_of(person: Person) -> Way:
    return "volunteer" if person.answers.gives else "new"


def unchangeable(answers: list[dict[str, object]]) -> list[dict[str, object]]:
    """The rows that say something, without the links of the form."""
    return [{**row, "change": None} for row in answers if row["values"]]
