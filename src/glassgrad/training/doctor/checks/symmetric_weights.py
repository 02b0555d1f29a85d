"""Symmetric weights: units of a layer that start with the same incoming and the same outgoing weights get the same gradient, so they stay equal.

However many they are, they do the work of one. Equal incoming weights alone do not: different outgoing weights drive them apart. Dropout does, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ..check import Check, DoesNotApplyError
from ..finding import BEFORE_TRAINING, Finding, Gravity
from ..patient import Patient
from ..probe import Array


def _examine(patient: Patient) -> Iterable[Finding]:
    if len(patient.network.layers) < 2:
        raise DoesNotApplyError("there is no hidden layer")
    weights = patient.weights_after(BEFORE_TRAINING)
    for number, layer in enumerate(patient.network.layers[:-1], start=1):
        different = len(np.unique(_around(weights, number), axis=0))
        if different < layer.units and not layer.dropout:
            yield Finding(
                gravity=Gravity.PROBLEM,
                what=f"the {layer.units} units of layer {number} start as {different} different one{'s' if different > 1 else ''}, and equal units stay equal",
                where=f"layer {number}",
                since=BEFORE_TRAINING,
                numbers={"units": layer.units, "different ones": different, "largest first weight": float(np.abs(weights[f"W{number}"]).max())},
                advice=("Draw the first weights at random: leave the initializer to glassgrad, or choose he_uniform or glorot_uniform.",),
            )


def _around(weights: Mapping[str, Any], number: int) -> Array:
    """One row per unit: its incoming weights, its bias if it has one, its outgoing weights."""
    own = [np.asarray(weights[f"W{number}"]).T, np.asarray(weights[f"W{number + 1}"])]
    return np.hstack([*own, np.reshape(weights[f"b{number}"], (-1, 1))] if f"b{number}" in weights else own)


symmetric_weights = Check(name="symmetric weights", says="no two units of a layer start alike", looks_at="start", examine=_examine)
