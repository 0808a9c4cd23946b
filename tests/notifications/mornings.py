"""A club that wants one letter a day: who would like to come to it, and its mornings."""

from services.notifications.documents import DELIVERIES
from shared.contracts.intake import ContactChanged
from shared.contracts.matching import MatchAnswered
from tests.notifications.letterbox import Sink, contact
from tests.notifications.test_erasing import about
from tests.stage import Stage

NEXT_MORNING_H = 20
"""From Monday noon to Tuesday at eight."""


def club(stage: Stage, letters: str | None = "day", language: str = "sv") -> ContactChanged:
    return contact(stage, "club", email="club@example.org", language=language, letters=letters)


def wants_to_come(person: str) -> MatchAnswered:
    return MatchAnswered.model_validate({**about(person), "person_answer": "yes", "side": "person"})


async def ask(stage: Stage, *people: str, sequence: int = 1) -> None:
    for person in people:
        await stage.hear(wants_to_come(person), f"m-{person}", sequence=sequence)


async def morning(stage: Stage) -> None:
    stage.clock.passes(hours=NEXT_MORNING_H)
    await stage.settle()


def links(stage: Stage, sink: Sink, *people: str) -> list[int]:
    """How often the question about each of them has gone out."""
    keys = [stage.keys.link_key("answer", f"m-{person}", "association") for person in people]
    return [sum(one.letter.text().count(key) for one in sink.taken) for key in keys]


async def states(stage: Stage) -> dict[str, list[str]]:
    found = await stage.running.store.find(DELIVERIES, {})
    named = {one.order.template for one in found}
    return {
        name: sorted(one.state for one in found if one.order.template == name) for name in named
    }
