"""Those who speak for an association: inviting one more, and letting one go. Never nobody.

Who is invited speaks for it once their account does. An account that works here already, or speaks
for another association, is not touched because somebody wrote its address: a coordinator decides
that. Neither the inviter's page nor any answer tells which of these it is.
"""

from typing import Final

from services.intake.associations.association import Association, Invited
from shared.contracts.intake import AssociationChanged
from shared.store.document import Due
from shared.web.languages import say_later
from shared.web.refusals import Refused

AT_MOST: Final = 10
LET_IN: Final = "let_in"
LET_GO: Final = "let_go"
TELL_NEEDS: Final = "tell_needs"
TOO_MANY: Final = say_later("An association has at most ten contacts. Remove one first.")
NOT_YET: Final = say_later("A coordinator has to verify the association first.")
THE_LAST: Final = say_later("Somebody has to speak for the association. Invite another first.")


def with_invited(known: Association, one: Invited, now: int) -> Association:
    """The association with one more contact on the way; one who is there already is not asked again
    but by a coordinator, whose word also lets in who works here. Raises Refused.
    """
    if known.state != "verified":
        raise Refused("invalid", fields={"email": NOT_YET})
    others = tuple(other for other in known.invited if other.account != one.account)
    if one.account in known.contacts or (others != known.invited and not one.trusted):
        return known
    if len(known.contacts) + len(others) >= AT_MOST:
        raise Refused("invalid", fields={"email": TOO_MANY})
    asked = known.model_copy(update={"invited": (*others, one)})
    return asked.with_due(Due(what=LET_IN, at=now))


def with_let_in(known: Association, accounts: tuple[str, ...], now: int) -> Association:
    """The association for which these speak from now on."""
    waiting = tuple(one for one in known.invited if one.account not in accounts)
    contacts = tuple(dict.fromkeys((*known.contacts, *accounts)))
    after = known.model_copy(update={"invited": waiting, "contacts": contacts}).without_due(LET_IN)
    return after.with_due(Due(what=TELL_NEEDS, at=now)) if accounts else after


def without_contact(known: Association, account: str, now: int) -> Association:
    """The association without this contact, or this invitation. Raises Refused."""
    if any(one.account == account for one in known.invited):
        waiting = tuple(one for one in known.invited if one.account != account)
        return known.model_copy(update={"invited": waiting})
    if account not in known.contacts:
        raise Refused("not-found")
    if len(known.contacts) == 1:
        raise Refused("invalid", fields={"contact": THE_LAST})
    rest = tuple(one for one in known.contacts if one != account)
    leaving = tuple(dict.fromkeys((*known.leaving, account)))
    after = known.model_copy(update={"contacts": rest, "leaving": leaving})
    return after.with_due(Due(what=LET_GO, at=now), Due(what=TELL_NEEDS, at=now))


def told_changed(known: Association, arrived: tuple[str, ...] = ()) -> AssociationChanged:
    return AssociationChanged(
        association=known.id,
        name=known.name,
        web=known.web,
        contacts=known.contacts,
        arrived=arrived,
    )
