"""A start that others could reach is refused while anything is as it comes (check 19).

`tests/shared/test_settings.py` has the whole table; here the real commands are started.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.events.app import EVENTS
from tests.journeys.lotsa import ROOT
from tests.stage import staged

SECRET = "canary-of-a-password"
READY = {
    "LOTSA_URL": "https://lotsa.example.org",
    "LOTSA_OPERATOR_NAME": "Staden",
    "LOTSA_OPERATOR_PHONE": "040-00 00 00",
    "LOTSA_OPERATOR_EMAIL": "hej@example.org",
    "LOTSA_DATA_PROTECTION": "dpo@example.org",
    "LOTSA_SMTP_URL": f"smtps://lotsa:{SECRET}@mail.example.org:465",
}


@pytest.mark.parametrize(
    ("words", "change", "named"),
    [
        (["deploy.run"], {"LOTSA_URL": "http://lotsa.example.org"}, "LOTSA_URL"),
        (["deploy.run"], {"LOTSA_OPEN_DOCS": "1"}, "LOTSA_OPEN_DOCS"),
        (["deploy.lotsa", "serve", "intake"], {}, "LOTSA_STORE"),
    ],
)
def test_the_start_ends_in_one_line(
    tmp_path: Path, words: list[str], change: dict[str, str], named: str
) -> None:
    env = {**os.environ, **READY, "LOTSA_DATA": str(tmp_path), "LOTSA_PORT": "0", **change}
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = done.stderr.strip()
    assert (done.returncode, said.count("\n")) == (2, 0), said
    assert named in said
    assert SECRET not in said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("open_docs", "status"), [(False, 404), (True, 200)])
async def test_interactive_docs_are_closed_unless_opened(
    tmp_path: Path, *, open_docs: bool, status: int
) -> None:
    async with staged(EVENTS, tmp_path, open_docs=open_docs) as stage, stage.client() as browser:
        assert (await browser.get("/events/api/docs")).status_code == status
        assert (await browser.get("/events/api/redoc")).status_code == 404
