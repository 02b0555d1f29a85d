"""The estimators beside scikit-learn's own networks: `fit` from end to end, with the same settings on the same rows."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, sleep
from typing import Any

import numpy as np

from .interleaving import medians, ratio, run_rounds
from .options import Options

OURS, THEIRS = "glassgrad", "scikit_learn"
HIDDEN, LEARNING_RATE, BATCH, PENALTY, INITIALIZER = (100,), 1e-3, 200, 1e-4, "glorot_uniform"
"""scikit-learn's own defaults."""
HELD_OUT = 0.25
SEEDS = 5
WARM_UP = 3
"""Fits that are not counted: what runs often is compiled once more, to run faster."""
REST_SECONDS = 0.1
"""Before every turn: libraries of linear algebra keep processors busy for a while after they were used, which the other would pay for."""
NEVER = 10**6
"""Epochs without a better loss before either stops: both make all epochs that are asked for."""


@dataclass(frozen=True)
class Contest:
    """A data set, how many epochs are made on it, and whether classes are told apart."""

    name: str
    load: Callable[[], tuple[Any, Any]]
    epochs: int
    classes: bool = True


def _shipped(name: str) -> Callable[[], tuple[Any, Any]]:
    def load() -> tuple[Any, Any]:
        from sklearn import datasets

        return getattr(datasets, f"load_{name}")(return_X_y=True)

    return load


def _synthetic() -> tuple[Any, Any]:
    from sklearn.datasets import make_classification

    return make_classification(100_000, 50, n_informative=20, n_classes=5, random_state=0)


CONTESTS = (
    Contest("iris", _shipped("iris"), 200),
    Contest("breast_cancer", _shipped("breast_cancer"), 200),
    Contest("digits", _shipped("digits"), 200),
    Contest("diabetes", _shipped("diabetes"), 200, classes=False),
    Contest("100,000 × 50", _synthetic, 10),
)


def measure(options: Options) -> dict[str, Any]:
    """Medians, ratios and held-out scores, in float64 and in float32; and what a fit costs beside the training itself."""
    found = {"overhead": _overhead(options)}
    contests = CONTESTS[:2] if options.quick else CONTESTS
    found["fits"] = {one.name: {dtype: _contest(one, dtype, options) for dtype in ("float64", "float32")} for one in contests}
    return found


def _contest(contest: Contest, dtype: str, options: Options) -> dict[str, Any]:
    print(f"estimators: {contest.name}, {dtype} …", flush=True)
    training, held_out = _split(contest, dtype)
    models = {OURS: _ours(contest, len(training[0])), THEIRS: _theirs(contest)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn warns that it has made all its epochs
        for make in [*models.values()] * WARM_UP:
            make(0).fit(*training)  # what is compiled or imported once is not counted
        turns = {name: (lambda make=make: _seconds(make, training)) for name, make in models.items()}
        seconds = run_rounds(turns, min(options.rounds, 5) if len(training[0]) > 10_000 else options.rounds)
        seeds = range(1 if len(training[0]) > 10_000 else SEEDS)
        scores = {name: float(np.median([make(seed).fit(*training).score(*held_out) for seed in seeds])) for name, make in models.items()}
    middle = medians(seconds)
    print(f"  {middle[OURS] * 1e3:.4g} ms against {middle[THEIRS] * 1e3:.4g} ms; scores {scores[OURS]:.4f} and {scores[THEIRS]:.4f}", flush=True)
    return {"epochs": contest.epochs, "rows": len(training[0]), "seconds": middle, "speedup": ratio(seconds, THEIRS, OURS), "scores": scores}


def _split(contest: Contest, dtype: str) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler

    X, y = contest.load()
    X_training, X_held_out, y_training, y_held_out = train_test_split(X, y, test_size=HELD_OUT, random_state=0, stratify=y if contest.classes else None)
    scaler = StandardScaler().fit(X_training)
    parts = [scaler.transform(one).astype(dtype) for one in (X_training, X_held_out)]
    if not contest.classes:  # ours scales the target by itself
        y_training, y_held_out = ((one - y_training.mean()) / y_training.std() for one in (y_training, y_held_out))
    return (parts[0], y_training), (parts[1], y_held_out)


def _ours(contest: Contest, rows: int) -> Callable[[int], Any]:
    from glassgrad.estimators import Classifier, Regressor

    # scikit-learn divides its penalty by the rows of the batch.
    chosen: dict[str, Any] = {"hidden": HIDDEN, "learning_rate": LEARNING_RATE, "batch": BATCH, "initializer": INITIALIZER, "l2": PENALTY / min(BATCH, rows)}
    chosen |= {"epochs": contest.epochs, "patience": NEVER}
    return lambda seed: (Classifier if contest.classes else Regressor)(random_state=seed, **chosen)


def _theirs(contest: Contest) -> Callable[[int], Any]:
    from sklearn.neural_network import MLPClassifier, MLPRegressor

    chosen = {"hidden_layer_sizes": HIDDEN, "learning_rate_init": LEARNING_RATE, "batch_size": BATCH, "alpha": PENALTY, "max_iter": contest.epochs}
    return lambda seed: (MLPClassifier if contest.classes else MLPRegressor)(random_state=seed, tol=0.0, n_iter_no_change=NEVER, **chosen)


def _seconds(make: Callable[[int], Any], training: tuple[Any, Any]) -> float:
    """The second of two fits in a row, after a rest."""
    sleep(REST_SECONDS)
    make(0).fit(*training)
    return _at_once(make, training)


def _at_once(make: Callable[[int], Any], training: tuple[Any, Any]) -> float:
    model, started = make(0), perf_counter()
    model.fit(*training)
    return perf_counter() - started


def _overhead(options: Options) -> dict[str, float]:
    """A fit of a single epoch on iris: everything but the training."""
    training, _ = _split(CONTESTS[0], "float64")
    make = _ours(Contest("iris", CONTESTS[0].load, 1), len(training[0]))
    for _ in range(WARM_UP):
        make(0).fit(*training)
    return {"seconds": float(np.median([_at_once(make, training) for _ in range(5 * options.rounds)]))}
