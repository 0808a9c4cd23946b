"""The way of a case in plain words, as its person reads them. Pure."""

from collections.abc import Mapping
from typing import Final

from shared.web.languages import say_later

WAY: Final = (
    say_later("We have your form"),
    say_later("We look for something that fits"),
    say_later("You get a question: yes or no"),
    say_later("The association answers"),
    say_later("You meet"),
)
PARENT_SAYS_YES: Final = say_later("Your parent says yes")
PARENT_ANSWERS: Final = say_later("Your parent can answer until %(day)s. After that we erase it.")
ASKING_PARENT: Final = (
    say_later("We have asked your parent"),
    say_later("You are under 13. We look for nothing before your parent has said yes."),
)
LOOKING: Final = (
    say_later("We are looking for you"),
    say_later("We look at which associations fit you. A guide reads it too. Then we write to you."),
)
FELL: Final = say_later(
    "They could not take more people this time. We are looking for something else."
)
MEET_NOW: Final = say_later("You can meet now")
GUIDE_ASKS: Final = say_later("Your guide gets in touch, to hear how it goes.")
# How the two come together, by how much the guide helps.
INTRODUCED: Final[Mapping[str, str]] = {
    "website": say_later("Look at their website. Then go there."),
    "details": say_later("You have a letter with name and number. Write to them, or call."),
    "contact": say_later("Your guide talks with them. You have a letter with name and number."),
    "along": say_later("Your guide comes with you the first time. You hear from the guide."),
}
# What the link to the answer page is called, by the state of the case.
TELL: Final[Mapping[str, str]] = {
    "asked": say_later("Answer yes or no"),
    "introduced": say_later("We have met"),
    "started": say_later("Answer yes or no"),
    "active": say_later("Answer"),
}
# Where the case is on the way, and its words, by state of the case and whose move it is (or why it ended).
WORDS: Final[Mapping[tuple[str, str], tuple[int, str, str]]] = {
    ("registered", ""): (1, *LOOKING),
    ("registered", "need"): (
        1,
        say_later("Nothing fits yet"),
        say_later("We keep looking. As soon as something new fits you, we write to you."),
    ),
    ("proposed", ""): (
        1,
        say_later("We have found something"),
        say_later("A guide looks at it now. Then you get a question: yes or no."),
    ),
    ("asked", ""): (
        2,
        say_later("You have a question to answer"),
        say_later("We have found something for you. Say yes or no."),
    ),
    ("asked", "association"): (
        3,
        say_later("You said yes"),
        say_later("Now we ask the association. Then we write to you."),
    ),
    ("agreed", ""): (
        4,
        say_later("You both said yes"),
        say_later("Your guide helps you to meet. You hear from the guide."),
    ),
    ("agreed", "guide"): (
        4,
        say_later("You both said yes"),
        say_later("It takes longer than it should. Your guide knows, and gets in touch."),
    ),
    ("introduced", ""): (4, MEET_NOW, say_later("You can meet now. Your guide helps you.")),
    ("introduced", "person"): (
        4,
        say_later("Have you met?"),
        say_later("Tell us with one tap. If not, you need to do nothing."),
    ),
    ("introduced", "guide"): (
        4,
        MEET_NOW,
        say_later("Nobody has told us whether you have met. Your guide gets in touch."),
    ),
    ("started", ""): (
        4,
        say_later("You have begun"),
        say_later("We are glad. In two weeks we ask how it goes."),
    ),
    ("started", "person"): (
        4,
        say_later("Do you still go there?"),
        say_later("Answer yes or no with one tap."),
    ),
    ("started", "guide"): (4, say_later("You have begun"), GUIDE_ASKS),
    ("active", ""): (
        5,
        say_later("You take part"),
        say_later("We are glad. Now and then we ask how it is."),
    ),
    ("active", "person"): (
        5,
        say_later("How is it?"),
        say_later("Three short questions wait for you. You may leave some out."),
    ),
    ("active", "guide"): (5, say_later("You take part"), GUIDE_ASKS),
    ("ended", "followed"): (
        5,
        say_later("You take part"),
        say_later("You go there by yourself now. Do you want more? Send a new form at any time."),
    ),
    ("ended", ""): (
        5,
        say_later("This has ended"),
        say_later("You can send a new form at any time."),
    ),
}
