"""The life of a match as tables: where it can stand, what moves it, who may, and which clock runs.

Pure. A match moves only by `step` and `ending`, which refuse what the tables do not know; a case
shows its furthest match (`waits`), so that the same tables are the life of a case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from shared.contracts.codes import BLOCKS
from shared.contracts.matching import Answer, Level, MatchState, Question, Waiting

DAY_MS: Final = 24 * 3_600_000
REMIND_MS: Final = 4 * DAY_MS
INTRODUCE_MS: Final = 5 * DAY_MS
SILENCE_MS: Final = 7 * DAY_MS
"""How long a question after the introduction stands before its silence is a guide's."""
FINISH_MS: Final = 28 * DAY_MS
"""How long after the last thing that is asked, or its silence, nobody follows any more."""

Standing = Literal[
    "proposed", "asked_person", "asked_association",
    "agreed", "introduced", "started", "active", "ended",
]  # fmt: skip
"""The state of a match and, while it is asked, whose answer is awaited."""
Actor = Literal["person", "association", "guide", "matching", "clock"]
Step = Literal["ask", "person_yes", "association_yes", "introduce", "met", "going_on", "rated"]
Report = Literal["well", "help", "away"]
Clock = Literal["remind", "expire", "inquire", "escalate", "finish"]


@dataclass(frozen=True)
class Sayer:
    """Who says something: in which part, and by which name in the history (an account, or a side)."""

    actor: Actor
    name: str


class NoWayError(Exception):
    """The tables know no such step or end from there, or not by them."""


@dataclass(frozen=True)
class Way:
    """A step leads from one standing to the next, and these may take it."""

    start: Standing
    by: tuple[Actor, ...]
    end: MatchState


WAYS: Final[Mapping[Step, Way]] = {
    "ask": Way("proposed", ("guide",), "asked"),
    "person_yes": Way("asked_person", ("person", "guide"), "asked"),
    "association_yes": Way("asked_association", ("association", "guide"), "agreed"),
    "introduce": Way("agreed", ("guide",), "introduced"),
    "met": Way("introduced", ("person", "association", "guide"), "started"),
    "going_on": Way("started", ("person", "guide"), "active"),
    "rated": Way("active", ("person", "guide"), "active"),
}

ASKED: Final[tuple[Standing, ...]] = ("asked_person", "asked_association")
TOGETHER: Final[tuple[Standing, ...]] = ("agreed", "introduced", "started", "active")
OPEN: Final[tuple[Standing, ...]] = ("proposed", *ASKED, *TOGETHER)


@dataclass(frozen=True)
class End:
    """A reason to be over: from where, said by whom, and whether the pair failed for good."""

    start: tuple[Standing, ...]
    by: tuple[Actor, ...]
    final: bool = False


# What a guide says of a proposal that nobody was asked about.
DISMISSED: Final = (
    "person_does_not_want", "not_right", "wrong_time", "too_far_away", "association_cannot", "other",
)  # fmt: skip
# What a guide says where the two do not go on together, and something else is looked for.
PAIR_ENDS: Final = ("never_met", "stopped", "not_right", "association_cannot", "other")
# What a guide says where nothing more is looked for.
CASE_ENDS: Final = ("on_their_own", "found_elsewhere", "does_not_want", "not_reached", "left_town")
ENDS: Final[Mapping[str, End]] = {
    # A rule came to stand between the two, or something else was better.
    **dict.fromkeys((*BLOCKS, "replaced", "placed", "enough_this_week"),
                    End(("proposed",), ("matching",))),
    **dict.fromkeys(("need_closed", "full"), End(("proposed", *ASKED), ("matching",))),
    "no_answer": End(ASKED, ("clock",)),
    # It came about, and everything was asked: they go there by themselves, so never again.
    "followed": End(("active",), ("clock",), final=True),
    "person_no": End(("asked_person",), ("person", "guide"), final=True),
    "person_changed_mind":
        End(("asked_association", "agreed"), ("person", "guide"), final=True),
    "association_no": End(("asked_association",), ("association", "guide"), final=True),
    **dict.fromkeys(DISMISSED, End(("proposed",), ("guide",), final=True)),
    **dict.fromkeys(PAIR_ENDS, End(OPEN, ("guide",), final=True)),
    "never_met": End(("agreed", "introduced"), ("guide",), final=True),
    "stopped": End(("introduced", "started", "active"), ("guide", "person"), final=True),
    **dict.fromkeys(CASE_ENDS, End(OPEN, ("guide",))),
    **dict.fromkeys(("own_wish", "erased", "moved"), End(OPEN, ("person",))),
}  # fmt: skip


