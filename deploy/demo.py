"""`make demo`: a believable Malmö in a folder of its own, with invented people whom nobody writes to."""

import os
import sys
from typing import Final

from deploy.demo_doing import GUIDES
from deploy.demo_making import Made, known, make
from deploy.demo_weeks import Weeks, weeks
from deploy.progress import shown
from deploy.run import main as run_main
from deploy.run import run
from services.intake.desk import Desk
from services.intake.people.person import PEOPLE
from services.intake.people.register import link_of
from services.intake.signing_in.first_link import first_link
from services.intake.signing_in.sign_in import ready_link
from shared.service import utc_now
from shared.settings import Settings

# What a demo has where nothing else is set; the number is one kept for films and books.
DEFAULTS: Final = {
    "LOTSA_DATA": ".lotsa-demo",
    "LOTSA_FIRST_EMAIL": "samordnare@example.org",
    "LOTSA_OPERATOR_NAME": "Lotsa demo",
    "LOTSA_OPERATOR_PHONE": "040-628 04 00",
    "LOTSA_OPERATOR_EMAIL": "lotsa@example.org",
    "LOTSA_PROTECTED_PHONE": "040-628 04 01",
}
SEED: Final = 2021
MAKING: Final = "Making the demo: six weeks in Malmö"
STOPPED: Final = "Stopped half-way. The next start makes the demo anew."


async def demo(settings: Settings) -> None:
    """Serves the demo until a signal comes; makes it first where there is none."""
    made = known(settings.data)
    if made is None:
        with shown(MAKING) as progress:
            made = await make(settings, planned(settings, utc_now()), progress)
    there = made

    async def greets(settings: Settings, desk: Desk) -> str:
        return greeting(settings, await links(there, desk))

    await run(settings, greets)


def planned(settings: Settings, now: int) -> Weeks:
    """Six weeks up to `now` (UTC ms), the same ones at every making."""
    return weeks(SEED, now, settings.region, len(GUIDES))


async def links(made: Made, desk: Desk) -> dict[str, str]:
    """Where each of the four kinds of people begin."""
    person = await desk.store.get(PEOPLE, made.person)
    found = {
        "Coordinator": await first_link(desk),
        "Guide": await ready_link(desk, made.guide),
        "Association": await ready_link(desk, made.contact),
    }
    if person is not None:
        key = link_of(person.id, person.generation, desk.keys)
        found["Newcomer"] = f"{desk.settings.base_url}/my/{key}"
    return found


def greeting(settings: Settings, links: dict[str, str]) -> str:
    """Where to look, as whom."""
    return "\n".join(
        [
            "",
            f"  The demo is running:  {settings.base_url}/",
            "  Each link signs in once, within 15 minutes; use a private window for each:",
            *(f"    {who + ':':<13}{link}" for who, link in links.items()),
            f"  Everything is in:     {settings.data}/",
            "  Everybody is invented, and nothing is ever sent. Ctrl-C stops.",
        ]
    )


def main() -> None:
    """The entry point. A demo is a demo whatever else is set."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    os.environ["LOTSA_DEMO"] = "true"
    try:
        run_main(demo)
    except KeyboardInterrupt:
        print(f"\n{STOPPED}", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
