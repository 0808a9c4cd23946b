"""The `lotsa` command."""

import asyncio
import sys
from typing import Annotated

import typer

from bench.matcher.cli import app as match
from deploy import backups, desks, distributed, users
from deploy.run import run as run_embedded
from deploy.running import is_taken, server
from deploy.watching import REFUSED, worded
from shared.contracts.paths import SERVICES
from shared.logs import log_to_stderr
from shared.settings import Misconfigured, Settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
cli.add_typer(desks.cli, name="dead")
cli.add_typer(match, name="match")
cli.add_typer(users.cli, name="user")
cli.command()(backups.backup)
cli.command()(backups.restore)
cli.command()(backups.move)


@cli.command()
def run() -> None:
    """Run all of Lotsa in this process, on one file."""
    settings = Settings.of()
    check_port(settings)
    asyncio.run(run_embedded(settings))


@cli.command()
def serve(
    service: Annotated[str, typer.Argument(help="intake, matching, events or notifications")],
) -> None:
    """Run one service, on MongoDB (LOTSA_STORE) and Kafka (LOTSA_KAFKA)."""
    if service not in SERVICES:
        raise Misconfigured(f"no such service: choose one of {', '.join(SERVICES)}")
    settings = Settings.of(service)
    check_port(settings)

    async def serving() -> None:
        async with distributed.opened(service, settings) as app:
            await server(app, settings.host, settings.port).serve()

    asyncio.run(serving())


@cli.command()
def prepare() -> None:
    """Make keys, topics and indexes where they are missing. Harmless to repeat."""
    for line in asyncio.run(distributed.prepare(Settings.of())):
        typer.echo(line)


@cli.command()
def version() -> None:
    """Print the version."""
    typer.echo("lotsa 0.1.0")


def check_port(settings: Settings) -> None:
    """Raises Misconfigured where somebody else listens already."""
    if is_taken(settings.host, settings.port):
        raise Misconfigured(f"port {settings.port} is taken: set LOTSA_PORT to another")


def main() -> None:
    """The entry point: a setting that has to change ends in one line, not in a traceback."""
    log_to_stderr()
    try:
        cli()
    except REFUSED as why:
        typer.echo(f"lotsa: {worded(why)}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
