"""Losses that a sheet names by a word, `J = MSE(a2, y)`: the word does not tell the convention, so each that people use is tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from glassgrad.graph import Node, pages, size
from glassgrad.nn.losses import losses

Build = Callable[[Node, Node], Node]


def _mean(node: Node) -> Node:
    return pages.mean(node) if node.shape else node


def _total(node: Node) -> Node:
    return pages.sum(node) if node.shape else node


def _squares(predicted: Node, target: Node) -> Node:
    return losses["squared_error"].each(predicted, target)


def _two_classes(p: Node, y: Node) -> Node:
    return -(y * pages.log(p) + (1 - y) * pages.log(1 - p))


def _by_rows(node: Node) -> Node:
    """The sum over the classes; where there are several rows, their mean."""
    return _mean(pages.sum(node, axis=-1))


SQUARED: Mapping[str, Build] = {
    "½·Σ(ŷ − y)²": lambda p, y: 0.5 * _total(_squares(p, y)),
    "Σ(ŷ − y)²": lambda p, y: _total(_squares(p, y)),
    "(1/m)·Σ(ŷ − y)²": lambda p, y: _mean(_squares(p, y)),
    "(1/(2m))·Σ(ŷ − y)²": lambda p, y: 0.5 * _mean(_squares(p, y)),
}
CONVENTIONS: Mapping[str, Mapping[str, Build]] = {
    "mean_squared_error": {key: SQUARED[key] for key in ("(1/m)·Σ(ŷ − y)²", "½·Σ(ŷ − y)²", "(1/(2m))·Σ(ŷ − y)²", "Σ(ŷ − y)²")},
    "half_squared_error": {key: SQUARED[key] for key in ("½·Σ(ŷ − y)²", "(1/(2m))·Σ(ŷ − y)²")},
    "squared_error": {key: SQUARED[key] for key in ("Σ(ŷ − y)²", "½·Σ(ŷ − y)²", "(1/m)·Σ(ŷ − y)²", "(1/(2m))·Σ(ŷ − y)²")},
    "mean_absolute_error": {
        "(1/m)·Σ|ŷ − y|": lambda p, y: _mean(abs(p - y)),
        "Σ|ŷ − y|": lambda p, y: _total(abs(p - y)),
    },
    "binary_cross_entropy": {
        "the mean of −[y·ln ŷ + (1 − y)·ln(1 − ŷ)]": lambda p, y: _mean(_two_classes(p, y)),
        "the sum of −[y·ln ŷ + (1 − y)·ln(1 − ŷ)]": lambda p, y: _total(_two_classes(p, y)),
    },
    "cross_entropy": {
        "−Σ y·ln ŷ": lambda p, y: _by_rows(-(y * pages.log(p))) if p.shape else -(y * pages.log(p)),
        "−Σ y·ln ŷ over all rows": lambda p, y: _total(-(y * pages.log(p))),
    },
}
"""Word → the formulas it may mean, the most usual first; predictions are probabilities here, for that is what a sheet works with."""


def conventions(word: str, parts: Sequence[Node]) -> dict[str, Node]:
    """What a loss by that word may be of these predictions and targets: formula → node, the most usual first; empty for another word."""
    if word not in CONVENTIONS or len(parts) != 2:
        return {}
    made = {formula: build(*parts) for formula, build in CONVENTIONS[word].items()}
    return made if size(parts[0].shape) > 1 or len(made) == 1 else _told_apart(made, word)


def _told_apart(made: dict[str, Node], word: str) -> dict[str, Node]:
    """Of a single number the mean is the sum."""
    return {formula: node for formula, node in made.items() if not (formula.startswith(("Σ", "(1/(2m))", "the sum")) and word != "squared_error")} | (
        {"Σ(ŷ − y)²": made["Σ(ŷ − y)²"]} if word == "squared_error" else {}
    )
