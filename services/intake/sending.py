"""Checking the answers and sending the form, once however often the button is pressed."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.coming_back import AGAIN, CHECK
from services.intake.desk import AtDesk, Desk
from services.intake.draft_cookie import draft_key, draft_of, drop
from services.intake.drafts import Draft, is_fresh, open_draft
from services.intake.filling_in import STALE
from services.intake.form_answers import rows
from services.intake.forms import address, first_wrong
from services.intake.people.person import Person
from services.intake.people.register import link_of
from services.intake.people.sender import count_form, form_from, form_id_in
from services.intake.people.submit import registered, submit
from shared.contracts.regions import region
from shared.web import register_check
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting, value

TOO_OFTEN: Final = say_later(
    "Many forms came from here just now. Your answers are kept. Send them after %(time)s."
)

router = APIRouter(include_in_schema=False)


@router.get(CHECK)
async def check_answers(visit: Visiting, desk: AtDesk) -> Response:
    """All answers on one page, each with a way to change it."""
    opened = await draft_of(visit, desk)
    if opened is None:
        return visit.go("/form/kind")
    if not is_fresh(opened, desk.now()):
        return visit.go(f"{AGAIN}?to=check")
    draft = opened.draft
    if wrong := first_wrong(draft.way, draft.answers, desk.region):
        return visit.go(address(wrong, draft.way))
    return check_page(visit, draft)


def check_page(visit: Visit, draft: Draft, error: str = "", status: int = 200) -> Response:
    here = region(visit.site.settings.region)
    return visit.page(
        "form_check.html",
        status=status,
        rows=rows(draft.way, draft.answers, here, visit.language),
        form_id=draft.form_id,
        errors=[{"field": "", "text": error}] if error else [],
        register_check=register_check if draft.answers.kind in register_check.ASKED else None,
    )


@router.post(CHECK)
async def send_form(visit: Visiting, desk: AtDesk) -> Response:
    """Sends the form and goes to its status page; a second click goes there too."""
    form_id = form_id_in(value(await visit.form(), "form_id"))
    opened = await draft_of(visit, desk)
    if form_id and (known := await registered(desk, form_id)):
        return await receipt(visit, desk, known, form_id)
    if opened is None:
        return visit.go("/form/kind")
    draft = opened.draft
    if form_id != draft.form_id:
        return check_page(visit, draft, visit.say(STALE), 409)
    if wrong := first_wrong(draft.way, draft.answers, desk.region):
        return visit.go(address(wrong, draft.way))
    try:
        await count_form(visit, desk)
    except Refused as no:
        return too_often(visit, desk, draft, no.retry_after or 0)
    person = await submit(desk, form_from(visit, draft.form_id, draft.answers))
    return await receipt(visit, desk, person, draft.form_id)


def too_often(visit: Visit, desk: Desk, draft: Draft, wait_s: int) -> Response:
    """The refusal keeps the form, and says when it may be sent."""
    # Rounded up to the minute, which is how the time is shown.
    at = -(-(desk.now() + wait_s * 1000) // 60_000) * 60_000
    said = visit.say(TOO_OFTEN, time=visit.language.time(at))
    response = check_page(visit, draft, said, 429)
    response.headers["retry-after"] = str(wait_s)
    return response


async def receipt(visit: Visit, desk: Desk, person: Person, form_id: str) -> Response:
    """On to the status page; the draft of this form has done its work."""
    response = visit.go(f"/my/{link_of(person.id, person.generation, desk.keys)}")
    opened = await open_draft(desk, draft_key(visit))
    if opened and opened.draft.form_id == form_id:
        return await drop(visit, desk, response)
    return response


@router.post("/form/clear")
async def finish_and_clear(visit: Visiting, desk: AtDesk) -> Response:
    """Leaves nothing of a reader on a device that others use; their class may go on."""
    response = await drop(visit, desk, visit.go("/"))
    visit.site.cookies.drop(response, visit.site.cookies.browser)
    return response
