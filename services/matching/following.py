"""A case follows its match: what was said there and where it stands, so that again changes nothing.

Pure.
"""

from services.matching.cases import MOST_HISTORY, Case, close, happened, moved, stop_asking
from services.matching.happenings import Happening
from services.matching.life import ended_by, waits
from services.matching.matches import Match
from shared.contracts.matching import LATER
from shared.store.document import Due


def follow(case: Case, match: Match, now: int) -> Case:
    """The case after what happened to `match`; the same case where it knows already."""
    if match.state == "ended":
        return _after_end(case, match, now)
    if case.current != match.id or match.state == "proposed":
        return case
    return _placed(_with_answers(_with_log(case, match), match, now), match, now)


def _with_log(case: Case, match: Match) -> Case:
    """The case with what the match has noted that it has not; what was let go stays away."""
    full = len(case.history) >= MOST_HISTORY
    oldest = case.history[0].at if full else 0
    new = [line for line in match.log if line.at >= oldest and line not in case.history]
    for line in new:
        case = happened(case, line)
    return case


def _with_answers(case: Case, match: Match, now: int) -> Case:
    """The yes of each side as a line, once."""
    known = {line.what for line in case.history if line.match == match.id}
    sides = (("person", match.person_answer), ("association", match.association_answer))
    for side, said in sides:
        what = f"{side}_yes"
        if said == "yes" and what not in known:
            case = happened(case, Happening(at=now, what=what, by=side, match=match.id))
    return case


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
    after, who = _with_log(case, match), ended_by(match.ended, match.by)
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
