"""`make run`: all of Lotsa in this process, on one file."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Coroutine, Mapping

from fastapi import FastAPI

from deploy.embedded import opened
from deploy.running import is_taken, server
from deploy.watching import REFUSED, worded
from services.intake.desk import Desk
from services.intake.signing_in.first_link import first_link
from shared.logs import log_to_stderr
from shared.settings import Misconfigured, Settings

Greeting = Callable[[Settings, Desk], Awaitable[str]]
"""What the console says once all services have started, from intake's desk."""


async def first_greeting(settings: Settings, desk: Desk) -> str:
    return greeting(settings, await first_link(desk))


async def run(settings: Settings, greets: Greeting = first_greeting) -> None:
    """Serves until a signal comes."""

    async def greet(apps: Mapping[str, FastAPI]) -> None:
        print(await greets(settings, apps["intake"].state.desk), flush=True)

    async with opened(settings, started=greet) as app:
        await server(app, settings.host, settings.port).serve()


def greeting(settings: Settings, link: str) -> str:
    """Where to look, and the one-time link of the first account."""
    lines = [
        "",
        f"  Lotsa is running:  {settings.base_url}/",
        f"  Sign in (once):    {link}",
        f"  Everything is in:  {settings.data}/",
    ]
    if not settings.production:
        lines.append("  This machine only. Ctrl-C stops; starting again finds all as it was.")
    return "\n".join(lines)


def main(serve: Callable[[Settings], Coroutine[None, None, None]] = run) -> None:
    """The entry point: what has to change first ends in one line, not in a traceback."""
    # Who looks at this console wants to read the greeting, and what goes wrong.
    log_to_stderr(logging.WARNING)
    try:
        settings = Settings.of()
        if is_taken(settings.host, settings.port):
            raise Misconfigured(f"port {settings.port} is taken: set LOTSA_PORT to another")
        asyncio.run(serve(settings))
    except REFUSED as why:
        print(f"lotsa: {worded(why)}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
