"""A service whose clock runs ahead of the machine's by what a file says, for all of them alike.

Nothing but the clock differs from `lotsa serve`: half a year passes while the broker, the store and
the processes are the real ones. The file is named by LOTSA_TEST_SHIFT and holds milliseconds.
"""

import asyncio
import os
import sys
import time
from pathlib import Path

from deploy import distributed
from deploy.running import server
from shared.logs import log_to_stderr
from shared.service import Clock, utc_now
from shared.settings import Settings

LOOK_EVERY_S = 0.1


def shifted(file: Path) -> Clock:
    """The time as the file says; looked at ten times a second at most."""
    known: dict[str, float] = {"at": float("-inf"), "ahead": 0}

    def now() -> int:
        if time.monotonic() - known["at"] >= LOOK_EVERY_S:
            known["ahead"] = int(file.read_text() or "0")
            known["at"] = time.monotonic()
        return utc_now() + int(known["ahead"])

    return now


async def serve(service: str) -> None:
    settings = Settings.of(service)
    now = shifted(Path(os.environ["LOTSA_TEST_SHIFT"]))
    async with distributed.opened(service, settings, now=now) as app:
        await server(app, settings.host, settings.port).serve()


if __name__ == "__main__":
    log_to_stderr()
    asyncio.run(serve(sys.argv[1]))
