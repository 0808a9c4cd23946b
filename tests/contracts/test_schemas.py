"""A released message may gain a field with a default; every other change fails, in one line."""

import copy
from typing import Any

import pytest

from shared.contracts import schemas
from shared.contracts.schemas import broken, declared, released


def test_nothing_released_was_broken() -> None:
    assert broken(released(), declared()) == []


def test_the_released_schemas_are_those_declared() -> None:
    assert schemas.RELEASED.read_text() == schemas.text(declared()), (
        "run: python -m shared.contracts.schemas --release"
    )


def changed(change: Any) -> dict[str, Any]:
    after = copy.deepcopy(declared())
    change(after)
    return after


def test_a_field_with_a_default_and_a_new_kind_may_be_added() -> None:
    def add(after: dict[str, Any]) -> None:
        after["NeedClosed.v1"]["properties"]["note"] = {"type": "string", "default": ""}
        after["NeedPosted.v1"]["$defs"]["NeedDetails"]["properties"]["new"] = {"default": 1}
        after["NeedSold.v1"] = {"properties": {}}

    assert broken(declared(), changed(add)) == []


def test_words_for_people_may_change() -> None:
    def reword(after: dict[str, Any]) -> None:
        after["NeedClosed.v1"]["description"] = "It takes nobody more."
        after["NeedClosed.v1"]["properties"]["need"]["title"] = "Which need"

    assert broken(declared(), changed(reword)) == []


BREAKING = {
    "NeedClosed.v1: released, so it has to stay declared": lambda after: after.pop("NeedClosed.v1"),
    "NeedClosed.v1.need: removed": lambda after: (
        after["NeedClosed.v1"]["properties"].pop("need"),
        after["NeedClosed.v1"]["required"].remove("need"),
    ),
    "NeedClosed.v1.need: changed its type or default": lambda after: after["NeedClosed.v1"][
        "properties"
    ]["need"].update(type="integer"),
    "NeedClosed.v1.note: added without a default": lambda after: (
        after["NeedClosed.v1"]["properties"].update(note={"type": "string"}),
        after["NeedClosed.v1"]["required"].append("note"),
    ),
    "NeedClosed.v1.need: no longer required": lambda after: after["NeedClosed.v1"][
        "required"
    ].remove("need"),
    "NeedPosted.v1.NeedDetails.place: required now": lambda after: after["NeedPosted.v1"]["$defs"][
        "NeedDetails"
    ]["required"].append("place"),
    "NeedPosted.v1.NeedDetails.title: removed": lambda after: (
        after["NeedPosted.v1"]["$defs"]["NeedDetails"]["properties"].pop("title"),
        after["NeedPosted.v1"]["$defs"]["NeedDetails"]["required"].remove("title"),
    ),
    "GatheringPublished.v1.title: changed its type or default": lambda after: after[
        "GatheringPublished.v1"
    ]["properties"]["title"].update(type="integer"),
}


@pytest.mark.parametrize("line", BREAKING)
def test_every_other_change_is_named(line: str) -> None:
    """The controls of the first test."""
    assert broken(declared(), changed(BREAKING[line])) == [line]
