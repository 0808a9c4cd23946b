"""Templates and pictures keep to the content security policy and to the catalogues' rules."""

import re
from pathlib import Path

import pytest

from shared.contracts.codes import (
    AGE_BANDS,
    FORM_ACTIVITIES,
    GROUPS,
    HOPES,
    KINDS,
    PARTS_OF_DAY,
    REACHES,
    SKILLS,
    SWEDISH_LEVELS,
)
from shared.web.navigation import ENTRIES
from tests.shared.web.gallery_content import WEB, icon_names

TEMPLATES = sorted(path for path in (WEB / "templates").rglob("*") if path.is_file())
PICTURES = sorted((WEB / "static").glob("*.svg"))
FORBIDDEN = {
    "style attribute": r"<[^>]*\sstyle\s*=",
    "style element": r"<style\b",
    "inline script": r"<script(?![^>]*\ssrc=)",
    "event attribute": r"<[^>]*\son\w+\s*=",
    "hx-on": r"\bhx-on\b",
    "code in htmx": r"\bjs:|\bjavascript:",
    "trigger filter": r"hx-trigger=\"[^\"]*\[",
    "address of another site": r"(?:src|href)=\"(?:https?:)?//",
}


def shown(source: str) -> str:
    """A template without its comments, which may name what they forbid."""
    return re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)


def found(source: str) -> set[str]:
    return {name for name, pattern in FORBIDDEN.items() if re.search(pattern, shown(source))}


@pytest.mark.parametrize("path", TEMPLATES + PICTURES, ids=lambda path: path.name)
def test_nothing_the_policy_refuses(path: Path) -> None:
    assert found(path.read_text("utf-8")) == set()


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('<p class="a" style="color:red">', "style attribute"),
        ("<style>p{}</style>", "style element"),
        ("<script>go()</script>", "inline script"),
        ('<a onclick="go()">', "event attribute"),
        ('<a hx-on:click="go()">', "hx-on"),
        ('<a hx-vals="js:go()">', "code in htmx"),
        ('<a hx-trigger="click[ctrlKey]">', "trigger filter"),
        ('<link href="https://cdn.example/x.css">', "address of another site"),
    ],
)
def test_what_the_policy_refuses_would_be_found(source: str, name: str) -> None:
    assert name in found(source)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_messages_hold_no_markup(path: Path) -> None:
    messages = re.findall(r"\b_\(\"([^\"]*)\"", shown(path.read_text("utf-8")))
    assert not [message for message in messages if re.search(r"[<>&]|%[^(]", message)]


def test_htmx_is_not_deferred() -> None:
    """Deferred, it may start before its extension has registered, and no stream is opened."""
    base = shown((WEB / "templates" / "base.html").read_text("utf-8"))
    tags = re.findall(r"<script[^>]*vendor/[^>]*>", base)
    assert len(tags) == 2
    assert not [tag for tag in tags if "defer" in tag or "async" in tag]


def test_every_code_on_a_form_has_an_icon() -> None:
    wanted = {*FORM_ACTIVITIES, *KINDS, *PARTS_OF_DAY, *HOPES, *GROUPS, *REACHES, *SKILLS}
    wanted |= {f"age-{band}" for band in AGE_BANDS} | {f"swedish-{n}" for n in SWEDISH_LEVELS}
    assert wanted - set(icon_names()) == set()


def test_every_icon_that_is_named_exists_once() -> None:
    pages = TEMPLATES + sorted((WEB.parents[1] / "services").glob("*/templates/*.html"))
    pattern = r"icon(?:_before|_after|_name)?[(=]\"([\w-]+)\""
    named = {name for path in pages for name in re.findall(pattern, path.read_text("utf-8"))}
    named |= {icon for _, _, icon, _ in ENTRIES}
    names = icon_names()
    assert named
    assert named - set(names) == set()
    assert len(names) == len(set(names))
