"""A form that is not sent yet: kept for a while, readable only with the key in the reader's cookie.

The store holds ciphertext, and the hash of the cookie as its id: whoever has the store alone reads
nothing. A draft goes by itself; on a device that somebody else will use it goes soon.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict

from services.intake.desk import Desk
from services.intake.people.answers import Answers
from shared.store.collection import Collection
from shared.store.document import Conflict, Document, Due

MINUTE_MS: Final = 60_000
OPENS_AT_ONCE_MS: Final = 10 * MINUTE_MS
KEPT_MS: Final = 14 * 24 * 60 * MINUTE_MS
KEPT_AT_A_GUIDES_MS: Final = 60 * MINUTE_MS
NONCE: Final = 12
FORGET: Final = "forget"
TRIES: Final = 5

Way = Literal["new", "volunteer"]
"""Which form it is: of somebody who is new here, or of somebody who wants to help."""


class Draft(BaseModel):
    """What is sealed. `form_id` stays with the form until it is sent.

    Where somebody changes what they said, `revision` is that of the answers which they began from.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    form_id: str
    way: Way
    answers: Answers
    revision: int = 0


class SealedDraft(Document):
    """A draft in the store; `touched_at` is UTC ms."""

    sealed: str
    touched_at: int


DRAFTS: Final = Collection("intake", "drafts", SealedDraft)


@dataclass(frozen=True)
class Opened:
    """A draft with the document it came from."""

    draft: Draft
    document: SealedDraft


def new_key() -> str:
    """A key for a cookie: 256 random bits."""
    return secrets.token_urlsafe(32)


def id_of(key: str) -> str:
    return hashlib.sha256(f"draft|{key}".encode()).hexdigest()


def secret_of(key: str) -> bytes:
    return hashlib.sha256(f"draft-key|{key}".encode()).digest()


def seal(draft: Draft, key: str) -> str:
    """The draft encrypted under the key, bound to the document it is for."""
    nonce = secrets.token_bytes(NONCE)
    said = draft.model_dump_json().encode()
    sealed = AESGCM(secret_of(key)).encrypt(nonce, said, id_of(key).encode())
    return base64.b64encode(nonce + sealed).decode()


def unseal(sealed: str, key: str) -> Draft | None:
    """The draft, or None where the key does not fit."""
    raw = base64.b64decode(sealed)
    try:
        said = AESGCM(secret_of(key)).decrypt(raw[:NONCE], raw[NONCE:], id_of(key).encode())
    except InvalidTag:
        return None
    return Draft.model_validate_json(said)


def is_fresh(opened: Opened, now: int) -> bool:
    """Whether it may be opened without asking who is there."""
    return now - opened.document.touched_at <= OPENS_AT_ONCE_MS


async def open_draft(desk: Desk, key: str | None) -> Opened | None:
    """The draft of this cookie, where there is one."""
    document = await desk.store.get(DRAFTS, id_of(key)) if key else None
    draft = unseal(document.sealed, key) if document and key else None
    return Opened(draft, document) if draft and document else None


async def keep(desk: Desk, key: str, draft: Draft, kept_ms: int) -> None:
    """Saves the draft, over what was there: the reader's newest page counts."""
    now = desk.now()
    for _ in range(TRIES):
        known = await desk.store.get(DRAFTS, id_of(key))
        fresh = known or SealedDraft(id=id_of(key), region=desk.region, sealed="", touched_at=now)
        sealed = fresh.model_copy(update={"sealed": seal(draft, key), "touched_at": now})
        try:
            await desk.store.save(DRAFTS, sealed.with_due(Due(what=FORGET, at=now + kept_ms)))
        except Conflict:
            continue
        return
    raise Conflict(DRAFTS.table)


async def forget(document: SealedDraft, desk: Desk) -> None:
    """Removes a draft. It is also the due work of every draft. Raises Conflict."""
    await desk.store.erase(DRAFTS, document)
