"""What a letter is made of, whatever it says: who is written to, its parts, its text and its HTML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from shared.web.languages import Language, say_later

HEAR: Final = say_later("You will hear from us by %(day)s.")
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
    parts: tuple["Letter", ...] = ()
    """Letters that come together in this one."""

    @property
    def said(self) -> tuple[str, ...]:
        """What it says as a part of another: without its greeting."""
        return self.paragraphs[1:]

    def text(self) -> str:
        parts = [
            line
            for one in self.parts
            for line in (f"— {one.subject}", *one.said, *_action_text(one))
        ]
        own = (*self.paragraphs, *parts, *_action_text(self))
        return "\n\n".join((*own, "\n".join(self.signature))) + "\n"

    def html(self) -> str:
        """The same, for readers that show HTML. No images, no styles, nothing from elsewhere."""
        body = _html(self.paragraphs)
        for one in self.parts:
            body += f"<h2>{escape(one.subject)}</h2>{_html(one.said)}{_action_html(one)}"
        body += _action_html(self)
        signature = "<br>".join(escape(line) for line in self.signature)
        return (
            f'<!doctype html><html lang="{self.language}" dir="{self.dir}">'
            f"<head><meta charset='utf-8'><title>{escape(self.subject)}</title></head>"
            f"<body>{body}<p>{signature}</p></body></html>"
        )


def _html(paragraphs: Iterable[str]) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)


def _action_text(letter: Letter) -> tuple[str, ...]:
    return (f"{letter.action[0]}:\n{letter.action[1]}",) if letter.action else ()


def _action_html(letter: Letter) -> str:
    if letter.action is None:
        return ""
    label, link = (escape(part) for part in letter.action)
    return f'<p><a href="{link}"><strong>{label}</strong></a></p><p dir="ltr">{link}</p>'


def greeting(to: Writer, *, named: bool = True) -> str:
    """Somebody whose name we do not have is greeted without one, and so is a child's guardian."""
    return to.say("Hello %(name)s,", name=to.name) if to.name and named else to.say("Hello,")


def signature(to: Writer) -> tuple[str, ...]:
    """Who answers for this letter."""
    lines = ["Lotsa", to.operator["name"], to.operator["phone"], to.operator["email"]]
    return tuple(line for line in lines if line)


def by_when(facts: Facts, to: Writer, said: str, fact: str = "answer_by") -> tuple[str, ...]:
    """The sentence `said` with its day; nothing where no clock runs, or none was told."""
    at = facts.get(fact)
    return (to.say(said, day=to.language.day(at)),) if at else ()


def hear_by(facts: Facts, to: Writer) -> tuple[str, ...]:
    """When we write next, as the reader's own page promises it, too."""
    return by_when(facts, to, HEAR, "hear_by")


def one_line(text: str) -> str:
    """A subject has no line breaks, whatever an association put into its name."""
    return " ".join(text.split())
