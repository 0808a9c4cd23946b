"""Anything may be killed or frozen while forms come in: nothing is lost, nothing is doubled."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from pymongo import MongoClient

from services.notifications.deliveries import STUCK_MS
from shared.contracts.paths import SERVICES
from tests.faults.acting import City, Sent, city, send_form, state_of, until, walk
from tests.faults.running import Breakable, Trouble, faults
from tests.journeys import walking

pytestmark = [pytest.mark.faults, pytest.mark.live]
STREAMS = 6
LETTERS_OF_A_PERSON = 3
STOPPED = ("parked", "dead", "unknown")


@pytest.fixture(scope="module")
def running_city(breakable: Breakable) -> City:
    return city(breakable.lotsa)


def test_nothing_is_lost_and_nothing_is_doubled(
    breakable: Breakable, running_city: City, seed: int, aloud: Callable[[str], None]
) -> None:
    walking.need(running_city.choir, title=f"Kör {seed}", seats="100")
    dice = random.Random(seed)
    trouble = Trouble(faults(breakable, dice), dice)
    with ThreadPoolExecutor(STREAMS) as people, trouble:
        streams = [
            people.submit(stream, running_city, trouble, f"10.{seed}.{number}")
            for number in range(STREAMS)
        ]
    sent = [one for forms in streams for one in forms.result()]
    breakable.mend()
    lost = [one.person for one in sent if not agreed(running_city, one)]
    running_city.sent += sent
    twice = doubled(running_city)
    aloud(f"seed {seed}: FORMS={len(sent)} LOST={len(lost)} TWICE={len(twice)}")
    assert (lost, twice) == ([], [])
    assert stopped(running_city) == []


def test_every_letter_came_or_is_listed_as_in_doubt(
    breakable: Breakable, running_city: City, aloud: Callable[[str], None]
) -> None:
    """After all seeds: whoever was killed while sending is found out after two minutes."""
    assert running_city.sent
    lost = [one for one in running_city.sent if not accounted(breakable, running_city, one)]
    aloud(f"all seeds: FORMS={len(running_city.sent)} LETTERS LOST={len(lost)}")
    assert lost == []
    assert doubled(running_city) == []


def stream(running_city: City, trouble: Trouble, network: str) -> list[Sent]:
    """One form after another as long as things go wrong, each as far as both sides' yes."""
    sent: list[Sent] = []
    while not sent or trouble.lasts:
        sent.append(send_form(running_city.lotsa, f"{network}.{len(sent) + 1}", "Amina"))
        walk(running_city, sent[-1])
    return sent


def agreed(running_city: City, sent: Sent) -> bool:
    """Whether the case comes to its end."""
    try:
        return until(lambda: state_of(running_city, sent) == "agreed", f"LOST: {sent.person}")
    except AssertionError as lost:
        print(lost)
        return False


def accounted(breakable: Breakable, running_city: City, sent: Sent) -> bool:
    """Whether receipt, question and news came, or stand on the operator's list."""

    def all_known() -> bool:
        came = len(running_city.lotsa.post.received(sent.email))
        return came + states(breakable, sent.person).count("unknown") >= LETTERS_OF_A_PERSON

    try:
        return until(all_known, "a letter is lost", within_s=STUCK_MS / 1000 + 30)
    except AssertionError as lost:
        print(lost, sent.person, states(breakable, sent.person))
        return False


def states(breakable: Breakable, person: str) -> list[str]:
    """Where the letters of a person stand; somebody has to look into one that is "unknown"."""
    with MongoClient(breakable.engines.mongo) as client:
        deliveries = client["lotsa_notifications"]["deliveries"]
        found = [one["body"] for one in deliveries.find({}, {"body": 1})]
    return [str(one["state"]) for one in found if one["person"] == person]


def doubled(running_city: City) -> list[str]:
    """Letters that came twice by their ids, and people who were written to too often."""
    came = [one.id for one in running_city.lotsa.post.received()]
    often = [
        one.email
        for one in running_city.sent
        if len(running_city.lotsa.post.received(one.email)) > LETTERS_OF_A_PERSON
    ]
    return sorted({one for one in came if came.count(one) > 1}) + often


def stopped(running_city: City) -> list[object]:
    """What is parked or dead in any service."""
    return [
        one
        for service in SERVICES
        for standing in STOPPED
        for one in running_city.guide.ask("GET", f"/{service}/api/v1/dead?standing={standing}")
    ]
