"""The ways a letter can leave: by SMTP, or not at all."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

import aiosmtplib

from services.notifications.paper import Letter
from shared.settings import Misconfigured, Settings

TIMEOUT_S: Final = 20


class NotYet(Exception):
    """The provider did not take the letter, and may take it later."""


class Never(Exception):
    """The provider says that this address will never take a letter."""


class Doubtful(Exception):
    """The letter may have been taken; nobody can tell. It must not be sent again by itself."""


@dataclass(frozen=True)
class Parcel:
    """A letter, to whom it goes, when (UTC ms), and the id that says which one it is."""

    id: str
    at: int
    to: str
    name: str
    letter: Letter


class Channel(Protocol):
    """One way out. `name` stands in the delivery."""

    name: str

    async def send(self, parcel: Parcel) -> None:
        """Returns once the provider has taken the letter. Raises NotYet, Never, Doubtful."""
        ...


class KeptHere:
    """Nothing leaves the machine; the outbox page is where the letter can be read."""

    name = "outbox"

    async def send(self, parcel: Parcel) -> None:
        """There is nobody to hand it to."""


class Smtp:
    """A mail server, spoken to anew for each letter: volumes are small, and a crash stays clear."""

    name = "email"

    def __init__(self, url: str, sender: str) -> None:
        """`url` is smtp:// (STARTTLS where offered) or smtps://. Raises Misconfigured."""
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise Misconfigured("LOTSA_SMTP_URL is smtp://user:password@host:port")
        self._host = parts.hostname
        self._port = parts.port or (465 if parts.scheme == "smtps" else 587)
        self._tls = parts.scheme == "smtps"
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None
        self._sender = sender

    async def send(self, parcel: Parcel) -> None:
        try:
            mail = email_of(parcel, self._sender)
        except ValueError:
            raise Never("unusable-address") from None
        client = aiosmtplib.SMTP(
            hostname=self._host, port=self._port, use_tls=self._tls, timeout=TIMEOUT_S
        )
        try:
            await client.connect()
            if self._user and self._password:
                await client.login(self._user, self._password)
        except (aiosmtplib.SMTPException, OSError) as no:
            client.close()
            raise NotYet(type(no).__name__) from None
        try:
            await self._hand_over(client, mail)
        finally:
            client.close()

    async def _hand_over(self, client: aiosmtplib.SMTP, mail: EmailMessage) -> None:
        try:
            await client.send_message(mail)
        except (
            aiosmtplib.SMTPRecipientsRefused,
            aiosmtplib.SMTPSenderRefused,
            aiosmtplib.SMTPDataError,
        ) as no:
            # The server answered: it has not taken the letter, for now or for good.
            raise Never(type(no).__name__) if permanent(no) else NotYet(type(no).__name__) from None
        except (aiosmtplib.SMTPException, OSError) as silence:
            # The line broke after we began: only the provider knows.
            raise Doubtful(type(silence).__name__) from None


def permanent(no: Exception) -> bool:
    """Whether a refusal is for good (5xx), for every recipient where there are several."""
    if isinstance(no, aiosmtplib.SMTPRecipientsRefused):
        return all(refused.code >= 500 for refused in no.recipients)
    return isinstance(no, aiosmtplib.SMTPResponseException) and no.code >= 500


def email_of(parcel: Parcel, sender: str) -> EmailMessage:
    """The letter as plain text and HTML. Raises ValueError for an address that cannot be one.

    The library refuses line breaks in a header, so that no name can add another.
    """
    name, _, domain = sender.rpartition("@")
    user, _, host = parcel.to.rpartition("@")
    mail = EmailMessage(policy=SMTP.clone(max_line_length=200))
    mail["From"] = Address("Lotsa", name, domain)
    mail["To"] = Address(parcel.name, user, host)
    mail["Subject"] = parcel.letter.subject
    mail["Message-ID"] = f"<{parcel.id}@{domain}>"
    mail["Date"] = datetime.fromtimestamp(parcel.at / 1000, UTC)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(parcel.letter.text())
    mail.add_alternative(parcel.letter.html(), subtype="html")
    # After the content, which would clear every Content- header.
    mail["Content-Language"] = parcel.letter.language
    return mail


def channel_for(settings: Settings) -> Channel:
    """SMTP where a server is set; a demo never writes to anybody, whatever is set."""
    if settings.can_send:
        return Smtp(settings.smtp_url.get_secret_value(), settings.smtp_from)
    return KeptHere()
