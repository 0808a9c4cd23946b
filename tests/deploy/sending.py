"""People who send forms while something is done to the Lotsa that takes them."""

import threading
from collections import Counter
from pathlib import Path
from uuid import uuid4

import httpx

from tests.journeys.lotsa import Lotsa
from tests.journeys.post import Post
from tests.journeys.reading import soon

FORMS = "/intake/api/v1/people"


def sent(lotsa: Lotsa, email: str) -> str:
    """The status page of a form that was accepted."""
    form = {
        "kind": "participant",
        "interests": ["chess"],
        "first_name": "Amina",
        "email": email,
        "consent": True,
        "language": "ar",
    }
    # From an address of their own, as people have: from one alone only so many are taken.
    by = f"10.0.0.{int(email.partition('@')[0]) % 250}" if email[0].isdigit() else "10.1.0.1"
    headers = {"idempotency-key": str(uuid4()), "x-forwarded-for": by}
    answer = httpx.post(lotsa.url(FORMS), json=form, headers=headers, timeout=30)
    return str(httpx.URL(answer.raise_for_status().json()["status_link"]).path)


class Senders(threading.Thread):
    """People who send forms, one after the other, until they are told to stop."""

    def __init__(self, lotsa: Lotsa) -> None:
        super().__init__()
        self.lotsa = lotsa
        self.pages: list[str] = []
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            self.pages.append(sent(self.lotsa, f"{len(self.pages)}@example.org"))


def sent_around_a_backup(lotsa: Lotsa, post: Post, file: Path) -> list[str]:
    """Backs a Lotsa up into a file while people send forms, and then stops it.

    Returns the status pages of the forms that were accepted before the backup began.
    """
    lotsa.start()
    senders = Senders(lotsa)
    try:
        senders.start()
        soon(lambda: len(senders.pages) >= 10)
        before = list(senders.pages)
        assert "documents" in lotsa.command("backup", str(file))
        soon(lambda: len(senders.pages) > len(before) + 1)
        senders.enough.set()
        senders.join()
        soon(lambda: len(post.received()) == len(senders.pages))
    finally:
        senders.enough.set()
        lotsa.stop()
    return before


def is_whole(lotsa: Lotsa, post: Post, pages: list[str]) -> None:
    """All of these forms are there, a new one goes its way, and nobody is written to twice."""
    lotsa.start()
    try:
        for page in pages:
            assert "Amina" in httpx.get(lotsa.url(page)).text
        before = len(post.received("later@example.org"))
        sent(lotsa, "later@example.org")
        soon(lambda: len(post.received("later@example.org")) > before)
    finally:
        lotsa.stop()
    by_person = Counter(letter.to for letter in post.received())
    del by_person["later@example.org"]
    assert max(by_person.values()) == 1
