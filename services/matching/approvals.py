"""Approving: a guide stands behind a proposal, may undo it for a while, and then it goes out.

The case holds the approval, so that it is one compare-and-set; after the time to undo the case
moves first and the match second, since a case that moved can no longer be undone.
"""

from typing import Final

from services.matching.cases import (
    CASES,
    UNDO_MS,
    Case,
    asked,
    claim,
    news,
    start_asking,
    stop_asking,
)
from services.matching.desk import Desk
from services.matching.matches import MATCHES, Match, approved, ask, end
from services.matching.weeks import take_place
from shared.web.languages import say_later

ENOUGH: Final = "enough_this_week"
DISMISSALS: Final = {
    "person_does_not_want": say_later("The person does not want this"),
    "not_right": say_later("It is not right for this person"),
    "wrong_time": say_later("The times do not work"),
    "too_far_away": say_later("It is too far to go"),
    "association_cannot": say_later("The association cannot right now"),
    "other": say_later("Another reason"),
}


class NotNow(Exception):
    """What was asked for cannot be done as things are; `slug` says why.

    changed: the proposal is another than the reader saw · over: it has ended · busy: the case has
    an approval or a question out already · sent: too late to undo · enough: the association has had
    as many offers this week as the rules allow · passed: the case stands somewhere else by now ·
    full: no place is left.
    """

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def approve(
    case: Case, match: Match, account: str, now: int, *, seen: int, undo_ms: int = UNDO_MS
) -> Case:
    """The case with the approval of `match` as the guide saw it (`seen` is its version).

    The same guide's second click changes nothing, however late it comes.
    """
    if case.asking and case.asking.match == match.id and case.asking.by == account:
        return case
    if case.current == match.id and case.guide == account and match.state != "ended":
        return case
    if match.state == "ended":
        raise NotNow("over")
    if case.asking is not None or not case.may_propose or match.state != "proposed":
        raise NotNow("busy")
    if match.version != seen:
        raise NotNow("changed")
    return start_asking(case, account, match, now, undo_ms=undo_ms)


def undo(case: Case, account: str, now: int) -> Case:
    """The case as before the approval."""
    if case.asking is None or now >= case.asking.at:
        raise NotNow("sent")
    return stop_asking(case, account, None, now)


def dismiss(case: Case, match: Match, account: str, now: int, *, why: str) -> Match:
    """The proposal ended by a guide. The case hears of it by the work that is due on the match."""
    if match.state == "ended":
        raise NotNow("over")
    if match.state != "proposed" or (case.asking and case.asking.match == match.id):
        raise NotNow("busy")
    return end(match, why, now, by=account)


def take(case: Case, account: str, now: int) -> Case:
    """The case in this guide's hands."""
    if case.guide == account:
        return case
    if case.guide is not None:
        raise NotNow("busy")
    return claim(case, account, now)


async def save_case(before: Case, after: Case, desk: Desk) -> Case:
    """Keeps a decision on a case and tells what it changes. Raises Conflict."""
    if after is before:
        return before
    return await desk.keep(CASES, after, news(before, after))


async def ask_now(case: Case, desk: Desk) -> None:
    """The time to undo is over: the case moves, and what remains is to send."""
    now = desk.now()
    if case.asking is None:
        await desk.keep(CASES, case.without_due("ask"))
        return
    match = await desk.store.get(MATCHES, case.asking.match)
    if match is None or match.state != "proposed":
        why = match.ended if match else None
        after = stop_asking(case, "matching", why, now)
    elif not await take_place(match, desk):
        after = stop_asking(case, "matching", ENOUGH, now)
    else:
        after = asked(case, now)
    await desk.keep(CASES, after, news(case, after))


async def send(case: Case, desk: Desk) -> None:
    """The match of a case that moved is asked: once, and not if it ended meanwhile."""
    now = desk.now()
    match = await desk.store.get(MATCHES, case.current) if case.current else None
    if match is not None and match.state == "proposed":
        after = ask(match, now)
        await desk.keep(MATCHES, after, (approved(after),))
    await desk.keep(CASES, case.without_due("send"))
