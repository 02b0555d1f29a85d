"""What the printed course says of support vector machines, of naive Bayes and of what is stored; and what is true, counted on fitted models."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from glassgrad.draw.network import quoted
from glassgrad.explain.blocks import Block, Heading, Table
from glassgrad.families.problem import Problem
from glassgrad.families.turn import score_of
from glassgrad.writing.arrays import plain_number

from .corrected import corrected
from .families_side_by_side import Compared, sizes
from .words import aside, cells, counted, heads, said


def support_vector_machines(linear: Compared, kernel: Compared, problem: Problem) -> Iterator[Block]:
    """Only the linear ones are parametric."""
    half, everything, _ = sizes(problem)
    (numbers, same), (vectors, more) = linear.kept[0], kernel.kept[0]
    fate = "grows with the data" if more.count > vectors.count else "depends on the data"
    yield Heading(("A correction to the printed course: support vector machines",))
    yield from corrected(
        printed=said("Support vector machines are parametric."),
        true=said("Only linear ones are. A machine with a kernel keeps training rows, its support vectors."),
        why=said(
            f"Counted on the models above: the linear one stores {counted(numbers.count, 'number')} after {half} rows and {same.count:,} after "
            f"{everything}. The one with the RBF kernel keeps {vectors.count} of {half} rows, and {more.count} of {everything}: it {fate}.",
        ),
    )


def naive_bayes(bayes: Compared) -> Iterator[Block]:
    """The Gaussian one does not count."""
    model, situation = bayes.all.model, bayes.all.situation
    classes, columns = model.theta_.shape
    yield Heading(("A correction to the printed course: naive Bayes",))
    yield from corrected(
        printed=said("Naive Bayes learns its probabilities from counts in the data."),
        true=said("It does for words and categories. For measurements, Gaussian naive Bayes keeps a mean and a variance."),
        why=said(
            f"Here it stores {classes}·{columns} means, {classes}·{columns} variances and {counted(classes, 'class share')}, "
            f"{sum(more.count for _, more in bayes.kept)} numbers. Of {situation.features[0]} (scaled) in {quoted(situation.classes[0])}, for example: mean ",
            plain_number(model.theta_[0, 0]),
            ", variance ",
            plain_number(model.var_[0, 0]),
            ". Only the class shares come from counting.",
        ),
    )


def what_is_kept(network: Compared, problem: Problem) -> Iterator[Block]:
    """Weights alone are not enough to predict."""
    preparation = problem.folds[0].preparation
    scaled = [plan for plan in preparation.inputs if plan.treatment == "scaled"]
    yield Heading(("A correction to the printed course: what is stored",))
    yield from corrected(
        printed=said("After training a network needs nothing but its weights and biases; nothing of the data is stored."),
        true=said("No rows are needed to predict. But what was learnt about the columns and the classes must be stored too."),
        why=said(
            "What our network cannot predict without is in the table. With the weights alone, given the measurements as they are, its accuracy is ",
            plain_number(_accuracy_unscaled(network, problem)),
            "; with the stored scaling it is ",
            plain_number(network.accuracy),
            ".",
        ),
    )
    example = scaled[0] if scaled else preparation.inputs[0]
    yield Table(
        heads("stored", "how many", "for example"),
        (
            cells("weights and biases", network.kept[0][1].count, "W1, b1, W2, b2"),
            cells("names of columns", len(preparation.inputs), preparation.inputs[0].name),
            cells("means and deviations of columns", 2 * len(scaled), f"{example.name}: {example.what_was_done().removeprefix('scaled: ')}"),
            cells("names of classes, in order", len(preparation.classes), ", ".join(preparation.classes)),
        ),
    )
    yield aside("(A saved run also keeps a small table itself. It is there so that each step can be computed again, not to predict with.)")


def _accuracy_unscaled(network: Compared, problem: Problem) -> float:
    """Of the network's weights on the measurements as the table has them."""
    run, held_out = network.all.model.run_, problem.folds[0].held_out
    raw = np.stack([problem.table[plan.name].values[held_out.places] for plan in problem.folds[0].preparation.inputs], axis=1)
    said_of_them = run.plan.network.predict(run.parameters, raw).argmax(axis=1)
    return score_of(said_of_them, held_out.targets, are_classes=True)
