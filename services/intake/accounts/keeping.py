"""Keeping accounts: each change is read, decided and saved; a conflict is decided again."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from services.intake.accounts.account import (
    ACCOUNTS,
    STAFF,
    Account,
    NewAccount,
    account_id,
    contact_of,
    ended_sessions,
    has_told_roles,
    opened,
    roles_of,
    with_roles,
    with_welcome,
)
from services.intake.desk import Desk
from services.intake.lines import address
from shared.contracts.message import Message
from shared.settings import Misconfigured
from shared.store.collection import Where
from shared.store.document import Conflict
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import IsEnded, Role, Session

OWN_ADMIN: Final = say_later("Another administrator has to take this role from you.")


async def change_account(desk: Desk, key: str, decide: Callable[[Account], Account]) -> Account:
    """Saves what `decide` makes of the account, and announces what others have to hear of it.

    Raises Refused where there is no such account, or what `decide` raises.
    """

    def heard(known: Account) -> tuple[Account, Sequence[Message]]:
        changed = decide(known)
        return (known, ()) if changed == known else (changed, news(desk, known, changed))

    return await desk.change(ACCOUNTS, key, heard)


def news(desk: Desk, before: Account, after: Account) -> Sequence[Message]:
    """What others have to hear of a change."""
    told: list[Message] = []
    if after.ended != before.ended:
        told.append(ended_sessions(after))
    if reached_by(after) != reached_by(before):
        told.append(contact_of(after, desk.keys))
    if after.staff and (after.roles != before.roles or not has_told_roles(before)):
        told.append(roles_of(after))
    return told


def reached_by(account: Account) -> tuple[str, ...]:
    """What a letter to somebody hangs on, beside their address, which never changes."""
    return account.name, account.language, account.letters


async def open_account(desk: Desk, asked: NewAccount, *, welcome: bool) -> Account:
    """The account of the address: made where there is none, else the one that is there.

    `welcome` sends a new account its first link.
    """
    made = opened(asked, desk.keys, desk.region, desk.now())
    if welcome:
        made = with_welcome(made, desk.now())
    if known := await desk.store.get(ACCOUNTS, made.id):
        return known
    try:
        told: list[Message] = [contact_of(made, desk.keys)]
        if made.staff:
            told.append(roles_of(made))
        return await desk.store.save(ACCOUNTS, made, told)
    except Conflict:
        return await change_account(desk, made.id, lambda account: account)


async def invite(desk: Desk, asked: NewAccount) -> Account:
    """An account with at least these roles, and a letter with a link on its way."""
    account = await open_account(desk, asked, welcome=True)
    now = desk.now()

    def decide(known: Account) -> Account:
        if set(asked.roles) <= set(known.roles):
            return known
        return with_welcome(with_roles(known, {*known.roles, *asked.roles}, asked.by, now), now)

    return await change_account(desk, account.id, decide)


async def set_roles(desk: Desk, key: str, roles: Iterable[Role], by: str) -> Account:
    """Gives a member of staff these roles in place of the old ones; signed sessions end.

    An association's contact stays one. Nobody takes their own administrator's role away: there
    might be nobody left to give it back. Raises Refused.
    """
    wanted, now = frozenset(roles), desk.now()

    def decide(known: Account) -> Account:
        if known.id == by and "admin" in known.roles and "admin" not in wanted:
            raise Refused("invalid", fields={"roles": OWN_ADMIN})
        kept = {role for role in known.roles if role not in STAFF}
        if kept | wanted == set(known.roles):
            return known
        return with_roles(known, kept | wanted, by, now)

    return await change_account(desk, key, decide)


async def first_account(desk: Desk) -> Account:
    """The account that everything begins with, made at the first start. Raises Misconfigured."""
    try:
        email = address(desk.settings.first_email)
    except ValueError:
        raise Misconfigured("LOTSA_FIRST_EMAIL is no e-mail address") from None
    asked = NewAccount(email=email, name="", language="sv", roles=STAFF)
    return await open_account(desk, asked, welcome=False)


async def account_of(desk: Desk, email: str) -> Account | None:
    return await desk.store.get(ACCOUNTS, account_id(desk.keys, email))


async def all_staff(desk: Desk) -> list[Account]:
    """Everybody who works here or did, the newest first; an association's contacts are not here."""
    here: Where = {"region": desk.region, "staff": True}
    return await desk.store.find(ACCOUNTS, here, order="-made_at", limit=500)


def is_ended_at(desk: Desk) -> IsEnded:
    """Intake need not hear of ended sessions: it reads its own accounts."""

    async def is_ended(session: Session) -> bool:
        account = await desk.store.get(ACCOUNTS, session.account)
        return account is not None and any(one.id == session.id for one in account.ended)

    return is_ended
