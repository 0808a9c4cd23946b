"""A mail server that keeps what it is given: the letters as their receivers get them."""

import email
import re
import threading
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.running import free_port

REFUSED = "refused.example.org"
"""No letter is taken for anybody there."""
LINK = re.compile(r"https?://[^\s/]+(/\S*)")


@dataclass(frozen=True)
class Received:
    """A letter as it arrived."""

    id: str
    to: str
    subject: str
    language: str
    text: str
    html: str = ""
    headers: tuple[str, ...] = ()
    """Each as one line, name and value."""

    @property
    def path(self) -> str:
        """Where its link leads, without the host."""
        found = LINK.findall(self.text)
        return str(found[-1])


class Post:
    """A real SMTP server on a free port, in a thread of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._received: list[Received] = []
        self.port = free_port("127.0.0.1")
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802 - the library's name, and what it hands over
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address.endswith(f"@{REFUSED}"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        mail = email.message_from_bytes(raw, _class=EmailMessage, policy=default)
        body, html = mail.get_body(("plain",)), mail.get_body(("html",))
        with self._lock:
            self._received.append(
                Received(
                    id=str(mail["Message-ID"]),
                    to=envelope.rcpt_tos[0],
                    subject=str(mail["Subject"]),
                    language=str(mail["Content-Language"]),
                    text=body.get_content() if body else "",
                    html=html.get_content() if html else "",
                    headers=tuple(f"{name}: {said}" for name, said in mail.items()),
                )
            )
        return "250 OK"

    def received(self, to: str = "") -> list[Received]:
        """What has come, or what has come to one address; the oldest first."""
        with self._lock:
            return [one for one in self._received if to in ("", one.to)]
