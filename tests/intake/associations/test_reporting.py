"""A guide reports an association; a coordinator looks, and blocks it or lets it be."""

import httpx
import pytest

from services.intake.associations.association import Association
from services.intake.associations.reporting import MOST, REASONS, reported
from tests.intake.door import API, bodies, call, known, reread, send, signed_in, verified
from tests.stage import Stage


@pytest.fixture
async def choir(stage: Stage) -> Association:
    return await verified(stage, "Kören", "sara@example.org")


async def says(browser: httpx.AsyncClient, one: Association, reason: str) -> httpx.Response:
    return await send(browser, f"/associations/{one.id}/report", {"reason": reason})


async def test_the_others_are_told_once_and_it_goes_on_until_one_has_looked(
    stage: Stage, guide: httpx.AsyncClient, chief: httpx.AsyncClient, choir: Association
) -> None:
    for _ in range(2):
        await says(guide, choir, "unsafe")
    await stage.settle()
    (told,) = bodies(stage, "AssociationReported")
    assert (await known(stage, "chief@example.org")).id in told["coordinators"]
    assert "unsafe" not in str(told)
    assert (await reread(stage, choir)).state == "verified"
    said = str(REASONS["unsafe"])
    page = (await chief.get("/associations")).text
    assert said in page
    assert f"<b>{said}</b> (<bdi>Sara</bdi>" in page
    assert said in (await guide.get(f"/associations/{choir.id}/report")).text
    await send(chief, f"/associations/{choir.id}/looked-at")
    assert said not in (await chief.get("/associations")).text
    assert (await reread(stage, choir)).state == "verified"
    # Said anew, it is told anew.
    await says(guide, choir, "unsafe")
    await stage.settle()
    assert len(bodies(stage, "AssociationReported")) == 2


async def test_it_stands_above_those_of_whom_nothing_is_said(
    stage: Stage, guide: httpx.AsyncClient, chief: httpx.AsyncClient, choir: Association
) -> None:
    stage.clock.passes(hours=1)
    later = await verified(stage, "Schackklubben", "bo@example.org")
    before = (await chief.get("/associations")).text
    assert before.index(choir.name) < before.index(later.name)
    await says(guide, later, "gone")
    after = (await chief.get("/associations")).text
    assert after.index(later.name) < after.index(choir.name)


async def test_blocking_deals_with_it_and_a_blocked_one_can_still_be_told_of(
    stage: Stage, guide: httpx.AsyncClient, chief: httpx.AsyncClient, choir: Association
) -> None:
    await says(guide, choir, "money")
    await send(chief, f"/associations/{choir.id}/block")
    assert (await reread(stage, choir)).reports == ()
    await says(guide, choir, "money")
    assert [one.reason for one in (await reread(stage, choir)).reports] == ["money"]


async def test_what_is_wrong_is_chosen(guide: httpx.AsyncClient, choir: Association) -> None:
    refused = await says(guide, choir, "because")
    assert refused.status_code == 422
    assert "Choose from the list" in refused.text


async def test_nobody_else_reads_or_says_it(
    stage: Stage, guide: httpx.AsyncClient, choir: Association
) -> None:
    await says(guide, choir, "untrue")
    club = await signed_in(stage, "sara@example.org")
    page = f"/associations/{choir.id}/report"
    assert (await club.get(page)).status_code == 404
    assert (await club.get(f"{API}/associations/{choir.id}")).json().keys().isdisjoint({"reports"})
    assert (await guide.get("/associations/none/report")).status_code == 404


async def test_programs_do_the_same(
    stage: Stage, guide: httpx.AsyncClient, chief: httpx.AsyncClient, choir: Association
) -> None:
    path = f"/associations/{choir.id}/reports"
    assert (await call(guide, "POST", path, {"reason": "gone"})).status_code == 204
    assert (await call(guide, "POST", path, {"reason": "because"})).status_code == 422
    assert [one.reason for one in (await reread(stage, choir)).reports] == ["gone"]
    assert (await call(guide, "DELETE", path)).status_code in {403, 404}
    assert (await call(chief, "DELETE", path)).is_success
    assert (await reread(stage, choir)).reports == ()


def test_who_reports_is_not_written_to_and_many_words_are_enough() -> None:
    choir = Association(id="a", region="malmo", name="Kören", web=None, does="", contacts=(),
                        contact=None, registered_at=0)  # fmt: skip
    after, (told,) = reported(choir, "k1", "gone", 5, coordinators=("k1", "k2"))
    assert told.model_dump()["coordinators"] == ("k2",)
    assert reported(choir, "k1", "gone", 5, coordinators=("k1",))[1] == ()
    for number in range(2 * MOST):
        after, _ = reported(after, f"g{number}", "gone", 6, coordinators=())
    assert len(after.reports) == MOST
