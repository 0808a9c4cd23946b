"""A case follows its match: what was said there and where it stands, so that again changes nothing.

Pure.
"""

from collections.abc import Iterator

from services.matching.cases import MOST_HISTORY, Case, close, happened, moved, stop_asking
from services.matching.happenings import Happening
from services.matching.life import ended_by, waits
from services.matching.matches import Match
from shared.contracts.matching import LATER, Answer, Side
from shared.store.document import Due


def follow(case: Case, match: Match, now: int) -> Case:
    """The case after what happened to `match`; the same case where it knows already."""
    if match.state == "ended":
        return _after_end(case, match, now)
    if case.current != match.id or match.state == "proposed":
        return case
    return _placed(_with_news(case, match, now), match, now)


def _with_news(case: Case, match: Match, now: int) -> Case:
    """The case with what it has not told of the match yet, in the order in which it happened: what is
    heard late may be several things at once.
    """
    for line in sorted((*_answers(case, match, now), *_log(case, match)), key=lambda one: one.at):
        case = happened(case, line)
    return case


def _log(case: Case, match: Match) -> Iterator[Happening]:
    """What the match has noted that the case has not; what was let go stays away."""
    full = len(case.history) >= MOST_HISTORY
    oldest = case.history[0].at if full else 0
    return (line for line in match.log if line.at >= oldest and line not in case.history)


def _answers(case: Case, match: Match, now: int) -> Iterator[Happening]:
    """The yes of each side as a line, once, at the time of the answer."""
    known = {line.what for line in case.history if line.match == match.id}
    sides: tuple[tuple[Side, Answer | None, int | None], ...] = (
        ("person", match.person_answer, match.passed_on_at),
        ("association", match.association_answer, match.association_at),
    )
    for side, said, at in sides:
        if said == "yes" and f"{side}_yes" not in known:
            yield Happening(at=at or now, what=f"{side}_yes", by=side, match=match.id)


def _placed(case: Case, match: Match, now: int) -> Case:
    """The case in the state of its match; once there is a seat, other offers are over."""
    waiting = waits(match.standing, match.question, match.stuck)
    thinks = waiting == "person" and match.state == "asked" and match.ask_again_at is not None
    reason = LATER if thinks else match.stuck
    if (case.state, case.waiting, case.reason) != (match.state, waiting, reason):
        case = moved(case, match.state, waiting, now).model_copy(update={"reason": reason})
    if match.association_answer != "yes" or case.placed == match.need:
        return case
    placed = case.model_copy(update={"placed": match.need})
    return placed.with_due(Due(what="propose", at=now))


def _after_end(case: Case, match: Match, now: int) -> Case:
    """A pair that failed is dropped; a current match that ended gives the case back."""
    known = any(line.match == match.id and line.what == "ended" for line in case.history)
    if known or case.state == "ended":
        return case
    after, who = _with_news(case, match, now), ended_by(match.ended, match.by)
    if case.asking and case.asking.match == match.id:
        after = stop_asking(after, who, match.ended, now)
    if case.current == match.id and match.ended == "followed":
        after = close(after, "followed", now, "clock")
    elif case.current == match.id:
        after = moved(after, "registered", "ranking", now)
        after = after.model_copy(update={"current": None, "placed": None, "sent": None})
        after = after.model_copy(update={"reason": None})
    if match.is_final and match.need not in case.dropped:
        after = after.model_copy(update={"dropped": (*case.dropped, match.need)})
    line = Happening(at=now, what="ended", by=who, why=match.ended, match=match.id)
    return happened(after, line).with_due(Due(what="propose", at=now))
