"""The pages of every service in two languages that nobody speaks: nothing on them is hard-coded."""

import dataclasses
import re
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, Request

from deploy.services import PARTS
from deploy.translations import template
from shared.contracts.regions import region
from shared.service import Parts
from shared.web import words
from shared.web.languages import COOKIE
from shared.web.sessions import ROLES
from shared.web.static import asset, icon
from shared.web.visits import Visit, templates_in, visited
from tests.intake.walker import ANSWERS, filled, hidden
from tests.shared.web import gallery_content
from tests.shared.web.pseudo import Pseudo, bare, hard_coded, longer, mirrored
from tests.stage import Stage, staged

OPERATOR = {"operator_name": "Malmö Ideella", "operator_email": "lots@example.org"}
HERE = region("malmo")
NAMES = {
    "Lotsa", "Malmö", "Malmö Ideella", "JavaScript", "WCAG", "AA", "Amina",
    *(area.name for area in HERE.areas), *(district.name for district in HERE.districts),
    *words.OWN_NAMES.values(),
    # Dates come from the locale's own tables, here the English ones.
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
    "Saturday", "Sunday",
}  # fmt: skip
LANGUAGES = (Pseudo("en", "Longer"), Pseudo("en", "Mirrored", mirror=True))


@pytest.fixture(params=LANGUAGES, ids=lambda language: language.name)
def pseudo(request: pytest.FixtureRequest) -> Pseudo:
    language: Pseudo = request.param
    return language


@pytest.fixture(params=PARTS.values(), ids=lambda parts: parts.name)
async def stage(
    request: pytest.FixtureRequest, tmp_path: Path, pseudo: Pseudo
) -> AsyncIterator[Stage]:
    """A service that answers everybody in the pseudo language."""
    parts: Parts[Any] = request.param
    async with staged(parts, tmp_path, **OPERATOR) as stage:
        speak(stage.app, pseudo)
        yield stage


def speak(app: FastAPI, language: Pseudo) -> None:
    async def visit_in_pseudo(request: Request) -> Visit:
        return dataclasses.replace(await visited(request), language=language)

    app.dependency_overrides[visited] = visit_in_pseudo


def addresses(parts: Parts[Any]) -> list[str]:
    """Every page of a service that is there without anything having happened."""
    return [
        route.path
        for router in parts.routers
        for route in router.routes
        if "GET" in route.methods
        and "{" not in route.path
        and "/api/" not in route.path
        and not isinstance(route.response_class, type)
    ]


async def pages(stage: Stage) -> dict[str, str]:
    """Those of them that somebody, signed in or not, may open."""
    found = {}
    for roles in ((), *((role,) for role in ROLES)):
        async with stage.client(*roles) as browser:
            for path in addresses(stage.running.parts):
                page = await browser.get(path)
                if page.status_code == 200 and "html" in page.headers["content-type"]:
                    found[f"{path} as {roles}"] = page.text
    return found


async def test_no_page_has_words_of_its_own(stage: Stage, pseudo: Pseudo) -> None:
    shown = await pages(stage)
    assert shown
    bad = {path: texts for path, html in shown.items() if (texts := hard_coded(html, NAMES))}
    assert bad == {}
    assert all(f'dir="{pseudo.dir}"' in html for html in shown.values())


async def test_the_whole_form_has_no_words_of_its_own(tmp_path: Path, pseudo: Pseudo) -> None:
    async with staged(PARTS["intake"], tmp_path, **OPERATOR) as stage:
        speak(stage.app, pseudo)
        async with stage.client() as browser:
            # A chosen language goes before the person's own on a key page.
            browser.cookies.set(COOKIE, "en")
            checked = await filled(browser)
            shown = {step: (await browser.get(f"/form/{step}")).text for step in ANSWERS}
            wrong = await browser.post("/form/contact", data=hidden(checked))
            sent = await browser.post("/form/check", data=hidden(checked))
            status = await browser.get(sent.headers["location"])
        await stage.settle()
    shown |= {"check": checked.text, "wrong": wrong.text, "status": status.text}
    assert status.status_code == 200
    bad = {step: texts for step, html in shown.items() if (texts := hard_coded(html, NAMES))}
    assert bad == {}


async def test_whatever_is_said_is_in_the_catalogues(stage: Stage, pseudo: Pseudo) -> None:
    """A sentence in a table that nobody marked would be said in English for ever."""
    await pages(stage)
    assert pseudo.spoken.said
    assert pseudo.spoken.said - marked() == set()


@cache
def marked() -> set[str]:
    """Every sentence that the collector finds."""
    msgids = [message.id for message in template() if message.id]
    return {text for msgid in msgids for text in (msgid if isinstance(msgid, tuple) else (msgid,))}


@pytest.mark.parametrize("page", ["start", "choices", "cards", "slots", "fields", "shown", "board"])
def test_no_macro_has_words_of_its_own(page: str, pseudo: Pseudo) -> None:
    """The shared templates with all they can show, on the gallery's pages."""
    say = pseudo.say
    content = gallery_content.contexts("en")[page]
    known = {text for text in words_in(content) if re.search(r"[^\W\d_]", text)}
    env = templates_in(gallery_content.PAGES)
    frame = {**gallery_content.frame("en"), "lang": "en", "dir": pseudo.dir}
    said = {**content, "page": frame, "_": say, "ngettext": pseudo.say_many}
    texts = gallery_content.TEXTS["en"]
    html = env.get_template(f"{page}.html").render(
        said, t=texts.__getitem__, asset=asset, icon=icon, gettext=say
    )
    assert hard_coded(html, {*NAMES, *known, *texts.values()}) == set()


def words_in(content: Any) -> set[str]:
    """Every text of a page's content: it would come translated."""
    if isinstance(content, str):
        return {content}
    parts = content.values() if isinstance(content, dict) else content
    return {text for part in parts for text in words_in(part)} if is_many(content) else set()


def is_many(content: Any) -> bool:
    return isinstance(content, dict | list | tuple)


def test_words_outside_a_catalogue_are_found() -> None:
    html = f"<html lang='en'><p title='A title'>⟦{longer('Hello')} ⟦there⟧⟧ you</p></html>"
    assert hard_coded(html, set()) == {"A title", "you"}
    assert hard_coded(html, {"A title", "you"}) == set()
    assert hard_coded("<p lang='ar'>مرحبا</p><script>let it</script>", set()) == set()


def test_pseudo_sentences_keep_what_a_program_fills_in() -> None:
    text = "Write to %(name)s, like anna@example.org."
    assert {"%(name)s", "anna@example.org"} <= set(
        re.findall(r"%\(\w+\)s|\w+@[\w.]+\w", longer(text))
    )
    assert len(longer("Send")) >= 1.4 * len("Send")
    assert mirrored(text) % {"name": "Amina"}
    assert bare("⟦one ⟦two⟧⟧ Malmö", {"Malmö"}) == ""


async def test_a_page_is_read_as_it_is_sent(stage: Stage) -> None:
    """The control: the same pages without the pseudo language are full of words outside marks."""
    stage.app.dependency_overrides.clear()
    shown = await pages(stage)
    assert all(hard_coded(html, NAMES) for html in shown.values())
