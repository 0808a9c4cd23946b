"""What a reader sees for a code: an English sentence or word for each, said in their language.

One table per list of `shared/contracts/codes.py`, with exactly its codes. The tables hold message
ids; a page says them (`visit.say(words.KIND[code])`). `OWN_NAMES` alone is printed as it stands.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from shared.web.languages import Language, say_later

Words = Mapping[str, str]

ACTIVITY: Final[Words] = {
    "football": say_later("Football"), "swimming": say_later("Swimming"),
    "basketball": say_later("Basketball"), "handball": say_later("Handball"),
    "cricket": say_later("Cricket"), "martial_arts": say_later("Martial arts"),
    "gymnastics": say_later("Gymnastics"), "running": say_later("Running"),
    "cycling": say_later("Cycling"), "dance": say_later("Dance"),
    "choir": say_later("Singing and choir"), "music": say_later("Music"),
    "theatre": say_later("Theatre"), "art": say_later("Art"),
    "crafts": say_later("Sewing and crafts"), "cooking": say_later("Cooking"),
    "gardening": say_later("Gardening"), "nature": say_later("Nature and walks"),
    "language_cafe": say_later("Language café"), "homework_help": say_later("Homework help"),
    "women_network": say_later("Women's group"), "parents": say_later("Parents and children"),
    "board_games": say_later("Board games"), "chess": say_later("Chess"),
    "volleyball": say_later("Volleyball"), "badminton": say_later("Badminton"),
    "table_tennis": say_later("Table tennis"), "tennis": say_later("Tennis"),
    "athletics": say_later("Athletics"), "skating": say_later("Skating"),
    "sailing": say_later("Sailing"), "climbing": say_later("Climbing"),
    "yoga": say_later("Yoga"), "floorball": say_later("Floorball"),
    "esports": say_later("Computer games"), "film": say_later("Film"),
    "photography": say_later("Photography"), "books": say_later("Books"),
    "history": say_later("History"), "debate": say_later("Debate"),
    "computers": say_later("Computers"), "animals": say_later("Animals"),
    "scouting": say_later("Scouting"), "first_aid": say_later("First aid"),
    "second_hand": say_later("Second hand"), "human_rights": say_later("Human rights"),
    "culture_society": say_later("A culture society"), "seniors": say_later("Older people"),
}  # fmt: skip

SKILL: Final[Words] = {
    "coach": say_later("Coach a team"), "referee": say_later("Be a referee"),
    "teach": say_later("Teach"), "translate": say_later("Translate"),
    "cook": say_later("Cook"), "drive": say_later("Drive a car"),
    "first_aid": say_later("First aid"), "music": say_later("Play music"),
    "sew": say_later("Sew"), "repair": say_later("Repair things"),
    "it": say_later("Computers and web"), "bookkeeping": say_later("Keep the books"),
    "board": say_later("Sit on a board"), "write": say_later("Write"),
    "photo": say_later("Take photos"), "childcare": say_later("Look after children"),
    "swim": say_later("Swim well"), "plan_events": say_later("Plan events"),
}  # fmt: skip

LANGUAGE: Final[Words] = {
    "sv": say_later("Swedish"), "en": say_later("English"), "ar": say_later("Arabic"),
    "uk": say_later("Ukrainian"), "prs": say_later("Dari"), "so": say_later("Somali"),
    "ti": say_later("Tigrinya"), "ps": say_later("Pashto"), "tr": say_later("Turkish"),
    "ru": say_later("Russian"), "ku": say_later("Kurdish (Kurmanji)"), "pl": say_later("Polish"),
    "fa": say_later("Persian"), "bs": say_later("Bosnian"), "hr": say_later("Croatian"),
    "sr": say_later("Serbian"), "sq": say_later("Albanian"), "es": say_later("Spanish"),
    "fr": say_later("French"), "de": say_later("German"), "pt": say_later("Portuguese"),
    "it": say_later("Italian"), "ro": say_later("Romanian"), "hu": say_later("Hungarian"),
    "el": say_later("Greek"), "zh": say_later("Chinese"), "vi": say_later("Vietnamese"),
    "th": say_later("Thai"), "ur": say_later("Urdu"), "hi": say_later("Hindi"),
    "bn": say_later("Bengali"), "pa": say_later("Punjabi"), "ta": say_later("Tamil"),
    "am": say_later("Amharic"), "om": say_later("Oromo"), "sw": say_later("Swahili"),
    "ckb": say_later("Kurdish (Sorani)"), "az": say_later("Azerbaijani"),
    "hy": say_later("Armenian"), "ka": say_later("Georgian"), "rom": say_later("Romani"),
    "fi": say_later("Finnish"), "da": say_later("Danish"), "no": say_later("Norwegian"),
    "nl": say_later("Dutch"), "other": say_later("Another language"),
}  # fmt: skip

# "other" has no name of its own: pages say LANGUAGE["other"] for it.
OWN_NAMES: Final[Words] = {
    "sv": "Svenska", "en": "English", "ar": "العربية", "uk": "Українська", "prs": "دری",
    "so": "Soomaali", "ti": "ትግርኛ", "ps": "پښتو", "tr": "Türkçe", "ru": "Русский",
    "ku": "Kurmancî", "pl": "Polski", "fa": "فارسی", "bs": "Bosanski", "hr": "Hrvatski",
    "sr": "Српски", "sq": "Shqip", "es": "Español", "fr": "Français", "de": "Deutsch",
    "pt": "Português", "it": "Italiano", "ro": "Română", "hu": "Magyar", "el": "Ελληνικά",
    "zh": "中文", "vi": "Tiếng Việt", "th": "ไทย", "ur": "اردو", "hi": "हिन्दी", "bn": "বাংলা",
    "pa": "ਪੰਜਾਬੀ", "ta": "தமிழ்", "am": "አማርኛ", "om": "Afaan Oromoo", "sw": "Kiswahili",
    "ckb": "سۆرانی", "az": "Azərbaycan", "hy": "Հայերեն", "ka": "ქართული", "rom": "Romani čhib",
    "fi": "Suomi", "da": "Dansk", "no": "Norsk", "nl": "Nederlands",
}  # fmt: skip

DAY: Final[Words] = {
    "mon": say_later("Monday"),
    "tue": say_later("Tuesday"),
    "wed": say_later("Wednesday"),
    "thu": say_later("Thursday"),
    "fri": say_later("Friday"),
    "sat": say_later("Saturday"),
    "sun": say_later("Sunday"),
}
DAY_SHORT: Final[Words] = {
    "mon": say_later("Mon"),
    "tue": say_later("Tue"),
    "wed": say_later("Wed"),
    "thu": say_later("Thu"),
    "fri": say_later("Fri"),
    "sat": say_later("Sat"),
    "sun": say_later("Sun"),
}
PART_OF_DAY: Final[Words] = {
    "morning": say_later("Morning"),
    "midday": say_later("Midday"),
    "afternoon": say_later("Afternoon"),
    "evening": say_later("Evening"),
}
# Clock hours are written alike in every language.
HOURS: Final[Words] = {
    "morning": "06–10",
    "midday": "10–14",
    "afternoon": "14–18",
    "evening": "18–22",
}

KIND: Final[Words] = {
    "participant": say_later("Take part"),
    "helper": say_later("Help"),
    "leader": say_later("Lead or coach"),
    "referee": say_later("Be a referee"),
}
SWEDISH: Final[Words] = {
    "none": say_later("No Swedish yet"),
    "little": say_later("A little"),
    "good": say_later("Good"),
    "very_good": say_later("Very good"),
    "fluent": say_later("Fluent"),
}
AGE: Final[Words] = {
    "0-12": say_later("0–12 years"),
    "13-15": say_later("13–15 years"),
    "16-17": say_later("16–17 years"),
    "18-25": say_later("18–25 years"),
    "26-64": say_later("26–64 years"),
    "65+": say_later("65 years or more"),
}
HOPE: Final[Words] = {
    "network": say_later("Meet people"),
    "swedish": say_later("Speak more Swedish"),
    "health": say_later("Feel well"),
}
GROUP: Final[Words] = {
    "any": say_later("Any group"),
    "women": say_later("Groups for women only"),
    "men": say_later("Groups for men only"),
}
MUST: Final[Words] = {
    "step_free": say_later("No stairs"),
    "near": say_later("Close to home"),
    "free": say_later("Free of charge"),
}
REGISTER: Final[Words] = {
    "fine": say_later("That is fine"),
    "no": say_later("No"),
}
REACH: Final[Words] = {
    "phone": say_later("By phone"),
    "email": say_later("By e-mail"),
    "guide": say_later("Through my guide or teacher"),
}

# Why a person and a need do not fit, as a guide reads it.
BLOCK: Final[Words] = {
    "age": say_later("It is for another age."),
    "women_only": say_later("One of them is for women only."),
    "men_only": say_later("One of them is for men only."),
    "register_check": say_later("The association asks to see a register extract."),
    "skill": say_later("It takes a skill that the person has not named."),
    "swedish": say_later("It takes more Swedish."),
    "kind": say_later("The person wants to do something else."),
    "step_free": say_later("The place has steps."),
    "cost": say_later("It costs money."),
    "slots": say_later("They are free at other times."),
    "distance": say_later("It is too far away."),
    "consent": say_later("The consent is missing."),
    "failed_before": say_later("It was tried before."),
}
POINT_PART: Final[Words] = {
    "interests": say_later("Interests"),
    "travel": say_later("Way there"),
    "skills": say_later("Skills"),
    "times": say_later("Times"),
    "language": say_later("Languages"),
    "cost": say_later("Cost"),
}
# Why a pair fits; %(facts)s are words or figures of the pair.
REASON: Final[Words] = {
    "interests": say_later("Likes the same: %(facts)s"),
    "travel": say_later("%(facts)s minutes to get there"),
    "skills": say_later("Can do what is useful: %(facts)s"),
    "times": say_later("Free at the right time: %(facts)s"),
    "language": say_later("They speak the same language: %(facts)s"),
    "cost": say_later("It costs little or nothing"),
}
CASE_STATE: Final[Words] = {
    "registered": say_later("Registered"),
    "proposed": say_later("Proposed"),
    "asked": say_later("Asked"),
    "agreed": say_later("Both said yes"),
    "introduced": say_later("Introduced"),
    "started": say_later("Started"),
    "active": say_later("Active"),
    "ended": say_later("Ended"),
}
WAITING: Final[Words] = {
    "ranking": say_later("We are looking for something that fits"),
    "guide": say_later("Waits for a guide"),
    "person": say_later("Waits for the person's answer"),
    "association": say_later("Waits for the association's answer"),
    "introduction": say_later("Waits to be introduced"),
    "need": say_later("Nothing fits yet"),
    "none": say_later("Nothing to wait for"),
}


def slot_words(slot: str, language: Language) -> str:
    """A weekly slot ("tue_evening") in words. Raises KeyError for one that is not in the list."""
    day, _, part = slot.partition("_")
    return f"{language.say(DAY[day])} {language.say(PART_OF_DAY[part]).lower()}"


def listed(words: Words, codes: Iterable[str], language: Language) -> str:
    """The words of several codes in one line."""
    return joined((language.say(words[code]) for code in codes), language)


def joined(said: Iterable[str], language: Language) -> str:
    """Several words in one line, with commas as the language writes them."""
    comma = "، " if language.code in {"ar", "prs", "ps"} else ", "
    return comma.join(said)
