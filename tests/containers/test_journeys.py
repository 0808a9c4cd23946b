"""The same journeys through the proxy, by TLS, with every part in a container."""

from uuid import uuid4

import pytest

from shared.keys import Keys
from tests.containers.composing import Composed
from tests.faults.acting import City, send_form, state_of, until, walk
from tests.faults.running import Client
from tests.journeys import walking
from tests.journeys.test_one_form import *  # noqa: F403 - the same journeys, by the same names

pytestmark = [pytest.mark.containers, pytest.mark.timeout(1_800)]


def test_a_form_by_the_api_comes_to_a_yes_of_both_sides(lotsa: Composed) -> None:
    coordinator = walking.coordinator(lotsa)
    choir = walking.association(lotsa, coordinator, f"Kör {uuid4().hex[:6]}")
    walking.need(choir, seats="20")
    guide = Client(lotsa, {"authorization": f"Bearer {coordinator.token('containers')}"})
    town = City(lotsa, guide, choir, Keys.load(lotsa.folder / "keys.json"))
    sent = send_form(lotsa, "198.51.100.1", "Amina")
    walk(town, sent)
    until(lambda: state_of(town, sent) == "agreed", "no end")
    came = [one.id for one in lotsa.post.received(sent.email)]
    assert len(came) == len(set(came)) >= 1
