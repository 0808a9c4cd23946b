"""Weights and rules, read from a versioned file. What each means stands in policy.toml itself."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, TypeVar

from services.matching.engine.errors import EngineError

FULL_POINTS: Final = 1_000_000
MOST_BONUS: Final = 20_000_000
MOST: Final = {"first_seat": MOST_BONUS, "deadline_bonus": MOST_BONUS, "keep_bonus": MOST_BONUS}


@dataclass(frozen=True, slots=True)
class Weights:
    """Points that each part can add; in the order of POINT_PARTS; together FULL_POINTS."""

    interests: int
    travel: int
    skills: int
    times: int
    language: int
    cost: int


@dataclass(frozen=True, slots=True)
class Travel:
    full_minutes: int
    zero_minutes: int


@dataclass(frozen=True, slots=True)
class Fairness:
    first_seat: int
    deadline_days: int
    deadline_bonus: int
    served_ratio: float
    later_seat: int
    offers_per_association: int


@dataclass(frozen=True, slots=True)
class Stability:
    keep_bonus: int


@dataclass(frozen=True, slots=True)
class Limits:
    visits: int
    chain: int


@dataclass(frozen=True, slots=True)
class Pass:
    all_up_to: int
    per_person: int
    per_need: int


@dataclass(frozen=True, slots=True)
class Futures:
    draws: int
    horizon_days: int
    rate_days: int
    recent: int


@dataclass(frozen=True, slots=True)
class Policy:
    version: str
    weights: Weights
    travel: Travel
    fairness: Fairness
    stability: Stability
    limits: Limits
    passing: Pass
    futures: Futures


Section = TypeVar("Section", Weights, Travel, Fairness, Stability, Limits, Pass, Futures)


def policy_from(text: str) -> Policy:
    """The policy that the text describes; EngineError `bad_policy` names the first bad field."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise EngineError("bad_policy", "toml") from error
    return policy_of(found)


def policy_of(found: dict[str, Any]) -> Policy:
    """The policy of a file's sections; EngineError `bad_policy` names the first bad field."""
    version = found.get("version")
    if not isinstance(version, str) or not version:
        raise EngineError("bad_policy", "version")
    policy = Policy(
        version=version,
        weights=_section(Weights, found, "weights"),
        travel=_section(Travel, found, "travel"),
        fairness=_section(Fairness, found, "fairness"),
        stability=_section(Stability, found, "stability"),
        limits=_section(Limits, found, "limits"),
        passing=_section(Pass, found, "pass"),
        futures=_section(Futures, found, "futures"),
    )
    return _consistent(policy)


def packaged_policy() -> Policy:
    """The policy that comes with the program."""
    return policy_from(Path(__file__).with_name("policy.toml").read_text(encoding="utf-8"))


def _section(shape: type[Section], found: dict[str, Any], name: str) -> Section:
    values = found.get(name)
    if not isinstance(values, dict):
        raise EngineError("bad_policy", name)
    wanted = {field.name: field.type for field in fields(shape)}
    odd = set(values) ^ set(wanted)
    if odd:
        raise EngineError("bad_policy", f"{name}.{min(odd)}")
    return shape(
        **{
            key: _number(f"{name}.{key}", values[key], kind is float)
            for key, kind in wanted.items()
        }
    )


def _number(field: str, value: object, fraction: bool) -> Any:
    """The value if it is in range: whole, or a fraction where the field takes one."""
    most = MOST.get(field.rpartition(".")[2], FULL_POINTS)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise EngineError("bad_policy", field)
    if (isinstance(value, float) and not fraction) or not 0 <= value <= most:
        raise EngineError("bad_policy", field)
    return value


def _consistent(policy: Policy) -> Policy:
    weights = policy.weights
    total = sum(getattr(weights, field.name) for field in fields(weights))
    if total != FULL_POINTS:
        raise EngineError("bad_policy", "weights")
    if policy.travel.full_minutes >= policy.travel.zero_minutes:
        raise EngineError("bad_policy", "travel.zero_minutes")
    if policy.fairness.later_seat > policy.fairness.first_seat > 0:
        raise EngineError("bad_policy", "fairness.later_seat")
    if policy.fairness.served_ratio > 1:
        raise EngineError("bad_policy", "fairness.served_ratio")
    return policy
