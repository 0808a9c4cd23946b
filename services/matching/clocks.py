"""What happens to a match when one of its clocks comes round: pure, and each thing once.

A clock that comes again, or late, finds that its thing was done or is no longer to be done.
"""

from typing import Final

from services.matching import life
from services.matching.introducing import still_reported, with_inquiry
from services.matching.matches import EXPIRE, REMIND, Match, answer_by, end, facts, noted
from shared.contracts.matching import MatchInquired, MatchReminded
from shared.contracts.message import Message
from shared.patience import waited_until
from shared.store.document import Due

INQUIRE: Final = "inquire"
ESCALATE: Final = "escalate"
FINISH: Final = "finish"
Told = tuple[Match, tuple[Message, ...]]


def remind(match: Match, now: int) -> Told:
    """Due "remind": the side that has not answered is asked to, once, before its time is over."""
    done = match.without_due(REMIND)
    side = match.waits_for
    until = answer_by(match) or now
    if side is None or side in match.reminded or match.ask_again_at is not None or until <= now:
        return done, ()
    after = done.model_copy(update={"reminded": (*match.reminded, side)})
    after = noted(after, "reminded", "clock", now, why=side)
    return after, (MatchReminded(**facts(after), side=side, answer_by=until),)


def expire(match: Match, now: int) -> Match:
    """Due "expire": nobody answered in time; the offer is over, and may come again."""
    if match.state != "asked":
        return match.without_due(EXPIRE)
    return end(match, "no_answer", now, actor="clock")


def inquire(match: Match, now: int) -> Told:
    """Due "inquire": the next question is asked, each once; its silence has a clock, too."""
    done = match.without_due(INQUIRE)
    following = life.next_inquiry(match.standing, match.inquired)
    if following is None:
        return done, ()
    question = following.question
    told = {"question": question, "inquired": (*match.inquired, question)}
    freed = done.model_copy(update={**told, "stuck": still_reported(match)})
    after = noted(freed, "inquired", "clock", now, why=question)
    # Also where this one is late, the next waits until this one may have been answered.
    silent_at = waited_until(now, life.SILENCE_MS)
    after = with_inquiry(after, silent_at).with_due(Due(what=ESCALATE, at=silent_at))
    return after, (MatchInquired(**facts(after), question=question, answer_by=silent_at),)


def escalate(match: Match, now: int) -> Match:
    """Due "escalate": where nothing was heard, it is the guide's turn, with the reason."""
    done = match.without_due(ESCALATE)
    why = life.SILENT.get(match.standing)
    open_question = match.standing != "active" or match.question is not None
    if why is None or match.stuck is not None or not open_question:
        return done
    return noted(done.model_copy(update={"stuck": why}), "silent", "clock", now, why=why)


def finish(match: Match, now: int) -> Match:
    """Due "finish": everything was asked, so that nobody follows them any more; they go on there.

    Where the association asks for the guide, that is waited for.
    """
    if still_reported(match) is not None:
        return match.with_due(Due(what=FINISH, at=now + life.FINISH_MS))
    if match.standing != "active" or life.next_inquiry("active", match.inquired) is not None:
        return match.without_due(FINISH)
    return end(match, "followed", now, actor="clock")
