"""The whole way of many forms at once, walked over the API while things go wrong."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from shared.keys import Keys
from tests.faults.running import PATIENCE_S, Client
from tests.journeys import walking
from tests.journeys.lotsa import Lotsa

T = TypeVar("T")
TITLE = "Kör för alla"
SEATS = 200


@dataclass
class City:
    """A coordinator with a token, and an association whose need has room for all."""

    lotsa: Lotsa
    guide: Client
    association: str
    keys: Keys

    @property
    def folder(self) -> Path:
        return self.lotsa.folder


def city(lotsa: Lotsa) -> City:
    """Made by hand, before anything goes wrong."""
    coordinator = walking.coordinator(lotsa)
    choir = walking.association(lotsa, coordinator, f"Kör {uuid4().hex[:6]}")
    walking.need(choir, title=TITLE, seats=str(SEATS))
    token = coordinator.token("faults")
    return City(
        lotsa,
        Client(lotsa, {"authorization": f"Bearer {token}"}),
        choir.email,
        Keys.load(lotsa.folder / "keys.json"),
    )


@dataclass
class Sent:
    """A form that was accepted."""

    person: str
    key: str
    email: str


def send_form(lotsa: Lotsa, address: str, name: str) -> Sent:
    """Sends a form until it is accepted, always under the same key."""
    email = f"{uuid4().hex}@example.org"
    form = {
        "kind": "participant",
        "interests": ["choir"],
        "age": "26-64",
        "first_name": name,
        "email": email,
        "consent": True,
        "language": "sv",
    }
    client = Client(lotsa, {"x-forwarded-for": address, "idempotency-key": str(uuid4())})
    receipt = client.ask("POST", "/intake/api/v1/people", json=form)
    link = str(receipt["status_link"]).partition("?")[0]
    return Sent(str(receipt["person"]), link.rpartition("/")[2], email)


def until(what: Callable[[], T | None], why: str) -> T:
    """What `what` returns once it is something. Raises AssertionError naming `why`."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.3)
    raise AssertionError(why)


def proposals_of(city: City, person: str) -> dict[str, Any] | None:
    """The case of a person on the board, once there is a proposal on it."""
    board = city.guide.ask("GET", "/matching/api/v1/board")
    for column in board["columns"]:
        for case in column["cases"]:
            if case["person"] == person and case["proposals"]:
                found: dict[str, Any] = case
                return found
    return None


def walk(city: City, sent: Sent) -> None:
    """From a proposal to a yes of both sides; each step may be tried more than once."""
    case = until(lambda: proposals_of(city, sent.person), f"no proposal for {sent.person}")
    match = case["proposals"][0]
    city.guide.ask(
        "POST",
        f"/matching/api/v1/cases/{case['id']}/approve",
        json={"match": match["id"], "seen": match["version"]},
    )
    for side in ("person", "association"):
        link = city.keys.link_key("answer", match["id"], side)
        path = f"/matching/api/v1/answers/{link}"
        anybody = Client(city.lotsa, {})
        until(
            lambda path=path, anybody=anybody: anybody.ask("GET", path)["may_answer"],  # type: ignore[misc]
            f"the {side} of {sent.person} is not asked",
        )
        anybody.ask("POST", path, json={"answer": "yes"})


def state_of(city: City, sent: Sent) -> str:
    shown = Client(city.lotsa, {}).ask("GET", f"/intake/api/v1/people/{sent.key}")
    return str(shown["state"])
