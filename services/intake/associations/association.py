"""An association: who registered it, whether a coordinator has checked it. Pure decisions.

Verifying and blocking are one write each, with what they announce; the account of the contact, the
first letter and the closing of needs follow as due work.
"""

from typing import Final, Literal
from uuid import NAMESPACE_OID, uuid5

from pydantic import BaseModel, ConfigDict

from services.intake.associations.clocks import (
    CLOCKS,
    DAY_MS,
    END,
    to_end_refused,
    to_forget,
    to_remind,
)
from services.intake.lines import Address, FirstName, Line, Note, WebPage
from services.intake.typed import PageLanguage
from shared.contracts.intake import (
    AssociationBlocked,
    AssociationErased,
    AssociationVerified,
    ErasedWhy,
)
from shared.store.collection import Collection
from shared.store.document import Document, Due

State = Literal["waiting", "verified", "blocked", "erased"]


class Registration(BaseModel):
    """What somebody writes who registers an association."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Line
    web: WebPage | None = None
    does: Note = ""
    contact_name: FirstName
    contact_email: Address
    language: PageLanguage = "sv"


class ContactAsked(BaseModel):
    """Who is to speak for the association; kept here until the account is open, no longer."""

    model_config = ConfigDict(frozen=True)

    name: str
    email: str
    language: str


class Invited(ContactAsked):
    """Who is invited to speak for the association, until their account does."""

    account: str
    by: str
    trusted: bool = False
    """A coordinator invited them, who also decides for accounts that work here."""


class Reported(BaseModel):
    """That one of us (an account) says that something is wrong with it: a code of what, UTC ms."""

    model_config = ConfigDict(frozen=True)

    by: str
    reason: str
    at: int


class Association(Document):
    """An association. `contacts` are the accounts that speak for it."""

    name: str
    web: str | None
    does: str
    state: State = "waiting"
    contacts: tuple[str, ...]
    contact: ContactAsked | None
    """Gone once the account is open."""
    contact_taken: bool = False
    """The contact's address speaks for another association already: a coordinator has to ask."""
    invited: tuple[Invited, ...] = ()
    leaving: tuple[str, ...] = ()
    """Accounts that do not speak for it any more, until they are told so, which is at once."""
    registered_at: int
    decided_at: int | None = None
    decided_by: str | None = None
    reports: tuple[Reported, ...] = ()
    """What nobody has looked at yet; the oldest first."""

    @property
    def ends_at(self) -> int | None:
        """When it is erased unless a coordinator verifies it (UTC ms); None before that is told."""
        return self.due_at(END)

    def days_waited(self, now: int) -> int:
        return (now - self.registered_at) // DAY_MS


ASSOCIATIONS: Final = Collection(
    "intake",
    "associations",
    Association,
    indexes=(("region", "registered_at"), ("region", "state", "registered_at")),
)


def association_id(form_id: str) -> str:
    """The id that a form gives: the same form sent twice registers once."""
    return str(uuid5(NAMESPACE_OID, f"association|{form_id}"))


def registered(
    asked: Registration, key: str, account: str, *, region: str, now: int
) -> Association:
    """A new association that waits to be verified; `account` is the id its contact will have."""
    contact = ContactAsked(
        name=asked.contact_name, email=asked.contact_email, language=asked.language
    )
    return Association(
        id=key,
        region=region,
        name=asked.name,
        web=asked.web,
        does=asked.does,
        contacts=(account,),
        contact=contact,
        registered_at=now,
    ).with_due(Due(what="open_account", at=now), to_remind(now))


def verified(known: Association, by: str, now: int) -> Association:
    """The association, checked by a coordinator; its contact gets a letter with a link."""
    decided = known.model_copy(update={"state": "verified", "decided_at": now, "decided_by": by})
    return decided.without_due("close_needs", *CLOCKS).with_due(Due(what="welcome", at=now))


def blocked(known: Association, by: str, now: int) -> Association:
    """The association, which may not ask for anybody; its needs close, and what was said of it is
    dealt with. One that was never verified is refused by this, and is not kept for long.
    """
    told = {"state": "blocked", "decided_at": now, "decided_by": by, "reports": ()}
    decided = known.model_copy(update=told)
    closing = decided.without_due("welcome", *CLOCKS).with_due(Due(what="close_needs", at=now))
    return closing.with_due(to_end_refused(now)) if known.state == "waiting" else closing


def erased(known: Association, now: int) -> tuple[Association, AssociationErased]:
    """What is left of an association that was never verified, and what is told."""
    # Made anew and not copied: what a later release has added goes as well.
    blank = Association(
        id=known.id,
        region=known.region,
        version=known.version,
        told=known.told,
        heard=known.heard,
        name="",
        web=None,
        does="",
        state="erased",
        contacts=(),
        contact=None,
        registered_at=now,
        due=(to_forget(now),),
    )
    why: ErasedWhy = "refused" if known.state == "blocked" else "unverified"
    return blank, AssociationErased(association=known.id, why=why)


def come_again(made: Association, known: Association) -> Association:
    """One that registers anew in place of what is left of it: its messages are counted on."""
    kept = {"version": known.version, "told": known.told, "heard": known.heard}
    return made.model_copy(update=kept)


def told_verified(known: Association) -> AssociationVerified:
    return AssociationVerified(
        association=known.id, name=known.name, web=known.web, contacts=known.contacts
    )


def told_blocked(known: Association) -> AssociationBlocked:
    return AssociationBlocked(association=known.id)
