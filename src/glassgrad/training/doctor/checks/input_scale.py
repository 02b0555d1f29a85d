"""Input scale: inputs in very different units make a loss that is steep in one direction and flat in another, and no learning rate suits both.

The prepared inputs are looked at. Preparation scales numbers, so there is usually nothing to say; yes-or-no inputs stay 0 and 1, and a rare one has
a small spread by nature, so inputs of two values do not count. The spread of one input may be 10 times that of another, which makes the curvature
differ 100 times, before it is a warning; 1,000 times is a problem. A mean far from 0 (more than 10 spreads) does the same.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..check import Check
from ..finding import BEFORE_TRAINING, Finding, Gravity
from ..patient import Patient

APART, FAR_APART = 10.0, 1e3
OFF_CENTRE = 10.0
ADVICE = ("Subtract the mean of each input and divide by its deviation, both of the training rows; glassgrad's own preparation does that.",)


def _examine(patient: Patient) -> Iterable[Finding]:
    inputs = patient.training.inputs.astype(np.float64)
    places = [place for place in range(inputs.shape[1]) if len(np.unique(inputs[:, place])) > 2]
    if not places:
        return
    spreads = inputs[:, places].std(axis=0)
    widest, narrowest = int(spreads.argmax()), int(spreads.argmin())
    apart = float(spreads[widest] / spreads[narrowest])
    if apart > APART:
        yield Finding(
            gravity=Gravity.PROBLEM if apart > FAR_APART else Gravity.WARNING,
            what="the inputs have very different spreads",
            where=f"{patient.features[places[widest]]!r} and {patient.features[places[narrowest]]!r}",
            since=BEFORE_TRAINING,
            numbers={"largest spread": float(spreads[widest]), "smallest spread": float(spreads[narrowest]), "factor between them": apart},
            advice=ADVICE,
        )
    centres = np.abs(inputs[:, places].mean(axis=0)) / spreads
    furthest = int(centres.argmax())
    if centres[furthest] > OFF_CENTRE:
        mean = float(inputs[:, places[furthest]].mean())
        yield Finding(
            gravity=Gravity.WARNING,
            what="an input lies far from 0 for its spread",
            where=repr(patient.features[places[furthest]]),
            since=BEFORE_TRAINING,
            numbers={"mean": mean, "spread": float(spreads[furthest])},
            advice=ADVICE,
        )


input_scale = Check(name="input scale", says="the prepared inputs have like spreads", looks_at="data", examine=_examine)
