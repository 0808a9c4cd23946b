"""A person as intake keeps them: the one place where a name and a way to reach somebody stand."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from services.intake.people.answers import Answers
from shared.contracts.codes import Reach
from shared.contracts.intake import Wishes
from shared.contracts.matching import Asked, CaseState, Level, MatchState, Question, Waiting
from shared.store.collection import Collection
from shared.store.document import Document

CONSENT_TEXT: Final = 1
"""Number of the consent text that the form shows; a new text gets a new number."""
GUARDIAN_TEXT: Final = 2
"""Number of the text that a guardian says yes to."""


class Consent(BaseModel):
    """That somebody agreed: to which text, when (UTC ms), and on whose device."""

    model_config = ConfigDict(frozen=True)

    text: int
    at: int
    guide: str | None = None


class CaseSeen(BaseModel):
    """The case as matching last told it; `moved_at` is UTC ms."""

    model_config = ConfigDict(frozen=True)

    state: CaseState
    waiting: Waiting
    alias: str
    guide: str | None = None
    reason: str | None = None
    moved_at: int


class OfferSeen(BaseModel):
    """What somebody was asked about, as matching last told it: public facts, and why it fits."""

    model_config = ConfigDict(frozen=True)

    match: str
    about: Asked
    reasons: tuple[str, ...]
    state: MatchState
    asked_at: int
    """UTC ms."""
    level: Level | None = None
    """How much the guide helped when introducing them."""
    question: Question | None = None
    """What was asked since, while it is not answered."""
    fell: bool = False
    """Whether it is over because the association could not, or did not answer."""


GivenWhat = Literal["alias", "contact"]


class Given(BaseModel):
    """That an association was given something of the person, when a match went on; `at` is UTC ms.

    `saw` are the facets that it read beside the alias ("table:code"), or which details it got.
    """

    model_config = ConfigDict(frozen=True)

    match: str
    what: GivenWhat
    at: int
    association: str
    """As it is called in public."""
    alias: str = ""
    saw: tuple[str, ...] = ()


class OwnCode(BaseModel):
    """A code that was asked for, worked out from `number`; `tries` are the wrong ones. UTC ms."""

    model_config = ConfigDict(frozen=True)

    number: int
    asked_at: int
    expires_at: int
    tries: int = 0


class Guardian(BaseModel):
    """The word of a guardian about a child under 13. Times are UTC ms.

    `how` and `by`: who had it on paper or heard it, where it did not come by the guardian's link;
    `day` is then the ISO date on which it was said.
    """

    model_config = ConfigDict(frozen=True)

    key_hash: str
    asked_at: int
    reminded_at: int | None = None
    waits: bool = True
    answer: Literal["yes", "no", "silence"] | None = None
    answered_at: int | None = None
    how: Literal["link", "paper", "phone"] | None = None
    by: str | None = None
    day: str | None = None


class ErasureAsked(BaseModel):
    """That an account asked for everything about the person to be erased, why (a code), and when
    (UTC ms). `alone`: there is no other coordinator to agree, and a day's wait stands in for one.
    """

    model_config = ConfigDict(frozen=True)

    by: str
    reason: str
    at: int
    alone: bool = False


class Person(Document):
    """Somebody who sent the form. The id is derived from the form's, so that a form counts once.

    Of somebody erased nothing stays but ids, times, and the hash by which their link is known.
    """

    first_name: str
    phone: str | None = None
    email: str | None = None
    reach: Reach
    language: str
    """Of pages and letters."""
    answers: Answers
    """As they were given, without name and contact."""
    wishes: Wishes
    revision: int = 1
    """Goes up with every change of the answers, so that a page of older ones is noticed."""
    registered_at: int
    key_hash: str
    generation: int = 1
    guide: str | None = None
    """The account that filled in the form for the person, if one did."""
    consents: tuple[Consent, ...] = ()
    guardian: Guardian | None = None
    """Of a child under 13. Phone and e-mail are then the guardian's."""
    case: CaseSeen | None = None
    offer: OfferSeen | None = None
    given: tuple[Given, ...] = ()
    """What associations were given of them, the oldest first."""
    withdrawn_at: int | None = None
    stayed_at: int | None = None
    """When they last did something about themselves: a sign that they want to be kept. UTC ms."""
    leaving_at: int | None = None
    """When everything about them is erased; they were told. UTC ms."""
    code: OwnCode | None = None
    erasure: ErasureAsked | None = None
    """What one of us has asked for, until another agrees."""
    erased_at: int | None = None
    erased_in: tuple[str, ...] = ()
    """The other services that have told that nothing of the person is left there."""

    @property
    def waits_for_guardian(self) -> bool:
        """Whether nobody may hear of them yet: a child whose guardian has not said yes."""
        return self.guardian is not None and self.guardian.answer != "yes"


class OldLink(Document):
    """A private link that counts no longer; the id is the hash of its key."""


class Access(Document):
    """That somebody looked at a person's name or contact, or at what `what` says, in which role, and
    why (codes).
    """

    account: str
    what: Literal["", "case", "person", "answers", "contact"] = ""
    role: str = ""
    person: str
    reason: str
    at: int


PEOPLE: Final = Collection(
    "intake",
    "people",
    Person,
    indexes=(
        ("key_hash",),
        ("case.guide",),
        ("guide",),
        ("region", "case.alias"),
        ("guardian.key_hash",),
        ("region", "guardian.waits", "registered_at"),
        ("region", "erasure.at"),
    ),
)
OLD_LINKS: Final = Collection("intake", "old_links", OldLink)
ACCESSES: Final = Collection(
    "intake", "accesses", Access, indexes=(("person", "at"), ("region", "at"))
)
