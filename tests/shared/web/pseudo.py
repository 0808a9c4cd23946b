"""Two languages that nobody speaks, made of the English sentences: one is 40 % longer, one mirrored.

Every sentence that went through a catalogue stands between marks, so what is left outside was never
translated. They exist in tests alone.
"""

import gettext
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from shared.web.languages import Language

OPEN: Final = "⟦"
CLOSE: Final = "⟧"
MARKED: Final = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
# A sentence in pieces: placeholders and addresses stay whole.
PIECES: Final = re.compile(r"(%\(\w+\)s|\S+@\S+|\S*\.\w\S*)")
MORE: Final = 1.4
TO_THE_LEFT, AND_BACK = "\u202e", "\u202c"
# What a reader sees or hears besides the text between tags.
SAID_BY_ATTRIBUTES: Final = ("aria-label", "title", "alt", "placeholder")
VOID: Final = ("meta", "link", "input", "br", "img", "hr", "use", "rect", "path", "circle")


def longer(sentence: str) -> str:
    """The sentence with its vowels written several times, until it is 40 % longer."""
    tries = (stretched(sentence, times) for times in range(2, 10))
    return next((said for said in tries if len(said) >= MORE * len(sentence)), sentence * 2)


def stretched(sentence: str, times: int) -> str:
    """Each vowel as often as `times`, but not in what must stay whole."""
    pieces = PIECES.split(sentence)
    pieces[::2] = [re.sub(r"([aeiouyåäö])", r"\1" * times, piece) for piece in pieces[::2]]
    return "".join(pieces)


def mirrored(sentence: str) -> str:
    """The sentence as it reads from right to left."""
    return f"{TO_THE_LEFT}{sentence}{AND_BACK}"


class PseudoWords(gettext.NullTranslations):
    """Says each sentence between marks, and remembers which it was asked for."""

    def __init__(self, mirror: bool) -> None:
        super().__init__()
        self.mirror = mirror
        self.said: set[str] = set()

    def gettext(self, message: str) -> str:
        self.said.add(message)
        return OPEN + (mirrored if self.mirror else longer)(message) + CLOSE

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.said |= {msgid1, msgid2}
        return self.gettext(msgid1 if n == 1 else msgid2)


@dataclass(frozen=True)
class Pseudo(Language):
    """A language for a page to be rendered in; dates are those of the locale `code`."""

    mirror: bool = False
    spoken: PseudoWords = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "spoken", PseudoWords(self.mirror))

    @property
    def dir(self) -> str:
        return "rtl" if self.mirror else "ltr"

    @property
    def words(self) -> gettext.NullTranslations:
        return self.spoken


class _Texts(HTMLParser):
    """All that a reader sees of a page, but what stands in `lang` of another language."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.texts += [said for name in SAID_BY_ATTRIBUTES if (said := given.get(name))]
        if tag not in VOID:
            foreign = tag in {"script", "style"} or (tag != "html" and "lang" in given)
            self._open.append(foreign or (bool(self._open) and self._open[-1]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1]):
            self.texts.append(data)


def hard_coded(html: str, names: set[str]) -> set[str]:
    """Texts of a page that no catalogue gave; `names` are those that read alike everywhere."""
    parser = _Texts()
    parser.feed(html)
    parser.close()
    left = {bare(text, names) for text in parser.texts}
    return {text for text in left if re.search(r"[^\W\d_]{2,}", text)}


def bare(text: str, names: set[str]) -> str:
    """What is left of a text without sentences of a catalogue, names and addresses."""
    while (without := MARKED.sub("", text)) != text:
        text = without
    text = re.sub(r"\S+@\S+|https?://\S+|\b[\w-]+(\.[\w-]+)+(/\S*)?", "", text)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "", text)
    return " ".join(text.split())
