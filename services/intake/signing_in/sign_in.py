"""A one-time link: asked for with an address, looked up behind, burned once within 15 minutes.

Asking makes the same one document whether the address has an account or not: it holds the id that
an account of this address has or would have, never the address. The key is not kept, only its hash.
"""

from typing import Final
from uuid import NAMESPACE_OID, uuid5

from services.intake.accounts.account import ACCOUNTS, Account, account_id
from services.intake.desk import Desk
from shared.contracts.intake import SignInAsked
from shared.keys import Keys, hash_of
from shared.store.collection import Collection
from shared.store.document import Conflict, Document, Due
from shared.web.refusals import Refused

VALID_MS: Final = 15 * 60_000
# Long enough to say "used or too old" to who comes late, short enough to keep little.
KEPT_MS: Final = 24 * 3600_000
# The look-up begins when the answer, and the page after it, are long out: what a known address
# sets off must not show in how long anybody waits.
LOOK_UP_AFTER_MS: Final = 1_500


class SignIn(Document):
    """One asked-for link. Times are UTC ms."""

    account: str
    key_hash: str
    expires_at: int
    used_at: int | None = None

    def is_open(self, now: int) -> bool:
        return self.used_at is None and now < self.expires_at


SIGN_INS: Final = Collection("intake", "sign_ins", SignIn, indexes=(("key_hash",),))


def key_of(keys: Keys, sign_in: str) -> str:
    return keys.link_key("sign-in", sign_in)


def made(desk: Desk, key: str, account: str) -> SignIn:
    """A link for the account, open from now on, not saved yet."""
    now = desk.now()
    return SignIn(
        id=key,
        region=desk.region,
        account=account,
        key_hash=hash_of(key_of(desk.keys, key)),
        expires_at=now + VALID_MS,
    ).with_due(Due(what="forget", at=now + KEPT_MS))


async def ask(desk: Desk, email: str) -> None:
    """Queues a link for this (normal) address: one save, whoever the address belongs to."""
    asked = made(desk, desk.new_id(), account_id(desk.keys, email))
    await desk.store.save(
        SIGN_INS, asked.with_due(Due(what="look_up", at=desk.now() + LOOK_UP_AFTER_MS))
    )


async def look_up(sign_in: SignIn, desk: Desk) -> None:
    """Due work: has the link written to where there is an account that may sign in."""
    account = await desk.store.get(ACCOUNTS, sign_in.account)
    told = [asked_for(sign_in)] if account and account.roles else []
    await desk.store.save(SIGN_INS, sign_in.without_due("look_up"), told)


async def forget(sign_in: SignIn, desk: Desk) -> None:
    """Due work: a link that is long over leaves nothing behind."""
    await desk.store.erase(SIGN_INS, sign_in)


async def write_link(desk: Desk, account: str, mark: str) -> None:
    """Has a link written that nobody asked for (an invitation); `mark` makes it once."""
    sign_in = made(desk, str(uuid5(NAMESPACE_OID, f"sign-in|{account}|{mark}")), account)
    if await desk.store.get(SIGN_INS, sign_in.id) is None:
        await desk.store.save(SIGN_INS, sign_in, [asked_for(sign_in)])


async def welcome(account: Account, desk: Desk) -> None:
    """Due work: a new account's first link."""
    since = next(entry.at for entry in account.due if entry.what == "welcome")
    await write_link(desk, account.id, str(since))
    await desk.store.save(ACCOUNTS, account.without_due("welcome"))


async def ready_link(desk: Desk, account: str) -> str:
    """The address of a fresh one-time link, for the console of this machine alone."""
    sign_in = await desk.store.save(SIGN_INS, made(desk, desk.new_id(), account))
    return f"{desk.settings.base_url}/sign-in/{key_of(desk.keys, sign_in.id)}"


async def open_link(desk: Desk, key: str) -> SignIn:
    """The link of this key, where it still opens the door; it is not used by looking.

    Raises Refused: "not-found" for a key that we never made, "gone" for one that is over.
    """
    if not desk.keys.genuine(key):
        raise Refused("not-found")
    found = await desk.store.find(SIGN_INS, {"key_hash": hash_of(key)}, limit=1)
    if not found or not found[0].is_open(desk.now()):
        raise Refused("gone")
    return found[0]


async def burn(desk: Desk, key: str) -> SignIn:
    """Uses the link up; of many at once exactly one succeeds. Raises Refused as `open_link`."""
    sign_in = await open_link(desk, key)
    try:
        return await desk.store.save(SIGN_INS, sign_in.model_copy(update={"used_at": desk.now()}))
    except Conflict:
        # Either another browser was faster, or the look-up ran just now: look again.
        return await burn(desk, key)


def asked_for(sign_in: SignIn) -> SignInAsked:
    return SignInAsked(sign_in=sign_in.id, account=sign_in.account, expires_at=sign_in.expires_at)
