"""How well a pair fits: whole points, in parts, together at most 1 000 000.

Every part grows (or stays) with more in common, a shorter way and a lower cost:

    interests  weight · liked ÷ asked          activities of the need that the person likes
    travel     weight · (zero − minutes) ÷ (zero − full), between 0 and the weight
    skills     weight · had ÷ useful           the whole weight where the need names none
    times      weight · free ÷ slots           weekly slots of the need that the person has
    language   weight if they share one
    cost       weight · (steps − step) ÷ steps

Divisions round down, so that sums in any order, on any machine, are the same number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from services.matching.engine.arrays import Bytes, Ints, Small
from services.matching.engine.columns import NeedFacts, PersonFacts
from services.matching.engine.errors import EngineError
from services.matching.engine.policy import Policy, Travel
from services.matching.engine.rows import MOST_MINUTES
from services.matching.engine.words import COST_STEPS

Minutes = Sequence[Sequence[int]] | Ints
MOST_BITS: Final = 64


@dataclass(frozen=True, slots=True)
class Scale:
    """The policy and the region's minutes as tables to look up: common × asked, minutes, step."""

    minutes: Bytes  # areas + 1 squared, flat; the last row and column are "did not say"
    places: int  # areas + 1
    interests: Small
    travel: Small
    skills: Small
    times: Small
    language: Small
    cost: Small


def scale(policy: Policy, minutes: Bytes) -> Scale:
    """`minutes` as `with_nowhere` gives it."""
    weights = policy.weights
    return Scale(
        minutes=minutes.ravel(),
        places=len(minutes),
        interests=_shares(weights.interests, nothing_asked=0),
        travel=_falling(weights.travel, policy.travel),
        skills=_shares(weights.skills, nothing_asked=weights.skills),
        times=_shares(weights.times, nothing_asked=weights.times),
        language=np.array([0, weights.language], dtype=np.int32),
        cost=_steps(weights.cost),
    )


def with_nowhere(table: Minutes) -> Bytes:
    """A square of minutes with one more place, a typical (median) way from everywhere."""
    try:
        minutes = np.asarray(table, dtype=np.int64)
    except (TypeError, ValueError, OverflowError) as error:
        raise EngineError("bad_region", "minutes") from error
    if minutes.ndim != 2 or minutes.shape[0] != minutes.shape[1] or not 0 < len(minutes) < 255:
        raise EngineError("bad_region", "minutes")
    if minutes.min() < 0:
        raise EngineError("bad_region", "minutes")
    places = len(minutes) + 1
    wider = np.full((places, places), int(np.median(minutes)), dtype=np.int64)
    wider[:-1, :-1] = minutes
    return np.minimum(wider, MOST_MINUTES).astype(np.uint8)


def minutes_between(people: PersonFacts, needs: NeedFacts, by: Scale) -> Bytes:
    minutes: Bytes = by.minutes[people.area.astype(np.intp) * by.places + needs.area]
    return minutes


def parts(people: PersonFacts, needs: NeedFacts, by: Scale) -> tuple[Small, ...]:
    """The points of each pair in the order of POINT_PARTS.

    Two sides of one length are pairs; a side of length one is paired with every row of the other
    (the cost, which is the need's alone, then stays of length one).
    """
    asked = np.bitwise_count(needs.activities).astype(np.intp) * (MOST_BITS + 1)
    useful = np.bitwise_count(needs.skills).astype(np.intp) * (MOST_BITS + 1)
    weekly = np.bitwise_count(needs.slots).astype(np.intp) * (MOST_BITS + 1)
    return (
        by.interests[asked + np.bitwise_count(people.interests & needs.activities)],
        by.travel[minutes_between(people, needs, by)],
        by.skills[useful + np.bitwise_count(people.has & needs.skills)],
        by.times[weekly + np.bitwise_count(people.slots & needs.slots)],
        by.language[((people.languages & needs.languages) != 0).astype(np.intp)],
        by.cost[needs.cost],
    )


def points(people: PersonFacts, needs: NeedFacts, by: Scale) -> Small:
    interests, travel, skills, times, language, cost = parts(people, needs, by)
    return interests + travel + skills + times + language + cost


def _shares(weight: int, *, nothing_asked: int) -> Small:
    """A flat table at `asked · 65 + common`."""
    asked = np.arange(MOST_BITS + 1)[:, None]
    common = np.minimum(np.arange(MOST_BITS + 1)[None, :], asked)
    shares = weight * common // np.maximum(asked, 1)
    shares[0] = nothing_asked
    return shares.astype(np.int32).ravel()


def _falling(weight: int, travel: Travel) -> Small:
    minutes = np.arange(MOST_MINUTES + 1)
    left = np.clip(travel.zero_minutes - minutes, 0, travel.zero_minutes - travel.full_minutes)
    return (weight * left // (travel.zero_minutes - travel.full_minutes)).astype(np.int32)


def _steps(weight: int) -> Small:
    steps = len(COST_STEPS)
    return (weight * (steps - np.arange(steps + 1)) // steps).astype(np.int32)
