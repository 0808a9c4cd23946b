"""The weights and rules that a region's proposals were made with, version by version. Pure.

A version is kept when it is first used, and never changed: every proposal names its version, and
anybody may read what that version was.
"""

from dataclasses import asdict, replace
from typing import Any, Final

from services.matching.engine.matcher import Matcher
from services.matching.engine.policy import Policy, policy_of
from services.matching.records import SERVICE, Record
from shared.contracts.regions import region, travel_minutes
from shared.store.collection import Collection, Store

Change = dict[str, dict[str, float]]


class AppliedPolicy(Record):
    """One version in one region; `since` is when it was first applied, UTC ms.

    `serial` 0 is what came with the program; `by` is the account that applied a later one.
    """

    number: str
    since: int
    content: dict[str, Any]
    serial: int = 0
    by: str | None = None


POLICIES: Final = Collection(
    SERVICE, "policies", AppliedPolicy, indexes=(("region", "since"), ("region", "serial", "since"))
)


def policy_id(region: str, version: str) -> str:
    return f"{region}|{version}"


def version_of(region: str, serial: int) -> str:
    """What the coordinators' own versions are called. Derived, so that each exists once."""
    return f"{region}-{serial}"


async def in_force(store: Store, region: str) -> AppliedPolicy | None:
    """The version that counts in a region: the coordinators' last, else the program's newest."""
    own = await store.find(POLICIES, {"region": region}, order="-serial", limit=1)
    if own and own[0].serial:
        return own[0]
    newest = await store.find(POLICIES, {"region": region}, order="-since", limit=1)
    return newest[0] if newest else None


def policy_in(doc: AppliedPolicy, base: Policy) -> Policy:
    """The policy of a document; what an older one does not say is as in `base`."""
    known = {name: values for name, values in doc.content.items() if isinstance(values, dict)}
    return changed(replace(base, version=doc.number), known)


def changed(policy: Policy, change: Change) -> Policy:
    """The policy with other figures. Raises EngineError `bad_policy`, which names the field."""
    found: dict[str, Any] = asdict(policy)
    for name, values in change.items():
        if name in found:
            found[name] = {**found[name], **values}
    # The file calls this section by a word that Python has taken.
    return policy_of({**found, "pass": found["passing"]})


def fresh_matcher(region_code: str, policy: Policy) -> Matcher:
    """The engine of a region by this policy, with nobody in it."""
    return Matcher(region_code, policy, travel_minutes(region(region_code)))


def applied(region: str, policy: Policy, now: int, *, serial: int, by: str | None) -> AppliedPolicy:
    """The document of a version."""
    return AppliedPolicy(
        id=policy_id(region, policy.version),
        region=region,
        number=policy.version,
        since=now,
        content=asdict(policy),
        serial=serial,
        by=by,
    )
