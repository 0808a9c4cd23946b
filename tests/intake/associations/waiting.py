"""What tests of an association that nobody verifies do: register it, and let time pass."""

from uuid import uuid4

from services.intake.accounts.account import ACCOUNTS, Account, account_id
from services.intake.associations.association import Association, Registration
from services.intake.associations.deciding import register
from tests.intake.door import bodies, desk_of, reread
from tests.stage import Stage

MINUTE_MS = 60_000
SARA = "sara@example.org"
KINDS = ("AssociationWaits", "AssociationErasureAnnounced", "AssociationErased")


async def registered(stage: Stage, email: str = SARA, form: str | None = None) -> Association:
    asked = Registration(name="Kören", contact_name="Sara", contact_email=email)
    made = await register(desk_of(stage), asked, form or str(uuid4()))
    await stage.settle()
    return await reread(stage, made)


async def at(stage: Stage, moment: int) -> None:
    stage.clock.at = moment
    await stage.settle()


async def goes_by(stage: Stage, one: Association, until: int) -> None:
    """Time passes from one clock of the association to the next."""
    while stage.clock.at < until:
        later = [entry.at for entry in (await reread(stage, one)).due if entry.at > stage.clock.at]
        await at(stage, min([*later, until]))


async def account_of(stage: Stage, email: str = SARA) -> Account | None:
    desk = desk_of(stage)
    return await desk.store.get(ACCOUNTS, account_id(desk.keys, email))


def told(stage: Stage) -> list[int]:
    return [len(bodies(stage, kind)) for kind in KINDS]
