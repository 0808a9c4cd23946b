"""A start that could not keep what it takes is refused, in one line that says what to change."""

import subprocess
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.containers.composing import Compose, one_line
from tests.faults.acting import until
from tests.live.engines.ports import free_port

pytestmark = [pytest.mark.containers, pytest.mark.timeout(1_800)]
MARKED = """
import os, sys, pymongo
store = pymongo.MongoClient(os.environ["LOTSA_STORE"])["lotsa_events"]["lotsa__release"]
store.update_one({"_id": "release"}, {"$set": {"release": int(sys.argv[1])}})
"""


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"LOTSA_URL": "http://lotsa.example.org"}, "https://"),
        ({"LOTSA_OPERATOR_NAME": ""}, "LOTSA_OPERATOR_NAME"),
        ({"LOTSA_OPERATOR_EMAIL": ""}, "LOTSA_OPERATOR_EMAIL"),
        ({"LOTSA_DATA_PROTECTION": ""}, "LOTSA_DATA_PROTECTION"),
    ],
)
def test_an_unsafe_production_start_is_refused_in_one_line(
    compose: Compose, change: dict[str, str], named: str
) -> None:
    safe = {"LOTSA_URL": "https://lotsa.example.org", "LOTSA_DATA_PROTECTION": "dpo@example.org"}
    settings = [f"-e{name}={value}" for name, value in {**safe, **change}.items()]
    refused = compose.tried("run", "--rm", "-T", "--no-deps", *settings, "prepare")
    assert refused.returncode == 2
    assert named in one_line(refused.stderr)
    assert "Traceback" not in refused.stderr


def test_a_weak_key_is_refused_in_one_line(compose: Compose) -> None:
    weak = ["--entrypoint", "sh", "intake", "-c"]
    words = 'sed \'s/: "[^"]*/: "AAAA/\' /keys/keys.json > /tmp/keys.json; lotsa serve intake'
    settings = ["-eLOTSA_KEYS=/tmp/keys.json"]
    refused = compose.tried("run", "--rm", "-T", "--no-deps", *settings, *weak, words)
    assert refused.returncode == 2
    assert "LOTSA_KEYS" in one_line(refused.stderr)


@pytest.mark.parametrize("command", [["prepare"], ["intake", "serve", "intake"]])
def test_topics_that_differ_are_named(compose: Compose, command: list[str]) -> None:
    words = ["-eLOTSA_PARTITIONS=5", *command]
    refused = compose.tried("run", "--rm", "-T", "--no-deps", *words)
    assert refused.returncode == 2
    assert "3 partitions where 5 are declared" in one_line(refused.stderr + refused.stdout)


@pytest.fixture
def written_by_release_9(compose: Compose) -> Iterator[None]:
    compose.run("exec", "-T", "events", "python", "-c", MARKED, "9")
    yield
    compose.run("exec", "-T", "events", "python", "-c", MARKED, "1")


@pytest.mark.usefixtures("written_by_release_9")
@pytest.mark.parametrize("command", [["prepare"], ["events", "serve", "events"]])
def test_a_newer_store_is_left_alone(compose: Compose, command: list[str]) -> None:
    refused = compose.tried("run", "--rm", "-T", "--no-deps", *command)
    assert refused.returncode == 2
    assert "written by release 9" in one_line(refused.stderr + refused.stdout)


FORM = {
    "kind": "participant",
    "interests": ["choir"],
    "first_name": "Amina",
    "email": "amina@example.org",
    "consent": True,
}
FILL = "cat /dev/zero > /data/filler; test -s /data/filler"


def run_on_disk_of(size: str, compose: Compose, port: int) -> list[str]:
    """The words that run all of Lotsa in one container, on a disk of this size."""
    image = compose.containers()["intake"][0]["Image"]
    disk = f"/data:size={size},uid=10001,mode=0700"
    settings = ["--env=LOTSA_DATA=/data", "--env=LOTSA_KEYS=/data/keys.json"]
    network = [f"--publish=127.0.0.1:{port}:8000", f"--env=LOTSA_URL=http://127.0.0.1:{port}"]
    return ["docker", "run", "--rm", f"--tmpfs={disk}", *settings, *network, image, "run"]


def test_a_start_on_a_full_disk_is_refused_in_one_line(compose: Compose) -> None:
    words = run_on_disk_of("64k", compose, free_port())
    refused = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert refused.returncode == 2
    assert "full" in one_line(refused.stderr)
    assert "Traceback" not in refused.stderr


@pytest.fixture
def small(compose: Compose) -> Iterator[tuple[str, str]]:
    """A Lotsa on a small disk: its container, and its address."""
    port, name = free_port(), f"lotsa-small-{uuid4().hex[:8]}"
    words = run_on_disk_of("16m", compose, port)
    words[2:2] = ["--detach", "--name", name]
    subprocess.run(words, capture_output=True, check=True)
    home = f"http://127.0.0.1:{port}"
    until(lambda: answers(home), "it does not start")
    yield name, home
    subprocess.run(["docker", "rm", "--force", name], capture_output=True, check=True)


def answers(home: str) -> bool:
    try:
        return httpx.get(f"{home}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def test_nothing_is_accepted_while_the_disk_is_full_and_all_goes_on_after(
    small: tuple[str, str],
) -> None:
    container, home = small
    first = send(home)
    assert first.status_code == 201
    in_it(container, FILL)
    refused = [send(home) for _ in range(5)][-1]
    assert refused.status_code == 503
    page = str(httpx.URL(first.json()["status_link"]).path)
    assert httpx.get(home + page).status_code == 200, "what is there can be read"
    in_it(container, "rm /data/filler")
    until(lambda: send(home).status_code == 201, "it does not go on")
    assert "Amina" in httpx.get(home + page).text


def send(home: str) -> httpx.Response:
    headers = {"idempotency-key": str(uuid4())}
    return httpx.post(f"{home}/intake/api/v1/people", json=FORM, headers=headers, timeout=60)


def in_it(container: str, script: str) -> None:
    words = ["docker", "exec", container, "sh", "-c", script]
    subprocess.run(words, capture_output=True, check=True)
