"""What the tests of this folder are given."""

from collections.abc import Iterator

import pytest

from tests.journeys.post import Post
from tests.live.engines.fixtures import not_run, own_engines, pytest_runtest_makereport

__all__ = ["not_run", "own_engines", "pytest_runtest_makereport"]


@pytest.fixture
def post() -> Iterator[Post]:
    with Post() as office:
        yield office
