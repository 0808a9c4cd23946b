"""The page of those who speak for an association: who they are, inviting one more, removing one."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from services.intake.accounts.pages import MENDING, language_options
from services.intake.associations.association import Association
from services.intake.associations.contacts import AT_MOST
from services.intake.associations.letting_in import (
    ContactInvited,
    ContactShown,
    contacts_of,
    invite_contact,
    remove_contact,
)
from services.intake.associations.speaking import speaker_for
from services.intake.desk import AtDesk, Desk
from services.intake.typed import Typed, told, wrong_in
from shared.web import words
from shared.web.answers import SAYINGS
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
DONE: Final[Mapping[str, str]] = {
    "invited": say_later("Invited. A letter is on its way."),
    "removed": say_later("Removed. No more letters go there."),
}
FIELDS: Final = ("name", "email", "language")


async def speaker(visit: Visit, desk: Desk) -> tuple[Session, Association, str]:
    """Who acts, for which association, and what addresses end with to stay with it."""
    session = visit.reader.must_be("association", "coordinator")
    chosen = visit.request.query_params.get("association")
    association = await speaker_for(desk, session, chosen)
    own = session.association == association.id
    return session, association, "" if own else f"?association={association.id}"


@router.get("/association/contacts")
async def show_contacts(visit: Visiting, desk: AtDesk) -> Response:
    _, association, query = await speaker(visit, desk)
    done = DONE.get(visit.request.query_params.get("done", ""))
    return await page(visit, desk, association, query=query, said=visit.say(done) if done else None)


async def page(
    visit: Visit,
    desk: Desk,
    association: Association,
    *,
    query: str,
    typed: Typed | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 422,
    said: str | None = None,
) -> Response:
    """The page, with what was typed and what is wrong with it."""
    contacts = await contacts_of(desk, association)
    return visit.page(
        "contacts.html",
        status=status if errors else 200,
        said=said,
        association=association,
        query=query,
        contacts=[shown(visit, one) for one in contacts],
        may_remove=len(contacts) > 1,
        may_invite=association.state == "verified" and len(contacts) < AT_MOST,
        languages=language_options(),
        typed=typed or Typed(language="sv"),
        **told(visit.say, errors),
    )


def shown(visit: Visit, one: ContactShown) -> dict[str, object]:
    session = visit.reader.session
    return {
        "id": one.account,
        "name": one.name,
        "email": one.email,
        "language": words.OWN_NAMES[one.language],
        "came": one.came,
        "you": session is not None and session.account == one.account,
    }


@router.post("/association/contacts")
async def invite_here(visit: Visiting, desk: AtDesk) -> Response:
    session, association, query = await speaker(visit, desk)
    form = await visit.form()
    typed = Typed({name: value(form, name) for name in FIELDS if value(form, name)})
    errors: Mapping[str, str]
    try:
        asked = ContactInvited.model_validate(dict(typed))
        await invite_contact(desk, association.id, asked, session)
    except ValidationError as wrong:
        errors, status = wrong_in(wrong, MENDING), 422
    except Refused as no:
        errors, status = no.fields or {"": SAYINGS[no.slug][1]}, no.status
    else:
        return visit.go(done_at(query, "invited"))
    return await page(
        visit, desk, association, query=query, typed=typed, errors=errors, status=status
    )


@router.post("/association/contacts/{key}/remove")
async def remove_here(key: str, visit: Visiting, desk: AtDesk) -> Response:
    _, association, query = await speaker(visit, desk)
    try:
        await remove_contact(desk, association.id, key)
    except Refused as no:
        if no.slug != "invalid":
            raise
        errors = {"": no.fields["contact"]}
        return await page(visit, desk, association, query=query, errors=errors)
    return visit.go(done_at(query, "removed"))


def done_at(query: str, what: str) -> str:
    return f"/association/contacts{query}{'&' if query else '?'}done={what}"
