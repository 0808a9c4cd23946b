"""Making topics where nobody answers ends in one line that names the setting."""

import asyncio

import pytest

from deploy.running import free_port
from shared.bus.kafka_topics import KafkaTopics, until_shown
from shared.contracts.topics import TOPICS
from shared.settings import Misconfigured


async def test_a_broker_that_does_not_answer_is_named() -> None:
    topics = KafkaTopics(f"127.0.0.1:{free_port('127.0.0.1')}", 3, patience_s=0)
    with pytest.raises(Misconfigured, match="no broker answers at LOTSA_KAFKA"):
        await topics.prepare(TOPICS)


class SlowToShow:
    """A fake broker that shows what it made only when it is asked for the third time."""

    def __init__(self) -> None:
        self.asked = 0

    async def describe_topics(self) -> list[dict[str, str]]:
        self.asked += 1
        return [{"topic": "intake.people.v1"}] if self.asked >= 3 else []


async def test_a_broker_that_shows_its_topics_late_is_waited_for() -> None:
    broker = SlowToShow()
    await asyncio.wait_for(until_shown(broker, {"intake.people.v1"}, 60), 10)
    assert broker.asked == 3


async def test_the_wait_has_an_end() -> None:
    broker = SlowToShow()
    await until_shown(broker, {"another.topic.v1"}, 0)
    assert broker.asked == 1
