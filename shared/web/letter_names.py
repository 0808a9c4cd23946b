"""What each kind of letter is called, for who works with them: on the outbox page and on a case."""

from typing import Final

from shared.web.languages import say_later
from shared.web.words import Words

LETTER: Final[Words] = {
    "receipt": say_later("Receipt"),
    "ask_person": say_later("Question to the person"),
    "ask_association": say_later("Question to the association"),
    "agreed": say_later("Both said yes"),
    "sign_in": say_later("Link to sign in"),
    "verified": say_later("Association verified"),
    "code": say_later("Code for one's own page"),
    "leaving": say_later("That everything will be erased"),
    "ask_still": say_later("Question whether a need still holds"),
    "speaks": say_later("New contact of an association"),
    "remind_person": say_later("Reminder to the person"),
    "remind_association": say_later("Reminder to the association"),
    "my_day": say_later("My day, to a guide"),
    "day": say_later("The letter of the day, to an association"),
    "unverified": say_later("Nobody has verified the association"),
    "associations_wait": say_later("Associations wait, to a coordinator"),
    "erasure_waits": say_later("Somebody is to be erased, to a coordinator"),
    "association_reported": say_later("Something is wrong with an association, to a coordinator"),
    "introduced_person": say_later("Introduction, to the person"),
    "introduced_association": say_later("Introduction, to the association"),
    "ask_met": say_later("Question whether they have met"),
    "ask_going_on": say_later("Question whether somebody goes on"),
    "ask_hopes": say_later("Question how it is"),
    "ask_report": say_later("Question to the association how it goes"),
    "ended_person": say_later("Nothing came of it, to the person"),
    "ended_association": say_later("Somebody will not come, to the association"),
    "ended_case": say_later("Nothing more is looked for, to the person"),
    "ask_guardian": say_later("Question to a parent"),
    "remind_guardian": say_later("Reminder to a parent"),
}
STATE: Final[Words] = {
    "queued": say_later("Waiting to be sent"),
    "sending": say_later("On its way"),
    "sent": say_later("Sent"),
    "failed": say_later("Could not be sent"),
    "unknown": say_later("Perhaps sent: look into it"),
    "call": say_later("Call, and read this out"),
    "called": say_later("Read out, or not needed any more"),
    "gathered": say_later("In the letter of the day"),
}
"""How a letter fares."""
