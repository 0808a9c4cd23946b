"""The table that `make bench` prints, and the same as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from bench.matcher.setting import Bar

HEADS = ("", "measured", "beside", "wanted", "")


def as_json(bars: Sequence[Bar]) -> str:
    """A list of objects with bar, value, unit, beside, wanted, holds."""
    return json.dumps([asdict(bar) for bar in bars], ensure_ascii=False, indent=1)


def as_text(bars: Sequence[Bar]) -> str:
    """Columns as wide as they have to be; a bar without a target is neither kept nor missed."""
    rows = [HEADS, *(row(bar) for bar in bars)]
    widths = [max(len(line[column]) for line in rows) for column in range(len(HEADS))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in rows
    )


def row(bar: Bar) -> tuple[str, str, str, str, str]:
    verdict = ("holds" if bar.holds else "MISSED") if bar.wanted else ""
    return (bar.bar, f"{figure(bar.value)} {bar.unit}".strip(), bar.beside, bar.wanted, verdict)


def figure(value: float) -> str:
    """Three digits that count; whole numbers from a hundred on, with thousands apart."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def in_ms(seconds: float) -> str:
    return f"{figure(seconds * 1000)} ms"
