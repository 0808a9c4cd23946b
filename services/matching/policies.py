"""The weights and rules that a region's proposals were made with, version by version.

A policy is kept when an engine first ranks by it, and never changed: every proposal names its
version, and anybody may read what that version was.
"""

from dataclasses import asdict
from typing import Any, Final

from services.matching.desk import Desk
from services.matching.records import SERVICE, Record
from shared.store.collection import Collection
from shared.store.document import Conflict


class AppliedPolicy(Record):
    """One version in one region; `since` is when it was first applied, UTC ms."""

    number: str
    since: int
    content: dict[str, Any]


POLICIES: Final = Collection(SERVICE, "policies", AppliedPolicy, indexes=(("region", "since"),))


def policy_id(region: str, version: str) -> str:
    return f"{region}|{version}"


async def apply_policy(desk: Desk, region: str) -> None:
    """Keeps the policy of this process's engine, unless that version is there already."""
    policy = desk.pools.policy
    key = policy_id(region, policy.version)
    if await desk.store.get(POLICIES, key) is not None:
        return
    doc = AppliedPolicy(
        id=key,
        region=region,
        number=policy.version,
        since=desk.now(),
        content=asdict(policy),
    )
    try:
        await desk.keep(POLICIES, doc)
    except Conflict:
        return  # another replica started at the same moment, with the same policy
