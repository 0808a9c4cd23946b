"""The pages where an association, or a coordinator for it, asks for people."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from services.intake.associations.association import Association
from services.intake.associations.pages import form_id_of
from services.intake.associations.speaking import speaker_for
from services.intake.desk import AtDesk
from services.intake.needs.asked import NeedAsked
from services.intake.needs.asking import (
    Page,
    asked_in,
    beginning,
    choices,
    next_page,
    typed_again,
    typed_in,
    typed_of,
)
from services.intake.needs.doubting import confirm
from services.intake.needs.listing import shown
from services.intake.needs.need import Need
from services.intake.needs.posting import (
    change,
    close,
    need_for,
    open_needs,
    own_needs,
    post,
)
from services.intake.typed import Typed, told
from shared.web.languages import day_of, say_later
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
DONE: Final[Mapping[str, str]] = {
    "posted": say_later("Posted. We look for people who fit, and write to you."),
    "changed": say_later("Changed."),
    "confirmed": say_later("Thank you. It stays open."),
    "closed": say_later("Closed. We send you no more people."),
}
Keep = Callable[[NeedAsked], Awaitable[Need]]


@router.get("/needs/open")
async def show_open(visit: Visiting, desk: AtDesk) -> Response:
    """Public: what is asked for, and nothing about people."""
    needs = [shown(need, visit.language) for need in await open_needs(desk)]
    return visit.page("needs_open.html", needs=needs)


async def speaker(visit: Visit, desk: AtDesk) -> Association:
    """Whose needs these pages are about: `?association=` says so for a coordinator."""
    session = visit.reader.must_be("association", "coordinator")
    return await speaker_for(desk, session, visit.request.query_params.get("association"))


def about(visit: Visit, association: Association) -> str:
    """What addresses end with, so that a coordinator stays with the same association."""
    own = visit.reader.session and visit.reader.session.association == association.id
    return "" if own else f"?association={association.id}"


@router.get("/needs")
async def show_own(visit: Visiting, desk: AtDesk) -> Response:
    association = await speaker(visit, desk)
    done = DONE.get(visit.request.query_params.get("done", ""))
    return visit.page(
        "needs.html",
        said=visit.say(done) if done else None,
        association=association,
        about=about(visit, association),
        needs=[shown(need, visit.language) for need in await own_needs(desk, association.id)],
    )


def ask(
    visit: Visit,
    step: Page,
    typed: Typed,
    *,
    back: str,
    form_id: str,
    errors: Mapping[str, str] | None = None,
    changing: bool = False,
    action: str | None = None,
) -> Response:
    """One of the two pages; what stands on the other travels along in hidden fields. It is sent to
    `action`, or to where it stands.
    """
    query = visit.request.url.query
    return visit.page(
        f"need_{step}.html",
        status=422 if errors else 200,
        typed=typed,
        back=back,
        form_id=form_id,
        changing=changing,
        action=action or visit.request.url.path + (f"?{query}" if query else ""),
        **choices(visit.language, visit.site.settings.region),
        **told(visit.say, errors),
    )


@router.get("/needs/new")
async def show_new(visit: Visiting, desk: AtDesk) -> Response:
    association = await speaker(visit, desk)
    if association.state != "verified":
        return visit.go(f"/needs{about(visit, association)}")
    back = f"/needs{about(visit, association)}"
    return ask(visit, "first", beginning(), back=back, form_id=desk.new_id())


@router.post("/needs/new")
async def post_new(visit: Visiting, desk: AtDesk) -> Response:
    association = await speaker(visit, desk)
    if association.state != "verified":
        return visit.go(f"/needs{about(visit, association)}")
    form_id = form_id_of(value(await visit.form(), "form_id"), desk)

    async def keep(asked: NeedAsked) -> Need:
        return await post(desk, asked, association, form_id)

    return await work_through(visit, keep, association=association, form_id=form_id, done="posted")


async def work_through(
    visit: Visit, keep: Keep, *, association: Association, form_id: str, done: str
) -> Response:
    """The page that comes next; once the need is kept, the list with a word on what was done."""
    form = await visit.form()
    typed = typed_in(form)
    query = about(visit, association)
    step, errors = next_page(typed, value(form, "go"))
    if step is None:
        try:
            await keep(asked_in(typed))
        except Refused as no:
            if "area" not in no.fields:
                raise
            step, errors = "first", no.fields
        else:
            return visit.go(done_at(query, done))
    return ask(
        visit,
        step,
        typed,
        back=f"/needs{query}",
        form_id=form_id,
        errors=errors,
        changing=done == "changed",
    )


def done_at(query: str, what: str) -> str:
    return f"/needs{query}{'&' if query else '?'}done={what}"


@router.get("/needs/{key}/again")
async def show_again(key: str, visit: Visiting, desk: AtDesk) -> Response:
    """A new need that begins as an earlier one; nothing is kept before it is sent."""
    session = visit.reader.must_be("association", "coordinator")
    need = await need_for(desk, session, key)
    association = await speaker_for(desk, session, need.association)
    query = about(visit, association)
    if association.state != "verified":
        return visit.go(f"/needs{query}")
    typed = typed_again(need.details, day_of(desk.now()))
    form_id, action = desk.new_id(), f"/needs/new{query}"
    return ask(visit, "first", typed, back=f"/needs{query}", form_id=form_id, action=action)


@router.post("/needs/{key}/confirm")
async def confirm_one(key: str, visit: Visiting, desk: AtDesk) -> Response:
    session = visit.reader.must_be("association", "coordinator")
    need = await need_for(desk, session, key)
    await confirm(desk, need.id)
    association = await speaker_for(desk, session, need.association)
    return visit.go(done_at(about(visit, association), "confirmed"))


@router.get("/needs/{key}/change")
async def show_change(key: str, visit: Visiting, desk: AtDesk) -> Response:
    session = visit.reader.must_be("association", "coordinator")
    need = await need_for(desk, session, key)
    if need.state != "open":
        raise Refused("conflict")
    association = await speaker_for(desk, session, need.association)
    back = f"/needs{about(visit, association)}"
    typed = typed_of(need.details)
    return ask(visit, "first", typed, back=back, form_id=need.id, changing=True)


@router.post("/needs/{key}/change")
async def change_one(key: str, visit: Visiting, desk: AtDesk) -> Response:
    session = visit.reader.must_be("association", "coordinator")
    need = await need_for(desk, session, key)

    async def keep(asked: NeedAsked) -> Need:
        return await change(desk, need.id, asked)

    association = await speaker_for(desk, session, need.association)
    return await work_through(visit, keep, association=association, form_id=need.id, done="changed")


@router.post("/needs/{key}/close")
async def close_one(key: str, visit: Visiting, desk: AtDesk) -> Response:
    session = visit.reader.must_be("association", "coordinator")
    need = await need_for(desk, session, key)
    reason = value(await visit.form(), "reason")
    if reason not in {"filled", "withdrawn"}:
        raise Refused("invalid")
    await close(desk, need.id, "filled" if reason == "filled" else "withdrawn")
    association = await speaker_for(desk, session, need.association)
    return visit.go(done_at(about(visit, association), "closed"))
