"""The parameters of the estimators: the settings of training, and what scikit-learn calls by names of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from inspect import Parameter, Signature
from types import MappingProxyType
from typing import Any

import numpy as np

from glassgrad.graph import SettingError
from glassgrad.training import TrainSettings

FOUND_OTHERWISE = ("target", "more_targets", "task", "weights", "class_weights", "seed")
"""Settings that follow from what `fit` is given, or that scikit-learn has names for."""
OTHER_DEFAULTS = MappingProxyType({"validation": 0.0, "batch": 200})
"""An estimator learns from all rows that it is given: those who judge it hold rows out themselves. The batch is scikit-learn's: 200 rows, or all."""
COMMON: Mapping[str, Any] = MappingProxyType({"random_state": None, "warm_start": False, "verbose": False})
OF_TRAINING: Mapping[str, Any] = MappingProxyType({
    one.name: OTHER_DEFAULTS.get(one.name, one.default)
    for one in fields(TrainSettings)
    if one.name not in FOUND_OTHERWISE and one.default is not MISSING
})  # fmt: skip


def signature_of(defaults: Mapping[str, Any]) -> Signature:
    """The signature of an `__init__` with these keyword-only parameters."""
    itself = Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)
    return Signature([itself, *(Parameter(name, Parameter.KEYWORD_ONLY, default=default) for name, default in defaults.items())])


def keep(estimator: object, defaults: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Keep what was chosen, unlooked at: scikit-learn sets parameters as it likes, and `fit` checks them.

    Raises: TypeError for a parameter that there is not.
    """
    for name in given:
        if name not in defaults:
            raise TypeError(f"{type(estimator).__name__} has no parameter {name!r:.60}; its parameters are {', '.join(defaults)}")
    for name, default in defaults.items():
        setattr(estimator, name, given.get(name, default))


def chosen_for_training(estimator: object) -> dict[str, Any]:
    """The settings of training that an estimator has; an array is as good as a list of its numbers."""
    chosen = {name: getattr(estimator, name) for name in OF_TRAINING}
    return {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in chosen.items()}


def yes_or_no(estimator: object, name: str) -> bool:
    """A parameter that is True or False, or a whole number, which may also say how much. Raises: SettingError for anything else."""
    value = getattr(estimator, name)
    if isinstance(value, (bool, int, np.bool_, np.integer)) and value >= 0:
        return bool(value)
    raise SettingError(f"{name} is {value!r:.60}; expected True or False")
