"""The formula of a fit: which of its names are columns, which are parameters, and how it changes with each parameter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from glassgrad.data.words import did_you_mean, listed, quoted
from glassgrad.graph import ExpressionError, Graph, Kind, Node, SettingError, ancestors, is_constant, pages
from glassgrad.readers import gradients, parse, simplify_all
from glassgrad.writing.formula import write

from .columns import columns_by_spelling, plain

EQUALS = re.compile(r"(?<![=<>!≤≥≠])=(?!=)")
OPENS, CLOSES = "([{", ")]}"


@dataclass(frozen=True, eq=False)
class Formula:
    """`predicted` = f(inputs, parameters), to be fitted to `observed`, which is made of columns alone; both for a single row.

    `typed` is the formula as it was given, which `parse` reads again; `text` is how it prints, cut short where it is very long.
    `inputs` and `outputs` are the columns that the two sides read: name in the formula → name of the column; `spelled` those that a formula
    cannot write as they are, `constants` the columns that share their name with a number in the formula, likewise.
    """

    predicted: Node
    observed: Node
    typed: str
    target: str
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    parameters: tuple[str, ...]
    spelled: Mapping[str, str]
    constants: Mapping[str, str]

    @cached_property
    def text(self) -> str:
        """The formula as it prints."""
        return written(self.predicted)

    @cached_property
    def slopes(self) -> tuple[Node, ...]:
        """∂ŷ/∂b for each parameter b, as formulas."""
        found = gradients(self.predicted, self.parameters)
        return tuple(found[name] for name in self.parameters)

    @cached_property
    def simple_slopes(self) -> tuple[Node, ...]:
        """The same, written as simply as can be: what a person reads."""
        simple = simplify_all(self.slopes)
        return tuple(simple[slope] for slope in self.slopes)

    @cached_property
    def linear(self) -> frozenset[str]:
        """Parameters that the formula is linear in, all of them together: with the others held still, the best values follow without searching.

        >>> formula = read_formula("b1 + b2*exp(-b3*x)", None, {"x": True, "y": True})
        >>> sorted(formula.linear)
        ['b1', 'b2']
        """
        reads = {name: names_in(slope) for name, slope in zip(self.parameters, self.simple_slopes, strict=True)}
        chosen: set[str] = set()
        for name in self.parameters:
            together = chosen | {name}
            if not any(reads[one] & together for one in together):
                chosen = together
        return frozenset(chosen)


def read_formula(expression: str | Node, target: str | None, columns: Mapping[str, bool]) -> Formula:
    """The formula over the columns of a table (name → whether it holds numbers).

    A text may say what is fitted, `log(y) = a + b*x`; else `target` is a column, or a formula of columns; else it is found.
    Raises: ExpressionError for a text that is refused; SettingError if names and columns do not fit together.
    """
    left, right = ("", expression) if isinstance(expression, Node) else sides(expression)
    if left and target is not None:
        raise SettingError(f"what is to be fitted is said twice: {left.strip()!r:.60} before the equals sign, and as the target {target!r:.60}; leave one out")
    spellings = columns_by_spelling(columns)
    known = {plain(name): name for name in columns} | {word: found[0] for word, found in spellings.items()}
    predicted = right if isinstance(right, Node) else _parsed(right, known)
    names = _names_of(predicted, "the formula")
    inputs = {name: known[name] for name in names if name in known}
    wanted = left.strip() or target or usual_target(columns, inputs.values())
    observed, outputs = _observed(wanted, known)
    _refuse_several(spellings, (*inputs, *outputs))
    _refuse_words((*inputs.values(), *outputs.values()), columns)
    _refuse_the_answer(inputs.values(), outputs.values())
    parameters = tuple(name for name in names if name not in known)
    if not parameters:
        raise SettingError(
            f"there is nothing to fit: every name in {written(predicted)!r:.60} is a column; write the numbers to be found as names, like a + b*x"
        )
    typed = right.strip() if isinstance(right, str) else written(right)
    spelled = {name: column for name, column in {**inputs, **outputs}.items() if name in spellings}
    return Formula(predicted, observed, typed, wanted, inputs, outputs, parameters, spelled, _constants(right, known))


def _parsed(text: str, known: Mapping[str, str]) -> Node:
    try:
        return parse(text)
    except ExpressionError as error:
        taken = [name for name in known if _stands_alone(name, text) and _has_a_meaning(name)]
        if not taken:
            raise
        name = taken[0]
        raise SettingError(
            f"{name} has a meaning of its own in a formula, so it cannot be the column {quoted(known[name])}; rename the column to use it in a formula"
        ) from error


def _stands_alone(name: str, text: str) -> bool:
    """Whether a formula has that word, and not as a function that is called."""
    return name.isidentifier() and re.search(rf"(?<!\w){re.escape(name)}\b(?!\s*\()", plain(text)) is not None


def _has_a_meaning(name: str) -> bool:
    """Whether a word alone is refused, as that of a function is."""
    try:
        parse(name)
    except ExpressionError:
        return True
    return False


def _constants(right: str | Node, known: Mapping[str, str]) -> dict[str, str]:
    """The words of a formula that are numbers, π, though columns are called so too."""
    text = right if isinstance(right, str) else written(right)
    return {name: column for name, column in known.items() if _stands_alone(name, text) and not _has_a_meaning(name) and is_constant(parse(name))}


def sides(text: str) -> tuple[str, str]:
    """What stands before the equals sign, and the formula after it; a formula without one has nothing before it.

    >>> sides("log(y) = a + b*x"), sides("a + sum(x, axis=0)")
    (('log(y) ', ' a + b*x'), ('', 'a + sum(x, axis=0)'))
    """
    if not isinstance(text, str):
        raise ExpressionError(f"a formula is a text, like 'a + b*x', or a node, not {type(text).__name__}")
    signs = [found.start() for found in EQUALS.finditer(text) if _depth(text[: found.start()]) == 0]
    if len(signs) > 1:
        raise ExpressionError(f"{text!r:.60} has {len(signs)} equals signs; one stands between what is fitted and its formula, like y = a + b*x")
    if not signs:
        return "", text
    left, right = text[: signs[0]], text[signs[0] + 1 :]
    if not left.strip():
        raise ExpressionError(f"before the equals sign of {text!r:.60} stands nothing; write what is fitted there, like y = a + b*x")
    return left, right


def _depth(text: str) -> int:
    return sum((letter in OPENS) - (letter in CLOSES) for letter in text)


def usual_target(columns: Mapping[str, bool], used: Iterable[str]) -> str:
    """The column that is fitted if nobody says which. Raises: SettingError if that cannot be told.

    >>> usual_target({"time": True, "count": True, "place": False}, ["time"])
    'count'
    """
    spoken_for = set(used)
    free = [name for name, holds_numbers in columns.items() if holds_numbers and name not in spoken_for]
    if "y" in free:
        return "y"
    if len(free) == 1:
        return free[0]
    if not free:
        raise SettingError("no column of numbers is left that the formula could be fitted to; every one is used in the formula")
    raise SettingError(f"which column is to be fitted? Give the target, one of {listed(free)}, or write it before the formula, like y = a + b*x")


def written(node: Node) -> str:
    """The formula of a node as it prints."""
    return write(node, {}).text


def names_in(node: Node) -> frozenset[str]:
    """The names of the leaves that a formula reads."""
    return frozenset(leaf.name for leaf in Graph((node,)).leaves)


def _names_of(node: Node, what: str) -> tuple[str, ...]:
    """The names of the leaves, in the order of the formula. Raises: ExpressionError for what is no formula of single numbers."""
    for one in ancestors([node]):
        if one.op.kind not in (Kind.LEAF, Kind.ELEMENTWISE) or one.shape != ():
            where = f" at column {one.where.column}" if one.where else ""
            raise ExpressionError(
                f"{what} has {one.op.name}{where}, which works on a whole array; "
                "every name stands for the number of one row here, so use only operations on single numbers"
            )
    names = [leaf.name for leaf in ancestors([node]) if leaf.op.kind is Kind.LEAF and not is_constant(leaf)]
    if "" in names or len(set(names)) < len(names):
        raise ExpressionError(f"{what} has inputs {'without a name' if '' in names else 'that share a name'}; give each its own, so that it can be found")
    return tuple(names)


def _observed(wanted: str, known: Mapping[str, str]) -> tuple[Node, dict[str, str]]:
    name = plain(wanted)
    if name in known:
        # A column may have any name, "petal width (cm)" too; a formula could not say it.
        return pages.variable(shape=(), name=name), {name: known[name]}
    try:
        observed = parse(wanted)
    except ExpressionError as error:
        hint = did_you_mean(wanted, list(known.values()))
        raise SettingError(f"what is to be fitted, {quoted(wanted)}, is not a column, and no formula of columns either: {error}.{hint}") from None
    names = _names_of(observed, "what is to be fitted")
    strange = [name for name in names if name not in known]
    if strange or not names:
        hint = did_you_mean(wanted, list(known.values()))
        raise SettingError(f"what is to be fitted, {quoted(wanted)}, is neither a column nor made of columns; the columns are {listed(known.values())}.{hint}")
    return observed, {name: known[name] for name in names}


def _refuse_several(spellings: Mapping[str, Sequence[str]], used: Iterable[str]) -> None:
    for name in used:
        if len(spellings.get(name, ())) > 1:
            raise SettingError(f"{name} could be any of the columns {listed(spellings[name])}; rename the one you mean")


def _refuse_words(used: Iterable[str], columns: Mapping[str, bool]) -> None:
    for name in used:
        if not columns[name]:
            raise SettingError(f"column {quoted(name)} holds words, and a formula needs numbers; use another column, or turn its words into numbers first")


def _refuse_the_answer(inputs: Iterable[str], outputs: Iterable[str]) -> None:
    both = set(inputs) & set(outputs)
    if both:
        raise SettingError(f"what is to be fitted, {listed(sorted(both))}, stands in the formula too; it would predict itself")
