"""Who is written to, and where the letters go, in the tests of notifications."""

import json

from services.notifications.channels import Parcel
from services.notifications.documents import DELIVERIES
from shared.contracts.intake import ContactChanged, PersonRegistered, Wishes
from tests.stage import Stage

NIGHT = 1_780_912_800_000 + 11 * 3_600_000


class Sink:
    """A channel that keeps what it is given, or fails as it is told. A fake, named so."""

    name = "email"

    def __init__(self) -> None:
        self.taken: list[Parcel] = []
        self.fails: list[BaseException] = []

    async def send(self, parcel: Parcel) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.taken.append(parcel)


def registered(stage: Stage) -> PersonRegistered:
    wishes = Wishes(kinds=("participant",), interests=("choir",))
    return PersonRegistered(person="p1", wishes=wishes, registered_at=stage.clock(), key_hash="h")


def contact(stage: Stage, who: str = "p1", **facts: str | None) -> ContactChanged:
    said = {"name": "Amina", "language": "ar", "email": "amina@example.org", **facts}
    key_id, sealed = stage.keys.seal(json.dumps(said), about=who)
    return ContactChanged(contact=who, key_id=key_id, sealed=sealed)


async def states(stage: Stage) -> list[str]:
    found = await stage.running.store.find(DELIVERIES, {}, order="queued_at")
    return [one.state for one in found]
