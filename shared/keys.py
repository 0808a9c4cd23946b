"""The keys: made once, kept in one file that only its owner may read, never in a store or a log.

Four kinds. *session* signs sessions (intake alone needs its private half). *form* makes form
tokens. *link* derives private links, which are therefore stored nowhere. *contact* encrypts contact
details. Link and contact keys have ids, so that a new one can be taken into use beside the old.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict, ValidationError

from shared.settings import Misconfigured

NONCE = 12
SECRET_BYTES = 32
LINK_ID_BYTES = 12
LINK_TAG_BYTES = 4
CODES = 1_000_000


class KeyFile(BaseModel):
    """What the file holds; every value is base64url of 32 bytes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    session: str
    form: str
    link: dict[str, str]
    contact: dict[str, str]
    current: str
    """Id of the link and contact key that is used for what is new."""


@dataclass(frozen=True)
class Keys:
    """The keys of one installation, ready for use."""

    session: Ed25519PrivateKey
    form: bytes
    link: dict[str, bytes]
    contact: dict[str, bytes]
    current: str

    @property
    def session_public(self) -> Ed25519PublicKey:
        return self.session.public_key()

    @classmethod
    def load(cls, path: Path) -> Self:
        """The keys in the file. Raises Misconfigured where they are missing, weak or malformed."""
        try:
            raw = KeyFile.model_validate_json(path.read_text())
            made = cls(
                session=Ed25519PrivateKey.from_private_bytes(strong(raw.session)),
                form=strong(raw.form),
                link={key: strong(text) for key, text in raw.link.items()},
                contact={key: strong(text) for key, text in raw.contact.items()},
                current=raw.current,
            )
        except FileNotFoundError:
            raise Misconfigured("no keys: run `lotsa prepare`, or set LOTSA_KEYS") from None
        except (ValidationError, ValueError):
            raise Misconfigured("LOTSA_KEYS names a file that holds no usable keys") from None
        if raw.current not in raw.link or raw.current not in raw.contact:
            raise Misconfigured("LOTSA_KEYS: the current key is missing")
        return made

    @classmethod
    def load_or_make(cls, path: Path) -> Self:
        """The keys in the file, made first where there is none."""
        if not path.exists():
            make(path)
        return cls.load(path)

    def link_key(self, *parts: str) -> str:
        """The private key of a link about `parts` (a form id and its generation, say): 22 letters.

        96 bits say which link it is and 32 more prove that we made it, so that every service can
        tell a genuine key that it has not heard of yet from a made-up one.
        """
        return self._link(self.link[self.current], parts)

    def genuine(self, key: str) -> bool:
        """Whether this installation made `key`, with any link key that it still knows."""
        try:
            raw = base64.urlsafe_b64decode(key + "==")
        except ValueError:
            return False
        if len(raw) != LINK_ID_BYTES + LINK_TAG_BYTES or base64url(raw) != key:
            return False
        return any(
            hmac.compare_digest(raw[LINK_ID_BYTES:], tag_of(secret, raw[:LINK_ID_BYTES]))
            for secret in self.link.values()
        )

    def code(self, *parts: str) -> str:
        """Six digits about `parts`, to be read out or typed in beside a private link.

        They prove little alone: whoever takes them counts the tries.
        """
        said = "|".join(parts).encode()
        number = hmac.digest(self.link[self.current], b"code|" + said, "sha256")[:8]
        return f"{int.from_bytes(number) % CODES:06}"

    def _link(self, secret: bytes, parts: tuple[str, ...]) -> str:
        said = "|".join(parts).encode()
        number = hmac.digest(secret, b"link|" + said, "sha256")[:LINK_ID_BYTES]
        return base64url(number + tag_of(secret, number))

    def seal(self, text: str, about: str) -> tuple[str, str]:
        """`text` encrypted for `about` (an id, which it is bound to): key id and base64."""
        nonce = secrets.token_bytes(NONCE)
        sealed = AESGCM(self.contact[self.current]).encrypt(nonce, text.encode(), about.encode())
        return self.current, base64.b64encode(nonce + sealed).decode()

    def unseal(self, key_id: str, sealed: str, about: str) -> str:
        """What was sealed. Raises KeyError for an unknown key, ValueError for what does not fit."""
        raw = base64.b64decode(sealed)
        try:
            opened = AESGCM(self.contact[key_id]).decrypt(raw[:NONCE], raw[NONCE:], about.encode())
        except InvalidTag:
            raise ValueError("sealed for somebody else, or damaged") from None
        return opened.decode()


def hash_of(key: str) -> str:
    """What a store keeps of a key: 256 bits need no salt, since a key is not guessable."""
    return hashlib.sha256(key.encode()).hexdigest()


def make(path: Path) -> None:
    """Writes fresh keys, readable by the owner alone; never over a file that is there."""
    private = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.Raw,
        serialization.PrivateFormat.Raw,
        serialization.NoEncryption(),
    )
    fresh = KeyFile(
        session=base64url(private),
        form=base64url(secrets.token_bytes(SECRET_BYTES)),
        link={"1": base64url(secrets.token_bytes(SECRET_BYTES))},
        contact={"1": base64url(secrets.token_bytes(SECRET_BYTES))},
        current="1",
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(json.dumps(fresh.model_dump(), indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())


def strong(text: str) -> bytes:
    """32 bytes that are not all alike. Raises ValueError."""
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(raw) != SECRET_BYTES or len(set(raw)) < SECRET_BYTES // 4:
        raise ValueError("weak key")
    return raw


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def tag_of(secret: bytes, number: bytes) -> bytes:
    return hmac.digest(secret, b"genuine|" + number, "sha256")[:LINK_TAG_BYTES]
