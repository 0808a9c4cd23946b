"""A service that does not look at sequences: the control that shows what they are for."""

import asyncio
import sys

from deploy import distributed
from deploy.running import server
from shared.logs import log_to_stderr
from shared.settings import Settings


async def serve(service: str) -> None:
    settings = Settings.of(service)
    async with distributed.opened(service, settings, check_sequence=False) as app:
        await server(app, settings.host, settings.port).serve()


if __name__ == "__main__":
    log_to_stderr()
    asyncio.run(serve(sys.argv[1]))
