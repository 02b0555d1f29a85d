"""Kernel density: the rows of each class heap up ground where they lie, and the class with most ground at a new row is the answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside, Table
from glassgrad.writing.mathematics import Words

from ..answers import answer_of, probabilities_of
from ..bayes import class_table
from ..cells import NOTHING, short
from ..density_classifier import KernelDensityClassifier
from ..family import Array, Explanation, Family, Learned, Lot, Part, Situation, Sort, Stored, classes_only, stored
from ..known import known_classes
from ..told import MOST_PARTS, told


def _make(situation: Situation) -> Any:
    del situation
    return KernelDensityClassifier()


def _stores(model: Any) -> tuple[Stored, ...]:
    kept = [model.rows_of(place) for place in range(len(model.classes_))]
    rows = Stored(sum(map(len, kept)), "rows", sum(one.nbytes for one in kept))
    return rows, stored("widths and shares", model.bandwidths_, model.log_shares_)


def _knows(learned: Learned) -> str:
    widths = learned.model.bandwidths_
    narrow, wide = short(widths.min()), short(widths.max())
    between = narrow if narrow == wide else f"{narrow} to {wide}"
    rows = counted(len(learned.lot.targets), "row")
    shares = f", and in the shares of {len(widths):,} classes" if len(widths) > 1 else ""
    return f"In {rows} kept whole, each a hill as wide as {between} standard deviation{'' if between == '1' else 's'} of the inputs{shares}."


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    classes, output = known_classes(learned), probabilities_of(learned, place, lot)
    distances, logs, owners = _hills(learned, lot.inputs[place])
    per_class = np.array([np.logaddexp.reduce(logs[owners == one]) for one in range(len(classes))])
    ground = np.exp(logs - np.logaddexp.reduce(logs))
    names = [f"row {number}, {classes[owner]}" for number, owner in zip(learned.lot.places, owners, strict=True)]
    values = ground[:, np.newaxis] * np.eye(len(classes))[owners]
    return Explanation(
        measure="probability", outputs=classes, output=output, answer=answer_of(learned, place, lot),
        parts=tuple(Part(name, value) for name, value in zip(names, values, strict=True)),
        blocks=(
            Aside((_how(len(ground)),)),
            class_table(classes, np.exp(learned.model.log_shares_), per_class - learned.model.log_shares_, output, likelihood="log density here"),
            _highest(names, distances, ground),
        ),
    )  # fmt: skip


def _hills(learned: Learned, row: Array) -> tuple[Array, Array, Array]:
    """For each training row: how far it is, the logarithm of how high its hill is here as a part of all, and the place of its class. Shape: (rows,) each.

    Formula: a hill is exp(−distance² / (2·width²)) / (√(2π)·width)^features, divided by the number of all rows: its class's share over the class's rows.
    """
    model, features = learned.model, len(row)
    owners = np.searchsorted(model.classes_, learned.lot.targets)
    distances = np.empty(len(owners))
    for one in range(len(model.classes_)):
        distances[owners == one] = np.sqrt(np.sum((model.rows_of(one) - row) ** 2, axis=1))
    widths = model.bandwidths_[owners]
    logs = -((distances / widths) ** 2) / 2 - features * np.log(np.sqrt(2 * np.pi) * widths) - np.log(len(owners))
    return distances, logs, owners


def _how(rows: int) -> str:
    spread = f"Each of {counted(rows, 'training row')} spreads a hill around itself; distances are over all inputs together, every number scaled"
    hills = f"{spread}. The density of a class is the mean height of its rows' hills here"
    return f"{hills}. Times the share of the class, as a part of the sum over all classes, that density is the class's probability (Bayes' rule)."


def _highest(names: list[str], distances: Array, ground: Array) -> Table:
    order = np.argsort(-ground, kind="stable")
    shown, rest = order[:MOST_PARTS], order[MOST_PARTS:]
    rows: list[tuple[Words, ...]] = [((names[one],), (told(distances[one], 3),), (told(ground[one]),)) for one in shown]
    if len(rest):
        rows.append(((f"{len(rest):,} more, {short(distances[rest].min())} away or further",), (NOTHING,), (told(ground[rest].sum()),)))
    header: tuple[Words, ...] = (("row",), ("distance",), ("part of all ground here",))
    return Table(header, tuple(rows), caption=("The rows whose hills are highest here. What those of one class add up to is its probability.",))


kernel_density = Family(
    name="kernel_density",
    title="kernel density",
    says="every row is a small hill, and the class with most ground under the new row is the answer",
    sort=Sort.INSTANCES,
    make=_make,
    stores=_stores,
    knows=_knows,
    explain=_explain,
    fits=classes_only,
)
