"""A fit as a table for reading, and as plain values for programs."""

from __future__ import annotations

from dataclasses import fields
from math import isfinite, isinf, isnan
from textwrap import fill
from typing import Any

from glassgrad.data.words import counted
from glassgrad.readers.plain_table import plain_table

from .record import Fit

HEAD = ("parameter", "value", "standard error")
WIDTH = 80


def as_text(fit: Fit) -> str:
    """Parameters in a table, then the facts below it."""
    table = plain_table(HEAD, parameter_rows(fit))
    width = max(len(label) for label, _ in facts(fit)) + 2
    lines = [fill(f"{label:<{width}}{said}", WIDTH, subsequent_indent=" " * width) for label, said in facts(fit)]
    remarks = [fill(one, WIDTH, subsequent_indent="  ") for one in (*(f"warning: {one}" for one in fit.warnings), *(f"note: {one}" for one in fit.notes))]
    return "\n".join([f"{fit.target} = {fit.formula.text}", "", table, "", *lines, *remarks])


def parameter_rows(fit: Fit) -> list[tuple[str, str, str]]:
    """Name, value and standard error of each parameter, in words."""
    return [(name, f"{value:.8g}", _sure(fit.standard_errors[name])) for name, value in fit.parameters.items()]


def facts(fit: Fit) -> list[tuple[str, str]]:
    """What else there is to say, each with a label."""
    return [
        ("rows", f"{fit.rows:,}, with {counted(fit.degrees_of_freedom, 'degree')} of freedom"),
        ("residual standard deviation", _known(fit.residual_standard_deviation, "unknown: there are no degrees of freedom")),
        ("residual sum of squares", _sum(fit)),
        ("R²", _known(fit.r_squared, f"undefined: {fit.target} does not vary")),
        ("method", fit.method + _lowered(fit)),
        ("evaluations", f"{fit.evaluations:,}"),
        ("stopped", fit.stopped),
    ]


def _sure(error: float) -> str:
    return "unknown" if isnan(error) else "unbounded" if isinf(error) else f"{error:.4g}"


def _lowered(fit: Fit) -> str:
    chosen = ", ".join(f"{name} = {_short(value)}" for name, value in fit.loss_settings.items())
    return f", which lowered {fit.loss}{' with ' if chosen else ''}{chosen}" if fit.loss else ""


def _short(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _sum(fit: Fit) -> str:
    """The sum of squares; a square is too large or too small for a number long before what is squared is."""
    if isinf(fit.residual_sum_of_squares):
        return "too large for a number (beyond 1.8e308)"
    vanished = fit.residual_sum_of_squares == 0 and fit.residual_standard_deviation > 0
    return "too small for a number (below 5e-324)" if vanished else f"{fit.residual_sum_of_squares:.8g}"


def _known(value: float, otherwise: str) -> str:
    return otherwise if isnan(value) else f"{value:.8g}"


def as_json(fit: Fit) -> dict[str, Any]:
    """Every field by its name."""
    values = {one.name: getattr(fit, one.name) for one in fields(fit) if one.name != "formula"}
    return {"formula": fit.formula.typed, "target": fit.target} | {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return None if isinstance(value, float) and not isfinite(value) else value
