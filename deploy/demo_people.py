"""The invented people of the demo, as they fill in the form. Pure: the same dice, the same people.

All addresses are at example.org, and the telephone numbers are those that the Swedish regulator
keeps for films and books: nobody can be reached by either.
"""

from dataclasses import dataclass
from random import Random
from typing import Final

from deploy.demo_associations import form_id
from services.intake.people.answers import Answers
from shared.contracts.codes import DAYS, FORM_ACTIVITIES, HOPES, PAGE_LANGUAGES, PARTS_OF_DAY
from shared.contracts.regions import region

HOW_MANY: Final = 200
# First names by language; some write them in their own script, as people do.
NAMES: Final = {
    "ar": "Ahmad Fatima Omar Layla محمد نور هدى يوسف Rania Khaled سارة Amal",
    "uk": "Oksana Andriy Iryna Taras Olena Дмитро Світлана Yuliia Bohdan",
    "prs": "Zahra Farid Mina Habib نرگس Jawad Shabnam Reza",
    "so": "Hodan Abdi Ifrah Mahad Sahra Liban Ayaan",
    "ti": "Selam Yonas Rahwa Filmon Luwam Samuel",
    "ps": "Gulalai Nasir زرغونه Baryalai",
    "tr": "Elif Mehmet Zeynep Emre Ayşe",
    "ru": "Natalia Sergej Olga",
    "ku": "Berivan Azad Rojîn Dilan",
    "pl": "Agnieszka Piotr Magda Tomasz",
    "es": "Lucía Diego Valentina",
    "sv": "Anna Björn Kerstin Nils Elsa Gustav Märta Lars Siri Olle",
}
NEWCOMERS: Final = {
    "ar": 32,
    "uk": 18,
    "prs": 14,
    "so": 10,
    "ti": 8,
    "ps": 5,
    "tr": 5,
    "ru": 3,
    "ku": 5,
    "pl": 5,
    "es": 4,
}
# Kinds of wishes, in hundredths; who was born here rather gives.
KINDS_OF_NEWCOMERS: Final = {"participant": 80, "helper": 9, "leader": 7, "referee": 4}
KINDS_OF_OTHERS: Final = {"participant": 10, "helper": 40, "leader": 30, "referee": 20}
SWEDISH: Final = {"none": 28, "little": 40, "good": 22, "very_good": 8, "fluent": 2}
AGES: Final = {"13-15": 4, "16-17": 6, "18-25": 26, "26-64": 56, "65+": 8}
GIVING_AGES: Final = {"18-25": 30, "26-64": 55, "65+": 15}
SKILLS: Final = {
    "helper": ("cook", "translate", "repair", "sew", "it", "drive", "plan_events"),
    "leader": ("coach", "teach", "music", "swim", "first_aid", "childcare"),
    "referee": ("referee", "coach", "first_aid"),
}
PLAYED: Final = ("football", "basketball", "handball", "cricket", "martial_arts")
SHARE_OF_OTHERS: Final = 0.2
FOR_FICTION: Final = (5, 99)
"""070-174 06 05 to 070-174 06 99."""


@dataclass(frozen=True)
class DemoPerson:
    """Somebody with a form; `by_guide` is whether a guide filled it in for them."""

    form_id: str
    answers: Answers
    language: str
    by_guide: bool


def people(dice: Random, code: str) -> tuple[DemoPerson, ...]:
    """Everybody who comes, in the order in which they come; `code` is the region's."""
    return tuple(person(number, dice, code) for number in range(1, HOW_MANY + 1))


def person(number: int, dice: Random, code: str) -> DemoPerson:
    local = dice.random() < SHARE_OF_OTHERS
    mother_tongue = "sv" if local else of(NEWCOMERS, dice)
    kind = of(KINDS_OF_OTHERS if local else KINDS_OF_NEWCOMERS, dice)
    by_guide = not local and dice.random() < 0.15
    language = mother_tongue if mother_tongue in PAGE_LANGUAGES else dice.choice(("sv", "en"))
    answers = Answers(
        kind=kind,
        **wishes(kind, dice),
        **place(dice, code),
        **tongue(mother_tongue, dice),
        age=of(AGES if kind == "participant" else GIVING_AGES, dice),
        first_name=dice.choice(NAMES[mother_tongue].split()),
        **reach(number, by_guide, dice),
        consent=True,
    )
    return DemoPerson(form_id(dice), answers, language, by_guide)


def of(shares: dict[str, int], dice: Random) -> str:
    """One of the keys, as often as its share says."""
    return dice.choices(list(shares), list(shares.values()))[0]


def wishes(kind: str, dice: Random) -> dict[str, object]:
    """What somebody likes, can do, hopes for and must have, and when they are free."""
    liked = PLAYED if kind == "referee" else FORM_ACTIVITIES
    can = SKILLS.get(kind, ())
    women = kind == "participant" and dice.random() < 0.12
    musts = {"step_free": 0.06, "near": 0.12, "free": 0.18}
    return {
        "interests": tuple(dice.sample(liked, dice.randint(1, 4))),
        "skills": tuple(dice.sample(can, min(len(can), dice.randint(1, 3)))),
        "register_check": dice.choice(("fine", "fine", "no")) if can else "",
        "slots": slots(dice),
        "hopes": tuple(dice.sample(HOPES, dice.randint(1, 3))),
        "groups": "women" if women else dice.choice(("", "any")),
        "musts": tuple(must for must, share in musts.items() if dice.random() < share),
    }


def slots(dice: Random) -> tuple[str, ...]:
    """Evenings, days or the weekend; one in ten does not say."""
    free = dice.choice(("evening", "evening", "day", "weekend", "any", ""))
    if not free:
        return ()
    days = DAYS[5:] if free == "weekend" else DAYS[:5]
    parts = {"evening": ("evening",), "day": ("morning", "midday", "afternoon")}
    return tuple(
        f"{day}_{part}"
        for day in (DAYS if free == "any" else days)
        for part in parts.get(free, PARTS_OF_DAY[1:])
        if dice.random() < 0.7
    )


def place(dice: Random, code: str) -> dict[str, str]:
    """Where somebody lives: mostly an area, sometimes the district alone, sometimes nothing."""
    home = dice.choice(region(code).areas)
    said = dice.random()
    if said < 0.08:
        return {}
    if said < 0.25:
        return {"district": home.district}
    return {"district": home.district, "area": home.code}


def tongue(mother_tongue: str, dice: Random) -> dict[str, object]:
    """The languages that somebody speaks, and how much Swedish."""
    if mother_tongue == "sv":
        return {"languages": ("sv", "en") if dice.random() < 0.8 else ("sv",), "swedish": "fluent"}
    english = ("en",) if dice.random() < 0.4 else ()
    return {"languages": (mother_tongue, *english), "swedish": of(SWEDISH, dice)}


def reach(number: int, by_guide: bool, dice: Random) -> dict[str, object]:
    """An address, a telephone, both, or through the guide who filled in the form."""
    if by_guide and dice.random() < 0.5:
        return {"through_guide": True}
    email, phone = f"person{number:03}@example.org", f"070-17406{dice.randint(*FOR_FICTION):02}"
    said = dice.random()
    if said < 0.2:
        return {"phone": phone}
    return {"email": email, "phone": phone} if said < 0.5 else {"email": email}
