"""A page of the dictionary in words: everything is read off the page or computed from it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from difflib import get_close_matches
from string import Template

import glassgrad.ops  # noqa: F401 - fills the dictionary
from glassgrad.graph import Case, Interval, Kind, Node, Op, SettingError, Shape, pages, say_shape
from glassgrad.readers import evaluate, simplify
from glassgrad.writing.arrays import shown
from glassgrad.writing.formula import write
from glassgrad.writing.fragments import Fragment
from glassgrad.writing.symbols import gradient_symbol, symbol

MOST_CASES = 4
Facts = list[tuple[str, str]]


def pages_named(word: str) -> list[Op]:
    """The pages with that name, sign or other spelling, the page of that very name first. Raises: SettingError with the closest names.

    >>> [page.name for page in pages_named("max")], [page.name for page in pages_named("@")]
    (['max', 'maximum'], ['matmul'])
    """
    for name in (word, word.lower()):
        found = [page for page in pages if name in names_of(page)]
        if found:
            return sorted(found, key=lambda page: page.name != name)
    names = [name for page in pages for name in names_of(page)]
    near = list(dict.fromkeys(get_close_matches(word.lower()[:100], names, n=3)))
    hint = f"did you mean {', '.join(near)}?" if near else "glassgrad show, without a name, lists them all"
    raise SettingError(f"there is no operation {word!r:.60}; {hint}")


def names_of(page: Op) -> list[str]:
    """Everything one may call the operation, its name first."""
    return list(filter(None, dict.fromkeys((page.name, *page.notation.spellings, page.sign, page.notation.symbol))))


def says(page: Op) -> str:
    """What the operation is, with its inputs by name."""
    return Template(page.says).substitute({slot.lstrip("*"): slot.lstrip("*") for slot in page.slots} | {key: key for key in page.defaults})


def first_line(page: Op) -> str:
    """The sentence that the page's file begins with."""
    return (sys.modules[f"glassgrad.ops.{page.name}"].__doc__ or "").partition("\n")[0]


def facts_of(page: Op) -> Facts:
    """The whole page, as labels and lines.

    >>> print(dict(facts_of(pages_named("sigmoid")[0]))["derivative"])
    ∂L/∂x = ∂L/∂y·y·(1 − y)
    """
    node = page(*variables(page, case := first_case(page)), **case.settings)
    known = {node: symbol(output_name(page), array=bool(node.shape))}
    return [
        ("kind", page.kind.value),
        ("says", says(page)),
        *((("formula", f"{known[node].text} = {write(node, {}).text}"),) if page.slots else ()),
        *((("also", "  ".join(others)),) if (others := names_of(page)[1:]) else ()),
        *((("means", write(page.recipe(*node.inputs, **node.settings), {}).text),) if page.recipe else ()),
        *_example(page),
        *_derivatives(page, node, known),
        ("because", page.because),
        *_shapes(page),
        *_settings(page),
        *_cost(page, node, case),
        *_domain(page),
        ("source", page.source),
    ]


def first_case(page: Op) -> Case:
    """The shapes and settings that the formulas are written for."""
    return page.domain.cases[0] if page.domain.cases else Case(shapes=())


def variables(page: Op, case: Case) -> list[Node]:
    """A variable for each input, named as on the page."""
    names = [f"{page.slots[-1].lstrip('*')}{place}" for place in range(1, len(case.shapes) + 1)] if page.variadic else page.slots
    return [pages.variable(shape=shape, name=name) for shape, name in zip(case.shapes, names, strict=True)]


def output_name(page: Op) -> str:
    """What the output is called: y, unless an input is called so."""
    return "z" if "y" in page.slots else "y"


def _example(page: Op) -> Facts:
    if page.kind is Kind.LEAF:
        return []
    node = page(*[pages.constant(value=one) for one in page.example.inputs], **page.example.settings)
    value = shown(evaluate(node)[node])
    return [("example", f"{write(node, {}).text} {'=' if value.exact else '≈'} {value.fragment.text}")]


def _derivatives(page: Op, node: Node, known: dict[Node, Fragment]) -> Facts:
    """What comes back to each input, from what arrives at the output."""
    loss = symbol("L")
    upstream = pages.variable(shape=node.shape, name="upstream")
    symbols = {**known, upstream: gradient_symbol(loss, known[node])}
    lines = []
    for one, flow in zip(node.inputs, page.derivative(upstream, node, *node.inputs), strict=True):
        left = gradient_symbol(loss, symbol(one.name, array=bool(one.shape))).text
        lines.append(f"{left}: nothing flows back to {one.name}" if flow is None else f"{left} = {write(simplify(flow), symbols).text}")
    return [("derivative" if place == 0 else "", line) for place, line in enumerate(lines)]


def _shapes(page: Op) -> Facts:
    lines = []
    for case in page.domain.cases[:MOST_CASES]:
        node = page(*variables(page, case), **case.settings)
        lines.append(", ".join([say_inputs(case), *_say_settings(case.settings)]) + f" → {say_input(node.shape)}")
    return [("shapes" if place == 0 else "", line) for place, line in enumerate(lines)]


def say_inputs(case: Case) -> str:
    """The shapes of all inputs.

    >>> say_inputs(Case(shapes=((2, 3), (3,), ())))
    '2×3 and 3 numbers and a number'
    """
    return " and ".join(map(say_input, case.shapes))


def say_input(shape: Shape) -> str:
    """One shape among others, in few words."""
    return "a number" if not shape else f"{shape[0]} number{'s' if shape[0] != 1 else ''}" if len(shape) == 1 else say_shape(shape)


def _say_settings(settings: Mapping[str, object]) -> list[str]:
    return [f"{key}={value!r}" for key, value in settings.items()]


def _settings(page: Op) -> Facts:
    return [("settings", ", ".join(_say_settings(page.defaults)))] if page.defaults else []


def _cost(page: Op, node: Node, case: Case) -> Facts:
    if page.kind is Kind.LEAF:
        return []
    operations = page.cost(case.shapes, node.shape, **node.settings)
    count = f"{operations:,} operation{'' if operations == 1 else 's'} on {say_inputs(case)}" if operations else "no arithmetic, entries are only moved"
    return [("cost", count)]


def _domain(page: Op) -> Facts:
    if page.kind is Kind.LEAF:
        return []
    intervals = page.domain.inputs
    parts = [f"{slot.lstrip('*')} {_say_interval(intervals[min(place, len(intervals) - 1)])}" for place, slot in enumerate(page.slots)]
    return [("tried on", "; ".join(parts) + ("; and far away" if page.domain.far else ""))]


def _say_interval(interval: Interval) -> str:
    low, high = (shown(end).fragment.text for end in (interval.low, interval.high))
    avoided = f", not near {', '.join(shown(point).fragment.text for point in interval.avoid)}" if interval.avoid else ""
    return f"{'whole numbers ' if interval.whole else ''}from {low} to {high}{avoided}"
