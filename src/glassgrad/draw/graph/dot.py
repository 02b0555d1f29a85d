"""A graph in the language of Graphviz, for other programs."""

from __future__ import annotations

from ..palette import BACKWARD, FORWARD, INK, SOFT, TINT
from .boxes import lines_of
from .look import GraphLook, Knot, Role

SHAPES = {Role.INPUT: "ellipse", Role.PARAMETER: "box", Role.QUANTITY: "box", Role.OUTPUT: "box"}


def dot(look: GraphLook, *, direction: str = "right") -> str:
    """The graph as DOT text: boxes with their words, roads forward, and dashed ones on which gradients come back."""
    lines = [
        "digraph {",
        f"  rankdir={'LR' if direction == 'right' else 'TB'};",
        f'  node [fontname="DejaVu Sans", fontsize=12, fontcolor="{INK}", color="{SOFT}"];',
        '  edge [fontname="DejaVu Sans", fontsize=10];',
        *(f"  k{place} [{_looks(knot)}];" for place, knot in enumerate(look.knots)),
    ]
    for road in look.roads:
        lines.append(f'  k{road.start} -> k{road.end} [color="{FORWARD}"];')
        if road.flows:
            label = f", label={_quoted(road.back)}" if road.back else ""
            lines.append(f'  k{road.end} -> k{road.start} [color="{BACKWARD}", fontcolor="{BACKWARD}", style=dashed, constraint=false{label}];')
    return "\n".join([*lines, "}"]) + "\n"


def _looks(knot: Knot) -> str:
    label = "\n".join(f"{line.bold}{line.words}" for line in lines_of(knot))
    filled = f', style=filled, fillcolor="{TINT}"' if knot.role is Role.PARAMETER else ", style=rounded" if knot.role is Role.QUANTITY else ""
    bold = ", penwidth=2" if knot.role is Role.OUTPUT or knot.paths else ""
    return f"label={_quoted(label)}, shape={SHAPES[knot.role]}{filled}{bold}"


def _quoted(words: str) -> str:
    """Words in quotes, in which nothing means anything but the end of a line."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
