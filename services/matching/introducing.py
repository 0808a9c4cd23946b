"""From both yeses on: introduced, met, going on, how it is, or over. Pure.

Each decision returns the match it was given where there is nothing left to decide, so that a second
click changes nothing. A step that the life of a match does not know raises NoWayError.
"""

from collections.abc import Mapping
from typing import Final

from services.matching import life
from services.matching.life import NoWayError, Report, Sayer, Step
from services.matching.matches import Match, Rated, end, facts, noted
from shared.contracts.matching import Level, MatchIntroduced, MatchMoved, Question
from shared.store.document import Due

HOPES: Final = ("network", "swedish", "health")
WORST: Final = 1
BEST: Final = 5
WAIT_MS: Final = 14 * life.DAY_MS
"""How much longer a guide gives two who have not been heard of."""


def introduce(match: Match, level: Level, account: str, now: int) -> Match:
    """The two are brought together by a guide."""
    if match.level is not None:
        return match
    told = {"level": level, "introduced_at": now}
    return _on(match.model_copy(update=told), "introduce", Sayer("guide", account), now, why=level)


def introduced(match: Match, web: str) -> MatchIntroduced:
    """What is told of it. Raises ValueError where not both have said yes."""
    if match.level is None or (match.person_answer, match.association_answer) != ("yes", "yes"):
        raise ValueError("nobody is introduced before both said yes")
    shares, ask_at = life.SHARES[match.level], match.due_at("inquire")
    return MatchIntroduced(
        **facts(match), level=match.level, details=shares, web=web, ask_at=ask_at
    )


def meet(match: Match, by: Sayer, now: int) -> Match:
    """The two have met, as one of them says, or the guide."""
    if match.started_at is not None:
        return match
    return _on(match.model_copy(update={"started_at": now}), "met", by, now)


def go_on(match: Match, by: Sayer, now: int) -> Match:
    """The person still goes there, two weeks later."""
    if match.active_at is not None:
        return match
    return _on(match.model_copy(update={"active_at": now}), "going_on", by, now)


def stop(match: Match, by: Sayer, now: int) -> Match:
    """The person goes there no more: the pair has failed, and something else is looked for."""
    if match.state == "ended":
        return match
    account = by.name if by.actor == "guide" else None
    return end(match, "stopped", now, by=account, actor=by.actor)


def rate(match: Match, hopes: Mapping[str, int | None], by: Sayer, now: int) -> Match:
    """How the three hopes are, for the question that is out. Raises ValueError for what is no 1–5."""
    if match.state == "active" and match.question not in FOLLOW_UPS:
        return match
    said = {hope: hopes.get(hope) for hope in HOPES}
    if not any(said.values()) or not all(
        one is None or WORST <= one <= BEST for one in said.values()
    ):
        raise ValueError("a hope is rated from 1 to 5")
    after = _on(match, "rated", by, now, why=match.question)
    row = Rated(question=match.question or "three_months", at=now, **said)
    return after.model_copy(update={"rated": (*after.rated, row)})


FOLLOW_UPS: Final[frozenset[Question | None]] = frozenset({"three_months", "six_months"})


def wait_longer(match: Match, account: str, now: int) -> Match:
    """A guide gives the two more time; a follow-up that nobody answered is let go."""
    if match.stuck is None:
        return match
    after = noted(match, "waits_longer", account, now)
    after = after.model_copy(update={"stuck": None, **UNREPORTED})
    if match.state == "active":
        return after.model_copy(update={"question": None})
    return after.with_due(Due(what="escalate", at=now + WAIT_MS))


UNREPORTED: Final = {"report": None, "report_why": None, "report_at": None}
"""Once a guide has acted on what an association said, it may say the same anew."""


def report(match: Match, said: Report, why: str | None, now: int) -> Match:
    """How it goes, as the association says; where it does not go well, it is the guide's turn until
    the guide acts. The same again changes nothing. Raises NoWayError.
    """
    if match.standing not in life.REPORTED_FROM:
        raise NoWayError(f"nothing is reported from {match.standing}")
    if (match.report, match.report_why) == (said, why):
        return match
    told = {"report": said, "report_why": why, "report_at": now}
    stuck = life.REPORTS[said] or match.stuck
    after = match.model_copy(update={**told, "stuck": stuck})
    return noted(after, f"report_{said}", "association", now, why=why and f"report_{why}")


def still_reported(match: Match) -> str | None:
    """Why it stays the guide's turn whatever else is asked or answered: the association said so."""
    return match.stuck if match.stuck in life.REPORTED else None


def moved_on(match: Match) -> MatchMoved:
    """What is told of a match that started, goes on, or ended."""
    return MatchMoved(**facts(match), why=match.ended, by_guide=match.by is not None)


def _on(match: Match, step: Step, by: Sayer, now: int, *, why: str | None = None) -> Match:
    """The match one step on: no question is open any more, and the next clock runs."""
    state = life.step(step, match.standing, by.actor)
    told: dict[str, object] = {"state": state, "question": None, "stuck": still_reported(match)}
    if by.actor == "guide":
        told |= {"stuck": None, **UNREPORTED}
    after = noted(match.model_copy(update=told), step, by.name, now, why=why)
    return with_inquiry(after.without_due(*life.ALL_CLOCKS), now)


def with_inquiry(match: Match, now: int) -> Match:
    """The match with the clock of what is asked next; where all was asked, of being over."""
    following = life.next_inquiry(match.standing, match.inquired)
    if following is None and match.standing == "active":
        return match.with_due(Due(what="finish", at=now + life.FINISH_MS))
    if following is None:
        return match
    since = match.introduced_at if following.since == "introduced_at" else match.started_at
    at = max(now, (since or now) + following.after)
    return match.with_due(Due(what="inquire", at=at))
