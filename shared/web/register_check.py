"""What somebody who leads or referees is told about the register check, on pages and in letters."""

from typing import Final

from shared.web.languages import say_later

ASKED: Final = frozenset({"leader", "referee"})
"""The kinds of wish that it is told to. It is the law wherever there are children (2013:852)."""
TITLE: Final = say_later("Do you want to lead or referee children?")
LINES: Final = (
    say_later("Then the association asks to see a paper from the police."),
    say_later("It is called a register extract: utdrag ur belastningsregistret."),
    say_later("You order it from the police yourself."),
    say_later("The association asks before you begin. They look at it, and give it back."),
    say_later("Lotsa never asks for it, and never keeps it. Do not send it to us."),
)
