"""Anything may be killed or frozen while forms come in: nothing is lost, nothing is doubled."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.acting import City, Sent, city, send_form, state_of, until, walk
from tests.faults.running import Breakable, Trouble, faults

pytestmark = [pytest.mark.faults, pytest.mark.live]
FORMS = 6
LETTERS_OF_A_PERSON = 3


@pytest.fixture(scope="module")
def running_city(breakable: Breakable) -> City:
    return city(breakable.lotsa)


def test_nothing_is_lost_and_nothing_is_doubled(
    breakable: Breakable, running_city: City, seed: int
) -> None:
    dice = random.Random(seed)
    with (
        ThreadPoolExecutor(FORMS) as people,
        Trouble(faults(breakable, dice), dice),
    ):
        sent = list(people.map(lambda n: form_and_way(running_city, seed, n), range(FORMS)))
    breakable.mend()
    for one in sent:
        until(lambda one=one: state_of(running_city, one) == "agreed", "LOST: not agreed")  # type: ignore[misc]
        until(lambda one=one: accounted(running_city, one), "LOST: a letter nobody can account for")  # type: ignore[misc]
    assert doubled(running_city) == []
    assert stopped(running_city) == ""


def form_and_way(running_city: City, seed: int, number: int) -> Sent:
    sent = send_form(running_city.lotsa, f"10.{seed // 250}.{seed % 250}.{number + 1}", "Amina")
    walk(running_city, sent)
    return sent


def accounted(running_city: City, sent: Sent) -> bool:
    """Receipt, question and news have each come, or are on the operator's list."""
    came = len(running_city.lotsa.post.received(sent.email))
    return came == LETTERS_OF_A_PERSON or came + in_doubt(running_city) >= LETTERS_OF_A_PERSON


def in_doubt(running_city: City) -> int:
    """Deliveries that somebody has to look into: visible, and never sent again by themselves."""
    listed = running_city.guide.ask("GET", "/notifications/api/v1/deliveries?state=unknown")
    return len(listed)


def doubled(running_city: City) -> list[str]:
    """Letters that came twice, by their ids."""
    came = [one.id for one in running_city.lotsa.post.received()]
    return sorted({one for one in came if came.count(one) > 1})


def stopped(running_city: City) -> str:
    """What is parked or dead in any service; empty where nothing is."""
    said = [
        running_city.lotsa.command("dead", "list", service, "--standing", standing)
        for service in ("intake", "matching", "notifications")
        for standing in ("parked", "dead", "unknown")
    ]
    return "\n".join(text for text in said if not text.startswith("Nothing is"))
