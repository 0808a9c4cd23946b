"""The notifications service: what it keeps, hears, does when due, and shows."""

from pathlib import Path
from typing import Final

from services.notifications import calls, deliveries, erasing, outbox, own_part, retaining
from services.notifications.channels import channel_for
from services.notifications.desk import Desk
from services.notifications.documents import (
    CONTACTS,
    DELIVERIES,
    FORGET,
    GUIDES,
    RESTORED,
    THREADS,
)
from services.notifications.hearing import HEARS
from shared.desk import Office
from shared.service import Parts
from shared.store.due import Step
from shared.web.sessions import ended_of


def desk(office: Office) -> Desk:
    return Desk(office=office, email=channel_for(office.settings))


NOTIFICATIONS: Final = Parts(
    name="notifications",
    collections=(CONTACTS, GUIDES, THREADS, DELIVERIES, RESTORED, ended_of("notifications")),
    hears=HEARS,
    steps=(
        Step(THREADS, "write", deliveries.write_orders),
        Step(GUIDES, "write", deliveries.write_of_case),
        Step(THREADS, erasing.ERASE, erasing.erase),
        Step(CONTACTS, "wake", deliveries.wake),
        Step(DELIVERIES, "send", deliveries.send),
        Step(DELIVERIES, "stuck", deliveries.give_up_waiting),
        Step(DELIVERIES, calls.TELL, calls.tell),
        Step(DELIVERIES, FORGET, retaining.forget_letter),
        Step(THREADS, FORGET, retaining.forget_thread),
        Step(CONTACTS, FORGET, retaining.forget_contact),
        Step(GUIDES, FORGET, retaining.forget_guide),
    ),
    routers=(outbox.router, own_part.router),
    desk=desk,
    templates=Path(__file__).parent / "templates",
)
