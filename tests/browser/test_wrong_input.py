"""What people get wrong: a clear answer beside the field, the focus on it, and nothing lost."""

from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from shared.web.guard import MAX_BODY
from tests.browser.looking import Reader, reading
from tests.browser.test_form import CONTINUE, Hand
from tests.browser.town import Town
from tests.journeys import walking
from tests.journeys.reading import soon

SCRIPT: Final = (
    "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
)
FOCUS: Final = "document.activeElement.classList.contains('error-summary')"
MEGABYTE: Final = 1_000_000


def at_contact(reader: Reader) -> Hand:
    """The last question, with everything before it answered."""
    person = Hand(reader.open("/form/kind").page)
    while person.step != "contact":
        person.answer()
    return person


def send(page: Page, **texts: str) -> int:
    """Writes into the fields, sends them whatever the browser thinks of them; the status."""
    for name, text in texts.items():
        page.locator(f"#{name}").evaluate(
            "(one, text) => { one.removeAttribute('maxlength'); one.value = text }", text
        )
    with page.expect_navigation() as arrived:
        page.locator(CONTINUE).click()
    return arrived.value.status


def assert_says(page: Page, field: str) -> None:
    """The summary has the focus and leads to the field, which says itself what is wrong."""
    # The focus is set while the page is drawn, which may be a moment after it has loaded.
    soon(lambda: page.evaluate(FOCUS))
    link = page.locator(f".error-summary a[href='#{field}']")
    assert link.inner_text().strip()
    said = page.locator(f"#{field}").get_attribute("aria-describedby") or ""
    beside = [
        page.locator(f"#{one}").inner_text() for one in said.split() if one.endswith("-error")
    ]
    assert any(text.strip() for text in beside)
    link.click()
    assert page.evaluate("document.activeElement.id") == field


@pytest.mark.parametrize("scripts", [True, False])
def test_a_wrong_phone_is_said_beside_it(browser: Browser, town: Town, *, scripts: bool) -> None:
    with reading(browser, town.home, language="sv", scripts=scripts) as reader:
        page = at_contact(reader).page
        page.check("#consent")
        assert send(page, first_name="Åsa", phone="12") == 422
        assert_says(page, "phone")
        kept = {name: page.input_value(f"#{name}") for name in ("first_name", "phone")}
        assert kept == {"first_name": "Åsa", "phone": "12"}
        assert page.is_checked("#consent")
        assert page.title().startswith("Fel")


def test_missing_answers_are_all_said(browser: Browser, town: Town) -> None:
    with reading(browser, town.home, language="ar") as reader:
        page = at_contact(reader).page
        assert send(page) == 422
        fields = page.locator(".error-summary a").evaluate_all(
            "all => all.map(one => one.getAttribute('href'))"
        )
        assert {"#first_name", "#consent"} <= set(fields)
        assert_says(page, "first_name")


def test_a_name_of_a_megabyte_is_refused_and_the_form_kept(browser: Browser, town: Town) -> None:
    with reading(browser, town.home, language="sv") as reader:
        page = at_contact(reader).page
        assert send(page, first_name="x" * MEGABYTE) == 413
        assert page.locator("h1").inner_text().strip()
        assert "x" * 100 not in page.content()
        page.goto(f"{town.home}/form/interests")
        assert page.locator("input[value=choir]").is_checked()


def test_a_name_that_just_passes_the_door_is_said_beside_it(browser: Browser, town: Town) -> None:
    with reading(browser, town.home, language="sv") as reader:
        page = at_contact(reader).page
        assert send(page, first_name="x" * (MAX_BODY // 4)) == 422
        assert_says(page, "first_name")


def test_a_script_in_a_name_stays_a_text(browser: Browser, town: Town) -> None:
    """Where it is refused it is shown again as it was written, and runs nowhere."""
    with reading(browser, town.home, language="sv") as reader:
        person = at_contact(reader)
        page = person.page
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text))
        page.check("#consent")
        send(page, first_name=SCRIPT, email="eva@example.org")
        assert page.input_value("#first_name") == SCRIPT
        assert page.title() != "taken"
        assert page.locator("main script, main img").count() == 0
        assert [text for text in complaints if "Content Security Policy" in text] == []


def test_a_script_in_what_an_association_writes_stays_a_text(browser: Browser, town: Town) -> None:
    """Its name is any text, and stands on many pages and in letters."""
    lotsa = town.lotsa
    visitor = walking.Browser(lotsa)
    visitor.open("/association/new")
    visitor.send(
        "/association/new",
        name=f"Kör {SCRIPT[:60]}",
        web="",
        does=SCRIPT,
        contact_name="Eva",
        contact_email="script@example.org",
        language="sv",
    )
    assert visitor.path == "/association/registered"
    with reading(browser, town.home, town.readers["coordinator"], width=1280) as reader:
        watch = reader.open("/associations")
        assert SCRIPT in watch.page.inner_text("main")
        assert watch.page.locator("main script, main img").count() == 0
        assert watch.page.title() != "taken"
        assert watch.complaints == []


@pytest.mark.parametrize("chosen", ["xx", "../../etc", "sv%00", SCRIPT])
def test_an_unknown_language_changes_nothing(browser: Browser, town: Town, chosen: str) -> None:
    with reading(browser, town.home, {"lang": "ar"}, language="ar") as reader:
        page = reader.open("/").page
        answer = page.goto(f"{town.home}/?lang={chosen}")
        assert answer
        assert answer.status == 200
        assert page.get_attribute("html", "lang") == "ar"
        assert page.title() != "taken"


def test_a_page_of_another_form_is_shown_again(browser: Browser, town: Town) -> None:
    """Two windows: the older one's answer is not mixed into the newer form."""
    with reading(browser, town.home, language="sv") as reader:
        older = at_contact(reader).page
        older.check("#consent")
        newer = reader.open("/form/again?to=kind").page
        newer.click("button[value=new]")
        Hand(newer).answer()
        assert send(older, first_name="Åsa", email="asa@example.org") == 409
        assert older.input_value("#first_name") == "Åsa"
        soon(lambda: older.evaluate(FOCUS))
