"""No walk over the life of a case breaks a rule, and a rule that is broken is found."""

from typing import get_args

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from services.matching import introducing, life
from services.matching.life import ALL_CLOCKS, Sayer
from services.matching.matches import Match
from shared.contracts.matching import Answer, Side
from tests.matching.walking import Walk

WALK = settings(max_examples=150, stateful_step_count=50, deadline=None, report_multiple_bugs=False)
# A control need not find the shortest way to its fault, and walks the same ways each time.
CONTROL = settings(
    WALK, max_examples=2_000, phases=[Phase.generate], database=None, derandomize=True
)


def test_no_walk_breaks_a_rule() -> None:
    run_state_machine_as_test(Walk, settings=WALK)  # type: ignore[no-untyped-call]


class WithoutMemory(Walk):
    """Broken: a reminder does not remember that it was sent, so that a second lease sends it."""

    def fire(self, clock: life.Clock, match: Match) -> None:
        super().fire(clock, match)
        if clock == "remind" and self.world.matches[match.id].state != "ended":
            kept = self.world.matches[match.id]
            forgotten = kept.model_copy(update={"reminded": (), "due": match.due})
            self.world.matches[match.id] = forgotten


class Eager(Walk):
    """Broken: the details go out with the person's yes."""

    def answer(self, side: Side, said: Answer, by_guide: bool) -> None:
        super().answer(side, said, by_guide)
        match = self.world.current
        if match is not None and match.standing == "asked_association":
            early = match.model_copy(update={"level": "details", "association_answer": "yes"})
            self.world.told.append(introducing.introduced(early, ""))


class Forgetful(Walk):
    """Broken: what failed is proposed again."""

    def stands_against(self, earlier: Match) -> bool:
        return earlier.state != "ended"


class Clockless(Walk):
    """Broken: nothing runs while an answer is awaited."""

    def approve(self, undo: bool, number: int) -> None:
        super().approve(undo, number)
        if (match := self.world.current) is not None and match.state == "asked":
            self.world.matches[match.id] = match.without_due(*ALL_CLOCKS)


class Deaf(Walk):
    """Broken: a clock that asks the person forgets that the association wants the guide."""

    def fire(self, clock: life.Clock, match: Match) -> None:
        super().fire(clock, match)
        if clock == "inquire":
            kept = self.world.matches[match.id]
            self.world.matches[match.id] = kept.model_copy(update={"stuck": None})


class Late(Walk):
    """Broken: a yes can still be taken back once the details have gone out."""

    def taking_back(self, match: Match, by: Sayer, now: int) -> Match:
        if match.standing != "introduced":
            return super().taking_back(match, by, now)
        before = match.model_copy(update={"state": "agreed"})
        return super().taking_back(before, by, now)


# Rules are looked up by name, so that a broken method has to be declared as one again.
Eager.answer = rule(side=st.sampled_from(get_args(Side)), said=st.sampled_from(get_args(Answer)),
                    by_guide=st.booleans())(Eager.answer)  # fmt: skip
Clockless.approve = rule(undo=st.booleans(), number=st.integers(0, 3))(Clockless.approve)


@pytest.mark.parametrize("broken", [WithoutMemory, Eager, Forgetful, Clockless, Deaf, Late])
def test_a_broken_rule_is_found(broken: type[Walk]) -> None:
    """The control: each walks into an AssertionError."""
    with pytest.raises(AssertionError):
        run_state_machine_as_test(broken, settings=CONTROL)  # type: ignore[no-untyped-call]
