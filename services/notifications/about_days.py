"""What is written to a guide in the morning: how much needs them, and where they find it."""

from typing import Final

from services.notifications.documents import Order, Thread, ordered
from shared.bus.listening import Here
from shared.contracts.matching import DayBegan

FROM_HOUR: Final = 7
KINDS: Final = ("given", "call", "letter", "turn", "date", "stuck", "choose", "nobody")


def begin(message: DayBegan, known: Thread | None, here: Here) -> Thread:
    order = Order(
        message=here.envelope.id,
        template="my_day",
        recipient=message.account,
        link=("day",),
        facts={kind: getattr(message, kind) for kind in KINDS},
        from_hour=FROM_HOUR,
        good_until=message.until,
    )
    return ordered(known, here, order)
