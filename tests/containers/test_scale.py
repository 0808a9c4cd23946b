"""More replicas of a service: each answers the same, and nobody is written to twice."""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from uuid import uuid4

import pytest

from shared.keys import Keys
from tests.containers.composing import Compose, Composed
from tests.faults.acting import City, Sent, proposals_of, send_form, until
from tests.faults.running import Client
from tests.journeys import walking

pytestmark = [pytest.mark.containers, pytest.mark.timeout(1_800)]
FORMS = 12
ASKED = """
import sys, urllib.request
asked = urllib.request.Request(
    "http://127.0.0.1:8000/matching/api/v1/board",
    headers={"authorization": "Bearer " + sys.stdin.read().strip()},
)
print(urllib.request.urlopen(asked).read().decode())
"""


@pytest.fixture(scope="module")
def town(lotsa: Composed) -> City:
    coordinator = walking.coordinator(lotsa)
    choir = walking.association(lotsa, coordinator, f"Kör {uuid4().hex[:6]}")
    walking.need(choir, seats="100")
    guide = Client(lotsa, {"authorization": f"Bearer {coordinator.token('scale')}"})
    return City(lotsa, guide, choir, Keys.load(lotsa.folder / "keys.json"))


@pytest.fixture
def scaled(compose: Compose) -> Iterator[Compose]:
    compose.up("--no-recreate", "--scale", "matching=3", "--scale", "notifications=2")
    yield compose
    compose.up("--no-recreate", "--scale", "matching=1", "--scale", "notifications=1")


def test_replicas_share_the_work_and_answer_the_same(scaled: Compose, town: City) -> None:
    found = scaled.containers()
    assert (len(found["matching"]), len(found["notifications"])) == (3, 2)
    sent = [send_form(town.lotsa, f"203.0.113.{number + 1}", "Amina") for number in range(FORMS)]
    for form in sent:
        until(lambda form=form: proposals_of(town, form.person), "no proposal")  # type: ignore[misc]
    until(lambda: written_to(town, sent) == dict.fromkeys(addresses(sent), 1), "not once each")
    token = town.guide.headers["authorization"].removeprefix("Bearer ")
    boards = [board(one["Id"], token) for one in found["matching"]]
    assert boards[0] >= {form.person for form in sent}
    assert boards[0] == boards[1] == boards[2]


def test_one_replica_goes_on_where_three_were(town: City) -> None:
    sent = [send_form(town.lotsa, f"203.0.113.{number + 101}", "Omar") for number in range(3)]
    for form in sent:
        until(lambda form=form: proposals_of(town, form.person), "no proposal")  # type: ignore[misc]
    until(lambda: written_to(town, sent) == dict.fromkeys(addresses(sent), 1), "not once each")


def addresses(sent: list[Sent]) -> list[str]:
    return [form.email for form in sent]


def written_to(town: City, sent: list[Sent]) -> dict[str, int]:
    """How many letters each of them has."""
    came = Counter(letter.to for letter in town.lotsa.post.received())
    return {email: came[email] for email in addresses(sent)}


def board(container: str, token: str) -> set[str]:
    """The people on the board, as this one replica shows it."""
    said = subprocess.run(
        ["docker", "exec", "-i", container, "python", "-c", ASKED],
        input=token,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {case["person"] for column in json.loads(said)["columns"] for case in column["cases"]}
