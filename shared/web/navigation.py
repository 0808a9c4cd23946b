"""The menu of people who work here: what each role can open, whichever service shows it."""

from typing import Final, NamedTuple

from shared.web.languages import Language
from shared.web.sessions import Reader, Role


class Link(NamedTuple):
    """An entry of the menu."""

    href: str
    label: str
    icon: str
    current: bool


ENTRIES: Final[tuple[tuple[str, str, str, frozenset[Role]], ...]] = (
    ("/board", "Board", "columns", frozenset({"guide", "coordinator"})),
    ("/needs", "Our needs", "need", frozenset({"association"})),
    ("/candidates", "Candidates", "person", frozenset({"association"})),
    ("/associations", "Associations", "association", frozenset({"coordinator"})),
    ("/gatherings", "Gatherings", "calendar", frozenset({"guide", "coordinator", "association"})),
    ("/outbox", "Outbox", "letter", frozenset({"guide", "coordinator"})),
    ("/classes", "Class codes", "group", frozenset({"guide", "coordinator"})),
    ("/accounts", "People who work here", "person", frozenset({"coordinator", "admin"})),
    ("/dead", "Stopped messages", "warning", frozenset({"admin"})),
    (
        "/account",
        "My account",
        "account",
        frozenset({"association", "guide", "coordinator", "admin"}),
    ),
)


def links_for(reader: Reader, language: Language, path: str) -> list[Link]:
    """The entries that the reader's roles can open, in the order of the menu."""
    return [
        Link(href, language.say(label), icon, path == href or path.startswith(href + "/"))
        for href, label, icon, roles in ENTRIES
        if reader.roles & roles
    ]
