"""The last page of the form: a name and a way to reach them, of a child their guardian's."""

from collections.abc import Mapping
from typing import Final

from services.intake.forms import Field, Option, Say
from services.intake.people.answers import EMAIL_MAX, NAME_MAX
from shared.contracts.codes import PAGE_LANGUAGES
from shared.web import words
from shared.web.languages import say_later

GUARDIAN_TITLE: Final = say_later("How do we reach a parent?")
NAME_LOOK: Final[Mapping[str, object]] = {
    "autocomplete": "given-name",
    "maxlength": NAME_MAX,
    "width": "middle",
}
PHONE_LOOK: Final[Mapping[str, object]] = {
    "kind": "tel",
    "autocomplete": "tel",
    "inputmode": "tel",
    "ltr": True,
    "optional": True,
    "maxlength": 40,
    "width": "middle",
}
EMAIL_LOOK: Final[Mapping[str, object]] = {
    **PHONE_LOOK,
    "kind": "email",
    "autocomplete": "email",
    "inputmode": "email",
    "maxlength": EMAIL_MAX,
    "width": "",
}


def contact_fields(say: Say) -> list[Field]:
    one = say("One way is enough: phone, e-mail or your guide.")
    yes = say(
        "Yes, keep my answers and look for something for me. I can change my mind at any time."
    )
    return [
        Field("first_name", "text", say("Your first name"), look=NAME_LOOK),
        Field("phone", "text", say("Phone"), one, look=PHONE_LOOK),
        Field("email", "text", say("E-mail"), look=EMAIL_LOOK),
        Field("through_guide", "check", say("Reach me through my guide or teacher")),
        Field("consent", "check", yes),
    ]


def guardian_fields(say: Say, *, helped: bool) -> list[Field]:
    """`helped`: a guide fills in the form, and may have the parent's yes on paper."""
    one = say("One way is enough. We write to the parent, and not to you.")
    languages = [Option(code, words.OWN_NAMES[code]) for code in PAGE_LANGUAGES]
    yes = say("Ask my parent. Keep my answers until they have said yes or no.")
    asked = [
        Field("first_name", "text", say("Your first name"), look=NAME_LOOK),
        Field("guardian_phone", "text", say("The parent's phone"), one, look=PHONE_LOOK),
        Field("guardian_email", "text", say("The parent's e-mail"), look=EMAIL_LOOK),
        Field("guardian_language", "select", say("The parent reads"), options=languages),
    ]
    by_hand = [
        Field("guardian_paper", "check", say("A parent has said yes on paper. I have the paper.")),
        Field("through_guide", "check", say("Reach the parent through the guide or teacher")),
    ]
    return [*asked, *(by_hand if helped else []), Field("consent", "check", yes)]
