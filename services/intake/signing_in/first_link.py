"""The link of the first account, which the console prints at every start."""

from services.intake.accounts.keeping import first_account
from services.intake.desk import Desk
from services.intake.signing_in.sign_in import ready_link


async def make_first(desk: Desk) -> None:
    """At a start: the first account is there."""
    await first_account(desk)


async def first_link(desk: Desk) -> str:
    """A ready one-time link for the first account, for the console of this machine alone."""
    return await ready_link(desk, (await first_account(desk)).id)
