"""Ports on the loopback address that stay an engine's own while it is down."""

import random
import socket

# Below the range from which systems give ports to outgoing connections. In that range, somebody's
# connection could take a killed engine's port, and a client that tries it again and again would in
# the end connect to itself.
FIRST, LAST = 20_000, 32_000


def free_port() -> int:
    """A port nobody listens on now."""
    while True:
        port = random.randrange(FIRST, LAST)
        with socket.socket() as attempt:
            try:
                attempt.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
