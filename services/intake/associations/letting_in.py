"""Keeping who speaks for an association, and what follows for accounts and for open needs."""

from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel, ConfigDict

from services.intake.accounts.account import ACCOUNTS, Account, NewAccount, account_id, with_roles
from services.intake.accounts.keeping import change_account, open_account
from services.intake.associations.association import ASSOCIATIONS, Association, Invited
from services.intake.associations.contacts import (
    LET_GO,
    TELL_NEEDS,
    told_changed,
    with_invited,
    with_let_in,
    without_contact,
)
from services.intake.associations.deciding import change_association
from services.intake.desk import Desk
from services.intake.lines import Address, FirstName
from services.intake.needs.need import NEEDS
from services.intake.needs.need import told_changed as told_need
from services.intake.typed import PageLanguage
from shared.contracts.message import Message
from shared.store.collection import Where
from shared.web.limits import Limit
from shared.web.sessions import Session

INVITED_BY: Final = Limit("contacts-of", 20)


class ContactInvited(BaseModel):
    """Who is to speak for the association, too; letters to them come in this language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: FirstName
    email: Address
    language: PageLanguage = "sv"


class ContactShown(BaseModel):
    """A contact as the others of the association see one. `came` is whether they ever signed in;
    somebody invited who has an account elsewhere looks like one who has not come yet.
    """

    account: str
    name: str
    email: str
    language: str
    came: bool


async def invite_contact(desk: Desk, key: str, asked: ContactInvited, by: Session) -> Association:
    """Has somebody speak for the association, too; the same again changes nothing. Raises Refused."""
    await desk.limits.take(INVITED_BY, key, desk.now())
    one = Invited(
        account=account_id(desk.keys, asked.email),
        name=asked.name,
        email=asked.email,
        language=asked.language,
        by=by.account,
        trusted="coordinator" in by.roles,
    )
    return await change_association(
        desk, key, lambda known: (with_invited(known, one, desk.now()), ())
    )


async def remove_contact(desk: Desk, key: str, account: str) -> Association:
    """Ends that somebody speaks for the association, or an invitation. Raises Refused."""

    def decide(known: Association) -> tuple[Association, Sequence[Message]]:
        after = without_contact(known, account, desk.now())
        return after, () if after.contacts == known.contacts else (told_changed(after),)

    return await change_association(desk, key, decide)


async def let_in(association: Association, desk: Desk) -> None:
    """Due "let_in": opens the accounts of those invited whose account is nobody's yet."""
    bound = [one.account for one in association.invited if await bind(desk, one, association.id)]
    arrived = tuple(bound)
    after = with_let_in(association, arrived, desk.now())
    await desk.store.save(ASSOCIATIONS, after, [told_changed(after, arrived)] if arrived else [])


async def bind(desk: Desk, one: Invited, association: str) -> bool:
    """Whether the account speaks for the association now. Harmless to repeat."""
    asked = NewAccount(
        email=one.email,
        name=one.name,
        language=one.language,
        roles=("association",),
        association=association,
        by=one.by,
    )
    await open_account(desk, asked, welcome=False)
    now = desk.now()

    def decide(known: Account) -> Account:
        if known.association not in {None, association}:
            return known
        if "association" in known.roles or (known.roles and not one.trusted):
            return known
        given = with_roles(known, {*known.roles, "association"}, one.by, now)
        own = {} if known.roles else {"name": one.name, "language": one.language, "came_at": None}
        return given.model_copy(update={"association": association, **own})

    account = await change_account(desk, one.account, decide)
    return account.association == association and "association" in account.roles


async def let_go(association: Association, desk: Desk) -> None:
    """Due "let_go": accounts of contacts who were removed speak for nobody, and are signed out."""
    now = desk.now()

    def decide(known: Account) -> Account:
        if known.association != association.id:
            return known
        roles = {role for role in known.roles if role != "association"}
        ended = with_roles(known, roles, known.changed_by, now)
        return ended.model_copy(update={"association": None})

    for account in association.leaving:
        if account not in association.contacts and await desk.store.get(ACCOUNTS, account):
            await change_account(desk, account, decide)
    done = association.model_copy(update={"leaving": ()}).without_due(LET_GO)
    await desk.store.save(ASSOCIATIONS, done)


async def tell_needs(association: Association, desk: Desk) -> None:
    """Due "tell_needs": open needs name those who speak for the association now."""
    open_ones: Where = {"association": association.id, "state": "open"}
    for need in await desk.store.find(NEEDS, open_ones, order="posted_at", limit=500):
        if need.contacts != association.contacts:
            after = need.model_copy(update={"contacts": association.contacts})
            await desk.store.save(NEEDS, after, [told_need(after)])
    await desk.store.save(ASSOCIATIONS, association.without_due(TELL_NEEDS))


async def contacts_of(desk: Desk, association: Association) -> list[ContactShown]:
    """Everybody who speaks for it or is invited to, by name."""
    known = [await desk.store.get(ACCOUNTS, key) for key in association.contacts]
    here = [
        ContactShown(
            account=one.id,
            name=one.name,
            email=one.email,
            language=one.language,
            came=one.came_at is not None or bool(one.sessions),
        )
        for one in known
        if one is not None
    ]
    waiting = [
        ContactShown(**one.model_dump(include={"account", "name", "email", "language"}), came=False)
        for one in association.invited
    ]
    return sorted([*here, *waiting], key=lambda one: (one.name, one.email))
