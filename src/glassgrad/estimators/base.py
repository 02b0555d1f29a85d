"""What both estimators share: fitting at once, a little at a time or further, and what is known afterwards."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.utils import check_random_state

from glassgrad.graph import SettingError
from glassgrad.training import Run, TrainSettings
from glassgrad.training.convergence import INTERRUPTED
from glassgrad.training.standing import EpochRow

from .asked import Asked
from .learning import LARGEST_SEED, Lesson, learn
from .look import ShownWithItsNetwork
from .parameters import chosen_for_training, keep, yes_or_no
from .rows import FEWEST, checked_rows
from .weights import counting

Array = np.ndarray[Any, Any]
GOES_ON_WITH = ("hidden", "activation", "optimizer")
"""Parameters that say what the numbers learnt so far mean."""
Itself = TypeVar("Itself", bound="GlassEstimator")


class GlassEstimator(ShownWithItsNetwork, BaseEstimator):  # type: ignore[misc]
    """A network behind the face of scikit-learn; `run_` is the whole run, as `train` gives it."""

    PARAMETERS: ClassVar[Mapping[str, Any]]
    run_: Run
    n_features_in_: int
    classes_: Array
    loss_curve_: list[float]
    validation_curve_: list[float] | None

    def __init__(self, **chosen: Any) -> None:
        keep(self, self.PARAMETERS, chosen)

    # ── learning ────────────────────────────────────────────────────────────

    def _learn(self: Itself, X: Any, y: Any, sample_weight: Any, *, further: bool, once: bool = False, classes: Any = None) -> Itself:
        """Fit; `further`: from the state of the run so far, if there is one; `once`: one pass over the rows only."""
        kept = dict(self.__dict__)
        try:
            return self._learnt(X, y, sample_weight, further=further, once=once, classes=classes)
        except BaseException:  # what was learnt before stays whole, whatever is wrong with this
            self.__dict__.clear()
            self.__dict__.update(kept)
            raise

    def _learnt(self: Itself, X: Any, y: Any, sample_weight: Any, *, further: bool, once: bool, classes: Any) -> Itself:
        yes_or_no(self, "warm_start")
        before = getattr(self, "run_", None) if further else None
        fewest = 1 if once and before is not None else FEWEST
        table, dtype, targets = checked_rows(self, X, _present(y, self), reset=before is None, fewest=fewest)
        asked = self._ask(targets, table.names, classes)
        chosen = chosen_for_training(self) | ({"epochs": 1, "validation": 0.0} if once else {})
        if before is not None:
            _check_alike(before, asked)
            _check_same_network(before, chosen)
        lesson = Lesson(table, dtype, asked, counting(sample_weight, table.rows), before)
        steps = 0 if before is None else before.steps + getattr(self, "_steps_before", 0)
        verbose, seed = yes_or_no(self, "verbose"), self._seed(steps)
        run, epochs = learn(lesson, chosen, class_weight=getattr(self, "class_weight", None), verbose=verbose, seed=seed)
        _say_if_cut_short(run, epochs)
        if asked.classes is not None:
            self.classes_ = asked.classes
        self._keep(run, epochs, steps)
        return self

    def _ask(self, targets: Array, taken: tuple[str, ...], classes: Any) -> Asked:
        """What is to be learnt from these targets."""
        raise NotImplementedError

    def _seed(self, steps: int) -> int:
        """The seed of the next run: that of the random state; another one for each time that the learning goes on."""
        chosen = self.random_state
        drawn = int(chosen) if isinstance(chosen, (int, np.integer)) else int(check_random_state(chosen).randint(2**31 - 1))
        if drawn < 0:
            raise SettingError(f"random_state is {drawn}; expected a whole number of at least 0, a RandomState, or None")
        return (drawn + steps) % LARGEST_SEED

    def _keep(self, run: Run, epochs: Sequence[EpochRow], steps: int) -> None:
        earlier, judged = (self.loss_curve_, self.validation_curve_ or []) if steps else ([], [])
        self.run_, self._steps_before = run, steps
        self.loss_curve_ = [*earlier, *(row.training_loss for row in epochs)]
        held_out = [row.validation_metric for row in epochs if row.validation_metric is not None]
        self.validation_curve_ = [*judged, *held_out] or None
        self.n_iter_ = len(self.loss_curve_)
        self.t_ = steps + run.steps
        self.loss_ = epochs[-1].training_loss if epochs else float(run.losses[-1])
        self.n_outputs_ = run.plan.network.outputs
        self.n_layers_ = len(run.plan.network.layers) + 1
        self.out_activation_ = run.plan.loss.predicts

    # ── what was learnt ─────────────────────────────────────────────────────

    @property
    def coefs_(self) -> list[Array]:
        """The weights of every layer (inputs, units), the best ones."""
        return [array for name, array in self._fitted().parameters.items() if array.ndim == 2 and name.startswith("W")]

    @property
    def intercepts_(self) -> list[Array]:
        """The biases of every layer (units,), the best ones."""
        return [array for name, array in self._fitted().parameters.items() if name.startswith("b")]

    def _fitted(self) -> Run:
        if not hasattr(self, "run_"):
            raise NotFittedError(f"this {type(self).__name__} is not fitted yet; call fit first")
        return self.run_

    def _outputs(self, X: Any) -> Array:
        """The raw outputs (rows, outputs) of the network."""
        run = self._fitted()
        table, _, _ = checked_rows(self, X, reset=False)
        return run.outputs(table)

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "run_")

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.allow_nan = True
        return tags


def _say_if_cut_short(run: Run, epochs: Sequence[EpochRow]) -> None:
    """Warns where training did not come to its end by itself. Raises: KeyboardInterrupt where it had not even begun."""
    kind, reason = run.outcome["kind"], run.outcome["reason"]
    if kind == INTERRUPTED and not run.steps:
        raise KeyboardInterrupt
    if not epochs:
        reason += ", before it had gone through all rows once: it predicts with the weights that it began with"
    elif kind == INTERRUPTED:
        reason += ": it predicts with the best weights so far"
    else:
        return
    warnings.warn(reason, ConvergenceWarning, stacklevel=5)


def _present(y: Any, estimator: GlassEstimator) -> Any:
    if y is None:
        raise ValueError(f"{type(estimator).__name__} requires y to be passed, but the target y is None")
    return y


def _check_alike(before: Run, asked: Asked) -> None:
    known = before.plan.preparation
    if known.task is not asked.task or len(known.all_targets) != len(asked.columns):
        raise ValueError(f"this estimator has learnt {known.task.value}, {len(known.all_targets)} target(s); y is now {asked.task.value}: fit it anew")
    if known.task.has_classes and known.classes != asked.words:
        raise ValueError(f"the classes have changed, from {known.classes} to {asked.words}; name all of them at the first partial_fit, or fit anew")


def _check_same_network(before: Run, chosen: Mapping[str, Any]) -> None:
    checked = TrainSettings(**{name: chosen[name] for name in GOES_ON_WITH})
    for name in GOES_ON_WITH:
        was, now = getattr(before.plan.settings, name), getattr(checked, name)
        if was != now:
            raise ValueError(f"{name} was {was} and is now {now}, so there is no going on with what was learnt; fit anew (without warm_start), or set it back")
