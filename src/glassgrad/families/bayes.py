"""Bayes' rule, told in logarithms: how likely a row is in a class, times the share of the class, as a part of the sum over all classes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from glassgrad.explain.blocks import Aside, Block, Table
from glassgrad.writing.mathematics import Words

from .answers import answer_of
from .cells import NOTHING
from .family import Array, Explanation, Learned, Lot, Part
from .known import known_classes
from .told import MOST_LINES, MOST_PARTS, of_many, shown_outputs, told, with_words

RULE = "Times the share of the class, as a part of the sum over all classes, that is its probability (Bayes' rule). Logarithms turn the products into sums."


def class_table(classes: Sequence[str], shares: Array, log_likelihoods: Array, probabilities: Array, *, likelihood: str) -> Table:
    """What comes together for each class; of many, the likeliest. Shapes: (classes,). `likelihood`: what the second number is called."""
    rows: list[tuple[Words, ...]] = [
        ((classes[place],), (told(shares[place], 3),), (told(log_likelihoods[place]),), (told(probabilities[place]),))
        for place in shown_outputs(probabilities, MOST_LINES)
    ]
    header = (("class",), ("share of training rows",), (likelihood,), ("probability",))
    return Table(header, tuple(rows), caption=with_words((), of_many(probabilities, MOST_LINES)))


def in_classes(classes: int) -> str:
    """How what is known of inputs is known class by class.

    >>> in_classes(3), in_classes(1)
    ("in each of 3 classes, and in the classes' shares", 'in the only class')
    """
    return "in the only class" if classes == 1 else f"in each of {classes:,} classes, and in the classes' shares"


def by_bayes_rule(
    learned: Learned,
    place: int,
    lot: Lot,
    *,
    likelihoods: Sequence[Part],
    log_shares: Array,
    how: str,
    header: Callable[[int, int], tuple[Words, ...]],
    cells: Callable[[int, int, int], tuple[Words, ...]],
) -> Explanation:
    """The logarithm of each class's probability, input by input. `likelihoods`: what each input adds to it, before it is divided by the sum over the classes.

    Then the answer beside the next likeliest class, input by input: `header(answer, next)` names columns between the input and the difference of logarithms,
    and `cells(input, answer, next)` fills them.
    """
    classes, answer = known_classes(learned), answer_of(learned, place, lot)
    output = np.asarray(learned.model.predict_log_proba(learned.family.inputs(lot)[place : place + 1])[0])
    summed = np.sum([part.value for part in likelihoods], axis=0)
    whole = np.logaddexp.reduce(summed + log_shares)
    shares = Part("share of the class", log_shares)
    beside = _beside(shares, likelihoods, classes, output, classes.index(str(answer)), header, cells) if len(classes) > 1 else ()
    table = class_table(classes, np.exp(log_shares), summed, np.exp(output), likelihood="log likelihood of this row")
    return Explanation(
        measure="log probability", outputs=classes, output=output, answer=answer,
        parts=(*likelihoods, shares, Part("divided by the sum over all classes", np.full(len(classes), -whole))),
        blocks=(Aside((f"{how} {RULE}",)), table, *beside),
    )  # fmt: skip


def _beside(
    shares: Part,
    likelihoods: Sequence[Part],
    classes: Sequence[str],
    output: Array,
    first: int,
    header: Callable[[int, int], tuple[Words, ...]],
    cells: Callable[[int, int, int], tuple[Words, ...]],
) -> tuple[Block, ...]:
    """The inputs that speak most for the answer or against it, beside the next likeliest class."""
    second = next(int(one) for one in np.argsort(-output, kind="stable") if one != first)
    columns = header(first, second)
    empty: tuple[Words, ...] = tuple((NOTHING,) for _ in columns)
    speaks = np.array([part.value[first] - part.value[second] for part in likelihoods])
    order = np.argsort(-np.abs(speaks), kind="stable")
    shown, rest = sorted(order[:MOST_PARTS]), order[MOST_PARTS:]
    rows: list[tuple[Words, ...]] = [((likelihoods[one].what,), *cells(one, first, second), (told(speaks[one]),)) for one in shown]
    if len(rest):
        rows.append(((f"{len(rest):,} more",), *empty, (told(speaks[rest].sum()),)))
    by_share = shares.value[first] - shares.value[second]
    rows += [(("shares of the classes",), *empty, (told(by_share),)), (("sum",), *empty, (told(speaks.sum() + by_share),))]
    caption = f"{classes[first]} beside {classes[second]}, the next likeliest: above zero speaks for {classes[first]}."
    return (Table((("input",), *columns, ("difference of logs",)), tuple(rows), caption=(caption,)),)
