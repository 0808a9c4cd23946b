"""The engines for every live test."""

from tests.live.engines.fixtures import (
    breakable_engines,
    engines,
    own_engines,
    pytest_runtest_makereport,
)

__all__ = ["breakable_engines", "engines", "own_engines", "pytest_runtest_makereport"]
