"""A case's page says all that the person says, in the order of the form."""

from pathlib import Path
from typing import Any

import pytest

from services.matching.coding import says_of
from services.matching.wishes_said import LABELS, wishes_said
from shared.contracts.codes import SLOTS
from shared.contracts.intake import PersonWithdrawn, Wishes
from shared.contracts.regions import region
from shared.web.languages import Language
from tests.matching.saying import an_id
from tests.matching.stage import staged

MALMO = region("malmo")
EN = Language("en", "English")
ALL = Wishes(
    kinds=("participant", "leader"), interests=("football",), skills=("coach",),
    register_check=True, district="centrum", area="mollevangen", slots=("tue_evening",),
    languages=("ar", "sv"), swedish="little", age="18-25", hopes=("swedish", "health"),
    groups="women", woman=True, step_free=True, near=True, free=True,
)  # fmt: skip
OTHER: dict[str, Any] = {
    "kinds": ("leader",), "interests": ("choir",), "skills": (), "register_check": False,
    "district": None, "area": None, "slots": ("mon_evening",), "languages": ("ar",),
    "swedish": "good", "age": "65+", "hopes": (), "groups": "any", "step_free": False,
    "near": False, "free": False,
}  # fmt: skip
FOLLOWS = {"woman", "man"}
"""What follows from the groups that somebody chose."""


@pytest.mark.parametrize("name", sorted(set(Wishes.model_fields) - FOLLOWS))
def test_each_answer_is_said(name: str) -> None:
    other = ALL.model_copy(update={name: OTHER[name]})

    said = wishes_said(says_of(ALL), MALMO, EN)
    assert wishes_said(says_of(other), MALMO, EN) != said


def test_every_answer_has_its_line_in_the_order_of_the_form() -> None:
    said = wishes_said(says_of(ALL), MALMO, EN)
    assert [line["label"] for line in said] == list(LABELS.values())
    assert said[-1]["text"] == "No stairs, Close to home, Free of charge"
    assert {line["label"]: line["text"] for line in said}["Groups"] == "Groups for women only"


@pytest.mark.parametrize("slots", [(), SLOTS])
def test_who_chose_no_time_or_each_is_free_at_any(slots: tuple[str, ...]) -> None:
    said = wishes_said(says_of(ALL.model_copy(update={"slots": slots})), MALMO, EN)
    assert {"label": "Is free", "text": "Any time"} in said


def test_a_paper_is_said_of_those_alone_who_were_asked_about_it() -> None:
    codes = says_of(ALL.model_copy(update={"kinds": ("participant",)}))
    assert not [code for code in codes if code.startswith("register")]
    refuses = ALL.model_copy(update={"register_check": False})
    assert "register:no" in says_of(refuses)


def test_a_code_of_a_later_release_is_left_out() -> None:
    codes = ("activity:flying", "must:quiet", "district:moon", "hope:health")
    assert wishes_said(codes, MALMO, EN) == [{"label": "Hopes to", "text": "Feel well"}]


async def test_the_page_of_a_case_says_it_and_forgets_it_with_the_person(tmp_path: Path) -> None:
    async with staged(tmp_path) as stage, stage.client("guide a", "guide") as guide:
        person = await stage.person("amira", ALL)
        await stage.settle()
        case = (await stage.case_of(person)).id
        text = (await guide.get(f"/cases/{case}")).text
        assert "Möllevången" in text
        assert "Groups for women only" in text
        assert "Close to home" in text
        api = (await guide.get(f"/matching/api/v1/cases/{case}")).json()
        assert "must:step_free" in api["says"]
        await stage.tell(PersonWithdrawn(person=an_id("amira"), reason="erased"), an_id("amira"))
        await stage.settle()
        assert (await guide.get(f"/matching/api/v1/cases/{case}")).json()["says"] == []
        assert "Möllevången" not in (await guide.get(f"/cases/{case}")).text
