"""Running applications: one server per process, stopped by a signal, open streams ended first."""

import asyncio
import contextlib
import gc
import signal
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from deploy.watching import Watched
from shared.settings import Misconfigured

STREAMS_END_S = 5
STOPPED_BY = (signal.SIGINT, signal.SIGTERM)


class Server(uvicorn.Server):
    """A server that ends well after a signal: the stock one raises it again at its end.

    A start that is refused raises Misconfigured, and is not printed as a traceback.
    """

    def __init__(self, app: Watched, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._app = app

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        except SystemExit:
            if self._app.refused:
                raise Misconfigured(self._app.refused) from None
            raise
        # Code, routes and templates stay to the end. Searching them for garbage again and again
        # made every eightieth page or so wait a tenth of a second.
        gc.freeze()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in STOPPED_BY:
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in STOPPED_BY:
                loop.remove_signal_handler(number)


def server(app: ASGIApp, host: str, port: int) -> Server:
    """A server that ends open streams when it is told to stop; otherwise it would wait for ever."""
    watched = Watched(app)
    config = uvicorn.Config(
        watched,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="on",
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=STREAMS_END_S,
    )
    return Server(watched, config)


def free_port(host: str) -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def is_taken(host: str, port: int) -> bool:
    """Whether somebody listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
