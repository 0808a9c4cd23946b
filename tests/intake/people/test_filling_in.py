"""The form page by page: what is kept, what is asked again, and what is never lost."""

from uuid import uuid4

import httpx
import pytest

from services.intake.drafts import DRAFTS
from services.intake.people.answers import NO_CONSENT, NO_NAME, NO_REACH
from tests.intake.walker import ANSWERS, answer, desk_of, filled, hidden, people, sent
from tests.stage import Stage


@pytest.fixture
def browser(stage: Stage) -> httpx.AsyncClient:
    made = stage.client()
    made.cookies.set("lang", "en")
    return made


async def test_protected_identity_comes_before_anything_is_asked(
    browser: httpx.AsyncClient,
) -> None:
    start = (await browser.get("/")).text
    assert start.index("protected identity") < start.index("This is how it works")
    await answer(browser, "kind", ANSWERS["kind"])
    contact = (await browser.get("/form/contact")).text
    assert contact.index("protected identity") < contact.index('id="first_name"')


async def test_looking_at_the_form_keeps_nothing(stage: Stage, browser: httpx.AsyncClient) -> None:
    await browser.get("/form/kind")
    await browser.get("/form/help")
    assert await desk_of(stage).store.find(DRAFTS, {}) == []


async def test_each_page_leads_to_the_next_and_remembers(browser: httpx.AsyncClient) -> None:
    page = await filled(browser)
    assert page.status_code == 200
    for said in ("Amina", "Football, Singing and choir", "Herrgården", "Tuesday evening", "Arabic"):
        assert said in page.text
    back = (await browser.get("/form/interests")).text
    assert back.count("checked") == 2


async def test_twelve_taps_are_enough(browser: httpx.AsyncClient) -> None:
    """One tap for each button and each box; typing is not counted."""
    taps = 0
    for step, fields in {
        "kind": {"kind": "participant"},
        "interests": {"interests": "choir"},
        "district": {"district": "unknown"},
        "place": {"area": ""},
        "when": {},
        "languages": {"languages": "en"},
        "age": {"age": "18-25"},
        "hopes": {},
        "contact": {"first_name": "Amina", "phone": "0701234567", "consent": "yes"},
    }.items():
        assert (await answer(browser, step, fields)).status_code == 303
        taps += 1 + ("interests" in fields) + ("consent" in fields)
    page = await browser.get("/form/check")
    assert (await browser.post("/form/check", data=hidden(page))).headers["location"][:4] == "/my/"
    assert taps + 1 == 12


async def test_skills_are_asked_of_those_who_help(browser: httpx.AsyncClient) -> None:
    answered = await answer(browser, "help", {"kind": "leader"})
    assert answered.headers["location"] == "/form/interests"
    assert (await browser.get("/form/skills")).status_code == 200
    assert "Take part" not in (await browser.get("/form/help")).text
    await answer(browser, "kind", {"kind": "participant"})
    assert (await browser.get("/form/skills")).headers["location"] == "/form/kind"


async def test_a_change_goes_back_to_the_check(browser: httpx.AsyncClient) -> None:
    await filled(browser)
    page = await browser.get("/form/interests?change=1")
    changed = {**hidden(page), "interests": "dance"}
    answered = await browser.post("/form/interests?change=1", data=changed)
    assert answered.headers["location"] == "/form/check"
    assert "Dance" in (await browser.get("/form/check")).text


async def test_a_missing_answer_leads_to_its_page(browser: httpx.AsyncClient) -> None:
    await answer(browser, "kind", ANSWERS["kind"])
    answered = await answer(browser, "contact", ANSWERS["contact"])
    assert answered.headers["location"] == "/form/interests"
    assert (await browser.get("/form/check")).headers["location"] == "/form/interests"


