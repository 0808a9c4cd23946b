"""People who send forms while something is done to the Lotsa that takes them."""

import threading
from uuid import uuid4

import httpx

from tests.journeys.lotsa import Lotsa

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
