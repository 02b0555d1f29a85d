"""A power was left out, or the number doubled instead of squared."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.writing.mathematics import Words

from .formulas import power_of, put_everywhere, uses
from .roles import symbol_of
from .slip import Change, Slip, Task
from .wrong_activation_derivative import wrong_activation_derivative


def _tries(task: Task) -> Iterator[Change]:
    formula = task.piece.formula
    for node in dict.fromkeys(use.node for use in uses(formula)):
        raised = power_of(node)
        if raised is None:
            continue
        base, exponent = raised
        words: Words
        written = symbol_of(task, base)
        words = ("you did not square ", written) if exponent == 2 else ("you did not raise ", written, f" to the power {exponent:g}")
        yield Change(put_everywhere(formula, {node: base}), words)
        words = ("you doubled ", written, " instead of squaring it") if exponent == 2 else ("you multiplied ", written, f" by its exponent {exponent:g}")
        yield Change(put_everywhere(formula, {node: exponent * base}), words, likely=0.9)


square_forgotten = Slip(
    name="square_forgotten",
    title="power left out",
    says="A number was not squared, or doubled instead.",
    advice="A square is the number times itself: 3² is 3·3, not 2·3.",
    plausible=0.6,
    tries=_tries,
    yields_to=(wrong_activation_derivative,),
)
