"""The coordinator's page of weights and rules: read, change, try, apply; and the same for programs."""

from typing import Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import FormData
from starlette.responses import Response

from services.matching import changing_rules
from services.matching.approvals import NotNow
from services.matching.changing_rules import (
    PreviewView,
    RulesView,
    preview,
    read_change,
    rules,
    rules_view,
    versions,
)
from services.matching.desk import AtDesk, Desk
from services.matching.pass_views import coordinator
from services.matching.rulebook import Change
from services.matching.rules_said import FIELD, fields_said, side_by_side
from services.matching.wording import NOT_NOW
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting, value, visited

router = APIRouter(include_in_schema=False)
api_router = APIRouter(
    prefix="/matching/api/v1", tags=["matching"], dependencies=[Depends(visited)]
)


class RulesSent(BaseModel):
    """Figures by section and field; `seen` is the serial of the version that was read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seen: int = Field(ge=0)
    content: dict[str, dict[str, float]] = Field(max_length=8)


@router.get("/policies")
async def show_rules(visit: Visiting, desk: AtDesk) -> Response:
    session = coordinator(visit.reader)
    return await rules_page(visit, desk, session)


async def rules_page(
    visit: Visit,
    desk: Desk,
    session: Session,
    *,
    typed: dict[str, str] | None = None,
    status: int = 200,
    **more: Any,
) -> Response:
    """The page with the figures in force, or with what was typed; `more` is what came of it."""
    doc, policy = await rules(session, desk)
    view, wrong = rules_view(doc, policy), more.pop("wrong", {})
    history = [
        {
            "version": one.number,
            "when": visit.language.time(one.since),
            "who": visit.say("A coordinator") if one.by else visit.say("Came with the program"),
        }
        for one in await versions(session, desk)
    ]
    return visit.page(
        "policies.html",
        status=status,
        rules=view,
        sections=fields_said(view, typed or {}, wrong, visit.language),
        history=history,
        seen=view.serial,
        **{"tried": None, "problem": None, **more},
    )


@router.post("/policies/preview")
async def try_rules(visit: Visiting, desk: AtDesk) -> Response:
    session = coordinator(visit.reader)
    typed = typed_in(await visit.form())
    try:
        found = await preview(session, read_change(typed), desk)
    except Refused as no:
        if no.slug != "invalid":
            raise
        return await rules_page(
            visit, desk, session, typed=typed, status=422, wrong=dict(no.fields or {})
        )
    shown = {
        "rows": side_by_side(found.today, found.changed, visit.language),
        "would_change": found.would_change,
        "typed": typed,
    }
    return await rules_page(visit, desk, session, typed=typed, tried=shown)


@router.post("/policies")
async def apply_rules(visit: Visiting, desk: AtDesk) -> Response:
    session = coordinator(visit.reader)
    form = await visit.form()
    seen = value(form, "seen")
    if not seen.isdecimal():
        raise Refused("invalid", fields={"seen": "number"})
    typed = typed_in(form)
    try:
        await changing_rules.apply(session, read_change(typed), desk, seen=int(seen))
    except NotNow as no:
        said = visit.say(NOT_NOW[no.slug])
        return await rules_page(visit, desk, session, typed=typed, status=409, problem=said)
    return visit.go("/passes?done=applied")


def typed_in(form: FormData) -> dict[str, str]:
    """What was sent for the figures that can be changed. Raises Refused for any other."""
    known = {name: value(form, name)[:20] for name in form if name in FIELD}
    if set(form) - set(known) - {"form_token", "seen"}:
        raise Refused("invalid", fields={"form": "unknown"})
    return known


@api_router.get("/rules", summary="The weights and rules in force")
async def read_rules(visit: Visiting, desk: AtDesk) -> RulesView:
    return rules_view(*await rules(coordinator(visit.reader), desk))


@api_router.post("/rules/preview", summary="Try other rules on the present pool; changes nothing")
async def try_change(visit: Visiting, desk: AtDesk, sent: RulesSent) -> PreviewView:
    return await preview(coordinator(visit.reader), whole(sent.content), desk)


@api_router.post("/rules", summary="Apply other rules: a new version, and a pass with it")
async def apply_change(visit: Visiting, desk: AtDesk, sent: RulesSent) -> RulesView:
    session = coordinator(visit.reader)
    try:
        await changing_rules.apply(session, whole(sent.content), desk, seen=sent.seen)
    except NotNow as no:
        raise Refused("conflict", fields={"rules": NOT_NOW[no.slug]}) from None
    return rules_view(*await rules(session, desk))


def whole(content: Change) -> Change:
    """JSON has one kind of number: 5.0 is 5."""
    return {
        section: {name: int(one) if one == int(one) else one for name, one in values.items()}
        for section, values in content.items()
    }
