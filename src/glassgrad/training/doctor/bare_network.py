"""A bare network as a patient: with its loss, and perhaps with rows and weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from glassgrad.graph import DataError, SettingError, ShapeError
from glassgrad.nn import Loss, Network, fitting, loss

from ..settings import settings_from
from .patient import Patient
from .probe import Rows

TAKES = ("loss", "seed")
"""The settings that a bare network has."""


def patient_of_network(network: Network, choices: Mapping[str, Any], inputs: Any, targets: Any, parameters: Any) -> Patient:
    """The network with the loss, and perhaps the seed, that were chosen; its rows and its first weights, if they are given.

    Raises: SettingError, ShapeError, DataError for what does not fit.
    """
    further = [name for name in choices if name not in TAKES]
    if further or "loss" not in choices:
        hint = f"; leave out {', '.join(further)}" if further else ""
        raise SettingError(f"a bare network is looked at with its loss, and perhaps a seed: give loss=…{hint}")
    if (inputs is None) != (targets is None):
        raise SettingError("inputs and target_values belong together; give both, or none of them")
    chosen = loss(choices["loss"])
    return Patient(
        network=network,
        loss=chosen,
        loss_settings={},
        given_rows=None if inputs is None else _rows(network, chosen, inputs, targets),
        given_weights=None if parameters is None else fitting(network.plans, parameters),
        seed=settings_from({"seed": choices.get("seed", 0)}).seed,
    )


def _rows(network: Network, chosen: Loss, inputs: Any, targets: Any) -> Rows:
    rows = Rows(_numbers(inputs, "inputs"), chosen.shape_targets(_numbers(targets, "target_values")))
    if rows.inputs.ndim != 2 or rows.inputs.shape[1] != network.inputs or not len(rows):
        raise ShapeError(f"the inputs have the shape {rows.inputs.shape}; the network takes (rows, {network.inputs}), of at least 1 row")
    chosen.check_shapes((len(rows), network.outputs), rows.targets.shape)
    chosen.check_targets(rows.targets, outputs=network.outputs)
    if not np.isfinite(rows.inputs).all():
        raise DataError("the inputs hold infinities or not-a-numbers; the doctor needs finite ones")
    return rows


def _numbers(given: Any, name: str) -> np.ndarray[Any, Any]:
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):  # words, rows of different lengths, other things than numbers
        raise DataError(f"{name} are not all numbers, or not in rows of one length; a bare network takes prepared numbers, and train prepares words") from None
