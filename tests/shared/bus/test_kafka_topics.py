"""Making topics where nobody answers ends in one line that names the setting."""

import pytest

from deploy.running import free_port
from shared.bus.kafka_topics import KafkaTopics
from shared.contracts.topics import TOPICS
from shared.settings import Misconfigured


async def test_a_broker_that_does_not_answer_is_named() -> None:
    topics = KafkaTopics(f"127.0.0.1:{free_port('127.0.0.1')}", 3, patience_s=0)
    with pytest.raises(Misconfigured, match="no broker answers at LOTSA_KAFKA"):
        await topics.prepare(TOPICS)
