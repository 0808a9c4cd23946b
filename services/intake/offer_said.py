"""What somebody was asked about, in words: what it is, where and when, and why it fits them. Pure."""

from collections.abc import Mapping
from typing import Any

from services.intake.people.person import Person
from services.intake.status import has_offer
from shared.contracts.matching import Asked
from shared.web.facets import facets_said, reason_said
from shared.web.languages import Language


def offer_shown(person: Person, language: Language) -> Mapping[str, Any] | None:
    """The rows of the offer, and the reasons a sentence each; None where none stands."""
    if person.offer is None or not has_offer(person):
        return None
    return {
        "rows": rows_about(person.offer.about, language),
        "reasons": reasons_said(person, language),
    }


def reasons_said(person: Person, language: Language) -> list[str]:
    """Why what the person was asked about fits them; what has no words here is left out."""
    codes = person.offer.reasons if person.offer else ()
    return [said for code in codes if (said := reason_said(code, language))]


def rows_about(about: Asked, language: Language) -> list[dict[str, Any]]:
    """What is public of the need; what it does not say is left out."""
    say = language.say
    cost = say("%(amount)s kronor a month", amount=about.cost) if about.cost else None
    times = facets_said((f"slot:{slot}" for slot in about.slots), language)
    rows = [
        {"label": say("Association"), "values": [about.association_name]},
        {"label": say("What"), "values": [about.title]},
        {"label": say("When"), "values": times},
        {"label": say("Where"), "values": [about.place] if about.place else []},
        {"label": say("Cost"), "values": [cost or say("It costs nothing")]},
    ]
    return [row for row in rows if row["values"]]
