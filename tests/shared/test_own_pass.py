"""A pass says whose it is and until when, and nobody else can make one."""

from pathlib import Path
from uuid import uuid4

from shared.keys import Keys
from shared.own_pass import HOLDERS, PASS_MS, holder_of, links, pass_for

NOW = 1_780_912_800_000


def test_it_is_good_until_its_time_and_for_its_holder_alone(tmp_path: Path) -> None:
    keys, other = (Keys.load_or_make(tmp_path / name) for name in ("keys.json", "other.json"))
    person = str(uuid4())
    token = pass_for(person, NOW + PASS_MS, keys)
    assert holder_of(token, NOW, keys) == person
    assert holder_of(token, NOW + PASS_MS - 1, keys) == person
    assert holder_of(token, NOW + PASS_MS, keys) is None
    assert holder_of(token, NOW, other) is None
    _, until, proof = token.split(".")
    for wrong in (
        f"{uuid4()}.{until}.{proof}",
        f"{person}.{int(until) + 1}.{proof}",
        f"{person}.{until}.{proof[:-1]}",
        f"{person}.{until}",
        f"{person}..{proof}",
        f"{person}.٣{until}.{proof}",
        f"{person}.{'9' * 5000}.{proof}",
        "",
        "..",
    ):
        assert holder_of(wrong, NOW, keys) is None


def test_a_private_link_is_no_pass(tmp_path: Path) -> None:
    keys = Keys.load_or_make(tmp_path / "keys.json")
    link = keys.link_key("person", "p", "1")
    assert holder_of(f"p.{NOW + 1}.{link}", NOW, keys) is None


def test_each_holder_has_its_own_address() -> None:
    found = links("token")
    assert tuple(found) == HOLDERS
    assert all(path == f"/{one}/api/v1/everything/token" for one, path in found.items())
