"""Lesson 10, the loop: forward, loss, backward, update, again, until the loss stops falling; on one row, and on real data."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

import glassgrad as gg
from glassgrad.explain.blocks import Aside, Block, Figure, Heading, Table
from glassgrad.nn.settings import Setting
from glassgrad.plots.curve_parts.panels import panels_for
from glassgrad.plots.curves import paint_curves
from glassgrad.plots.measured.curves import learning_curves
from glassgrad.training import Run
from glassgrad.training.convergence import Verdict, Watch
from glassgrad.writing.plain import listed

from ..corrected import corrected
from ..lesson import Lesson
from ..pictures import painted
from ..repeating import by_more_than, loop_part, repeated, why_it_ends
from ..scalar_examples import COURSE_NUMBERS, COURSE_RATE, TWO_LAYER_WEIGHTS, two_layers
from ..symmetry import where_to_start
from ..trying import TryIt, change, other, try_it
from ..words import another, cells, heads, percent
from ..worked_step import WorkedStep, descent

DATA = "iris"
MOST_LINES = 10
MOST_PASSES, MOST_HIDDEN = 500, 64
PHASES = (
    ("forward", "data, weights", "a prediction", "the network"),
    ("loss", "prediction, target", "one number", "the loss"),
    ("backward", "every number so far", "a gradient for each weight", "backpropagation"),
    ("update", "gradients, α", "new weights", "the optimizer"),
    ("stop?", "the losses so far", "yes or no", "the rule of convergence"),
)


def _tell(*, alpha: float, patience: int, tolerance: float, passes: int, hidden: int, seed: int) -> Iterator[Block | TryIt]:
    first = descent(two_layers(), TWO_LAYER_WEIGHTS).start(COURSE_NUMBERS, alpha)
    yield Aside(("All parts are there now. Training puts them into a loop, and goes round until the loss stops falling.",))
    yield Heading(("Once around",))
    yield Table(heads("phase", "takes", "gives", "done by"), tuple(cells(*phase) for phase in PHASES))
    yield Heading(("Around and around: the example of lesson 9",))
    yield Aside(
        (
            (
                f"The loss is half the squared error, J = ½·(a2 − y)², with y = {COURSE_NUMBERS['y']:g}. "
                f"The rule: a pass is better if its loss is lower than the best that counted so far{by_more_than(tolerance)}. "
                f"After {f'{patience} passes in a row that are' if patience > 1 else 'one pass that is'} not better, the loss has stopped falling."
            ),
        )
    )
    yield from loop_part(repeated(first, patience=patience, tolerance=tolerance, most=passes))
    yield from _who_adjusts(first)
    with gg.train(DATA, hidden=(hidden,), patience=patience, tolerance=tolerance, epochs=passes, seed=seed) as run:
        yield from _real_run(run)
        yield from where_to_start(hidden, seed)
        yield from _what_is_kept(run)
    yield from _what_a_network_can_do()
    yield try_it(
        change("does the loss fall at every pass now?", alpha=0.05),
        change("how soon does an impatient loop stop?", patience=1),
        change("another number of units: do copies remain copies?", hidden=another(hidden, MOST_HIDDEN)),
        other(f"glassgrad train {DATA} --save {DATA}.glass", "such a loop, kept: every step can be opened"),
    )


def _who_adjusts(first: WorkedStep) -> Iterator[Block]:
    moved = [name for name in TWO_LAYER_WEIGHTS if first.new(name) != first.given[name]]
    yield Heading(("A correction to the printed course: who adjusts the weights",))
    yield from corrected(
        printed=("Backpropagation means adjusting the weights.",),
        true=("Backpropagation computes gradients. The optimizer adjusts the weights, and may do so in many ways.",),
        why=(
            (
                f"In the first pass above {listed(TWO_LAYER_WEIGHTS)} are the same before the backward phase and after it. "
                f"Then the update {f'changes {listed(moved)}' if moved else 'changes nothing, as every gradient is 0'}."
            ),
        ),
    )
    rows = (cells(name, first.given[name], first.given[name], first.gradient(name), first.new(name)) for name in TWO_LAYER_WEIGHTS)
    yield Table(heads("", "before", "after backward", "its gradient", "after the update"), tuple(rows))


def _real_run(run: Run) -> Iterator[Block]:
    history, split = run.history, run.plan.split
    epochs = history["epoch"]
    yield Heading((f"Around and around: real data ({DATA})",))
    yield Aside(
        (
            (
                f"The loss is the {run.plan.loss.name.replace('_', ' ')}: {run.plan.loss.convention(**run.plan.loss_settings)}. "
                f"Now {len(split.training)} rows to learn from, and {len(split.validation)} held out. The optimizer is {run.plan.settings.optimizer}, "
                "the loss is watched on the held-out rows, and the rule is the same. An epoch is one pass over all rows."
            ),
        )
    )
    shown = sorted({round(place) for place in np.linspace(0, len(epochs) - 1, MOST_LINES)})
    columns = ("training_loss", "validation_loss", "validation_metric")
    rows = (cells(str(epochs[place]), *(round(float(history[name][place]), 4) for name in columns)) for place in shown)
    yield Table(heads("epoch", "loss", "loss on held-out rows", f"{run.plan.metric.name} on held-out rows"), tuple(rows))
    yield _curves(run)
    watch = Watch.over(map(float, history["validation_loss"]), run.plan.settings)
    yield Aside(
        (
            "Why it ends: ",
            *why_it_ends(Verdict(**run.outcome), watch, "epoch"),
            f". The weights that are kept are those of epoch {run.best['epoch']}{_lower_later(run)}.",
        )
    )


def _curves(run: Run) -> Figure:
    """Its learning curves."""
    panels = panels_for(None)
    measured = learning_curves(run)
    paint_curves(panels, measured)
    caption = "Solid with discs: the rows it learns from. Dashed with squares: the rows held out."
    when = " Upright lines say when something happened." if measured.moments else ""
    tolerance = run.plan.settings.tolerance
    much = f" by more than {percent(tolerance)}" if tolerance else ""
    best = f" “Best” marks the last loss that beat the best one before it{much}." if measured.best else ""
    return painted(panels, caption=(f"{caption}{when}{best}",))


def _lower_later(run: Run) -> str:
    """Which epoch has a lower loss than the best one, and why it does not count; nothing if none has."""
    losses, best = np.asarray(run.history["validation_loss"], dtype=float), run.best["epoch"]
    lowest, tolerance = int(np.nanargmin(losses)), run.plan.settings.tolerance
    if not tolerance or not losses[lowest] < losses[list(run.history["epoch"]).index(best)]:
        return ""
    return f": the loss after epoch {run.history['epoch'][lowest]} is lower, but by no more than {percent(tolerance)}, which does not count as better"


def _what_is_kept(run: Run) -> Iterator[Block]:
    preparation = run.plan.preparation
    weights = sum(int(one.size) for one in run.parameters.values())
    yield Heading(("What is kept when the loop is over",))
    yield Aside(("No row is needed any more to predict. But the weights alone are not enough either (lesson 1 shows what goes wrong without the rest):",))
    first = preparation.inputs[0]
    yield Table(
        heads("kept", "here"),
        (
            cells("weights and biases", f"{weights} numbers"),
            cells("names of columns", f"{len(preparation.inputs)}, such as {first.name}"),
            cells("what is done to each", f"{first.name} is {first.what_was_done()}"),
            cells("names of classes, in order", ", ".join(preparation.classes)),
        ),
    )


def _what_a_network_can_do() -> Iterator[Block]:
    yield Heading(("What the loop can reach at all",))
    yield Aside(
        (
            (
                "A network with one hidden layer can come as close as one likes to any continuous function on a closed and bounded range of inputs, "
                "if it has enough units, "
                "and an activation that is continuous and no polynomial. That is the theorem of universal approximation. "
                "It says that such weights exist: not how many units it takes, and not that the loop finds them."
            ),
        )
    )


training_loop = Lesson(
    number=10,
    name="training_loop",
    title="The loop: until the loss stops falling",
    says="Forward, loss, backward, update, again: on one row, then on real data; where to start, and when to stop.",
    parameters={
        "alpha": Setting(default=COURSE_RATE, says="the learning rate of the example", above=0.0, most=10.0),
        "patience": Setting(default=10, says="passes without a better loss before the loop ends", least=1, most=MOST_PASSES, whole=True),
        "tolerance": Setting(default=0.01, says="what counts as better: lower by this share of the best", least=0.0, below=1.0),
        "passes": Setting(default=300, says="passes at most", least=1, most=MOST_PASSES, whole=True),
        "hidden": Setting(default=8, says="units in the hidden layers", least=1, most=MOST_HIDDEN, whole=True),
        "seed": Setting(default=0, says="the number from which all randomness follows", least=0, below=2**63, whole=True),
    },
    tell=_tell,
)
