"""Associations, as far as matching asks: may they look for people at all?"""

from typing import Final

from services.matching.records import SERVICE, Record
from shared.bus.listening import Here
from shared.contracts.intake import AssociationBlocked, AssociationVerified
from shared.store.collection import Collection
from shared.store.document import Due


class Association(Record):
    """An association, by its id."""

    blocked: bool = False


ASSOCIATIONS: Final = Collection(SERVICE, "associations", Association)


def verify(message: AssociationVerified, known: Association | None, here: Here) -> Association:
    return _standing(message.association, known, here, blocked=False)


def block(message: AssociationBlocked, known: Association | None, here: Here) -> Association:
    return _standing(message.association, known, here, blocked=True)


def _standing(key: str, known: Association | None, here: Here, *, blocked: bool) -> Association:
    doc = known or Association(id=key, region=here.envelope.region)
    changed = doc.model_copy(update={"blocked": blocked, "touched": here.now})
    return changed.with_due(Due(what="follow", at=here.now))
