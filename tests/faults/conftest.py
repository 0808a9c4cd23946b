"""A Lotsa of four processes whose every part may be killed: one for all seeds of a run."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.running import Breakable
from tests.journeys.lotsa import distributed
from tests.journeys.post import Post
from tests.live.engines import Engines
from tests.live.engines.fixtures import not_run, own_engines, pytest_runtest_makereport

__all__ = ["own_engines", "pytest_runtest_makereport"]

# `make test` runs a few, `make faults` many.
SEEDS = range(int(os.environ.get("SEEDS", "3")))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", SEEDS)


@pytest.fixture
def aloud(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Says the figures of a run among the dots, also where nothing printed is shown."""

    def said(line: str) -> None:
        with capsys.disabled():
            print(f"\n{line}")

    return said


@contextmanager
def started(
    engines: Engines, folder: Path, *, program: str | None = None, **more: str
) -> Iterator[Breakable]:
    """Four processes on engines that may be broken, by `program` in place of Lotsa's own."""
    if not engines.breakable:
        not_run("these engines were started by somebody else and may not be broken")
    # Each seed's forms come from addresses of their own, or the limits would end the run.
    settings = {"LOTSA_TRUSTED_PROXY": "127.0.0.1", **more}
    with Post() as post:
        lotsa = distributed(folder, post, kafka=engines.kafka, mongo=engines.mongo, **settings)
        for name, process in lotsa.processes.items():
            process.words = [program, name] if program else process.words
        lotsa.start()
        yield Breakable(lotsa, engines)
        engines.mend()
        lotsa.stop()


@pytest.fixture(scope="module")
def breakable(
    tmp_path_factory: pytest.TempPathFactory, own_engines: Engines
) -> Iterator[Breakable]:
    with started(own_engines, tmp_path_factory.mktemp("faults")) as running:
        yield running
