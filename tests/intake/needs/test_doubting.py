"""Whether a need still holds: asked after 30 days, closed 14 days later, at a clock that is moved."""

from typing import Any
from uuid import uuid4

import pytest

from services.intake.needs.doubting import doubt, go_stale, key_of, start_doubting
from services.intake.needs.need import DOUBT, NEEDS, Need
from shared.store.document import Conflict
from tests.intake.door import API, bodies, call, desk_of, send, verified
from tests.intake.needs.asking_for import WHOLE, all_needs, speaker
from tests.stage import Stage

DAY_H = 24


async def posted(stage: Stage) -> tuple[Any, Need]:
    browser = await speaker(stage)
    await send(browser, "/needs/new", WHOLE)
    await stage.settle()
    (need,) = await all_needs(stage)
    return browser, need


async def doubted(stage: Stage) -> tuple[Any, Need, str]:
    """A need that its association has just been asked about, and the path of the link."""
    browser, need = await posted(stage)
    await days(stage, 30)
    return browser, await reread(stage, need), link_of(stage)


async def days(stage: Stage, number: int) -> None:
    stage.clock.passes(hours=DAY_H * number)
    await stage.settle()


def link_of(stage: Stage) -> str:
    told = bodies(stage, "NeedDoubted")[-1]
    return f"/still/{key_of(stage.keys, told['need'], told['number'])}"


async def reread(stage: Stage, need: Need) -> Need:
    found = await desk_of(stage).store.get(NEEDS, need.id)
    assert found is not None
    return found


async def test_a_need_is_asked_about_after_30_days_and_not_before(stage: Stage) -> None:
    _, need = await posted(stage)
    await days(stage, 29)
    assert bodies(stage, "NeedDoubted") == []
    await days(stage, 1)
    (told,) = bodies(stage, "NeedDoubted")
    assert (told["need"], told["contacts"]) == (need.id, list(need.contacts))
    assert told["closes_at"] == stage.clock() + 14 * DAY_H * 3_600_000
    await days(stage, 1)
    assert len(bodies(stage, "NeedDoubted")) == 1


async def test_without_a_word_it_closes_14_days_later_with_its_reason(stage: Stage) -> None:
    browser, need, path = await doubted(stage)
    await days(stage, 13)
    assert (await reread(stage, need)).state == "open"
    await days(stage, 1)
    assert bodies(stage, "NeedClosed") == [{"need": need.id, "reason": "stale"}]
    assert "nobody told us that it is still open" in (await english(browser, "/needs"))
    over = await english(stage.client(), path)
    assert 'name="answer"' not in over
    assert "It is closed" in over
    # Nothing of its clock is left.
    assert (await reread(stage, need)).due == ()


async def english(browser: Any, path: str) -> str:
    answer = await browser.get(path, headers={"accept-language": "en"})
    assert answer.status_code == 200
    text: str = answer.text
    return text


async def test_a_machine_that_was_off_for_long_still_gives_14_days(stage: Stage) -> None:
    _, need = await posted(stage)
    await days(stage, 100)
    assert bodies(stage, "NeedClosed") == []
    assert (await reread(stage, need)).closes_at == stage.clock() + 14 * DAY_H * 3_600_000


async def test_a_yes_by_the_link_begins_the_days_anew_and_twice_is_once(stage: Stage) -> None:
    _, need, path = await doubted(stage)
    reader = stage.client()
    assert 'value="yes"' in (await reader.get(path)).text
    for _ in range(2):
        answer = await send(reader, path, {"answer": "yes"})
        assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert 'name="answer"' not in (await reader.get(path)).text
    first = (await reread(stage, need)).confirmed_at
    stage.clock.passes(hours=1)
    await send(reader, path, {"answer": "yes"})
    assert (await reread(stage, need)).confirmed_at == first
    await days(stage, 29)
    assert bodies(stage, "NeedClosed") == []
    await days(stage, 1)
    assert [one["number"] for one in bodies(stage, "NeedDoubted")] == [1, 2]
    # The link of the first question asks nothing any more.
    assert (await reader.get(path)).status_code == 410


@pytest.mark.parametrize("word", ["filled", "withdrawn"])
async def test_a_no_by_the_link_closes_it_once(stage: Stage, word: str) -> None:
    _, need, path = await doubted(stage)
    reader = stage.client()
    for answer in (word, word, "yes"):
        assert (await send(reader, path, {"answer": answer})).status_code == 303
    await stage.settle()
    assert bodies(stage, "NeedClosed") == [{"need": need.id, "reason": word}]


