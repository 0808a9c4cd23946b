"""The coded answers that forms, messages and the matcher share.

A code is a short ASCII word that never changes its meaning; what a reader sees for it comes from
the catalogues. The order of a tuple is the order on the form and, where a set of codes is kept as
bits, the position of the bit: append at the end, never reorder, never reuse.
"""

from typing import Final, Literal, get_args

Kind = Literal["participant", "helper", "leader", "referee"]
Swedish = Literal["none", "little", "good", "very_good", "fluent"]
AgeBand = Literal["0-12", "13-15", "16-17", "18-25", "26-64", "65+"]
Hope = Literal["network", "swedish", "health"]
Groups = Literal["any", "women", "men"]
Reach = Literal["phone", "email", "guide"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
SWEDISH_LEVELS: Final[tuple[Swedish, ...]] = get_args(Swedish)
AGE_BANDS: Final[tuple[AgeBand, ...]] = get_args(AgeBand)
HOPES: Final[tuple[Hope, ...]] = get_args(Hope)
GROUPS: Final[tuple[Groups, ...]] = get_args(Groups)
REACHES: Final[tuple[Reach, ...]] = get_args(Reach)

# At most 64, so that a person's interests fit one word. The first 24 stand on the form.
ACTIVITIES: Final[tuple[str, ...]] = (
    "football", "swimming", "basketball", "handball", "cricket", "martial_arts",
    "gymnastics", "running", "cycling", "dance", "choir", "music",
    "theatre", "art", "crafts", "cooking", "gardening", "nature",
    "language_cafe", "homework_help", "women_network", "parents", "board_games", "chess",
    "volleyball", "badminton", "table_tennis", "tennis", "athletics", "skating",
    "sailing", "climbing", "yoga", "floorball", "esports", "film",
    "photography", "books", "history", "debate", "computers", "animals",
    "scouting", "first_aid", "second_hand", "human_rights", "culture_society", "seniors",
)  # fmt: skip
FORM_ACTIVITIES: Final[tuple[str, ...]] = ACTIVITIES[:24]

# At most 32. What a person can do for others, and what a need may ask for.
SKILLS: Final[tuple[str, ...]] = (
    "coach", "referee", "teach", "translate", "cook", "drive",
    "first_aid", "music", "sew", "repair", "it", "bookkeeping",
    "board", "write", "photo", "childcare", "swim", "plan_events",
)  # fmt: skip

# At most 64, each with the code that the languages' own standard gives it; "other" is last.
LANGUAGES: Final[tuple[str, ...]] = (
    "sv", "en", "ar", "uk", "prs", "so", "ti", "ps", "tr", "ru", "ku", "pl",
    "fa", "bs", "hr", "sr", "sq", "es", "fr", "de", "pt", "it", "ro", "hu",
    "el", "zh", "vi", "th", "ur", "hi", "bn", "pa", "ta", "am", "om", "sw",
    "ckb", "az", "hy", "ka", "rom", "fi", "da", "no", "nl", "other",
)  # fmt: skip

DAYS: Final[tuple[str, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS_OF_DAY: Final[tuple[str, ...]] = ("morning", "midday", "afternoon", "evening")
# 28 weekly slots, "mon_morning" … "sun_evening".
SLOTS: Final[tuple[str, ...]] = tuple(f"{day}_{part}" for day in DAYS for part in PARTS_OF_DAY)

# The roles of those who walk with people.
TAKES_CASES: Final = frozenset({"guide", "coordinator"})

# The languages that pages and letters are written in.
PAGE_LANGUAGES: Final[tuple[str, ...]] = ("sv", "en", "ar")

# Why a person and a need cannot be paired: every hard rule has exactly one.
BLOCKS: Final[tuple[str, ...]] = (
    "age", "women_only", "men_only", "register_check", "skill", "swedish", "kind",
    "step_free", "cost", "slots", "distance", "consent", "failed_before",
)  # fmt: skip

# The parts whose points add up to how well a pair fits.
POINT_PARTS: Final[tuple[str, ...]] = (
    "interests", "travel", "skills", "times", "language", "cost",
)  # fmt: skip

MATCH_STATES: Final[tuple[str, ...]] = (
    "proposed", "asked", "agreed", "introduced", "started", "active", "ended",
)  # fmt: skip
