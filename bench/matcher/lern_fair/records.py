"""Lern-Fair's two files as columns: who may be paired, what they share, when they came.

`requests.json` and `offers.json` (in the source: matching.perf.pupil.json, matching.perf.student.
json). A pair is allowed if every mandatory subject of the request, and at least one, is offered
for the request's grade. `shared` counts subject names, grades not looked at.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from services.matching.engine.arrays import Bools, Ints

Days = NDArray[np.float64]
NAMES: Final = {
    "requests": ("requests.json", "matching.perf.pupil.json"),
    "offers": ("offers.json", "matching.perf.student.json"),
}


class BadRecordError(ValueError):
    """A record that cannot be read; the text names file, record and field."""


@dataclass(frozen=True, slots=True)
class Records:
    """Matrices are requests × offers."""

    allowed: Bools
    shared: Ints
    fitting: Days  # shared subjects for the grade ÷ the larger list of subjects
    same: Ints  # a number for each pair of ids: one id may stand in several records
    asked: Ints  # subjects of each request
    offered: Ints  # subjects of each offer
    request_at: Days  # since the first record
    offer_at: Days


@dataclass(frozen=True, slots=True)
class Wanted:
    id: int
    at: float
    grade: int
    names: frozenset[str]
    mandatory: frozenset[str]


@dataclass(frozen=True, slots=True)
class Offered:
    id: int
    at: float
    grades: dict[str, tuple[int, int]]  # by subject


def load(folder: Path) -> Records:
    """Raises BadRecordError, FileNotFoundError."""
    requests = [_wanted(*row) for row in _rows(folder, "requests")]
    offers = [_offered(*row) for row in _rows(folder, "offers")]
    first = min(requests[0].at, offers[0].at)
    pairs = [[_fit(request, offer) for offer in offers] for request in requests]
    table = np.array(pairs, dtype=np.float64)
    offer_ids = np.array([offer.id for offer in offers])
    return Records(
        allowed=table[:, :, 0] > 0,
        shared=table[:, :, 1].astype(np.int64),
        fitting=table[:, :, 2],
        same=np.array([one.id for one in requests])[:, None] * 10_000_000 + offer_ids[None, :],
        asked=np.array([len(one.names) for one in requests]),
        offered=np.array([len(one.grades) for one in offers]),
        request_at=np.array([one.at - first for one in requests]),
        offer_at=np.array([one.at - first for one in offers]),
    )


def _fit(request: Wanted, offer: Offered) -> tuple[bool, int, float]:
    fitting = {
        name
        for name in request.names & offer.grades.keys()
        if offer.grades[name][0] <= request.grade <= offer.grades[name][1]
    }
    allowed = bool(fitting) and request.mandatory <= fitting
    shared = len(request.names & offer.grades.keys())
    return allowed, shared, len(fitting) / max(len(request.names), len(offer.grades), 1)


def _rows(folder: Path, side: str) -> list[tuple[str, dict[str, Any]]]:
    """Each record with the words that name it in an error; in order of time, as strings."""
    file = next((folder / name for name in NAMES[side] if (folder / name).is_file()), None)
    if file is None:
        raise FileNotFoundError(f"{folder}: neither {' nor '.join(NAMES[side])}")
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise BadRecordError(f"{file.name}: line {error.lineno}: not JSON") from error
    named = [(f"{file.name}: record {at + 1}", row) for at, row in enumerate(rows)]
    return sorted(named, key=lambda one: str(one[1].get("requestAt")))


def _wanted(where: str, row: dict[str, Any]) -> Wanted:
    subjects = _subjects(where, row)
    number = re.match(r"\d+", str(row.get("grade") or ""))
    return Wanted(
        id=_whole(where, row, "id"),
        at=_days(where, row),
        grade=int(number.group()) if number else -1,
        names=frozenset(subject["name"] for subject in subjects),
        mandatory=frozenset(one["name"] for one in subjects if one.get("mandatory")),
    )


def _offered(where: str, row: dict[str, Any]) -> Offered:
    grades = {}
    for subject in _subjects(where, row):
        least, most = subject.get("minGrade"), subject.get("maxGrade")
        grades[subject["name"]] = (1, 0) if least is None or most is None else (least, most)
    return Offered(id=_whole(where, row, "id"), at=_days(where, row), grades=grades)


def _subjects(where: str, row: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        subjects = json.loads(row["subjects"])
        _ = [subject["name"] for subject in subjects]
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise BadRecordError(f"{where}: subjects") from error
    found: list[dict[str, Any]] = subjects
    return found


def _whole(where: str, row: dict[str, Any], field: str) -> int:
    if not isinstance(row.get(field), int):
        raise BadRecordError(f"{where}: {field}")
    return int(row[field])


def _days(where: str, row: dict[str, Any]) -> float:
    try:
        at = datetime.fromisoformat(row["requestAt"]).replace(tzinfo=UTC)
    except (KeyError, TypeError, ValueError) as error:
        raise BadRecordError(f"{where}: requestAt") from error
    return at.timestamp() / 86_400
