"""`write`: a node as a formula, in text and in LaTeX, from the templates on the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from glassgrad.graph import Binds, Node, Op, is_constant

from .arrays import constant
from .excerpt import Excerpt, Spot, excerpt, fold
from .fragments import DOTS, Fragment
from .mathematics import Mathematics, Piece
from .plain import latex_words, visible
from .symbols import symbol
from .templates import Parts, differs, is_call, is_infix, is_open, templates


def write(root: Node, known: Mapping[Node, Fragment]) -> Mathematics:
    r"""The formula of a node, written down to the quantities in `known`, to leaves, and to where it becomes too long.

    >>> from glassgrad.ops import variable
    >>> a, b = variable(shape=(), name="a"), variable(shape=(), name="b")
    >>> formula = write((a + b) * (b - -2 * a) * 3, {})
    >>> formula.text, formula.latex
    ('(a + b)·(b − (−2·a))·3', '\\left(a + b\\right) \\cdot \\left(b - \\left(-2 \\cdot a\\right)\\right) \\cdot 3')
    """
    return write_excerpt(excerpt(root, known), known).mathematics


def write_excerpt(spots: Excerpt, known: Mapping[Node, Fragment]) -> Fragment:
    """The same for an excerpt, as a fragment of a larger formula. What is too far away is written as dots."""
    return fold(spots, lambda spot: leaf_fragment(spot, known), operation_fragment)


def leaf_fragment(spot: Spot, known: Mapping[Node, Fragment]) -> Fragment:
    """The end of a formula: its symbol, its number, or dots."""
    node = spot.node
    if spot.far:
        return DOTS
    if node in known:
        return known[node]
    if is_constant(node) and not node.name:
        return constant(node.settings["value"]).fragment
    return symbol(node.name or f"#{node.serial}", array=bool(node.shape))


def operation_fragment(node: Node, inputs: Sequence[Fragment]) -> Fragment:
    """An operation over inputs that are written already."""
    text, latex = templates(node)
    if node.op.notation.binds <= Binds.SUM and is_infix(text) and is_infix(latex):
        return _infix(node, inputs[0], inputs[1], text[1].literal, latex[1].literal)
    places = _places(node.op, inputs)
    notation = node.op.notation
    written = Piece(
        _filled(text, places, {key: _setting_text(_axis(key, value)) for key, value in node.settings.items()}, node, in_latex=False),
        _filled(latex, places, {key: _setting_latex(_axis(key, value)) for key, value in node.settings.items()}, node, in_latex=True),
    )
    starts = places.get(text[0].slot, ())
    minus = text[0].literal.startswith("−") or (bool(starts) and starts[0].minus and not _wraps(node, text, 0, starts[0], in_latex=False))
    if is_call(node):
        return Fragment((written,), Binds.ATOM, latex_binds=Binds.POWER)
    binds, latex_binds = (min(notation.binds, one) if _is_before(text) else notation.binds for one in (inputs[-1].binds, inputs[-1].latex_binds))
    return Fragment((written,), binds if is_open(text) else Binds.ATOM, minus, _latex_binds(latex_binds, latex), _is_loose(text))


def _is_loose(text: Parts) -> bool:
    """Whether a sign stands between spaces."""
    return is_infix(text) and text[1].literal != text[1].literal.strip()


def _is_before(parts: Parts) -> bool:
    """Whether a sign stands before its only input."""
    return len(parts) == 2 and not parts[0].slot


def _latex_binds(binds: Binds, latex: Parts) -> Binds:
    """A fraction is closed: it needs no parentheses in a product, but as the base of a power it does; so does a call."""
    return binds if is_open(latex) else min(max(binds, Binds.SIGN), Binds.POWER)


def _infix(node: Node, left: Fragment, right: Fragment, text_sign: str, latex_sign: str) -> Fragment:
    """A sum or comparison: each term is a piece of its own, so a line can be broken before it."""
    text, latex = templates(node)
    first = _wrapped(left, text=_wraps(node, text, 0, left, in_latex=False), latex=_wraps(node, latex, 0, left, in_latex=True))
    last = _wrapped(right, text=_wraps(node, text, 2, right, in_latex=False), latex=_wraps(node, latex, 2, right, in_latex=True))
    sign = Piece(text_sign.strip() + " " + last[0].text, latex_sign.strip() + " " + last[0].latex)
    return Fragment((*first, sign, *last[1:]), node.op.notation.binds, left.minus and len(first) == len(left.pieces), node.op.notation.binds)


def _wrapped(part: Fragment, *, text: bool, latex: bool) -> tuple[Piece, ...]:
    if not (text or latex):
        return part.pieces
    return (Piece(f"({part.text})" if text else part.text, _parenthesised(part.latex) if latex else part.latex),)


def _parenthesised(latex: str) -> str:
    return rf"\left({latex}\right)"


def _wraps(node: Node, parts: Parts, place: int, part: Fragment, *, in_latex: bool) -> bool:
    """Whether the input at this place of the template needs parentheses. Only at the two ends can something take hold of it."""
    notation, binds = node.op.notation, part.latex_binds if in_latex else part.binds
    tighter = Binds.ATOM if notation.binds is Binds.ATOM else min(one for one in Binds if one > notation.binds)
    if notation.binds is not Binds.ATOM and node.op.algebra.associates and node.inputs[-1].op is node.op:
        tighter = notation.binds  # a·(b·c) is a·b·c
    if place == 0 and not in_latex and part.loose and binds == notation.binds and is_infix(parts) and not _is_loose(parts):
        return True  # `1 / x·y` looks like 1 / (x·y)
    if _is_before(parts) and binds is Binds.PRODUCT and not part.minus:
        return False  # −a·b is the same whichever of them the sign belongs to
    if place == 0:
        needed = notation.left if notation.left is not None else notation.binds if notation.binds is not Binds.ATOM else None
    elif place == len(parts) - 1:
        needed = notation.right if notation.right is not None else tighter if notation.binds is not Binds.ATOM else None
        if part.minus and needed is not None:
            return True
    else:
        needed = None
    return needed is not None and binds < needed


def _places(op: Op, inputs: Sequence[Fragment]) -> dict[str, tuple[Fragment, ...]]:
    """The inputs by the names of their slots; a variadic slot has them all."""
    if op.variadic:
        return {op.slots[0].lstrip("*"): tuple(inputs)}
    return {slot: (one,) for slot, one in zip(op.slots, inputs, strict=True)}


def _filled(parts: Parts, places: Mapping[str, tuple[Fragment, ...]], settings: Mapping[str, str], node: Node, *, in_latex: bool) -> str:
    written = []
    for place, (literal, slot) in enumerate(parts):
        if not slot:
            written.append(literal)
        elif slot in places:
            written.append(", ".join(_one(node, parts, place, one, in_latex=in_latex) for one in places[slot]))
        else:
            written.append(settings[slot] if slot in settings else _settings(node, settings, in_latex=in_latex))
    return "".join(written)


def _one(node: Node, parts: Parts, place: int, part: Fragment, *, in_latex: bool) -> str:
    wraps = _wraps(node, parts, place, part, in_latex=in_latex)
    if in_latex:
        return _parenthesised(part.latex) if wraps else part.latex
    return f"({part.text})" if wraps else part.text


def _settings(node: Node, written: Mapping[str, str], *, in_latex: bool) -> str:
    different = [key for key in node.settings if differs(node, key)]
    if not in_latex:
        return "".join(f", {key}={written[key]}" for key in different)
    return rf"_{{{', '.join(rf'{_word(key)}={written[key]}' for key in different)}}}" if different else ""


def _axis(key: str, value: Any) -> Any:
    """One axis in a tuple is written as people type it: axis=0."""
    return value[0] if key == "axis" and isinstance(value, tuple) and len(value) == 1 else value


def _setting_text(value: Any) -> str:
    if isinstance(value, bool | tuple | float | int):
        return repr(value).replace("-", "−")
    return visible(str(value))  # a key such as `::-2` is read back only with the plain minus


def _setting_latex(value: Any) -> str:
    if isinstance(value, bool | str) or value is None:
        return _word(str(value).lower())
    return latex_words(repr(value) if isinstance(value, tuple) else str(value))


def _word(text: str) -> str:
    return rf"\text{{{latex_words(text)}}}"
