"""Which language a reader gets, how it counts, and how it writes days and times."""

import re
import shutil
from collections.abc import AsyncIterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from deploy.services import PARTS
from shared.contracts.codes import PAGE_LANGUAGES
from shared.web import languages
from shared.web.languages import COOKIE, LANGUAGES, STOCKHOLM, Language, choose, language, preferred
from tests.intake.walker import filled, hidden
from tests.stage import Stage, staged

LANG = re.compile(r'<html lang="(\w+)" dir="(\w+)">')
# GNU's order: none, one, two, a few, many, hundreds. Worked out by hand, number by number.
PLACES = {
    0: "لا أماكن", 1: "مكان واحد", 2: "مكانان", 3: "3 أماكن", 10: "10 أماكن",
    11: "11 مكانًا", 99: "99 مكانًا", 100: "100 مكان", 101: "101 مكان", 102: "102 مكان",
    103: "103 أماكن", 111: "111 مكانًا",
}  # fmt: skip
# Half past midnight in Stockholm, in winter and in summer, and half past one in the afternoon.
MOMENTS = {
    "00:30": datetime(2027, 1, 5, 0, 30, tzinfo=STOCKHOLM),
    "13:30": datetime(2027, 7, 5, 13, 30, tzinfo=STOCKHOLM),
}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(PARTS["intake"], tmp_path) as stage:
        yield stage


def one(code: str) -> Language:
    found = language(code)
    assert found is not None
    return found


def shown(page: httpx.Response) -> str:
    """The language of a page, whose direction has to be right too."""
    found = LANG.search(page.text)
    assert found is not None
    assert found[2] == ("rtl" if found[1] == "ar" else "ltr")
    return found[1]


@pytest.mark.parametrize(
    ("cookie", "own", "accepted", "chosen"),
    [
        ("ar", "en", "en", "ar"),
        (None, "ar", "en", "ar"),
        (None, None, "en", "en"),
        (None, None, "ar-SY,en;q=0.8", "ar"),
        (None, None, "uk;q=0.9, en;q=0.8, ar;q=0.85", "ar"),
        (None, None, "", "sv"),
        (None, None, "uk", "sv"),
        ("xx", None, "en", "en"),
        ("xx", "uk", "", "sv"),
        (None, None, ";q=x,,en;q=nonsense", "sv"),
    ],
)
def test_cookie_then_own_then_browser_then_swedish(
    cookie: str | None, own: str | None, accepted: str, chosen: str
) -> None:
    assert choose(cookie, own, accepted).code == chosen


def test_what_a_browser_wants_most_comes_first() -> None:
    assert preferred("en;q=0.1, ar, sv;q=0.5") == ["ar", "sv", "en"]
    assert preferred("a" * 10_000) == ["a" * 500]


async def test_a_chosen_language_is_remembered_and_leaves_the_address(stage: Stage) -> None:
    async with stage.client() as browser:
        browser.headers["accept-language"] = "en"
        assert shown(await browser.get("/")) == "en"
        chosen = await browser.get("/needs/open?lang=ar&page=2")
        assert chosen.status_code == 303
        assert chosen.headers["location"] == "/needs/open?page=2"
        assert browser.cookies[COOKIE] == "ar"
        assert shown(await browser.get("/needs/open")) == "ar"


async def test_a_language_that_pages_are_not_written_in_changes_nothing(stage: Stage) -> None:
    async with stage.client() as browser:
        assert shown(await browser.get("/?lang=uk")) == "sv"
        assert COOKIE not in browser.cookies


async def test_a_persons_page_is_in_the_persons_language(stage: Stage) -> None:
    """The person chose Arabic; whoever opens the link without a choice of their own reads it so."""
    async with stage.client() as browser:
        browser.cookies.set(COOKIE, "ar")
        sent = await browser.post("/form/check", data=hidden(await filled(browser)))
    await stage.settle()
    link = sent.headers["location"]
    async with stage.client() as other:
        other.headers["accept-language"] = "en"
        assert shown(await other.get(link)) == "ar"
        other.cookies.set(COOKIE, "sv")
        assert shown(await other.get(link)) == "sv"


@pytest.mark.parametrize("code", PAGE_LANGUAGES)
async def test_a_refusal_is_said_in_the_readers_language(stage: Stage, code: str) -> None:
    async with stage.client() as browser:
        browser.headers["accept-language"] = code
        missing = await browser.get("/nothing-here")
    assert missing.status_code == 404
    assert shown(missing) == code
    assert one(code).say("This page is not here") in missing.text


