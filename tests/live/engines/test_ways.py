"""Choosing and describing engines, tested without any."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.outcomes import Failed, Skipped

from tests.live.engines import NotOurs, chosen_way, containers, elsewhere, jars, missing
from tests.live.engines.broker import as_environment, as_properties, broker_settings
from tests.live.engines.fixtures import not_run
from tests.live.engines.ports import FIRST, LAST, free_port
from tests.live.engines.server import EngineFailed, Server


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("LOTSA_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize(("answers", "way"), [(True, "containers"), (False, "processes")])
def test_containers_where_an_engine_answers(
    monkeypatch: pytest.MonkeyPatch, answers: bool, way: str
) -> None:
    monkeypatch.setattr(containers, "engine_answers", lambda: answers)
    assert chosen_way() == way


@pytest.mark.parametrize("way", ["containers", "processes"])
def test_the_environment_chooses(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.setattr(containers, "engine_answers", lambda: pytest.fail("nobody should ask"))
    monkeypatch.setenv("LOTSA_ENGINES", way)
    assert chosen_way() == way


def test_an_unknown_way_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSA_ENGINES", "container")
    with pytest.raises(ValueError, match="'container'"):
        chosen_way()


def test_named_servers_win_and_come_in_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOTSA_ENGINES", "processes")
    monkeypatch.setenv("LOTSA_TEST_KAFKA", "localhost:9092")
    with pytest.raises(ValueError, match="LOTSA_TEST_MONGO"):
        chosen_way()
    monkeypatch.setenv("LOTSA_TEST_MONGO", "mongodb://localhost")
    assert chosen_way() == "elsewhere"
    assert missing() == []


def test_servers_of_others_are_not_broken() -> None:
    server = elsewhere.Elsewhere("kafka", answers=lambda: None)
    server.wait_until_it_answers()
    for harm in (server.kill, server.stop, server.pause, server.restart):
        with pytest.raises(NotOurs):
            harm()


def test_a_machine_without_tools_names_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("LOTSA_ENGINES", "processes")
    assert missing() == ["a Java runtime, 17 or newer", "Maven (mvn)"]
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    java.chmod(0o755)
    assert missing()[0] == "a Java runtime, 17 or newer"
    java.write_text(java.read_text().replace("11.0.2", "21.0.2"))
    assert missing() == ["Maven (mvn)"]


def test_not_run_is_a_skip_and_a_failure_where_nothing_may_be_skipped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(Skipped, match="no Java"):
        not_run("no Java")
    monkeypatch.setenv("LOTSA_NO_SKIPS", "1")
    with pytest.raises(Failed, match="no Java"):
        not_run("no Java")


def test_the_broker_is_told_the_same_in_both_forms() -> None:
    settings = broker_settings("host:29000", "0.0.0.0:9092", "127.0.0.1:9093")
    environment = as_environment(settings)
    assert environment["KAFKA_ADVERTISED_LISTENERS"] == "PLAINTEXT://host:29000"
    assert environment["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
    assert "advertised.listeners=PLAINTEXT://host:29000\n" in as_properties(settings)
    assert len(environment) == len(settings) == as_properties(settings).count("\n")


def test_only_a_replica_set_may_retry_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert containers.replica_set() == "lotsa"
    monkeypatch.setenv("LOTSA_MONGO_REPLICA_SET", "0")
    assert containers.replica_set() == ""
    assert containers.document_url("h:1", "lotsa") == "mongodb://h:1/?directConnection=true"
    assert containers.document_url("h:1", "").endswith("&retryWrites=false")


def test_ports_lie_where_no_outgoing_connection_takes_them() -> None:
    assert all(FIRST <= free_port() < LAST for _ in range(50))


def test_jars_are_fetched_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fetched: list[Path] = []

    def fetch(folder: Path) -> None:
        folder.mkdir()
        fetched.append(folder)

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(jars, "_fetch", fetch)
    folder = jars.jar_folder()
    assert folder.is_dir()
    assert jars.jar_folder() == folder
    assert len(fetched) == 1


def test_a_fetch_that_broke_off_is_done_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def break_off(folder: Path) -> None:
        folder.mkdir()
        raise RuntimeError("no network")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with monkeypatch.context() as broken:
        broken.setattr(jars, "_fetch", break_off)
        with pytest.raises(RuntimeError):
            jars.jar_folder()
    monkeypatch.setattr(jars, "_fetch", lambda folder: folder.mkdir())
    assert jars.jar_folder().is_dir()


class Puppet(Server):
    """An engine whose answers are given; it ends when they do."""

    def __init__(self, answers: Iterator[Exception | None]) -> None:
        super().__init__("puppet", self.answer)
        self.given = answers
        self.alive = False

    def answer(self) -> None:
        if trouble := next(self.given):
            raise trouble

    def running(self) -> bool:
        return self.alive

    def _begin(self) -> None:
        self.alive = True

    def kill(self) -> None:
        self.alive = False

    stop = close = kill

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def last_words(self, lines: int = 40) -> str:
        return f"the last {lines} lines"


def test_a_start_waits_for_the_answer() -> None:
    server = Puppet(iter([OSError("not yet"), None]))
    server.start()
    assert server.running()
    assert list(server.given) == []


def test_an_engine_that_ends_is_reported_with_its_last_words() -> None:
    server = Puppet(iter([OSError("refused")]))
    with pytest.raises(EngineFailed, match=r"(?s)puppet.*refused.*the last 40 lines"):
        server.wait_until_it_answers()
