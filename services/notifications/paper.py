"""What a letter is made of, whatever it says: who is written to, its parts, its text and its HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from shared.web.languages import Language

Facts = Mapping[str, Any]
Said = tuple[str, tuple[str, ...], str | None]
"""Subject, paragraphs, and what the link is called; None where the letter has none."""


@dataclass(frozen=True)
class Writer:
    """Who is written to and by whom: all that a letter needs besides its facts.

    `link` is the private link of this letter; it may be masked when others look at the letter.
    """

    language: Language
    name: str
    link: str
    operator: Mapping[str, str]

    def say(self, msgid: str, /, **facts: object) -> str:
        return self.language.say(msgid, **facts)


@dataclass(frozen=True)
class Letter:
    """A letter, ready to be read: `action` is a label and the link that it stands for."""

    language: str
    dir: str
    subject: str
    paragraphs: tuple[str, ...]
    action: tuple[str, str] | None
    signature: tuple[str, ...]

    def text(self) -> str:
        action = (f"{self.action[0]}:\n{self.action[1]}",) if self.action else ()
        return "\n\n".join((*self.paragraphs, *action, "\n".join(self.signature))) + "\n"

    def html(self) -> str:
        """The same, for readers that show HTML. No images, no styles, nothing from elsewhere."""
        body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)
        if self.action:
            label, link = (escape(part) for part in self.action)
            body += f'<p><a href="{link}"><strong>{label}</strong></a></p>'
            body += f'<p dir="ltr">{link}</p>'
        signature = "<br>".join(escape(line) for line in self.signature)
        return (
            f'<!doctype html><html lang="{self.language}" dir="{self.dir}">'
            f"<head><meta charset='utf-8'><title>{escape(self.subject)}</title></head>"
            f"<body>{body}<p>{signature}</p></body></html>"
        )


def greeting(to: Writer, *, named: bool = True) -> str:
    """Somebody whose name we do not have is greeted without one, and so is a child's guardian."""
    return to.say("Hello %(name)s,", name=to.name) if to.name and named else to.say("Hello,")


def signature(to: Writer) -> tuple[str, ...]:
    """Who answers for this letter."""
    lines = ["Lotsa", to.operator["name"], to.operator["phone"], to.operator["email"]]
    return tuple(line for line in lines if line)


def one_line(text: str) -> str:
    """A subject has no line breaks, whatever an association put into its name."""
    return " ".join(text.split())
