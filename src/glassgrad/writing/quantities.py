"""Which nodes of a graph have a symbol: those with a name, and those that need one to be spoken of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, count

from glassgrad.graph import Binds, Kind, Node, SettingError, is_constant

from .fragments import Fragment, fragment
from .symbols import symbol

LEVELS = ("named", "everything")
RESULT_NAMES = ("y", "f", "g", "h", "result")


def quantities(nodes: Iterable[Node], target: Node, *, level: str = "named", results: tuple[str, ...] = RESULT_NAMES) -> dict[Node, Fragment]:
    """Every node that has a line of its own → its symbol, oldest first. `nodes` are those the target depends on, oldest first.

    Level "named": what has a name, the target, and what is used more than once, as it would be written out twice otherwise.
    Level "everything": every operation. What lacks a name is called v1, v2, …, the target by the first free name of `results`; a name
    that is taken gets a prime.
    Raises: SettingError for an unknown level.
    """
    if level not in LEVELS:
        raise SettingError(f"there is no level {level!r}; choose {' or '.join(LEVELS)}")
    nodes = list(nodes)
    uses = Counter(one for node in nodes for one in node.inputs)
    taken = {node.name for node in nodes if node.name}
    fresh = _fresh("v", taken)
    leaves = _fresh("x", taken)
    symbols: dict[Node, Fragment] = {}
    primes: Counter[str] = Counter()
    for node in nodes:
        name = node.name
        if not name and node is target:
            name = next(one for one in chain(results, _fresh("y", taken)) if one not in taken)
        elif not name and node.op.kind is Kind.LEAF:
            name = "" if is_constant(node) else next(leaves)
        elif not name and (level == "everything" or (uses[node] > 1 and not _only_numbers(node))):
            name = next(fresh)
        if name:
            symbols[node] = _primed(symbol(name, array=bool(node.shape)), primes[name])
            primes[name] += 1
    return symbols


def _fresh(letter: str, taken: set[str]) -> Iterator[str]:
    return (name for number in count(1) if (name := f"{letter}{number}") not in taken)


def _primed(plain: Fragment, primes: int) -> Fragment:
    return fragment(plain.text + "′" * primes, f"{{{plain.latex}}}^{{" + r"\prime " * primes + "}", latex_binds=Binds.SIGN) if primes else plain


def _only_numbers(node: Node) -> bool:
    return bool(node.inputs) and all(is_constant(one) for one in node.inputs)
