"""The languages of pages and letters: which one a reader gets, and its words.

Order of choice: the `lang` cookie (set by `?lang=`), then the person's own on a key page, then what
the browser asks for, then Swedish. Catalogues are gettext, read by Babel. Times are shown in
Europe/Stockholm, 24-hour, with Latin digits, whatever the locale would print.
"""

import gettext
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale, negotiate_locale
from babel.dates import format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from shared.contracts.codes import PAGE_LANGUAGES

LOCALES: Final = Path(__file__).parent / "locale"
STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")
COOKIE: Final = "lang"
NAMES: Final = {"sv": "Svenska", "en": "English", "ar": "العربية"}
RIGHT_TO_LEFT: Final = frozenset({"ar", "prs", "ps"})


@dataclass(frozen=True)
class Language:
    """A language that pages are written in: `code`, its own `name`, and its direction."""

    code: str
    name: str

    @property
    def dir(self) -> str:
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"

    @property
    def words(self) -> gettext.NullTranslations:
        return catalogue(self.code)

    def say(self, msgid: str, /, **facts: object) -> str:
        """The sentence in this language, with its %(name)s filled in."""
        said = self.words.gettext(msgid)
        return said % facts if facts else said

    def say_many(self, one: str, many: str, number: int, /, **facts: object) -> str:
        """The sentence in the form that `number` takes; it may name it as %(number)s."""
        return self.words.ngettext(one, many, number) % {"number": number, **facts}

    def day(self, at: int) -> str:
        """Date of a UTC-milliseconds time, with the weekday."""
        return self._format(at, "EEEE d MMMM")

    def time(self, at: int) -> str:
        """Day and clock time in Stockholm."""
        return self._format(at, "d MMMM HH:mm")

    def figure(self, number: float, digits: int = 0) -> str:
        """A number with this many decimals, its marks as the language writes them."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return str(format_decimal(number, pattern, locale=locale_of(self.code)))

    def _format(self, at: int, pattern: str) -> str:
        local = datetime.fromtimestamp(at / 1000, UTC).astimezone(STOCKHOLM)
        return format_datetime(local, pattern, tzinfo=STOCKHOLM, locale=locale_of(self.code))


def day_of(at: int) -> date:
    """The day in Stockholm of a UTC-milliseconds time."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(STOCKHOLM).date()


LANGUAGES: Final = tuple(Language(code, NAMES[code]) for code in PAGE_LANGUAGES)
SWEDISH: Final = LANGUAGES[0]


def language(code: str | None) -> Language | None:
    """The page language of this code, or None."""
    return next((one for one in LANGUAGES if one.code == code), None)


def choose(cookie: str | None, own: str | None, accepted: str) -> Language:
    """The language for a reader; `accepted` is the Accept-Language header."""
    for code in (cookie, own):
        if chosen := language(code):
            return chosen
    wanted = negotiate_locale(preferred(accepted), PAGE_LANGUAGES, sep="-")
    return language(wanted) or SWEDISH


def preferred(header: str) -> list[str]:
    """Codes of an Accept-Language header, most wanted first; what is malformed is passed over."""
    weighed: list[tuple[float, int, str]] = []
    for place, part in enumerate(header[:500].split(",")):
        code, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), place, code))
        except ValueError:
            continue
    return [code for _, _, code in sorted(weighed) if code]


@cache
def locale_of(code: str) -> Locale:
    """How a language writes times, with Latin digits where its locale would print others.

    Kept, since looking for it costs more than writing ten times with it.
    """
    return Locale.parse(f"{code}@numbers=latn")


@cache
def catalogue(code: str) -> gettext.NullTranslations:
    """The words of a language; English is the source and needs no catalogue."""
    path = LOCALES / code / "lotsa.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        # Without the locale the plural rule would be dropped when the catalogue is compiled.
        words = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, words)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def is_draft(code: str) -> bool:
    """Whether nobody fluent has approved the translation: a comment in the catalogue says so."""
    path = LOCALES / code / "lotsa.po"
    return path.exists() and "# draft" in path.read_text(encoding="utf-8").split("msgid", 1)[0]


def known_codes(codes: Iterable[str]) -> tuple[str, ...]:
    """Those of `codes` that pages are written in."""
    return tuple(code for code in codes if language(code))


def say_later(msgid: str) -> str:
    """Marks a sentence that stands in a table here and is said, in some language, elsewhere."""
    return msgid
