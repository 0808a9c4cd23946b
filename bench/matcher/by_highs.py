"""A seating problem solved by HiGHS as an integer program: JSON in, the used pairs out.

A module of its own, run as a process of its own: OR-Tools and highspy both bring a HiGHS under the
same name and cannot live in one process.
"""

import json
import sys
from typing import Any

import highspy
import numpy as np

Given = dict[str, list[int]]
highs: Any = highspy  # it says that it is typed, and its calls are not


def used_pairs(given: Given) -> list[int]:
    """`person`, `need`, `weight` of each pair, `seats` by need; positions of the pairs used."""
    model = highs.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("mip_rel_gap", 0.0)
    count = len(given["weight"])
    # Points with the hash behind the point: differences stay above the solver's tolerance of 1e-7.
    for weight in given["weight"]:
        model.addCol(-weight / (1 << 20), 0.0, 1.0, 0, [], [])
    kinds = np.array([highs.HighsVarType.kInteger] * count)
    model.changeColsIntegrality(count, np.arange(count), kinds)
    _at_most(model, given["person"], [1] * (max(given["person"], default=0) + 1))
    _at_most(model, given["need"], given["seats"])
    model.run()
    value = model.getSolution().col_value
    return [at for at in range(count) if value[at] > 0.5]


def _at_most(model: Any, side: list[int], room: list[int]) -> None:
    columns: dict[int, list[int]] = {}
    for at, row in enumerate(side):
        columns.setdefault(row, []).append(at)
    for row, pairs in columns.items():
        model.addRow(-highs.kHighsInf, float(room[row]), len(pairs), pairs, [1.0] * len(pairs))


if __name__ == "__main__":
    json.dump(used_pairs(json.load(sys.stdin)), sys.stdout)
