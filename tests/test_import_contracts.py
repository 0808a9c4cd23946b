"""The import contracts hold, and each of them can be broken."""

import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("deploy", "services", "shared")

BREAKS = [
    ("services-are-independent", "services/matching/needs.py", "import services.intake.desk"),
    ("shared-knows-no-service", "shared/bus/direct.py", "import services.intake.desk"),
    ("kafka-in-one-place", "shared/service.py", "import aiokafka"),
    ("kafka-in-one-place", "services/events/desk.py", "from faststream import kafka"),
    ("motor-in-one-place", "services/events/desk.py", "import motor"),
    ("apps-are-for-deploying", "services/matching/board.py", "import services.matching.app"),
    ("apps-are-for-deploying", "shared/web/static.py", "import services.events.app"),
    ("pure-modules", "services/matching/engine/words.py", "import fastapi"),
    ("pure-modules", "shared/contracts/codes.py", "import sqlite3"),
    ("pure-modules", "services/events/planning.py", "import shared.store.mongo"),
    ("layers-of-intake", "services/intake/people/person.py", "import services.intake.hearing"),
    ("layers-of-matching", "services/matching/engine/words.py", "import services.matching.needs"),
    ("layers-of-matching", "services/matching/needs.py", "import services.matching.board"),
    ("layers-of-events", "services/events/planning.py", "import services.events.gatherings"),
    ("layers-of-notifications", "services/notifications/quiet.py", "import services.notifications.outbox"),
    ("layers-of-events", "services/events/not_in_any_layer.py", ""),
    ("no-cycles", "shared/bus/record.py", "import shared.bus.listening"),
]  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources alone, where a test may add what it likes."""
    folder = tmp_path_factory.mktemp("sources")
    for package in PACKAGES:
        for source in (ROOT / package).rglob("*.py"):
            target = folder / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_contracts_hold() -> None:
    ended = lint(ROOT)

    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize(("contract", "file", "line"), BREAKS)
def test_each_contract_can_be_broken(copy: Path, contract: str, file: str, line: str) -> None:
    path = copy / file
    before = path.read_text() if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n")
    try:
        ended = lint(copy, "--contract", contract)
    finally:
        path.write_text(before) if before is not None else path.unlink()

    assert ended.returncode == 1, ended.stdout
    assert "Contracts: 0 kept, 1 broken." in ended.stdout


def test_every_contract_is_broken_once_above() -> None:
    text = (ROOT / ".importlinter").read_text()
    declared = {part.split("]")[0] for part in text.split("[importlinter:")[1:]}

    assert declared == {contract for contract, _, _ in BREAKS}


def test_no_module_imports_itself_in_a_circle() -> None:
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    circles = {
        module
        for module in graph.modules
        for imported in graph.find_modules_directly_imported_by(module)
        if module in graph.find_upstream_modules(imported)
    }

    assert circles == set()
