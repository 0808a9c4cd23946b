"""Needs for programs: the public list, and one's own to post, change and close."""

from typing import Annotated, Literal

from fastapi import APIRouter, Header
from pydantic import BaseModel, ConfigDict

from services.intake.associations.pages import form_id_of
from services.intake.associations.speaking import speaker_for
from services.intake.desk import AtDesk
from services.intake.needs.asked import NeedAsked
from services.intake.needs.need import Need, Reason, State
from services.intake.needs.posting import (
    change,
    close,
    need_for,
    open_needs,
    own_needs,
    post,
)
from shared.contracts.intake import NeedDetails
from shared.web.visits import Visiting

router = APIRouter(prefix="/intake/api/v1", tags=["needs"])
FormId = Annotated[str, Header(alias="idempotency-key", max_length=64)]


class PublicNeed(BaseModel):
    """What anybody may read of a need: nothing about people. Times are UTC ms."""

    id: str
    association_name: str
    posted_at: int
    details: NeedDetails


class OwnNeed(PublicNeed):
    """A need as its association sees it."""

    association: str
    state: State
    reason: Reason | None
    changed_at: int


class Closing(BaseModel):
    """Why nobody more is asked for."""

    model_config = ConfigDict(extra="forbid")

    reason: Literal["filled", "withdrawn"]


def own(need: Need) -> OwnNeed:
    return OwnNeed.model_validate(need.model_dump(include=set(OwnNeed.model_fields)))


@router.get("/needs/open", summary="What is asked for now; anybody may read it")
async def list_open(visit: Visiting, desk: AtDesk) -> list[PublicNeed]:  # noqa: ARG001
    needs = await open_needs(desk)
    return [PublicNeed.model_validate(own(need).model_dump()) for need in needs]


@router.get("/needs", summary="One's own needs, open and closed, the newest first")
async def list_own(visit: Visiting, desk: AtDesk, association: str | None = None) -> list[OwnNeed]:
    session = visit.reader.must_be("association", "coordinator")
    speaker = await speaker_for(desk, session, association)
    return [own(need) for need in await own_needs(desk, speaker.id)]


@router.post("/needs", status_code=201, summary="Post a need of one's own association")
async def post_own(
    asked: NeedAsked, visit: Visiting, desk: AtDesk, form_id: FormId = ""
) -> OwnNeed:
    session = visit.reader.must_be("association")
    speaker = await speaker_for(desk, session, None)
    return own(await post(desk, asked, speaker, form_id_of(form_id, desk)))


@router.post(
    "/associations/{key}/needs",
    status_code=201,
    summary="Post a need of an association: one's own, or for a coordinator any",
)
async def post_for(
    key: str, asked: NeedAsked, visit: Visiting, desk: AtDesk, *, form_id: FormId = ""
) -> OwnNeed:
    session = visit.reader.must_be("association", "coordinator")
    speaker = await speaker_for(desk, session, key)
    return own(await post(desk, asked, speaker, form_id_of(form_id, desk)))


@router.put("/needs/{key}", summary="Ask for something else")
async def change_one(key: str, asked: NeedAsked, visit: Visiting, desk: AtDesk) -> OwnNeed:
    session = visit.reader.must_be("association", "coordinator")
    need = await need_for(desk, session, key)
    return own(await change(desk, need.id, asked))


@router.post("/needs/{key}/close", summary="Take nobody more")
async def close_one(key: str, asked: Closing, visit: Visiting, desk: AtDesk) -> OwnNeed:
    session = visit.reader.must_be("association", "coordinator")
    need = await need_for(desk, session, key)
    return own(await close(desk, need.id, asked.reason))
