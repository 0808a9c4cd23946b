"""Bearer tokens: sessions of long life, for programs. Each is shown once, and only its hash kept."""

from typing import Final, NamedTuple

from services.intake.accounts.account import (
    TOKENS_AT_MOST,
    Account,
    Token,
    with_token,
    without_sessions,
)
from services.intake.accounts.keeping import change_account
from services.intake.desk import Desk
from services.intake.sessions import session_of
from shared.keys import hash_of
from shared.web.languages import say_later
from shared.web.refusals import Refused
from shared.web.sessions import Reader, Session

LIFE_S: Final = 365 * 24 * 3600
TOO_MANY: Final = say_later("You have as many tokens as you may. Revoke one first.")


class Made(NamedTuple):
    """A token just made, with the one text that is never shown again."""

    token: Token
    text: str


def owner(reader: Reader) -> Session:
    """Whoever signed in themselves: a token makes no tokens. Raises Refused."""
    session = reader.must_be("association", "guide", "coordinator", "admin")
    if reader.bearer:
        raise Refused("not-allowed")
    return session


async def make_token(desk: Desk, account: str, name: str) -> Made:
    """A token with the roles that the account has now. Raises Refused at the limit."""
    now = desk.now()
    key, expires = desk.new_id(), now // 1000 + LIFE_S
    text = ""

    def decide(known: Account) -> Account:
        nonlocal text
        if len(known.tokens) >= TOKENS_AT_MOST:
            raise Refused("invalid", fields={"name": TOO_MANY})
        text = session_of(known, key, expires).sign(desk.keys)
        token = Token(id=key, expires=expires, name=name, hash=hash_of(text), made_at=now)
        return with_token(known, token, now)

    saved = await change_account(desk, account, decide)
    return Made(next(one for one in saved.tokens if one.id == key), text)


async def revoke(desk: Desk, account: str, key: str) -> None:
    """Ends one token of this account. Raises Refused where it has none of this id."""

    def decide(known: Account) -> Account:
        if all(token.id != key for token in known.tokens):
            raise Refused("not-found")
        return without_sessions(known, [key], desk.now())

    await change_account(desk, account, decide)
