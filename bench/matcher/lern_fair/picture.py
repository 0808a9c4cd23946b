"""The curve of waiting against shared subjects, as an SVG that stands in the docs."""

from collections.abc import Iterable
from typing import Final

from bench.matcher.lern_fair.comparison import Comparison, Point

WIDTH, HEIGHT, EDGE = 720, 420, 60
MOST_DAYS: Final = 18.0
LEAST, MOST = 1.55, 2.0
INK, THEIRS, OURS, HINDSIGHT = "#33414d", "#b4532a", "#1f6f6b", "#8a94a0"


def draw(found: Comparison) -> str:
    """Days of waiting to the right, shared subjects up: better is up and to the left."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" font-size="13">',
            "<title>Lern-Fair's history: mean wait against mean shared subjects</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            *_axes(),
            *_line(found.frontier, HINDSIGHT, "hindsight"),
            *_line(found.theirs, THEIRS, "one assignment every N days (theirs)"),
            *_dots(found.ours, OURS),
            _text(
                _x(_mean_wait(found.ours)) + 10,
                _y(found.ours[0].shared) + 4,
                "at once, by price (ours)",
                OURS,
            ),
            "</svg>",
            "",
        ]
    )


def _axes() -> Iterable[str]:
    yield f'<path d="M{EDGE} {EDGE / 2} V{HEIGHT - EDGE} H{WIDTH - 20}" fill="none" stroke="{INK}"/>'
    for days in range(0, 19, 3):
        yield _text(_x(days) - 4, HEIGHT - EDGE + 20, str(days), INK)
    for tenth in range(16, 21):
        yield _text(EDGE - 32, _y(tenth / 10) + 4, f"{tenth / 10:.1f}", INK)
    yield _text(WIDTH / 2 - 90, HEIGHT - 14, "mean wait of requests, days", INK)
    yield _text(EDGE - 40, 20, "mean shared subjects", INK)


def _line(points: list[Point], colour: str, label: str) -> Iterable[str]:
    places = " ".join(f"{_x(one.wait):.1f},{_y(one.shared):.1f}" for one in points)
    yield f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"/>'
    yield from _dots(points, colour)
    last = points[-1]
    yield _text(min(_x(last.wait), WIDTH - 290) + 8, _y(last.shared) - 10, label, colour)


def _dots(points: list[Point], colour: str) -> Iterable[str]:
    for one in points:
        yield f'<circle cx="{_x(one.wait):.1f}" cy="{_y(one.shared):.1f}" r="4" fill="{colour}"/>'


def _text(x: float, y: float, words: str, colour: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}">{words}</text>'


def _x(days: float) -> float:
    return EDGE + min(days, MOST_DAYS) / MOST_DAYS * (WIDTH - EDGE - 40)


def _y(shared: float) -> float:
    return HEIGHT - EDGE - (shared - LEAST) / (MOST - LEAST) * (HEIGHT - 1.5 * EDGE)


def _mean_wait(points: list[Point]) -> float:
    return max(one.wait for one in points)
