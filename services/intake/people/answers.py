"""What somebody may answer, and what is wrong with an answer: pure rules, the same for page and API.

`Answers` holds what was written, right or wrong, so that a page can show it again. `problems` names
each wrong field with the sentence that says how to mend it. `wishes_of` turns right answers into
the codes that other services hear.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from pydantic import BaseModel, ConfigDict

from shared.contracts import codes
from shared.contracts.intake import Wishes
from shared.contracts.regions import region
from shared.web.languages import say_later

NAME_MAX: Final = 80
EMAIL_MAX: Final = 254
GIVING: Final = frozenset({"helper", "leader", "referee"})
CHILD: Final = "0-12"

CHOOSE: Final = say_later("Choose from the list.")
NO_INTEREST: Final = say_later("Choose at least one thing.")
NO_NAME: Final = say_later("Write your first name.")
LONG_NAME: Final = say_later("Write a shorter name, at most 80 letters.")
ODD_NAME: Final = say_later("Write your first name with letters only.")
NO_REACH: Final = say_later("Write a phone number or an e-mail address, or choose your guide.")
BAD_PHONE: Final = say_later(
    "Write the whole phone number, like 070 123 45 67 or +46 70 123 45 67."
)
BAD_EMAIL: Final = say_later("Write the whole e-mail address, like name@example.org.")
NO_CONSENT: Final = say_later("We need your yes here before you can go on.")
CHILD_COMES_ALONG: Final = say_later("Come with a parent to the guide.")
NO_GUARDIAN: Final = say_later("Write a parent's phone number or e-mail address.")


class Answers(BaseModel):
    """The form as it is filled in so far. Codes are those of `shared/contracts/codes.py`."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    kind: str = ""
    interests: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    register_check: str = ""
    """Whether an association may ask to see a register extract: "fine", "no", or not said."""
    district: str = ""
    area: str = ""
    slots: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    swedish: str = ""
    age: str = ""
    hopes: tuple[str, ...] = ()
    groups: str = ""
    musts: tuple[str, ...] = ()
    """What has to be so: "step_free", "near", "free"."""
    first_name: str = ""
    phone: str = ""
    email: str = ""
    through_guide: bool = False
    guardian_phone: str = ""
    guardian_email: str = ""
    guardian_language: str = ""
    """What the parent of a child under 13 reads."""
    guardian_paper: bool = False
    """Whether a guide has the parent's yes on paper."""
    consent: bool = False

    @property
    def is_child(self) -> bool:
        """Whether a guardian has to say yes before anything is looked for."""
        return self.age == CHILD

    @property
    def gives(self) -> bool:
        """Whether the person wants to do something for others, and so is asked for skills."""
        return self.kind in GIVING


MUSTS: Final = ("step_free", "near", "free")
REGISTER_CHECK: Final = ("fine", "no")
ONE_OF: Final[dict[str, tuple[str, ...]]] = {
    "kind": codes.KINDS,
    "register_check": REGISTER_CHECK,
    "swedish": codes.SWEDISH_LEVELS,
    "age": codes.AGE_BANDS,
    "groups": codes.GROUPS,
    "guardian_language": codes.PAGE_LANGUAGES,
}
SOME_OF: Final[dict[str, tuple[str, ...]]] = {
    "interests": codes.ACTIVITIES,
    "skills": codes.SKILLS,
    "slots": codes.SLOTS,
    "languages": codes.LANGUAGES,
    "hopes": codes.HOPES,
    "musts": MUSTS,
}


def problems(answers: Answers, region_code: str) -> dict[str, str]:
    """What is wrong, by field; empty where the form may be sent."""
    return {**wish_problems(answers, region_code), **contact_problems(answers)}


def wish_problems(answers: Answers, region_code: str) -> dict[str, str]:
    """What is wrong with all but name and contact, by field."""
    found = {**code_problems(answers), **place_problems(answers, region_code)}
    if not answers.interests:
        found["interests"] = NO_INTEREST
    return found


def code_problems(answers: Answers) -> dict[str, str]:
    """Codes that are not in their list. An answer that was not given is none of them."""
    wrong = [name for name, known in ONE_OF.items() if getattr(answers, name) not in ("", *known)]
    for name, known in SOME_OF.items():
        if not set(getattr(answers, name)).issubset(known):
            wrong.append(name)
    return dict.fromkeys(wrong, CHOOSE)


