"""`collect`: sums as a book prints them: 2·x·y + x + 3·y·x is 5·x·y + x, and what cancels is gone.

It is for reading, after `simplify`, which makes one node of what is written twice, and `tidy`.
Which page adds, takes away or turns a sign is read off their algebra.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from math import isfinite

from glassgrad.graph import Kind, Node, Op, ancestors, pages

from .tidy import Product, as_product, counts, written_product

MOST_TERMS = 100
"""A longer sum stays as it is: nobody reads it."""
MOST_MULTIPLIED_OUT, MOST_FACTORS = 24, 4
"""Terms up to which brackets are multiplied out, and factors of a product that is."""


@dataclass(frozen=True, eq=False)
class Term:
    """One term of a sum: so many times the same thing."""

    node: Node
    product: Product | None
    number: float
    key: Hashable


def collect(node: Node, *, multiply_out: bool = False) -> Node:
    """The node with the like terms of its sums joined. A named node is a quantity of its own and stays one term.

    `multiply_out=True` also takes brackets apart, 2·x·(x − 3) as 2·x² − 6·x, in those sums that become shorter by it.

    >>> import glassgrad as gg
    >>> str(collect(gg.parse("2*x*y + x + 3*y*x")))
    '5·x·y + x'
    """
    done: dict[Node, Node] = {}
    products: dict[Node, Product] = {}
    nodes = ancestors([node])
    inside = {one for other in nodes if adds_with(other.op) is not None for one in other.inputs if adds_with(one.op) is not None and not one.name}
    for old in nodes:
        plain = old.over(*[done[one] for one in old.inputs])
        joined = _joined(plain, products, multiply_out=multiply_out) if old.shape == () and old not in inside and adds_with(old.op) is not None else None
        done[old] = plain if joined is None else joined.named(old.name) if old.name else joined
        found = product_of(done[old], products) if done[old].shape == () and not done[old].name else None
        if found is not None:
            products[done[old]] = found
    return done[node]


def product_of(node: Node, products: dict[Node, Product]) -> Product | None:
    """The node as a product, if it is one; with a factor 0, or divided by 0, it is none."""
    found = products.get(node) or as_product(node, products, powers=True)
    return found if found is not None and 0 not in (found.number, found.under) and isfinite(found.number / found.under) else None


def adds_with(op: Op) -> Op | None:
    """The page of addition, if the operation adds, takes away or turns a sign."""
    if op.kind is not Kind.ELEMENTWISE:
        return None
    if op.algebra.undoes:
        return pages[op.algebra.undoes] if pages[op.algebra.undoes].algebra.inverse else None
    return op if op.algebra.inverse else next((page for page in pages if page.algebra.inverse and pages[page.algebra.inverse] is op), None)


def _joined(node: Node, products: dict[Node, Product], *, multiply_out: bool) -> Node | None:
    """The sum with its like terms joined; None if there are none."""
    adds = adds_with(node.op)
    assert adds is not None  # it was asked for
    terms = terms_of(node, adds, products, multiply_out=multiply_out)
    if len(terms) < 2:
        return None
    sums: dict[Hashable, Term] = {}
    for term in terms:
        before = sums.get(term.key)
        sums[term.key] = term if before is None else replace(before, number=before.number + term.number)
    if len(sums) == len(terms) or not all(isfinite(term.number) for term in sums.values()):
        return None
    found = written_sum(adds, [term for term in sums.values() if term.number != 0])
    return found if not multiply_out or written_size(found) < written_size(node) else None


def written_size(formula: Node) -> int:
    """How many operations stand in a formula when it is written out."""
    sizes: dict[Node, int] = {}
    for node in ancestors([formula]):
        sizes[node] = sum(sizes[part] for part in node.inputs) + (node.op.kind is not Kind.LEAF)
    return sizes[formula]


def terms_of(node: Node, adds: Op, products: dict[Node, Product], *, multiply_out: bool) -> list[Term]:
    """The terms of a sum, each with its number and what else it is; none of one that is too long."""
    found: list[Term] = []
    waiting = [(node, 1.0)]
    while waiting:
        if len(found) + len(waiting) > (MOST_MULTIPLIED_OUT if multiply_out else MOST_TERMS):
            return []
        one, sign = waiting.pop()
        if one is not node and (one.name or adds_with(one.op) is not adds or one.shape != ()):
            apart = _bracket_apart(one, adds, products) if multiply_out else []
            if apart:
                waiting += [(part, sign * way) for part, way in reversed(apart)]
            else:
                found.append(_term(one, sign, products))
        else:
            last = sign if one.op is adds else -sign
            waiting += reversed([*((part, sign) for part in one.inputs[:-1]), (one.inputs[-1], last)])
    return found


def _bracket_apart(node: Node, adds: Op, products: dict[Node, Product]) -> list[tuple[Node, float]]:
    """A product with a sum among its factors as the products with each of its terms; nothing if there is no such factor."""
    product = product_of(node, products)
    if product is None or product.factors > MOST_FACTORS:
        return []
    place = next((place for place, one in enumerate(product.above) if not one.name and adds_with(one.op) is adds and len(one.inputs) == 2), None)
    if place is None:
        return []
    bracket, others = product.above[place], replace(product, above=product.above[:place] + product.above[place + 1 :])
    rest = written_product(others)
    products[rest] = others
    ways = (1.0, 1.0 if bracket.op is adds else -1.0)
    return [(product.times(rest, part), way) for part, way in zip(bracket.inputs, ways, strict=True)]


def _term(node: Node, sign: float, products: dict[Node, Product]) -> Term:
    product = product_of(node, products)
    if product is None:
        if not node.inputs and not node.name and "value" in node.settings:
            return Term(node, None, sign * float(node.settings["value"]), ())
        times = next(page for page in pages if page.algebra.grows_by)
        return Term(node, None, sign, (frozenset(counts(times, (node,)).items()), frozenset()))
    above, below = (frozenset(counts(product.times, factors).items()) for factors in (product.above, product.below))
    key: Hashable = (above, below) if above or below else ()
    return Term(node, product, sign * product.number / product.under, key)


def written_sum(adds: Op, terms: list[Term]) -> Node:
    """The sum of the terms: a polynomial from the highest power down, another one with those that are taken away last; never a minus first."""
    if not terms:
        return pages.constant(value=0.0)
    degrees = _degrees(terms)
    if degrees:
        ordered = [terms[place] for place in sorted(range(len(terms)), key=lambda place: -degrees[place])]
    else:
        ordered = sorted(terms, key=lambda term: (term.number < 0, term.key == ()))
    first = next((term for term in ordered if term.number > 0), ordered[0])
    later = [term for term in ordered if term is not first]
    whole = _alone(first.number, first)
    for term in later:
        part = _alone(abs(term.number), term)
        whole = adds(whole, part) if term.number > 0 else pages[adds.algebra.undone_by](whole, part)
    return whole


def _degrees(terms: list[Term]) -> list[int]:
    """The power in each term, if all are numbers times powers of one and the same thing; else nothing."""
    found, bases = [], set()
    for term in terms:
        factors = {term.node: 1} if term.product is None else counts(term.product.times, term.product.above)
        if term.key == ():
            found.append(0)
            continue
        if len(factors) != 1 or (term.product is not None and term.product.below):
            return []
        bases |= set(factors)
        found += factors.values()
    return found if len(bases) == 1 else []


def _alone(number: float, term: Term) -> Node:
    """A number times the thing."""
    if term.key == ():
        return pages.constant(value=number)
    if term.product is not None:
        return written_product(replace(term.product, number=number, under=1.0))
    if number == 1:
        return term.node
    times = next(page for page in pages if page.algebra.grows_by)
    return written_product(Product(times, number, above=(term.node,)))
