"""Why a case stands where it stands: one sentence, the clock that runs, what frees it. Pure.

Every state and waiting has a sentence, and a clock or something to do; a test walks them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from services.matching import life_said
from shared.contracts.matching import LATER, CaseState, Waiting
from shared.web.languages import say_later

Action = Literal["claim", "choose", "what_if", "further"]


@dataclass(frozen=True)
class Standing:
    """A sentence, what happens by itself and when, and what somebody can do; the texts are msgids."""

    sentence: str
    clock: str = ""
    action: Action | None = None


ACTION: Final[Mapping[Action, str]] = {
    "claim": say_later("Take this case"),
    "choose": say_later("Look at the proposals"),
    "what_if": say_later("See what would help"),
    "further": say_later("Take the case further"),
}
ENDED: Final = Standing(
    say_later("The case has ended."),
    say_later("It opens again if the person sends the form again."),
)
GOES_OUT: Final = Standing(
    say_later("A proposal was approved just now."),
    say_later("The question goes out in half a minute."),
)
YOUR_TURN: Final = Standing(say_later("It is the guide's turn."), action="further")
BY_WAITING: Final[Mapping[Waiting, Standing]] = {
    "ranking": Standing(
        say_later("We are looking through all needs for this person."),
        say_later("That is done in a moment, by itself."),
    ),
    "need": Standing(
        say_later("None of the open needs fits this person."),
        say_later("Every new need is looked at, by itself."),
        "what_if",
    ),
    "guide": YOUR_TURN,
    "person": Standing(
        say_later("The person has not answered yet."),
        say_later("After some days we remind them. After a week it goes on without an answer."),
        "further",
    ),
    "association": Standing(
        say_later("The association has not answered yet."),
        say_later("After some days we remind them. After a week it goes on without an answer."),
        "further",
    ),
    "introduction": Standing(
        say_later("Both said yes. Somebody has to introduce them."), action="further"
    ),
    "none": Standing(
        say_later("They know each other now."),
        say_later("We ask how it goes, by itself."),
        "further",
    ),
}
BY_BOTH: Final[Mapping[tuple[CaseState, Waiting], Standing]] = {
    ("proposed", "guide"): Standing(
        say_later("There are proposals. A guide has to choose."), action="choose"
    ),
    ("registered", "guide"): BY_WAITING["need"],
    ("registered", "none"): BY_WAITING["ranking"],
    ("introduced", "person"): Standing(
        say_later("We asked if they have met. Nobody has answered yet."),
        say_later("After a week without an answer it is the guide's turn."),
        "further",
    ),
    ("started", "person"): Standing(
        say_later("We asked if the person still goes there."),
        say_later("After a week without an answer it is the guide's turn."),
        "further",
    ),
    ("active", "person"): Standing(
        say_later("We asked the person how it goes."),
        say_later("After a week without an answer it is the guide's turn."),
        "further",
    ),
}
THINKS: Final = Standing(
    say_later("The person wants to think, and asked for more time."),
    say_later("We ask them again on %(day)s. They may answer before that."),
    "further",
)
# What only somebody who works on the case can do; of a case that is nobody's, it is taken first.
OWN: Final[frozenset[Action]] = frozenset({"what_if", "further"})


def standing_of(
    state: CaseState, waiting: Waiting, reason: str | None, *, claimed: bool, asking: bool = False
) -> Standing:
    """Why a case stands there. `reason` is the code with which it came back to its guide, if any;
    `asking`: an approval can still be undone.
    """
    if state == "ended":
        return ENDED
    if asking:
        return GOES_OUT
    found = BY_BOTH.get((state, waiting), BY_WAITING[waiting])
    if (state, waiting, reason) == ("asked", "person", LATER):
        found = THINKS
    if waiting == "guide" and reason is not None and reason in life_said.STUCK:
        found = Standing(life_said.STUCK[reason], action="further")
    if not claimed and found.action in OWN:
        return Standing(found.sentence, found.clock, "claim")
    return found
