"""What docs/operate.md says of the settings is what the code has, and compose passes them on."""

from pathlib import Path

import pytest

from deploy.settings_table import DOCUMENT, brought_up_to_date, table
from shared.settings import Settings

ROOT = Path(__file__).parents[2]

# Set by the image or by how containers are, or not for a deployment of several containers.
NOT_IN_COMPOSE = {"data", "host", "port", "keys", "member", "demo", "open_docs", "debug"}


def test_the_table_is_up_to_date() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    assert document == brought_up_to_date(document)


def test_every_setting_stands_in_the_table_with_what_it_means() -> None:
    rows = [line for line in table().splitlines() if line.startswith("| `LOTSA_")]
    assert len(rows) == len(Settings.model_fields)
    assert not [row for row in rows if row.rstrip("| ").endswith("None")]


def test_a_document_without_a_place_for_it_is_refused() -> None:
    with pytest.raises(ValueError, match="All settings"):
        brought_up_to_date("# Operating\n")


def test_the_services_of_compose_are_told_every_other_setting() -> None:
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    told = {name for name in Settings.model_fields if f"    LOTSA_{name.upper()}:" in compose}
    assert told == set(Settings.model_fields) - NOT_IN_COMPOSE
