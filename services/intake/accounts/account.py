"""An account: somebody who signs in. What may change about one, as pure functions.

One document holds an account's roles, its sessions and its tokens, so that taking a role away and
ending what was signed with it are one write.
"""

import hmac
import json
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.contracts.intake import ContactChanged, RolesChanged, SessionEnded
from shared.contracts.topics import topic_of
from shared.keys import Keys
from shared.store.collection import Collection
from shared.store.document import Document, Due
from shared.web.sessions import Role

STAFF: Final[tuple[Role, ...]] = ("guide", "coordinator", "admin")
TOKENS_AT_MOST: Final = 10
TIDY: Final = "tidy"
LAPSE: Final = "lapse"
FORGET: Final = "forget"
LETTERS: Final = ("each", "day")
"""How somebody who speaks for an association gets its news: one by one, or those of a day together."""
LAPSE_MS: Final = 90 * 24 * 3_600_000
"""How long an account without any role is kept: it may be given one again."""


class Started(BaseModel):
    """A session that was signed; `expires` is UTC seconds, as in the session itself."""

    model_config = ConfigDict(frozen=True)

    id: str
    expires: int


class Token(Started):
    """A session of long life, for programs. The token itself is shown once and kept nowhere."""

    name: str
    hash: str
    made_at: int


class Account(Document):
    """Somebody who signs in: `id` follows from the address, so that one address has one account.

    Without roles nobody signs in with it. `association` is whom a contact speaks for.
    """

    email: str
    name: str
    language: str
    roles: tuple[Role, ...]
    regions: tuple[str, ...]
    staff: bool = False
    """Whether it is or was one of those who work here, and stands in their list."""
    association: str | None = None
    letters: str = LETTERS[0]
    made_at: int
    came_at: int | None = None
    """When they first signed in."""
    changed_by: str | None = None
    sessions: tuple[Started, ...] = ()
    tokens: tuple[Token, ...] = ()
    ended: tuple[Started, ...] = ()
    """Sessions and tokens that were ended before their time; kept until they would be over."""


ACCOUNTS: Final = Collection(
    "intake", "accounts", Account, indexes=(("region", "staff", "made_at"),)
)


class NewAccount(BaseModel):
    """What an account is made from; the address is normal already (`lines.address`)."""

    model_config = ConfigDict(frozen=True)

    email: str
    name: str
    language: str
    roles: tuple[Role, ...]
    association: str | None = None
    by: str | None = None


def account_id(keys: Keys, email: str) -> str:
    """The id of the account of an address: the same for ever, and no way back to the address.

    It hangs on the form key; an installation that replaces that key gives new ids to new accounts.
    """
    digest = hmac.digest(keys.form, b"account|" + email.encode(), "sha256")
    return str(UUID(bytes=digest[:16], version=4))


def opened(asked: NewAccount, keys: Keys, region: str, now: int) -> Account:
    """A new account, not saved yet."""
    return Account(
        id=account_id(keys, asked.email),
        region=region,
        email=asked.email,
        name=asked.name,
        language=asked.language,
        roles=asked.roles,
        regions=(region,),
        staff=any(role in STAFF for role in asked.roles),
        association=asked.association,
        made_at=now,
        changed_by=asked.by,
    )


def contact_of(account: Account, keys: Keys) -> ContactChanged:
    """How the account is reached, sealed for the one service that writes letters."""
    said = {
        "name": account.name,
        "language": account.language,
        "email": account.email,
        "phone": None,
        "reach": "email",
        "letters": account.letters,
    }
    key_id, sealed = keys.seal(json.dumps(said, ensure_ascii=False), about=account.id)
    return ContactChanged(contact=account.id, key_id=key_id, sealed=sealed)


def with_session(account: Account, session: Started, now: int) -> Account:
    """The account with one session more; those that are over are forgotten."""
    kept = (*still(account.sessions, now), session)
    after = account.model_copy(update={"sessions": kept, "came_at": account.came_at or now})
    return with_tidying(after)


def with_token(account: Account, token: Token, now: int) -> Account:
    """The account with one token more."""
    kept = [one for one in account.tokens if one.expires * 1000 > now]
    return with_tidying(account.model_copy(update={"tokens": (*kept, token)}))


def without_sessions(account: Account, ids: Iterable[str], now: int) -> Account:
    """The account with these sessions and tokens ended."""
    named = set(ids)
    over = [one for one in (*account.sessions, *account.tokens) if one.id in named]
    plain = [Started(id=one.id, expires=one.expires) for one in over]
    after = account.model_copy(
        update={
            "sessions": tuple(s for s in still(account.sessions, now) if s.id not in named),
            "tokens": tuple(t for t in account.tokens if t.id not in named),
            "ended": (*still(account.ended, now), *plain),
        }
    )
    return with_tidying(after)


def with_tidying(account: Account) -> Account:
    """The account that is looked at again when the first of what it has signed is over."""
    signed = (*account.sessions, *account.tokens, *account.ended)
    if not signed:
        return account.without_due(TIDY)
    return account.with_due(Due(what=TIDY, at=1_000 * min(one.expires for one in signed)))


def tidied(account: Account, now: int) -> Account:
    """The account without what is over."""
    tokens = tuple(one for one in account.tokens if one.expires * 1000 > now)
    sessions, ended = still(account.sessions, now), still(account.ended, now)
    told = {"sessions": sessions, "tokens": tokens, "ended": ended}
    return with_tidying(account.model_copy(update=told))


def with_roles(account: Account, roles: Iterable[Role], by: str | None, now: int) -> Account:
    """The account with these roles and no others; whatever was signed with the old ones ends."""
    wanted = set(roles)
    signed = [one.id for one in (*account.sessions, *account.tokens)]
    ended = without_sessions(account, signed, now)
    ordered = tuple(role for role in ("association", *STAFF) if role in wanted)
    staff = account.staff or any(role in STAFF for role in ordered)
    after = ended.model_copy(update={"roles": ordered, "staff": staff, "changed_by": by})
    return (
        after.without_due(LAPSE) if ordered else after.with_due(Due(what=LAPSE, at=now + LAPSE_MS))
    )


def with_welcome(account: Account, now: int) -> Account:
    """The account, with a letter that brings its first one-time link due."""
    return account.with_due(Due(what="welcome", at=now))


def ended_sessions(account: Account) -> SessionEnded:
    """All of the account's sessions that count no longer and are not over yet."""
    return SessionEnded(account=account.id, sessions=tuple(one.id for one in account.ended))


def roles_of(account: Account) -> RolesChanged:
    """What the account may do here, for those who share out work."""
    return RolesChanged(
        account=account.id,
        roles=tuple(role for role in account.roles if role in STAFF),
        regions=account.regions,
    )


def has_told_roles(account: Account) -> bool:
    """Whether its roles were ever told: those of an older release were not."""
    return topic_of(RolesChanged).slug in account.told


def still(sessions: Iterable[Started], now: int) -> tuple[Started, ...]:
    """Those that are not over at `now` (UTC ms)."""
    return tuple(one for one in sessions if one.expires * 1000 > now)
