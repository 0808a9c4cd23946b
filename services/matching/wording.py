"""What happened and why, as sentences: the tables of matching's own codes."""

from typing import Final

from services.matching import life, life_said
from services.matching.approvals import DISMISSALS, ENOUGH
from shared.web import words
from shared.web.languages import say_later

COLUMN: Final[words.Words] = {
    "registered": say_later("New, or nothing fits yet"),
    "proposed": say_later("Proposed"),
    "asked": say_later("Asked"),
    "agreed": say_later("Both said yes"),
    "introduced": say_later("Introduced"),
    "started": say_later("Have met"),
    "active": say_later("Go on there"),
}
EMPTY_COLUMN: Final[words.Words] = {
    "registered": say_later("Nobody is waiting for a first proposal."),
    "proposed": say_later("No proposal waits for you. New ones come here by themselves."),
    "asked": say_later("Nobody has been asked right now."),
    "agreed": say_later("No new pair yet."),
}
# Why a match is over.
ENDED: Final[words.Words] = {
    "need_closed": say_later("The association takes no more people."),
    "full": say_later("All places were taken."),
    "replaced": say_later("Something that fits better took its place."),
    ENOUGH: say_later("The association has had enough new people this week."),
    "placed": say_later("The person has found another place."),
    "person_no": say_later("The person said no."),
    "person_changed_mind": say_later("The person changed their mind."),
    "association_no": say_later("The association said no."),
    "no_answer": say_later("Nobody answered in time."),
    "own_wish": say_later("The person does not want to go on."),
    "erased": say_later("The person asked us to remove everything."),
    "moved": say_later("The person has moved away."),
    **words.BLOCK,
    **DISMISSALS,
    **life_said.PAIR_END,
    **life_said.CASE_END,
    **life_said.CLOCK_END,
    **life_said.STUCK,
}
# What a case's history says.
HAPPENED: Final[words.Words] = {
    "registered": say_later("The form came"),
    "proposed": say_later("New proposals"),
    "nothing_yet": say_later("Nothing fits yet"),
    "claimed": say_later("A guide took the case"),
    "by_hand": say_later("A guide proposed it"),
    "assigned": say_later("The case was given to a guide"),
    "unassigned": say_later("The case was taken from its guide"),
    "approved": say_later("A proposal was approved"),
    "undone": say_later("The approval was taken back"),
    "asked": say_later("The person was asked"),
    "person_yes": say_later("The person said yes"),
    "association_yes": say_later("The association said yes"),
    "ended": say_later("A proposal ended"),
    "withdrawn": say_later("The person left"),
    "back": say_later("The person came back"),
    "call_waits": say_later("A letter waits to be read out"),
    "called": say_later("A letter was read out"),
    "needless": say_later("A letter was not needed any more"),
    **life_said.HAPPENED,
}
NO_NEED_OPEN: Final = say_later("No association is looking for anybody right now.")
# What was just done, as the page says it after a form was sent.
DONE: Final[words.Words] = {
    "approved": say_later("Approved. You can undo it for half a minute."),
    "undone": say_later("Undone. Nobody has been asked."),
    "dismissed": say_later("Dismissed. The next proposal comes by itself."),
    "claimed": say_later("The case is yours now."),
    "assigned": say_later("Given away. The guide reads it in the morning, and in My day."),
    "unassigned": say_later("The case is nobody's now."),
    "mail_on": say_later("You get a letter in the morning when something needs you."),
    "mail_off": say_later("You get no letter in the morning any more."),
    "passed": say_later("The case has ended. Nothing was changed."),
    "by_hand": say_later("It stands among the proposals now. You can approve it."),
    "written": say_later("It is written down."),
    "introduced": say_later("They are introduced. The letters go out now."),
    "waits": say_later("They have more time now."),
    "pair_ended": say_later("This place is over. We look for something else."),
    "case_ended": say_later("The case has ended."),
}
CHOOSE: Final = say_later("Choose one of the answers.")
NOT_NOW: Final[words.Words] = {
    "changed": say_later("This changed while you read. Look at it once more."),
    "over": say_later("This proposal has ended. Nothing was sent."),
    "busy": say_later("Something else is being asked for this person already."),
    "sent": say_later("It is too late to undo. The message is on its way."),
    "passed": say_later("The case has moved on. Look at it once more."),
    "full": say_later("All places were taken."),
    "enough": say_later("This association has had enough new people this week. Try later."),
}
# What would help somebody whom nothing fits; %(change)s are words of what it takes.
HINT: Final[words.Words] = {
    "swedish": say_later("It takes this much Swedish: %(change)s"),
    "slots": say_later("It helps to be free at: %(change)s"),
    "distance": say_later("It takes %(change)s minutes to get there"),
    "kind": say_later("They look for somebody to: %(change)s"),
    "age": say_later("They take: %(change)s"),
    "skill": say_later("It takes: %(change)s"),
}
# The table in which a change's codes have words; distance is a figure.
CHANGE_TABLE: Final[dict[str, str]] = {
    "swedish": "swedish",
    "slots": "slot",
    "kind": "kind",
    "age": "age",
    "skill": "skill",
}
# What the two sides read on their answer page once it is over.
NOT_GONE_ON: Final = say_later("This did not go on. We look for something else for you.")
NEW_FORM: Final = say_later("You can send a new form at any time.")
NOBODY_COMES: Final = say_later("The person does not come to you. You need to do nothing.")
OVER_FOR_PERSON: Final[words.Words] = {
    **dict.fromkeys(life.PAIR_ENDS, NOT_GONE_ON),
    **dict.fromkeys(life.CASE_ENDS, NEW_FORM),
    "person_no": say_later("You said no. That is fine. We look for something else."),
    "person_changed_mind": say_later(
        "You have changed your mind. That is fine. We look for something else."
    ),
    "association_no": say_later("They cannot take anybody right now. We look for something else."),
    "need_closed": say_later("They take no more people. We look for something else."),
    "full": say_later("All places were taken. We look for something else."),
    "no_answer": say_later("The time to answer is over. We look for something else."),
    "own_wish": say_later("You have said that you do not want to go on."),
    "erased": say_later("You have said that you do not want to go on."),
    "moved": say_later("You have said that you have moved."),
    "followed": say_later("You go there now. We do not ask any more. You can always write to us."),
}
OVER_FOR_ASSOCIATION: Final[words.Words] = {
    **dict.fromkeys(
        (*life.PAIR_ENDS, *life.CASE_ENDS, "person_changed_mind", "own_wish", "erased", "moved"),
        NOBODY_COMES,
    ),
    "followed": say_later("The person goes on with you. We do not ask any more."),
    "association_no": say_later("You said no. Thank you for the answer."),
    "need_closed": say_later("You have closed this need."),
    "no_answer": say_later("The time to answer is over."),
    "full": say_later("All your places are taken. The guide looks for something else."),
}
OVER: Final = say_later("This question is over. Nothing more is asked of you.")
YOUR_ANSWER: Final = say_later("Waits for your answer")
