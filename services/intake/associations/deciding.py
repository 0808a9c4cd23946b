"""Registering, verifying and blocking associations, and what follows from each."""

from collections.abc import Callable, Sequence

from services.intake.accounts.account import Account, NewAccount, account_id, with_roles
from services.intake.accounts.keeping import change_account, open_account
from services.intake.associations.association import (
    ASSOCIATIONS,
    Association,
    Registration,
    State,
    association_id,
    blocked,
    come_again,
    registered,
    told_blocked,
    told_verified,
    verified,
)
from services.intake.desk import Desk
from services.intake.signing_in.sign_in import write_link
from shared.contracts.message import Message
from shared.store.document import Conflict
from shared.web.refusals import Refused
from shared.web.sessions import Session

Decide = Callable[[Association], tuple[Association, Sequence[Message]]]


async def register(desk: Desk, asked: Registration, form_id: str) -> Association:
    """Keeps the association, waiting; the same form again is the same association. One that was
    erased meanwhile begins anew. Raises Conflict where that happens twice at once.
    """
    key = association_id(form_id)
    made = registered(
        asked, key, account_id(desk.keys, asked.contact_email), region=desk.region, now=desk.now()
    )
    try:
        return await desk.store.save(ASSOCIATIONS, made)
    except Conflict:
        known = await desk.store.get(ASSOCIATIONS, key)
        if known is None or known.state != "erased":
            return await known_association(desk, key)
        return await desk.store.save(ASSOCIATIONS, come_again(made, known))


async def known_association(desk: Desk, key: str) -> Association:
    """Raises Refused where there is none of this id."""
    known = await desk.store.get(ASSOCIATIONS, key)
    if known is None or known.state == "erased":
        raise Refused("not-found")
    return known


async def verify(desk: Desk, key: str, by: Session) -> Association:
    """Raises Refused where it is unknown here, or its contact speaks for another already."""

    def decide(known: Association) -> tuple[Association, Sequence[Message]]:
        if known.contact_taken:
            raise Refused("conflict")
        return verified(known, by.account, desk.now()), (told_verified(known),)

    return await decided(desk, key, by, to="verified", decide=decide)


async def block(desk: Desk, key: str, by: Session) -> Association:
    """Raises Refused where it is unknown here."""

    def decide(known: Association) -> tuple[Association, Sequence[Message]]:
        return blocked(known, by.account, desk.now()), (told_blocked(known),)

    return await decided(desk, key, by, to="blocked", decide=decide)


async def decided(desk: Desk, key: str, by: Session, *, to: State, decide: Decide) -> Association:
    """The association in the state `to`; one that is there already stays as it is."""

    def unless_there(known: Association) -> tuple[Association, Sequence[Message]]:
        if known.region not in by.regions or known.state == "erased":
            raise Refused("not-found")
        return (known, ()) if known.state == to else decide(known)

    return await change_association(desk, key, unless_there)


async def change_association(desk: Desk, key: str, decide: Decide) -> Association:
    """Saves what `decide` makes of it. Raises Refused where there is none, or what `decide` raises."""

    def unless_same(known: Association) -> tuple[Association, Sequence[Message]]:
        changed, told = decide(known)
        return (known, ()) if changed == known else (changed, told)

    return await desk.change(ASSOCIATIONS, key, unless_same)


async def open_contact(association: Association, desk: Desk) -> None:
    """Due work: the account of the contact. An account that is there is not touched before a
    coordinator has verified the association, for anybody may write anybody's address.
    """
    taken = False
    if contact := association.contact:
        asked = NewAccount(
            email=contact.email,
            name=contact.name,
            language=contact.language,
            roles=("association",),
            association=association.id,
        )
        account = await open_account(desk, asked, welcome=False)
        taken = account.association not in {None, association.id}
    done = association.model_copy(update={"contact": None, "contact_taken": taken})
    await desk.store.save(ASSOCIATIONS, done.without_due("open_account"))


async def welcome_contacts(association: Association, desk: Desk) -> None:
    """Due work: those who speak for a verified association get a link."""
    taken = False
    for key in association.contacts:
        account = await bind(desk, key, association)
        if account.association == association.id:
            await write_link(desk, key, f"{association.id}|{association.decided_at}")
        else:
            taken = True
    done = association.model_copy(update={"contact_taken": taken})
    await desk.store.save(ASSOCIATIONS, done.without_due("welcome"))


async def bind(desk: Desk, key: str, association: Association) -> Account:
    """Makes the account speak for the association, unless it speaks for another."""

    def decide(known: Account) -> Account:
        speaks = known.association == association.id and "association" in known.roles
        if speaks or known.association not in {None, association.id}:
            return known
        roles = {*known.roles, "association"}
        bound = with_roles(known, roles, association.decided_by, desk.now())
        return bound.model_copy(update={"association": association.id})

    return await change_account(desk, key, decide)
