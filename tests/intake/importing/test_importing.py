"""A coordinator's table: every problem named before anything is kept; put in once, however often."""

from uuid import uuid4

import httpx
import pytest

from services.intake.associations.association import ASSOCIATIONS, Association
from services.intake.importing.checking import MOST
from services.intake.importing.imports import IMPORTS
from services.intake.needs.need import NEEDS
from tests.intake.door import API, bodies, call, desk_of, send, token, verified
from tests.stage import Stage

CLUBS = (
    "Name of the association;First name of the contact;E-mail address of the contact;Språk i brev\n"
    "Husie odling;Ulla;ulla@example.org;Svenska\n"
    "Rosengårds schack;Omar;omar@example.org;العربية\n"
)
NEEDS_TABLE = (
    "association\tkind\ttitle\tactivities\tseats\tslots\tages\tarea\tstep_free\n"
    "Kören\tparticipant\tSjung med oss\tSång och kör, music\t5\tTisdag kväll\t26-64; 65+\tLugnet\tja\n"
)


def boss(stage: Stage) -> httpx.AsyncClient:
    browser = stage.client("coordinator")
    browser.headers["accept-language"] = "en"
    return browser


async def all_associations(stage: Stage) -> list[Association]:
    return await desk_of(stage).store.find(ASSOCIATIONS, {"region": "malmo"}, order="registered_at")


async def put_in(browser: httpx.AsyncClient, stage: Stage, text: str, **more: str) -> str:
    kind = "needs" if text.startswith("association") else "associations"
    form = {"kind": kind, "table": text, "go": "put_in", **more}
    answer = await send(browser, "/import", form)
    assert answer.status_code == 303, answer.text
    await stage.settle()
    return answer.headers["location"]


async def test_looking_it_over_keeps_nothing_and_shows_every_line(stage: Stage) -> None:
    browser = boss(stage)
    page = await send(browser, "/import", {"kind": "associations", "table": CLUBS, "go": "check"})
    assert page.status_code == 200
    for said in ("Husie odling", "Rosengårds schack", 'value="put_in"', "Nothing is kept yet"):
        assert said in page.text
    assert await all_associations(stage) == []
    assert await desk_of(stage).store.find(IMPORTS, {}) == []


async def test_a_file_is_read_like_what_was_pasted(stage: Stage) -> None:
    browser = boss(stage)
    form = {"kind": "associations", "go": "check", "form_token": await token(browser)}
    for raw in (CLUBS.encode("utf-8-sig"), CLUBS.replace("العربية", "ar").encode("cp1252")):
        page = await browser.post("/import", data=form, files={"file": ("t.csv", raw)})
        assert page.status_code == 200
        assert "Rosengårds schack" in page.text


async def test_lines_become_associations_that_wait_or_are_verified(stage: Stage) -> None:
    browser = boss(stage)
    where = await put_in(browser, stage, CLUBS)
    waiting = await all_associations(stage)
    assert [one.state for one in waiting] == ["waiting", "waiting"]
    assert bodies(stage, "AssociationVerified") == []
    page = await browser.get(where)
    assert ("2 of 2" in page.text, "refresh" in page.headers) == (True, False)
    await put_in(browser, stage, CLUBS, verify="yes")
    after = await all_associations(stage)
    assert [(one.id, one.state) for one in after] == [(one.id, "verified") for one in waiting]
    assert len(bodies(stage, "AssociationVerified")) == 2


async def test_the_same_table_again_changes_nothing(stage: Stage) -> None:
    browser = boss(stage)
    await verified(stage, "Kören", "kor@example.org")
    for text in (CLUBS, NEEDS_TABLE):
        await put_in(browser, stage, text, verify="yes")
    before = (await all_associations(stage), len(stage.bus.sent))
    for text in (CLUBS, NEEDS_TABLE):
        where = await put_in(browser, stage, text, verify="yes")
        shown = (await browser.get(f"{API}/imports/{where.rpartition('/')[2]}")).json()
        assert (shown["made"], shown["known"]) == (0, shown["total"])
    assert (await all_associations(stage), len(stage.bus.sent)) == before
    page = await send(browser, "/import", {"kind": "associations", "table": CLUBS, "go": "check"})
    assert "Is here already" in page.text


