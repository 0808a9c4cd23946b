"""Changing what one said, behind the private link: the form's own pages, with the answers in them.

What is changed is kept as a draft until it is sent. Its key is made from the private link: whoever
has the link may go on, on any device, and the store alone cannot be read.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from services.intake.desk import AtDesk, Desk
from services.intake.drafts import KEPT_MS, Draft, Way, forget, keep, open_draft
from services.intake.filling_in import shown, week
from services.intake.form_answers import rows
from services.intake.form_pages import HINTS, fields, title
from services.intake.forms import Step, after, step_named, steps_of, taken
from services.intake.people.answers import Answers
from services.intake.people.erase import change_key
from services.intake.people.person import Person
from services.intake.people.revise import Outdated, asked_again, change_answers, wrong_wishes
from services.intake.status_pages import whose
from shared.contracts.regions import region
from shared.store.document import Conflict
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting, value, values

OWN: Final = say_later("Change what I said")
OUTDATED: Final = say_later("Your answers have changed since then. Look at them, and send again.")

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Change:
    """A change as its reader sees it: the page that it begins from, whose it is, how far it has come."""

    start: str
    person: Person
    draft: Draft
    visit: Visit

    @property
    def here(self) -> str:
        return f"{self.start}/change"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The questions that are asked again: all but name and contact."""
        asked = steps_of(way_now(self.draft.answers), self.draft.answers)
        return tuple(step for step in asked if step != "contact")

    @property
    def is_one(self) -> bool:
        """Whether anything is other than it was."""
        return self.draft.answers != self.person.answers

    def with_answers(self, answers: Answers) -> "Change":
        draft = self.draft.model_copy(update={"answers": asked_again(self.person, answers)})
        return Change(self.start, self.person, draft, self.visit)


def way_now(answers: Answers) -> Way:
    return "volunteer" if answers.gives else "new"


async def change_of(key: str, visit: Visit, desk: Desk) -> Change | None:
    """What the reader has changed so far; None where there is nobody who could change anything.

    Raises Refused.
    """
    person = await whose(key, visit, desk)
    if person is None or person.withdrawn_at is not None:
        return None
    opened = await open_draft(desk, change_key(key))
    draft = opened.draft if opened else begun(person)
    return Change(f"/my/{key}", person, draft, visit.in_language_of(person.language))


def begun(person: Person) -> Draft:
    """A change of nothing yet, from the answers as they stand."""
    return Draft(
        form_id=str(person.revision),
        way=way_now(person.answers),
        answers=person.answers,
        revision=person.revision,
    )


