"""What is public of a region's associations and needs, as tables that can be sent in again.

Contacts are not in them: a list of names and addresses is for nobody alone to take along.
"""

from typing import Any, Final

from services.intake.associations.association import ASSOCIATIONS
from services.intake.associations.pages import ORDER
from services.intake.desk import Desk
from services.intake.importing.columns import HEADINGS, Kind, said_cells
from services.intake.importing.table import write_table
from services.intake.needs.need import NEEDS
from shared.contracts.regions import region
from shared.store.collection import Collection, Where
from shared.store.document import Document
from shared.web.languages import Language, say_later

PAGE: Final = 500
STATE: Final = say_later("State")
SINCE: Final = say_later("Since")
OPEN: Final = say_later("Open")
CLOSED: Final = say_later("Closed")


def template(kind: Kind, language: Language) -> bytes:
    """The headings, and nothing below."""
    return write_table([headings(kind, language)])


def headings(kind: Kind, language: Language) -> list[str]:
    return [language.say(msgid) for msgid in HEADINGS[kind].values()]


async def export(desk: Desk, kind: Kind, language: Language) -> bytes:
    """The table, the oldest line first."""
    rows = await (associations(desk, language) if kind == "associations" else needs(desk, language))
    more = [language.say(STATE), language.say(SINCE)]
    return write_table([[*headings(kind, language), *more], *rows])


async def associations(desk: Desk, language: Language) -> list[list[str]]:
    rows = []
    for state, title in ORDER:
        for one in await everything(desk, ASSOCIATIONS, state, "registered_at"):
            fields = one.model_dump(include={"name", "web", "does"})
            said = said_cells("associations", fields, language, {})
            rows.append([*said, language.say(title), language.day(one.registered_at)])
    return rows


async def needs(desk: Desk, language: Language) -> list[list[str]]:
    areas = {area.code: area.name for area in region(desk.region).areas}
    rows = []
    for state, title in (("open", OPEN), ("closed", CLOSED)):
        for one in await everything(desk, NEEDS, state, "posted_at"):
            fields = {**one.details.model_dump(), "association": one.association_name}
            said = said_cells("needs", fields, language, areas)
            rows.append([*said, language.say(title), language.day(one.posted_at)])
    return rows


async def everything(desk: Desk, of: Collection[Any], state: str, order: str) -> list[Any]:
    """All of the region in one state, the oldest first."""
    here: Where = {"region": desk.region, "state": state}
    found: list[Document] = []
    after = None
    while page := await desk.store.find(of, here, order=order, limit=PAGE, after=after):
        found += page
        after = (getattr(page[-1], order), page[-1].id)
    return found
