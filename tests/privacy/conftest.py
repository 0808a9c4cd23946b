"""A Lotsa in this process, and the whole way walked once on it by people with unmistakable names."""

from collections.abc import Iterator

import pytest

from tests.journeys.post import Post
from tests.privacy.inside import Inside, running
from tests.privacy.knocking import World
from tests.privacy.readers import peopled
from tests.privacy.walked import Walked, walk


@pytest.fixture(scope="package")
def post() -> Iterator[Post]:
    with Post() as office:
        yield office


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory, post: Post) -> Iterator[Inside]:
    with running(tmp_path_factory.mktemp("inside"), post) as lotsa:
        yield lotsa


@pytest.fixture(scope="module")
def walked(inside: Inside) -> Walked:
    return walk(inside)


@pytest.fixture(scope="module")
def world(inside: Inside, walked: Walked) -> Iterator[World]:
    with peopled(inside, walked) as made:
        yield made
