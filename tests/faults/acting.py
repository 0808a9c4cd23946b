"""The whole way of many forms at once, walked over the API while things go wrong."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from shared.keys import Keys
from tests.faults.running import PATIENCE_S, Client
from tests.journeys import walking
from tests.journeys.lotsa import Lotsa

T = TypeVar("T")


@dataclass
class Sent:
    """A form that was accepted."""

    person: str
    key: str
    email: str


@dataclass
class City:
    """A coordinator with a token, and a verified association."""

    lotsa: Lotsa
    guide: Client
    choir: walking.Association
    keys: Keys
    sent: list[Sent] = field(default_factory=list)
    """Every form that was accepted, of all seeds."""

    @property
    def folder(self) -> Path:
        return self.lotsa.folder


def city(lotsa: Lotsa) -> City:
    """Made by hand, before anything goes wrong."""
    coordinator = walking.coordinator(lotsa)
    choir = walking.association(lotsa, coordinator, f"Kör {uuid4().hex[:6]}")
    token = coordinator.token("faults")
    return City(
        lotsa,
        Client(lotsa, {"authorization": f"Bearer {token}"}),
        choir,
        Keys.load(lotsa.folder / "keys.json"),
    )


def send_form(lotsa: Lotsa, address: str, name: str, wish: str = "choir") -> Sent:
    """Sends a form until it is accepted, always under the same key."""
    email = f"{uuid4().hex}@example.org"
    form = {
        "kind": "participant",
        "interests": [wish],
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


def until(what: Callable[[], T | None], why: str, *, within_s: float = PATIENCE_S) -> T:
    """What `what` returns once it is something. Raises AssertionError naming `why`."""
    end = time.monotonic() + within_s
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


def approved(city: City, person: str) -> str | None:
    """The match that the guide approved as it stands on the board now; None while none is."""
    case = proposals_of(city, person)
    if case is None:
        return None
    match = case["proposals"][0]
    path = f"/matching/api/v1/cases/{case['id']}/approve"
    sent = {"match": match["id"], "seen": match["version"]}
    return str(match["id"]) if city.guide.once("POST", path, json=sent) else None


def walk(city: City, sent: Sent) -> None:
    """From a proposal to a yes of both sides; each step may be tried more than once."""
    match = until(lambda: approved(city, sent.person), f"no proposal for {sent.person}")
    for side in ("person", "association"):
        link = city.keys.link_key("answer", match, side)
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
