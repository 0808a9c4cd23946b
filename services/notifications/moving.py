"""A delivery comes into a state: it is queued for when it may go, and each change is one save."""

from services.notifications.desk import Desk
from services.notifications.documents import (
    DELIVERIES,
    FORGET,
    Delivery,
    Order,
    State,
    delivery_id,
    forgotten_at,
)
from services.notifications.metrics import DELIVERED
from services.notifications.news import news_of
from services.notifications.quiet import Quiet
from shared.store.document import Due


def queued(order: Order, region: str, desk: Desk) -> Delivery:
    now = desk.now()
    quiet = Quiet.parse(desk.settings.quiet_hours).ending_by(order.from_hour)
    at = quiet.send_at(now, order.own_act_at)
    return Delivery(
        id=delivery_id(order),
        region=region,
        state="queued",
        order=order,
        recipient=order.recipient,
        person=order.person,
        queued_at=now,
        changed_at=now,
        due=(Due(what="send", at=at), forgotten_at(order, now)),
    )


async def moved(
    delivery: Delivery,
    desk: Desk,
    state: State,
    *,
    due: Due | None = None,
    channel: str | None = None,
    reason: str | None = None,
) -> Delivery:
    """The delivery in another state; of what it waited for before, only its own end still counts."""
    now = desk.now()
    changes = {
        "state": state,
        "changed_at": now,
        "channel": channel or delivery.channel,
        "reason": reason,
        "sent_at": now if state == "sent" else delivery.sent_at,
        "due": (*([due] if due else []), *(one for one in delivery.due if one.what == FORGET)),
    }
    after = delivery.model_copy(update=changes)
    saved = await desk.store.save(DELIVERIES, after, news_of(after, delivery.state))
    DELIVERED.labels(state, delivery.order.template).inc()
    return saved
