"""The questions: which there are, in which order, and what each page offers."""

import re
from typing import get_args

import pytest

from services.intake.drafts import Way
from services.intake.form_answers import rows
from services.intake.form_pages import TITLES, fields, title
from services.intake.forms import (
    ASKED,
    Field,
    Step,
    address,
    after,
    before,
    number_of,
    step_named,
    steps_of,
    taken,
    way_of,
)
from services.intake.people.answers import MUSTS, ONE_OF, REGISTER_CHECK, SOME_OF, Answers
from shared.contracts.codes import FORM_ACTIVITIES, PAGE_LANGUAGES
from shared.contracts.regions import region
from shared.web import words
from shared.web.languages import LANGUAGES
from shared.web.static import FOLDER

MALMO = region("malmo")
SPRITE = set(re.findall(r'id="([^"]+)"', (FOLDER / "icons.svg").read_text(encoding="utf-8")))
WAYS = get_args(Way)


def every_field(way: Way, answers: Answers) -> list[Field]:
    return [
        field
        for step in ASKED
        for field in fields(step, way, answers, here=MALMO, say=lambda text: text)
    ]


def test_every_answer_is_asked_for_on_one_page() -> None:
    asked = [name for names in ASKED.values() for name in names]
    assert sorted(asked) == sorted(Answers.model_fields)
    assert set(TITLES) == set(ASKED) == set(get_args(Step))


@pytest.mark.parametrize("way", WAYS)
def test_pages_offer_what_the_rules_know(way: Way) -> None:
    offered: dict[str, set[str]] = {}
    for field in every_field(way, Answers(district="rosengard")):
        offered.setdefault(field.name, set()).update(option.value for option in field.options)
    for name, known in {**ONE_OF, **SOME_OF}.items():
        assert offered.get(name, set()) <= set(known)
    assert offered["interests"] == set(FORM_ACTIVITIES)
    assert offered["languages"] == set(SOME_OF["languages"])
    assert (set(words.MUST), set(words.REGISTER)) == (set(MUSTS), set(REGISTER_CHECK))
    assert ("participant" in offered["kind"]) is (way == "new")
    assert ("hopes" in offered) is (way == "new")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("district", ["", "fosie"])
def test_every_icon_is_in_the_sprite(way: Way, district: str) -> None:
    shown = {
        option.icon for f in every_field(way, Answers(district=district)) for option in f.options
    }
    assert shown - {""} <= SPRITE


def test_who_takes_part_has_eight_pages_and_who_gives_has_nine() -> None:
    takes = steps_of("new", Answers(kind="participant"))
    gives = steps_of("volunteer", Answers())
    assert "skills" not in takes
    assert (number_of("contact", takes), number_of("contact", gives)) == ((8, 8), (9, 9))
    assert number_of("place", gives) == number_of("district", gives)


def test_back_is_the_way_one_came() -> None:
    steps = steps_of("volunteer", Answers())
    walked: list[Step] = ["kind"]
    while following := after(walked[-1], steps, changing=False):
        assert before(following, steps) == walked[-1]
        walked.append(following)
    assert tuple(walked) == steps
    assert before("kind", steps) is None


def test_a_change_asks_for_what_it_opens() -> None:
    gives = steps_of("new", Answers(kind="leader"))
    takes = steps_of("new", Answers(kind="participant"))
    assert after("kind", gives, changing=True) == "skills"
    assert after("kind", takes, changing=True) is None
    assert after("district", takes, changing=True) == "place"
    assert after("age", takes, changing=True) is None


def test_the_first_page_has_an_address_for_each_way() -> None:
    for way in WAYS:
        name = address("kind", way).rpartition("/")[2]
        assert (step_named(name), way_of(name)) == ("kind", way)
    assert step_named("nothing") is None


def test_what_was_sent_is_taken_as_it_came() -> None:
    assert taken("district", {"district": ["unknown"]}) == {"district": "", "area": ""}
    assert taken("languages", {"languages": [" ar ", "xx"], "first_name": ["A"]}) == {
        "languages": ("ar", "xx"),
        "swedish": "",
    }
    assert taken("contact", {"consent": ["yes"], "through_guide": ["no"]})["consent"] is True
    assert taken("contact", {})["through_guide"] is False


def test_a_volunteer_is_asked_in_other_words() -> None:
    assert title("interests", "new") != title("interests", "volunteer")
    assert title("age", "new") == title("age", "volunteer")


@pytest.mark.parametrize("code", PAGE_LANGUAGES)
def test_answers_can_be_read_in_every_language(code: str) -> None:
    language = next(one for one in LANGUAGES if one.code == code)
    said = Answers(
        kind="leader",
        interests=("choir",),
        skills=("coach",),
        register_check="no",
        district="rosengard",
        area="herrgarden",
        slots=("mon_morning",),
        languages=("ar", "other"),
        swedish="little",
        age="65+",
        hopes=("health",),
        groups="women",
        musts=MUSTS,
        first_name="Amina",
        phone="0701234567",
        through_guide=True,
    )
    shown = rows("new", said, MALMO, language)
    assert all(row["values"] for row in shown)
    assert "%(" not in str(shown)
