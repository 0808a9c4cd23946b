"""What intake tells: people, contacts, associations, needs, and ended sessions.

People's facts are coded and carry no name, no contact and no language of letters; those travel,
encrypted, in ContactChanged alone. An association's and a need's facts are public once verified.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from shared.contracts.codes import AgeBand, Groups, Hope, Kind, Swedish
from shared.contracts.message import Message
from shared.contracts.need_details import NeedDetails


class Wishes(BaseModel):
    """What a person said, in codes: who they could be to an association, where and when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: tuple[Kind, ...]
    interests: tuple[str, ...]
    skills: tuple[str, ...] = ()
    register_check: bool = False
    """Agrees that an association sees an extract of the register."""
    district: str | None = None
    area: str | None = None
    slots: tuple[str, ...] = ()
    """Weekly slots; none given means that any will do."""
    languages: tuple[str, ...] = ()
    swedish: Swedish = "none"
    age: AgeBand = "26-64"
    hopes: tuple[Hope, ...] = ()
    groups: Groups = "any"
    woman: bool = False
    man: bool = False
    step_free: bool = False
    near: bool = False
    free: bool = False


class PersonFacts(Message):
    """The whole coded state of one person."""

    person: str
    wishes: Wishes
    registered_at: int
    key_hash: str
    """SHA-256 of the private link's key, so that every service can find whose link it is."""
    generation: int = 1
    """Which private link of this person is the present one; from it the link can be derived."""
    guide: str | None = None
    """The account of the guide who filled in the form for the person, if one did."""


class PersonRegistered(PersonFacts):
    """A form was accepted."""


class PersonChanged(PersonFacts):
    """The person's answers, or their private link, are others now."""


ErasureWhy = Literal["asked", "over", "silent"]
"""Why everything about a person goes: they asked for it, it has long been over, or a year went by
without a sign.
"""


class PersonWithdrawn(Message):
    """The person wants nothing more."""

    person: str
    reason: Literal["own_wish", "erased", "moved"]
    why: ErasureWhy = "asked"
    """Where they were erased: why."""


class ErasureAnnounced(Message):
    """The person is told that everything about them goes at `at` (UTC ms), unless they stay."""

    person: str
    at: int
    why: ErasureWhy


class GuardianAsked(Message):
    """A child under 13 sent the form: the guardian is asked, and nobody else hears of the child.

    The child's contact is the guardian's. The link is derived from the person (`shared/keys.py`).
    """

    person: str
    again: bool = False
    """Whether it is a reminder."""
    answer_by: int
    """When everything is erased unless the guardian has said yes, UTC ms."""


class CodeAsked(Message):
    """Somebody behind a private link asked for a code, which goes to the contact we know.

    It is derived from person and number (`shared/keys.py`).
    """

    person: str
    number: int
    expires_at: int
    """UTC ms."""


class ContactChanged(Message):
    """How somebody is reached, encrypted (`shared/keys.py`); the newest wins."""

    contact: str
    """Id of the person, or of the account, whose contact it is."""
    key_id: str
    sealed: str | None
    """Base64 of nonce and ciphertext; None once the contact is erased."""


class AssociationFacts(Message):
    """What an association has made public of itself, and the accounts that speak for it."""

    association: str
    name: str
    web: str | None = None
    contacts: tuple[str, ...]


class AssociationVerified(AssociationFacts):
    """A coordinator has checked the association; its needs count from here on."""


class AssociationChanged(AssociationFacts):
    """Others speak for the association now."""

    arrived: tuple[str, ...] = ()
    """Those of its contacts who have only just come."""


class AssociationBlocked(Message):
    """The association may not ask for anybody, until verified again."""

    association: str


class AssociationErasureAnnounced(Message):
    """Nobody has verified it for two months: its contacts are told that it goes at `at` (UTC ms)
    unless somebody does. Its name is not public yet, and stands nowhere here.
    """

    association: str
    contacts: tuple[str, ...]
    registered_at: int
    at: int


ErasedWhy = Literal["unverified", "refused"]
"""Why an association goes: nobody has verified it, or a coordinator said no to it."""


class AssociationErased(Message):
    """Nothing is left of an association that was never verified."""

    association: str
    why: ErasedWhy


class NeedFacts(Message):
    """The whole state of one need, with the association that posts it."""

    need: str
    association: str
    association_name: str
    contacts: tuple[str, ...]
    details: NeedDetails
    posted_at: int


class NeedPosted(NeedFacts):
    """A verified association asks for people."""


class NeedChanged(NeedFacts):
    """The association asks for something else now."""


class NeedDoubted(NeedFacts):
    """Nobody has said for long that the need still holds: its contacts are asked.

    The link of the question is derived from need and number (`shared/keys.py`).
    """

    number: int
    """How often it has been asked about so far."""
    closes_at: int
    """When it closes unless somebody says that it holds, UTC ms."""


class NeedClosed(Message):
    """The need takes nobody more."""

    need: str
    reason: Literal["filled", "withdrawn", "blocked", "stale"]


class SignInAsked(Message):
    """Somebody who has an account asked for a one-time link; it is derived from `sign_in`."""

    sign_in: str
    account: str
    expires_at: int


class SessionEnded(Message):
    """These sessions count no longer, wherever their cookie is shown."""

    account: str
    sessions: tuple[str, ...]


class RolesChanged(Message):
    """What somebody who works here may do from now on, and in which regions; none: nothing more."""

    account: str
    roles: tuple[str, ...]
    regions: tuple[str, ...]
