"""The engines as processes of this machine."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from tests.live.engines.answers import kafka_carries, mongo_writes
from tests.live.engines.broker import CLUSTER, as_properties, broker_settings
from tests.live.engines.jars import jar_folder
from tests.live.engines.ports import free_port
from tests.live.engines.running import Engines
from tests.live.engines.server import EngineFailed, Server

HERE = Path(__file__).parent
QUIET = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]
GRACE = 30.0
"""Seconds a stopping engine gets before it is killed."""


class Process(Server):
    """An engine that a keeper (see `keeper.py`) runs, and that dies with this process."""

    def __init__(
        self, name: str, command: list[str], *, log: Path, answers: Callable[[], object]
    ) -> None:
        super().__init__(name, answers)
        self._command = command
        self._log = log
        self._keeper: subprocess.Popen[bytes] | None = None

    @property
    def folder(self) -> Path:
        """Where the engines keep what they write."""
        return self._log.parent

    def running(self) -> bool:
        return self._keeper is not None and self._keeper.poll() is None

    def stop(self) -> None:
        self._signal("SIGTERM")
        self._gone(GRACE)

    def kill(self) -> None:
        self._signal("SIGKILL")
        self._gone(GRACE)

    def pause(self) -> None:
        self._signal("SIGSTOP")

    def resume(self) -> None:
        self._signal("SIGCONT")

    def last_words(self, lines: int = 40) -> str:
        if not self._log.exists():
            return ""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-lines:])

    def close(self) -> None:
        self._gone(0)

    def _begin(self) -> None:
        self._gone(0)
        keeper = [sys.executable, "-I", "-S", str(HERE / "keeper.py"), str(self._log)]
        # A session of its own: Ctrl-C in the terminal is for the tests, which then end the engines.
        self._keeper = subprocess.Popen(
            [*keeper, *self._command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )

    def _signal(self, name: str) -> None:
        keeper = self._keeper
        if keeper is None or keeper.stdin is None or keeper.stdout is None:
            raise EngineFailed(f"{self.name} was never started")
        try:
            keeper.stdin.write(f"{name}\n".encode())
        except BrokenPipeError:
            return  # It has ended already.
        keeper.stdout.readline()

    def _gone(self, grace: float) -> None:
        """Wait for the engine to end, then end it; leave nothing open."""
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return
        with keeper, suppress(subprocess.TimeoutExpired):
            keeper.wait(grace)


@contextmanager
def as_processes() -> Iterator[Engines]:
    """Both engines in a folder of their own that goes with them."""
    classpath = f"{jar_folder()}/*"
    with ExitStack() as ending:
        folder = Path(tempfile.mkdtemp(prefix="lotsa-engines-"))
        ending.callback(shutil.rmtree, folder, ignore_errors=True)
        kafka, kafka_server = _kafka(classpath, folder)
        mongo, mongo_server = document_server(classpath, folder)
        for server in (kafka_server, mongo_server):
            ending.callback(server.close)
            server.start()
        yield Engines("processes", kafka, mongo, kafka_server, mongo_server)


def _kafka(classpath: str, folder: Path) -> tuple[str, Process]:
    address, controller = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    settings = broker_settings(address, address, controller)
    properties = folder / "server.properties"
    properties.write_text(as_properties({**settings, "log.dirs": str(folder / "kafka")}))
    java = ["java", "-Xmx512m", *QUIET, "-cp", classpath]
    form = [*java, "kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", str(properties)]
    done = subprocess.run(form, capture_output=True, text=True, check=False)
    if done.returncode:
        raise EngineFailed(f"kafka could not format its folder:\n{done.stdout}{done.stderr}")
    command = [*java, "kafka.Kafka", str(properties)]
    log = folder / "kafka.log"
    return address, Process("kafka", command, log=log, answers=partial(kafka_carries, address))


def document_server(
    classpath: str, folder: Path, source: Path = HERE / "DocumentServer.java"
) -> tuple[str, Process]:
    """The URL of a server that keeps its documents in the folder, and the server, not started."""
    port = free_port()
    url = f"mongodb://127.0.0.1:{port}/?directConnection=true&retryWrites=false"
    # Java compiles the one source file itself, in less than a second.
    command = ["java", "-Xmx256m", *QUIET, "-cp", classpath, str(source)]
    command += ["127.0.0.1", str(port), str(folder / "documents")]
    log = folder / "mongo.log"
    return url, Process("mongo", command, log=log, answers=partial(mongo_writes, url))
