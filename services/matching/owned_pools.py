"""The pools of the regions that this process owns."""

from collections.abc import Iterable

from services.matching.engine.policy import Policy, packaged_policy
from services.matching.pools import RegionPool
from shared.store.collection import Store


class Pools:
    """By region; `policy` is what comes with the program."""

    def __init__(self, codes: Iterable[str], policy: Policy | None = None) -> None:
        self.policy = policy or packaged_policy()
        self._of = {code: RegionPool(code, self.policy) for code in codes}

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(self._of)

    async def current(self, store: Store, code: str) -> RegionPool:
        """The region's pool, equal to the store. Raises KeyError for one that is not owned here."""
        pool = self._of[code]
        await pool.catch_up(store)
        return pool
