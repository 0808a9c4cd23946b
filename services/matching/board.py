"""The guide's board, and what is decided on it. Everything works by forms and a reload alone."""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from services.matching import wording
from services.matching.acting import (
    approve_match,
    claim_case,
    dismiss_match,
    hold_case,
    is_coordinator,
    staff,
    undo_approval,
)
from services.matching.answer_times import answers_at
from services.matching.approvals import DISMISSALS, NotNow
from services.matching.board_said import board_said
from services.matching.cards import case_said, notes_said, obstacle_said
from services.matching.columns import board
from services.matching.desk import AtDesk, Desk
from services.matching.filters import Filters
from services.matching.hopes_said import case_hopes
from services.matching.looking import whole_case
from services.matching.my_day import how_many
from services.matching.pasts import past_said
from services.matching.whole_case import WholeCaseView
from services.matching.wishes_said import wishes_said
from shared.contracts.regions import region
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting, value

router = APIRouter(include_in_schema=False)
Back = Literal["board", "case"]
Code = Annotated[str, Query(max_length=20)]
NAMES: Final = "/names"
BEFORE_ASKING: Final = ("registered", "proposed")


@dataclass(frozen=True)
class Work:
    """A visit by somebody who works with cases."""

    visit: Visit
    desk: Desk
    session: Session

    @property
    def filters(self) -> Filters:
        """What the board shows, as the address has it."""
        here = region(self.desk.settings.region)
        return Filters.read(self.visit.request.query_params, here)

    async def page(self, template: str, *, status: int = 200, **context: object) -> Response:
        """A page whose menu says how many cases need the reader now."""
        counts = {"/day": await how_many(self.session, self.desk)}
        return self.visit.page(template, status=status, counts=counts, **context)

    def done(self, code: str) -> str | None:
        """What was just done, as the page says it."""
        return self.visit.say(wording.DONE[code]) if code in wording.DONE else None


async def at_work(visit: Visiting, desk: AtDesk) -> Work:
    """Refuses everybody else before anything is read, and before a stream begins."""
    return Work(visit, desk, staff(visit.reader))


AtWork = Annotated[Work, Depends(at_work)]


@router.get("/board")
async def show_board(work: AtWork, done: Code = "") -> Response:
    return await board_page(work, said=work.done(done))


async def board_page(work: Work, *, said: str | None = None, status: int = 200) -> Response:
    """The board as this reader may see it, and as the address asks for."""
    visit, filters = work.visit, work.filters
    view = await board(work.session, filters, work.desk)
    return await work.page(
        "board.html",
        status=status,
        **board_said(view, filters, region(work.desk.settings.region), visit.language),
        names=NAMES,
        gives_away=is_coordinator(work.session) and filters.show == "unclaimed",
        stream="/board/stream?" + urlencode({"seen": view.mark}),
        said=said,
    )


@router.get("/board/stream", response_class=EventSourceResponse)
async def stream_board(
    work: AtWork, seen: Annotated[str, Query(max_length=200)] = ""
) -> AsyncIterator[ServerSentEvent]:
    """Says that something moved; the page then fetches what its reader may see."""
    async for mark in work.desk.watch.moves(work.desk.store, work.session.regions, seen):
        yield ServerSentEvent(event="moved", data=mark, id=mark)


@router.get("/cases/{case}")
async def show_case(work: AtWork, case: str, done: Code = "") -> Response:
    """Whoever opens the page has the proposals open: they keep still, with or without scripts."""
    await hold_case(work.session, case, work.desk)
    return await case_page(work, case, said=work.done(done))


async def case_page(work: Work, key: str, *, said: str | None, status: int = 200) -> Response:
    """One case: what happened, what is proposed and why, and why nothing else is."""
    language = work.visit.language
    view = await whole_case(work.session, key, work.desk)
    answers_for_all = is_coordinator(work.session)
    may_ask = (view.mine or answers_for_all) and view.state != "ended"
    others = [
        {
            "title": f"{other.title} · {other.association}",
            "obstacles": [obstacle_said(one, language) for one in other.obstacles],
            "what_if": f"/cases/needs/{other.need}/what-if" if may_ask else None,
        }
        for other in view.others
    ]
    return await work.page(
        "case.html",
        status=status,
        case=case_said(view, language, "case"),
        says=wishes_said(view.says, region(work.desk.settings.region), language),
        hopes=case_hopes(view, language),
        past=past_said(view, work.session.account, language),
        notes=notes_said(view, language) if view.mine or answers_for_all else None,
        letters=f"/outbox?person={view.person}" if view.mine or answers_for_all else None,
        others=others,
        associations=associations_of(view),
        answer_times=await answers_at(key, work.desk, language),
        what_if=f"/cases/{key}/what-if" if may_ask else None,
        by_hand=f"/cases/{key}/propose" if may_ask and view.state in BEFORE_ASKING else None,
        names=NAMES,
        guides=f"/guides?case={key}" if answers_for_all and view.state != "ended" else None,
        said=said,
    )


def associations_of(view: WholeCaseView) -> list[dict[str, str]]:
    """Who something can be told about to the coordinators: each association once."""
    names = {one.association_id: one.association for one in view.proposals}
    return [{"id": key, "name": name} for key, name in names.items()]


@router.post("/cases/{case}/approve")
async def approve(
    work: AtWork,
    case: str,
    match: Annotated[str, Query(max_length=100)],
    seen: Annotated[int, Query(ge=0)],
    *,
    back: Back = "board",
) -> Response:
    doing = approve_match(work.session, case, match, work.desk, seen=seen)
    return await answered(work, case, doing, done="approved", back=back)


@router.post("/cases/{case}/undo")
async def undo(work: AtWork, case: str, back: Back = "board") -> Response:
    doing = undo_approval(work.session, case, work.desk)
    return await answered(work, case, doing, done="undone", back=back)


@router.post("/cases/{case}/claim")
async def claim(work: AtWork, case: str, back: Back = "board") -> Response:
    doing = claim_case(work.session, case, work.desk)
    return await answered(work, case, doing, done="claimed", back=back)


@router.post("/cases/{case}/hold")
async def hold(work: AtWork, case: str) -> Response:
    """A guide has the proposals open: they keep still. Sent by the page itself."""
    await hold_case(work.session, case, work.desk)
    return Response(status_code=204)


@router.post("/cases/{case}/dismiss")
async def dismiss(
    work: AtWork,
    case: str,
    match: Annotated[str, Query(max_length=100)],
    back: Back = "board",
) -> Response:
    why = value(await work.visit.form(), "reason")
    if why not in DISMISSALS:
        raise Refused("invalid", fields={"reason": "unknown"})
    doing = dismiss_match(work.session, case, match, work.desk, why=why)
    return await answered(work, case, doing, done="dismissed", back=back)


async def answered(
    work: Work, case: str, doing: Awaitable[object], *, done: str, back: Back
) -> Response:
    """On to the page as it is then; where nothing could be done, the page now, with why."""
    try:
        await doing
    except NotNow as no:
        said = work.visit.say(wording.NOT_NOW[no.slug])
        if back == "board":
            return await board_page(work, said=said, status=409)
        return await case_page(work, case, said=said, status=409)
    if back == "board":
        address = work.filters.address
        joint = "&" if "?" in address else "?"
        return work.visit.go(f"{address}{joint}done={done}#case-{case}")
    return work.visit.go(f"/cases/{case}?done={done}")