async def test_a_need_is_posted_in_words_or_codes(stage: Stage) -> None:
    made = await verified(stage, "Kören", "kor@example.org")
    await put_in(boss(stage), stage, NEEDS_TABLE)
    (need,) = await desk_of(stage).store.find(NEEDS, {"association": made.id}, order="posted_at")
    assert need.details.activities == ("choir", "music")
    assert (need.details.area, need.details.step_free) == ("lugnet", True)
    assert need.details.ages == ("26-64", "65+")
    assert [one["need"] for one in bodies(stage, "NeedPosted")] == [need.id]


WRONG = {
    "name;contact_name\nA;B": [(1, "E-mail address of the contact")],
    "name;contact_name;contact_email;shoe size\nA;B;c;d": [(1, "shoe size")],
    "name;name;contact_name;contact_email\nA;A;B;c": [(1, "name")],
    CLUBS + "X;;no address;Klingon\n": [
        (4, "Name of the association"),
        (4, "First name of the contact"),
        (4, "E-mail address of the contact"),
        (4, "Language of letters"),
    ],
    CLUBS + "HUSIE  Odling;Ulla;ulla@example.org;sv\n": [(4, "Name of the association")],
    CLUBS + "A;B;c@example.org;sv;one more\n": [(4, "")],
    'name;"open\nA;B': [(0, "")],
    "name;contact_name;contact_email": [(0, "")],
    "": [(0, "")],
    NEEDS_TABLE.replace("Kören", "Nobody"): [(2, "Association")],
    NEEDS_TABLE.replace("Lugnet", "Atlantis").replace("Sång och kör, music", ""): [
        (2, "Activities"),
        (2, "Area"),
    ],
}


@pytest.mark.parametrize("text", WRONG)
async def test_every_problem_is_named_by_line_field_and_remedy(stage: Stage, text: str) -> None:
    await verified(stage, "Kören", "kor@example.org")
    before = len(stage.bus.sent)
    browser = boss(stage)
    kind = "needs" if text.startswith("association") else "associations"
    looked = await call(browser, "POST", "/imports/check", {"kind": kind, "table": text})
    found = looked.json()["problems"]
    assert [(one["line"], one["field"]) for one in found] == WRONG[text]
    assert all(one["remedy"] for one in found)
    page = await send(browser, "/import", {"kind": kind, "table": text, "go": "put_in"})
    assert (page.status_code, 'role="alert"' in page.text) == (422, True)
    refused = await call(browser, "POST", "/imports", {"kind": kind, "table": text})
    assert refused.status_code == 422
    await stage.settle()
    assert (len(await all_associations(stage)), len(stage.bus.sent)) == (1, before)


async def test_problems_are_said_in_the_readers_language(stage: Stage) -> None:
    browser = stage.client("coordinator")
    browser.headers["accept-language"] = "sv"
    page = await send(browser, "/import", {"kind": "associations", "table": CLUBS + "X;;;\n"})
    assert "Rad 4" in page.text
    assert "Föreningens namn" in page.text


