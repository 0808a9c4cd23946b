"""Keys are random enough, kept nowhere in the clear, and work once where once is meant (check 6)."""

import base64
import re
import sqlite3

import pytest

from services.intake.drafts import new_key
from shared.keys import LINK_ID_BYTES, hash_of
from shared.web.guard import form_token
from tests.journeys.lotsa import FIRST
from tests.journeys.reading import Browser
from tests.privacy.inside import Inside
from tests.privacy.walked import NEWCOMER, Walked

KEY = re.compile(r"/(?:my|answer|sign-in)/([\w-]{22})\b")


def letters_keys(inside: Inside) -> set[str]:
    """The keys of all links that letters were sent with."""
    return {key for one in inside.post.received() for key in KEY.findall(one.text)}


def kept(inside: Inside) -> str:
    """Everything that the store keeps, of all services, outboxes among it."""
    connection = sqlite3.connect(inside.file)
    try:
        return "\n".join(connection.iterdump())
    finally:
        connection.close()


def test_keys_are_kept_nowhere(inside: Inside, walked: Walked) -> None:
    keys = letters_keys(inside)
    assert len(keys) >= 5
    store, logs = kept(inside), inside.logs()
    raw = inside.file.read_bytes()
    carried = repr(inside.bus.carried)
    assert [key for key in keys if key in store or key.encode() in raw] == []
    assert [key for key in keys if key in logs or key in carried] == []
    assert walked.person.page.removeprefix("/my/") in keys


def test_what_is_kept_instead_is_a_hash(inside: Inside, walked: Walked) -> None:
    """The control: this is the store that the keys would stand in."""
    store = kept(inside)
    assert hash_of(walked.person.page.removeprefix("/my/")) in store
    assert NEWCOMER in store


def test_sessions_and_tokens_are_kept_nowhere(inside: Inside, walked: Walked) -> None:
    page = walked.chief.open("/account")
    assert "/account/tokens" in page
    shown = walked.chief.send("/account/tokens", token_name="Kalender")
    tokens = re.findall(r"[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}", shown)
    cookies = dict(walked.chief._http.cookies)
    assert tokens
    store, logs = kept(inside), inside.logs()
    for secret in (*tokens, *cookies.values()):
        assert secret not in store
        assert secret not in logs


def test_logs_name_no_person(inside: Inside, walked: Walked) -> None:
    logs = inside.logs()
    assert logs.count("\n") > 0
    assert [one for one in (*walked.addresses(), NEWCOMER) if one in logs] == []


def test_keys_hold_at_least_96_random_bits(inside: Inside) -> None:
    keys = inside.apps["intake"].state.desk.keys
    assert LINK_ID_BYTES * 8 >= 96
    links = {keys.link_key("person", str(number), "1") for number in range(1000)}
    assert len(links) == 1000
    assert {len(base64.urlsafe_b64decode(link + "==")) for link in links} == {16}
    drafts = {new_key() for _ in range(1000)}
    assert len(drafts) == 1000
    assert min(len(base64.urlsafe_b64decode(key + "=")) for key in drafts) * 8 >= 128
    assert len({form_token(b"secret", "browser") for _ in range(100)}) == 100


def test_class_codes_hold_at_least_96_random_bits(inside: Inside, walked: Walked) -> None:
    walked.chief.open("/classes")
    found = re.search(r"/class/([\w-]+)", walked.chief.send("/classes"))
    assert found
    assert len(base64.urlsafe_b64decode(found[1] + "==")) * 8 >= 96
    assert found[1] not in kept(inside)
    assert hash_of(found[1]) in kept(inside)


@pytest.mark.usefixtures("walked")
def test_a_one_time_link_survives_a_scanner_and_works_once(inside: Inside) -> None:
    link = "/sign-in/" + inside.command("user", "link", FIRST).rpartition("/")[2]
    for _ in range(3):
        scanner = Browser(inside)
        scanner.open(link)
        assert scanner.status == 200
    owner, thief = Browser(inside), Browser(inside)
    thief.open(link)
    owner.open(link)
    owner.send("/sign-in/")
    assert (owner.status, "lotsa-session" in owner._http.cookies) == (200, True)
    thief.send("/sign-in/")
    assert (thief.status, "lotsa-session" in thief._http.cookies) == (410, False)
