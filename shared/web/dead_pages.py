"""The dead desk of each service, as a page and an API: ids and codes only, for administrators."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from shared.bus.dead import Desk
from shared.bus.parking import ParkedKey, Standing
from shared.contracts.paths import SERVICES
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.visits import Visit, Visiting

STANDINGS: Final[Mapping[Standing, str]] = {
    "dead": say_later("Somebody has to decide"),
    "parked": say_later("Tried again by itself"),
    "unknown": say_later("From a newer release"),
    "decided": say_later("Decided"),
}


class StoppedKey(BaseModel):
    """The records of one key that wait: where they stand, why, and since when (UTC ms)."""

    id: str
    standing: Standing
    topic: str
    partition: int
    reason: str
    since: int
    tries: int
    waiting: int


def desk_here(request: Request) -> Desk:
    desk: Desk = request.app.state.running.dead
    return desk


AtDeadDesk = Annotated[Desk, Depends(desk_here)]


def dead_routes(service: str) -> APIRouter:
    """The pages and the API of the dead desk of one service."""
    router = APIRouter()
    page, api = f"/{service}/dead", f"/{service}/api/v1/dead"

    @router.get(page, include_in_schema=False)
    async def show_dead(visit: Visiting, desk: AtDeadDesk, standing: str = "dead") -> Response:
        visit.reader.must_be("admin")
        keys = await stopped(desk, standing)
        return visit.page("dead.html", **shown(visit, service, standing, keys))

    @router.post(page + "/{key}/{decision}", include_in_schema=False)
    async def decide_here(visit: Visiting, desk: AtDeadDesk, key: str, decision: str) -> Response:
        await decide(visit, desk, key, decision)
        return visit.go(page)

    @router.get(api, summary="Messages that could not be applied")
    async def list_dead(
        visit: Visiting, desk: AtDeadDesk, standing: Standing = "dead"
    ) -> list[StoppedKey]:
        visit.reader.must_be("admin")
        return await stopped(desk, standing)

    @router.post(api + "/{key}/{decision}", status_code=202, summary="Try again, or give up")
    async def decide_by_api(
        visit: Visiting, desk: AtDeadDesk, key: str, decision: Literal["retry", "skip"]
    ) -> StoppedKey:
        return as_stopped(await decide(visit, desk, key, decision))

    return router


async def stopped(desk: Desk, standing: str) -> list[StoppedKey]:
    """The keys of one standing, the oldest first. Raises Refused for an unknown standing."""
    known = next((one for one in STANDINGS if one == standing), None)
    if known is None:
        raise Refused("not-found")
    return [as_stopped(key) for key in await desk.list(known)]


async def decide(visit: Visit, desk: Desk, key: str, decision: str) -> ParkedKey:
    """Has a key tried again, or its first record given up. Raises Refused."""
    session = visit.reader.must_be("admin")
    if decision not in {"retry", "skip"}:
        raise Refused("not-found")
    act = desk.retry if decision == "retry" else desk.skip
    decided = await act(key, session.account)
    if decided is None:
        raise Refused("not-found")
    return decided


def as_stopped(key: ParkedKey) -> StoppedKey:
    named = key.model_dump(include=set(StoppedKey.model_fields) - {"waiting"})
    return StoppedKey(**named, waiting=len(key.queue))


def shown(visit: Visit, service: str, standing: str, keys: list[StoppedKey]) -> dict[str, Any]:
    """What the page prints."""
    return {
        "service": service,
        "services": SERVICES,
        "standing": standing,
        "standings": [(code, visit.say(text)) for code, text in STANDINGS.items()],
        "keys": keys,
        "may_decide": standing != "decided",
    }
