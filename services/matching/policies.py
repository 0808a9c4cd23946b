"""Keeping the weights and rules that a region's proposals are made with."""

from services.matching.desk import Desk
from services.matching.rulebook import POLICIES, applied, policy_id
from shared.store.document import Conflict


async def apply_packaged(desk: Desk, region: str) -> None:
    """Keeps the policy that comes with the program, unless that version is there already."""
    policy = desk.pools.policy
    if await desk.store.get(POLICIES, policy_id(region, policy.version)) is not None:
        return
    try:
        await desk.keep(POLICIES, applied(region, policy, desk.now(), serial=0, by=None))
    except Conflict:
        return  # another replica started at the same moment, with the same policy
