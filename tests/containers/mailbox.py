"""The mail catcher of compose.yaml, read by Mailpit's API: the letters as their receivers get them."""

from typing import Any

import httpx

from tests.journeys.post import Post, Received

MANY = 10_000


class Mailbox(Post):
    """Letters that another program takes; each is fetched once."""

    def __init__(self, address: str) -> None:
        """`address` is the base of the catcher's page."""
        self._address = address
        self._fetched: dict[str, Received] = {}

    def received(self, to: str = "") -> list[Received]:
        heads = self._asked(f"messages?limit={MANY}")["messages"]
        for head in reversed(heads):
            if head["ID"] not in self._fetched:
                self._fetched[head["ID"]] = self._letter(head)
        return [one for one in self._fetched.values() if to in ("", one.to)]

    def _letter(self, head: dict[str, Any]) -> Received:
        message = self._asked(f"message/{head['ID']}")
        headers = self._asked(f"message/{head['ID']}/headers")
        return Received(
            id=message["MessageID"],
            to=message["To"][0]["Address"],
            subject=message["Subject"],
            language=headers["Content-Language"][0],
            text=message["Text"],
        )

    def _asked(self, what: str) -> Any:
        answer = httpx.get(f"{self._address}/api/v1/{what}", timeout=20)
        answer.raise_for_status()
        return answer.json()
