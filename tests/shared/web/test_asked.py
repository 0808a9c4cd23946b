"""What somebody is asked about reads the same on the status page and behind the answer link."""

from shared.contracts.matching import Asked
from shared.web.asked import rows_about
from shared.web.languages import Language

EN = Language("en", "English")
WHOLE = Asked(
    association_name="Limhamns kör", title="Kör på tisdagar", kind="participant",
    activity="choir", place="Folkets hus", slots=("tue_evening", "of_tomorrow"), cost=50,
)  # fmt: skip


def said(about: Asked) -> dict[str, list[str]]:
    return {row["label"]: row["values"] for row in rows_about(about, EN)}


def test_each_fact_has_its_row_and_an_unknown_slot_none() -> None:
    assert said(WHOLE) == {
        "Association": ["Limhamns kör"], "What": ["Kör på tisdagar"], "Role": ["Take part"],
        "When": ["Tuesday evening"], "Where": ["Folkets hus"], "Cost": ["50 kronor a month"],
    }  # fmt: skip


def test_what_the_need_does_not_say_is_left_out() -> None:
    bare = WHOLE.model_copy(update={"place": "", "slots": (), "cost": 0})
    assert set(said(WHOLE)) - set(said(bare)) == {"When", "Where"}
    assert said(bare)["Cost"] == ["It costs nothing"]
