"""What a coordinator is given of passes: the same for pages and programs. Nothing is written."""

from services.matching.cases import CASES
from services.matching.desk import Desk
from services.matching.needs import NEEDS
from services.matching.passing import PASSES, Cell, Pass, Why, pass_id
from services.matching.views import View
from shared.web.refusals import Refused
from shared.web.sessions import Reader, Session

MOST_PASSES = 30
ENOUGH = 20
"""Served people from which their ratio tells nothing about single ones."""
MOST_SHOWN = 100


class PassView(View):
    """A pass in a few figures. `began` is UTC ms, `took` milliseconds; points are whole points.

    `value` ÷ `bound` is proven: no other seating of this pool is worth more than `bound`.
    """

    number: int
    why: Why
    began: int
    took: int
    policy: str
    people: int
    needs: int
    seats: int
    served: int
    points: int
    value: int
    bound: int
    gap: float
    pairs: int
    tied: int
    """People whom a seating of exactly the same value has elsewhere."""
    ratio: float | None
    """None where so few are served that it would tell about single people."""
    changed: int
    applied: bool
    """Whether every case that it changes has been looked at again."""


class GroupView(View):
    """Figures of one group; None where it, or what it would reveal, is below 5."""

    code: str
    people: int | None
    served: int | None
    days: int | None


class ChangeView(View):
    """One case whose proposals changed: by alias, and the needs by title."""

    case: str
    alias: str
    new: tuple[str, ...]
    gone: tuple[str, ...]


class WholePassView(PassView):
    """A pass with what it changed, what fairness cost, and who has found a place."""

    changes: tuple[ChangeView, ...]
    costs: dict[str, int]
    groups: dict[str, tuple[GroupView, ...]]


def coordinator(reader: Reader) -> Session:
    """Whoever answers for a region's matching. Raises Refused."""
    return reader.must_be("coordinator")


def region_of(session: Session, desk: Desk) -> str:
    """The region whose passes are read: the one that this service stands in. Raises Refused."""
    if desk.settings.region not in session.regions:
        raise Refused("not-found")
    return desk.settings.region


def brief(doc: Pass) -> dict[str, object]:
    same = ("number", "why", "began", "took", "policy")
    told = (
        "people", "needs", "seats", "served", "points", "value", "bound", "gap", "pairs",
        "tied",
    )  # fmt: skip
    return {
        **{name: getattr(doc, name) for name in same},
        **{name: getattr(doc.figures, name) for name in told},
        "ratio": doc.figures.ratio if doc.figures.served >= ENOUGH else None,
        "changed": doc.moved_all,
        "applied": not doc.todo,
    }


async def passes(session: Session, desk: Desk) -> list[PassView]:
    """The last passes, the newest first. Raises Refused."""
    where = {"region": region_of(session, desk)}
    found = await desk.store.find(PASSES, where, order="-number", limit=MOST_PASSES)
    return [PassView.model_validate(brief(doc)) for doc in found]


async def whole_pass(session: Session, number: int, desk: Desk) -> WholePassView:
    """One pass with all that is told of it. Raises Refused."""
    doc = await desk.store.get(PASSES, pass_id(region_of(session, desk), number))
    if doc is None:
        raise Refused("not-found")
    changes = [
        await _change(moved.case, moved.new, moved.gone, desk=desk)
        for moved in doc.moved[:MOST_SHOWN]
    ]
    return WholePassView.model_validate(
        {
            **brief(doc),
            "changes": tuple(one for one in changes if one is not None),
            "costs": doc.figures.costs,
            "groups": {
                name: tuple(group_view(cell) for cell in cells)
                for name, cells in doc.figures.groups.items()
            },
        }
    )


def group_view(cell: Cell) -> GroupView:
    return GroupView(**cell.model_dump())


async def _change(
    case: str, new: tuple[str, ...], gone: tuple[str, ...], *, desk: Desk
) -> ChangeView | None:
    """The change in words; None where the person is not here any more."""
    known = await desk.store.get(CASES, case)
    if known is None or known.state == "ended":
        return None
    titles = [await _titles(needs, desk) for needs in (new, gone)]
    return ChangeView(case=case, alias=known.alias, new=titles[0], gone=titles[1])


async def _titles(needs: tuple[str, ...], desk: Desk) -> tuple[str, ...]:
    found = [await desk.store.get(NEEDS, need) for need in needs]
    return tuple(
        f"{one.details.title} · {one.association_name}" for one in found if one is not None
    )
