"""What somebody was asked about, in words: what it is, where and when, and why it fits them. Pure."""

from collections.abc import Mapping
from typing import Any

from services.intake.people.person import Person
from services.intake.status import has_offer
from shared.web.asked import rows_about
from shared.web.facets import reason_said
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
