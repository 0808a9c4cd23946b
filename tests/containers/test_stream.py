"""Forms come in steadily while all that can happen happens: nothing is lost, nothing doubled.

Another release comes, every container in turn is killed or frozen, replicas come and go, and at the
end all of it is stopped and started.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

import pytest

from shared.contracts.paths import SERVICES
from tests.containers.breaking import Container, used
from tests.containers.changing import Changes, build_previous
from tests.containers.composing import EVERY, Compose, Composed
from tests.faults.acting import Sent, send_form, until
from tests.faults.running import Client
from tests.journeys import walking

pytestmark = [pytest.mark.containers, pytest.mark.timeout(1_800)]
FORMS = int(os.environ.get("FORMS", "300"))
SEEDS = range(int(os.environ.get("SEEDS", "1")))
A_SECOND = 1.0
AT_ONCE = 48
LETTERS_S = 240.0
WITHDRAWN_EVERY = 5
STANDINGS = ("parked", "dead", "unknown")
# What matching keeps of whom, and what stands in the letters' book, asked inside its network.
ASKED = """
import json, os, pymongo
client = pymongo.MongoClient(os.environ["LOTSA_STORE"])
profiles = client["lotsa_matching"]["profiles"].find({}, {"body.withdrawn": 1})
letters = client["lotsa_notifications"]["deliveries"].find({}, {"body": 1})
print(json.dumps({
    "withdrawn": {one["_id"]: bool(one["body"].get("withdrawn")) for one in profiles},
    "letters": [[one["body"]["person"], one["body"]["state"]] for one in letters],
}))
"""


@dataclass(frozen=True)
class Kept:
    """What the stores hold."""

    withdrawn: dict[str, bool]
    """Of each person that matching knows."""
    letters: list[tuple[str, str]]
    """Person and state of each."""

    def unknown(self, person: str) -> int:
        return sum(1 for who, state in self.letters if (who, state) == (person, "unknown"))


def kept(compose: Compose) -> Kept:
    found = json.loads(compose.run("exec", "-T", "matching", "python", "-c", ASKED))
    return Kept(found["withdrawn"], [(who, state) for who, state in found["letters"]])


@pytest.fixture(scope="module")
def guide(lotsa: Composed) -> Client:
    coordinator = walking.coordinator(lotsa)
    return Client(lotsa, {"authorization": f"Bearer {coordinator.token('stream')}"})


@pytest.fixture(scope="module")
def before() -> None:
    """The image of the commit before, to upgrade from."""
    build_previous()


@pytest.mark.usefixtures("before")
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_and_nothing_doubled_whatever_happens(
    compose: Compose, lotsa: Composed, guide: Client, seed: int
) -> None:
    changes = Changes(compose)
    changes.downgrade()
    said(f"\nidle:\n{used(compose)}")
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as people:
        streams = [people.submit(one, lotsa, seed, number, began) for number in range(FORMS)]
        for what, happen in happening(compose, changes, random.Random(seed)):
            said(f"{time.monotonic() - began:6.1f} s  {what}")
            happen()
        said(f"loaded:\n{used(compose)}")
        sent = [stream.result() for stream in streams]
    said(f"{time.monotonic() - began:6.1f} s  stop and start all of it")
    changes.stop_and_start()
    lost = missing(compose, lotsa, sent)
    twice = doubled(lotsa, {form.email for form, _ in sent})
    now = kept(compose).withdrawn
    disorder = [one.person for one, gone in sent if now.get(one.person) is not gone]
    said(
        f"seed {seed}: FORMS={len(sent)} LOST={len(lost)} TWICE={len(twice)} ORDER={len(disorder)}"
    )
    assert (lost, twice, disorder) == ([], [], [])
    assert stopped(guide) == []


def test_the_control_loses_what_it_committed_before_it_did_it(
    compose: Compose, lotsa: Composed
) -> None:
    compose.run("stop", "matching")
    careless = compose.careless("matching")
    sent = [send_form(lotsa, f"198.51.200.{number + 1}", "Omar") for number in range(4)]
    until(lambda: "committed" in logs_of(careless), "nothing was committed")
    subprocess.run(["docker", "rm", "--force", careless], capture_output=True, check=True)
    compose.up("--no-recreate")
    last = send_form(lotsa, "198.51.200.99", "Omar")
    until(lambda: last.person in kept(compose).withdrawn, "the one after them did not come")
    lost = [form for form in sent if form.person not in kept(compose).withdrawn]
    said(f"offsets committed before the effect: FORMS={len(sent)} LOST={len(lost)}")
    assert lost


def logs_of(container: str) -> str:
    done = subprocess.run(["docker", "logs", container], capture_output=True, text=True, check=True)
    return done.stdout


def said(words: str) -> None:
    """Figures are part of what this test is for."""
    sys.stdout.write(f"{words}\n")


def happening(
    compose: Compose, changes: Changes, dice: random.Random
) -> Iterator[tuple[str, Callable[[], None]]]:
    """An upgrade; every container once, in an order and by a way that the seed decides, and on the
    way more replicas and fewer again.
    """
    yield "upgrade, old and new side by side for a minute", changes.upgrade
    for number, service in enumerate(dice.sample(EVERY, len(EVERY))):
        if number == len(EVERY) // 2:
            yield "matching 1 to 3 to 1", changes.more_and_fewer
        what = dice.choice(["kill", "freeze"])
        yield f"{what} {service}", partial(Container(compose, service).happen, what)


def one(lotsa: Composed, seed: int, number: int, began: float) -> tuple[Sent, bool]:
    """Sends a form, at its time; some withdraw at once. Returns it and whether it was withdrawn."""
    time.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
    address = f"198.51.{seed + 1}.{number % 250 + 1}"
    sent = send_form(lotsa, address, "Amina")
    gone = number % WITHDRAWN_EVERY == 0
    if gone:
        again = Client(lotsa, {"x-forwarded-for": address, "idempotency-key": str(uuid4())})
        again.ask("POST", f"/intake/api/v1/people/{sent.key}/withdraw")
    return sent, gone


def missing(compose: Compose, lotsa: Composed, sent: list[tuple[Sent, bool]]) -> list[str]:
    """Forms of which matching does not know, or whose receipt neither came nor is in doubt."""

    def still() -> list[str]:
        now, came = kept(compose), Counter(letter.to for letter in lotsa.post.received())
        return [
            form.person
            for form, _ in sent
            if form.person not in now.withdrawn or came[form.email] + now.unknown(form.person) == 0
        ]

    try:
        until(lambda: not still(), "not all came", within_s=LETTERS_S)
    except AssertionError:
        return still()
    return []


def doubled(lotsa: Composed, people: set[str]) -> list[str]:
    """Ids of letters that came more than once, or that say to a person what one said before."""
    came = lotsa.post.received()
    ids = Counter(letter.id for letter in came)
    said = Counter((letter.to, letter.subject) for letter in came if letter.to in people)
    return [
        letter.id for letter in came if ids[letter.id] > 1 or said[letter.to, letter.subject] > 1
    ]


def stopped(guide: Client) -> list[object]:
    """What is parked or dead in any service."""
    return [
        found
        for service in SERVICES
        for standing in STANDINGS
        for found in guide.ask("GET", f"/{service}/api/v1/dead?standing={standing}")
    ]
