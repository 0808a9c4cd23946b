"""Pools as files: made the same from one seed, read back as they were, refused by file, line, field."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench.matcher.cli import app
from bench.matcher.generate import make_pool
from bench.matcher.jsonl import BadLineError, line_of, read_needs, read_people
from bench.matcher.setting import filled
from bench.matcher.simulate import Simulation
from services.matching.engine.planning import plan
from tests.matching.engine.pools import MINUTES, POLICY, matcher, plain_need, plain_person

DAY = 86_400_000


def test_a_seed_makes_one_pool_and_another_seed_another() -> None:
    assert make_pool(50, 10, 1).checksum() == make_pool(50, 10, 1).checksum()
    assert make_pool(50, 10, 1).checksum() != make_pool(50, 10, 2).checksum()


def test_about_four_in_a_hundred_pairs_are_allowed() -> None:
    pairs = plan(filled(make_pool(1_000, 200, 1)), {}, 0).problem.person
    assert 0.03 < len(pairs) / 200_000 < 0.045


def test_a_pool_is_read_back_as_it_was(tmp_path: Path) -> None:
    made = make_pool(40, 10, 3)
    people, needs = tmp_path / "people.jsonl", tmp_path / "needs.jsonl"
    people.write_text("\n".join(map(line_of, made.people)), encoding="utf-8")
    needs.write_text("\n".join(map(line_of, made.needs)), encoding="utf-8")
    assert read_people(people, 136) == made.people
    assert read_needs(needs, 136) == made.needs


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "people.jsonl: line 2: not JSON"),
        ("[]", "people.jsonl: line 2: not an object"),
        ('{"id": "x"}', "people.jsonl: line 2: a field is missing"),
        ('{"name": "Amal"}', "people.jsonl: line 2: name is not a field"),
        ('{"id": "x", "kinds": ["king"], "interests": []}', "people.jsonl: line 2: kinds"),
        ('{"id": "x", "kinds": [], "interests": [], "swedish": "some"}', "people.jsonl: line 2: swedish"),
        ('{"id": "x", "kinds": [], "interests": [], "travel_limit": NaN}', "people.jsonl: line 2: travel_limit"),
        ('{"id": "x", "kinds": [], "interests": [], "area": 500}', "people.jsonl: line 2: area"),
        ('{"id": "p", "kinds": [], "interests": []}', "people.jsonl: line 2: id stands there twice"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_and_its_value_is_not_repeated(
    tmp_path: Path, line: str, words: str
) -> None:
    file = tmp_path / "people.jsonl"
    file.write_text(line_of(plain_person("p")) + "\n" + line, encoding="utf-8")
    with pytest.raises(BadLineError) as caught:
        read_people(file, 136)
    assert str(caught.value) == words


def test_a_replay_seats_whoever_can_be_seated_after_three_days() -> None:
    people = [plain_person("p", since=DAY), plain_person("q", since=5 * DAY, kinds=2)]
    outcome = Simulation(matcher(), people, [plain_need("n")]).run(lambda *_: None)
    assert (outcome.matched, outcome.mean_wait_days, outcome.churn) == (1, 2.0, 0.0)
    assert outcome.by_swedish["none"].matched == 1


def test_the_commands_speak_json_and_name_what_is_wrong(tmp_path: Path) -> None:
    run = CliRunner().invoke
    made = run(app, ["generate", "30", "8", str(tmp_path), "--json"])
    assert json.loads(made.stdout)["people"] == 30
    files = [str(tmp_path / "people.jsonl"), str(tmp_path / "needs.jsonl")]
    told = run(app, ["simulate", *files, "--json"])
    assert json.loads(told.stdout)["people"] == 30
    bad = tmp_path / "policy.toml"
    bad.write_text('version = "x"\n[weights]\ninterests = "all"\n', encoding="utf-8")
    refused = run(app, ["simulate", *files, "--policy", str(bad)])
    assert refused.exit_code == 2
    assert "policy.toml: line" in refused.stderr


def test_minutes_of_the_pool_are_those_of_its_region() -> None:
    assert len(MINUTES) == 3
    assert filled(make_pool(5, 2, 1), POLICY).pool.nowhere == 136
