"""Answering: either side says yes or no by a link, and what follows from it.

The match is where an answer stands. The association's yes takes a seat first: the need's document
decides between those who want the last one.
"""

from services.matching.cases import CASES, news
from services.matching.desk import Desk
from services.matching.following import follow
from services.matching.introducing import moved_on
from services.matching.life import Actor
from services.matching.matches import MATCHES, Match, answered, end, noted, say
from services.matching.needs import NEEDS, Need, with_seat, without_seat
from services.matching.records import TRIES
from shared.contracts.matching import Answer, Side
from shared.keys import hash_of
from shared.store.document import Conflict


async def match_behind(key: str, desk: Desk) -> tuple[Match, Side] | None:
    """The match that an answer link is about, and whose link it is; None where it is unknown."""
    mark = hash_of(key)
    sides: tuple[Side, Side] = ("person", "association")
    for side in sides:
        found = await desk.store.find(MATCHES, {f"{side}_key": mark}, limit=1)
        if found:
            return found[0], side
    return None


def answer_of(match: Match, side: Side) -> Answer | None:
    return match.person_answer if side == "person" else match.association_answer


async def answer(
    match: Match,
    side: Side,
    said: Answer,
    desk: Desk,
    *,
    why: str | None = None,
    account: str | None = None,
) -> str:
    """One side's answer to a match (of a no also `why`, a code), and how that ended:

    said · already (this side has answered; nothing changed) · full (no seat is left) · over ·
    early (it is not this side's turn). Conflicts are decided again here. `account` is the guide who
    writes down what was said on the phone.
    """
    for _ in range(TRIES):
        try:
            return await _answer_once(match, side, said, desk, why=why, account=account)
        except Conflict:
            match = await desk.store.get(MATCHES, match.id) or match
    raise Conflict(MATCHES.table)


async def _answer_once(
    match: Match,
    side: Side,
    said: Answer,
    desk: Desk,
    *,
    why: str | None,
    account: str | None,
) -> str:
    if answer_of(match, side) is not None:
        return "already"
    if match.state == "ended":
        return "over"
    if match.waits_for != side:
        return "early"
    if account is not None:
        match = noted(match, "recorded", account, desk.now(), why=f"{side}_{said}")
    if side == "association" and said == "yes":
        if await take_seat(match, desk):
            return await agree(match, desk)
        # The person does not wait for a seat that may never come: others are proposed.
        over = end(match, "full", desk.now())
        await desk.keep(MATCHES, over, (moved_on(over),))
        return "full"
    reason = {"no_why": why} if said == "no" else {}
    actor: Actor = side if account is None else "guide"
    after = say(match, side, said, desk.now(), actor=actor).model_copy(update=reason)
    await desk.keep(MATCHES, after, (answered(after, side),))
    return "said"


async def take_seat(match: Match, desk: Desk) -> bool:
    """Whether the match holds a seat of its need now: one compare-and-set on the need."""
    for _ in range(TRIES):
        need = await desk.store.get(NEEDS, match.need)
        seated = with_seat(need, match.id, desk.now()) if need else None
        if seated is None:
            return False
        if seated is need:
            return True
        try:
            await desk.keep(NEEDS, seated)
        except Conflict:
            continue
        return True
    raise Conflict(NEEDS.table)


async def free_seat(match: Match, desk: Desk) -> None:
    """Takes back the seat that a match may hold."""
    now = desk.now()

    def without(need: Need) -> Need:
        return without_seat(need, match.id, now)

    await desk.change(NEEDS, match.need, without)


async def agree(match: Match, desk: Desk) -> str:
    """The match says the yes that its seat stands for. Raises Conflict."""
    if match.state == "ended":
        return "over"
    if match.state == "agreed":
        return "already"
    after = say(match, "association", "yes", desk.now())
    await desk.keep(MATCHES, after, (answered(after, "association"),))
    return "said"


async def tell(match: Match, desk: Desk) -> None:
    """The case follows its match, and where it is over its seat is free again."""
    now = desk.now()
    if not match.has_seat and match.association_answer == "yes":
        await free_seat(match, desk)
    case = await desk.store.get(CASES, match.case)
    if case is not None:
        after = follow(case, match, now)
        if after is not case:
            await desk.keep(CASES, after, news(case, after))
    await desk.keep(MATCHES, match.without_due("tell"))
