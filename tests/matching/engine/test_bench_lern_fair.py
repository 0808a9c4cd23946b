"""The peer's replay on a small history of its form; the real one is an argument of the benchmark."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from bench.matcher.lern_fair.comparison import compare, same_before_a_cut
from bench.matcher.lern_fair.frontier import hindsight
from bench.matcher.lern_fair.ours import Settings, at_once
from bench.matcher.lern_fair.picture import draw
from bench.matcher.lern_fair.records import BadRecordError, load
from bench.matcher.lern_fair.stream import as_it_was, redrawn
from bench.matcher.lern_fair.theirs import run_every

QUICK = Settings(draws=2, every_days=15)
SUBJECTS = ("Mathematik", "Deutsch", "Englisch", "Physik", "Musik")


def history(folder: Path, count: int = 40) -> Path:
    rng = random.Random(4)
    requests = [_record(rng, at, {"grade": f"{rng.randint(4, 9)}. Klasse"}) for at in range(count)]
    offers = [_record(rng, 1000 + at, {}) for at in range(count + 20)]
    (folder / "requests.json").write_text(json.dumps(requests), encoding="utf-8")
    (folder / "offers.json").write_text(json.dumps(offers), encoding="utf-8")
    return folder


def _record(rng: random.Random, number: int, more: dict[str, Any]) -> dict[str, Any]:
    names = rng.sample(SUBJECTS, rng.randint(1, 3))
    subjects = [{"name": name, "minGrade": 1, "maxGrade": 13} for name in names]
    day, hour = rng.randint(1, 28), rng.randint(0, 23)
    at = f"2023-{rng.randint(1, 6):02}-{day:02} {hour:02}:00:00.000"
    return {"id": number, "subjects": json.dumps(subjects), "requestAt": at} | more


def test_all_three_ways_only_make_allowed_pairs_and_each_once(tmp_path: Path) -> None:
    stream = as_it_was(load(history(tmp_path)))
    for replay in (
        run_every(stream, 0),
        run_every(stream, 10),
        at_once(stream, 1, QUICK),
        hindsight(stream, 0.05),
    ):
        requests = [one for one, _, _ in replay.matches]
        offers = [one for _, one, _ in replay.matches]
        assert len(set(requests)) == len(requests) == len(set(offers)) > 25
        assert all(stream.records.allowed[one, other] for one, other, _ in replay.matches)
        assert all(day >= stream.request_at[one] - 1e-9 for one, _, day in replay.matches)


def test_nothing_after_a_cut_changes_a_match_before_it(tmp_path: Path) -> None:
    assert same_before_a_cut(as_it_was(load(history(tmp_path))), QUICK)


def test_a_redraw_keeps_the_times(tmp_path: Path) -> None:
    records = load(history(tmp_path))
    redraw = redrawn(records, 3)
    assert (redraw.request_at == records.request_at).all()
    assert (redraw.requests != as_it_was(records).requests).any()


def test_the_comparison_tells_its_bars_and_draws_them(tmp_path: Path) -> None:
    heard: list[int] = []
    folder = history(tmp_path)
    found = compare(folder, 2, 1, lambda done, _: heard.append(done), settings=QUICK)
    assert heard == sorted(heard)
    assert any(
        bar.bar == "Lern-Fair: same matches before a cut" and bar.holds for bar in found.bars()
    )
    assert draw(found).startswith("<svg")


@pytest.mark.parametrize(
    ("field", "value"), [("subjects", "nothing"), ("requestAt", "soon"), ("id", None)]
)
def test_a_bad_record_is_named(tmp_path: Path, field: str, value: Any) -> None:
    file = history(tmp_path) / "offers.json"
    rows = json.loads(file.read_text(encoding="utf-8"))
    rows[0][field] = value
    file.write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(BadRecordError, match=rf"offers.json: record \d+: {field}"):
        load(tmp_path)


def test_a_folder_without_the_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path)
