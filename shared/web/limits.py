"""How often something may be tried: counted in the service's store, so that all replicas agree.

Who tries is kept as a keyed hash (an address is personal data), and only as long as it counts.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Any, Final

from shared.keys import Keys
from shared.settings import Networks, Settings
from shared.store.collection import Collection, Store
from shared.store.document import Conflict, Document, Due
from shared.store.due import Step
from shared.web.refusals import Refused
from shared.web.visits import Visit

TRIES: Final = 20
FORGET: Final = "forget"
HOUR_MS: Final = 3_600_000


@dataclass(frozen=True)
class Limit:
    """At most `most` times of `what` within any `within_ms`."""

    what: str
    most: int
    within_ms: int = HOUR_MS


class Tries(Document):
    """When somebody tried something (UTC ms, oldest first), as far back as it counts."""

    at: tuple[int, ...] = ()


def limits_of(service: str) -> Collection[Tries]:
    """The collection that a service counts in; it belongs into its Parts."""
    return Collection(service, "limits", Tries)


def forgetting(service: str) -> Step[Tries, Any]:
    """The due work that removes what no longer counts; it belongs into its Parts."""

    async def forget(tries: Tries, desk: Any) -> None:
        store: Store = desk.office.store
        await store.erase(limits_of(service), tries)

    return Step(limits_of(service), FORGET, forget)


def counted(tries: Tries, limit: Limit, now: int) -> tuple[Tries, int]:
    """The tries with one more, and 0; or as they were, and how many ms to wait."""
    still = tuple(at for at in tries.at if at > now - limit.within_ms)
    if len(still) >= limit.most:
        return tries, still[-limit.most] + limit.within_ms - now
    more = tries.model_copy(update={"at": (*still, now)})
    return more.with_due(Due(what=FORGET, at=now + limit.within_ms)), 0


@dataclass(frozen=True)
class Limits:
    """The counts of one service. `region` is where its documents belong."""

    service: str
    store: Store
    keys: Keys
    region: str

    async def take(self, limit: Limit, who: str, now: int) -> None:
        """Counts one try of `who` (an address, an account). Raises Refused("too-often").

        A refused try is not counted: who waits as long as told may go on.
        """
        collection, key = limits_of(self.service), self._id(limit, who)
        for _ in range(TRIES):
            known = await self.store.get(collection, key) or Tries(id=key, region=self.region)
            tries, wait_ms = counted(known, limit, now)
            if wait_ms:
                raise Refused("too-often", retry_after=-(-wait_ms // 1000))
            try:
                await self.store.save(collection, tries)
            except Conflict:
                continue
            return
        raise Refused("too-often", retry_after=1)

    def _id(self, limit: Limit, who: str) -> str:
        said = f"limit|{self.service}|{limit.what}|{who}".encode()
        return hmac.digest(self.keys.form, said, "sha256").hex()


def address_of(peer: str | None, headers: Mapping[str, str], settings: Settings) -> str:
    """Where a request comes from. X-Forwarded-For counts only where a trusted proxy wrote it.

    Each proxy adds whom it heard from at the end, so the last entry that is no proxy's is the
    sender; those before it could be anything. Of an IPv6 address its network (/64) counts, since
    one household has all of it.
    """
    address, proxies = peer or "unknown", settings.proxies
    told = [one.strip() for one in headers.get("x-forwarded-for", "").split(",") if one.strip()]
    while told and proxies and trusted(address, proxies):
        address = told.pop()
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return parsed.exploded[:19]
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def trusted(address: str, proxies: Networks) -> bool:
    """Whether `address` is in one of the networks."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in proxies)


def came_from(visit: Visit) -> str:
    """The address that a visit is counted under."""
    peer = visit.request.client.host if visit.request.client else None
    return address_of(peer, visit.request.headers, visit.site.settings)
