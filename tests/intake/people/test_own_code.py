"""The code beside the private link: where it goes, how long it is good, and how often it is tried."""

import pytest

from services.intake.people.own_code import BY_MAIL_MS, BY_VOICE_MS, CODES_A_DAY, MOST_TRIES, asks
from tests.intake.people.own import FORM, arrived, asked, english, only, write
from tests.intake.people.test_api import PEOPLE
from tests.intake.people.test_status import PERSON
from tests.intake.walker import bodies
from tests.stage import NOON, Stage


@pytest.mark.parametrize(
    ("email", "reach", "lasts"),
    [
        ("a@example.org", "email", BY_MAIL_MS),
        (None, "phone", BY_VOICE_MS),
        ("a@example.org", "guide", BY_VOICE_MS),
    ],
)
def test_a_code_is_good_as_long_as_it_takes_to_come(
    email: str | None, reach: str, lasts: int
) -> None:
    person = PERSON.model_copy(update={"email": email, "reach": reach})
    after, (told,) = asks(person, NOON)
    assert (told.number, told.expires_at) == (1, NOON + lasts)
    assert asks(after, NOON + 1)[1] == ()
    later, (again,) = asks(after, NOON + 60_000)
    assert again.number == 2
    assert later.code is not None


async def test_a_message_carries_no_code(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    code = await asked(stage, browser, mine, "download")
    assert len(code) == 6
    assert code not in str(bodies(stage, "CodeAsked"))
    assert code not in (await only(stage)).model_dump_json()


async def test_without_the_code_nothing_is_shown_or_done(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    code = await asked(stage, browser, mine, "erase")
    wrong = "000000" if code != "000000" else "111111"
    for to in ("download", "contact", "erase"):
        answer = await write(browser, mine, to, wrong)
        assert answer.status_code == 422
        assert "This is not the code" in answer.text
        assert str(FORM["phone"])[1:] not in answer.text
    assert (await only(stage)).erased_at is None
    assert (await only(stage)).code.tries == 3  # type: ignore[union-attr]


async def test_after_a_few_wrong_ones_the_right_one_is_too_late(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    code = await asked(stage, browser, mine, "erase")
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(MOST_TRIES):
        await write(browser, mine, "erase", wrong)
    key = mine.rpartition("/")[2]
    late = await stage.client().post(f"{PEOPLE}/{key}/erase", json={"code": code})
    assert late.status_code == 422
    assert (await only(stage)).erased_at is None


async def test_a_code_is_over_after_its_time(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    code = await asked(stage, browser, mine, "download")
    key = mine.rpartition("/")[2]
    program = stage.client()
    stage.clock.at += BY_MAIL_MS - 1
    assert (await program.post(f"{PEOPLE}/{key}/export", json={"code": code})).status_code == 200
    stage.clock.at += 1
    assert (await program.post(f"{PEOPLE}/{key}/export", json={"code": code})).status_code == 422


async def test_a_code_of_somebody_else_opens_nothing(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    other = await arrived(stage, email="else@example.org")
    code = await asked(stage, browser, mine, "download")
    assert await asked(stage, browser, other, "download") != code
    assert (await write(browser, other, "download", code)).status_code == 422


async def test_only_so_many_are_sent_a_day(stage: Stage) -> None:
    mine = await arrived(stage)
    key = mine.rpartition("/")[2]
    program, answers = stage.client(), []
    for _ in range(CODES_A_DAY.most + 1):
        answers.append((await program.post(f"{PEOPLE}/{key}/code")).status_code)
        stage.clock.passes(minutes=2)
    assert answers == [202] * CODES_A_DAY.most + [429]


async def test_digits_of_other_scripts_are_digits(stage: Stage) -> None:
    mine, browser = await arrived(stage), english(stage)
    code = await asked(stage, browser, mine, "download")
    arabic = " ".join(chr(0x660 + int(digit)) for digit in code)
    assert (await write(browser, mine, "download", arabic)).status_code == 200
