"""Time per training step as a picture: a dot on a logarithmic scale for every contestant on every net, each with its name and its number.

Nothing is told by colour alone: every dot stands on a line of its own beside its name.
"""

from __future__ import annotations

from math import ceil, floor, log10
from typing import Any
from xml.sax.saxutils import escape

from .contestants import CONTESTANTS, OURS
from .writing import TITLES, duration

WIDTH, LEFT, RIGHT, TOP, LINE, GAP = 900, 210, 90, 100, 19, 34
OUR_COLOUR, PEER_COLOUR, INK, FAINT = "#0072b2", "#7a7a7a", "#222222", "#dddddd"
"""Blue of Okabe and Ito's palette, and grey: they differ in brightness too."""


def render_plot(results: dict[str, Any]) -> str:
    """The picture of the section "speed" as SVG."""
    speed = results["speed"]
    seconds = [one["seconds"] for result in speed.values() for one in result["contestants"].values()]
    first, last = (floor(log10(min(seconds))), ceil(log10(max(seconds)))) if seconds else (-6, 0)
    parts, y = [], TOP
    for name, result in speed.items():
        parts.append(_text(LEFT, y, f"{name}, batch {result['batch']}", weight="bold"))
        y += LINE
        for contestant in CONTESTANTS:
            if contestant.name in result["contestants"]:
                parts.append(_line_of(contestant.name, result["contestants"][contestant.name]["seconds"], y, first, last))
                y += LINE
        y += GAP - LINE
    grid = [_tick(power, first, last, y - GAP + LINE) for power in range(first, last + 1)]
    return _frame(y, [*grid, *parts], results["machine"]["cpu"])


def place(seconds: float, first: int, last: int) -> float:
    """Where so many seconds lie, from left to right, on a scale from 10^first to 10^last."""
    return LEFT + (WIDTH - LEFT - RIGHT) * (log10(seconds) - first) / max(1, last - first)


def _line_of(name: str, seconds: float, y: float, first: int, last: int) -> str:
    x, ours = place(seconds, first, last), name == OURS.name
    colour = OUR_COLOUR if ours else PEER_COLOUR
    return "\n".join(
        (
            _text(LEFT - 10, y + 4, TITLES[name], anchor="end", weight="bold" if ours else "normal", colour=OUR_COLOUR if ours else INK),
            f'<line x1="{LEFT}" y1="{y}" x2="{x:.1f}" y2="{y}" stroke="{colour}" stroke-width="{2 if ours else 1}"/>',
            f'<circle cx="{x:.1f}" cy="{y}" r="{6 if ours else 4}" fill="{colour}"/>',
            _text(x + 11, y + 4, duration(seconds), weight="bold" if ours else "normal", colour=OUR_COLOUR if ours else INK, halo=True),
        )
    )


def _tick(power: int, first: int, last: int, bottom: float) -> str:
    x = place(10.0**power, first, last)
    line = f'<line x1="{x:.1f}" y1="{TOP - 18}" x2="{x:.1f}" y2="{bottom}" stroke="{FAINT}"/>'
    return line + _text(x, TOP - 24, duration(10.0**power * (1 + 1e-9)), anchor="middle")


def _text(x: float, y: float, words: str, *, anchor: str = "start", weight: str = "normal", colour: str = INK, halo: bool = False) -> str:
    outline = ' stroke="white" stroke-width="3" paint-order="stroke"' if halo else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}" fill="{colour}"{outline}>{escape(words)}</text>'


def _frame(height: float, parts: list[str], machine: str) -> str:
    size = f'width="{WIDTH}" height="{height:.0f}"'
    title = "Time per training step (logarithmic; shorter is better)"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {WIDTH} {height:.0f}" role="img" font-family="sans-serif" font-size="13">',
            f"<title>{escape(title)}</title>",
            "<desc>The same numbers stand in the table of docs/benchmarks.md.</desc>",
            f'<rect {size} fill="white"/>',
            f'<g font-size="16">{_text(16, 26, title, weight="bold")}</g>',
            _text(16, 45, f"Adam, float32, medians; {machine}"),
            *parts,
            "</svg>\n",
        )
    )
