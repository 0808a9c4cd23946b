"""The demo as it stands once it is made."""

import asyncio
import re
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.demo import greeting, links
from deploy.demo_making import Made, known
from deploy.demo_town import town_in
from deploy.embedded import Embedded, opened
from services.intake.signing_in.sign_in import ask
from services.matching.columns import board
from services.matching.filters import Filters
from services.notifications.documents import DELIVERIES
from shared.settings import Misconfigured, Settings
from shared.web.sessions import Role, Session
from tests.deploy.making import NOON, coded_facts, documents, made, settings_in, small, whole
from tests.journeys.post import Post

BANNER = "nobody is written to"


class Stopped(Exception):
    """Somebody pressed Ctrl-C."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Made]:
    folder = Path(tmp_path_factory.mktemp("demo"))
    return folder, made(folder, whole())


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def coordinator() -> Session:
    roles: frozenset[Role] = frozenset({"guide", "coordinator"})
    return Session("test", "coordinator", roles, ("malmo",), None, 4_000_000_000)


def browser(lotsa: Embedded) -> httpx.AsyncClient:
    """A coordinator's, in English."""
    keys = lotsa.apps["intake"].state.desk.keys
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=lotsa),
        base_url="http://127.0.0.1:8080",
        cookies={"lotsa-session": coordinator().sign(keys), "lang": "en"},
    )


def test_every_state_stands_on_the_board(demo: tuple[Path, Made]) -> None:
    async def look() -> None:
        async with town_in(settings_in(demo[0]), NOON) as town:
            view = await board(coordinator(), Filters(most=100), town.matching)
            assert all(column.total >= 10 for column in view.columns[:4])
            cases = [case for column in view.columns for case in column.cases]
            assert {case.waiting for case in cases} >= {
                "need", "guide", "person", "association", "introduction",
            }  # fmt: skip
            assert {case.claimed for case in cases} == {True, False}
            assert any(case.hints for case in cases)

    run(look())


def test_there_are_cases_of_every_ending(demo: tuple[Path, Made]) -> None:
    folder = demo[0]
    assert len(documents(folder, "intake__people")) == 200
    states = Counter(one["state"] for one in documents(folder, "intake__associations"))
    assert states == {"verified": 56, "waiting": 3, "blocked": 1}
    ends = {one["ended"] for one in documents(folder, "matching__matches")}
    assert ends >= {"person_no", "association_no", "wrong_time", "own_wish", "placed"}
    happened = {
        line["what"] for one in documents(folder, "matching__cases") for line in one["history"]
    }
    assert happened >= {"claimed", "undone", "nothing_yet", "withdrawn", "association_yes"}
    kept = {one["reason"] for one in documents(folder, "intake__needs")}
    assert kept == {None, "filled", "withdrawn", "blocked"}
    published = [one["state"] for one in documents(folder, "events__gatherings")]
    assert sorted(published) == ["draft", *["published"] * 5]
    letters = {one["order"]["template"] for one in documents(folder, "notifications__deliveries")}
    assert letters == {
        "receipt", "ask_person", "ask_association", "agreed", "sign_in", "verified",
        "remind_person", "remind_association", "ask_still", "my_day", "ended_person",
    }  # fmt: skip


def test_nothing_failed_while_it_was_made(demo: tuple[Path, Made]) -> None:
    for service in ("intake", "matching", "events", "notifications"):
        assert documents(demo[0], f"{service}__parked") == []
    sent = Counter(one["state"] for one in documents(demo[0], "notifications__deliveries"))
    assert set(sent) <= {"sent", "call", "queued"}


