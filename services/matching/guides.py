"""Guides: who takes cases here, and the mail that says in the morning what needs them. Pure.

Of a guide only the account is known. One document for each holds the one clock of the mail, so that
a day is told once however often its clock comes round.
"""

from typing import Final

from services.matching.records import SERVICE, Record
from shared.bus.listening import Here
from shared.contracts.codes import TAKES_CASES
from shared.contracts.intake import RolesChanged
from shared.mornings import next_morning
from shared.store.collection import Collection
from shared.store.document import Due
from shared.web.languages import day_of

MORNING: Final = "morning"
FORGET: Final = "forget"
KEPT_MS: Final = 90 * 24 * 3_600_000
"""How long it is known that somebody took cases, after they take none any more."""


class Guide(Record):
    """Somebody who takes cases, by account. `told` days are ISO dates in Stockholm."""

    roles: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    mail: bool = True
    """Whether they want to read in the morning what needs them."""
    told_day: str | None = None
    """The last day of which they were told, or which they began without anything to be told."""

    @property
    def works(self) -> bool:
        return bool(TAKES_CASES & set(self.roles))


GUIDES: Final = Collection(SERVICE, "guides", Guide)


def remember(message: RolesChanged, known: Guide | None, here: Here) -> Guide:
    """Who works here now; the mail of who takes no cases any more comes no more."""
    told = {"roles": message.roles, "regions": message.regions, "touched": here.now}
    doc = known or Guide(id=message.account, region=here.envelope.region)
    after = with_morning(doc.model_copy(update=told), here.now)
    if after.works:
        return after.without_due(FORGET)
    return after.with_due(Due(what=FORGET, at=here.now + KEPT_MS))


def with_morning(guide: Guide, now: int) -> Guide:
    """The guide with the next mail due, where they take cases and want it."""
    if not (guide.works and guide.mail):
        return guide.without_due(MORNING)
    return guide.with_due(Due(what=MORNING, at=next_morning(now, guide.told_day)))


def begun(guide: Guide, now: int) -> Guide:
    """The guide whose day has begun, told or not: the next mail is another day's."""
    after = guide.model_copy(update={"told_day": day_of(now).isoformat()})
    return with_morning(after, now)
