"""lotsa.css mirrors by itself, and its colours can be read in both themes."""

import re

import pytest

from tests.shared.web.gallery_content import WEB

CSS = (WEB / "static" / "lotsa.css").read_text("utf-8")
SIDE = "left|right|top|bottom"
PHYSICAL = re.compile(
    rf"""(?mx)
    (?:margin|padding|border|scroll-margin|scroll-padding)-(?:{SIDE})\b
  | (?<![\w-])(?:{SIDE}|width|height|(?:min|max)-(?:width|height))\s*:
  | (?:text-align|float|clear|caption-side)\s*:\s*(?:{SIDE})\b
  | overflow-[xy]\b
  | border-(?:top|bottom)-(?:left|right)-radius
    """
)
# What stands on what, and how much contrast WCAG 2.2 AA asks of it: text 4.5, edges and signs 3.
PAIRS = [
    *((text, ground, 4.5) for text in ("ink", "soft-ink", "sea") for ground in
      ("paper", "surface", "sunken", "mist")),
    ("sea-strong", "paper", 4.5), ("on-sea", "sea", 4.5), ("on-sea", "sea-strong", 4.5),
    ("on-header", "header", 4.5),
    *((tone, ground, 4.5) for tone in ("good", "wait", "bad") for ground in
      ("paper", "surface", f"{tone}-wash")),
    *(("ink", f"{tone}-wash", 4.5) for tone in ("good", "wait", "bad")),
    ("surface", "bad", 4.5),
    ("edge", "paper", 3), ("edge", "surface", 3), ("flag", "paper", 3), ("sun", "ink", 1),
]  # fmt: skip


def rules() -> str:
    """The style sheet without comments and without the conditions of media queries."""
    bare = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
    return re.sub(r"@media[^{]*", "@media ", bare)


def colours(theme: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\n\s*\}", CSS, flags=re.DOTALL)[:2]
    named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light))
    if theme == "dark":
        named |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", dark))
    return named


def brightness(colour: str) -> float:
    """Relative luminance of WCAG 2: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_no_physical_property() -> None:
    assert PHYSICAL.findall(rules()) == []


@pytest.mark.parametrize(
    "rule",
    ["a { margin-left: 1px }", "a { left: 0 }", "a { text-align: right }", "a { width: 1px }",
     "a{max-width:3px}", "a { border-top-left-radius: 1px }", "a {\n  top:0 }"],
)  # fmt: skip
def test_a_physical_property_would_be_found(rule: str) -> None:
    assert PHYSICAL.search(rule)


@pytest.mark.parametrize(
    "rule", ["a { margin-inline-start: 1px }", "a { stroke-width: 1 }", "a { border-radius: 1px }"]
)
def test_a_logical_property_passes(rule: str) -> None:
    assert not PHYSICAL.search(rule)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_colours_can_be_told_apart(theme: str, front: str, ground: str, least: float) -> None:
    named = colours(theme)
    assert contrast(named[front], named[ground]) >= least


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_nothing_comes_from_elsewhere() -> None:
    assert "@import" not in CSS
    assert "@font-face" not in CSS
    assert "url(" not in CSS
