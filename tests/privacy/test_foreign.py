"""Nobody else's page can act for a reader, and looking changes nothing (check 5)."""

import hashlib
import sqlite3
import time

import pytest

from tests.privacy.doors import client, doors, knock, token_for, unsafe
from tests.privacy.inside import Inside
from tests.privacy.walked import Walked

# Wrong keys are counted, so that nobody tries many; that count is all that looking may change.
COUNTS = "__limits"
QUIET_S = 1.5
FOREIGN = {
    "origin": {"origin": "https://evil.example"},
    "same host, other port": {"origin": "http://127.0.0.1:9"},
    "cross-site": {"sec-fetch-site": "cross-site"},
    "same-site": {"sec-fetch-site": "same-site", "origin": "null"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=list(FOREIGN))
def test_another_sites_page_is_refused(
    inside: Inside, walked: Walked, headers: dict[str, str]
) -> None:
    with client(inside, walked) as chief:
        ours = {"x-form-token": token_for(chief)}
        answered = {
            str(d): knock(chief, d, {**ours, **headers}).status_code for d in unsafe(inside)
        }
    assert len(answered) > 40
    assert {door: status for door, status in answered.items() if status != 403} == {}


@pytest.mark.parametrize("token", ["", "AAAA", "nobody's"])
def test_without_the_readers_own_token_it_is_refused(
    inside: Inside, walked: Walked, token: str
) -> None:
    with client(inside, walked) as chief:
        if token == "nobody's":
            with client(inside) as other:
                token = token_for(other)
        sent = {"x-form-token": token} if token else {}
        answered = {str(d): knock(chief, d, sent).status_code for d in unsafe(inside)}
    assert {door: status for door, status in answered.items() if status != 403} == {}


def test_with_it_the_door_is_open(inside: Inside, walked: Walked) -> None:
    """The control: what was refused above is refused for that alone."""
    leaving = ("/sign-out", "/session", "/sign-in")
    with client(inside, walked) as chief:
        ours = {"x-form-token": token_for(chief), "origin": inside.url("")}
        inviting = [d for d in unsafe(inside) if not any(part in d.route for part in leaving)]
        answered = {str(d): knock(chief, d, ours).status_code for d in inviting}
    assert {door: status for door, status in answered.items() if status in {403, 500}} == {}


def shape(inside: Inside) -> dict[str, str]:
    """What stands in each table."""
    connection = sqlite3.connect(inside.file)
    try:
        names = [row[0] for row in connection.execute("select name from sqlite_master")]
        tables = [name for name in names if "__" in name and not name.endswith(COUNTS)]
        found = {}
        for name in tables:
            try:
                rows = connection.execute(f'select * from "{name}"').fetchall()  # noqa: S608
            except sqlite3.OperationalError:
                continue  # an index
            found[name] = hashlib.sha256(repr(sorted(map(repr, rows))).encode()).hexdigest()
        return found
    finally:
        connection.close()


def at_rest(inside: Inside) -> dict[str, str]:
    """The store once nothing that was begun is still being done."""
    before = shape(inside)
    for _ in range(40):
        time.sleep(QUIET_S)
        after = shape(inside)
        if after == before:
            return after
        before = after
    raise AssertionError("it does not come to rest")


def test_looking_changes_nothing(inside: Inside, walked: Walked) -> None:
    before = at_rest(inside)
    known = {
        "{case}": walked.case,
        "{match}": walked.match,
        "/my/{key}": walked.person.page,
        "{name}": "kind",
    }
    looked = 0
    with client(inside, walked) as chief, client(inside) as nobody:
        for door in doors(inside):
            if door.method != "GET" or door.route.endswith("/stream"):
                continue
            route = door.route
            for part, text in known.items():
                route = route.replace(part, text)
            for reader in (chief, nobody):
                reader.get(route.replace("{key}", "x").replace("{code}", "x"))
                looked += 1
        assert knock(chief, next(d for d in doors(inside) if d.route == "/my/{key}")).status_code
    assert looked > 80
    assert at_rest(inside) == before


def test_a_change_would_be_seen(inside: Inside, walked: Walked) -> None:
    """The control: one form that is sent changes what the store holds."""
    before = at_rest(inside)
    walked.chief.open("/classes")
    walked.chief.send("/classes")
    assert at_rest(inside) != before