async def test_a_wrong_page_says_so_twice_and_loses_nothing(browser: httpx.AsyncClient) -> None:
    await answer(browser, "kind", ANSWERS["kind"])
    typed = {"first_name": "", "email": "amina@", "phone": "07-12 x"}
    wrong = await answer(browser, "contact", typed)
    assert wrong.status_code == 422
    assert wrong.text.count(NO_NAME) == 2
    assert wrong.text.count(NO_CONSENT) == 2
    assert NO_REACH not in wrong.text
    assert 'value="amina@"' in wrong.text
    assert 'value="07-12 x"' in wrong.text
    assert 'role="alert" tabindex="-1" autofocus' in wrong.text
    assert 'href="#first_name"' in wrong.text
    assert 'aria-invalid="true"' in wrong.text


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("languages", {"languages": ["ar", "xx"]}),
        ("languages", {"languages[$ne]": "ar", "swedish": "$ne"}),
        ("interests", {"interests": "$where"}),
        ("interests", {"interests[$gt]": ""}),
        ("kind", {"kind": "owner"}),
        ("district", {"district": "atlantis"}),
        ("age", {"age": "200"}),
        ("contact", {**ANSWERS["contact"], "first_name": "<script>alert(1)</script>"}),
        ("contact", {**ANSWERS["contact"], "first_name": "a" * 81}),
        ("contact", {**ANSWERS["contact"], "email": "a@example.org\r\nBcc: b@example.org"}),
    ],
)
async def test_what_is_not_in_the_list_is_refused(
    stage: Stage, browser: httpx.AsyncClient, step: str, fields: dict[str, str | list[str]]
) -> None:
    await answer(browser, "kind", ANSWERS["kind"])
    refused = await answer(browser, step, fields)
    assert refused.status_code == 422
    assert "error-summary" in refused.text
    assert "<script>alert" not in refused.text
    assert (await browser.get("/form/check")).status_code == 303
    assert await people(stage) == []


async def test_a_name_of_a_megabyte_is_refused_before_it_is_read(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    await answer(browser, "kind", ANSWERS["kind"])
    refused = await answer(browser, "contact", {"first_name": "a" * 1_000_000})
    assert refused.status_code == 413
    assert "too much text" in refused.text
    # The form that was begun is still there.
    assert (await browser.get("/form/interests")).status_code == 200
    assert await people(stage) == []


async def test_a_child_is_told_about_the_parent_and_may_be_forgotten(
    stage: Stage, browser: httpx.AsyncClient
) -> None:
    await answer(browser, "kind", ANSWERS["kind"])
    told = await answer(browser, "age", {"age": "0-12"})
    assert told.headers["location"] == "/form/child"
    page = await browser.get("/form/child")
    assert "before your parent has said yes" in page.text
    assert len(await desk_of(stage).store.find(DRAFTS, {})) == 1
    await browser.post("/form/clear", data=hidden(page))
    assert await desk_of(stage).store.find(DRAFTS, {}) == []
    assert (await browser.get("/form/interests")).headers["location"] == "/form/kind"


async def test_a_page_of_another_form_is_shown_again(browser: httpx.AsyncClient) -> None:
    await answer(browser, "kind", ANSWERS["kind"])
    page = await browser.get("/form/interests")
    old = {**hidden(page), "form_id": str(uuid4()), "interests": "chess"}
    stale = await browser.post("/form/interests", data=old)
    assert stale.status_code == 409
    assert "another form" in stale.text
    assert 'value="chess"' in stale.text
    assert hidden(stale)["form_id"] == hidden(page)["form_id"]


async def test_a_page_that_outlived_its_draft_begins_one_again(browser: httpx.AsyncClient) -> None:
    await answer(browser, "kind", ANSWERS["kind"])
    page = await browser.get("/form/interests")
    browser.cookies.delete("lotsa-draft")
    again = await browser.post("/form/interests", data={**hidden(page), "interests": "chess"})
    assert again.headers["location"] == "/form/district"
    assert "checked" in (await browser.get("/form/interests")).text


async def test_no_form_goes_without_its_token(stage: Stage, browser: httpx.AsyncClient) -> None:
    page = await filled(browser)
    whole = hidden(page)
    for fields in ({"form_id": whole["form_id"]}, {**whole, "form_token": "x"}):
        assert (await browser.post("/form/check", data=fields)).status_code == 403
    for name, said in (("origin", "https://else.example"), ("sec-fetch-site", "cross-site")):
        foreign = await browser.post("/form/check", data=whole, headers={name: said})
        assert foreign.status_code == 403
    assert await people(stage) == []
    # The control: with token and from our own page it is sent.
    own = {"origin": "http://127.0.0.1:8080", "sec-fetch-site": "same-origin"}
    assert (await browser.post("/form/check", data=whole, headers=own)).status_code == 303
    assert len(await people(stage)) == 1


async def test_every_page_carries_the_headers(browser: httpx.AsyncClient) -> None:
    pages = ["/", "/privacy", "/accessibility", "/form/kind", "/form/nothing", "/my/nothing"]
    pages.append((await sent(browser)).headers["location"])
    for path in pages:
        headers = (await browser.get(path)).headers
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"


async def test_pages_name_no_style_or_script_of_their_own(browser: httpx.AsyncClient) -> None:
    where = (await sent(browser)).headers["location"]
    for path in ("/", "/form/kind", where, where + "/withdraw"):
        text = (await browser.get(path)).text
        assert " style=" not in text
        assert "<style" not in text
        assert " onclick=" not in text
