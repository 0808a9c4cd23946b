"""Who wants to lead or referee is told about the register check; nobody else is."""

import pytest

from services.notifications.letters import write
from shared.web import register_check
from shared.web.languages import LANGUAGES, Language
from tests.intake.people.own import arrived, english
from tests.intake.walker import ANSWERS, filled
from tests.notifications.test_letters import writer
from tests.stage import Stage

LETTER = {"association_name": "Kroksbäck", "title": "Tränare", "place": "", "slots": []}


@pytest.mark.parametrize(("kind", "told"), [("leader", True), ("referee", True), ("helper", False)])
async def test_pages_tell_those_it_concerns(stage: Stage, kind: str, told: bool) -> None:
    browser = english(stage)
    skills = {"skills": {"skills": "coach", "register_check": "fine"}}
    page = await filled(browser, {**ANSWERS, "kind": {"kind": kind}, **skills})
    assert (register_check.LINES[1] in page.text) is told
    mine = await arrived(stage, kind=kind)
    assert (register_check.LINES[-1] in (await browser.get(mine)).text) is told


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
@pytest.mark.parametrize(("kind", "told"), [("leader", True), ("participant", False)])
def test_letters_tell_those_it_concerns(language: Language, kind: str, told: bool) -> None:
    about = {**LETTER, "kind": kind}
    asked = write("ask_person", {"about": about, "reasons": ()}, writer(language)).text()
    receipt = write("receipt", {"kinds": [kind]}, writer(language)).text()
    for line in register_check.LINES:
        assert (language.say(line) in asked, language.say(line) in receipt) == (told, told)
