"""The guide's board in a browser: it follows by itself, names stay with whom they concern."""

import time
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import reading
from tests.browser.town import Town
from tests.journeys import walking
from tests.journeys.reading import soon

WITHIN_S: Final = 2.0
DECIDABLE: Final = "article.case:has(form[action*='/approve'])"


def card(case: str) -> str:
    return f"#case-{case}"


def cases_on(page: Page, which: str = "article.case") -> list[str]:
    found: list[str] = page.locator(which).evaluate_all("all => all.map(one => one.id)")
    return [name.removeprefix("case-") for name in found]


def test_a_new_form_stands_on_the_board_without_a_reload(browser: Browser, town: Town) -> None:
    with reading(browser, town.home, town.readers["guide"], width=1280) as reader:
        watch = reader.open("/board")
        page = watch.page
        before = set(cases_on(page))
        loaded = len(watch.documents)
        known = "known => document.querySelectorAll('article.case').length > known"
        walking.newcomer(town.lotsa, "Hamid")
        sent_at = time.monotonic()
        page.wait_for_function(known, arg=len(before))
        took = time.monotonic() - sent_at
        case = next(case for case in cases_on(page) if case not in before)
        page.locator(f"{card(case)} .proposal").first.wait_for()
        assert len(watch.documents) == loaded
        assert watch.complaints == []
        assert took < WITHIN_S


def test_names_come_for_own_cases_alone(browser: Browser, town: Town) -> None:
    at = town.at
    with reading(browser, town.home, town.readers["guide"], width=1280) as reader:
        watch = reader.open("/board")
        page = watch.page
        page.locator(f"{card(at['case_ours'])} .name").wait_for()
        assert at["name_ours"] in page.inner_text(card(at["case_ours"]))
        free = page.inner_text(f"{card(at['case_free'])} header")
        assert at["name_free"] not in page.content()
        assert free.strip()
        asked = [url for url in watch.asked if "/names?" in url]
        assert len(asked) == 1
        assert at["person_free"] in asked[0]
        answer = reader.context.request.get(asked[0], headers={"accept": "text/html"}).text()
        assert at["name_ours"] in answer
        assert at["name_free"] not in answer


def came(page: Page, known: set[str]) -> str:
    """The case that can be decided since, seen by reloading as one does without JavaScript."""
    page.reload()
    return next((case for case in cases_on(page, DECIDABLE) if case not in known), "")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_proposal_is_approved_in_two_clicks_and_taken_back(
    browser: Browser, town: Town, *, scripts: bool
) -> None:
    cookies = town.readers["coordinator"]
    with reading(browser, town.home, cookies, width=1280, scripts=scripts) as reader:
        page = reader.open("/board").page
        known = set(cases_on(page))
        walking.newcomer(town.lotsa, "Iman")
        mine = card(soon(lambda: came(page, known)))
        # One click where the board is open already; the other is the one that opens it.
        page.locator(f"{mine} form[action*='/approve'] button").first.click()
        page.locator(f"{mine} form[action*='/undo'] button").click()
        page.locator(f"{mine} form[action*='/approve'] button").first.wait_for()
        assert page.locator(f"{mine} form[action*='/undo']").count() == 0


def test_a_stale_proposal_is_refused_with_a_word_why(browser: Browser, town: Town) -> None:
    with reading(browser, town.home, town.readers["coordinator"], width=1280) as reader:
        page = reader.open("/board").page
        approve = page.locator("form[action*='seen=']").first
        approve.evaluate("form => { form.action = form.action.replace(/seen=\\d+/, 'seen=999') }")
        with page.expect_navigation() as arrived:
            approve.locator("button").click()
        assert arrived.value.status == 409
        assert page.locator("[role=status]").inner_text().strip()
        assert page.locator("form[action*='/approve']").count()


UNFOLDED: Final = "details.more[open]"


def test_unfolding_a_card_holds_its_proposals_and_stays_unfolded(
    browser: Browser, town: Town
) -> None:
    with reading(browser, town.home, town.readers["coordinator"], width=1280) as reader:
        watch = reader.open("/board")
        page = watch.page
        before = cases_on(page)
        mine = card(cases_on(page, DECIDABLE)[0])
        with page.expect_response(lambda answer: answer.url.endswith("/hold")) as held:
            page.locator(f"{mine} details.more > summary").first.click()
        assert held.value.status == 204
        assert mine.endswith(held.value.url.split("/")[-2])
        walking.newcomer(town.lotsa, "Jamila")
        known = "known => document.querySelectorAll('article.case').length > known"
        page.wait_for_function(known, arg=len(before))
        assert page.locator(f"{mine} {UNFOLDED}").count() == 1
        assert len([url for url in watch.asked if url.endswith("/hold")]) == 1
        assert watch.complaints == []


def test_reading_the_board_without_unfolding_holds_nothing(browser: Browser, town: Town) -> None:
    """The control for the test above."""
    with reading(browser, town.home, town.readers["coordinator"], width=1280) as reader:
        watch = reader.open("/board")
        watch.page.mouse.wheel(0, 400)
        assert not [url for url in watch.asked if url.endswith("/hold")]


def heading(page: Page) -> str:
    """The case whose name has the focus."""
    found: str = page.evaluate("document.activeElement.closest('article.case')?.id ?? ''")
    return found


def test_keys_move_between_cases_and_open_the_reasons(browser: Browser, town: Town) -> None:
    with reading(browser, town.home, town.readers["coordinator"], width=1280) as reader:
        page = reader.open("/board").page
        first, second, *_ = cases_on(page)
        page.keyboard.press("j")
        assert heading(page) == ""  # where no case has the focus, a letter does nothing
        page.locator(f"{card(first)} h3 a").focus()
        page.keyboard.press("j")
        assert heading(page) == f"case-{second}"
        page.keyboard.press("k")
        assert heading(page) == f"case-{first}"
        mine = card(cases_on(page, "article.case:has(details.dismiss)")[0])
        page.locator(f"{mine} h3 a").focus()
        page.keyboard.press("d")
        assert page.locator(f"{mine} details.dismiss[open]").count() == 1
        page.locator(f"{card(first)} h3 a").focus()
        with page.expect_navigation():
            page.keyboard.press("o")
        assert page.url.endswith(f"/cases/{first}")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_name_is_found_and_stands_in_no_address(
    browser: Browser, town: Town, *, scripts: bool
) -> None:
    at = town.at
    with reading(browser, town.home, town.readers["guide"], width=1280, scripts=scripts) as reader:
        watch = reader.open("/board")
        page = watch.page
        page.fill("#who", at["name_ours"])
        with page.expect_navigation():
            page.locator("form[role=search] button").click()
        assert cases_on(page) == [at["case_ours"]]
        assert not [url for url in watch.asked if at["name_ours"] in url]


def test_what_is_typed_narrows_what_is_on_the_page(browser: Browser, town: Town) -> None:
    with reading(browser, town.home, town.readers["guide"], width=1280) as reader:
        watch = reader.open("/board")
        page = watch.page
        page.locator(f"{card(town.at['case_ours'])} .name").wait_for()
        page.fill("#who", town.at["name_ours"].lower())
        assert page.locator("article.case:visible").count() == 1
        page.fill("#who", "")
        assert page.locator("article.case:visible").count() == len(cases_on(page))
        assert watch.complaints == []