@pytest.mark.parametrize(("number", "said"), PLACES.items())
def test_arabic_has_a_form_for_each_kind_of_number(number: int, said: str) -> None:
    assert one("ar").say_many("%(number)s place", "%(number)s places", number) == said


@pytest.mark.parametrize(("number", "said"), [(0, "0 platser"), (1, "1 plats"), (2, "2 platser")])
def test_swedish_has_two_forms(number: int, said: str) -> None:
    assert one("sv").say_many("%(number)s place", "%(number)s places", number) == said


def test_the_librarys_own_arabic_rule_is_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The control: without the hand-written header three places would be counted wrongly."""
    folder = tmp_path / "ar"
    folder.mkdir()
    text = (languages.LOCALES / "ar" / "lotsa.po").read_text("utf-8")
    lines = [line for line in text.splitlines() if "Plural-Forms" not in line]
    (folder / "lotsa.po").write_text("\n".join(lines), "utf-8")
    monkeypatch.setattr(languages, "LOCALES", tmp_path)
    words = languages.catalogue.__wrapped__("ar")
    said = [words.ngettext("%(number)s place", "%(number)s places", n) for n in PLACES]
    right = [one("ar").words.ngettext("%(number)s place", "%(number)s places", n) for n in PLACES]
    assert said != right


@pytest.mark.parametrize("code", [*PAGE_LANGUAGES, "so", "ti", "uk", "ps", "tr"])
@pytest.mark.parametrize(("clock", "moment"), MOMENTS.items())
def test_times_are_stockholms_with_24_hours_and_latin_digits(
    code: str, clock: str, moment: datetime
) -> None:
    said = Language(code, code).time(int(moment.timestamp() * 1000))
    assert said.endswith(clock)
    assert re.findall(r"\d+", said) == ["5", *clock.split(":")]
    assert said.isascii() or not re.search(r"[٠-٩۰-۹]", said)


@pytest.mark.parametrize(
    ("code", "said"), [("sv", "1\xa0234,50"), ("en", "1,234.50"), ("ar", "1,234.50")]
)
def test_figures_have_the_marks_of_their_language_and_latin_digits(code: str, said: str) -> None:
    assert one(code).figure(1234.5, 2) == said
    assert one(code).figure(7) == "7"


@pytest.mark.parametrize("code", PAGE_LANGUAGES)
def test_days_follow_each_other_in_every_language(code: str) -> None:
    start = int(MOMENTS["00:30"].timestamp() * 1000)
    days = [one(code).day(start + n * 24 * 3600 * 1000) for n in range(7)]
    assert all(before != after for before, after in pairwise(days))
    assert all(str(5 + n) in day for n, day in enumerate(days))


def test_a_day_begins_at_midnight_in_stockholm_and_not_in_greenwich() -> None:
    late = int(datetime(2027, 7, 4, 23, 59, tzinfo=STOCKHOLM).timestamp() * 1000)
    assert [one("sv").day(late), one("sv").day(late + 60_000)] == ["söndag 4 juli", "måndag 5 juli"]


def test_a_language_names_itself_and_knows_its_direction() -> None:
    assert [one.code for one in LANGUAGES] == list(PAGE_LANGUAGES)
    assert {one.code: one.dir for one in LANGUAGES} == {"sv": "ltr", "en": "ltr", "ar": "rtl"}
    assert [Language(code, code).dir for code in ("prs", "ps", "uk")] == ["rtl", "rtl", "ltr"]


def test_a_page_says_that_nobody_has_approved_its_translation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(languages.LOCALES, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(languages, "LOCALES", tmp_path)
    drafted = languages.is_draft.__wrapped__
    assert drafted("ar")
    assert not drafted("en")
    path = tmp_path / "ar" / "lotsa.po"
    path.write_text(path.read_text("utf-8").split("\n", 1)[1], "utf-8")
    assert not drafted("ar")


def test_the_catalogues_are_read_as_they_are_written() -> None:
    for code in ("sv", "ar"):
        with (languages.LOCALES / code / "lotsa.po").open("rb") as file:
            catalog: Catalog = read_po(file, locale=code)
        translated: list[Any] = [message for message in catalog if message.id]
        assert translated
        for message in translated[:50]:
            if isinstance(message.id, str):
                assert one(code).say(message.id) == message.string
