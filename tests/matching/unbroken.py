"""What holds after every step of a walk over the life of a case."""

from collections import Counter

from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from services.matching import life
from services.matching.changing_mind import CHANGED_MIND
from services.matching.life import ALL_CLOCKS
from shared.contracts.matching import (
    LATER,
    MatchAnswered,
    MatchApproved,
    MatchInquired,
    MatchIntroduced,
    MatchMoved,
    MatchReminded,
)
from shared.contracts.message import Message
from tests.matching.world import World

NEEDS = ("football", "choir")


class Unbroken(RuleBasedStateMachine):
    """The rules that no walk may break, as invariants over the world that it walks in."""

    @initialize()
    def begin(self) -> None:
        self.world = World()

    @invariant()
    def everything_has_a_way_on(self) -> None:
        """Whatever is open can be taken on or ended, and has a clock or its guide."""
        for match in self.world.matches.values():
            if match.state == "ended":
                assert not {one.what for one in match.due} & set(ALL_CLOCKS)
                continue
            assert any(way.start == match.standing for way in life.WAYS.values())
            running = {one.what for one in match.due} & set(ALL_CLOCKS)
            assert running or match.stuck or match.state == "proposed"
            assert running or match.state != "active", "who is active is followed for ever"

    @invariant()
    def what_an_association_asks_for_stays_with_the_guide(self) -> None:
        """Until the guide acts or it is over, whatever clocks and the person say meanwhile."""
        for match in self.world.matches.values():
            if match.state != "ended" and match.report in {"help", "away"}:
                assert match.stuck == life.REPORTS[match.report]

    @invariant()
    def nobody_is_asked_twice_for_one_thing(self) -> None:
        things = Counter(
            thing for one in self.world.told if (thing := self.thing_asked(one)) is not None
        )
        assert not [thing for thing, times in things.items() if times > 1]

    def thing_asked(self, told: Message) -> tuple[object, ...] | None:
        """What a message asks of whom; None where it asks nothing."""
        if isinstance(told, MatchApproved):
            return ("person", told.match)
        if isinstance(told, MatchAnswered):
            return ("answer", told.match, told.side)
        if isinstance(told, MatchReminded):
            return ("remind", told.match, told.side)
        if isinstance(told, MatchIntroduced):
            return ("introduced", told.match)
        return ("inquire", told.match, told.question) if isinstance(told, MatchInquired) else None

    @invariant()
    def no_details_before_both_said_yes(self) -> None:
        for one in self.world.told:
            if isinstance(one, MatchIntroduced):
                assert (one.person_answer, one.association_answer) == ("yes", "yes")
                before = self.world.told[: self.world.told.index(one)]
                sides = {told.side for told in before
                         if isinstance(told, MatchAnswered) and told.match == one.match}  # fmt: skip
                assert sides == {"person", "association"}

    @invariant()
    def no_failed_pair_comes_again(self) -> None:
        for need in NEEDS:
            rounds = sorted(
                (one for one in self.world.matches.values() if one.need == need),
                key=lambda one: one.round,
            )
            assert not any(one.is_final for one in rounds[:-1])
            assert sum(one.state != "ended" for one in rounds) <= 1

    @invariant()
    def a_yes_that_was_taken_back_stays_so(self) -> None:
        """It was there and not introduced; the pair is over, whoever says what afterwards."""
        taken = [one for one in self.world.told
                 if isinstance(one, MatchMoved) and one.why == CHANGED_MIND]  # fmt: skip
        for one in taken:
            match = self.world.matches[one.match]
            assert (match.ended, match.person_answer, match.level) == (CHANGED_MIND, "yes", None)
            assert match.is_final
            assert not match.has_seat

    @invariant()
    def a_case_that_was_told_shows_its_match(self) -> None:
        world = self.world
        before = world.case
        world.tell()
        told, match = world.case, world.current
        world.tell()
        assert world.case == told, "telling again changed something"
        if match is not None and match.state != "proposed":
            thinks = match.waits_for == "person" and match.ask_again_at is not None
            assert (told.state, told.reason) == (match.state, LATER if thinks else match.stuck)
        if told.state == "ended" or match is None:
            assert told.placed is None
        world.case = before
