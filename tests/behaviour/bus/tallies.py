"""A small service that hears needs and contacts, and notes what was applied, in which order."""

from collections.abc import Callable

from shared.bus.listening import Heard, Here, hears
from shared.contracts.intake import ContactChanged, NeedClosed, NeedFacts, NeedPosted
from shared.contracts.need_details import NeedDetails
from shared.store.collection import Collection
from shared.store.document import Document


class Subject(Document):
    """What tells: its outbox is all that matters of it."""


class Tally(Document):
    """What was heard of one subject."""

    applied: tuple[int, ...] = ()
    """Sequences, in the order of their effects."""
    value: str = ""
    trace: str | None = None


SUBJECTS = Collection("tallies", "subjects", Subject)
TALLIES = Collection("tallies", "tallies", Tally)

POISON = "poison"
"""A need with this title cannot be applied."""


class CannotApply(Exception):
    """What a listener raises; its text is what no log line may hold."""


class Mood:
    """Whether the listener accepts poison by now."""

    cured = False


def listener(mood: Mood) -> Callable[[NeedPosted, Tally | None, Here], Tally]:
    def count(message: NeedPosted, known: Tally | None, here: Here) -> Tally:
        if message.details.title == POISON and not mood.cured:
            raise CannotApply("a secret word")
        return noted(message.need, message.details.title, known, here)

    return count


def note_contact(message: ContactChanged, known: Tally | None, here: Here) -> Tally:
    return noted(message.contact, message.key_id, known, here)


def noted(key: str, value: str, known: Tally | None, here: Here) -> Tally:
    known = known or Tally(id=key, region="malmo")
    applied = (*known.applied, here.envelope.sequence)
    changes = {"applied": applied, "value": value, "trace": here.envelope.trace}
    return known.model_copy(update=changes)


def table(mood: Mood) -> list[Heard[object, Tally]]:
    """NeedClosed, on the same topic, is not heard."""
    return [
        hears(NeedPosted, listener(mood), of=TALLIES),
        hears(ContactChanged, note_contact, of=TALLIES),
    ]


def posted(need: str, title: str = "goalkeeper") -> NeedPosted:
    return NeedPosted(**facts(need, title).model_dump())


def facts(need: str, title: str) -> NeedFacts:
    details = NeedDetails(
        kind="leader", title=title, seats=1, activities=("football",), slots=(), ages=("26-64",)
    )
    return NeedFacts(
        need=need,
        association="a",
        association_name="A",
        contacts=(),
        details=details,
        posted_at=0,
    )


def closed(need: str) -> NeedClosed:
    return NeedClosed(need=need, reason="filled")


def contact(key: str, value: str) -> ContactChanged:
    return ContactChanged(contact=key, key_id=value, sealed=None)
