"""A mail catcher: takes letters by SMTP, shows them on a page and by the API that Mailpit has.

Of that API it knows what the tests ask: /api/v1/messages (the newest first), /api/v1/message/ID,
and /api/v1/message/ID/headers. Letters are kept in a folder, so that a killed one forgets none.
"""

import html
import json
import os
import sys
import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

FOLDER = Path(os.environ.get("MAIL_FOLDER", "/tmp/letters"))
API = "/api/v1/message"
PAGE = "<!doctype html><title>Letters</title><h1>Letters</h1><ul>{rows}</ul>"
ROW = '<li><a href="/api/v1/message/{id}">{to}: {subject}</a>'


class Box:
    """The letters, one file each, named in the order in which they came."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = threading.Lock()

    def keep(self, raw: bytes) -> None:
        with self._lock:
            number = len(self.ids()) + 1
            part = self._folder / "part"
            part.write_bytes(raw)
            part.rename(self._folder / f"{number:08}.eml")

    def ids(self) -> list[str]:
        return sorted(path.stem for path in self._folder.glob("*.eml"))

    def letter(self, key: str) -> EmailMessage:
        """Raises KeyError."""
        if key not in self.ids():
            raise KeyError(key)
        raw = (self._folder / f"{key}.eml").read_bytes()
        return message_from_bytes(raw, _class=EmailMessage, policy=default)

    async def handle_DATA(  # noqa: N802 - the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content or b""
        self.keep(content if isinstance(content, bytes) else content.encode())
        return "250 OK"


def head(key: str, letter: EmailMessage) -> dict[str, Any]:
    return {
        "ID": key,
        "MessageID": str(letter["Message-ID"]).strip().strip("<>"),
        "To": [{"Name": name, "Address": one} for name, one in getaddresses([str(letter["To"])])],
        "Subject": str(letter["Subject"]),
    }


def answer(box: Box, path: str) -> tuple[str, str]:
    """The answer to a request and its type. Raises KeyError for what is not there."""
    if path == "/":
        rows = [ROW.format(**shown(box, key)) for key in reversed(box.ids())]
        return PAGE.format(rows="".join(rows)), "text/html; charset=utf-8"
    return json.dumps(asked(box, path)), "application/json"


def shown(box: Box, key: str) -> dict[str, str]:
    letter = box.letter(key)
    return {
        "id": key,
        "to": html.escape(str(letter["To"])),
        "subject": html.escape(str(letter["Subject"])),
    }


def asked(box: Box, path: str) -> object:
    """What Mailpit would say to this path. Raises KeyError."""
    if path == f"{API}s":
        heads = [head(key, box.letter(key)) for key in reversed(box.ids())]
        return {"total": len(heads), "messages": heads}
    if not path.startswith(f"{API}/"):
        raise KeyError(path)
    key, _, part = path.removeprefix(f"{API}/").partition("/")
    letter = box.letter(key)
    if part == "headers":
        return {name: [str(one) for one in letter.get_all(name, [])] for name in letter}
    body = letter.get_body(("plain",))
    return {**head(key, letter), "Text": body.get_content() if body else ""}


def handler(box: Box) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                text, kind = answer(box, urlsplit(self.path).path)
            except KeyError:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("content-type", kind)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_words: object) -> None:
            """Says nothing: who was written to is nobody's business."""

    return Answers


def main(host: str = "0.0.0.0") -> None:  # noqa: S104 - inside its container
    box = Box(FOLDER)
    Controller(box, hostname=host, port=1025).start()
    ThreadingHTTPServer((host, 8025), handler(box)).serve_forever()


if __name__ == "__main__":
    sys.exit(main())
