"""`parse`: a formula as a person types it, made into a graph. Nothing in it is executed; what is not known is refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from operator import index
from typing import Any

from glassgrad.graph import ExpressionError, Node, Shape, ShapeError

from .parsing.desk import Desk, trouble_with_size
from .parsing.grammar import read
from .parsing.limits import LONGEST_TEXT


def parse(text: str, /, **shapes: int | Iterable[int]) -> Node:
    """Read a formula, such as `(a + b)·(b − c)`, `x^2`, `1/(1 + exp(-x))`, `max(0, x)`, `sum(A @ x, axis=0)` or `x[:, 0]`.

    Unknown names become variables, the same name the same node: single numbers, or arrays of the shape given by name
    (`A=(2, 3)`; `x=3` means `x=(3,)`). `pi` and `π` are the number and the words of functions are functions, unless a
    shape is given for them; `e` is a variable. Functions go by the names of the pages in the dictionary of operations, and by
    their other spellings; settings are keywords, or follow the inputs: `reshape(x, (2, 3))`. Truth is 1 and 0.

    Signs: + − · * × / ÷ @ ^ ** < ≤ > ≥ == ≠ |x| x² x.T x[0:2] [1, 2]. Powers group from the right and bind tighter than a
    sign in front, as in mathematics and in Python: −x^2 is −(x^2).
    Every node knows its place in the text (`where`). A pole, as in 1/0 or log(0), is no mistake in a formula; it evaluates
    to an infinity.
    Limits: 10 000 characters, 2000 operations, 100 nested brackets, 10⁸ entries in an array.
    Raises: ExpressionError for what is not such a formula, with the column and the way out; ShapeError for arrays that do not fit.

    >>> import glassgrad as gg
    >>> y = gg.parse("sum(x^2, axis=0)", x=(3, 2))
    >>> y.shape, gg.evaluate(y, x=[[1, 2], [3, 4], [5, 6]])[y].tolist()
    ((2,), [35.0, 56.0])
    """
    if not isinstance(text, str):
        raise ExpressionError(f"parse reads a text, like 'a + b', not {type(text).__name__}")
    if len(text) > LONGEST_TEXT:
        raise ExpressionError(f"the expression has {len(text):,} characters; at most {LONGEST_TEXT:,} are read. Parse it in parts")
    desk = Desk(text, {unicodedata.normalize("NFC", name): _shape(name, given) for name, given in shapes.items()})
    node = read(desk)
    _all_used(desk.shapes, desk.named)
    return node


def _shape(name: str, given: Any) -> Shape:
    try:
        lengths = tuple(given) if isinstance(given, Iterable) else (given,)
        shape = tuple(-1 if isinstance(length, bool) else index(length) for length in lengths)
    except TypeError:
        shape = (-1,)
    if min(shape, default=0) < 0:
        raise ShapeError(f"{name}={given!r:.60} is not a shape; give whole numbers ≥ 0, like {name}=(2, 3), {name}=3, or {name}=() for a single number")
    trouble = trouble_with_size(shape)
    if trouble:
        raise ExpressionError(f"{name}: {trouble}")
    return shape


def _all_used(shapes: Mapping[str, Shape], named: Mapping[str, Node]) -> None:
    for name in shapes:
        if name not in named:
            close = get_close_matches(name, named, n=1)
            hint = f"did you mean {close[0]}?" if close else f"its variables are {', '.join(named) or 'none'}"
            raise ExpressionError(f"a shape is given for {name!r:.60}, which is not in the expression; {hint}")
