"""`draw`: the computational graph of an expression, with its values on the way forward and its gradients on the way back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

import numpy as np

from glassgrad.graph import Node, SettingError, ShapeError, ancestors, is_constant, say_shape
from glassgrad.readers import Gradients, Values, evaluate, parse
from glassgrad.readers import gradients as gradients_of
from glassgrad.readers.evaluate import Given, together

from ..picture import Picture
from .dot import dot
from .folding import EVERYTHING, LEVELS, NAMED
from .look import GraphLook, Role
from .page import DIRECTIONS, graph_picture
from .reading import check_target, look_at


def draw(
    what: Node | str | Iterable[Node],
    given: Given | None = None,
    /,
    *,
    gradients: bool | Gradients | None = None,
    level: str | None = None,
    direction: str = "right",
    **values: Any,
) -> Picture:
    """The computational graph of a formula, given as a node, as text, or as several nodes: a picture that shows itself in a notebook.

    With values for its inputs (as for `evaluate`) every quantity shows its own; with `gradients` also how the output changes with it, and what comes back
    along each path where several meet. If not said, gradients are shown of a single number; those that `gradients` made, of an array with their `upstream`,
    may be given instead, and with the `Values` of a pass nothing that is in them is computed again. `level` "named" folds the graph to quantities with a
    name and those used more than once, "everything" shows every operation; if not said, it is folded where something on the way has a name.
    It grows to the "right" or "down". Very large graphs are drawn in pieces, with roads between them named at both ends.
    Raises: ExpressionError for a text that is no formula; MissingValueError if only some values are given; ShapeError for gradients of an array;
    SettingError for an unknown level or direction, for gradients of something else, and for more than 5,000 boxes.

    >>> picture = draw("(a + b) * (b - c)", a=1.0, b=2.0, c=3.0)
    >>> picture.shows
    'A computational graph from a, b and c through 3 operations to y = −3. Of the gradients, ∂y/∂b = 2 is the sum of 2 paths.'
    """
    look, chosen = _look(what, given, values, gradients=gradients, level=level, direction=direction)
    left_out = _left_out(look) if gradients is None and not look.target else ""
    return graph_picture(look, folded=chosen != EVERYTHING, direction=direction, remark=left_out)


def to_dot(
    what: Node | str | Iterable[Node],
    given: Given | None = None,
    /,
    *,
    gradients: bool | Gradients | None = None,
    level: str | None = None,
    direction: str = "right",
    **values: Any,
) -> str:
    """The same graph in the language of Graphviz. Takes what `draw` takes, and any number of nodes.

    >>> print(to_dot("x * y").splitlines()[-2])
      k2 -> k1 [color="#d55e00", fontcolor="#d55e00", style=dashed, constraint=false];
    """
    look, _ = _look(what, given, values, gradients=gradients, level=level, direction=direction)
    return dot(look, direction=direction)


def _look(
    what: Node | str | Iterable[Node],
    given: Given | None,
    more: Mapping[str, Any],
    *,
    gradients: bool | Gradients | None,
    level: str | None,
    direction: str,
) -> tuple[GraphLook, str]:
    """What is shown, and on which level."""
    if direction not in DIRECTIONS:
        raise SettingError(f"direction is {direction!r:.40}; choose {' or '.join(DIRECTIONS)}{_by_position('direction', direction, what)}")
    if level is not None and level not in LEVELS:
        raise SettingError(f"there is no level {level!r:.40}; choose {' or '.join(LEVELS)}{_by_position('level', level, what)}")
    if not (gradients is None or isinstance(gradients, bool | Gradients)):
        own = "True, False, or what glassgrad.gradients made"
        raise SettingError(f"gradients is {gradients!r:.40}; expected {own}{_by_position('gradients', gradients, what)}")
    targets = _targets(what, together(given, more))
    flowing = _flowing(targets, gradients=gradients)
    chosen = level or (NAMED if any(node.name and node.inputs and node not in targets for node in ancestors(targets)) else EVERYTHING)
    values = given if isinstance(given, Values) and not more and flowing is gradients else _values(targets, flowing, given, more)
    return look_at(targets, level=chosen, values=values, gradients=flowing), chosen


def _by_position(option: str, value: Any, what: Any) -> str:
    """How to give the value of a quantity that has the name of an option."""
    names = re.findall(r"\w+", what) if isinstance(what, str) else [node.name for node in ancestors(_targets(what, {})) if not node.inputs]
    return (
        f"; or, if it is the value of {option} in the formula, give it in a dictionary: draw(formula, {{{option!r}: {value!r:.40}}})" if option in names else ""
    )


def _left_out(look: GraphLook) -> str:
    """Why no gradients are shown of what somebody may expect them of."""
    outputs = [knot.symbol for knot in look.knots if knot.role is Role.OUTPUT]
    if not look.operations or all(knot.role not in (Role.INPUT, Role.PARAMETER) for knot in look.knots):
        return ""
    if len(outputs) > 1:
        return "No gradients are shown, as they start from a single output."
    return f"No gradients are shown, as {outputs[0]} is an array, and they start from a single number, such as its sum or mean."


def _targets(what: Node | str | Iterable[Node], given: Mapping[Node | str, Any]) -> list[Node]:
    if isinstance(what, str):
        return [parse(what, **{name: np.shape(value) for name, value in given.items() if isinstance(name, str)})]
    found = [what] if isinstance(what, Node) else list(what) if isinstance(what, Iterable) else []
    if not found or not all(isinstance(one, Node) for one in found):
        own = "a run and its steps draw themselves: run.draw(), run.step(1).draw()"
        raise SettingError(f"there is nothing to draw in {what!r:.60}; give a formula, a node, or several nodes ({own})")
    return list(dict.fromkeys(found))


def _flowing(targets: list[Node], *, gradients: bool | Gradients | None) -> Gradients | None:
    """The gradients to show. They start from a single number: from one entry of an array they would be others than from the next."""
    if isinstance(gradients, Gradients):
        check_target(gradients, ancestors(targets))
        return gradients
    single = len(targets) == 1 and targets[0].shape == ()
    if gradients and len(targets) > 1:
        raise SettingError(f"{len(targets)} outputs are drawn, and gradients are of one; draw that one, or leave gradients out")
    if gradients and not single:
        name, shape = targets[0].name or "the output", say_shape(targets[0].shape)
        raise ShapeError(
            f"gradients start from a single number, but {name} is {shape}; draw its sum or mean, or give the weights of its entries: "
            "gradients=glassgrad.gradients(output, upstream=weights)"
        )
    found = gradients_of(targets[0]) if single and gradients is not False else None
    return found if found is not None and found.wanted else None


def _values(targets: list[Node], flowing: Gradients | None, given: Given | None, more: Mapping[str, Any]) -> Mapping[Node, Any] | None:
    """All numbers, if the inputs have theirs, or need none."""
    wanted = [*targets]
    if flowing is not None:
        wanted += [*flowing.totals.values(), *(path.contribution for paths in flowing.paths.values() for path in paths)]
    if not given and not more and any(not node.inputs and not is_constant(node) for node in ancestors(targets)):
        return None
    kept = {np.asarray(one).dtype for one in given.values()} if isinstance(given, Values) else set()
    return evaluate(wanted, cast("Given", together(given, more)), dtype=kept.pop() if len(kept) == 1 else np.float64)
