"""Who may act for an association."""

from services.intake.associations.association import Association
from services.intake.associations.deciding import known_association
from services.intake.desk import Desk
from shared.web.refusals import Refused
from shared.web.sessions import Session


async def speaker_for(desk: Desk, session: Session, association: str | None) -> Association:
    """The association that this reader may act for: their own, or for a coordinator any here.

    Raises Refused, for another's association as for one that is not there.
    """
    own = session.association if "association" in session.roles else None
    if association in {None, own} and own is not None:
        return await known_association(desk, own)
    if association is None or "coordinator" not in session.roles:
        raise Refused("not-found")
    known = await known_association(desk, association)
    if known.region not in session.regions:
        raise Refused("not-found")
    return known
