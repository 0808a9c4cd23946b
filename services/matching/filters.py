"""Which cases a board shows, as it stands in the page's address. Pure.

What this release does not know is passed over, so that an old address shows the whole board.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, Self
from urllib.parse import urlencode

from shared.contracts.codes import LANGUAGES
from shared.contracts.matching import CaseState
from shared.contracts.regions import Region

DAY_MS: Final = 24 * 3_600_000
SHOWS: Final = ("all", "mine", "unclaimed")
ORDERS: Final = ("longest", "newest")
LONG_MS: Final[Mapping[CaseState, int]] = {
    "registered": 7 * DAY_MS,
    "proposed": 3 * DAY_MS,
    "asked": 7 * DAY_MS,
    "agreed": 3 * DAY_MS,
    "introduced": 14 * DAY_MS,
    "started": 21 * DAY_MS,
    "active": 84 * DAY_MS,
}
"""A case that stands longer than this in a state is stuck: each is longer than its usual clock."""
FIRST_CARDS: Final = 12
"""Of a column, before somebody asks for more: what is shown at once has to come at once."""
MOST_CARDS: Final = 100


def is_stuck(state: CaseState, since: int, now: int) -> bool:
    """Whether a case has stood in its state for longer than it should; times are UTC ms."""
    return state in LONG_MS and now - since > LONG_MS[state]


@dataclass(frozen=True)
class Filters:
    """One of SHOWS and ORDERS; the rest is empty where it does not count.

    `district` and `language` are codes, `alias` is how an alias begins, `people` are the ids of
    those who were looked for, separated by commas. `most` cards of a column are shown.
    """

    show: str = "all"
    order: str = "longest"
    stuck: str = ""
    district: str = ""
    language: str = ""
    alias: str = ""
    people: str = ""
    most: int = FIRST_CARDS

    @classmethod
    def read(cls, query: Mapping[str, str], here: Region) -> Self:
        """The filters in an address of a board of region `here`."""
        known = {
            "show": SHOWS,
            "order": ORDERS,
            "stuck": ("yes",),
            "district": tuple(one.code for one in here.districts),
            "language": LANGUAGES,
        }
        chosen = {name: query[name] for name in known if query.get(name) in known[name]}
        typed = {name: query.get(name, "").strip() for name in ("alias", "people")}
        most = query.get("most", "")
        number = int(most) if most.isascii() and most.isdecimal() and len(most) < 5 else 0
        return cls(
            **chosen,
            alias=typed["alias"][:40],
            people=typed["people"][:800],
            most=max(number, FIRST_CARDS),
        )

    @property
    def query(self) -> str:
        """The filters that are set, for an address."""
        usual = type(self)()
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return urlencode({name: it for name, it in told.items() if it != getattr(usual, name)})

    @property
    def address(self) -> str:
        """Where this board stands."""
        return "/board" + ("?" + self.query if self.query else "")

    @property
    def searches(self) -> bool:
        """Whether somebody is looked for, wherever their case stands."""
        return bool(self.alias or self.people)

    @property
    def narrows(self) -> bool:
        """Whether it shows less than everything its reader may see."""
        plain = replace(self, order="longest", most=FIRST_CARDS, show="all")
        return plain != type(self)()

    @property
    def wanted(self) -> tuple[str, ...]:
        """The people who were looked for, by id."""
        return tuple(one for one in self.people.split(",") if one)[:MOST_PEOPLE]


MOST_PEOPLE: Final = 20