def standing(state: MatchState, person_answer: Answer | None) -> Standing:
    """Where a match of this state and answer stands."""
    if state != "asked":
        return state
    return "asked_person" if person_answer is None else "asked_association"


def may(name: Step, start: Standing, by: Actor) -> bool:
    return WAYS[name].start == start and by in WAYS[name].by


def step(name: Step, start: Standing, by: Actor) -> MatchState:
    """The state that a step leads to. Raises NoWayError."""
    if not may(name, start, by):
        raise NoWayError(f"{by} may not {name} from {start}")
    return WAYS[name].end


def ending(why: str, start: Standing, by: Actor) -> MatchState:
    """The state of what is over. Raises NoWayError for a reason that does not fit there."""
    end = ENDS.get(why)
    if end is None or start not in end.start or by not in end.by:
        raise NoWayError(f"{by} may not end it for {why} from {start}")
    return "ended"


def failed(why: str | None) -> bool:
    """Whether a pair that ended so is never proposed again."""
    return why is not None and why in ENDS and ENDS[why].final


def ended_by(why: str | None, account: str | None) -> str:
    """Whose doing an end is, for the history: the account that said so, else the side, the clock or
    the matcher. A no that a guide only wrote down is still that side's.
    """
    if account is not None:
        return account
    end = ENDS.get(why or "")
    if end is None:
        return "matching"
    return next((actor for actor in end.by if actor != "guide"), "guide")


@dataclass(frozen=True)
class Inquiry:
    """A question that a clock asks: `after` ms counted from the introduction, or the first meeting."""

    question: Question
    since: Literal["introduced_at", "started_at"]
    after: int


INQUIRIES: Final[Mapping[Standing, tuple[Inquiry, ...]]] = {
    "introduced": (Inquiry("met", "introduced_at", 14 * DAY_MS),),
    "started": (Inquiry("two_weeks", "started_at", 14 * DAY_MS),),
    "active": (
        Inquiry("three_months", "started_at", 91 * DAY_MS),
        Inquiry("six_months", "started_at", 182 * DAY_MS),
    ),
}
CLOCKS: Final[Mapping[Standing, tuple[Clock, ...]]] = {
    "proposed": (),
    "asked_person": ("remind", "expire"),
    "asked_association": ("remind", "expire"),
    "agreed": ("escalate",),
    "introduced": ("inquire", "escalate"),
    "started": ("inquire", "escalate"),
    "active": ("inquire", "escalate", "finish"),
    "ended": (),
}
"""Which clocks run in each standing; a proposal that waits for a guide has the matcher's own."""
ALL_CLOCKS: Final[tuple[Clock, ...]] = ("remind", "expire", "inquire", "escalate", "finish")
SILENT: Final[Mapping[Standing, str]] = {
    "agreed": "not_introduced",
    "introduced": "not_met",
    "started": "no_word",
    "active": "no_word",
}
"""Why a case comes back to its guide where a clock ran out."""


REPORTED_FROM: Final[tuple[Standing, ...]] = ("started", "active")
"""Where an association can say how it goes with somebody who has come to it."""
REPORTS: Final[Mapping[Report, str | None]] = {
    "well": None,
    "help": "needs_help",
    "away": "stays_away",
}
"""What it can say, and why the guide's turn comes of it; the person's own word is asked all the same."""
REPORTED: Final = frozenset(why for why in REPORTS.values() if why is not None)


def next_inquiry(start: Standing, asked: tuple[Question, ...]) -> Inquiry | None:
    """The question that is asked next by a clock: each once."""
    return next((one for one in INQUIRIES.get(start, ()) if one.question not in asked), None)


def waits(start: Standing, question: Question | None, stuck: str | None) -> Waiting:
    """What a case waits for whose match stands there."""
    if stuck is not None:
        return "guide"
    by_standing: Mapping[Standing, Waiting] = {
        "asked_person": "person", "asked_association": "association", "agreed": "introduction",
    }  # fmt: skip
    return by_standing.get(start, "none" if question is None else "person")


SHARES: Final[Mapping[Level, bool]] = {
    "website": False,
    "details": True,
    "contact": True,
    "along": True,
}
"""Whether a level of help gives each side the other's contact details."""
