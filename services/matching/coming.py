"""Who comes to an association: by when its word is wanted, in which order, and what it can say. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from services.matching import life
from services.matching.clocks import ESCALATE
from services.matching.life import Standing
from services.matching.matches import EXPIRE, Match
from shared.contracts.matching import Side
from shared.web import words
from shared.web.languages import Language, say_later

Group = Literal["waits", "agreed", "introduced", "started"]
GROUPS: Final[Mapping[Standing, Group]] = {
    "asked_association": "waits",
    "agreed": "agreed",
    "introduced": "introduced",
    "started": "started",
    "active": "started",
}
OVER_MS: Final = 30 * life.DAY_MS
"""How long somebody who does not come after all still stands in the list of those who were here."""
SAID_OF_OVER: Final = ("association_no", "no_answer", "need_closed", "full", "followed")
"""Why it is over, where that is for the association to know; all else is the person's own."""
WORDS: Final[Mapping[Group, tuple[str, ...]]] = {
    "waits": ("yes", "no"),
    "agreed": (),
    "introduced": ("met",),
    "started": tuple(life.REPORTS),
}
"""What an association can say there."""
ANSWER: Final[dict[Side, str]] = {
    "person": say_later("Answer by %(day)s. After that we look for something else."),
    "association": say_later("Answer by %(day)s. After that we look further for this person."),
}
TELL: Final[words.Words] = {
    "person": say_later("Answer by %(day)s. After that your guide gets in touch."),
    "association": say_later("Tell us by %(day)s. After that the guide gets in touch."),
}


def wanted_by(match: Match, side: Side) -> int | None:
    """Until when (UTC ms) this side's word is waited for: the clock that decides it; None where no
    question of this side's is open.
    """
    if match.waits_for != side and not asks(match, side):
        return None
    clock = EXPIRE if match.waits_for == side else ESCALATE
    return match.due_at(clock)


def asks(match: Match, side: Side) -> bool:
    """Whether a clock has asked this side how it goes: both whether they have met, of what comes
    after only the person's silence is anybody's turn.
    """
    return match.question is not None and (side == "person" or match.question == "met")


def clock_said(match: Match, side: Side, language: Language) -> str:
    """The sentence that says by which day; nothing where nobody waits for this side."""
    at = wanted_by(match, side)
    if at is None:
        return ""
    said = ANSWER if match.waits_for == side else TELL
    return language.say(said[side], day=language.day(at))


def group_of(match: Match) -> Group | None:
    """Where it stands among those who come; None before the person's yes, and once it is over."""
    return GROUPS.get(match.standing)


def can_say(match: Match) -> tuple[str, ...]:
    """What the association can say of it now, as its page and its API take it."""
    group = group_of(match)
    return WORDS[group] if group else ()


def by_turn(matches: Iterable[Match]) -> list[Match]:
    """Those who come: what runs out first stands first, then who has waited longest."""
    found = [match for match in matches if group_of(match)]
    return sorted(found, key=_turn)


def _turn(match: Match) -> tuple[int, int, int, str]:
    group = GROUPS[match.standing]
    until = wanted_by(match, "association")
    quiet = 2 if match.report else 1
    since = match.started_at or match.introduced_at or match.answered_at or match.proposed_at
    return (list(WORDS).index(group), 0 if until else quiet, until or since, match.id)


def lately_over(matches: Iterable[Match], now: int) -> list[Match]:
    """Those who had said yes and do not come after all, or are asked no more; the newest first."""
    since = now - OVER_MS
    found = [
        match
        for match in matches
        if match.state == "ended" and match.person_answer == "yes" and over_at(match) > since
    ]
    return sorted(found, key=lambda match: (-over_at(match), match.id))


def over_code(match: Match) -> str:
    """Why it is over, as far as the association may know: one of SAID_OF_OVER, or "not_coming"."""
    return match.ended if match.ended in SAID_OF_OVER else "not_coming"


def over_at(match: Match) -> int:
    """When it ended, UTC ms: the last thing that is answered is its end."""
    return match.answered_at or match.touched
