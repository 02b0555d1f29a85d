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
        ("residual sum of squares", f"{fit.residual_sum_of_squares:.8g}"),
        ("R²", _known(fit.r_squared, f"undefined: {fit.target} does not vary")),
        ("method", fit.method + (f", which lowered {fit.loss}" if fit.loss else "")),
        ("evaluations", f"{fit.evaluations:,}"),
        ("stopped", fit.stopped),
    ]


def _sure(error: float) -> str:
    return "unknown" if isnan(error) else "unbounded" if isinf(error) else f"{error:.4g}"


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