@router.get("/my/{key}/change")
async def show_answers(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """All answers, each with a way to change it."""
    change = await change_of(key, visit, desk)
    return check_page(change) if change else visit.go(f"/my/{key}")


@router.post("/my/{key}/change")
async def send_changes(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """Sends what was changed; a second click goes to the status page too."""
    change = await change_of(key, visit, desk)
    if change is None:
        return visit.go(f"/my/{key}")
    if not change.is_one or value(await visit.form(), "do") == "forget":
        return await finished(change, key, desk)
    if step := first_wrong(change):
        return visit.go(f"{change.here}/{step}")
    said, based_on = change.draft.answers, change.draft.revision
    try:
        await change_answers(desk, change.person, said, based_on=based_on)
    except Outdated:
        return await once_more(change, key, desk)
    return await finished(change, key, desk)


async def once_more(change: Change, key: str, desk: Desk) -> Response:
    """What the reader changed, based on what is there by now, to be looked at before it is sent."""
    revision = change.person.revision
    draft = change.draft.model_copy(update={"revision": revision, "form_id": str(revision)})
    await keep(desk, change_key(key), draft, KEPT_MS)
    again = Change(change.start, change.person, draft, change.visit)
    return check_page(again, OUTDATED, status=409)


async def finished(change: Change, key: str, desk: Desk) -> Response:
    """On to the status page; the draft has done its work."""
    if opened := await open_draft(desk, change_key(key)):
        with contextlib.suppress(Conflict):  # a second click has forgotten it already
            await forget(opened.document, desk)
    return change.visit.go(change.start)


@router.get("/my/{key}/change/{name}")
async def ask_again(key: str, name: str, visit: Visiting, desk: AtDesk) -> Response:
    """One question, with the answer as it stands."""
    change = await change_of(key, visit, desk)
    if change is None:
        return visit.go(f"/my/{key}")
    return question(change, step_of(name, change))


@router.post("/my/{key}/change/{name}")
async def answer_again(key: str, name: str, visit: Visiting, desk: AtDesk) -> Response:
    """Keeps the new answer; shows the question again where something is wrong with it."""
    change = await change_of(key, visit, desk)
    if change is None:
        return visit.go(f"/my/{key}")
    step, sent = step_of(name, change), await visit.form()
    written = change.with_answers(said_in(step, change.draft.answers, sent))
    if value(sent, "form_id") != change.draft.form_id:
        return question(written, step, {"": OUTDATED}, status=409)
    if wrong := wrong_on(step, written):
        return question(written, step, wrong, status=422)
    await keep(desk, change_key(key), written.draft, KEPT_MS)
    following = after(step, written.steps, changing=True)
    return visit.go(f"{change.here}/{following}" if following else change.here)


def step_of(name: str, change: Change) -> Step:
    """The question of this address. Raises Refused where it is not asked of this person."""
    step = step_named(name)
    if step is None or step not in change.steps:
        raise Refused("not-found")
    return step


def said_in(step: Step, answers: Answers, sent: FormData) -> Answers:
    said = taken(step, {name: values(sent, name) for name in sent})
    return Answers.model_validate({**answers.model_dump(), **said})


def wrong_on(step: Step, change: Change) -> dict[str, str]:
    found = wrong_wishes(change.person, change.draft.answers)
    return {name: text for name, text in found.items() if name in taken(step, {})}


def first_wrong(change: Change) -> Step | None:
    return next((step for step in change.steps if wrong_on(step, change)), None)


def check_page(
    change: Change, error: str = "", *, title_of: str = OWN, done: str = "", status: int = 200
) -> Response:
    """All answers, what is wrong, and what was done just now. `title_of`: whose they are."""
    visit, answers = change.visit, change.draft.answers
    here = region(change.person.region)
    asked = rows(way_now(answers), answers, here, visit.language, steps=change.steps)
    named = zip(change.steps, asked, strict=True)
    return visit.page(
        "change.html",
        status=status,
        rows=[{**row, "change": f"{change.here}/{step}"} for step, row in named],
        changed=change.is_one,
        start=change.start,
        title=visit.say(title_of),
        said=visit.say(done) if done else None,
        errors=[{"field": "", "text": visit.say(error)}] if error else [],
    )


def question(
    change: Change, step: Step, wrong: Mapping[str, str] | None = None, *, status: int = 200
) -> Response:
    """The page of one question. `wrong` maps a field (or "") to what is wrong with it."""
    visit, answers = change.visit, change.draft.answers
    # Every wish may be chosen again, also by who began as a volunteer.
    way = "new" if step == "kind" else way_now(answers)
    errors = {name: visit.say(text) for name, text in (wrong or {}).items()}
    return visit.page(
        "form.html",
        status=status,
        question={
            "title": visit.say(title(step, way)),
            "hint": visit.say(HINTS[step]) if step in HINTS else "",
            "number": None,
            "back": change.here,
            "action": f"{change.here}/{step}",
            "form_id": change.draft.form_id,
            "errors": [{"field": name, "text": text} for name, text in errors.items()],
            "button": None,
        },
        fields=fields(step, way, answers, here=region(change.person.region), say=visit.say),
        answers=shown(step, answers, visit.language.code),
        errors=errors,
        protected=None,
        **week(visit),
    )
