"""A letter as it was handed over: kept sealed in its delivery, as other eyes may read it.

Where its link led is not kept; a code stands masked in it, and so do the details of the other side.
A day's letter keeps its own words alone. The letters in it keep theirs, each in its own delivery, so
that they go with the person whom they are about.
"""

from pydantic import BaseModel, ConfigDict

from services.notifications.addresses import HIDDEN, Address, with_details
from services.notifications.desk import Desk
from services.notifications.documents import DELIVERIES, Delivery
from services.notifications.paper import Letter
from services.notifications.writing import MASKED, letter_for
from shared.store.collection import Where
from shared.store.document import Conflict
from shared.store.paging import every


class Printed(BaseModel):
    """The words of a letter, in the language and with the name that it was written in."""

    model_config = ConfigDict(frozen=True)

    language: str
    dir: str
    subject: str
    greeting: str
    """Empty once its reader's contact was erased."""
    paragraphs: tuple[str, ...]
    label: str | None
    """What its link is called."""

    @property
    def hides(self) -> bool:
        """Whether its reader saw more than what is kept, besides where its link led."""
        return any(mark in said for said in self.paragraphs for mark in (HIDDEN, MASKED))


def printed(letter: Letter) -> Printed:
    return Printed(
        language=letter.language,
        dir=letter.dir,
        subject=letter.subject,
        greeting=letter.paragraphs[0],
        paragraphs=letter.said,
        label=letter.action[0] if letter.action else None,
    )


async def as_it_goes(delivery: Delivery, to: Address | None, desk: Desk) -> Delivery:
    """The delivery with what its reader reads now sealed in it; as it is where there is no reader."""
    if to is None:
        return delivery
    order = await with_details(delivery.order, desk, hidden=True)
    return sealed(delivery, printed(letter_for(order, to, desk, masked=True)), desk)


def sealed(delivery: Delivery, words: Printed | None, desk: Desk) -> Delivery:
    """The delivery with these words, or with none, in place of what it kept before."""
    key_id, text = desk.keys.seal(words.model_dump_json(), delivery.id) if words else (None, None)
    return delivery.model_copy(update={"key_id": key_id, "sealed": text})


def opened(delivery: Delivery, desk: Desk) -> Printed | None:
    """What was kept; None where nothing was, or its key is not here any more."""
    if delivery.key_id is None or delivery.sealed is None:
        return None
    try:
        text = desk.keys.unseal(delivery.key_id, delivery.sealed, delivery.id)
    except KeyError:
        return None
    return Printed.model_validate_json(text)


async def forget_name(reader: str, desk: Desk) -> None:
    """Of letters about others to somebody whose contact was erased their name goes: the greeting.

    Raises Conflict where one is being sent; then it is done again.
    """
    where: Where = {"recipient": reader}
    found = [one async for one in every(desk.store, DELIVERIES, where)]
    others = [one for one in found if one.sealed is not None and one.recipient != one.person]
    if any(one.state == "sending" for one in others):
        raise Conflict
    for one in others:
        words = opened(one, desk)
        if words is None or words.greeting:
            blank = words.model_copy(update={"greeting": ""}) if words else None
            await desk.store.save(DELIVERIES, sealed(one, blank, desk))