async def test_looking_at_the_link_changes_nothing_and_a_wrong_answer_neither(stage: Stage) -> None:
    _, need, path = await doubted(stage)
    reader = stage.client()
    await reader.get(path)
    for wrong in ("", "stale", "$ne"):
        answer = await send(reader, path, {"answer": wrong})
        assert answer.status_code == 422
        assert 'class="notice warning"' in answer.text
    assert await reread(stage, need) == need


async def test_a_link_that_nobody_made_is_no_page(stage: Stage) -> None:
    reader = stage.client()
    for path in ("/still/x", f"/still/{uuid4()}", f"{API}/still/x"):
        assert (await reader.get(path)).status_code == 404
    ours = key_of(stage.keys, str(uuid4()), 1)
    assert (await reader.get(f"/still/{ours}")).status_code == 410


async def test_a_change_begins_the_days_anew(stage: Stage) -> None:
    browser, need, _ = await doubted(stage)
    await send(browser, f"/needs/{need.id}/change", {**WHOLE, "seats": "5"})
    await days(stage, 29)
    assert bodies(stage, "NeedClosed") == []
    assert (await reread(stage, need)).closes_at is None
    await days(stage, 1)
    assert len(bodies(stage, "NeedDoubted")) == 2


async def test_the_association_sees_by_when_and_says_so_where_it_is_signed_in(stage: Stage) -> None:
    browser, need = await posted(stage)
    assert f'action="/needs/{need.id}/confirm"' not in await english(browser, "/needs")
    assert "we ask you whether you are still looking" in await english(browser, "/needs")
    await days(stage, 30)
    # The session of half a day is long over.
    browser = stage.client("association", association=need.association)
    assert "Say so by" in await english(browser, "/needs")
    answer = await send(browser, f"/needs/{need.id}/confirm")
    assert answer.headers["location"] == "/needs?done=confirmed"
    assert "Say so by" not in await english(browser, "/needs")
    assert "Say so by" not in await english(stage.client(), "/needs/open")


async def test_another_association_confirms_nothing(stage: Stage) -> None:
    _, need, _ = await doubted(stage)
    other = await verified(stage, "Dansen", "dans@example.org")
    stranger = stage.client("association", association=other.id)
    for number in (need.id, str(uuid4())):
        assert (await send(stranger, f"/needs/{number}/confirm")).status_code == 404
        assert (await call(stranger, "POST", f"/needs/{number}/confirm")).status_code == 404
    assert (await reread(stage, need)).closes_at is not None


async def test_a_program_sees_the_question_and_answers_it(stage: Stage) -> None:
    browser, need, path = await doubted(stage)
    shown = (await browser.get(f"{API}{path}")).json()
    assert (shown["id"], shown["state"], shown["closes_at"]) == (need.id, "open", need.closes_at)
    assert "contacts" not in shown
    refused = await call(browser, "POST", path, {"answer": "yes", "state": "open"})
    assert refused.status_code == 422
    after = (await call(browser, "POST", path, {"answer": "yes"})).json()
    assert after["closes_at"] is None
    mine = await call(browser, "POST", f"/needs/{need.id}/confirm")
    assert mine.json()["doubted_at"] == stage.clock() + 30 * DAY_H * 3_600_000
    await call(browser, "POST", f"/needs/{need.id}/close", {"reason": "filled"})
    assert (await call(browser, "POST", f"/needs/{need.id}/confirm")).status_code == 409
    # Who closed it had the last word, whatever the link says after that.
    assert (await call(browser, "POST", path, {"answer": "yes"})).json()["state"] == "closed"


async def test_each_step_may_come_again(stage: Stage) -> None:
    """A crash before the lease is given back: on what was read before, nothing is told twice."""
    _, need = await posted(stage)
    desk = desk_of(stage)
    stage.clock.passes(hours=30 * DAY_H)
    await doubt(need, desk)
    with pytest.raises(Conflict):
        await doubt(need, desk)
    asked = await reread(stage, need)
    stage.clock.passes(hours=14 * DAY_H)
    await go_stale(asked, desk)
    with pytest.raises(Conflict):
        await go_stale(asked, desk)
    over = await reread(stage, need)
    await go_stale(over, desk)
    await doubt(await reread(stage, need), desk)
    await stage.settle()
    assert (len(bodies(stage, "NeedDoubted")), len(bodies(stage, "NeedClosed"))) == (1, 1)


async def test_a_need_of_an_older_release_gets_its_clock_at_a_start(stage: Stage) -> None:
    _, need = await posted(stage)
    desk = desk_of(stage)
    await desk.store.save(NEEDS, need.without_due(DOUBT))
    for _ in range(2):
        await start_doubting(desk)
    after = await reread(stage, need)
    assert [(one.what, one.at) for one in after.due] == [(DOUBT, need.doubted_at)]
    assert after.version == need.version + 2
