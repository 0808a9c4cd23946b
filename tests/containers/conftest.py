"""One Lotsa in containers for all tests of this folder, gone at the end."""

from collections.abc import Generator, Iterator

import pytest

from tests.containers.composing import Compose, Composed, no_engine, ports
from tests.live.engines.fixtures import not_run

_UP = pytest.StashKey[Compose]()


@pytest.fixture(scope="session")
def compose(request: pytest.FixtureRequest) -> Iterator[Compose]:
    """Everything of compose.yaml, up and healthy."""
    if why := no_engine():
        not_run(why)
    running = Compose(more=ports())
    running.down()
    try:
        running.up()
        request.config.stash[_UP] = running
        yield running
    finally:
        running.down()


@pytest.fixture(scope="session")
def lotsa(compose: Compose, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composed]:
    """The Lotsa that it is, to walk on; its certificate is trusted as long."""
    composed = Composed(compose, tmp_path_factory.mktemp("composed"))
    composed.take_keys()
    with pytest.MonkeyPatch.context() as trusting:
        trusting.setenv("SSL_CERT_FILE", str(composed.authority()))
        yield composed


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show beside a failure what the containers said last."""
    report = yield
    if report.failed and _UP in item.config.stash:
        report.sections.append(("containers", item.config.stash[_UP].last_words()))
    return report
