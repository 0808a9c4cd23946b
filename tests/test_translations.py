"""Catalogues are whole, their placeholders fit, their plurals count right, and Swedish is plain."""

import gettext
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from deploy.translations import read, template
from shared.contracts.codes import PAGE_LANGUAGES
from shared.web.languages import LOCALES, catalogue

TRANSLATED = [code for code in PAGE_LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)s")
# GNU's rule for Arabic, worked out by hand: the form that each number takes.
ARABIC = {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 99: 4, 100: 5, 101: 5, 102: 5, 103: 3, 111: 4}
MOST_WORDS = 15
LONG_WORD = 6
MOST_LONG_WORDS = 3
MOST_LIX = 30


def strings(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string or "",)


def ids(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def unfinished(catalog: Catalog) -> list[str]:
    """Sentences that are empty, fuzzy, or lack a form."""
    return [
        ids(message)[0]
        for message in messages(catalog)
        if message.fuzzy
        or not all(strings(message))
        or (message.pluralizable and len(strings(message)) != catalog.num_plurals)
    ]


def misplaced(catalog: Catalog) -> list[str]:
    """Sentences whose placeholders are not those of their source."""
    wrong = []
    for message in messages(catalog):
        wanted = set(PLACEHOLDER.findall(ids(message)[-1]))
        # A form for one or two may leave the number out; it may not invent a name.
        for said in strings(message):
            found = set(PLACEHOLDER.findall(said))
            if found != wanted and not (message.pluralizable and found < wanted):
                wrong.append(ids(message)[0])
    return wrong


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_is_translated(code: str) -> None:
    known = {ids(message) for message in messages(read(code))}
    assert {ids(message) for message in messages(template())} - known == set()
    assert unfinished(read(code)) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_placeholders_fit(code: str) -> None:
    assert misplaced(read(code)) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_catalogue_says_whether_somebody_fluent_has_approved_it(code: str) -> None:
    """`# draft: …` above the header until then, `# approved: WHO, DAY` from then on."""
    first = (LOCALES / code / "lotsa.po").read_text("utf-8").split("\n", 1)[0]
    assert re.match(r"# (draft|approved): \S", first)


def unlike_arabic(said: str) -> bool:
    """Whether there are other digits than Latin ones, or signs of another script in the text.

    A name in front would turn the line of a plain letter round, since it may be in Latin script.
    """
    plain = PLACEHOLDER.sub("", said)
    return (
        re.search(r"[٠-٩۰-۹?;]|,(?!\d)", plain) is not None
        or re.match(r"%\((name|alias|association|title|place|city)\)s", said) is not None
    )


def test_arabic_is_written_as_arabic() -> None:
    said = [text for message in messages(read("ar")) for text in strings(message)]
    assert [text for text in said if unlike_arabic(text)] == []
    assert all(map(unlike_arabic, ("كم؟ ٣", "كم?", "نعم, لا", "%(name)s هنا")))


def test_arabic_has_arabic_in_every_sentence() -> None:
    said = [text for message in messages(read("ar")) for text in strings(message)]
    assert [text for text in said if not re.search(r"[\u0621-\u064a]", text)] == []


def test_what_is_missing_or_wrong_is_found() -> None:
    catalog = Catalog(locale="sv")
    catalog.add("Hello %(name)s", "Hej %(namn)s")
    catalog.add("Bye", "")
    assert misplaced(catalog) == ["Hello %(name)s"]
    assert unfinished(catalog) == ["Bye"]


@pytest.mark.parametrize(("number", "form"), ARABIC.items())
def test_arabic_counts_as_its_speakers_do(number: int, form: int) -> None:
    words = catalogue("ar")
    assert isinstance(words, gettext.GNUTranslations)
    assert words.plural(number) == form  # type: ignore[attr-defined]


def sentences(text: str) -> list[list[str]]:
    """The sentences of a text as lists of words; names and buttons of at most 3 words left out."""
    plain = PLACEHOLDER.sub("", text)
    split = [re.findall(r"[^\W\d_]+", part) for part in re.split(r"[.!?:]+", plain)]
    return [words for words in split if len(words) > 3]


def hard(text: str) -> list[str]:
    """The sentences of a text that are too long, or hold too many long words."""
    return [
        " ".join(words)
        for words in sentences(text)
        if len(words) > MOST_WORDS or sum(len(w) > LONG_WORD for w in words) > MOST_LONG_WORDS
    ]


def lix(texts: list[str]) -> float:
    """Words per sentence plus the percentage of words longer than six letters (Björnsson 1968)."""
    split = [words for text in texts for words in sentences(text)]
    words = [word for sentence in split for word in sentence]
    return len(words) / len(split) + 100 * sum(len(w) > LONG_WORD for w in words) / len(words)


@cache
def by_page() -> dict[str, set[str]]:
    """Sentences by the file that says them: together they are what one page or letter says."""
    pages: dict[str, set[str]] = {}
    for message in messages(template()):
        for name, _line in message.locations:
            pages.setdefault(name, set()).update(ids(message))
    return pages


@cache
def in_swedish() -> dict[str, str]:
    """What each sentence is in Swedish; of a plural, its last form."""
    return {key: said for m in messages(read("sv")) for key in ids(m) for said in strings(m)}


def test_swedish_is_plain() -> None:
    difficult = {key: found for key, said in in_swedish().items() if (found := hard(said))}
    assert difficult == {}


def test_english_is_plain() -> None:
    """English is a page language too."""
    assert [key for m in messages(template()) for key in ids(m) if hard(key)] == []


@pytest.mark.parametrize("page", sorted(by_page()))
def test_swedish_pages_are_easy_to_read(page: str) -> None:
    words = in_swedish()
    said = [words[key] for key in by_page()[page] if sentences(words.get(key, ""))]
    if said:
        assert lix(said) <= MOST_LIX


def test_a_hard_sentence_is_found() -> None:
    text = "Registreringsblanketten behandlas skyndsamt enligt gällande föreskrifter."
    assert hard(text) == [text.rstrip(".")]
    assert lix([text]) > MOST_LIX


def test_no_page_holds_words_of_its_own() -> None:
    """Every text between tags goes through a translation."""
    bare = re.compile(r">\s*([A-Z][a-zåäö]+ [a-zåäö]+[^<{]*)<")
    found = {
        path.name: bare.findall(path.read_text(encoding="utf-8"))
        for folder in ("shared", "services")
        for path in Path(folder).rglob("templates/**/*.html")
    }
    assert {name: texts for name, texts in found.items() if texts} == {}
