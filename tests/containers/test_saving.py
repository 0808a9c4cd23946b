"""A backup of what runs in containers comes back in others, by the commands of docs/operate.md."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.containers.composing import PROJECT, Compose, Composed, ports
from tests.faults.acting import send_form, until

pytestmark = [pytest.mark.containers, pytest.mark.timeout(1_800)]
IN_THE_IMAGE = 10001
"""The user that our containers run as."""


@pytest.fixture
def another() -> Iterator[Compose]:
    """Containers of another project, none of which runs yet."""
    other = Compose(f"{PROJECT}-again", ports())
    other.down()
    yield other
    other.down()


@pytest.fixture
def safe(tmp_path: Path) -> Path:
    folder = tmp_path / "safe"
    folder.mkdir()
    os.chown(folder, IN_THE_IMAGE, IN_THE_IMAGE)
    return folder


def prepare(compose: Compose, safe: Path, *words: str) -> str:
    return compose.run("run", "--rm", "-T", "--volume", f"{safe}:/safe", "prepare", *words)


def test_a_backup_comes_back_in_other_containers_and_nobody_is_written_to_again(
    lotsa: Composed,
    another: Compose,
    safe: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent = send_form(lotsa, "203.0.113.250", "Amina")
    until(lambda: lotsa.post.received(sent.email), "no receipt")
    assert "documents" in prepare(lotsa.compose, safe, "backup", "/safe/lotsa")
    assert "to look at on the page Outbox" in prepare(another, safe, "restore", "/safe/lotsa")
    another.up()
    there = Composed(another, tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(there.authority()))
    assert "Amina" in httpx.get(there.url(f"/my/{sent.key}")).text
    later = send_form(there, "203.0.113.251", "Omar")
    until(lambda: there.post.received(later.email), "nobody new is written to")
    assert {letter.to for letter in there.post.received()} == {later.email}
    assert "nothing is changed" in prepare(another, safe, "restore", "/safe/lotsa")
