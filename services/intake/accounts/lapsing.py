"""The clocks of an account: what was signed is forgotten once it is over, and so is whoever speaks
for nobody and works here no more.
"""

from typing import Final

from services.intake.accounts.account import (
    ACCOUNTS,
    FORGET,
    LAPSE,
    TIDY,
    Account,
    contact_of,
    tidied,
)
from services.intake.accounts.keeping import news
from services.intake.desk import Desk
from shared.contracts.intake import ContactChanged
from shared.store.document import Due

SOON_MS: Final = 60_000


async def tidy(account: Account, desk: Desk) -> None:
    """Due "tidy": sessions and tokens that are over go, here and where they were told."""
    after = tidied(account, desk.now())
    await desk.store.save(ACCOUNTS, after, news(desk, account, after))


async def lapse(account: Account, desk: Desk) -> None:
    """Due "lapse": an account that is nobody's tells that nobody is reached by it any more."""
    after = account.without_due(LAPSE)
    if account.roles:
        await desk.store.save(ACCOUNTS, after)
        return
    gone = ContactChanged(contact=account.id, key_id=desk.keys.current, sealed=None)
    soon = Due(what=FORGET, at=desk.now() + SOON_MS)
    await desk.store.save(ACCOUNTS, after.without_due(TIDY).with_due(soon), [gone])


async def forget(account: Account, desk: Desk) -> None:
    """Due "forget": removes it, or tells its contact anew where somebody gave it a role meanwhile.

    Raises Conflict, StillTelling.
    """
    if account.roles:
        kept = account.without_due(FORGET)
        await desk.store.save(ACCOUNTS, kept, [contact_of(account, desk.keys)])
        return
    await desk.store.erase(ACCOUNTS, account)
