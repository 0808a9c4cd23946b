"""A need in words: what the lists print of it. All of it is public."""

from typing import Final

from services.intake.needs.asking import GROUPS, KIND, SWEDISH
from services.intake.needs.need import Need
from shared.contracts.need_details import NeedDetails
from shared.contracts.regions import region
from shared.web import words
from shared.web.languages import Language, say_later

REASON: Final[words.Words] = {
    "filled": say_later("Closed: you found the people."),
    "withdrawn": say_later("Closed: not needed any more."),
    "blocked": say_later("Closed by us."),
    "stale": say_later("Closed: nobody told us that it is still open."),
}


def shown(need: Need, language: Language) -> dict[str, object]:
    """The need as a card. `facts` are pairs of a label and a text."""
    details = need.details
    return {
        "id": need.id,
        "title": details.title,
        "association": need.association_name,
        "kind": language.say(KIND[details.kind]),
        "icon": details.kind,
        "seats": language.say_many("%(number)s place", "%(number)s places", details.seats),
        "facts": facts(details, language, need.region),
        "open": need.state == "open",
        "reason": language.say(REASON[need.reason]) if need.reason else "",
        "posted": language.day(need.posted_at),
        "asks": need.closes_at is not None,
        "until": until(need, language),
    }


def until(need: Need, language: Language) -> str:
    """By when its association has to say that it is still looking; nothing of a closed one."""
    if need.state != "open":
        return ""
    if need.closes_at is not None:
        day = language.day(need.closes_at)
        return language.say("Are you still looking? Say so by %(day)s, or we close it.", day=day)
    day = language.day(need.doubted_at)
    return language.say("On %(day)s we ask you whether you are still looking.", day=day)


def facts(details: NeedDetails, language: Language, region_code: str) -> list[tuple[str, str]]:
    """What, where, when and for whom; what says nothing is left out."""
    slots = words.joined((words.slot_words(one, language) for one in details.slots), language)
    pairs = [
        (language.say("Activities"), words.listed(words.ACTIVITY, details.activities, language)),
        (language.say("Place"), where(details, region_code)),
        (language.say("Times"), slots),
        (language.say("Ages"), words.listed(words.AGE, details.ages, language)),
        (language.say("Swedish"), language.say(SWEDISH[details.swedish])),
        (language.say("Languages"), words.listed(words.LANGUAGE, details.languages, language)),
        (
            language.say("For"),
            "" if details.groups == "any" else language.say(GROUPS[details.groups]),
        ),
        (language.say("Cost"), cost(details, language)),
        (language.say("Step-free"), language.say("Yes") if details.step_free else ""),
        (language.say("Skills"), words.listed(words.SKILL, details.skills, language)),
        (
            language.say("Register extract"),
            language.say("Is asked for") if details.register_check else "",
        ),
        (language.say("Begins"), details.starts or ""),
        (language.say("Weeks"), str(details.weeks or "")),
    ]
    return [(label, text) for label, text in pairs if text]


def where(details: NeedDetails, region_code: str) -> str:
    """The place and its area, as the city writes them."""
    names = {area.code: area.name for area in region(region_code).areas}
    area = names.get(details.area or "", "")
    # Some write the area into the place themselves.
    told = (details.place, "" if area in details.place else area)
    return ", ".join(part for part in told if part)


def cost(details: NeedDetails, language: Language) -> str:
    if details.cost == 0:
        return language.say("Free of charge")
    return language.say("%(cost)s kronor a month", cost=details.cost)
