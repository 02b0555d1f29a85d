"""`glassgrad fit`: the parameters with which a formula comes closest to the rows of a table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from glassgrad.graph import SettingError
from glassgrad.training.fitting import method_names, usable_losses

from .codes import DONE, FAILED
from .delivery import check_place, deliver
from .facts import show_facts
from .given import given_values, refuse_options
from .terminal import console, printable, say, warnings_as_notes

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as Grid

    from glassgrad.data import Table
    from glassgrad.training import Fit

INDENT = 29


def fit(
    expression: Annotated[str, Parameter(help="the formula, perhaps with what is fitted before it: y = a + b*x", allow_leading_hyphen=True)],
    data: Annotated[str, Parameter(help="a CSV or Parquet file, or the name of a data set")],
    /,
    *,
    target: Annotated[str | None, Parameter(help="the column to fit; y, or the only one left, otherwise")] = None,
    start: Annotated[str | None, Parameter(help="where to start from, like b1=500,b2=1e-4; what is missing is searched for", allow_leading_hyphen=True)] = None,
    low: Annotated[str | None, Parameter(help="the lowest values allowed, like b2=0", allow_leading_hyphen=True)] = None,
    high: Annotated[str | None, Parameter(help="the highest values allowed, like b2=1", allow_leading_hyphen=True)] = None,
    method: Annotated[str, Parameter(help="how the parameters are found", choices=method_names())] = method_names()[0],
    loss: Annotated[str | None, Parameter(help="lower this loss instead of the sum of squares, with --method l_bfgs", choices=usable_losses())] = None,
    loss_settings: Annotated[str | None, Parameter(help="settings of the loss, like delta=2 for huber", allow_leading_hyphen=True)] = None,
    weights: Annotated[str | None, Parameter(help="a column that says how much each row counts")] = None,
    header: Annotated[bool | None, Parameter(help="whether the first row names the columns; found out otherwise")] = None,
    output: Annotated[Path | None, Parameter(help="write what the formula says for each row to this CSV file")] = None,
    overwrite: Annotated[bool, Parameter(help="let --output replace a file", negative="")] = False,
    explain: Annotated[bool, Parameter(help="tell the formula and its derivatives too", negative="")] = False,
    as_json: Annotated[bool, Parameter(name="--json", help="print everything as JSON", negative="")] = False,
    quiet: Annotated[bool, Parameter(help="show nothing but errors", negative="")] = False,
) -> int:
    """Fit, and show parameters with their standard errors."""
    from glassgrad.data import read_table
    from glassgrad.training import fit as fit_formula

    refuse_options([expression, data], fit)
    if output is not None:
        check_place(output, overwrite=overwrite)
    began = None if start is None else values_in("--start", start)
    chosen = None if loss_settings is None else values_in("--loss-settings", loss_settings)
    with warnings_as_notes(quiet=quiet):
        table = read_table(data, header=header)
        found = fit_formula(
            expression, table, target=target, start=began, method=method, weights=weights, bounds=bounds_in(low, high), loss=loss, loss_settings=chosen
        )
    if output is not None:
        deliver(fitted_rows(found, table), output, overwrite=overwrite)
    if not quiet:
        show(found, as_json=as_json, explain=explain)
    return DONE if found.converged else FAILED


def values_in(option: str, text: str) -> dict[str, Any]:
    """The numbers by name. Raises: SettingError, ExpressionError for what is not written so.

    >>> values_in("--start", "b1=500, b2=-1e-4")
    {'b1': 500.0, 'b2': -0.0001}
    """
    words = [word.strip() for word in text.split(",")]
    if not all(words):
        raise SettingError(f"{option} {text!r:.60} lacks a value; write name=number, several with commas between them, like b1=500,b2=1e-4")
    return given_values(words)


def bounds_in(low: str | None, high: str | None) -> dict[str, tuple[Any, Any]]:
    """The lowest and highest value of each parameter that has one.

    >>> bounds_in("a=0", "a=1,b=2")
    {'a': (0.0, 1.0), 'b': (None, 2.0)}
    """
    lows: Mapping[str, Any] = {} if low is None else values_in("--low", low)
    highs: Mapping[str, Any] = {} if high is None else values_in("--high", high)
    return {name: (lows.get(name), highs.get(name)) for name in {**lows, **highs}}


def fitted_rows(found: Fit, table: Table) -> str:
    """As CSV: the inputs of each row, what the formula says, and how far what was observed is from it; empty where something is missing."""
    from glassgrad.data.export import table_to_csv

    inputs = list(found.formula.inputs.values())
    columns = [*(table[name].values.tolist() for name in inputs), found.predict(table).tolist(), found.residuals(table).tolist()]
    rows = ([value if value == value else None for value in row] for row in zip(*columns, strict=True))  # noqa: PLR0124 - only NaN differs from itself
    return table_to_csv([*inputs, f"fitted {found.target}", "residual"], rows)


def show(found: Fit, *, as_json: bool, explain: bool) -> None:
    """Print the result in the form that was asked for."""
    if as_json:
        say(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
    elif explain:
        say(str(found.explain()))
    else:
        show_fit(console(), found)


def show_fit(screen: Console, found: Fit) -> None:
    """The formula, the parameters in a table, and the facts below it."""
    from glassgrad.training.fitting.report import facts

    screen.print(printable(f"{found.target} = {found.formula.text}"))
    screen.print()
    screen.print(_parameters(found))
    screen.print()
    remarks = [*(("warning", one) for one in found.warnings), *(("note", one) for one in found.notes)]
    show_facts(screen, [*facts(found), *remarks], indent=INDENT)


def _parameters(found: Fit) -> Grid:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Grid
    from rich.text import Text

    from glassgrad.training.fitting.report import HEAD, parameter_rows

    grid = Grid(box=SIMPLE_HEAD, pad_edge=False, header_style="dim", show_edge=False)
    grid.add_column(HEAD[0], overflow="fold", max_width=32)
    for head in HEAD[1:]:
        grid.add_column(head, justify="right")
    for row in parameter_rows(found):
        grid.add_row(*(Text(printable(cell)) for cell in row))
    return grid
