"""Choosing who takes some cases, by name: names of guides are here and nowhere else.

What is chosen goes to matching, which gives the cases away; their people are not looked at.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.intake.accounts.account import Account
from services.intake.accounts.keeping import all_staff
from services.intake.desk import AtDesk
from shared.contracts.codes import TAKES_CASES
from shared.web.languages import say_later
from shared.web.visits import Visit, Visiting

router = APIRouter(include_in_schema=False)
AT_ONCE: Final = 100
NOBODY: Final = say_later("Nobody: the case waits on the board")


@router.get("/guides")
async def choose_guide(
    visit: Visiting,
    desk: AtDesk,
    case: Annotated[list[str], Query(max_length=100)] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Who may take these cases. A coordinator chooses; the form is matching's."""
    session = visit.reader.must_be("coordinator")
    cases = list(dict.fromkeys(one for one in case if len(one) <= AT_ONCE))[:AT_ONCE]
    found = [one for one in await all_staff(desk) if TAKES_CASES & set(one.roles)]
    here = sorted(
        (one for one in found if set(session.regions) & set(one.regions)),
        key=lambda one: (one.id != session.account, one.name.casefold(), one.email),
    )
    people = [{"value": one.id, "label": named(one, session.account, visit)} for one in here]
    nobody = {"value": "nobody", "label": visit.say(NOBODY)}
    return visit.page("guides.html", cases=cases, people=[*people, nobody])


def named(account: Account, reader: str, visit: Visit) -> str:
    """Name and address, since two may have one name; the address of who has said none."""
    name = f"{account.name} – {account.email}" if account.name else account.email
    return visit.say("%(name)s (you)", name=name) if account.id == reader else name
