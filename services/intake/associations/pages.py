"""Registering an association, which anybody may, and the list where a coordinator decides."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from services.intake.accounts.account import ACCOUNTS
from services.intake.accounts.pages import language_options
from services.intake.associations.association import (
    ASSOCIATIONS,
    Association,
    Registration,
    Reported,
    State,
)
from services.intake.associations.deciding import block, register, verify
from services.intake.associations.reporting import REASONS
from services.intake.desk import AtDesk, Desk
from services.intake.signing_in.tries import may_register
from services.intake.typed import Typed, told, wrong_in
from shared.web.answers import SAYINGS
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
FIELDS: Final = ("name", "web", "does", "contact_name", "contact_email", "language")
MENDING: Final[Mapping[str, str]] = {
    "name": say_later("Write the name of the association, 2 to 80 letters."),
    "web": say_later("Write a web address, like www.example.org, or leave it empty."),
    "does": say_later("Write at most 300 letters."),
    "contact_name": say_later("Write a first name, at most 40 letters."),
    "contact_email": say_later("Write an e-mail address, like anna@example.org."),
    "language": say_later("Choose one of the languages."),
}
# Whoever waits stands first.
ORDER: Final[tuple[tuple[State, str], ...]] = (
    ("waiting", say_later("Waiting for you")),
    ("verified", say_later("Verified")),
    ("blocked", say_later("Blocked")),
)
DONE: Final[Mapping[str, str]] = {
    "verified": say_later("Verified. A letter with a link is on its way."),
    "blocked": say_later("Blocked. Its needs are being closed."),
    "looked": say_later("Noted that you have looked. It stays as it is."),
}
TAKEN: Final = say_later("The contact's e-mail speaks for another association. Call and ask.")


@router.get("/association/new")
async def show_form(visit: Visiting, desk: AtDesk) -> Response:
    return form_page(visit, Typed(language=visit.language.code), desk.new_id())


def form_page(
    visit: Visit,
    typed: Typed,
    form_id: str,
    errors: Mapping[str, str] | None = None,
    *,
    status: int | None = None,
) -> Response:
    """The form, with what was typed; `errors` names what is wrong with it."""
    return visit.page(
        "association_new.html",
        status=status or (422 if errors else 200),
        typed=typed,
        form_id=form_id,
        languages=language_options(),
        **told(visit.say, errors),
    )


@router.post("/association/new")
async def register_here(visit: Visiting, desk: AtDesk) -> Response:
    form = await visit.form()
    typed = Typed({name: value(form, name) for name in FIELDS})
    form_id = form_id_of(value(form, "form_id"), desk)
    try:
        asked = Registration.model_validate({**typed, "web": typed["web"] or None})
        await may_register(desk, visit)
    except ValidationError as wrong:
        return form_page(visit, typed, form_id, wrong_in(wrong, MENDING))
    except Refused as no:
        refused = form_page(visit, typed, form_id, {"": SAYINGS[no.slug][1]}, status=no.status)
        refused.headers["retry-after"] = str(no.retry_after)
        return refused
    await register(desk, asked, form_id)
    return visit.go("/association/registered")


def form_id_of(sent: str, desk: Desk) -> str:
    """The form's hidden id, or a new one where none came that could be ours."""
    try:
        return str(UUID(sent))
    except ValueError:
        return desk.new_id()


@router.get("/association/registered")
async def show_registered(visit: Visiting) -> Response:
    return visit.page("association_registered.html")


@router.get("/associations")
async def show_all(visit: Visiting, desk: AtDesk) -> Response:
    visit.reader.must_be("coordinator")
    done = DONE.get(visit.request.query_params.get("done", ""))
    groups = [
        {
            "state": state,
            "title": visit.say(title),
            "items": [await shown(visit, desk, one) for one in await in_state(desk, state)],
        }
        for state, title in ORDER
    ]
    return visit.page("associations.html", said=visit.say(done) if done else None, groups=groups)


async def in_state(desk: Desk, state: State) -> list[Association]:
    """Those in one state: of whom something is said, then who waits longest first."""
    here = {"region": desk.region, "state": state}
    found = await desk.store.find(ASSOCIATIONS, here, order="registered_at", limit=500)
    return sorted(found, key=lambda one: not one.reports)


async def shown(visit: Visit, desk: Desk, one: Association) -> dict[str, object]:
    """What a coordinator sees. The contact stands there while there is something to ask them."""
    decider = await desk.store.get(ACCOUNTS, one.decided_by) if one.decided_by else None
    contact = None
    if one.state == "waiting":
        contact = one.contact or await desk.store.get(ACCOUNTS, one.contacts[0])
    return {
        "id": one.id,
        "name": one.name,
        "web": one.web,
        "does": one.does,
        "contact": {"name": contact.name, "email": contact.email} if contact else None,
        "since": visit.language.time(one.registered_at),
        "waited": waited(visit, one, desk.now()),
        "ends": visit.language.day(one.ends_at) if one.ends_at else None,
        "by": (decider.name or decider.email) if decider else None,
        "when": visit.language.time(one.decided_at) if one.decided_at else None,
        "trouble": visit.say(TAKEN) if one.contact_taken else None,
        "may_verify": one.state != "verified" and not one.contact_taken,
        "may_block": one.state != "blocked",
        "reports": [await report_line(visit, desk, each) for each in one.reports],
    }


async def report_line(visit: Visit, desk: Desk, one: Reported) -> dict[str, str]:
    """What is said of it, by whom and when."""
    teller = await desk.store.get(ACCOUNTS, one.by)
    return {
        "reason": visit.say(REASONS[one.reason]),
        "by": (teller.name or teller.email) if teller else "",
        "at": visit.language.time(one.at),
    }


def waited(visit: Visit, one: Association, now: int) -> str | None:
    """How long a coordinator has let it wait; nothing of the first day."""
    days = one.days_waited(now)
    if one.state != "waiting" or days < 1:
        return None
    return visit.language.say_many(
        "It has waited for %(number)s day.", "It has waited for %(number)s days.", days
    )


@router.post("/associations/{key}/verify")
async def verify_one(key: str, visit: Visiting, desk: AtDesk) -> Response:
    await verify(desk, key, visit.reader.must_be("coordinator"))
    return visit.go("/associations?done=verified")


@router.post("/associations/{key}/block")
async def block_one(key: str, visit: Visiting, desk: AtDesk) -> Response:
    await block(desk, key, visit.reader.must_be("coordinator"))
    return visit.go("/associations?done=blocked")
