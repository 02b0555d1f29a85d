"""Better than blind: does the trained network beat one that sees no inputs?

The best weights and the best constant of the training rows (class shares, the mean) are measured on the rows that judge. A network that is not
at least 5% better has learnt nothing from the inputs that carries over: for squared errors that is an R² below 0.05.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..check import Check, DoesNotApplyError
from ..constant import constant_loss
from ..finding import Finding, Gravity
from ..patient import Patient

BETTER_BY = 0.05


def _examine(patient: Patient) -> Iterable[Finding]:
    if patient.run is None or not patient.last:
        raise DoesNotApplyError("no step was made yet")
    judging = patient.judging
    blind = constant_loss(patient.loss, patient.loss_settings, patient.constant.outputs, judging)
    seeing = patient.loss_of(patient.run.parameters, judging)
    if blind > 0 and not seeing <= (1 - BETTER_BY) * blind:
        worse = not seeing < blind
        where = "held-out rows" if patient.holds_out else "training rows"
        yield Finding(
            gravity=Gravity.PROBLEM if worse else Gravity.WARNING,
            what=f"on the {where}, the network is {'no better' if worse else 'hardly better'} than one that gives every row the same answer",
            numbers={"loss": seeing, "of the best constant": blind, "rows": len(judging)},
            advice=_advice(patient),
        )


def _advice(patient: Patient) -> tuple[str, ...]:
    if len(patient.network.layers) == 1:
        return ("Add a hidden layer (hidden): without one, a network can only add up its inputs.", "If that does not help, the inputs may not tell the target.")
    return (
        "Look at the findings about learning itself first; if the training loss falls well, the inputs may not tell the target.",
        "Try fewer units or an l2 penalty if the training loss is much lower than the validation loss.",
    )


beats_constant = Check(name="better than a constant", says="the network beats the best answer that sees no inputs", looks_at="run", examine=_examine)
