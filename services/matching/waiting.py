"""What a case waits with: proposals to choose from, held while they are read, or nothing yet. Pure."""

from typing import Final

from services.matching.cases import Case, Hint, happened, moved
from services.matching.happenings import Happening
from shared.store.document import Due

HOLD_MS: Final = 30 * 60_000


def hold(case: Case, now: int) -> Case:
    """The case whose proposals a guide has open: none of them is replaced for a while."""
    entry = Due(what="release", at=now + HOLD_MS)
    return case.model_copy(update={"held_until": entry.at}).with_due(entry)


def release(case: Case, now: int) -> Case:
    """Nobody has its proposals open any more: they are looked at again."""
    after = case.model_copy(update={"held_until": 0}).without_due("release")
    return after.with_due(Due(what="propose", at=now)) if after.may_propose else after


def with_proposals(case: Case, count: int, now: int) -> Case:
    """The case with `count` proposals open, one at least, for a guide to choose from."""
    after = moved(case, "proposed", "guide", now).model_copy(update={"reason": None, "hints": ()})
    return happened(after, Happening(at=now, what="proposed", by="matching", why=str(count)))


def without_proposals(case: Case, hints: tuple[Hint, ...], now: int) -> Case:
    """The case for which nothing fits yet, and what would help."""
    reason = hints[0].code if hints else "no_need_open"
    if case.state == "registered" and (case.reason, case.hints) == (reason, hints):
        return case
    after = moved(case, "registered", "need", now)
    after = after.model_copy(update={"reason": reason, "hints": hints})
    if case.reason == reason and case.waiting == "need":
        return after
    return happened(after, Happening(at=now, what="nothing_yet", by="matching", why=reason))
