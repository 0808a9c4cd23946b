"""Sessions begin and end here: each stands in its account before its cookie is sent to anybody."""

from collections.abc import Sequence
from typing import Final

from services.intake.accounts.account import Account, Started, with_session, without_sessions
from services.intake.accounts.keeping import change_account
from services.intake.desk import Desk
from shared.web.refusals import Refused
from shared.web.sessions import SESSION_S, Role, Session

# Where somebody lands who has signed in, by the first of these roles that they have.
HOMES: Final[Sequence[tuple[Role, str]]] = (
    ("coordinator", "/board"),
    ("guide", "/board"),
    ("association", "/needs"),
    ("admin", "/accounts"),
)


def session_of(account: Account, key: str, expires: int) -> Session:
    """A session of the account as it is now; `expires` is UTC seconds."""
    return Session(
        id=key,
        account=account.id,
        roles=frozenset(account.roles),
        regions=account.regions,
        association=account.association,
        expires=expires,
    )


async def start_session(desk: Desk, account: str) -> Session:
    """Signs somebody in. Raises Refused where the account is gone or has no role any more."""
    started = Started(id=desk.new_id(), expires=desk.now() // 1000 + SESSION_S)

    def decide(known: Account) -> Account:
        if not known.roles:
            raise Refused("not-found")
        return with_session(known, started, desk.now())

    saved = await change_account(desk, account, decide)
    return session_of(saved, started.id, started.expires)


async def end_session(desk: Desk, session: Session) -> None:
    """Ends one session, or one token; every service hears of it."""
    await change_account(
        desk, session.account, lambda known: without_sessions(known, [session.id], desk.now())
    )


async def end_all(desk: Desk, account: str) -> None:
    """Ends every session of an account on every machine; its tokens stay."""

    def decide(known: Account) -> Account:
        return without_sessions(known, [one.id for one in known.sessions], desk.now())

    await change_account(desk, account, decide)


def home_of(session: Session) -> str:
    """Where somebody with this session begins."""
    return next((path for role, path in HOMES if role in session.roles), "/")
