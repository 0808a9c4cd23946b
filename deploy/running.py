"""Running applications: one server per process, stopped by a signal, open streams ended first."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

STREAMS_END_S = 5
STOPPED_BY = (signal.SIGINT, signal.SIGTERM)


class Server(uvicorn.Server):
    """A server that ends well after a signal: the stock one raises it again at its end."""

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
    config = uvicorn.Config(
        app,
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
    return Server(config)


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
