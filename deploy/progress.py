"""How far a long work is: a bar on a terminal, elsewhere a line now and then."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

EVERY: Final = 4
"""So many lines where there is no terminal."""
Told = Callable[[int, int], None]


@contextlib.contextmanager
def shown(said: str, console: Console | None = None) -> Iterator[Told]:
    """Whom to tell how many of how many steps are done of the work that `said` names."""
    console = console or Console(file=sys.stdout)
    if not console.is_terminal:
        yield lines(said, console)
        return
    columns = (TextColumn(said), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(said)

        def tell(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        yield tell


def lines(said: str, console: Console) -> Told:
    """A line for each quarter."""
    console.print(f"{said} …")

    def tell(done: int, of: int) -> None:
        if done * EVERY // of > (done - 1) * EVERY // of:
            console.print(f"{100 * done // of} %")

    return tell
