"""Filling in the form: one question a page, each answer kept in the draft before the next is asked.

A page carries the id of its form. What comes from a page of another form (begun anew in another
window, or sent already) is shown again instead of being mixed in.
"""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from services.intake.classes import lifts
from services.intake.coming_back import AGAIN, CHECK, CHILD
from services.intake.desk import AtDesk, Desk
from services.intake.draft_cookie import draft_of, put
from services.intake.drafts import Draft, is_fresh
from services.intake.form_pages import HINTS, fields, title_for
from services.intake.forms import (
    Step,
    address,
    after,
    before,
    first_wrong,
    number_of,
    step_named,
    steps_of,
    taken,
    way_of,
    wrong_on,
)
from services.intake.people.answers import Answers
from services.intake.people.limits import DRAFTS_PER_ADDRESS
from services.intake.people.sender import as_sent_by, form_id_in, helper_of
from services.intake.people.submit import registered
from shared.contracts.codes import DAYS, PARTS_OF_DAY
from shared.contracts.regions import region
from shared.web import words
from shared.web.languages import say_later
from shared.web.limits import came_from
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting, value, values

STALE: Final = say_later("You have begun another form since then. Look at your answer, and go on.")

router = APIRouter(include_in_schema=False)


@router.get("/form/{name}")
async def show_form(name: str, visit: Visiting, desk: AtDesk) -> Response:
    """One question, with the answer so far."""
    step = step_named(name)
    if step is None:
        raise Refused("not-found")
    opened = await draft_of(visit, desk)
    if opened and not is_fresh(opened, desk.now()):
        return visit.go(f"{AGAIN}?to={name}")
    if opened is None and step != "kind":
        return visit.go("/form/kind")
    draft = opened.draft if opened else Draft(form_id=desk.new_id(), way="new", answers=Answers())
    if step == "kind":
        draft = draft.model_copy(update={"way": way_of(name)})
    if step not in steps_of(draft.way, draft.answers):
        return visit.go(address("kind", draft.way))
    return question(visit, step, draft)


@router.post("/form/{name}")
async def answer(name: str, visit: Visiting, desk: AtDesk) -> Response:
    """Takes the answers of one page; shows it again where something is wrong."""
    step = step_named(name)
    if step is None:
        raise Refused("not-found")
    sent = await visit.form()
    opened = await draft_of(visit, desk)
    draft = opened.draft if opened else await begin(visit, desk, form_id_in(value(sent, "form_id")))
    if step == "kind":
        draft = draft.model_copy(update={"way": way_of(name)})
    written = with_answers(step, draft, sent)
    said = as_sent_by(helper_of(visit), written.answers)
    written = written.model_copy(update={"answers": said})
    if value(sent, "form_id") != draft.form_id:
        return question(visit, step, written, {"": STALE}, status=409)
    if wrong := wrong_on(step, written.answers, desk.region):
        return question(visit, step, written, wrong, status=422)
    return await put(visit, desk, written, visit.go(next_address(visit, desk, step, written)))


async def begin(visit: Visit, desk: Desk, form_id: str | None) -> Draft:
    """A new draft, of the form that the page shows unless that one has been sent already."""
    if not await lifts(visit, desk):
        await desk.limits.take(DRAFTS_PER_ADDRESS, came_from(visit), desk.now())
    if form_id is None or await registered(desk, form_id):
        form_id = desk.new_id()
    return Draft(form_id=form_id, way="new", answers=Answers())


def with_answers(step: Step, draft: Draft, sent: FormData) -> Draft:
    """The draft with what the page sent, right or wrong."""
    said = taken(step, {name: values(sent, name) for name in sent})
    answers = Answers.model_validate({**draft.answers.model_dump(), **said})
    return draft.model_copy(update={"answers": answers})


def next_address(visit: Visit, desk: Desk, step: Step, draft: Draft) -> str:
    """The next question, the check, or what has to be looked at before it."""
    if step == "age" and draft.answers.is_child:
        return CHILD
    changing = "change" in visit.request.query_params
    steps = steps_of(draft.way, draft.answers)
    following = after(step, steps, changing=changing)
    if following is None and (wrong := first_wrong(draft.way, draft.answers, desk.region)):
        return address(wrong, draft.way)
    if following is None:
        return CHECK
    return address(following, draft.way) + ("?change=1" if changing else "")


def question(
    visit: Visit,
    step: Step,
    draft: Draft,
    wrong: Mapping[str, str] | None = None,
    *,
    status: int = 200,
) -> Response:
    """The page of one question. `wrong` maps a field (or "") to what is wrong with it."""
    here, say = region(visit.site.settings.region), visit.say
    helped = helper_of(visit) is not None
    steps = steps_of(draft.way, draft.answers)
    changing = "change" in visit.request.query_params
    number, total = number_of(step, steps)
    earlier = before(step, steps)
    back = CHECK if changing else address(earlier, draft.way) if earlier else "/"
    errors = {name: say(text) for name, text in (wrong or {}).items()}
    return visit.page(
        "form.html",
        status=status,
        question={
            "title": say(title_for(step, draft.way, draft.answers)),
            "hint": say(HINTS[step]) if step in HINTS else "",
            "number": number,
            "total": total,
            "back": back,
            "action": address(step, draft.way) + ("?change=1" if changing else ""),
            "form_id": draft.form_id,
            "errors": [{"field": name, "text": text} for name, text in errors.items()],
            "button": None,
        },
        fields=fields(step, draft.way, draft.answers, here=here, say=say, helped=helped),
        answers=shown(step, draft.answers, visit.language.code),
        errors=errors,
        protected=protected_phone(visit) if step == "contact" else None,
        **week(visit),
    )


def protected_phone(visit: Visit) -> str:
    """Whom somebody calls who lives with protected identity."""
    settings = visit.site.settings
    return settings.protected_phone or settings.operator_phone


def shown(step: Step, answers: Answers, page_language: str) -> Mapping[str, object]:
    """The answers that a page begins with: whoever reads a language surely speaks it."""
    said = answers.model_dump()
    if step == "languages" and not answers.languages and not answers.swedish:
        said["languages"] = (page_language,)
    if step == "contact" and not answers.guardian_language:
        said["guardian_language"] = page_language
    return said


def week(visit: Visit) -> dict[str, object]:
    """The days and parts of day, as the table of times wants them."""
    say = visit.say
    return {
        "days": [
            {"value": d, "label": say(words.DAY[d]), "short": say(words.DAY_SHORT[d])} for d in DAYS
        ],
        "parts": [
            {"value": p, "label": say(words.PART_OF_DAY[p]), "icon": p, "hours": words.HOURS[p]}
            for p in PARTS_OF_DAY
        ],
    }
