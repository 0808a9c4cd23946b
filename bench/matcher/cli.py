"""`lotsa match generate | simulate | bench`: pools, replays, and the bars."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bench.matcher.bench import MEASURES, checksums
from bench.matcher.generate import make_pool
from bench.matcher.jsonl import BadLineError, line_of, read_needs, read_people
from bench.matcher.lern_fair.comparison import Comparison, compare
from bench.matcher.lern_fair.picture import draw
from bench.matcher.lern_fair.records import BadRecordError
from bench.matcher.setting import Bar
from bench.matcher.simulate import Outcome, Simulation
from services.matching.engine.errors import EngineError
from services.matching.engine.matcher import Matcher
from services.matching.engine.policy import Policy, packaged_policy, policy_from
from services.matching.engine.rows import Need, Person
from shared.contracts.regions import region, travel_minutes

app = typer.Typer(
    help="The matcher on its own: make pools, replay them, measure.", no_args_is_help=True
)
told = Console(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Seed = Annotated[int, typer.Option(help="The same seed makes the same pool.")]


@app.command()
def generate(
    people: Annotated[int, typer.Argument(min=0, max=2_000_000)],
    needs: Annotated[int, typer.Argument(min=0, max=100_000)],
    folder: Annotated[Path, typer.Argument(file_okay=False)],
    *,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Write a Malmö-like pool as people.jsonl and needs.jsonl."""
    made = make_pool(people, needs, seed)
    folder.mkdir(parents=True, exist_ok=True)
    with Progress(console=told) as progress:
        files: dict[str, Sequence[Person | Need]] = {
            "people.jsonl": made.people,
            "needs.jsonl": made.needs,
        }
        for name, rows in files.items():
            with (folder / name).open("w", encoding="utf-8") as file:
                for row in progress.track(rows, description=name):
                    file.write(line_of(row) + "\n")
    facts = {"people": people, "needs": needs, "seed": seed, "checksum": made.checksum()}
    _print(json.dumps(facts) if as_json else f"{folder}: checksum {made.checksum()}")


@app.command()
def simulate(
    people: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    needs: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    *,
    policy: Annotated[Path | None, typer.Option(exists=True, dir_okay=False)] = None,
    region_code: Annotated[str, typer.Option("--region")] = "malmo",
    as_json: AsJson = False,
) -> None:
    """Replay arrivals in time order, a pass a day, and say what became of everybody."""
    place = region(region_code)
    try:
        rules = _policy(policy)
        rows = read_people(people, len(place.areas)), read_needs(needs, len(place.areas))
    except BadLineError as error:
        _refuse(str(error))
    run = Simulation(Matcher(region_code, rules, travel_minutes(place)), *rows)
    with Progress(console=told) as progress:
        task = progress.add_task("days", total=None)
        outcome = run.run(lambda day, last: progress.update(task, completed=day, total=last))
    if as_json:
        _print(json.dumps(outcome.told(), indent=2))
    else:
        Console().print(_outcome_table(outcome))


def _policy(file: Path | None) -> Policy:
    """Raises BadLineError with file, line of the section or field, and field."""
    if file is None:
        return packaged_policy()
    text = file.read_text(encoding="utf-8")
    try:
        return policy_from(text)
    except EngineError as error:
        raise BadLineError(
            f"{file.name}: line {_line_of(text, error.field)}: {error.field}"
        ) from error


def _line_of(text: str, field: str) -> int:
    """Where the field stands, as far as its last word tells; 1 where it is missing."""
    word = field.rpartition(".")[2]
    lines = enumerate(text.splitlines(), start=1)
    return next((at for at, line in lines if line.split("=")[0].strip(" []") == word), 1)


@app.command()
def bench(
    lern_fair: Annotated[Path | None, typer.Option(exists=True, file_okay=False)] = None,
    picture: Annotated[Path | None, typer.Option(help="Where to draw that curve (SVG).")] = None,
    *,
    seed: Seed = 1,
    seeds: Annotated[int, typer.Option(min=1, help="Seeds of the Lern-Fair replay.")] = 6,
    redraws: Annotated[int, typer.Option(min=0, help="Redraws of its data.")] = 20,
    only: Annotated[str, typer.Option(help="Measures whose name begins so.")] = "",
    as_json: AsJson = False,
) -> None:
    """Measure every bar beside its comparison; exit status 1 where one does not hold."""
    if lern_fair is None:
        bars = _measured(seed, only)
    else:
        found = _compared(lern_fair, seeds, redraws)
        bars = found.bars()
        if picture:
            picture.write_text(draw(found), encoding="utf-8")
    if as_json:
        _print(json.dumps([asdict(bar) for bar in bars], indent=2))
    else:
        Console().print(f"pools: {', '.join(checksums(seed))}", _bar_table(bars))
    raise typer.Exit(0 if all(bar.holds for bar in bars) else 1)


def _measured(seed: int, only: str) -> list[Bar]:
    bars: list[Bar] = []
    with Progress(console=told) as progress:
        chosen = [one for one in MEASURES if one[0].startswith(only)]
        for name, measure in progress.track(chosen, description="bars"):
            progress.console.print(name)
            bars += measure(seed)
    return bars


def _compared(folder: Path, seeds: int, redraws: int) -> Comparison:
    with Progress(console=told) as progress:
        task = progress.add_task("replays", total=None)
        try:
            return compare(
                folder,
                seeds,
                redraws,
                lambda done, of: progress.update(task, completed=done, total=of),
            )
        except (BadRecordError, FileNotFoundError) as error:
            _refuse(str(error))


def _outcome_table(outcome: Outcome) -> Table:
    table = Table("", "", title=f"{outcome.days} days, policy {outcome.policy}")
    for name, value in outcome.told().items():
        if name != "by_swedish":
            table.add_row(name, f"{value:,.3f}" if isinstance(value, float) else str(value))
    for level, group in outcome.by_swedish.items():
        share = group.matched / group.people if group.people else 0
        table.add_row(
            f"swedish {level}", f"{share:.1%} of {group.people}, {group.mean_wait_days:.1f} days"
        )
    return table


def _bar_table(bars: list[Bar]) -> Table:
    table = Table("bar", "value", "wanted", "holds", "beside")
    for bar in bars:
        value = f"{bar.value:,.4g} {bar.unit}"
        table.add_row(bar.bar, value, bar.wanted, "yes" if bar.holds else "NO", bar.beside)
    return table


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")


def _refuse(text: str) -> NoReturn:
    told.print(f"[red]{text}[/red]")
    raise typer.Exit(2)
