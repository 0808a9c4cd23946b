"""Needs as they are matched. The need's document holds its seats: taking one is one write."""

from typing import Any, Final

from services.matching.records import SERVICE, Record
from shared.bus.listening import Here
from shared.contracts.intake import NeedClosed, NeedFacts
from shared.contracts.matching import Asked
from shared.contracts.need_details import NeedDetails
from shared.store.collection import Collection
from shared.store.document import Due


class Need(Record):
    """A need, by its id. `closed` says why it takes nobody more; `held` are matches with a seat."""

    association: str
    association_name: str
    contacts: tuple[str, ...]
    details: NeedDetails
    posted_at: int
    closed: str | None = None
    blocked: bool = False
    """The association may not ask for anybody."""
    held: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.closed is None and not self.blocked

    @property
    def seats_left(self) -> int:
        return max(0, self.details.seats - len(self.held))

    @property
    def about(self) -> Asked:
        """What is public of it, as a letter and an answer page say it."""
        details = self.details
        return Asked(
            association_name=self.association_name,
            title=details.title,
            kind=details.kind,
            activity=next(iter(details.activities), ""),
            place=details.place,
            slots=details.slots,
            cost=details.cost,
        )


NEEDS: Final = Collection(
    SERVICE,
    "needs",
    Need,
    indexes=(("region", "touched"), ("association",)),
)


def remember(message: NeedFacts, known: Need | None, here: Here) -> Need:
    """The need as the association wants it now; who is told of it is worked out behind."""
    told: dict[str, Any] = {
        "association": message.association,
        "association_name": message.association_name,
        "contacts": message.contacts,
        "details": message.details,
        "posted_at": message.posted_at,
        "closed": None,
        "touched": here.now,
    }
    doc = known or Need(id=message.need, region=here.envelope.region, **told)
    return doc.model_copy(update=told).with_due(Due(what="rank", at=here.now))


def close(message: NeedClosed, known: Need | None, here: Here) -> Need | None:
    """The need takes nobody more; the seats that were given stay given."""
    if known is None:
        return None
    told = {"closed": message.reason, "touched": here.now}
    return known.model_copy(update=told).with_due(Due(what="rank", at=here.now))


def with_seat(need: Need, match: str, now: int) -> Need | None:
    """The need with a seat for `match`: itself if it has one, None if no seat is left.

    The seat is the association's yes. Should the process end before the match says so too, the
    work due here says it.
    """
    if match in need.held:
        return need
    if not need.is_open or need.seats_left == 0:
        return None
    taken = need.model_copy(update={"held": (*need.held, match)})
    return taken.with_due(Due(what="seated", at=now))


def without_seat(need: Need, match: str, now: int) -> Need:
    """The need without the seat of `match`, which others may have now."""
    if match not in need.held:
        return need
    held = tuple(one for one in need.held if one != match)
    return need.model_copy(update={"held": held}).with_due(Due(what="rank", at=now))
