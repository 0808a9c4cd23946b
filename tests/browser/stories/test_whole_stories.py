"""Whole stories: a newcomer, a volunteer, an association, a guide and a coordinator, from a form to
somebody who takes part, and to an end; each in their own language and on their own device.
"""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import reading
from tests.browser.stories.acting import DESK, PHONE, Actor, Part
from tests.browser.stories.clubs import Club
from tests.browser.stories.conftest import UNDO_SECONDS
from tests.browser.stories.people import Guest
from tests.browser.stories.staff import Coordinator, Guide
from tests.journeys.lotsa import FIRST, Lotsa
from tests.journeys.timed import passes

ROLES: Final = ("newcomer", "volunteer", "association", "guide", "coordinator")


@dataclass(frozen=True)
class Story:
    """What it is about, and how each of its people reads."""

    activity: str
    skill: str
    cap: int
    parts: Mapping[str, Part]
    keyboard: bool = False

    @property
    def name(self) -> str:
        return f"Föreningen {self.activity}"


def cast(*parts: tuple[str, int], scripts: bool = True) -> dict[str, Part]:
    return {
        role: Part(language, width, scripts)
        for role, (language, width) in zip(ROLES, parts, strict=True)
    }


STORIES: Final = {
    "the choir, by keyboard": Story(
        "choir", "music", 20,
        cast(("ar", PHONE), ("sv", DESK), ("en", PHONE), ("sv", DESK), ("ar", PHONE)),
        keyboard=True,
    ),
    "football": Story(
        "football", "coach", 21,
        cast(("sv", DESK), ("en", PHONE), ("ar", DESK), ("en", PHONE), ("sv", DESK)),
    ),
    "handball, without scripts": Story(
        "handball", "coach", 22,
        cast(("en", PHONE), ("ar", PHONE), ("sv", PHONE), ("ar", PHONE), ("en", PHONE),
             scripts=False),
    ),
}  # fmt: skip


@dataclass
class Stage:
    """The people of one story, each at their own browser, and the time that they share."""

    lotsa: Lotsa
    newcomer: Guest
    volunteer: Guest
    club: Club
    guide: Guide
    coordinator: Coordinator
    guide_email: str

    def undo_is_over(self) -> None:
        passes(self.lotsa, seconds=UNDO_SECONDS + 30)


@pytest.mark.parametrize("name", list(STORIES))
def test_a_whole_story(browser: Browser, lotsa: Lotsa, name: str) -> None:
    story = STORIES[name]
    with contextlib.ExitStack() as stack:

        def actor(role: str) -> Actor:
            part = story.parts[role]
            how = {"language": part.language, "width": part.width, "scripts": part.scripts}
            reader = stack.enter_context(reading(browser, lotsa.url(""), **how))
            return Actor(lotsa, reader, part, reader.page())

        stage = on_stage(story, lotsa, actor)
        they_come_together(stage, story)
        newcomer_case = a_newcomer_is_asked(stage)
        volunteer_case = a_volunteer_is_asked_by_phone(stage)
        they_meet(stage, newcomer_case, volunteer_case)
        time_passes(stage, newcomer_case, volunteer_case)


def on_stage(story: Story, lotsa: Lotsa, actor: Callable[[str], Actor]) -> Stage:
    new, old, club, guide, chief = (actor(role) for role in ROLES)
    mine = f"{uuid4().hex[:8]}@example.org"
    return Stage(
        lotsa,
        Guest(new, "Amina", story.activity, email=mine, keyboard=story.keyboard),
        Guest(old, "Birger", story.activity, phone="070-174 06 05", skills=(story.skill,)),
        Club(club, story.name, f"{uuid4().hex[:8]}@example.org", story.activity),
        Guide(guide),
        Coordinator(chief),
        f"{uuid4().hex[:8]}@example.org",
    )


def they_come_together(stage: Stage, story: Story) -> None:
    """An association is verified and asks; a guide is invited; rules and tables are in place."""
    stage.club.registers()
    stage.coordinator.actor.signs_in(FIRST, by=Actor.enter)
    stage.coordinator.verifies(story.name)
    stage.coordinator.imports(story.name)
    stage.coordinator.tries_rules(story.cap)
    stage.coordinator.invites(stage.guide_email, stage.guide.actor.part.language)
    stage.club.actor.signs_in(stage.club.email)
    stage.club.asks_for_each_kind()
    stage.guide.actor.signs_in(stage.guide_email, by=Actor.enter)


def a_newcomer_is_asked(stage: Stage) -> str:
    """From the form to both yeses; returns the case."""
    guide, title = stage.guide, stage.club.title("participant")
    stage.newcomer.fills_in("kind")
    case = guide.takes(title)
    guide.tries_what_if(case)
    guide.proposes_by_hand(case)
    guide.approves(case, title, thinks_again=True)
    stage.undo_is_over()
    stage.newcomer.says_yes()
    stage.club.says_yes()
    return case


def a_volunteer_is_asked_by_phone(stage: Stage) -> str:
    """Somebody without e-mail: the guide calls, and writes down the yes. Returns the case."""
    guide, title = stage.guide, stage.club.title("leader")
    stage.volunteer.fills_in("help")
    case = guide.takes(title)
    guide.approves(case, title)
    stage.undo_is_over()
    guide.goes_further(case, do="person:yes")
    guide.notes(case, "Ring på torsdag")
    stage.club.says_yes()
    return case


def they_meet(stage: Stage, newcomer_case: str, volunteer_case: str) -> None:
    """Introduced at two levels of help; the newcomer tells of it, and the association does."""
    stage.guide.has_to_do(newcomer_case)
    stage.guide.goes_further(newcomer_case, do="introduce:details")
    stage.guide.goes_further(volunteer_case, do="introduce:along")
    stage.newcomer.tells("met")
    stage.club.notes_the_extract()
    stage.club.confirms_the_start()


def time_passes(stage: Stage, newcomer_case: str, volunteer_case: str) -> None:
    """Two weeks, three months: one goes on and says how it is, one is not heard of and has left."""
    passes(stage.lotsa, days=14, seconds=60)
    stage.newcomer.tells("going_on")
    passes(stage.lotsa, days=77)
    stage.newcomer.rates()
    stage.newcomer.actor.open(stage.newcomer.page)
    stage.club.still_looks()
    stage.club.posts_again()
    stage.guide.has_to_do(volunteer_case)
    stage.guide.goes_further(volunteer_case, do="pair:stopped")
    stage.guide.goes_further(volunteer_case, do="case:left_town")
    stage.guide.reads_the_letters(newcomer_case)


def test_every_role_reads_every_language_on_both_devices() -> None:
    for role in ROLES:
        parts = [story.parts[role] for story in STORIES.values()]
        assert {part.language for part in parts} == {"sv", "en", "ar"}, role
        assert {part.width for part in parts} == {PHONE, DESK}, role