async def test_many_lines_are_put_in_a_few_at_a_time_and_a_crash_makes_none_twice(
    stage: Stage,
) -> None:
    head = "name,contact_name,contact_email\n"
    many = head + "".join(f"Klubb {n},Eva,eva{n}@example.org\n" for n in range(45))
    browser = boss(stage)
    answer = await send(browser, "/import", {"kind": "associations", "table": many, "go": "put_in"})
    where = answer.headers["location"]
    assert "refresh" in (await browser.get(where)).headers
    desk = desk_of(stage)
    (waiting,) = await desk.store.find(IMPORTS, {})
    await stage.settle()
    assert "20 of 45 lines" in (await browser.get(where)).text
    await later(stage)
    (over,) = await desk.store.find(IMPORTS, {})
    assert (over.rows, over.made, len(await all_associations(stage))) == ((), 45, 45)
    # As after a restore, or a crash before the save: all lines wait once more.
    await desk.store.save(
        IMPORTS, over.model_copy(update={"rows": waiting.rows, "due": waiting.due})
    )
    await later(stage)
    assert len(await all_associations(stage)) == 45
    stage.clock.passes(hours=25)
    await stage.settle()
    assert await desk.store.find(IMPORTS, {}) == []


async def later(stage: Stage) -> None:
    """Each batch is due a moment after the one before."""
    for _ in range(4):
        stage.clock.passes(seconds=1)
        await stage.settle()


async def test_a_second_click_is_the_same_import(stage: Stage) -> None:
    browser = boss(stage)
    form_id = str(uuid4())
    places = {await put_in(browser, stage, CLUBS, form_id=form_id) for _ in range(2)}
    assert len(places) == 1


async def test_too_many_lines_are_too_many(stage: Stage) -> None:
    text = "name,contact_name,contact_email\n" + "A,B,c@example.org\n" * (MOST + 1)
    looked = await call(
        boss(stage), "POST", "/imports/check", {"kind": "associations", "table": text}
    )
    assert len(looked.json()["problems"]) == 1


async def test_it_is_for_coordinators_of_the_place(stage: Stage) -> None:
    where = await put_in(boss(stage), stage, CLUBS)
    key = where.rpartition("/")[2]
    for role in ("guide", "admin", "association"):
        other = stage.client(role, association=str(uuid4()))  # type: ignore[arg-type]
        for path in ("/import", where, "/export/needs", "/import/needs/template"):
            assert (await other.get(path)).status_code == 404
        assert (await other.get(f"{API}/imports/{key}")).status_code == 404
        body = {"kind": "associations", "table": CLUBS}
        for path in ("/imports", "/imports/check"):
            assert (await call(other, "POST", path, body)).status_code == 404
    assert (await stage.client().get("/import")).headers["location"] == "/sign-in"
    for path in ("/export/accounts", "/import/people/template", f"/import/{uuid4()}"):
        assert (await boss(stage).get(path)).status_code == 404


async def test_an_export_holds_what_is_public_and_can_be_read_again(stage: Stage) -> None:
    browser = boss(stage)
    await verified(stage, "=HYPERLINK(1)", "kor@example.org")
    text = NEEDS_TABLE.replace("Kören", "=HYPERLINK(1)")
    await put_in(browser, stage, text)
    clubs = await browser.get("/export/associations")
    needs = await browser.get("/export/needs")
    assert clubs.headers["content-type"].startswith("text/csv")
    assert "kor@example.org" not in clubs.text
    assert "'=HYPERLINK(1)" in clubs.text
    (need,) = await desk_of(stage).store.find(
        NEEDS, {"region": "malmo", "state": "open"}, order="posted_at"
    )
    heads, line = (row.rsplit(",", 2)[0] for row in needs.text.splitlines())
    assert need.details.title in line
    again = await call(
        browser, "POST", "/imports/check", {"kind": "needs", "table": f"{heads}\n{line}\n"}
    )
    assert again.json() == {"lines": 1, "problems": []}


async def test_a_template_is_right_but_for_its_lines(stage: Stage) -> None:
    for language in ("sv", "en", "ar"):
        browser = stage.client("coordinator")
        browser.headers["accept-language"] = language
        for kind in ("associations", "needs"):
            text = (await browser.get(f"/import/{kind}/template")).text
            looked = await call(
                browser, "POST", "/imports/check", {"kind": kind, "table": text + "x\n"}
            )
            assert {one["line"] for one in looked.json()["problems"]} == {2}
