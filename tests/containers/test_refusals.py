"""A start that could not keep what it takes is refused, in one line that says what to change."""

from collections.abc import Iterator

import pytest

from tests.containers.composing import Compose, one_line

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
