"""A graph in the language of Graphviz, for other programs."""

from __future__ import annotations

from ..palette import BACKWARD, FORWARD, INK, SOFT, TINT
from .boxes import lines_of
from .look import GraphLook, Knot, Role

LOOKS = {
    Role.INPUT: "shape=ellipse",
    Role.PARAMETER: f'shape=box, style=filled, fillcolor="{TINT}"',
    Role.CONSTANT: "shape=box, style=dashed",
    Role.QUANTITY: "shape=box, style=rounded",
    Role.OUTPUT: "shape=box",
}


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
    label = "\n".join(f"{line.bold} {line.words}".strip() for line in lines_of(knot))
    frame = f', color="{BACKWARD}", penwidth=2' if knot.paths else f', color="{INK}", penwidth=2' if knot.role is Role.OUTPUT else ""
    return f"label={_quoted(label)}, {LOOKS[knot.role]}{frame}"


def _quoted(words: str) -> str:
    """Words in quotes, in which nothing means anything but the end of a line."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
