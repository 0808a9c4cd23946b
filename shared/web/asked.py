"""What somebody is asked about, in words: what is public of the need, row by row. Pure."""

from typing import Any

from shared.contracts.matching import Asked
from shared.web import words
from shared.web.facets import facets_said
from shared.web.languages import Language


def rows_about(about: Asked, language: Language) -> list[dict[str, Any]]:
    """A row for each fact, {label, values}; what the need does not say is left out."""
    say = language.say
    cost = say("%(amount)s kronor a month", amount=about.cost) if about.cost else None
    times = facets_said((f"slot:{slot}" for slot in about.slots), language)
    rows = [
        {"label": say("Association"), "values": [about.association_name]},
        {"label": say("What"), "values": [about.title]},
        {"label": say("Role"), "values": [say(words.KIND.get(about.kind, about.kind))]},
        {"label": say("When"), "values": times},
        {"label": say("Where"), "values": [about.place] if about.place else []},
        {"label": say("Cost"), "values": [cost or say("It costs nothing")]},
    ]
    return [row for row in rows if row["values"]]
