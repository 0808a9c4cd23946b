"""Who has looked at whose details: the log for coordinators and administrators, and its API.

An administrator, who handles no personal data, reads who looked and why, and not at whom.
"""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel
from starlette.responses import Response

from services.intake.accounts.account import ACCOUNTS
from services.intake.desk import AtDesk, Desk
from services.intake.people import names
from services.intake.people.looks import NO_REASON
from services.intake.people.person import ACCESSES, PEOPLE, Access
from shared.store.collection import Where
from shared.web.languages import say_later
from shared.web.looks import GIVEN, REASONS
from shared.web.refusals import Refused
from shared.web.sessions import Session
from shared.web.visits import Visit, Visiting

router = APIRouter(include_in_schema=False)
api_router = APIRouter(prefix="/intake/api/v1/log", tags=["guides"])
PAGE: Final = 100
# What a reader of the log calls it; the person reads the words of `people.looks`.
AT: Final = {
    "": say_later("Name or contact"),
    "person": say_later("Name and answers"),
    "case": say_later("Case"),
    "answers": say_later("Wrote down new answers"),
}
BECAUSE: Final = {
    **names.REASONS,
    **REASONS,
    GIVEN: say_later("Gave it to a guide"),
    "export": say_later("In the list of contacts"),
}


class LoggedLook(BaseModel):
    """That somebody looked: which account, in which role, at what and why (codes), when (UTC ms).

    `person` is None for an administrator.
    """

    id: str
    account: str
    role: str
    what: str
    reason: str
    at: int
    person: str | None


def reader(visit: Visit, desk: Desk) -> Session:
    """Whoever answers for the work here. Raises Refused."""
    session = visit.reader.must_be("coordinator", "admin")
    if desk.region not in session.regions:
        raise Refused("not-found")
    return session


async def page_of_log(desk: Desk, after: str) -> list[Access]:
    """The looks of the region, the newest first, older than the one that `after` names."""
    last = await desk.store.get(ACCESSES, after) if after else None
    here: Where = {"region": desk.region}
    behind = (last.at, last.id) if last else None
    return await desk.store.find(ACCESSES, here, order="-at", limit=PAGE, after=behind)


@router.get("/looks")
async def show_log(
    visit: Visiting, desk: AtDesk, after: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    session = reader(visit, desk)
    found = await page_of_log(desk, after)
    whose = "coordinator" in session.roles
    return visit.page(
        "looks.html",
        looks=[await line(look, visit, desk, whose=whose) for look in found],
        whose=whose,
        older=f"/looks?after={found[-1].id}" if len(found) == PAGE else None,
    )


async def line(look: Access, visit: Visit, desk: Desk, *, whose: bool) -> dict[str, Any]:
    """`whose`: whether the reader may know at whom; by alias, as no name stands where many read."""
    account = await desk.store.get(ACCOUNTS, look.account)
    person = await desk.store.get(PEOPLE, look.person) if whose else None
    return {
        "when": visit.language.time(look.at),
        "who": (account.name or account.email) if account else "–",
        "whom": person.case.alias if person and person.case else "–",
        "what": visit.say(AT[look.what]),
        "why": visit.say(BECAUSE.get(look.reason, NO_REASON)),
    }


@api_router.get("", summary="Who looked at name, contact or case, and why; the newest first")
async def read_log(
    visit: Visiting, desk: AtDesk, after: Annotated[str, Query(max_length=100)] = ""
) -> list[LoggedLook]:
    """100 at a time; `after` is the id of the last one that was read."""
    session = reader(visit, desk)
    whose = "coordinator" in session.roles
    told = set(LoggedLook.model_fields) - {"person"}
    return [
        LoggedLook(**look.model_dump(include=told), person=look.person if whose else None)
        for look in await page_of_log(desk, after)
    ]
