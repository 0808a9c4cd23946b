"""The `lotsa` command."""

import asyncio
import sys

import typer

from deploy.embedded import opened
from deploy.running import is_taken, server
from shared.logs import log_to_stderr
from shared.settings import Misconfigured, Settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@cli.command()
def run() -> None:
    """Run all of Lotsa in this process, on one file."""
    settings = Settings.of()
    if is_taken(settings.host, settings.port):
        raise Misconfigured(f"port {settings.port} is taken: set LOTSA_PORT to another")
    asyncio.run(run_embedded(settings))


async def run_embedded(settings: Settings) -> None:
    async with opened(settings) as app:
        typer.echo(f"Lotsa: {settings.base_url}")
        await server(app, settings.host, settings.port).serve()


@cli.command()
def version() -> None:
    """Print the version."""
    typer.echo("lotsa 0.1.0")


def main() -> None:
    """The entry point: a setting that has to change ends in one line, not in a traceback."""
    log_to_stderr()
    try:
        cli()
    except Misconfigured as why:
        typer.echo(f"lotsa: {why}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
