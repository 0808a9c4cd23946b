"""The broker's topics: made by `lotsa prepare`, only compared by the services."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from shared.contracts.topics import Topic
from shared.settings import Misconfigured

REQUEST_TIMEOUT_MS = 30_000
UNREACHED: Final = (KafkaError, OSError, TimeoutError)
T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """A topic as the broker has it."""

    partitions: int
    config: Mapping[str, str]


def config_of(topic: Topic) -> dict[str, str]:
    """The settings of a topic that its promises rest on, as Kafka spells them."""
    kept = (
        {
            "cleanup.policy": "compact",
            "max.compaction.lag.ms": str(topic.compaction_lag_ms),
            "segment.ms": str(topic.compaction_lag_ms),
        }
        if topic.compacted
        else {"cleanup.policy": "delete", "retention.ms": str(topic.retention_ms)}
    )
    return {**kept, "max.message.bytes": str(topic.max_message_bytes)}


def difference(topic: Topic, partitions: int, found: Found | None) -> str | None:
    """What the broker has otherwise than declared, in words for an operator; None where nothing."""
    if found is None:
        return f"{topic.name} is missing (run: lotsa prepare)"
    wrong = []
    if found.partitions != partitions:
        wrong.append(f"{found.partitions} partitions where {partitions} are declared")
    for name, declared in config_of(topic).items():
        if found.config.get(name) != declared:
            wrong.append(f"{name} {found.config.get(name)} where {declared} is declared")
    return f"{topic.name} has {', '.join(wrong)}" if wrong else None


async def reached(attempt: Callable[[], Awaitable[T]], patience_s: float) -> T:
    """What `attempt` comes to, tried again each second while no broker answers.

    Raises Misconfigured where none did for `patience_s`.
    """
    until = time.monotonic() + patience_s
    while True:
        try:
            return await attempt()
        except UNREACHED as why:
            log.warning("the broker does not answer", extra={"error": type(why).__name__})
            if time.monotonic() > until:
                raise Misconfigured("no broker answers at LOTSA_KAFKA") from why
            await asyncio.sleep(1)


class KafkaTopics:
    """The topics of one broker."""

    def __init__(
        self, servers: str, partitions: int, *, replication: int = 1, patience_s: float = 60.0
    ) -> None:
        """`patience_s` is how long `prepare` waits for a broker that does not answer."""
        self._servers = servers
        self._partitions = partitions
        self._replication = replication
        self._patience_s = patience_s

    async def prepare(self, topics: Sequence[Topic]) -> list[str]:
        """Makes what is missing and returns its names. Raises Misconfigured where others differ.

        Existing topics stay as they are: the client could only replace all their settings at once,
        which has turned compaction off before.
        """
        return await reached(lambda: self._make_missing(topics), self._patience_s)

    async def _make_missing(self, topics: Sequence[Topic]) -> list[str]:
        async with self._admin() as admin:
            known = await names(admin)
            missing = [topic for topic in topics if topic.name not in known]
            if missing:
                answer = await admin.create_topics([self._new(topic) for topic in missing])
                for name, code, *_ in answer.topic_errors:
                    refuse(name, code)
                await until_shown(admin, {topic.name for topic in topics}, self._patience_s)
        await self.compare(topics)
        return [topic.name for topic in missing]

    async def compare(self, topics: Sequence[Topic]) -> None:
        """Raises Misconfigured with one line that names every difference."""
        async with self._admin() as admin:
            found = await read(admin, [topic.name for topic in topics])
        wrong = [difference(topic, self._partitions, found.get(topic.name)) for topic in topics]
        if any(wrong):
            raise Misconfigured("topics differ: " + "; ".join(line for line in wrong if line))

    def _new(self, topic: Topic) -> NewTopic:
        insync = {"min.insync.replicas": str(min(2, self._replication))}
        config = {**config_of(topic), **insync}
        return NewTopic(topic.name, self._partitions, self._replication, topic_configs=config)

    @contextlib.asynccontextmanager
    async def _admin(self) -> AsyncIterator[Any]:
        admin = AIOKafkaAdminClient(
            bootstrap_servers=self._servers, request_timeout_ms=REQUEST_TIMEOUT_MS
        )
        try:
            await admin.start()
            yield admin
        finally:
            await admin.close()


def refuse(name: str, code: int) -> None:
    """Raises what the broker said of making `name`; another process may have been faster."""
    error = for_code(code)
    if code and error is not TopicAlreadyExistsError:
        raise Misconfigured(f"topic {name} cannot be made: {error.__name__}")


async def until_shown(admin: Any, made: set[str], patience_s: float) -> None:
    """Returns when the broker shows what it has made, which a busy one does a moment later, or
    when `patience_s` has passed.
    """
    until = time.monotonic() + patience_s
    while True:
        if made <= await names(admin) or time.monotonic() > until:
            return
        await asyncio.sleep(0.1)


async def names(admin: Any) -> set[str]:
    """Of every topic that the broker shows."""
    return {found["topic"] for found in await admin.describe_topics()}


async def read(admin: Any, wanted: Sequence[str]) -> dict[str, Found]:
    """The topics among those that the broker has."""
    told = {found["topic"]: found for found in await admin.describe_topics()}
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in wanted if name in told]
    configs: dict[str, dict[str, str]] = {}
    for answer in await admin.describe_configs(resources) if resources else ():
        for code, _text, _type, name, entries in answer.resources:
            if code:
                raise KafkaError(for_code(code).__name__)
            configs[name] = {entry[0]: entry[1] for entry in entries}
    return {name: Found(len(told[name]["partitions"]), config) for name, config in configs.items()}
