"""Nobody is kept for ever: told thirty days before, kept by one press, erased without one."""

import pytest

from services.intake.people.leaving import ROUNDS, let_go_or_wait
from services.intake.people.person import PEOPLE
from services.intake.people.staying import (
    NOTICE_MS,
    OVER_MS,
    SILENT_MS,
    clock_of,
    come_round,
    is_over,
    kept_until,
    stays,
    with_clock,
)
from shared.contracts.matching import CaseMoved
from shared.store.document import Conflict
from tests.intake.people.own import arrived, english, only
from tests.intake.people.test_api import PEOPLE as PEOPLE_API
from tests.intake.people.test_status import PERSON
from tests.intake.walker import bodies, desk_of, hidden
from tests.stage import Stage

DAY_MS = 86_400_000
FACTS = {"case": "c", "alias": "Blue Gull 12", "guide": "account-guide", "waiting": "none"}


async def days(stage: Stage, number: int) -> None:
    stage.clock.at += number * DAY_MS
    await stage.settle()


async def test_a_year_of_silence_is_told_and_then_everything_goes(stage: Stage) -> None:
    mine = await arrived(stage)
    await days(stage, 334)
    assert bodies(stage, "ErasureAnnounced") == []
    await days(stage, 1)
    (told,) = bodies(stage, "ErasureAnnounced")
    assert (told["at"], told["why"]) == (stage.clock.at + NOTICE_MS, "silent")
    page = (await english(stage).get(mine)).text
    assert "Do you want to stay?" in page
    await days(stage, 29)
    assert (await only(stage)).first_name != ""
    await days(stage, 1)
    assert (await only(stage)).erased_at is not None
    (gone,) = bodies(stage, "PersonWithdrawn")
    assert (gone["reason"], gone["why"]) == ("erased", "silent")
    assert len(bodies(stage, "ErasureAnnounced")) == 1


async def test_half_a_year_after_the_end(stage: Stage) -> None:
    await arrived(stage)
    person = await only(stage)
    over = {**FACTS, "person": person.id, "state": "ended", "reason": "followed"}
    await stage.hear(CaseMoved.model_validate(over), "c")
    await days(stage, OVER_MS // DAY_MS - 30)
    assert bodies(stage, "ErasureAnnounced")[-1]["why"] == "over"
    await days(stage, 30)
    assert bodies(stage, "PersonWithdrawn")[-1]["why"] == "over"


async def test_one_press_keeps_everything_and_a_second_changes_nothing(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    await days(stage, 335)
    page = await browser.get(mine)
    for _ in range(2):
        sent = await browser.post(f"{mine}/stay", data=hidden(page))
        assert sent.headers["location"] == mine
    assert "Do you want to stay?" not in (await browser.get(mine)).text
    await days(stage, 300)
    assert (await only(stage)).erased_at is None
    await days(stage, 35)
    assert len(bodies(stage, "ErasureAnnounced")) == 2
    key = mine.rpartition("/")[2]
    token = {"x-form-token": hidden(page)["form_token"]}
    kept = await browser.post(f"{PEOPLE_API}/{key}/stay", headers=token)
    assert kept.json() == {"kept_until": stage.clock.at + SILENT_MS}


async def test_to_stay_takes_the_form_and_not_a_look(stage: Stage) -> None:
    """A mail scanner that opens the link keeps nobody."""
    mine = await arrived(stage)
    await days(stage, 335)
    await english(stage).get(mine)
    assert (await english(stage).get(f"{mine}/stay")).status_code == 405
    assert (await english(stage).post(f"{mine}/stay")).status_code == 403
    assert (await only(stage)).leaving_at is not None


async def test_news_of_the_case_is_a_sign(stage: Stage) -> None:
    await arrived(stage)
    person = await only(stage)
    await days(stage, 340)
    assert (await only(stage)).leaving_at is not None
    found = {**FACTS, "person": person.id, "state": "proposed"}
    await stage.hear(CaseMoved.model_validate(found), "c")
    assert (await only(stage)).leaving_at is None
    await days(stage, 40)
    assert (await only(stage)).erased_at is None


async def test_a_machine_that_was_off_still_gives_the_thirty_days(stage: Stage) -> None:
    await arrived(stage)
    await days(stage, 700)
    assert bodies(stage, "ErasureAnnounced")[-1]["at"] == stage.clock.at + NOTICE_MS
    await days(stage, 29)
    assert (await only(stage)).erased_at is None
    await days(stage, 1)
    assert (await only(stage)).erased_at is not None


async def test_two_processes_tell_it_once(stage: Stage) -> None:
    """Whoever comes second, with what the first one read, changes nothing."""
    await arrived(stage)
    stage.clock.at += 335 * DAY_MS
    read = await only(stage)
    await let_go_or_wait(read, desk_of(stage))
    with pytest.raises(Conflict):
        await let_go_or_wait(read, desk_of(stage))
    await stage.settle()
    assert len(bodies(stage, "ErasureAnnounced")) == 1
    assert (await only(stage)).erased_at is None


async def test_who_has_no_clock_is_given_one(stage: Stage) -> None:
    """From an older release, or out of an old backup."""
    await arrived(stage)
    store = desk_of(stage).store
    await store.save(PEOPLE, (await only(stage)).without_due("stay"))
    assert clock_of(await only(stage)) is None
    (rounds,) = await store.find(ROUNDS, {})
    stage.clock.at = rounds.due[0].at
    await stage.settle()
    assert clock_of(await only(stage)) is not None


def test_a_clock_that_comes_again_finds_what_it_did() -> None:
    now = kept_until(PERSON) - NOTICE_MS
    told, messages = come_round(with_clock(PERSON), now)
    assert len(messages) == 1
    assert come_round(told, now) == (told, ())
    assert not is_over(told, now + NOTICE_MS - 1)
    assert is_over(told, now + NOTICE_MS)
    kept, _ = stays(told, now)
    assert not is_over(kept, now + NOTICE_MS)
    assert stays(kept, now + 1) == (kept, ())
