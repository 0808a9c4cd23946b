"""What others wrote is what they published, with its licence beside it."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.shared.web.gallery_content import WEB

VENDOR = WEB / "static" / "vendor"
ENTRIES = json.loads((VENDOR / "manifest.json").read_text("utf-8"))["files"]


def matches(entry: dict[str, str], folder: Path) -> bool:
    return hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_file_is_as_published(entry: dict[str, str]) -> None:
    assert matches(entry, VENDOR)
    assert (VENDOR / entry["licence_file"]).is_file()
    assert entry["version"]


def test_a_changed_file_would_be_found(tmp_path: Path) -> None:
    entry = ENTRIES[0]
    (tmp_path / entry["file"]).write_bytes((VENDOR / entry["file"]).read_bytes() + b" ")
    assert not matches(entry, tmp_path)


def test_every_vendored_file_is_listed() -> None:
    present = {path.name for path in VENDOR.iterdir()} - {"manifest.json"}
    assert present == {entry["file"] for entry in ENTRIES}
