"""What matching tells: cases and matches."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from shared.contracts.message import Message

ANSWER_MS: Final = 7 * 86_400_000
"""How long each side has to answer what was sent to it, holidays not counted."""
HEAR_BY_MS: Final = 7 * 86_400_000
"""Within this time of the last move a person hears from us."""
ASK_AGAIN_MS: Final = 3 * 86_400_000
"""After how long somebody is asked again who wants to think first."""
LATER: Final = "later"
"""Why a case waits for its person without hurry: they want to be asked later."""
Side = Literal["person", "association"]
Answer = Literal["yes", "no"]
MatchState = Literal["proposed", "asked", "agreed", "introduced", "started", "active", "ended"]
CaseState = Literal[
    "registered", "proposed", "asked", "agreed", "introduced", "started", "active", "ended"
]
Waiting = Literal["ranking", "guide", "person", "association", "introduction", "need", "none"]
"""What a case waits for next: nobody's move ("none"), or a need that fits ("need")."""
Level = Literal["website", "details", "contact", "along"]
"""How much a guide helps when introducing the two: from showing a website to going along."""
Question = Literal["met", "two_weeks", "three_months", "six_months"]
"""What is asked after the introduction: have you met, do you go on, and how it is."""


class CaseFacts(Message):
    """The whole coded state of one case: one person's one wish."""

    case: str
    person: str
    state: CaseState
    waiting: Waiting
    alias: str
    guide: str | None = None
    reason: str | None = None
    """Why it ended, why there is nothing yet, or that its person asked for time: a code."""


class CaseMoved(CaseFacts):
    """The case came to another state, or waits for somebody else."""


class CaseClaimed(CaseFacts):
    """A guide took the case."""


class CaseOpened(Message):
    """A coordinator opened a case that another guide has, and said why: a code."""

    look: str
    case: str
    person: str
    account: str
    reason: str


class Asked(BaseModel):
    """What is public of the need that a match is about: enough for a letter."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    association_name: str
    title: str
    kind: str
    activity: str
    place: str
    slots: tuple[str, ...]
    cost: int = 0


class MatchFacts(Message):
    """The whole coded state of one match: the pair of a case and a need."""

    match: str
    case: str
    person: str
    need: str
    association: str
    contacts: tuple[str, ...]
    """Accounts that speak for the association."""
    alias: str
    """What the association calls the person: random, never reused, other towards each."""
    state: MatchState
    round: int
    points: int
    reasons: tuple[str, ...]
    facets: tuple[str, ...] = ()
    """What the association may know of the person after their yes: codes, "table:code"."""
    about: Asked
    person_answer: Answer | None = None
    association_answer: Answer | None = None


class MatchProposed(MatchFacts):
    """The matcher found that a person and a need fit."""


class MatchApproved(MatchFacts):
    """A guide stands behind the proposal, and the time to undo it is over: ask the person."""

    answer_by: int | None = None
    """Until when the person can answer, UTC ms."""


class MatchAnswered(MatchFacts):
    """One side said yes or no."""

    side: Side
    why: str | None = None
    """Why it was a no: a code, where one was given."""
    answer_by: int | None = None
    """Until when the other side can answer, where it is asked now, UTC ms."""


class MatchAskedAgain(MatchFacts):
    """The person wanted to be asked later, and now is then."""

    answer_by: int | None = None
    """Until when the person can answer, UTC ms."""


class MatchReminded(MatchFacts):
    """A side has not answered yet, and is asked to, once."""

    side: Side
    answer_by: int
    """Until when it can answer, UTC ms."""


class MatchIntroduced(MatchFacts):
    """A guide brings the two together, who both said yes, at this level of help."""

    level: Level
    details: bool
    """Whether each side gets the other's contact details, in a letter and nowhere else."""
    web: str = ""
    """The association's public web page."""
    ask_at: int | None = None
    """When both are asked whether they have met, UTC ms."""


class MatchInquired(MatchFacts):
    """A clock asks how it goes: `question` to both sides where it is "met", else to the person."""

    question: Question
    answer_by: int | None = None
    """Until when it stands before the guide looks into it, UTC ms."""


class MatchMoved(MatchFacts):
    """The two have met, go on together, or it is over; `why` is the reason of an end."""

    why: str | None = None
    by_guide: bool = False
    """Whether a guide says that it is over."""


class DayBegan(Message):
    """How many cases need a guide today, by why; nothing about any of them."""

    account: str
    day: str
    """ISO date in Stockholm."""
    until: int
    """When it is of no use any more, UTC ms."""
    given: int = 0
    call: int = 0
    letter: int = 0
    turn: int = 0
    date: int = 0
    stuck: int = 0
    choose: int = 0
    nobody: int = 0
