"""What the lives under faults are counted by finds what is lost, doubled or out of order."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from services.matching.life import failed
from tests.faults.acting import City, Sent
from tests.faults.beginning import HOWS
from tests.faults.ends import AGAIN, ENDS, LETTERS
from tests.faults.living import Life, Lives, Time, lost, out_of_order, twice

WELL = ("asked", "person_yes", "association_yes", "introduce", "met", "going_on", "ended")


@dataclass
class Told(Lives):
    """Lives of which a test says what is stored."""

    docs: dict[str, dict[str, Any]] = field(default_factory=dict)
    written: list[tuple[str, str]] = field(default_factory=list)
    needs: list[str] = field(default_factory=lambda: ["n"])

    def needs_of(self, life: Life) -> list[str]:  # noqa: ARG002 - as in Lives
        return self.needs

    def stored(self, service: str, collection: str, key: str) -> dict[str, Any]:  # noqa: ARG002
        return self.docs[collection]

    def letters(self, person: str) -> list[tuple[str, str]]:  # noqa: ARG002 - as in Lives
        return self.written


def told(*steps: str, state: str = "ended") -> Told:
    """A case that went well, told in these steps."""
    lines = [{"what": one, "why": None, "match": "m"} for one in steps]
    letters = [
        (template, str(number))
        for template, times in LETTERS["well"].items()
        for number in range(times)
    ]
    docs = {
        "matches": {"case": "c", "need": "n", "state": state, "ended": "followed"},
        "cases": {"state": state, "history": lines},
        "people": {"case": {"state": state}},
    }
    return Told(cast("City", None), "", docs=docs, written=letters)


LIFE = Life("well", Sent("p", "key", "a@example.org"), "m")


def test_a_life_that_went_well_counts_nothing() -> None:
    lives = told(*WELL)
    assert (lost(lives, LIFE), twice(lives, LIFE), out_of_order(lives, LIFE)) == ([], [], [])


def test_what_is_wrong_is_counted() -> None:
    """The controls: an end or a letter that is missing, twice the same, one before the other."""
    assert lost(told(*WELL, state="active"), LIFE) == ["well: p"]
    less, more = told(*WELL), told(*WELL)
    less.written = less.written[1:]
    assert lost(less, LIFE) == ["well: receipt"]
    more.written = [*more.written, more.written[-1]]
    assert len(twice(more, LIFE)) == 1
    assert len(twice(told(*WELL, "met"), LIFE)) == 1
    assert len(out_of_order(told("asked", "introduce", "person_yes"), LIFE)) == 1


def lived(how: str) -> tuple[Told, Life]:
    """A life of this kind that came to what it should, with every letter of it."""
    state, why = ENDS[how]
    lives = told("asked", "ended")
    lives.docs["matches"] = {"case": "c", "need": "n", "state": state, "ended": why}
    over = how in ("well", "leaves", "quits")
    lives.docs["cases"]["state"] = lives.docs["people"]["case"]["state"] = (
        "ended" if over else "waiting"
    )
    lives.written = [
        (template, "mNone" if AGAIN.get(how) == template else f"m{number}")
        for template, times in LETTERS[how].items()
        for number in range(times)
    ]
    return lives, Life(how, Sent("p", "key", "a@example.org"), "m")


@pytest.mark.parametrize("how", sorted(set(HOWS)))
def test_of_every_kind_a_loss_and_a_double_are_counted(how: str) -> None:
    lives, life = lived(how)
    assert (lost(lives, life), twice(lives, life)) == ([], [])
    for at, (template, about) in enumerate(lives.written):
        less, _ = lived(how)
        less.written.pop(at)
        assert lost(less, life) == [f"{how}: {template}"]
        more, _ = lived(how)
        more.written.append((template, about))
        assert len(twice(more, life)) == 1
    other, _ = lived(how)
    other.docs["matches"]["ended"] = "another"
    assert lost(other, life) == [f"{how}: p"]
    # The pair is proposed again after a no, or after they were together: a silence is none.
    again, _ = lived(how)
    again.needs.append("n")
    assert len(twice(again, life)) == failed(ENDS[how][1])
    # Whoever is still to be helped is not, or whoever has ended is looked for.
    wrong, _ = lived(how)
    wrong.docs["cases"]["state"] = "waiting" if wrong.docs["cases"]["state"] == "ended" else "ended"
    assert lost(wrong, life) == [f"{how}: p"]


def test_time_passes_for_all_at_once(tmp_path: Any) -> None:
    time = Time(tmp_path / "shift")
    time.passes(1.5)
    time.passes(1)
    assert int(time.file.read_text()) == pytest.approx(2.5 * 86_400_000)
