"""A board to look at: a few believable cases, made by messages, on a server of its own.

    python -m tests.matching.seeing FOLDER PORT

prints the cookie of a guide and two answer links.
"""

import asyncio
import sys
from pathlib import Path

import uvicorn

from services.matching.answers import answer
from services.matching.matches import MATCHES
from shared.contracts.intake import Wishes
from tests.matching.saying import an_id
from tests.matching.stage import Clock, Stage, staged

NEEDS = (
    ("football", "Malmö BoIS", "Fotboll för alla", "participant", "football", "tue_evening"),
    ("choir", "Kören Havsvind", "Vi sjunger på tisdagar", "participant", "choir", "tue_evening"),
    (
        "cafe",
        "Röda Korset",
        "Språkcafé i biblioteket",
        "participant",
        "language_cafe",
        "wed_evening",
    ),
    ("coach", "Rosengårds FK", "Ledare för flickor 10–12", "leader", "football", "sat_midday"),
    ("referee", "Malmö Handboll", "Domare i knattecupen", "referee", "handball", "sun_morning"),
)
PEOPLE = (
    ("amira", ("participant",), ("football", "choir", "language_cafe"), "little"),
    ("bahar", ("participant",), ("choir", "cooking"), "none"),
    ("cem", ("leader", "participant"), ("football",), "good"),
    ("dalia", ("referee",), ("handball",), "very_good"),
    ("ermias", ("helper",), ("chess",), "little"),
    ("farid", ("participant",), ("football",), "good"),
)


async def filled(stage: Stage) -> list[str]:
    """Cases in every column; returns two answer links."""
    for name, association, title, kind, activity, slot in NEEDS:
        await stage.need(
            name,
            association,
            title=title,
            kind=kind,
            activities=(activity,),
            slots=(slot,),
            seats=2,
        )
    for name, kinds, interests, swedish in PEOPLE:
        slots = ("tue_evening", "wed_evening", "sat_midday", "sun_morning")
        wishes = Wishes(
            kinds=kinds, interests=interests, swedish=swedish, slots=slots,
            languages=("ar", "en"), area="mollevangen", skills=("coach",),
        )  # fmt: skip
        await stage.person(name, wishes)
        await stage.settle()
        stage.clock.now += 3_600_000
    async with stage.client("guide a", "guide") as guide:
        for name in ("cem", "dalia", "farid"):
            match = (await stage.matches_of(an_id(name)))[0]
            path = f"/cases/{match.case}/approve?match={match.id}&seen={match.version}"
            await guide.send_form(path)
            await stage.settle()
            if name != "farid":
                await stage.pass_time(30_000)
    first, second = [(await stage.matches_of(an_id(name)))[0] for name in ("cem", "dalia")]
    await answer(second, "person", "yes", stage.desk)
    await stage.settle()
    second = await stage.desk.store.get(MATCHES, second.id) or second
    return [stage.link(first, "person"), stage.link(second, "association")]


async def tick(stage: Stage) -> None:
    """Lets the clock run."""
    while True:
        await asyncio.sleep(0.1)
        stage.clock.now += 100


async def show(folder: Path, port: int) -> None:
    async with staged(folder, Clock(1_780_000_000_000)) as stage:
        links = await filled(stage)
        guide = stage.client("guide a", "guide")
        club = stage.client("club", "association", association=an_id("Malmö Handboll"))
        cases = [(await stage.case_of(an_id(name))).id for name in ("amira", "ermias")]
        lines = {
            "guide": guide.cookies["lotsa-session"],
            "club": club.cookies["lotsa-session"],
            "case": " ".join(cases),
            "links": " ".join(links),
        }
        sys.stdout.write("".join(f"{name} {text}\n" for name, text in lines.items()))
        sys.stdout.flush()
        loops = [stage.running.due.run(), stage.desk.watch.run(stage.desk.store), tick(stage)]
        running = [asyncio.create_task(loop) for loop in loops]
        config = uvicorn.Config(stage.app, port=port, lifespan="off", log_level="warning")
        await uvicorn.Server(config).serve()
        for task in running:
            task.cancel()


if __name__ == "__main__":
    asyncio.run(show(Path(sys.argv[1]), int(sys.argv[2])))
