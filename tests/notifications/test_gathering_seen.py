"""The outbox shows each letter of a day with its case, and how the day's letter fared."""

from services.notifications.channels import Never
from tests.notifications.letterbox import Sink
from tests.notifications.mornings import ask, club, morning
from tests.notifications.test_outbox import claimed
from tests.stage import Stage


async def test_the_letter_of_a_case_is_found_as_its_reader_saw_it(stage: Stage) -> None:
    await stage.hear(club(stage), "club")
    await claimed(stage, "p1", "g1")
    await ask(stage, "p1", "p2")
    async with (
        stage.client("guide", account="g1") as guide,
        stage.client("coordinator") as chief,
    ):
        await morning(stage)
        await guide.get("/outbox?lang=en")
        own = (await guide.get("/outbox?person=p1")).text
        assert "Blue Gull 12" in own
        assert "In the letter of the day" in own
        assert (await guide.get("/outbox?person=p2")).status_code == 404
        # The whole letter, of which a part is another guide's, is the coordinators' alone.
        assert "Idag: 2 brev till dig" not in (await guide.get("/outbox")).text
        await chief.get("/outbox?lang=en")
        whole = (await chief.get("/outbox")).text
        assert "Idag: 2 brev till dig" in whole
        rows = (await guide.get("/notifications/api/v1/deliveries?person=p1")).json()
        assert [one["state"] for one in rows] == ["gathered"]


async def test_a_day_that_could_not_be_sent_is_seen_on_each_of_its_letters(
    stage: Stage, sink: Sink
) -> None:
    await stage.hear(club(stage), "club")
    await claimed(stage, "p1", "g1")
    await ask(stage, "p1", "p2")
    sink.fails = [Never("SMTPRecipientsRefused")]
    await morning(stage)
    async with stage.client("guide", account="g1") as guide:
        await guide.get("/outbox?lang=en")
        shown = (await guide.get("/outbox?person=p1")).text
        assert "Could not be sent" in shown
        assert "In the letter of the day" not in shown.partition("<article")[2]
