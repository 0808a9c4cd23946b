"""Whole stories: a newcomer, a volunteer, an association, a guide and a coordinator, from a form to
somebody who takes part, and to an end; each in their own language and on their own device.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import pytest

from tests.browser.stories.acting import WAYS, Actor, Part, Theatre
from tests.browser.stories.classes import Teacher
from tests.browser.stories.clubs import Club
from tests.browser.stories.conftest import UNDO_SECONDS
from tests.browser.stories.coordinators import Coordinator
from tests.browser.stories.own import Owner
from tests.browser.stories.people import SPOKEN, Guest
from tests.browser.stories.staff import Guide
from tests.journeys.lotsa import FIRST, Lotsa
from tests.journeys.timed import passes, to_a_monday

ROLES: Final = ("newcomer", "volunteer", "association", "guide", "coordinator")
LATER: Final = (14, 91, 92)
"""After how many days a story goes on: what is asked after two weeks and three months, and the day
after, with the letters of the day.
"""


@dataclass(frozen=True)
class Story:
    """What it is about, and how each of its people reads."""

    activity: str
    skill: str
    cap: int
    cast: int
    """With which of the six ways of reading its first role begins; the next has the next."""
    keyboard: bool = False
    scripts: bool = True

    @property
    def name(self) -> str:
        return f"Föreningen {self.activity}"

    @property
    def parts(self) -> dict[str, Part]:
        ways = [WAYS[(self.cast + nth) % len(WAYS)] for nth in range(len(ROLES))]
        return {
            role: Part(*way, scripts=self.scripts) for role, way in zip(ROLES, ways, strict=True)
        }


STORIES: Final = {
    "the choir, by keyboard": Story("choir", "music", 20, cast=0, keyboard=True),
    "football": Story("football", "coach", 21, cast=1),
    "handball, without scripts": Story("handball", "coach", 22, cast=2, scripts=False),
    "the theatre": Story("theatre", "plan_events", 23, cast=3),
    "swimming": Story("swimming", "swim", 24, cast=4),
    "dance": Story("dance", "teach", 25, cast=5),
}


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
def test_a_whole_story(theatre: Theatre, name: str) -> None:
    story = STORIES[name]
    to_a_monday(theatre.lotsa, *LATER)
    with theatre.actors(*story.parts.values()) as actors:
        stage = on_stage(story, theatre.lotsa, actors)
        they_come_together(stage, story)
        newcomer_case = a_newcomer_is_asked(stage)
        volunteer_case = a_volunteer_is_asked_by_phone(stage)
        they_meet(stage, newcomer_case, volunteer_case)
        time_passes(stage, newcomer_case, volunteer_case)
        they_look_back(stage, story)


def on_stage(story: Story, lotsa: Lotsa, actors: Sequence[Actor]) -> Stage:
    new, old, club, guide, chief = actors
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
    stage.newcomer.fills_in("kind", by=Teacher(guide.actor).shows_a_code())
    case = guide.takes(title)
    guide.tries_what_if(case)
    guide.proposes_by_hand(case)
    guide.dismisses(case, title)
    guide.finds(case, stage.newcomer.name, speaks=SPOKEN[stage.newcomer.actor.part.language])
    guide.approves(case, title, thinks_again=True)
    stage.undo_is_over()
    stage.newcomer.says_yes()
    stage.club.says_yes()
    return case


def a_volunteer_is_asked_by_phone(stage: Stage) -> str:
    """Somebody without e-mail, whose case the coordinator gives to the guide: the guide calls, and
    writes down the yes. Returns the case.
    """
    guide, title = stage.guide, stage.club.title("leader")
    stage.volunteer.fills_in("help")
    case = stage.coordinator.gives(title, stage.guide_email)
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
    stage.club.adds_a_contact(f"{uuid4().hex[:8]}@example.org")
    stage.club.wants_one_letter_a_day()


def time_passes(stage: Stage, newcomer_case: str, volunteer_case: str) -> None:
    """Two weeks, three months: one goes on and says how it is, one is not heard of and has left."""
    two_weeks, three_months, the_day_after = LATER
    passes(stage.lotsa, days=two_weeks, seconds=60)
    stage.newcomer.tells("going_on")
    passes(stage.lotsa, days=three_months - two_weeks)
    stage.newcomer.rates()
    passes(stage.lotsa, days=the_day_after - three_months)
    stage.club.reads_the_letter_of_the_day()
    stage.club.still_looks()
    stage.club.posts_again()
    stage.guide.has_to_do(volunteer_case)
    stage.guide.goes_further(volunteer_case, do="pair:stopped")
    stage.guide.goes_further(volunteer_case, do="case:left_town")
    stage.guide.reads_the_letters(newcomer_case)


def they_look_back(stage: Stage, story: Story) -> None:
    """The coordinator counts, the guide goes to a class, and the newcomer wants to be forgotten."""
    stage.coordinator.reads_the_figures()
    stage.coordinator.takes_a_table(story.name)
    teacher = Teacher(stage.guide.actor)
    teacher.types_it_in(teacher.prints_a_sheet(), "Canan")
    newcomer = Owner(stage.newcomer)
    newcomer.opens("seen")
    newcomer.changes("sat_morning")
    code = newcomer.downloads()
    newcomer.is_reached_by_the_guide(code)
    newcomer.is_forgotten(code)


def test_every_role_reads_every_language_on_both_devices() -> None:
    assert len(set(WAYS)) == len(WAYS) == 6
    for role in ROLES:
        parts = [story.parts[role] for story in STORIES.values()]
        assert {(part.language, part.width) for part in parts} == set(WAYS), role
