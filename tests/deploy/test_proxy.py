"""The proxy's file says the same as the table of paths, and is up to date."""

import re

import pytest

from deploy.proxy import WRITTEN, caddyfile
from shared.contracts.paths import PREFIXES, service_of


def asked(written: str, path: str) -> str:
    """Who answers `path` by the file, read as Caddy reads it: the first handler that fits."""
    matchers = dict(re.findall(r"@(\w+) path (.*)", written))
    for name, block in re.findall(r"handle(?: @(\w+))? \{\n(.*?)\n\t\}", written, re.DOTALL):
        if not name or any(fits(path, one) for one in matchers[name].split()):
            found = re.search(r"dynamic a (\w+)", block)
            return found[1] if found else "refused"
    raise AssertionError(path)


def fits(path: str, pattern: str) -> bool:
    return path.startswith(pattern[:-1]) if pattern.endswith("*") else path == pattern


def test_the_file_is_up_to_date() -> None:
    assert WRITTEN.read_text(encoding="utf-8") == caddyfile()


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("ending", ["", "/", "/new", "s"])
def test_each_path_goes_where_the_table_says(prefix: str, ending: str) -> None:
    path = (prefix + ending).replace("//", "/")
    assert asked(caddyfile(), path) == service_of(path)


def test_a_path_that_moves_is_followed() -> None:
    """The control: the answers above come from the file."""
    assert asked(caddyfile({**PREFIXES, "/outbox": "events"}), "/outbox/1") == "events"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_figures_and_health_stay_inside(path: str) -> None:
    assert asked(caddyfile(), path) == "refused"
