"""Posting again: an earlier need is the beginning of a new one, and stays what it was."""

from uuid import uuid4

from services.intake.needs.need import NEEDS
from tests.intake.door import API, NEED, call, desk_of, send, verified
from tests.intake.needs.asking_for import WHOLE, all_needs
from tests.intake.needs.test_doubting import posted, reread
from tests.stage import Stage


async def test_an_earlier_need_begins_a_new_one_and_nothing_is_kept_before(stage: Stage) -> None:
    browser, need = await posted(stage)
    await send(browser, f"/needs/{need.id}/close", {"reason": "filled"})
    page = (await browser.get(f"/needs/{need.id}/again")).text
    assert 'value="Tränare på tisdagar"' in page
    assert 'action="/needs/new"' in page
    assert f'action="/needs/{need.id}' not in page
    assert await all_needs(stage) == []
    form_id = page.partition('name="form_id" value="')[2].partition('"')[0]
    for _ in range(2):
        await send(browser, "/needs/new", {**WHOLE, "form_id": form_id})
    (again,) = await all_needs(stage)
    assert again.id != need.id
    assert again.details == need.details


async def test_a_first_day_that_is_past_is_not_repeated(stage: Stage) -> None:
    browser, need = await posted(stage)
    assert 'name="starts" value="2027-01-31"' in (await browser.get(f"/needs/{need.id}/again")).text
    details = need.details.model_copy(update={"starts": "2020-01-31"})
    old = await reread(stage, need)
    await desk_of(stage).store.save(NEEDS, old.model_copy(update={"details": details}))
    assert 'name="starts" value=""' in (await browser.get(f"/needs/{need.id}/again")).text


async def test_a_foreign_need_is_no_template(stage: Stage) -> None:
    _, need = await posted(stage)
    other = await verified(stage, "Dansen", "dans@example.org")
    stranger = stage.client("association", association=other.id)
    foreign = await stranger.get(f"/needs/{need.id}/again")
    nothing = await stranger.get(f"/needs/{uuid4()}/again")
    assert (foreign.status_code, nothing.status_code) == (404, 404)
    assert (await stage.client().get(f"/needs/{need.id}/again")).headers["location"] == "/sign-in"
    boss = stage.client("coordinator")
    page = (await boss.get(f"/needs/{need.id}/again")).text
    assert f'action="/needs/new?association={need.association}"' in page


async def test_what_a_program_reads_it_may_post_again(stage: Stage) -> None:
    browser, _ = await posted(stage)
    (listed,) = (await browser.get(f"{API}/needs")).json()
    again = await call(browser, "POST", "/needs", {**NEED, **listed["details"]})
    assert again.status_code == 201
    assert again.json()["details"] == listed["details"]
