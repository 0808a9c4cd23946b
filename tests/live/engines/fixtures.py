"""The engines as fixtures: import all of them into the `conftest.py` of a folder that needs them.

All folders of one run share the same two engines, so a test makes topics and databases with names
of its own. What needs the declared names, a whole Lotsa, has engines of its own.
"""

import os
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from typing import NoReturn

import pytest

from tests.live.engines import Engines, missing
from tests.live.engines import engines as started

__all__ = [
    "breakable_engines",
    "engines",
    "not_run",
    "own_engines",
    "pytest_runtest_makereport",
]

_RUNNING = pytest.StashKey[Engines]()


@pytest.fixture(scope="session", name="engines")
def engines(request: pytest.FixtureRequest) -> Engines:
    """The running engines, for tests that leave them alone."""
    config = request.config
    if _RUNNING not in config.stash:
        if lacking := missing():
            not_run(f"this machine lacks {' and '.join(lacking)}; .ci/system can install it")
        ending = ExitStack()
        config.add_cleanup(ending.close)
        config.stash[_RUNNING] = ending.enter_context(started())
    return config.stash[_RUNNING]


@pytest.fixture(scope="module")
def own_engines() -> Iterator[Engines]:
    """Engines with nothing on them, for a whole Lotsa: it hears every topic from its beginning."""
    if lacking := missing():
        not_run(f"this machine lacks {' and '.join(lacking)}; .ci/system can install it")
    with started() as running:
        yield running


@pytest.fixture
def breakable_engines(engines: Engines) -> Iterator[Engines]:
    """The running engines, for a test that kills or pauses them; mended after it."""
    if not engines.breakable:
        not_run("these engines were started by somebody else and may not be broken")
    yield engines
    engines.mend()


def not_run(reason: str) -> NoReturn:
    """Report the test as not run; where LOTSA_NO_SKIPS=1 promises that all run, as failed."""
    if os.environ.get("LOTSA_NO_SKIPS") == "1":
        pytest.fail(f"not run: {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show beside a failure what the engines said last."""
    report = yield
    if report.failed and _RUNNING in item.config.stash:
        report.sections += item.config.stash[_RUNNING].last_words()
    return report
