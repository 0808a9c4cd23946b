"""What the privacy registry consists of: classes, how long a field is kept, rows and tables."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

Class = Literal[
    "id", "code", "time", "figure", "public", "personal", "sealed", "hash", "technical", "message"
]
"""What a value may be.

id         stands for somebody or something and leads back only through the service that gave it;
           an alias is one
code       one of a closed list: an answer, a state, a reason
public     what an association publishes of itself, of a need or a gathering
personal   a natural person's own words, name, address or language
sealed     the same, encrypted; the key is not in the store
message    a whole message, which holds what its kind says
technical  what the machinery needs, about nobody
"""
CLASSES: Final[tuple[Class, ...]] = get_args(Class)
CLOSE: Final[frozenset[Class]] = frozenset({"personal", "sealed"})
"""The classes that say something about a natural person which only few may read."""

HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS


@dataclass(frozen=True)
class Retention:
    """How long something is kept. `clock` is what ends it, None where nothing does so yet.

    A clock is "<service>.<collection>.<due work>" ("*" is every service that has the collection),
    "broker" (the topic's own retention), "relay" (telling takes it out), "holder" (it goes with
    the document that it stands in) or "never" (it may stay for good). `after_ms` is the longest time, where it is a time.
    """

    until: str
    clock: str | None = None
    after_ms: int | None = None


HOLDER: Final = Retention("as long as what holds it", "holder")
ACCOUNT: Final = Retention(
    "until 90 days after it has no role any more", "intake.accounts.forget", 90 * DAY_MS
)
ASSOCIATION: Final = Retention("as long as the association is here")
GOOD: Final = Retention("for good, since it says nothing about a person", "never")


@dataclass(frozen=True)
class Row:
    """Fields of one class and purpose; `names` are separated by spaces.

    `kept` is None where the table's own retention holds. `export`: it belongs to what somebody
    gets who asks what is known about them (a nested one, where what holds it does). `named`: there it
    is named and not shown, since somebody else said it in confidence.
    """

    names: str
    cls: Class
    purpose: str
    kept: Retention | None = None
    export: bool = False
    named: bool = False


@dataclass(frozen=True)
class Table:
    """All fields of one model. `extends` names tables, as "place.Model", whose rows hold as well.

    `place` is the service that stores it, "shared" (machinery that every service has) or
    "messages" (what travels). `inside` names the encrypted field, as "place.Model.field", that
    holds this model where no annotation tells so.
    """

    place: str
    model: str
    what: str
    kept: Retention
    rows: tuple[Row, ...]
    extends: tuple[str, ...] = ()
    inside: str | None = None
