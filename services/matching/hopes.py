"""How the three hopes came true, as people rated them after three months and six. Pure."""

from dataclasses import dataclass, field
from typing import Final

from pydantic import BaseModel

from services.matching.introducing import HOPES
from services.matching.matches import Match, Rated
from services.matching.tables import FROZEN, enough, inside, middle
from shared.contracts.matching import Question

ASKED_AFTER: Final[tuple[Question, ...]] = ("three_months", "six_months")


class HopeRated(BaseModel):
    """The median of 1 to 5 and how many rated this hope; None of fewer than 5."""

    model_config = FROZEN

    hope: str
    median: float | None
    count: int | None


class FollowUp(BaseModel):
    """How many were asked a question of ASKED_AFTER, how many of them answered, and what they said."""

    model_config = FROZEN

    question: Question
    asked: int | None
    answered: int | None
    hopes: tuple[HopeRated, ...]


@dataclass
class HopesSeen:
    """What is gathered match by match: who was asked after `since` (UTC ms), and their ratings."""

    since: int
    asked: dict[Question, int] = field(default_factory=lambda: dict.fromkeys(ASKED_AFTER, 0))
    said: dict[Question, list[Rated]] = field(
        default_factory=lambda: {one: [] for one in ASKED_AFTER}
    )

    def match(self, one: Match) -> None:
        lately = {line.why for line in one.log if line.what == "inquired" and line.at > self.since}
        last = {rated.question: rated for rated in one.rated}
        for question in ASKED_AFTER:
            if question in lately:
                self.asked[question] += 1
                self.said[question].extend([last[question]] if question in last else [])


def follow_ups(seen: HopesSeen) -> tuple[FollowUp, ...]:
    """What may be shown of each question: no count below 5, nor one that would tell who is left over
    of those who were asked, or of those who answered and left out a hope.
    """
    return tuple(
        _follow_up(question, seen.asked[question], seen.said[question]) for question in ASKED_AFTER
    )


def _follow_up(question: Question, asked: int, said: list[Rated]) -> FollowUp:
    whole = enough(asked)
    answered = enough(len(said))
    # How many answered says most: where the two would tell few who did not, the other goes.
    if whole is not None and answered is not None and inside(len(said), asked) is None:
        whole = None
    return FollowUp(
        question=question, asked=whole, answered=answered,
        hopes=tuple(_rated(hope, said, answered) for hope in HOPES),
    )  # fmt: skip


def _rated(hope: str, said: list[Rated], answered: int | None) -> HopeRated:
    figures = [figure for one in said if (figure := getattr(one, hope)) is not None]
    return HopeRated(hope=hope, median=middle(figures), count=inside(len(figures), answered))
