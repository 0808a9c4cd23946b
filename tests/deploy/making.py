"""Demos to test on: the whole one, a small one, and what is coded in either."""

import asyncio
import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from deploy.demo import DEFAULTS, SEED
from deploy.demo_doing import GUIDES
from deploy.demo_making import Made, make
from deploy.demo_weeks import Weeks, weeks
from shared.settings import Settings

# A Sunday at noon in Stockholm.
NOON = 1_782_640_800_000
OF_PEOPLE = frozenset(
    {
        "register", "claim", "approve", "approve and undo", "dismiss", "person yes", "person no",
        "association yes", "association no", "leave",
    }
)  # fmt: skip


def settings_in(folder: Path, **more: object) -> Settings:
    """What `make demo` would read from its environment."""
    named = {
        name.removeprefix("LOTSA_").lower(): text
        for name, text in DEFAULTS.items()
        if name != "LOTSA_DATA"
    }
    return Settings.model_validate({**named, "demo": True, "data": folder, **more})


def whole(seed: int = SEED) -> Weeks:
    return weeks(seed, NOON, "malmo", len(GUIDES))


def small(seed: int = SEED) -> Weeks:
    """The first associations and people alone, for what need not be seen at full size."""
    plan = whole(seed)
    most = {True: 45, False: 20}
    kept = [one for one in plan.happenings if one.number < most[one.what in OF_PEOPLE]]
    return replace(plan, associations=plan.associations[:20], happenings=tuple(kept))


def made(
    folder: Path, plan: Weeks, progress: Callable[[int, int], None] = lambda _done, _of: None
) -> Made:
    return asyncio.run(make(settings_in(folder), plan, progress))


def documents(folder: Path, table: str) -> list[dict[str, Any]]:
    """What is kept there, as it stands in the file."""
    with sqlite3.connect(folder / "lotsa.sqlite") as db:
        rows = db.execute(f'SELECT id, body FROM "{table}" ORDER BY id').fetchall()  # noqa: S608
    return [{"id": key, **json.loads(body)} for key, body in rows]


def only(docs: Sequence[dict[str, Any]], *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(doc[field] for field in ("id", *fields)) for doc in docs]


def coded_facts(folder: Path) -> dict[str, object]:
    """What does not hang on this installation's keys: people, needs, and all that was decided."""
    cases = documents(folder, "matching__cases")
    return {
        "people": only(documents(folder, "intake__people"), "first_name", "wishes", "language"),
        "associations": only(documents(folder, "intake__associations"), "name", "state"),
        "needs": only(documents(folder, "intake__needs"), "details", "state", "posted_at"),
        "cases": only(cases, "state", "waiting", "reason", "placed", "dropped", "since"),
        "happened": [
            (case["id"], line["at"], line["what"], line["why"], line["match"])
            for case in cases
            for line in case["history"]
        ],
        "matches": only(
            documents(folder, "matching__matches"), "need", "state", "ended", "points", "reasons"
        ),
        "gatherings": only(documents(folder, "events__gatherings"), "title", "starts_at", "state"),
    }
