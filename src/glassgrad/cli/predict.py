"""`glassgrad predict`: what a trained run says about the rows of a table, as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from .codes import DONE
from .delivery import check_place, deliver
from .terminal import warn, warnings_as_notes

if TYPE_CHECKING:
    from glassgrad.data import Table
    from glassgrad.training import Run


def predict(
    run: Annotated[Path, Parameter(help="a run kept by glassgrad train --save")],
    data: Annotated[str, Parameter(help="a CSV or Parquet file, or the name of a data set")],
    /,
    *,
    output: Annotated[Path | None, Parameter(help="write the CSV to this file instead of standard output")] = None,
    probabilities: Annotated[bool, Parameter(help="also how sure the network is of each class", negative="")] = False,
    overwrite: Annotated[bool, Parameter(help="let --output replace a file", negative="")] = False,
) -> int:
    """Predict every row, and write one line for each."""
    from glassgrad.data.export import table_to_csv
    from glassgrad.training import open_run

    if output is not None:
        check_place(output, overwrite=overwrite)
    with warnings_as_notes(), open_run(run) as opened:
        table = opened.as_table(data)
        for note in table.notes:
            warn(note)
        names, rows = predicted(opened, table, probabilities=probabilities)
    deliver(table_to_csv(names, rows), output, overwrite=overwrite)
    return DONE


def predicted(run: Run, table: Table, *, probabilities: bool) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    """Names and rows of the output: the targets, then the probability of each class, or label, if asked for."""
    preparation = run.plan.preparation
    names, said = [one.name for one in preparation.all_targets], run.predict(table)
    columns = said.reshape(len(said), -1).tolist()
    if not probabilities:
        return names, columns
    of = names if preparation.task.several else preparation.classes
    shares = run.probabilities(table).tolist()
    return [*names, *(f"probability of {name}" for name in of)], ([*one, *share] for one, share in zip(columns, shares, strict=True))
