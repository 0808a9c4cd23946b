"""The clock of an association that nobody verifies, as due work: reminding, telling, erasing.

Verifying takes the clock away at any moment, and so does refusing, which begins another.
"""

import contextlib
from collections.abc import AsyncIterator, Sequence

from services.intake.accounts.account import ACCOUNTS, LAPSE, Account, with_roles
from services.intake.accounts.keeping import change_account
from services.intake.associations.association import ASSOCIATIONS, Association, State, erased
from services.intake.associations.clocks import (
    CLOCKS,
    END,
    NOTICE_MS,
    REMIND,
    REMIND_MS,
    WARN,
    to_end,
    to_end_refused,
    to_remind,
    to_warn,
)
from services.intake.desk import Desk
from shared.contracts.coordinators import AssociationWaits
from shared.contracts.intake import AssociationErasureAnnounced, AssociationVerified
from shared.contracts.topics import topic_of
from shared.store.collection import Before, Where
from shared.store.document import Conflict, Due

PAGE = 200
NEVER_VERIFIED: Sequence[State] = ("waiting", "blocked")


async def remind(association: Association, desk: Desk) -> None:
    """Due "remind": the coordinators are told that it waits. Raises Conflict."""
    after, now = association.without_due(REMIND), desk.now()
    if association.state != "waiting":
        await desk.store.save(ASSOCIATIONS, after)
        return
    long: Where = {
        "region": association.region,
        "state": "waiting",
        "registered_at": Before(now - REMIND_MS + 1),
    }
    told = AssociationWaits(
        association=association.id,
        coordinators=await coordinators_of(desk, association.region),
        registered_at=association.registered_at,
        number=await desk.store.count(ASSOCIATIONS, long),
    )
    await desk.store.save(
        ASSOCIATIONS, after.with_due(to_warn(association.registered_at, now)), [told]
    )


async def coordinators_of(desk: Desk, region: str) -> tuple[str, ...]:
    """Who may verify an association of this region."""
    staff = await desk.store.find(
        ACCOUNTS, {"region": region, "staff": True}, order="-made_at", limit=500
    )
    return tuple(one.id for one in staff if "coordinator" in one.roles)


async def warn(association: Association, desk: Desk) -> None:
    """Due "warn": its contact is told that it goes in 30 days. Raises Conflict."""
    after, now = association.without_due(WARN), desk.now()
    if association.state != "waiting":
        await desk.store.save(ASSOCIATIONS, after)
        return
    told = AssociationErasureAnnounced(
        association=association.id,
        contacts=association.contacts,
        registered_at=association.registered_at,
        at=now + NOTICE_MS,
    )
    await desk.store.save(ASSOCIATIONS, after.with_due(to_end(now)), [told])


async def end(association: Association, desk: Desk) -> None:
    """Due "end": it goes, with the accounts that were its alone. Raises Conflict.

    Where a coordinator verifies it in the same moment the save here fails, and what follows from
    verifying gives the account back what was taken.
    """
    if association.state not in NEVER_VERIFIED:
        await desk.store.save(ASSOCIATIONS, association.without_due(END))
        return
    for account in association.contacts:
        await let_account_go(desk, association, account)
    blank, told = erased(association, desk.now())
    await desk.store.save(ASSOCIATIONS, blank, [told])


async def let_account_go(desk: Desk, association: Association, key: str) -> None:
    """Ends that an account speaks for it; one that speaks for nobody else and works nowhere goes."""
    known = await desk.store.get(ACCOUNTS, key)
    if known is None or known.association != association.id:
        return
    heir, now = await heir_of(desk, association, key), desk.now()

    def decide(account: Account) -> Account:
        if account.association != association.id:
            return account
        if heir is not None:
            signed_out = with_roles(account, account.roles, account.changed_by, now)
            return signed_out.model_copy(update={"association": heir.id})
        roles = {role for role in account.roles if role != "association"}
        ended = with_roles(account, roles, account.changed_by, now)
        alone = ended.model_copy(update={"association": None})
        return alone if roles or account.staff else alone.with_due(Due(what=LAPSE, at=now))

    await change_account(desk, key, decide)
    if heir is not None:
        free = {"contact_taken": False}
        await desk.change(ASSOCIATIONS, heir.id, lambda one: (one.model_copy(update=free), ()))


async def heir_of(desk: Desk, association: Association, account: str) -> Association | None:
    """The association that registered with the same contact later, and had to wait for it."""
    async for one in never_verified(desk, association.region):
        if one.id != association.id and one.contact_taken and account in one.contacts:
            return one
    return None


async def never_verified(desk: Desk, region: str) -> AsyncIterator[Association]:
    """Those that wait or are blocked, the oldest first."""
    for state in NEVER_VERIFIED:
        here: Where = {"region": region, "state": state}
        after = None
        while found := await desk.store.find(
            ASSOCIATIONS, here, order="registered_at", limit=PAGE, after=after
        ):
            for one in found:
                yield one
            after = (found[-1].registered_at, found[-1].id)


async def forget(association: Association, desk: Desk) -> None:
    """Due "forget": the last of an erased one goes. Raises Conflict, StillTelling."""
    await desk.store.erase(ASSOCIATIONS, association)


async def start_clocks(desk: Desk) -> None:
    """At a start: who was never verified has a clock, also from an older release or a backup."""
    async for one in never_verified(desk, desk.region):
        if not set(CLOCKS).intersection(entry.what for entry in one.due) and (
            due := missing_clock(one, desk.now())
        ):
            with contextlib.suppress(Conflict):
                await desk.store.save(ASSOCIATIONS, one.with_due(due))


def missing_clock(one: Association, now: int) -> Due | None:
    """The clock of one that has none; None for one that was blocked after it was verified."""
    if one.state == "waiting":
        return to_remind(one.registered_at)
    # An older release told of nothing but decisions: the first one was the refusal.
    refused = one.told.get(topic_of(AssociationVerified).slug, 0) <= 1
    return to_end_refused(one.decided_at or now) if refused else None
