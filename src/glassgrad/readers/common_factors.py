"""`cancel_common_factors`: what every term above the line has as a factor, and the line below too: (x²·y − x) / x³ is (x·y − 1) / x²."""

from __future__ import annotations

from dataclasses import replace

from glassgrad.graph import Node, ancestors

from .collect import Term, adds_with, product_of, terms_of, written_sum
from .tidy import Product, counts, written_product


def cancel_common_factors(node: Node) -> Node:
    """The node with such factors cancelled. It is for reading, after `tidy`: where the factor is 0, the quotient was not a number.

    >>> import glassgrad as gg
    >>> str(cancel_common_factors(gg.parse("(x^2*y - x) / x^3")))
    '(x·y − 1) / x^2'
    """
    done: dict[Node, Node] = {}
    products: dict[Node, Product] = {}
    for old in ancestors([node]):
        plain = old.over(*[done[one] for one in old.inputs])
        found = product_of(plain, products) if old.shape == () else None
        if found is not None and found.below and not old.name:
            better = _without_common(found, products)
            plain, found = (plain, found) if better is None else (written_product(better), better)
        done[old] = plain
        if found is not None and not old.name:
            products[plain] = found
    return done[node]


def _without_common(found: Product, products: dict[Node, Product]) -> Product | None:
    """The quotient with one factor less on both sides; None if no sum above shares one with what is below."""
    for place, one in enumerate(found.above):
        adds = adds_with(one.op)
        if adds is None or one.name:
            continue
        terms = terms_of(one, adds, products, multiply_out=False)
        for base, below in counts(found.times, found.below).items():
            shared = min((_count(term, base, found) for term in terms), default=0)
            if shared > 0:
                taken = min(shared, below)
                less = written_sum(adds, [_less(term, base, taken, found) for term in terms])
                above = (*found.above[:place], less, *found.above[place + 1 :])
                return replace(found, above=above, below=_removed(found, base, taken))
    return None


def _count(term: Term, base: Node, found: Product) -> int:
    return counts(found.times, _factors(term)).get(base, 0)


def _factors(term: Term) -> tuple[Node, ...]:
    return () if term.key == () else term.product.above if term.product is not None else (term.node,)


def _less(term: Term, base: Node, taken: int, found: Product) -> Term:
    left = counts(found.times, _factors(term))
    left[base] -= taken
    above = tuple(one for one, count in left.items() for _ in range(count))
    below = term.product.below if term.product is not None else ()
    product = Product(found.times, term.number, 1.0, above, below)
    return replace(term, product=product, key=(above, below) if above or below else ())


def _removed(found: Product, base: Node, taken: int) -> tuple[Node, ...]:
    left = counts(found.times, found.below)
    left[base] -= taken
    return tuple(one for one, count in left.items() for _ in range(count))
