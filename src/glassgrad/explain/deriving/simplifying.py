"""A formula made simple, step by step: after each step what was done."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import replace

from glassgrad.graph import Algebra, Kind, Node, Op, ancestors, pages
from glassgrad.readers import collect, simplify, substitute, tidy
from glassgrad.readers.collect import written_size
from glassgrad.readers.common_factors import cancel_common_factors
from glassgrad.readers.laws import ALL, Law, Workbench
from glassgrad.readers.laws.words import CANCELS, JOINS, LEAVES_OUT, MULTIPLIES_OUT, MULTIPLIES_POWERS, ORDERS, TAKES_OUT
from glassgrad.readers.laws.workbench import constant

from .moving import is_number, is_quotient

MOST_NODES = 400
"""A longer formula is not written out anyway."""
LONGEST_JOINED = 60
"""Operations of a formula in which like terms and common factors are looked for."""
LEFT_OUT = ("factors of 1", "exponents of 1", "terms of 0", "products with 0")
ENOUGH = 4
"""Rounds of putting products in order and looking again."""


def _on_paper(law: Law) -> Law:
    """The law without functions of numbers: ln 2 stays ln 2, as one writes it."""
    return replace(law, applies=lambda op: law.applies(op) and (op.algebra != Algebra() or op.kind is not Kind.ELEMENTWISE))


def _zero_above(bench: Workbench, node: Node) -> Node | None:
    """0 divided by anything is 0."""
    return constant(bench, 0.0, node.shape) if bench.numbers.get(node.inputs[0]) == 0 else None


LAWS = (*map(_on_paper, ALL), Law(is_quotient, _zero_above, "0 divided by something is 0"))


def made_simple(formula: Node, keep: Iterable[Node] = ()) -> Iterator[tuple[Node, str]]:
    """The formula after each kind of step, with what was done, the simplest one last; nothing if it is as simple as can be.

    What is to be kept, such as a quantity with a name, is one factor, whatever it is made of. The steps may leave the formula as
    it reads: who tells them compares what is written.
    """
    alone, back = _alone(formula, keep)
    if written_size(alone) > LONGEST_JOINED:
        return
    for _ in range(ENOUGH):
        before = alone
        for after, does in _round(alone):
            alone = after
            yield _restored(alone, back), does
        if alone is before:
            return


def simplest(formula: Node, keep: Iterable[Node] = ()) -> Node:
    """The last of these forms, at once."""
    alone, back = _alone(formula, keep)
    if len(ancestors([alone])) > MOST_NODES:
        return formula
    for _ in range(ENOUGH):
        before, alone = alone, _in_order(tidy(simplify(alone, laws=LAWS), cancel=True))
        if alone is before:
            break
    return _restored(alone, back)


def _alone(formula: Node, keep: Iterable[Node]) -> tuple[Node, dict[Node, Node]]:
    """The formula with a stand-in for what is kept; and what each stands for."""
    inside = set(ancestors([formula]))
    stand_ins = {node: pages.variable(shape=node.shape) for node in keep if node in inside}
    return substitute(formula, stand_ins)[formula], {stand_in: node for node, stand_in in stand_ins.items()}


def _restored(formula: Node, back: Mapping[Node, Node]) -> Node:
    return substitute(formula, back)[formula] if back else formula


def _round(formula: Node) -> Iterator[tuple[Node, str]]:
    """Every kind of step once; those of the laws after one another, each with all that came before it."""
    used: list[Law] = []
    for does in dict.fromkeys(law.does for law in LAWS):
        used += [law for law in LAWS if law.does == does]
        found: set[str] = set()
        after = simplify(formula, laws=[_noted(law, found) for law in used])
        formula = yield from _step(formula, after, _left_out(found) if does == LEAVES_OUT else does)
    formula = yield from _step(formula, tidy(formula), ORDERS)
    formula = yield from _step(formula, tidy(formula, powers=True), MULTIPLIES_POWERS)
    formula = yield from _step(formula, tidy(formula, cancel=True), CANCELS)
    formula = yield from _step(formula, cancel_common_factors(formula), TAKES_OUT)
    formula = yield from _step(formula, collect(formula), JOINS)
    yield from _step(formula, collect(formula, multiply_out=True), MULTIPLIES_OUT)


def _noted(law: Law, found: set[str]) -> Law:
    """The law, which writes down what kind of thing it left out."""

    def rewrite(bench: Workbench, node: Node) -> Node | None:
        after = law.rewrite(bench, node)
        if after is not None:
            found.add(_kind_left_out(node, bench))
        return after

    return replace(law, rewrite=rewrite)


def _kind_left_out(node: Node, bench: Workbench) -> str:
    algebra, numbers = node.op.algebra, [bench.numbers.get(one) for one in node.inputs]
    if algebra.absorbing is not None and algebra.absorbing in numbers:
        return "products with 0"
    return {0.0: "terms of 0", 1.0: "exponents of 1" if _is_power(node.op) else "factors of 1"}.get(algebra.neutral, "")  # type: ignore[arg-type]


def _is_power(op: Op) -> bool:
    return any(page.algebra.grows_by and pages[page.algebra.grows_by] is op for page in pages)


def _left_out(found: set[str]) -> str:
    """What was left out, in words: "factors of 1 and terms of 0 are left out"."""
    *first, last = [one for one in LEFT_OUT if one in found] or LEFT_OUT[:1]
    return f"{', '.join(first)} and {last} are left out" if first else f"{last} are left out"


def _step(before: Node, after: Node, does: str) -> Generator[tuple[Node, str], None, Node]:
    if after is not before:
        yield after, does
    return after


def _in_order(formula: Node) -> Node:
    return formula if written_size(formula) > LONGEST_JOINED else collect(collect(cancel_common_factors(formula)), multiply_out=True)


def number_first(outputs: Iterable[Node]) -> dict[Node, Node]:
    """Products with the number standing before all the rest, which reads the same: (2·x)·y as 2·(x·y). So the number can be kept as a factor."""
    done: dict[Node, Node] = {}
    for node in ancestors(outputs):
        done[node] = _number_first(node.over(*[done[one] for one in node.inputs]))
    return done


def _number_first(node: Node) -> Node:
    if not node.op.algebra.grows_by:
        return node
    left, right = node.inputs
    if left.op is not node.op or left.name or not is_number(left.inputs[0]) or is_number(right):
        return node
    found = node.op(left.inputs[0], node.op(left.inputs[1], right))
    return found.named(node.name) if node.name else found
