"""Proposing by hand: a guide chooses any open need. A soft wish that is missed is a warning; a hard
rule explains itself and refuses. What comes of it is a proposal like all others.
"""

from dataclasses import dataclass
from typing import Final

from services.matching.approvals import ENOUGH, NotNow
from services.matching.cases import CASES, Case, happened, news
from services.matching.choosing import Choice
from services.matching.coding import need_of, person_of
from services.matching.desk import Desk
from services.matching.engine.ranking import Ranked
from services.matching.engine.rules import blocks
from services.matching.guiding import own_case
from services.matching.happenings import Happening
from services.matching.looking import minutes_in
from services.matching.matches import MATCHES, Match
from services.matching.needs import NEEDS, Need
from services.matching.offers import Pair, offer
from services.matching.profiles import PROFILES, Profile
from services.matching.views import View
from services.matching.waiting import with_proposals
from services.matching.weeks import have_enough
from services.matching.what_if import pool_for
from services.matching.whole_case import ObstacleView, OtherNeedView
from shared.store.collection import Where
from shared.store.document import Conflict
from shared.web.refusals import Refused
from shared.web.sessions import Session

MOST_NEEDS: Final = 500
SOFT: Final = ("interests", "language", "skills", "travel", "cost")
"""The parts of the points that stand for a wish: nothing of it is worth a warning."""


class PossibleView(View):
    """A need that may be proposed, how well it fits, and which soft wishes it misses."""

    need: str
    title: str
    association: str
    points: int
    missed: tuple[str, ...]


class HandView(View):
    """Every open need that is not proposed: what is possible, best first, and what is not, and why."""

    possible: tuple[PossibleView, ...]
    refused: tuple[OtherNeedView, ...]


class ImpossibleError(Exception):
    """Hard rules stand between the two."""

    def __init__(self, obstacles: tuple[ObstacleView, ...]) -> None:
        super().__init__("impossible")
        self.obstacles = obstacles


@dataclass(frozen=True)
class Bench:
    """What choosing by hand looks at. `enough` are associations that get nobody more this week."""

    case: Case
    profile: Profile
    rounds: list[Match]
    lines: dict[str, Ranked]
    enough: frozenset[str]

    @property
    def offered(self) -> set[str]:
        return {match.need for match in self.rounds if match.state != "ended"}

    def obstacles(self, need: Need) -> tuple[ObstacleView, ...]:
        """What forbids the pair."""
        person, wanted, minutes = person_of(self.profile), need_of(need), minutes_in(need.region)
        nowhere = len(minutes) - 1
        home = nowhere if person.area is None else person.area
        there = nowhere if wanted.area is None else wanted.area
        failed = need.id in self.case.dropped
        found = blocks(person, wanted, int(minutes[home, there]), failed=failed)
        others = {
            "full": need.seats_left == 0,
            ENOUGH: need.association in self.enough,
        }
        told = [ObstacleView(code=one.code, change=one.change) for one in found]
        told += [ObstacleView(code=code, change=()) for code, is_so in others.items() if is_so]
        if not told and need.id not in self.lines:
            # The matcher holds every seat of it for somebody who has not answered yet.
            told = [ObstacleView(code="full", change=())]
        return tuple(told)


async def bench_for(session: Session, key: str, desk: Desk) -> Bench:
    """The reader's own case as it stands. Raises Refused; not-ready where the engine is elsewhere."""
    case = await own_case(session, key, desk)
    profile = await desk.store.get(PROFILES, case.person)
    if profile is None or profile.withdrawn is not None:
        raise Refused("not-found")
    pool = await pool_for(case.region, desk)
    lines = pool.best_needs(case.person, MOST_NEEDS)
    rounds = await desk.store.find(MATCHES, {"case": case.id}, limit=MOST_NEEDS)
    enough = frozenset(await have_enough(case.region, desk))
    return Bench(case, profile, rounds, {line.need: line for line in lines}, enough)


async def to_choose_from(session: Session, key: str, desk: Desk) -> HandView:
    """The open needs of the region that the person is not proposed. Raises Refused."""
    bench = await bench_for(session, key, desk)
    where: Where = {"region": bench.case.region}
    found = await desk.store.find(NEEDS, where, order="-touched", limit=MOST_NEEDS)
    needs = [need for need in found if need.is_open and need.id not in bench.offered]
    possible, refused = list[PossibleView](), list[OtherNeedView]()
    for need in needs:
        if obstacles := bench.obstacles(need):
            refused.append(_other(need, obstacles))
        else:
            possible.append(_possible(need, bench.lines[need.id]))
    possible.sort(key=lambda one: (-one.points, one.need))
    refused.sort(key=lambda one: (len(one.obstacles), one.need))
    return HandView(possible=tuple(possible), refused=tuple(refused))


def _other(need: Need, obstacles: tuple[ObstacleView, ...]) -> OtherNeedView:
    return OtherNeedView(
        need=need.id,
        title=need.details.title,
        association=need.association_name,
        obstacles=obstacles,
    )


def _possible(need: Need, line: Ranked) -> PossibleView:
    return PossibleView(
        need=need.id,
        title=need.details.title,
        association=need.association_name,
        points=line.points,
        missed=missed(need, line),
    )


def missed(need: Need, line: Ranked) -> tuple[str, ...]:
    """The soft wishes of which the pair gets nothing; skills only where the need names some."""
    return tuple(
        part
        for part in SOFT
        if line.parts.get(part, 0) == 0 and (part != "skills" or need.details.skills)
    )


async def propose_by_hand(session: Session, key: str, need_key: str, desk: Desk) -> Match:
    """The proposal, as open as every other. A second click finds the first.

    Raises Refused, NotNow (busy: somebody is asked already; changed), ImpossibleError.
    """
    bench = await bench_for(session, key, desk)
    need = await desk.store.get(NEEDS, need_key)
    if need is None or need.region != bench.case.region or not need.is_open:
        raise Refused("not-found")
    there = [one for one in bench.rounds if one.need == need.id and one.state == "proposed"]
    if there:
        return there[0]
    if not bench.case.may_propose or bench.case.asking is not None:
        raise NotNow("busy")
    if obstacles := bench.obstacles(need):
        raise ImpossibleError(obstacles)
    number = 1 + sum(one.need == need.id for one in bench.rounds)
    pair = Pair(bench.case, bench.profile, need, Choice(bench.lines[need.id], 0), session.account)
    try:
        match = await offer(pair, number, desk)
        await _note(bench, match, session.account, desk)
    except Conflict:
        raise NotNow("changed") from None
    return match


async def _note(bench: Bench, match: Match, account: str, desk: Desk) -> None:
    """The case has it among its proposals. Raises Conflict."""
    case, now = bench.case, desk.now()
    aliases = {**case.aliases, match.association: match.alias}
    line = Happening(at=now, what="by_hand", by=account, match=match.id)
    after = happened(case.model_copy(update={"aliases": aliases}), line)
    if case.state != "proposed":
        after = with_proposals(after, 1, now)
    await desk.keep(CASES, after, news(case, after))
