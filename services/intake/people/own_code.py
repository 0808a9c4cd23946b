"""A code that proves who is there: a private link alone may have been passed on.

It goes to the contact that we know. Without it nobody sees or changes a contact, gets everything
that is kept, or erases a person.
"""

from collections.abc import Sequence
from hmac import compare_digest
from typing import Final

from services.intake.desk import Desk
from services.intake.people.answers import digits_in_latin
from services.intake.people.keeping import change_person
from services.intake.people.person import OwnCode, Person
from shared.contracts.intake import CodeAsked
from shared.keys import Keys
from shared.web.languages import say_later
from shared.web.limits import HOUR_MS, Limit
from shared.web.refusals import Refused

MINUTE_MS: Final = 60_000
BY_MAIL_MS: Final = 15 * MINUTE_MS
# Somebody has to call first.
BY_VOICE_MS: Final = 24 * HOUR_MS
# A second click is no second letter.
PAUSE_MS: Final = MINUTE_MS
MOST_TRIES: Final = 5
CODES_A_DAY: Final = Limit("own-codes", 6, 24 * HOUR_MS)

WRONG: Final = say_later("This is not the code. Look at it once more.")
OVER: Final = say_later("This code is too old. Ask for a new one.")
HOW: Final = {
    "email": say_later("We send a code to your e-mail. It is good for 15 minutes."),
    "phone": say_later("A guide calls you and says the code. It is good for one day."),
    "guide": say_later("Your guide or teacher gets the code. It is good for one day."),
}


def how_it_comes(person: Person) -> str:
    """How the code reaches the person, as a message id."""
    if person.reach == "guide":
        return HOW["guide"]
    return HOW["email"] if person.email else HOW["phone"]


def asks(person: Person, now: int) -> tuple[Person, Sequence[CodeAsked]]:
    """The person with a new code; the one before counts no longer."""
    known = person.code
    if person.erased_at is not None:
        return person, ()
    if known and is_open(person, now) and now - known.asked_at < PAUSE_MS:
        return person, ()
    lasts = BY_MAIL_MS if person.email and person.reach != "guide" else BY_VOICE_MS
    number = known.number + 1 if known else 1
    code = OwnCode(number=number, asked_at=now, expires_at=now + lasts)
    told = CodeAsked(person=person.id, number=number, expires_at=code.expires_at)
    return person.model_copy(update={"code": code}), (told,)


def is_open(person: Person, now: int) -> bool:
    """Whether there is a code that may still be written."""
    code = person.code
    return code is not None and now < code.expires_at and code.tries < MOST_TRIES


def is_right(person: Person, written: str, keys: Keys) -> bool:
    number = str(person.code.number) if person.code else ""
    plain = "".join(digits_in_latin(written).split())
    return compare_digest(plain.encode(), keys.code(person.id, number).encode())


async def ask_for_code(desk: Desk, person: Person) -> Person:
    """Saves that a code was asked for. Raises Refused("too-often"), Conflict."""
    if not asks(person, desk.now())[1]:
        return person
    await desk.limits.take(CODES_A_DAY, person.id, desk.now())
    return await change_person(desk, person, lambda known: asks(known, desk.now()))


def tried(person: Person, written: str, now: int, keys: Keys) -> Person:
    """The person with a wrong code counted; unchanged where it is right. Raises Refused."""
    if person.code is None or not is_open(person, now):
        raise Refused("invalid", fields={"code": OVER})
    if is_right(person, written, keys):
        return person
    more = person.code.model_copy(update={"tries": person.code.tries + 1})
    return person.model_copy(update={"code": more})


async def prove(desk: Desk, person: Person, written: str) -> Person:
    """The person, where the code is right. Counts a wrong one. Raises Refused, Conflict."""
    proved = await change_person(
        desk, person, lambda known: (tried(known, written, desk.now(), desk.keys), ())
    )
    if not is_right(proved, written, desk.keys):
        raise Refused("invalid", fields={"code": WRONG})
    return proved