def place_problems(answers: Answers, region_code: str) -> dict[str, str]:
    here = region(region_code)
    found = {}
    if answers.district not in ("", *(district.code for district in here.districts)):
        found["district"] = CHOOSE
    if answers.area not in ("", *(area.code for area in here.areas)):
        found["area"] = CHOOSE
    return found


def contact_problems(answers: Answers) -> dict[str, str]:
    found = {}
    if wrong := name_problem(answers.first_name):
        found["first_name"] = wrong
    begins = "guardian_" if answers.is_child else ""
    phone, email = contact_in(answers)
    if phone and normal_phone(phone) is None:
        found[f"{begins}phone"] = BAD_PHONE
    if email and normal_email(email) is None:
        found[f"{begins}email"] = BAD_EMAIL
    if not (phone or email or may_be_silent(answers)):
        found[f"{begins}phone"] = NO_GUARDIAN if answers.is_child else NO_REACH
    if not answers.consent:
        found["consent"] = NO_CONSENT
    return found


def contact_in(answers: Answers) -> tuple[str, str]:
    """Phone and e-mail as they were written: a child is reached through their guardian alone."""
    if answers.is_child:
        return answers.guardian_phone, answers.guardian_email
    return answers.phone, answers.email


def may_be_silent(answers: Answers) -> bool:
    """Whether the guide is a way to reach them: of a child, once the guardian has said yes."""
    return answers.through_guide and (answers.guardian_paper or not answers.is_child)


def name_problem(written: str) -> str | None:
    """What is wrong with a first name, or None. Every script's letters and marks are letters."""
    name = normal_name(written)
    if not name:
        return NO_NAME
    if len(name) > NAME_MAX:
        return LONG_NAME
    return None if all(may_stand_in_name(sign) for sign in name) else ODD_NAME


def normal_name(written: str) -> str:
    """A name with single spaces and composed letters."""
    return " ".join(unicodedata.normalize("NFC", written).split())


def may_stand_in_name(sign: str) -> bool:
    # The joiners (U+200C, U+200D) belong to the spelling of Persian and Kurdish names.
    return unicodedata.category(sign)[0] in "LM" or sign in " -'’.\u02bc\u200c\u200d"


def normal_phone(written: str) -> str | None:
    """A phone number as E.164, or None: a leading 0 is Swedish, 00 and + are international."""
    plain = re.sub(r"\(0\)|[\s()./\u2010-\u2015-]", "", digits_in_latin(written))
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    elif plain.startswith("0"):
        plain = "+46" + plain[1:]
    if not re.fullmatch(r"\+[1-9][0-9]{7,14}", plain):
        return None
    if plain.startswith("+46") and not re.fullmatch(r"\+46[1-9][0-9]{6,8}", plain):
        return None
    return plain


def digits_in_latin(text: str) -> str:
    """Arabic and other decimal digits as 0–9."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def normal_email(written: str) -> str | None:
    """An e-mail address with its domain in lower case, or None."""
    local, at, domain = written.strip().rpartition("@")
    fits = at and len(written) <= EMAIL_MAX and len(local) <= 64
    if not fits or not re.fullmatch(r"[\w!#%&'*+/=?^`{|}~-]+(\.[\w!#%&'*+/=?^`{|}~-]+)*", local):
        return None
    if not re.fullmatch(r"[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)+", domain):
        return None
    return f"{local}@{domain.lower()}"


def wishes_of(answers: Answers) -> Wishes:
    """The coded answers; a question that was skipped gets the answer that shuts out least."""
    return Wishes.model_validate(
        {
            "kinds": (answers.kind or "participant",),
            "interests": in_order(answers.interests, codes.ACTIVITIES),
            "skills": in_order(answers.skills, codes.SKILLS) if answers.gives else (),
            "register_check": answers.gives and answers.register_check == "fine",
            "district": answers.district or None,
            "area": answers.area or None,
            "slots": in_order(answers.slots, codes.SLOTS),
            "languages": in_order(answers.languages, codes.LANGUAGES),
            "swedish": answers.swedish or "none",
            "age": answers.age or "26-64",
            "hopes": in_order(answers.hopes, codes.HOPES),
            "groups": answers.groups or "any",
            # Nobody is asked for their sex: it is known only of those who ask for such a group.
            "woman": answers.groups == "women" or "women_network" in answers.interests,
            "man": answers.groups == "men",
            **{must: must in answers.musts for must in MUSTS},
        }
    )


def in_order(chosen: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    """What was chosen, each once, in the order of the list."""
    wanted = set(chosen)
    return tuple(code for code in known if code in wanted)
