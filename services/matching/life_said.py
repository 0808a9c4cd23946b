"""The life of a case in words: levels of help, what is asked, why it waits, how it ends."""

from typing import Final

from services.matching.life import REPORTS, Report
from shared.web import words
from shared.web.languages import say_later

LEVEL: Final[words.Words] = {
    "website": say_later("Show the website"),
    "details": say_later("Give the contact details"),
    "contact": say_later("Contact the association"),
    "along": say_later("Go along"),
}
LEVEL_MEANS: Final[words.Words] = {
    "website": say_later("Nobody gets any contact details. The person finds their own way."),
    "details": say_later("Each of them gets the other's contact details in a letter."),
    "contact": say_later("Both get the details, and you talk with the association."),
    "along": say_later("Both get the details, and you come along the first time."),
}
# Why a guide says that the two do not go on together.
PAIR_END: Final[words.Words] = {
    "never_met": say_later("They never met"),
    "stopped": say_later("The person goes there no more"),
    "not_right": say_later("It is not right for this person"),
    "association_cannot": say_later("The association cannot right now"),
    "other": say_later("Another reason"),
}
# Why a guide says that nothing more is looked for.
CASE_END: Final[words.Words] = {
    "on_their_own": say_later("The person manages without us now"),
    "found_elsewhere": say_later("The person has found something else"),
    "does_not_want": say_later("The person does not want to go on"),
    "not_reached": say_later("We cannot reach the person"),
    "left_town": say_later("The person has left the city"),
}
# Why a clock says so.
CLOCK_END: Final[words.Words] = {
    "followed": say_later("The person goes on there, and everything has been asked."),
}
# Why everything about a person is erased without their asking.
ERASURE: Final[words.Words] = {
    "over": say_later("The case was over half a year ago."),
    "silent": say_later("Nothing has happened for a year."),
}
# Why a case came back to its guide.
STUCK: Final[words.Words] = {
    "not_introduced": say_later("Both said yes some days ago, and nobody has introduced them."),
    "not_met": say_later("Nobody has told whether they have met."),
    "no_word": say_later("The person has not answered how it goes."),
    "needs_help": say_later("The association says that the person needs help there."),
    "stays_away": say_later("The association says that the person comes no more."),
}
# What an association says of how it goes, in one tap each.
REPORT: Final[words.Words] = {
    "well": say_later("It goes well"),
    "help": say_later("They need help"),
    "away": say_later("They come no more"),
}
REPORT_WHY: Final[words.Words] = {
    "times": say_later("The times do not fit them"),
    "swedish": say_later("It is hard because of the language"),
    "company": say_later("They do not know anybody here yet"),
    "practical": say_later("Travel, clothes or money"),
    "unknown": say_later("We do not know why"),
}
QUESTION: Final[words.Words] = {
    "met": say_later("Have you met?"),
    "two_weeks": say_later("Do you still go there?"),
    "three_months": say_later("How is it after three months?"),
    "six_months": say_later("How is it after six months?"),
}
RATING: Final[dict[int, str]] = {
    1: say_later("Not at all"),
    2: say_later("A little better"),
    3: say_later("Better"),
    4: say_later("Much better"),
    5: say_later("Very much better"),
}
RECORDED: Final[words.Words] = {
    "person_yes": say_later("The person says yes"),
    "person_no": say_later("The person says no"),
    "person_later": say_later("The person wants to be asked later"),
    "person_changed": say_later("The person has changed their mind"),
    "association_yes": say_later("The association says yes"),
    "association_no": say_later("The association says no"),
}
SIDE: Final[words.Words] = {
    "person": say_later("To the person"),
    "association": say_later("To the association"),
}
# What a case's history says of its way after the question.
HAPPENED: Final[words.Words] = {
    "reminded": say_later("A reminder was sent"),
    "later": say_later("The person wants to be asked later"),
    "recorded": say_later("A guide wrote down an answer"),
    "introduce": say_later("They were introduced"),
    "met": say_later("They have met"),
    "going_on": say_later("The person goes on"),
    "rated": say_later("The person told how it is"),
    "inquired": say_later("We asked how it goes"),
    "silent": say_later("Nobody answered: the guide's turn"),
    "waits_longer": say_later("The guide gave it more time"),
    "closed": say_later("The case was ended"),
    "report_well": say_later("The association says: it goes well"),
    "report_help": say_later("The association says: they need help"),
    "report_away": say_later("The association says: they come no more"),
    "extract_shown": say_later("The association was shown a register extract"),
    "erasure_announced": say_later("The person was told that everything will be erased"),
}
# What stands behind such a line: why, or which.
WHY: Final[words.Words] = {
    **LEVEL, **STUCK, **QUESTION, **RECORDED, **SIDE, **PAIR_END, **CASE_END, **CLOCK_END,
    **ERASURE, **{f"report_{code}": text for code, text in REPORT_WHY.items()},
}  # fmt: skip


def may_be_why(said: Report, why: str) -> bool:
    """Whether an association may give this reason: none, or a code where it does not go well."""
    return not why or (why in REPORT_WHY and REPORTS[said] is not None)
