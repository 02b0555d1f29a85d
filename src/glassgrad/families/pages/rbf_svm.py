"""Support vector machine with an RBF kernel: rows from near the border are kept, and a new row is judged by how near it is to them."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside, Block, Table
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words
from glassgrad.writing.numbers import number

from ..answers import answer_of
from ..cells import NOTHING, short
from ..family import Array, Explanation, Family, Learned, Lot, Part, Situation, Sort, Stored, stored
from ..kernels import Machine, library_machine, likeness, machines_of, votes
from ..known import known_classes
from ..margins import TOLERATED
from ..scaled_target import ScaledTarget
from ..target_unit import in_unit
from ..told import MOST_LINES, MOST_PARTS, of_many, shown_outputs, told, with_words

SETTLED = 1e-3
"""Where learning stops, the library's own choice; for a number in standard deviations of it."""


def _make(situation: Situation) -> Any:
    from sklearn.svm import SVC, SVR

    if situation.task.has_classes:
        return SVC(decision_function_shape="ovo", tol=SETTLED)
    return ScaledTarget(SVR(epsilon=TOLERATED, tol=SETTLED))


def _stores(model: Any) -> tuple[Stored, ...]:
    machine = library_machine(model)
    vectors = Stored(len(machine.support_), "support vectors", machine.support_vectors_.nbytes)
    return vectors, stored("weights and biases", machine.dual_coef_, machine.intercept_)


def _knows(learned: Learned) -> str:
    machines, vectors = len(machines_of(learned.model)), len(library_machine(learned.model).support_)
    if not vectors:
        return f"In 1 bias alone: none of {counted(len(learned.lot.targets), 'row')} had to be kept."
    are = "the only support vector, and a weight for it" if vectors == 1 else "the support vectors, and a weight for each"
    kept = f"In {vectors:,} of {counted(len(learned.lot.targets), 'row')}, {are}"
    if not learned.situation.classes:
        return f"{kept}; rows that were off by less than {short(TOLERATED * learned.model.deviation)}{in_unit(learned.situation.unit)} are forgotten."
    return f"{kept}{f' in {machines:,} machines, one for each pair of classes' if machines > 1 else ''}; rows clear of the border are forgotten."


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    row, classes = lot.inputs[place], known_classes(learned)
    output = np.ravel((learned.model.decision_function if classes else learned.model.predict)(row[np.newaxis]))
    machines, alike, answer = machines_of(learned.model), likeness(learned, row), answer_of(learned, place, lot)
    values = np.array([one.weights for one in machines]) * alike
    vectors = [Part(_vector(learned, place), values[:, place]) for place in range(len(alike))]
    parts = (*vectors, Part("bias", np.array([one.bias for one in machines])))
    return Explanation(
        measure="score" if classes else "prediction", outputs=_outputs(machines, classes), output=output, parts=parts, answer=answer,
        blocks=_blocks(learned, output, machines, alike, answer),
    )  # fmt: skip


def _outputs(machines: tuple[Machine, ...], classes: tuple[str, ...]) -> tuple[str, ...]:
    if not classes:
        return ("prediction",)
    return tuple(f"{classes[one.above]} against {classes[one.below]}" for one in machines) if len(machines) > 1 else classes[-1:]


def _vector(learned: Learned, vector: int) -> str:
    """A support vector: which row of the table it is, and its target."""
    place = library_machine(learned.model).support_[vector]
    target, classes = learned.lot.targets[place], learned.situation.classes
    return f"row {learned.lot.places[place]}, {classes[target] if classes else f'target {number(float(target), 6).text}'}"


def _blocks(learned: Learned, output: Array, machines: tuple[Machine, ...], alike: Array, answer: str | float) -> tuple[Block, ...]:
    classes = known_classes(learned)
    kernel = "The kernel says how alike two rows are: 1 if they are the same, towards 0 with their distance over all inputs, scaled."
    kept = f"This row was compared with {counted(len(alike), 'support vector')}, training rows that were kept. {kernel}"
    if len(machines) == 1:
        sum_is = f"score of {classes[-1]}, which is the answer if the score is above zero" if classes else "prediction"
        return Aside((f"{kept} Each likeness is multiplied by the row's weight; the sum is the {sum_is}.",)), _mattered(learned, machines[0], alike)
    counts, first = votes(machines, output, len(classes)), classes.index(str(answer))
    pair = _closest_pair(machines, output, counts, first)
    voting = f"There is one machine for each pair of classes, {len(machines)} in all. Each votes for one of its two, and most votes win."
    tie = " Where several have as many, the first in order is taken." if (counts == counts.max()).sum() > 1 else ""
    caption = (f"The machine for {classes[pair.above]} against {classes[pair.below]}: above zero it votes for {classes[pair.above]}.",)
    return Aside((f"{kept} {voting}{tie}",)), _votes_table(counts, classes), _mattered(learned, pair, alike, caption)


def _closest_pair(machines: tuple[Machine, ...], output: Array, counts: Array, first: int) -> Machine:
    """The machine between the answer and the class with most votes beside it; of several such the one that was nearest to voting otherwise."""
    mine = [place for place, one in enumerate(machines) if first in (one.above, one.below)]
    rivals = {place: machines[place].above + machines[place].below - first for place in mine}
    return machines[min(mine, key=lambda place: (-counts[rivals[place]], abs(output[place])))]


def _votes_table(counts: Array, classes: tuple[str, ...]) -> Table:
    rows: list[tuple[Words, ...]] = [((classes[place],), (plain_number(float(counts[place]), 6),)) for place in shown_outputs(counts, MOST_LINES)]
    return Table((("class",), (f"votes, of {len(classes) - 1} it can have",)), tuple(rows), with_words((), of_many(counts, MOST_LINES)))


def _mattered(learned: Learned, machine: Machine, alike: Array, caption: Words = ()) -> Table:
    """The support vectors that mattered most to one machine, the others in one line, and the sum."""
    values = machine.weights * alike
    order = np.argsort(-np.abs(values), kind="stable")
    used = [place for place in order if machine.weights[place]]
    shown, rest = used[:MOST_PARTS], used[MOST_PARTS:]
    rows: list[tuple[Words, ...]] = [
        ((_vector(learned, place),), (told(alike[place], 3),), (told(machine.weights[place], 3),), (told(values[place]),)) for place in shown
    ]
    if rest:
        rows.append(((f"{len(rest):,} more",), (NOTHING,), (NOTHING,), (told(values[rest].sum()),)))
    rows.append((("bias",), (NOTHING,), (NOTHING,), (told(machine.bias),)))
    rows.append((("sum",), (NOTHING,), (NOTHING,), (told(values.sum() + machine.bias),)))
    return Table((("support vector",), ("likeness",), ("weight",), ("both multiplied",)), tuple(rows), caption)


rbf_svm = Family(
    name="rbf_svm",
    title="RBF SVM",
    says="keeps the rows that are hard to tell apart or to hit, and judges a new row by how alike it is to them",
    sort=Sort.INSTANCES,
    make=_make,
    stores=_stores,
    knows=_knows,
    explain=_explain,
)
