"""The menu of people who work here: what each role can open, whichever service shows it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from shared.web.languages import Language, say_later
from shared.web.sessions import Reader, Role

NO_COUNTS: Final[Mapping[str, int]] = MappingProxyType({})


class Link(NamedTuple):
    """An entry of the menu."""

    href: str
    label: str
    icon: str
    current: bool
    waiting: int = 0
    """How much waits there, where the page knows."""


ENTRIES: Final[tuple[tuple[str, str, str, frozenset[Role]], ...]] = (
    ("/board", say_later("Board"), "columns", frozenset({"guide", "coordinator"})),
    ("/day", say_later("My day"), "home", frozenset({"guide", "coordinator"})),
    ("/figures", say_later("Figures"), "star", frozenset({"coordinator", "admin"})),
    ("/passes", say_later("Matching"), "search", frozenset({"coordinator"})),
    ("/needs", say_later("Our needs"), "need", frozenset({"association"})),
    ("/candidates", say_later("Candidates"), "person", frozenset({"association"})),
    ("/association/contacts", say_later("Our contacts"), "people", frozenset({"association"})),
    ("/associations", say_later("Associations"), "association", frozenset({"coordinator"})),
    (
        "/gatherings",
        say_later("Gatherings"),
        "calendar",
        frozenset({"guide", "coordinator", "association"}),
    ),
    ("/outbox", say_later("Outbox"), "letter", frozenset({"guide", "coordinator"})),
    ("/classes", say_later("Classes"), "group", frozenset({"guide", "coordinator"})),
    ("/accounts", say_later("People who work here"), "person", frozenset({"coordinator", "admin"})),
    ("/intake/dead", say_later("Stopped messages"), "warning", frozenset({"admin"})),
    (
        "/account",
        say_later("My account"),
        "account",
        frozenset({"association", "guide", "coordinator", "admin"}),
    ),
)


def links_for(
    reader: Reader, language: Language, path: str, counts: Mapping[str, int] = NO_COUNTS
) -> list[Link]:
    """The entries that the reader's roles can open, in the order of the menu; `counts` by href."""
    return [
        Link(
            href,
            language.say(label),
            icon,
            path == href or path.startswith(href + "/"),
            counts.get(href, 0),
        )
        for href, label, icon, roles in ENTRIES
        if reader.roles & roles
    ]
