"""Lesson 1, model families: what each kind of model keeps of the data it learnt from, and what more data add to that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from glassgrad.draw.network import quoted
from glassgrad.explain.blocks import Block, Caution, Heading, Table
from glassgrad.nn.settings import Setting
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words
from glassgrad.writing.plain import listed

from ..corrected import corrected
from ..families_side_by_side import DATA, FAMILIES, KERNEL_SVM, LINEAR_SVM, NAIVE_BAYES, OUR_NETWORK, Choices, Family, Learned, Lots, Model, lots
from ..lesson import Lesson
from ..one_prediction import one_prediction
from ..other_boosters import other_boosters
from ..trying import TryIt, change, try_it
from ..words import another, aside, cells, counted, heads, said


@dataclass(frozen=True, eq=False)
class Compared:
    """One model after half of the training rows, and after all of them."""

    model: Model
    half: Learned
    all: Learned

    @property
    def added(self) -> int:
        """How much more it stores after all of them."""
        return self.all.stored - self.half.stored


def _tell(*, hidden: int, trees: int, neighbours: int, others: int, seed: int) -> Iterator[Block | TryIt]:
    given = lots(seed)
    choices = Choices(hidden, trees, neighbours, seed)
    yield from _opening(given)
    seen: dict[Model, Compared] = {}
    for family in FAMILIES:
        models, missing = other_boosters() if others and family.grows_boosted_trees else ((), ())
        told = [_compared(model, given, choices) for model in (*family.models, *models)]
        seen |= {one.model: one for one in told}
        yield Heading((family.name,))
        yield aside(
            family.says,
        )
        yield _table(told, given)
        yield from _about_boosters(family, missing, others=others)
    yield from one_prediction({model: one.all for model, one in seen.items()}, *given.all)
    yield from _what_grows(list(seen.values()), given)
    yield from _support_vector_machines(seen[LINEAR_SVM], seen[KERNEL_SVM], given)
    yield from _naive_bayes(seen[NAIVE_BAYES], given)
    yield from _what_a_run_keeps(seen[OUR_NETWORK].all, given)
    yield try_it(
        change("other votes count; are as many rows stored?", neighbours=another(neighbours, MOST_NEIGHBOURS)),
        change("a forest of another size: is the larger one better?", trees=another(trees, MOST_TREES)),
        change("the network's size follows from its layers alone", hidden=another(hidden, MOST_HIDDEN)),
        change("other rows are held out: which differences stay?", seed=seed + 1 if seed < MOST_SEED else 0),
    )


def _compared(model: Model, given: Lots, choices: Choices) -> Compared:
    return Compared(model, model.learn(*given.half, choices), model.learn(*given.all, choices))


def _opening(given: Lots) -> Iterator[Block]:
    training, held_out = given.all
    half = given.half[0]
    yield aside(
        "A model is what is left when learning is over: numbers in a formula, questions in a tree, or the rows themselves. "
        "Here every family learns the same task, so that you can see what each of them keeps."
    )
    yield aside(
        f"The data set is {DATA}: {training.table.rows + held_out.table.rows} wines, {training.inputs.shape[1]} measurements of each, "
        f"and the question which of {len(training.preparation.classes)} cultivars it was made from. {held_out.table.rows} rows are held out to judge with. "
        f"Each model learns twice: from {half.table.rows} rows, about half of the others, and from all {training.table.rows}. "
        "The tables count what it stores each time; accuracy is that of the second time."
    )


def _table(told: list[Compared], given: Lots) -> Table:
    half, everything = (rows.table.rows for rows in (given.half[0], given.all[0]))
    header = heads("model", "what it stores", f"{half} rows", f"{everything} rows", "more", "accuracy")
    return Table(header, tuple(cells(one.model.name, one.model.stores, one.half.stored, one.all.stored, one.added, _accuracy(one, given)) for one in told))


def _accuracy(one: Compared, given: Lots) -> float:
    return float(np.mean(one.all.predicted == given.all[1].targets))


def _about_boosters(family: Family, missing: tuple[str, ...], *, others: int) -> Iterator[Block]:
    if not family.grows_boosted_trees:
        return
    if not others:
        yield aside("XGBoost and LightGBM are two other programs that grow boosted trees; where they are installed, --others 1 adds them here.")
    elif missing:
        yield Caution((f"{listed(missing)} cannot be imported here; pip install {' '.join(missing)} adds what is missing.",))


def _what_grows(seen: list[Compared], given: Lots) -> Iterator[Block]:
    more, rows = given.all[0].table.rows - given.half[0].table.rows, given.all[1].table.rows
    names = {
        "Stayed as large": [one.model.name for one in seen if one.added == 0],
        "Grew": [one.model.name for one in seen if one.added > 0],
        "Shrank": [one.model.name for one in seen if one.added < 0],
    }
    yield Heading(("What stays and what grows",))
    yield aside(f"What {counted(more, 'more row')} did to what is stored:")
    yield Table(heads("", "models"), tuple(cells(word, ", ".join(found)) for word, found in _in_short_lines(names)))
    yield aside(
        "What stays the same does so for two reasons. A formula has its number of parameters from the start. "
        "And whoever sets the number of trees and how deep they grow has set a limit to the number of nodes."
    )
    if all("nodes" in one.model.stores for one in seen if one.added < 0) and names["Shrank"]:
        yield aside("And fewer? A tree stops asking where another question would not help. With other rows it may get there after fewer questions.")
    share = plain_number(1 / rows)
    yield aside("Accuracy is the share of the ", f"{rows} held-out rows that a model gets right; one row more or less is ", share, ".")
    yield aside("So a difference of a row or two between two models is no proof that one is better. Another seed holds out other rows.")


def _in_short_lines(names: dict[str, list[str]], most: int = 3) -> Iterator[tuple[str, list[str]]]:
    for word, found in names.items():
        for start in range(0, len(found), most):
            yield word if start == 0 else "", found[start : start + most]


def _support_vector_machines(linear: Compared, kernel: Compared, given: Lots) -> Iterator[Block]:
    half, everything = (rows.table.rows for rows in (given.half[0], given.all[0]))
    fate = "grows with the data" if kernel.added > 0 else "depends on the data"
    yield Heading(("A correction to the printed course: support vector machines",))
    yield from corrected(
        printed=said("Support vector machines are parametric."),
        true=said("Only linear ones are. A machine with a kernel keeps training rows, its support vectors."),
        why=said(
            f"Counted on the models above: the linear one stores {counted(linear.half.stored, 'number')} after {half} rows and {linear.all.stored:,} after "
            f"{everything}. The one with the RBF kernel keeps {kernel.half.stored} of {half} rows, and {kernel.all.stored} of {everything}: it {fate}.",
        ),
    )


def _naive_bayes(bayes: Compared, given: Lots) -> Iterator[Block]:
    model, training = bayes.all.model, given.all[0]
    classes, columns = model.theta_.shape
    first, name = training.preparation.classes[0], training.preparation.features[0]
    yield Heading(("A correction to the printed course: naive Bayes",))
    yield from corrected(
        printed=said("Naive Bayes learns its probabilities from counts in the data."),
        true=said("It does for words and categories. For measurements, Gaussian naive Bayes keeps a mean and a variance."),
        why=said(
            f"Here it stores {classes}·{columns} means, {classes}·{columns} variances and {counted(classes, 'class share')}, {bayes.all.stored} numbers. "
            f"Of {name} (scaled) in {quoted(first)}, for example: mean ",
            plain_number(model.theta_[0, 0]),
            ", variance ",
            plain_number(model.var_[0, 0]),
            ". Only the class shares come from counting.",
        ),
    )


def _what_a_run_keeps(network: Learned, given: Lots) -> Iterator[Block]:
    run, held_out = network.model, given.all[1]
    preparation = run.plan.preparation
    scaled = [plan for plan in preparation.inputs if plan.treatment == "scaled"]
    raw = np.stack([held_out.table[plan.name].values for plan in preparation.inputs], axis=1)
    unscaled = run.plan.network.predict(run.parameters, raw).argmax(axis=1)
    both: tuple[Words, ...] = tuple((plain_number(np.mean(one == held_out.targets)),) for one in (network.predicted, unscaled))
    yield Heading(("A correction to the printed course: what is stored",))
    yield from corrected(
        printed=said("After training a network needs nothing but its weights and biases; nothing of the data is stored."),
        true=said("No rows are needed to predict. But what was learnt about the columns and the classes must be stored too."),
        why=said(
            "What our network cannot predict without is in the table. With the weights alone, given the measurements as they are, its accuracy is ",
            *both[1],
            "; with the stored scaling it is ",
            *both[0],
            ".",
        ),
    )
    example = scaled[0] if scaled else preparation.inputs[0]
    yield Table(
        heads("stored", "how many", "for example"),
        (
            cells("weights and biases", network.stored, "W1, b1, W2, b2"),
            cells("names of columns", len(preparation.inputs), preparation.inputs[0].name),
            cells("means and deviations of columns", 2 * len(scaled), f"{example.name}: {example.what_was_done().removeprefix('scaled: ')}"),
            cells("names of classes, in order", len(preparation.classes), ", ".join(preparation.classes)),
        ),
    )
    yield aside("(A saved run also keeps a small table itself. It is there so that each step can be computed again, not to predict with.)")


MOST_NEIGHBOURS, MOST_TREES, MOST_HIDDEN, MOST_SEED = 50, 200, 64, 2**32 - 1

model_families = Lesson(
    number=1,
    name="model_families",
    title="Model families: what is left when learning is over",
    says="Thirteen models of five families learn the same task; what each of them stores is counted, on half of the data and on all.",
    parameters={
        "hidden": Setting(default=8, says="units in the hidden layer of our network", least=1, most=MOST_HIDDEN, whole=True),
        "trees": Setting(default=30, says="trees in a forest, in boosting and in AdaBoost", least=1, most=MOST_TREES, whole=True),
        "neighbours": Setting(default=5, says="neighbours that vote", least=1, most=MOST_NEIGHBOURS, whole=True),
        "others": Setting(default=0, says="1 adds XGBoost and LightGBM, where they are installed", least=0, most=1, whole=True),
        "seed": Setting(default=0, says="the number from which all randomness follows", least=0, most=MOST_SEED, whole=True),
    },
    tell=_tell,
)
