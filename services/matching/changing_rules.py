"""Changing the weights and rules of a region: read, tried on the present pool, and applied.

A new version is one document under an id that follows from the version before, so that of two
coordinators who change the same one, the second is told to look again.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from pydantic import Field

from services.matching.approvals import NotNow
from services.matching.desk import Desk
from services.matching.elsewhere import solved_twice
from services.matching.engine.errors import EngineError
from services.matching.engine.policy import Policy
from services.matching.pass_views import ENOUGH, region_of
from services.matching.passes import copied
from services.matching.passing import Figures
from services.matching.rulebook import (
    POLICIES,
    AppliedPolicy,
    Change,
    applied,
    changed,
    in_force,
    policy_in,
    version_of,
)
from services.matching.scheduling import ask_for_pass
from services.matching.views import View
from shared.store.document import Conflict
from shared.web.refusals import Refused
from shared.web.sessions import Session

SECTIONS: Final = ("weights", "travel", "fairness", "stability")
FRACTIONS: Final = frozenset({"served_ratio"})
MOST_VERSIONS: Final = 50


class RulesView(View):
    """The weights and rules in force; `serial` is sent back when they are changed."""

    version: str
    serial: int
    since: int
    by: str | None
    content: dict[str, dict[str, float]]


class TriedView(View):
    """What one policy would come to on the present pool."""

    version: str
    served: int
    proposed: int
    points: int
    gap: float
    ratio: float | None
    costs: dict[str, int]


class PreviewView(View):
    """Today's policy and the changed one, side by side. Nothing was changed."""

    serial: int
    today: TriedView
    changed: TriedView
    would_change: int = Field(description="Cases that would be proposed something else")


async def rules(session: Session, desk: Desk) -> tuple[AppliedPolicy, Policy]:
    """What is in force in the reader's region. Raises Refused."""
    doc = await in_force(desk.store, region_of(session, desk))
    if doc is None:
        raise Refused("not-found")
    return doc, policy_in(doc, desk.pools.policy)


def rules_view(doc: AppliedPolicy, policy: Policy) -> RulesView:
    whole: dict[str, Any] = asdict(policy)
    content = {name: whole[name] for name in SECTIONS}
    return RulesView(
        version=doc.number, serial=doc.serial, since=doc.since, by=doc.by, content=content
    )


async def versions(session: Session, desk: Desk) -> list[AppliedPolicy]:
    """All versions so far, the newest first. Raises Refused."""
    where = {"region": region_of(session, desk)}
    return await desk.store.find(POLICIES, where, order="-since", limit=MOST_VERSIONS)


def read_change(sent: Mapping[str, str]) -> Change:
    """Figures by "section.field", as a form sends them. Raises Refused, which names the fields."""
    change: Change = {}
    wrong = {}
    for name, text in sent.items():
        section, _, field = name.partition(".")
        try:
            figure = float(text.replace(",", ".")) if field in FRACTIONS else int(text)
        except ValueError:
            wrong[name] = "number"
            continue
        change.setdefault(section, {})[field] = figure
    if wrong:
        raise Refused("invalid", fields=wrong)
    return change


def made(doc: AppliedPolicy, policy: Policy, change: Change) -> Policy:
    """The next version. Raises Refused, which names the field that cannot be so."""
    if not change.keys() <= set(SECTIONS):
        raise Refused("invalid", fields={"section": "unknown"})
    try:
        after = changed(policy, change)
    except EngineError as no:
        raise Refused("invalid", fields={no.field: no.slug}) from None
    return replace(after, version=version_of(doc.region, doc.serial + 1))


async def preview(session: Session, change: Change, desk: Desk) -> PreviewView:
    """A dry run of the change on the present pool. Raises Refused."""
    doc, policy = await rules(session, desk)
    other = made(doc, policy, change)
    if doc.region not in desk.pools.regions:
        raise Refused("not-ready", retry_after=30)
    pool = await desk.pools.current(desk.store, doc.region)
    today, then = await solved_twice(await copied(pool, 0, desk), other)
    return PreviewView(
        serial=doc.serial,
        today=tried(policy.version, today.figures, today.proposed),
        changed=tried(other.version, then.figures, then.proposed),
        would_change=len(then.moved),
    )


def tried(version: str, figures: Figures, proposed: int) -> TriedView:
    return TriedView(
        version=version,
        served=figures.served,
        proposed=proposed,
        points=figures.points,
        gap=figures.gap,
        ratio=figures.ratio if figures.served >= ENOUGH else None,
        costs=figures.costs,
    )


async def apply(session: Session, change: Change, desk: Desk, *, seen: int) -> AppliedPolicy:
    """Keeps the next version and has a pass run with it. Raises Refused, NotNow."""
    doc, policy = await rules(session, desk)
    if doc.serial != seen:
        raise NotNow("changed")
    after = made(doc, policy, change)
    kept = applied(doc.region, after, desk.now(), serial=doc.serial + 1, by=session.account)
    try:
        kept = await desk.keep(POLICIES, kept)
    except Conflict:
        raise NotNow("changed") from None
    await ask_for_pass(desk, doc.region, "rules", by=session.account)
    return kept
