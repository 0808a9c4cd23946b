"""A guardian's word about a child under 13: asked by a link, reminded once; without a yes all goes.

Until the yes the child is known here alone. So the yes is what registers them: before it nobody can
match, propose or write about anything else.
"""

from collections.abc import Sequence
from typing import Final, Literal

from services.intake.desk import Desk
from services.intake.people.erase import erased
from services.intake.people.keeping import change_person
from services.intake.people.person import GUARDIAN_TEXT, PEOPLE, Consent, Person
from services.intake.people.register import (
    END_WITHOUT_GUARDIAN,
    REMIND_GUARDIAN,
    asking_guardian,
    facts_of,
)
from shared.contracts.intake import PersonRegistered
from shared.contracts.message import Message
from shared.keys import Keys, hash_of
from shared.web.refusals import Refused

Word = Literal["yes", "no"]
Outcome = Literal["yes", "no", "silence"]
How = Literal["link", "paper", "phone"]
WORDS: Final[tuple[Word, ...]] = ("yes", "no")
NOTED: Final[tuple[How, ...]] = ("paper", "phone")


def said(child: Person, word: Outcome, now: int, keys: Keys) -> tuple[Person, Sequence[Message]]:
    """The child with the guardian's word from the link, or with the silence that ends it."""
    return noted(child, word, now, keys, how="link" if word != "silence" else None)


def noted(
    child: Person,
    word: Outcome,
    now: int,
    keys: Keys,
    *,
    how: How | None,
    by: str | None = None,
    day: str | None = None,
) -> tuple[Person, Sequence[Message]]:
    """The child with the guardian's word: `by` is the account that noted it, `day` the ISO date.

    Without a yes everything is erased. A word that was said before is not said again.
    """
    asked = child.guardian
    if asked is None or asked.answer is not None or child.erased_at is not None:
        return child, ()
    told = {"waits": False, "answer": word, "answered_at": now, "how": how, "by": by, "day": day}
    heard = child.model_copy(update={"guardian": asked.model_copy(update=told)})
    if word != "yes":
        return erased(heard, now, keys)
    consents = (*child.consents, Consent(text=GUARDIAN_TEXT, at=now, guide=by))
    sure = heard.model_copy(update={"consents": consents})
    sure = sure.without_due(REMIND_GUARDIAN, END_WITHOUT_GUARDIAN)
    # Who wanted nothing more meanwhile is not brought back by a yes.
    left = sure.withdrawn_at is not None
    return sure, () if left else (PersonRegistered(**facts_of(sure)),)


async def remind(child: Person, desk: Desk) -> None:
    """Due "remind_guardian": asks once more. Raises Conflict."""
    done = child.without_due(REMIND_GUARDIAN)
    if child.guardian is None or not child.guardian.waits or child.withdrawn_at is not None:
        await desk.store.save(PEOPLE, done)
        return
    asked = child.guardian.model_copy(update={"reminded_at": desk.now()})
    again = done.model_copy(update={"guardian": asked})
    await desk.store.save(PEOPLE, again, (asking_guardian(again, again=True),))


async def end_without(child: Person, desk: Desk) -> None:
    """Due "end_without_guardian": nobody has said yes, so nothing is kept. Raises Conflict."""
    ended, told = said(child, "silence", desk.now(), desk.keys)
    await desk.store.save(PEOPLE, ended.without_due(END_WITHOUT_GUARDIAN), told)


async def child_behind(desk: Desk, key: str) -> Person:
    """The child that a guardian's link is about, also where all but the word is erased.

    Raises Refused: "not-found" for a key that we never made, "gone" where nothing is left.
    """
    if not desk.keys.genuine(key):
        raise Refused("not-found")
    found = await desk.store.find(PEOPLE, {"guardian.key_hash": hash_of(key)}, limit=1)
    if not found:
        raise Refused("gone")
    return found[0]


async def answer(desk: Desk, child: Person, word: Word) -> Person:
    """Saves what the guardian says on the link. Raises Conflict."""
    return await change_person(desk, child, lambda known: said(known, word, desk.now(), desk.keys))


async def note_answer(
    desk: Desk, child: Person, word: Word, *, how: How, by: str, day: str
) -> Person:
    """Saves what a guide has from the guardian, on paper or by phone. Raises Conflict."""

    def decide(known: Person) -> tuple[Person, Sequence[Message]]:
        return noted(known, word, desk.now(), desk.keys, how=how, by=by, day=day)

    return await change_person(desk, child, decide)
