"""A walk over the pure life of a case: any action, answer, clock, redelivery, in any order.

What no walk may break stands in `unbroken`.
"""

from collections.abc import Callable
from typing import get_args

from hypothesis import strategies as st
from hypothesis.stateful import (
    rule,
)

from services.matching import clocks, introducing, life
from services.matching.cases import asked, close, start_asking, stop_asking
from services.matching.changing_mind import taken_back
from services.matching.later import may_wait, postponed
from services.matching.life import ALL_CLOCKS, NoWayError, Report, Sayer
from services.matching.matches import Match, answered, approved, ask, end, match_id, say
from services.matching.waiting import with_proposals
from shared.contracts.matching import (
    Answer,
    Asked,
    Level,
    Side,
)
from tests.matching.unbroken import NEEDS, Unbroken
from tests.matching.world import told_after

DAY = 24 * 3_600_000

GUIDE = "guide"
ABOUT = Asked(association_name="IFK", title="", kind="participant", activity="", place="", slots=())
Decide = Callable[[Match, int], Match]


class Walk(Unbroken):
    """What can happen to a case; whoever may not do something is refused and changes nothing."""

    def on_current(self, decide: Decide) -> None:
        """Something is done to the current match, or refused."""
        world = self.world
        if (match := world.current) is None:
            return
        try:
            after = decide(match, world.now)
        except (NoWayError, ValueError):
            return
        if after is not match:
            world.keep(after, *told_after(match, after))

    @rule(steps=st.integers(1, 9))
    def go_well(self, steps: int) -> None:
        """So many steps on, as all hope for: else few walks would come far."""
        for _ in range(steps):
            self.world.tell()
            self.one_step()

    def one_step(self) -> None:
        standing = self.world.current.standing if self.world.current else "proposed"
        doing: dict[str, Callable[[], None]] = {
            "proposed": lambda: (self.propose("football"), self.approve(undo=False, number=0))[0],
            "asked_person": lambda: self.answer("person", "yes", by_guide=False),
            "asked_association": lambda: self.answer("association", "yes", by_guide=True),
            "agreed": lambda: self.introduce("details"),
            "introduced": lambda: self.meet("person"),
            "started": lambda: self.go_on("person", stop=False),
        }
        doing.get(standing, lambda: self.pass_time(30))()

    # What people do -------------------------------------------------------------------------------

    @rule(need=st.sampled_from(NEEDS))
    def propose(self, need: str) -> None:
        """The matcher proposes whatever has not failed."""
        world = self.world
        rounds = [one for one in world.matches.values() if one.need == need]
        if not world.case.may_propose or any(self.stands_against(one) for one in rounds):
            return
        key = match_id("p", need, len(rounds) + 1)
        world.keep(Match(
            id=key, region="malmo", case="c", person="p", need=need, association="i", contacts=("k",),
            alias="a", round=len(rounds) + 1, points=1, parts={}, reasons=(), policy="1", about=ABOUT,
            person_key=key, association_key=key, proposed_at=world.now,
        ))  # fmt: skip
        world.case = with_proposals(world.case, 1, world.now)

    def stands_against(self, earlier: Match) -> bool:
        return earlier.state != "ended" or earlier.is_final

    @rule(undo=st.booleans(), number=st.integers(0, 3))
    def approve(self, undo: bool, number: int) -> None:
        world = self.world
        found = [one for one in world.matches.values() if one.state == "proposed"]
        if world.case.asking or not world.case.may_propose or not found:
            return
        match = found[number % len(found)]
        world.case = start_asking(world.case, GUIDE, match, world.now)
        if undo:
            world.case = stop_asking(world.case, GUIDE, None, world.now)
            return
        world.case = asked(world.case, world.now)
        sent = ask(match, world.now)
        world.keep(sent, approved(sent))

    @rule(side=st.sampled_from(get_args(Side)), said=st.sampled_from(get_args(Answer)),
          by_guide=st.booleans())  # fmt: skip
    def answer(self, side: Side, said: Answer, by_guide: bool) -> None:
        world, match = self.world, self.world.current
        if match is None or match.state == "ended":
            return
        try:
            after = say(match, side, said, world.now, actor="guide" if by_guide else None)
        except NoWayError:
            return
        world.keep(after, answered(after, side))

    @rule()
    def think(self) -> None:
        self.on_current(lambda one, now: postponed(one, now) if may_wait(one, "person") else one)

    @rule(actor=st.sampled_from(["person", "association", "guide"]))
    def change_mind(self, actor: life.Actor) -> None:
        """A yes is taken back: whether it may be, the table says."""
        by = Sayer(actor, actor)
        self.on_current(lambda one, now: self.taking_back(one, by, now))

    def taking_back(self, match: Match, by: Sayer, now: int) -> Match:
        return taken_back(match, "times", by, now)

    @rule(level=st.sampled_from(get_args(Level)))
    def introduce(self, level: Level) -> None:
        self.on_current(lambda one, now: introducing.introduce(one, level, GUIDE, now))

    @rule(actor=st.sampled_from(["person", "association", "guide"]))
    def meet(self, actor: life.Actor) -> None:
        self.on_current(lambda one, now: introducing.meet(one, Sayer(actor, actor), now))

    @rule(actor=st.sampled_from(["person", "association", "guide"]), stop=st.booleans())
    def go_on(self, actor: life.Actor, stop: bool) -> None:
        doing = introducing.stop if stop else introducing.go_on
        self.on_current(lambda one, now: doing(one, Sayer(actor, actor), now))

    @rule(figure=st.integers(0, 6))
    def rate(self, figure: int) -> None:
        by = Sayer("person", "person")
        self.on_current(lambda one, now: introducing.rate(one, {"network": figure}, by, now))

    @rule(said=st.sampled_from(get_args(Report)), why=st.sampled_from([None, "times"]))
    def report(self, said: Report, why: str | None) -> None:
        self.on_current(lambda one, now: introducing.report(one, said, why, now))

    @rule()
    def wait_longer(self) -> None:
        self.on_current(lambda one, now: introducing.wait_longer(one, GUIDE, now))

    @rule(why=st.sampled_from(sorted(life.ENDS)))
    def end_pair(self, why: str) -> None:
        self.on_current(lambda one, now: end(one, why, now, by=GUIDE))

    @rule(why=st.sampled_from(life.CASE_ENDS), really=st.integers(0, 9))
    def end_case(self, why: str, really: int) -> None:
        if really:
            return
        world = self.world
        world.case = close(world.case, why, world.now, GUIDE)
        for match in [one for one in world.matches.values() if one.state != "ended"]:
            world.keep(end(match, why, world.now, actor="guide"))

    # Time, and what comes twice or late -----------------------------------------------------------

    @rule(days=st.sampled_from([0, 1, 4, 7, 14, 30, 91]))
    def pass_time(self, days: int) -> None:
        self.world.now += days * DAY

    @rule(order=st.permutations(ALL_CLOCKS), twice=st.booleans())
    def clocks_fire(self, order: list[life.Clock], twice: bool) -> None:
        """Every clock that has come round, in any order; a lease that ran out does it again."""
        for clock in order * (1 + twice):
            for match in list(self.world.matches.values()):
                if any(one.what == clock and one.at <= self.world.now for one in match.due):
                    self.fire(clock, match)

    @rule(twice=st.booleans())
    def next_clock(self, twice: bool) -> None:
        """Time goes by until the next clock comes round, and nothing else happens before."""
        due = [one.at for match in self.world.matches.values() for one in match.due
               if one.what in ALL_CLOCKS]  # fmt: skip
        self.world.now = max(self.world.now, min(due, default=0))
        self.clocks_fire(list(ALL_CLOCKS), twice)

    def fire(self, clock: life.Clock, match: Match) -> None:
        world = self.world
        if clock == "remind":
            after, told = clocks.remind(match, world.now)
            world.keep(after, *told)
        elif clock == "inquire":
            after, told = clocks.inquire(match, world.now)
            world.keep(after, *told)
        else:
            fires = {"expire": clocks.expire, "finish": clocks.finish}.get(clock, clocks.escalate)
            world.keep(fires(match, world.now))

    @rule(times=st.integers(1, 3))
    def tell(self, times: int) -> None:
        for _ in range(times):
            self.world.tell()
