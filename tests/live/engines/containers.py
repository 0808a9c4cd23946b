"""The engines as containers, by testcontainers.

Where the tests run inside a container themselves and the engine beside it, set
TESTCONTAINERS_HOST_OVERRIDE to the host on which published ports can be reached.
"""

import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path

from pymongo import MongoClient
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from tests.live.engines.answers import greeting, kafka_carries, mongo_writes
from tests.live.engines.broker import CLUSTER, as_environment, broker_settings
from tests.live.engines.ports import free_port
from tests.live.engines.running import Engines
from tests.live.engines.server import EngineFailed, Server

KAFKA_IMAGE = "apache/kafka:4.3.1"
MONGO_IMAGE = "mongo:8"
REPLICA_SET = "lotsa"
RECORDS = "/var/lib/kafka/data"
"""Where a broker in a container keeps its records."""

# Waits until its holder is gone, then removes one container: what testcontainers' own reaper does,
# without one more image to pull and without handing the engine's socket to a container.
REMOVER = """
import sys, docker
sys.stdin.read()
try:
    docker.from_env().api.remove_container(sys.argv[1], v=True, force=True)
except docker.errors.NotFound:
    pass
"""


@cache
def engine_answers() -> bool:
    """Whether a container engine can be reached, found out once and within a few seconds.

    Asked from a process of its own, since the client leaves its socket open where nobody answers.
    """
    ask = [sys.executable, "-c", "import docker; docker.from_env(timeout=3).ping()"]
    try:
        return not subprocess.run(ask, capture_output=True, timeout=10, check=False).returncode
    except subprocess.TimeoutExpired:
        return False


class BrokerContainer(DockerContainer):
    """`apache/kafka`, or an image that reads the same environment.

    The stock class knows another vendor's image, rejects the tags of Kafka 4, and writes the
    address clients shall come to into a script after the start. Here the published port is chosen
    first and kept, so a restarted broker is found again.
    """

    def __init__(self, image: str, port: int) -> None:
        super().__init__(image)
        self.address = f"{self.get_docker_client().host()}:{port}"
        settings = broker_settings(self.address, "0.0.0.0:9092", "127.0.0.1:9093")
        self.with_bind_ports(9092, port)
        self.with_envs(CLUSTER_ID=CLUSTER, KAFKA_LOG_DIRS=RECORDS, **as_environment(settings))


class DocumentContainer(DockerContainer):
    """`mongo`, as a replica set of one: single servers have no majority writes."""

    def __init__(self, image: str, port: int, replica_set: str) -> None:
        super().__init__(image)
        self.address = f"{self.get_docker_client().host()}:{port}"
        self.replica_set = replica_set
        self.with_bind_ports(27017, port)
        if replica_set:
            self.with_command(["--replSet", replica_set, "--bind_ip_all"])

    @property
    def url(self) -> str:
        return document_url(self.address, self.replica_set)

    def answers(self) -> None:
        """Make the replica set where it is not made yet, then look for its primary."""
        if self.replica_set and "setName" not in greeting(self.url):
            self._initiate()
        mongo_writes(self.url)

    def _initiate(self) -> None:
        # The member's address is as the server sees itself, inside its container.
        members = [{"_id": 0, "host": "127.0.0.1:27017"}]
        with MongoClient[Mapping[str, object]](self.url) as client:
            client.admin.command("replSetInitiate", {"_id": self.replica_set, "members": members})


def document_url(address: str, replica_set: str) -> str:
    """Direct, since the member's own address is of no use outside its container.

    A stand-in without a replica set has no sessions, which retried writes need.
    """
    url = f"mongodb://{address}/?directConnection=true"
    return url if replica_set else f"{url}&retryWrites=false"


class Contained(Server):
    """A container that is removed when this process ends, however it ends."""

    def __init__(
        self, name: str, container: DockerContainer, answers: Callable[[], object]
    ) -> None:
        super().__init__(name, answers)
        self._container = container
        self._remover: subprocess.Popen[bytes] | None = None

    def running(self) -> bool:
        if self._remover is None:
            return False
        self._container.reload()
        return self._container.status in {"running", "paused"}

    def stop(self) -> None:
        self._container.get_wrapped_container().stop(timeout=30)

    def kill(self) -> None:
        self._container.get_wrapped_container().kill()
        self._container.wait()

    def pause(self) -> None:
        self._container.get_wrapped_container().pause()

    def resume(self) -> None:
        self._container.reload()
        if self._container.status == "paused":
            self._container.get_wrapped_container().unpause()

    def last_words(self, lines: int = 40) -> str:
        if self._remover is None:
            return ""
        log: bytes = self._container.get_wrapped_container().logs(tail=lines)
        return log.decode(errors="replace")

    def copied(self, inside: str, to: Path) -> Path:
        """A folder of the container as it is now, in a new folder under `to`."""
        packed, _ = self._container.get_wrapped_container().get_archive(inside)
        to.mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=to))
        with tarfile.open(fileobj=io.BytesIO(b"".join(packed))) as tar:
            tar.extractall(folder, filter="data")
        return folder / Path(inside).name

    def close(self) -> None:
        if self._remover is not None:
            self._remover.communicate()
        self._container.get_docker_client().client.close()

    def _begin(self) -> None:
        if self._remover is not None:
            self._container.get_wrapped_container().start()
            return
        try:
            self._container.start()
        except Exception as reason:
            advice = "LOTSA_ENGINES=processes needs no images"
            raise EngineFailed(f"{self._container.image}: {reason}; {advice}") from reason
        remove = [sys.executable, "-c", REMOVER, self._container.get_container_id()]
        self._remover = subprocess.Popen(remove, stdin=subprocess.PIPE, start_new_session=True)


def replica_set() -> str:
    """The name of the replica set to make, empty where LOTSA_MONGO_REPLICA_SET=0 says none."""
    return "" if os.environ.get("LOTSA_MONGO_REPLICA_SET") == "0" else REPLICA_SET


@contextmanager
def as_containers() -> Iterator[Engines]:
    testcontainers_config.ryuk_disabled = True
    kafka = BrokerContainer(os.environ.get("LOTSA_KAFKA_IMAGE") or KAFKA_IMAGE, free_port())
    mongo_image = os.environ.get("LOTSA_MONGO_IMAGE") or MONGO_IMAGE
    mongo = DocumentContainer(mongo_image, free_port(), replica_set())
    kafka_server = Contained("kafka", kafka, partial(kafka_carries, kafka.address))
    mongo_server = Contained("mongo", mongo, mongo.answers)
    with ExitStack() as ending:
        for server in (kafka_server, mongo_server):
            ending.callback(server.close)
            server.start()
        yield Engines("containers", kafka.address, mongo.url, kafka_server, mongo_server)
