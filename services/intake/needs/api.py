"""Needs for programs: the public list, and one's own to post, change and close."""

from typing import Annotated, Literal

from fastapi import APIRouter, Header
from pydantic import BaseModel, ConfigDict

from services.intake.associations.pages import form_id_of
from services.intake.associations.speaking import speaker_for
from services.intake.desk import AtDesk
from services.intake.needs.asked import NeedAsked
from services.intake.needs.doubting import Word, answer, confirm, need_behind
from services.intake.needs.need import Need, Reason, State
from services.intake.needs.posting import (
    change,
    close,
    need_for,
    open_needs,
    own_needs,
    post,
)
from shared.contracts.need_details import NeedDetails
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
    doubted_at: int
    """When its association is asked whether it still holds, if it is not asked already."""
    closes_at: int | None
    """By when somebody has to say so; None while nobody is asked."""


class Closing(BaseModel):
    """Why nobody more is asked for."""

    model_config = ConfigDict(extra="forbid")

    reason: Literal["filled", "withdrawn"]


class Doubted(PublicNeed):
    """A need that its association is asked about, as whoever has the link sees it."""

    state: State
    closes_at: int | None


class StillWanted(BaseModel):
    """Whether it still holds: yes, or why it closes."""

    model_config = ConfigDict(extra="forbid")

    answer: Word


def own(need: Need) -> OwnNeed:
    said = need.model_dump(include=set(OwnNeed.model_fields))
    return OwnNeed.model_validate({**said, "doubted_at": need.doubted_at})


def asked_about(need: Need) -> Doubted:
    return Doubted.model_validate(need.model_dump(include=set(Doubted.model_fields)))


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


@router.post("/needs/{key}/confirm", summary="Say that it still holds; its 30 days begin anew")
async def confirm_one(key: str, visit: Visiting, desk: AtDesk) -> OwnNeed:
    session = visit.reader.must_be("association", "coordinator")
    need = await need_for(desk, session, key)
    return own(await confirm(desk, need.id))


@router.get("/still/{key}", summary="The need that the link of a letter asks about")
async def show_doubted(key: str, visit: Visiting, desk: AtDesk) -> Doubted:  # noqa: ARG001
    return asked_about(await need_behind(desk, key))


@router.post("/still/{key}", summary="Whether it still holds; a second answer changes nothing")
async def answer_doubt(key: str, asked: StillWanted, visit: Visiting, desk: AtDesk) -> Doubted:  # noqa: ARG001
    return asked_about(await answer(desk, key, asked.answer))
