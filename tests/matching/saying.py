"""What intake says in these tests: people and needs, with the same id for the same name."""

from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from shared.contracts.intake import NeedPosted, PersonRegistered, Wishes
from shared.contracts.need_details import NeedDetails

START = 1_780_000_000_000
REGION = "malmo"


def an_id(name: str) -> str:
    """The same id for the same name."""
    return str(uuid5(NAMESPACE_DNS, name))


LIKES_FOOTBALL = Wishes(
    kinds=("participant",),
    interests=("football", "choir"),
    slots=("tue_evening", "wed_evening"),
    languages=("ar", "sv"),
    swedish="little",
    age="26-64",
    area="mollevangen",
)


def registered(person: str, wishes: Wishes, **facts: Any) -> PersonRegistered:
    return PersonRegistered(
        person=person, wishes=wishes, registered_at=START, key_hash="0" * 64, **facts
    )


def posted(need: str, association: str = "ifk", **changes: Any) -> NeedPosted:
    details: dict[str, Any] = {
        "kind": "participant",
        "title": "Football for all",
        "seats": 3,
        "activities": ("football",),
        "slots": ("tue_evening",),
        "ages": ("18-25", "26-64"),
        "languages": ("sv", "ar"),
        "area": "mollevangen",
        "place": "Heleneholms IP",
    }
    return NeedPosted(
        need=need,
        association=an_id(association),
        association_name=association.upper(),
        contacts=(an_id(f"contact of {association}"),),
        details=NeedDetails(**{**details, **changes}),
        posted_at=START,
    )
