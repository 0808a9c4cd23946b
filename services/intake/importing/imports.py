"""An import under way: its lines are put in behind, a few at a time, and leave it as they are.

Ids are derived from what a line stands for. So a line that comes again, after a crash or in another
table, finds what it made before and changes nothing.
"""

import json
from collections.abc import Mapping
from typing import Any, Final, Literal
from uuid import NAMESPACE_OID, uuid5

from pydantic import BaseModel, ConfigDict

from services.intake.associations.association import ASSOCIATIONS, Association, association_id
from services.intake.associations.deciding import open_contact, register, verify
from services.intake.desk import Desk
from services.intake.importing.checking import (
    Checked,
    Looked,
    look_over,
    mark_of,
    registration_in,
)
from services.intake.importing.columns import Kind, plain
from services.intake.needs.asking import asked_in
from services.intake.needs.need import NEEDS, need_id
from services.intake.needs.posting import post
from services.intake.typed import Typed
from shared.store.collection import Collection, Where
from shared.store.document import Conflict, Document, Due
from shared.store.due import Step
from shared.web.refusals import Refused
from shared.web.sessions import Session

AT_ONCE: Final = 20
KEPT_MS: Final = 24 * 3_600_000
PAGE: Final = 500
PUT_IN: Final = "put_in"
FORGET: Final = "forget"
Outcome = Literal["made", "known", "left"]


class Row(BaseModel):
    """A line that waits: its number, and its fields as a form would send them."""

    model_config = ConfigDict(frozen=True)

    line: int
    fields: dict[str, str | list[str]]


class Import(Document):
    """A table that a coordinator sent in. `rows` are those still to be put in."""

    kind: Kind
    total: int
    verify: bool
    """Whether its associations count as verified at once."""
    by: str
    rows: tuple[Row, ...]
    made: int = 0
    known: int = 0
    left: tuple[int, ...] = ()
    """Lines that could not be put in any more, since something has changed meanwhile."""


IMPORTS: Final = Collection("intake", "imports", Import)


async def verified_names(desk: Desk) -> dict[str, str]:
    """The ids of the region's verified associations by name as it is compared."""
    here: Where = {"region": desk.region, "state": "verified"}
    names: dict[str, str] = {}
    after = None
    while found := await desk.store.find(
        ASSOCIATIONS, here, order="registered_at", limit=PAGE, after=after
    ):
        names |= {plain(one.name): one.id for one in found}
        after = (found[-1].registered_at, found[-1].id)
    return names


async def look_at(desk: Desk, kind: Kind, text: str) -> Looked:
    names = await verified_names(desk) if kind == "needs" else {}
    return look_over(kind, text, desk.region, names)


def form_of(kind: Kind, region: str, fields: Mapping[str, Any]) -> str:
    """What stands in for a form's id: the same for whatever stands for the same."""
    return str(uuid5(NAMESPACE_OID, json.dumps(["import", region, kind, *mark_of(kind, fields)])))


async def is_here(desk: Desk, kind: Kind, line: Checked, names: Mapping[str, str]) -> bool:
    """Whether what this line stands for was put in before."""
    form = form_of(kind, desk.region, line.fields)
    if kind == "associations":
        return await kept(desk, form) is not None or plain(line.name) in names
    owner = names.get(plain(line.fields["association"]), "")
    return await desk.store.get(NEEDS, need_id(owner, form)) is not None


async def kept(desk: Desk, form: str) -> Association | None:
    """The association that this line made before, unless it was erased since."""
    known = await desk.store.get(ASSOCIATIONS, association_id(form))
    return None if known is None or known.state == "erased" else known


async def begin(
    desk: Desk, kind: Kind, looked: Looked, by: Session, *, form_id: str, verify: bool
) -> Import:
    """Keeps a table that is right, to be put in behind; the same form again is the same import."""
    rows = tuple(Row(line=one.line, fields=dict(one.fields)) for one in looked.lines)
    fresh = Import(
        id=str(uuid5(NAMESPACE_OID, f"import|{by.account}|{form_id}")),
        region=desk.region,
        kind=kind,
        total=len(rows),
        verify=verify,
        by=by.account,
        rows=rows,
    ).with_due(Due(what=PUT_IN, at=desk.now()))
    try:
        return await desk.store.save(IMPORTS, fresh)
    except Conflict:
        return await known_import(desk, fresh.id)


async def known_import(desk: Desk, key: str) -> Import:
    known = await desk.store.get(IMPORTS, key)
    if known is None or known.region != desk.region:
        raise Refused("not-found")
    return known


async def put_in(known: Import, desk: Desk) -> None:
    """Due "put_in": the next lines; harmless to repeat. Raises Conflict."""
    made, old, left = known.made, known.known, list(known.left)
    names = await verified_names(desk)
    for row in known.rows[:AT_ONCE]:
        outcome = await put_in_one(known, row, names, desk)
        made, old = made + (outcome == "made"), old + (outcome == "known")
        left += [row.line] if outcome == "left" else []
    told = {"rows": known.rows[AT_ONCE:], "made": made, "known": old, "left": tuple(left)}
    after = known.model_copy(update=told)
    over = Due(what=FORGET, at=desk.now() + KEPT_MS)
    # Another moment than before, or the entry would look like one that was left standing.
    due = Due(what=PUT_IN, at=desk.now() + 1)
    await desk.store.save(
        IMPORTS, after.with_due(due) if after.rows else after.without_due(PUT_IN).with_due(over)
    )


async def put_in_one(known: Import, row: Row, names: Mapping[str, str], desk: Desk) -> Outcome:
    try:
        if known.kind == "needs":
            return await put_in_need(known, Checked(row.line, "", row.fields), names, desk)
        return await put_in_association(known, Typed(row.fields), names, desk)
    except Refused:
        return "left"


async def put_in_need(
    known: Import, line: Checked, names: Mapping[str, str], desk: Desk
) -> Outcome:
    typed = Typed(line.fields)
    if await is_here(desk, known.kind, line, names):
        return "known"
    association = await desk.store.get(ASSOCIATIONS, names.get(plain(typed["association"]), ""))
    if association is None:
        return "left"
    form = form_of(known.kind, known.region, line.fields)
    await post(desk, asked_in(typed), association, form)
    return "made"


async def put_in_association(
    known: Import, typed: Typed, names: Mapping[str, str], desk: Desk
) -> Outcome:
    asked = registration_in(typed)
    form = form_of(known.kind, known.region, typed)
    before = await kept(desk, form)
    if before is None and plain(asked.name) in names:
        return "known"
    association = before or await register(desk, asked, form)
    if association.contact is not None:
        await open_contact(association, desk)
    if known.verify and association.state == "waiting":
        await verify(desk, association.id, coordinator_of(known))
    return "known" if before else "made"


def coordinator_of(known: Import) -> Session:
    """Whoever sent the table in stands behind what it verifies."""
    return Session(
        id=known.id,
        account=known.by,
        roles=frozenset({"coordinator"}),
        regions=(known.region,),
        association=None,
        expires=0,
    )


async def forget(known: Import, desk: Desk) -> None:
    """Due "forget": what became of it was there to be read for a day."""
    await desk.store.erase(IMPORTS, known)


STEPS: Final = (Step(IMPORTS, PUT_IN, put_in), Step(IMPORTS, FORGET, forget))
