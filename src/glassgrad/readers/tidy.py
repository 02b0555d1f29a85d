"""`tidy`: products as a book prints them: one number in front, equal factors as a power, and one line to divide by.

It is for reading, after `simplify`: `(f / 2)·(−2)·x` becomes `−(f·x)`, `(1 / u)·2·x` becomes `2·x / u`, `u·u` becomes `u²`.
Which page is a product, a quotient, a sign or a power is read off their algebra.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import isfinite

from glassgrad.graph import Node, Op, ancestors, is_constant, pages

MOST_FACTORS = 24
"""A longer product stays as it is: nobody reads it, and putting it together would take time in the square of its length."""
MOST_DIGITS = 6
"""A number of at most so many characters may stand in front; another stays a quotient, as in x/3."""
TINY, HUGE = 1e-100, 1e100


@dataclass(frozen=True)
class Product:
    """A product of `times`: number · above… / (under · below…)."""

    times: Op
    number: float = 1.0
    under: float = 1.0
    above: tuple[Node, ...] = ()
    below: tuple[Node, ...] = ()

    @property
    def factors(self) -> int:
        """How many factors it has, above and below the line."""
        return len(self.above) + len(self.below)


def tidy(node: Node, *, powers: bool = False, cancel: bool = False) -> Node:
    """The node with its products put in order. A named node is a quantity of its own and stays one factor.

    >>> from glassgrad.ops import variable
    >>> x = variable(shape=(), name="x")
    >>> found = tidy(x * x / 2 * -2)
    >>> found.op.name, found.inputs[0].op.name
    ('negate', 'power')
    """
    return tidy_all([node], powers=powers, cancel=cancel)[node]


def tidy_all(outputs: Iterable[Node], *, powers: bool = False, cancel: bool = False) -> dict[Node, Node]:
    """The same for several outputs: every node of the old graph → the node that stands for it now.

    `powers=True` writes powers of products as products, (2·x)² as 4·x². `cancel=True` does so too, and leaves out equal factors above
    and below the line: x²/x is x, though at 0 the quotient is not a number.
    """
    done: dict[Node, Node] = {}
    products: dict[Node, Product] = {}
    for node in ancestors(outputs):
        plain = node.over(*[done[one] for one in node.inputs])
        found = as_product(plain, products, powers=powers or cancel)
        if found is None or not _worth_it(found):
            done[node] = plain
            continue
        put = written_product(found, cancel=cancel)
        done[node] = plain if put.shape != node.shape else put.named(node.name) if node.name else put
        if not node.name and put.shape == node.shape:
            products[put] = found
    return done


def as_product(node: Node, products: dict[Node, Product], *, powers: bool = False) -> Product | None:
    """The node as a product, if its operation multiplies, divides or turns a sign; with `powers` also (2·x)² and (x²)³."""
    times, inputs = _times_of(node.op), node.inputs
    if times is None:
        return _power_of_a_product(node, products) if powers else None
    parts = [_part(one, times, products) for one in inputs]
    if len(parts) == 1:
        (one,) = parts
        return Product(times, -one.number, one.under, one.above, one.below)
    a, b = parts
    if node.op is times:
        return Product(times, a.number * b.number, a.under * b.under, (*a.above, *b.above), (*a.below, *b.below))
    return Product(times, a.number * b.under, a.under * b.number, (*a.above, *b.below), (*a.below, *b.above))


def _power_of_a_product(node: Node, products: dict[Node, Product]) -> Product | None:
    """(2·x)³ as the product 8·x·x·x, (x²)³ as x·x·x·x·x·x."""
    times = next((page for page in pages if page.algebra.grows_by and pages[page.algebra.grows_by] is node.op), None)
    if times is None:
        return None
    outside, count = _base(node.named("") if node.name else node, node.op)
    if count == 1:
        return None
    base, inside = _base(outside, node.op)
    part = products.get(outside, Product(times, above=(base,) * inside))
    if part.times is not times or part.factors * count > MOST_FACTORS or part.factors + (part.number != 1) < 2:
        return None
    return Product(times, part.number**count, part.under**count, part.above * count, part.below * count)


def _part(node: Node, times: Op, products: dict[Node, Product]) -> Product:
    if is_constant(node) and not node.name and node.shape == ():
        return Product(times, number=float(node.settings["value"]))
    return products[node] if node in products and products[node].times is times else Product(times, above=(node,))


def _times_of(op: Op) -> Op | None:
    """The page of which the operation is the product, the quotient or the sign; None if it is none of these."""
    times = pages[op.algebra.undoes] if op.algebra.undoes else op
    if times.algebra.grows_by:
        return times
    return next((page for page in pages if page.algebra.grows_by and pages[page.algebra.odd] is op), None) if op.algebra.involution else None


def _worth_it(found: Product) -> bool:
    numbers = (abs(found.number), abs(found.under))
    return 0 < found.factors <= MOST_FACTORS and all(isfinite(one) and TINY < one < HUGE for one in numbers)


def written_product(found: Product, *, cancel: bool = False) -> Node:
    """The product as nodes: sign, number, factors, and what they are divided by."""
    number, under = _numbers(found)
    over, by = counts(found.times, found.above), counts(found.times, found.below)
    above, below = (_powers(found.times, one, other if cancel else {}) for one, other in ((over, by), (by, over)))
    if abs(number) != 1 or not above:
        above = [pages.constant(value=abs(number)), *above]
    if under != 1:
        below = [pages.constant(value=under), *below]
    whole = reduce(found.times, above)
    if below:
        whole = pages[found.times.algebra.undone_by](whole, reduce(found.times, below))
    return pages[found.times.algebra.odd](whole) if number < 0 else whole


def _numbers(found: Product) -> tuple[float, float]:
    """The numbers above and below the line: one of them is 1 if their quotient is whole, one over a whole number, or short."""
    number, under = (found.number, found.under) if found.under > 0 else (-found.number, -found.under)
    quotient, inverse = number / under, under / abs(number)
    is_whole = quotient == int(quotient) and quotient * under == number
    one_over = inverse == int(inverse) and inverse * abs(number) == under
    if is_whole or (not (one_over and found.below) and len(repr(quotient)) <= MOST_DIGITS and quotient * under == number):
        return quotient, 1.0
    return (1.0 if number > 0 else -1.0, inverse) if one_over else (number, under)


def counts(times: Op, factors: tuple[Node, ...]) -> dict[Node, int]:
    """How often each factor is there."""
    found: dict[Node, int] = {}
    for factor in factors:
        base, count = _base(factor, pages[times.algebra.grows_by])
        found[base] = found.get(base, 0) + count
    return found


def _powers(times: Op, factors: Mapping[Node, int], cancelled: Mapping[Node, int]) -> list[Node]:
    """The factors, equal ones together as a power, less those that are cancelled."""
    power = pages[times.algebra.grows_by]
    left = {base: count - cancelled.get(base, 0) for base, count in factors.items()}
    return [base if count == 1 else power(base, count) for base, count in left.items() if count > 0]


def _base(factor: Node, power: Op) -> tuple[Node, int]:
    if factor.op is power and not factor.name and is_constant(factor.inputs[1]) and factor.inputs[1].shape == ():
        exponent = float(factor.inputs[1].settings["value"])
        if exponent == int(exponent) and exponent > 1:
            return factor.inputs[0], int(exponent)
    return factor, 1