def test_nobody_but_at_example_org(demo: tuple[Path, Made]) -> None:
    text = (demo[0] / "lotsa.sqlite").read_bytes().decode("utf-8", errors="replace")
    found = set(re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", text))
    assert found == {"example.org"}


def test_the_same_seed_gives_the_same_facts(tmp_path: Path) -> None:
    for name in ("one", "other"):
        made(tmp_path / name, small())
    assert coded_facts(tmp_path / "one") == coded_facts(tmp_path / "other")
    made(tmp_path / "third", small(seed=7))
    assert coded_facts(tmp_path / "third") != coded_facts(tmp_path / "one")


async def letter_asked_for(settings: Settings) -> str | None:
    """The channel by which a letter left that an association's contact asked for just now."""
    async with opened(settings) as lotsa, lotsa.running():
        desk = lotsa.apps["intake"].state.desk
        started = desk.now()
        await ask(desk, "forening01@example.org")
        store = lotsa.apps["notifications"].state.desk.store
        for _ in range(200):
            # Clocks of the demo may have something to say at the same time.
            sent = await store.find(DELIVERIES, {"state": "sent"}, order="-queued_at")
            asked = [one for one in sent if one.order.template == "sign_in"]
            if asked and asked[0].queued_at >= started:
                return str(asked[0].channel)
            await asyncio.sleep(0.05)
    return None


def test_a_demo_writes_to_nobody_though_a_mail_server_is_set(tmp_path: Path, post: Post) -> None:
    folder = tmp_path / "demo"
    made(folder, small())
    set_up = {"smtp_url": post.url, "quiet_hours": "0-0"}
    assert run(letter_asked_for(settings_in(folder, **set_up))) == "outbox"
    assert post.received("forening01@example.org") == []
    control = settings_in(folder, **set_up, demo=False)
    assert run(letter_asked_for(control)) == "email"
    assert len(post.received("forening01@example.org")) == 1


def test_the_banner_stands_on_every_page(demo: tuple[Path, Made]) -> None:
    async def look() -> None:
        async with opened(settings_in(demo[0])) as lotsa, lotsa.running():
            shown = await links(demo[1], lotsa.apps["intake"].state.desk)
            newcomer = shown["Newcomer"].removeprefix("http://127.0.0.1:8080")
            async with browser(lotsa) as reader:
                for path in ("/", "/form/kind", "/board", "/outbox", "/associations", newcomer):
                    page = await reader.get(path)
                    assert page.status_code == 200, path
                    assert BANNER in page.text, path
        real = settings_in(demo[0], demo=False)
        async with opened(real) as lotsa, lotsa.running(), browser(lotsa) as reader:
            assert BANNER not in (await reader.get("/")).text

    run(look())


def test_a_second_start_finds_it_and_shows_where_to_look(demo: tuple[Path, Made]) -> None:
    folder, there = demo
    assert known(folder) == there
    assert not (folder / "making").exists()

    async def look() -> str:
        async with opened(settings_in(folder)) as lotsa, lotsa.running():
            desk = lotsa.apps["intake"].state.desk
            return greeting(desk.settings, await links(there, desk))

    said = run(look())
    assert len(re.findall(r"/sign-in/[\w-]{22}", said)) == 3
    assert len(re.findall(r"/my/[\w-]{22}", said)) == 1


def test_a_making_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    def stop(done: int, _of: int) -> None:
        if done == 20:
            raise Stopped

    with pytest.raises(Stopped):
        made(tmp_path, small(), stop)
    assert known(tmp_path) is None
    there = made(tmp_path, small())
    assert known(tmp_path) == there


def test_a_demo_that_was_made_but_not_moved_is_moved(tmp_path: Path) -> None:
    there = made(tmp_path, small())
    half = tmp_path / "making"
    half.mkdir()
    for name in ("lotsa.sqlite", "demo.json"):
        (tmp_path / name).rename(half / name)
    assert known(tmp_path) == there
    assert not half.exists()


def test_a_folder_of_real_people_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "lotsa.sqlite").write_bytes(b"somebody's")
    with pytest.raises(Misconfigured):
        known(tmp_path)
    assert (tmp_path / "lotsa.sqlite").read_bytes() == b"somebody's"
