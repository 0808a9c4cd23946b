"""The two pages and the model behind them: what is wrong is said, and nothing is lost."""

from tests.intake.door import (
    API,
    NEED,
    call,
    known,
    send,
    token,
)
from tests.intake.needs.asking_for import FIRST, WHOLE, all_needs, speaker
from tests.stage import Stage


async def test_the_first_page_leads_to_the_second_and_loses_nothing(stage: Stage) -> None:
    browser = await speaker(stage)
    answer = await send(browser, "/needs/new", {**FIRST, "go": "second"})
    assert answer.status_code == 200
    assert 'name="ages"' in answer.text
    for one in ('value="Tränare på tisdagar"', 'value="running"', 'value="thu_evening"'):
        assert one in answer.text
    back = await send(browser, "/needs/new", {**WHOLE, "go": "first"})
    assert 'value="Kroksbäcks IP"' in back.text
    assert '<input type="hidden" name="weeks" value="10">' in back.text
    assert await all_needs(stage) == []


WRONG_FIRST: tuple[tuple[str, str | list[str]], ...] = (
    ("kind", "boss"),
    ("title", ""),
    ("title", "x" * 81),
    ("activities", []),
    ("activities", ["$ne"]),
    ("seats", "many"),
    ("seats", "0"),
    ("seats", "9" * 6000),
    ("place", "x" * 81),
    ("area", "atlantis"),
    ("slots", []),
)


WRONG_SECOND: tuple[tuple[str, str | list[str]], ...] = (
    ("swedish", "perfect"),
    ("ages", []),
    ("groups", "dogs"),
    ("cost", "-1"),
    ("weeks", "0"),
    ("starts", "tomorrow"),
    ("languages", ["klingon"]),
    ("skills", ["$gt"]),
)


async def test_what_is_wrong_is_said_on_its_page_and_nothing_is_lost(stage: Stage) -> None:
    browser = await speaker(stage)
    pages = (
        (WRONG_FIRST, 'name="weeks" value="10"'),
        (WRONG_SECOND, 'name="title" value="Tränare på tisdagar"'),
    )
    for wrongs, elsewhere in pages:
        for field, typed in wrongs:
            answer = await send(browser, "/needs/new", {**WHOLE, field: typed})
            assert answer.status_code == 422, field
            assert answer.text.count('class="error"') == 1, field
            assert f'id="{field}-error"' in answer.text
            assert elsewhere in answer.text
    assert await all_needs(stage) == []


async def test_digits_of_any_script_are_figures(stage: Stage) -> None:
    browser = await speaker(stage)
    await send(browser, "/needs/new", {**WHOLE, "seats": "١٢"})
    assert [need.details.seats for need in await all_needs(stage)] == [12]


async def test_participants_are_asked_for_no_extract(stage: Stage) -> None:
    browser = await speaker(stage)
    page = await send(browser, "/needs/new", {**FIRST, "kind": "participant", "go": "second"})
    assert 'id="register_check"' not in page.text
    await send(browser, "/needs/new", {**WHOLE, "kind": "participant"})
    (need,) = await all_needs(stage)
    assert not need.details.register_check
    body = {**NEED, "kind": "participant", "register_check": True}
    assert (await call(browser, "POST", "/needs", body)).status_code == 422


async def test_everybody_reads_what_is_open_and_nothing_about_people(stage: Stage) -> None:
    browser = await speaker(stage)
    evil = "<script>alert(1)</script>\r\nSet-Cookie: x=1"
    await send(browser, "/needs/new", {**WHOLE, "title": evil})
    page = await stage.client().get("/needs/open")
    assert page.status_code == 200
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Set-Cookie: x=1" in page.text
    assert "<script>alert" not in page.text
    (need,) = (await stage.client().get(f"{API}/needs/open")).json()
    assert set(need) == {"id", "association_name", "posted_at", "details"}
    contact = await known(stage, "kor@example.org")
    for secret in (contact.id, contact.name):
        assert secret not in page.text
        assert secret not in str(need)


async def test_operators_are_refused(stage: Stage) -> None:
    browser = await speaker(stage)
    headers = {"x-form-token": await token(browser)}
    for field in NEED:
        for payload in ({"$ne": ""}, {"$where": "1"}, [{"$gt": ""}]):
            body = {**NEED, field: payload}
            answer = await browser.post(f"{API}/needs", json=body, headers=headers)
            assert answer.status_code == 422
            assert {name.split(".")[0] for name in answer.json()["fields"]} == {field}
    assert await all_needs(stage) == []


async def test_fields_that_are_ours_are_refused(stage: Stage) -> None:
    browser = await speaker(stage)
    for extra in ("id", "state", "status", "owner", "association", "role", "contacts", "a.$b"):
        answer = await call(browser, "POST", "/needs", {**NEED, extra: "x"})
        assert (answer.status_code, list(answer.json()["fields"])) == (422, [extra])
    assert await all_needs(stage) == []
