"""A Lotsa of four processes whose every part may be killed: one for all seeds of a run."""

import os
from collections.abc import Iterator
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


@pytest.fixture(scope="module")
def breakable(
    tmp_path_factory: pytest.TempPathFactory, own_engines: Engines
) -> Iterator[Breakable]:
    if not own_engines.breakable:
        not_run("these engines were started by somebody else and may not be broken")
    with Post() as post:
        lotsa = distributed(
            Path(tmp_path_factory.mktemp("faults")),
            post,
            kafka=own_engines.kafka,
            mongo=own_engines.mongo,
            # Each seed's forms come from addresses of their own, or the limits would end the run.
            LOTSA_TRUSTED_PROXY="127.0.0.1",
        )
        lotsa.start()
        yield Breakable(lotsa, own_engines)
        own_engines.mend()
        lotsa.stop()
