"""The house stays small: files, functions, listeners, annotations, and what tests patch."""

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("shared", "services", "deploy", "bench")
MAX_FILE = 250
MAX_FUNCTION = 40
MAX_LISTENER = 12
P95_FUNCTION = 25
MAX_POSITIONAL = 4

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*folders: str) -> list[Path]:
    named = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    return [ROOT / name for name in named if name.endswith(".py") and (ROOT / name).exists()]


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def too_long(source: str) -> list[str]:
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > MAX_FUNCTION
    ]


def test_no_file_is_too_long() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sources(*OURS, "tests")
        if (lines := path.read_text(encoding="utf-8").count("\n")) > MAX_FILE
    }
    assert long == {}


def test_no_function_is_too_long() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{name}"
        for path in sources(*OURS)
        for name in too_long(path.read_text(encoding="utf-8"))
    }
    assert long == set()


def test_a_function_that_is_too_long_is_found() -> None:
    body = "\n".join("    x = 1" for _ in range(MAX_FUNCTION))
    assert too_long(f"def long():\n{body}\n") == ["long"]


def test_most_functions_are_small(capsys: pytest.CaptureFixture[str]) -> None:
    lengths = sorted(length(node) for path in sources(*OURS) for node in functions(path))
    p95 = lengths[int(len(lengths) * 0.95)]
    with capsys.disabled():
        sys.stdout.write(
            f"\nfunctions: {len(lengths)}, median {statistics.median(lengths)}, p95 {p95} lines\n"
        )
    assert p95 <= P95_FUNCTION


def test_listeners_are_at_most_twelve_lines() -> None:
    """Those that a `hears(Kind, listener, …)` row of any service names."""
    from deploy.services import PARTS  # noqa: PLC0415 - the table is what this test is about

    long = {
        row.listener.__qualname__: lines
        for parts in PARTS.values()
        for row in parts.hears
        if (lines := body_lines(row.listener)) > MAX_LISTENER
    }
    assert long == {}


def body_lines(listener: object) -> int:
    code = listener.__code__  # type: ignore[attr-defined]
    path = Path(code.co_filename)
    node = next(f for f in functions(path) if f.lineno == code.co_firstlineno)
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_few_positional_parameters() -> None:
    many = {
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in sources(*OURS)
        for node in functions(path)
        if len([a for a in node.args.args if a.arg not in {"self", "cls"}]) > MAX_POSITIONAL
        and not node.decorator_list
    }
    assert many == set()


def test_type_ignores_and_patches_are_rare() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources(*OURS))
    assert text.count("type: ignore") * 1000 < text.count("\n")
    tests = "\n".join(path.read_text(encoding="utf-8") for path in sources("tests"))
    patches = tests.count("monkeypatch.setattr") + tests.count("mock.patch")
    assert patches < 0.05 * tests.count("def test_")


def test_nothing_is_unfinished_and_nothing_names_a_machine() -> None:
    """Words are joined here, so that this file does not hold them."""
    words = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "Not" + "ImplementedError", "/ro" + "ot/",
             "pypi" + ".org", "python" + "hosted", "/wo" + "rk/"]  # fmt: skip
    named = subprocess.run(
        ["git", "grep", "-InE", "|".join(words), "--", ".", ":!*.lock"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert named == ""
