"""The page on which a guide takes a case further: an answer by phone, the introduction, an end."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, cast

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from services.matching import guiding, life, onward, wording
from services.matching.approvals import NotNow
from services.matching.board import AtWork, Work
from services.matching.cases import Case
from services.matching.desk import Desk
from services.matching.guiding import Spoken, current_match, own_case
from services.matching.guiding_said import sections
from services.matching.introducing import HOPES
from services.matching.life import Sayer
from services.matching.matches import MATCHES, Match
from services.matching.questions import NO_WHY
from shared.contracts.matching import Answer, Level, Side
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import value

router = APIRouter(include_in_schema=False)
Doing = Callable[[Session, str, str, Desk], Awaitable[object]]


@router.get("/cases/{case}/further")
async def show_further(work: AtWork, case: str) -> Response:
    return await further_page(work, case)


async def further_page(
    work: Work, key: str, *, problem: str | None = None, status: int = 200
) -> Response:
    """What can be done on the case as it stands. Raises Refused."""
    case = await own_case(work.session, key, work.desk)
    match = await match_of(case, work.desk)
    return await work.page(
        "further.html",
        status=status,
        problem=problem,
        case={"id": case.id, "alias": case.alias},
        about=match.about if match else None,
        sections=sections(case, match, work.visit.language),
    )


async def match_of(case: Case, desk: Desk) -> Match | None:
    """The match that was asked about, while it is open."""
    match = await desk.store.get(MATCHES, case.current) if case.current else None
    return None if match is None or match.state in {"proposed", "ended"} else match


@router.post("/cases/{case}/further")
async def go_further(work: AtWork, case: str) -> Response:
    form = await work.visit.form()
    name = value(form, "do").partition(":")[0]
    try:
        await do(work, case, form)
    except NotNow as no:
        said = work.visit.say(wording.NOT_NOW[no.slug])
        return await further_page(work, case, problem=said, status=409)
    except Refused as no:
        if no.slug != "invalid":
            raise
        said = work.visit.say(wording.CHOOSE)
        return await further_page(work, case, problem=said, status=422)
    return work.visit.go(f"/cases/{case}?done={DONE.get(name, 'written')}")


async def do(work: Work, case: str, form: FormData) -> None:
    """What the guide chose. Raises Refused, NotNow."""
    name, _, rest = value(form, "do").partition(":")
    if name == "rated":
        await write_down_hopes(work, case, {hope: value(form, hope) for hope in HOPES})
    elif name in DOING:
        await DOING[name](work.session, case, rest, work.desk)
    else:
        raise Refused("invalid", fields={"do": "unknown"})


async def write_down_hopes(work: Work, case: str, said: Mapping[str, str]) -> None:
    """How somebody rates their hopes on the phone. Raises Refused, NotNow."""
    match = await current_match(work.session, case, work.desk)
    await onward.rate(match, onward.figures(said), by(work.session), work.desk)


def by(session: Session) -> Sayer:
    return Sayer("guide", session.account)


async def introduce(session: Session, case: str, level: str, desk: Desk) -> None:
    if level not in life.SHARES:
        raise Refused("invalid", fields={"level": "unknown"})
    await guiding.introduce(session, case, cast("Level", level), desk)


def write_down(side: Side) -> Doing:
    """An answer of this side: "yes", "later", or "no:" or "changed:" and why."""

    async def doing(session: Session, case: str, rest: str, desk: Desk) -> None:
        said, _, why = rest.partition(":")
        if (side, said) == ("person", "later"):
            await guiding.write_down_later(session, case, desk)
            return
        if (side, said) == ("person", "changed") and why in {"", *NO_WHY[side]}:
            await guiding.write_down_changed(session, case, why or None, desk)
            return
        if said not in {"yes", "no"} or (why and (said == "yes" or why not in NO_WHY[side])):
            raise Refused("invalid", fields={"answer": "unknown"})
        spoken = Spoken(side, cast("Answer", said), why or None)
        await guiding.write_down(session, case, spoken, desk)

    return doing


async def meet(session: Session, case: str, _rest: str, desk: Desk) -> None:
    await onward.meet(await current_match(session, case, desk), by(session), desk)


async def go_on(session: Session, case: str, _rest: str, desk: Desk) -> None:
    await onward.go_on(await current_match(session, case, desk), by(session), desk)


async def wait(session: Session, case: str, _rest: str, desk: Desk) -> None:
    await guiding.wait_longer(session, case, desk)


DOING: Final[Mapping[str, Doing]] = {
    "introduce": introduce,
    "person": write_down("person"),
    "association": write_down("association"),
    "met": meet,
    "going_on": go_on,
    "wait": wait,
    "pair": guiding.end_pair,
    "case": guiding.end_case,
}
DONE: Final[Mapping[str, str]] = {
    "introduce": "introduced",
    "wait": "waits",
    "pair": "pair_ended",
    "case": "case_ended",
}
"""Which sentence says what was done; of everything else, that it was written down."""
