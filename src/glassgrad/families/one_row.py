"""One row of the table, and how each family comes to its answer for it, by a model that did not learn from that row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from glassgrad.data import Column
from glassgrad.data.classes import class_words
from glassgrad.data.words import counted, names_given, quoted
from glassgrad.explain import Story
from glassgrad.explain.blocks import Aside, Block, Caution, Heading, Table
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words
from glassgrad.writing.plain import listed

from .at_once import outcomes
from .comparing import learned_of, turn_of
from .comparison import Comparison
from .family import Array, Explanation, Learned
from .problem import Problem
from .target_unit import unit_words
from .told import told as rounded_number

MOST_CELLS = 24
"""Cells of a row that are shown."""
CLOSE = 1e-9
"""The share of an output, or of its largest part, by which the sum of the parts may miss it: the rounding of the machine."""


def one_row(seen: Comparison, row: int, families: Sequence[str]) -> Story:
    """The story of one row. Raises: SettingError for a row that is not there or has no target, and for a family that is not in the comparison."""
    return Story((f"Row {row} of {seen.problem.table.source}, as each family sees it",), tuple(row_blocks(seen, row, families)))


def row_blocks(seen: Comparison, row: int, families: Sequence[str] = (), *, level: int = 2) -> Iterator[Block]:
    """The row as the table has it, what each family answers, and how each comes to that, under headings of that level."""
    fold = seen.problem.fold_of(row)
    held_out = seen.problem.folds[fold].held_out
    place = int(np.flatnonzero(held_out.places == row)[0])
    wanted = [seen.result(name).family.name for name in names_given(families)] or [one.family.name for one in seen.results]
    models = models_of(seen, fold, wanted)
    explained = {name: one.family.explain(one, place, held_out) for name, one in models.items()}
    yield from _the_row(seen.problem, row, fold, models.values())
    yield _answers(seen.problem, row, models, explained)
    for name, one in models.items():
        yield Heading((one.family.title,), level)
        yield Aside((f"In short: {one.family.says}.",))
        yield from explained[name].blocks
        yield _checked(explained[name])


def models_of(seen: Comparison, fold: int, families: Sequence[str]) -> dict[str, Learned]:
    """The models of that fold, by family. Where they were not kept they learn once more, and become the same as they were."""
    if fold in seen.models:
        return {name: seen.models[fold][name] for name in families}
    turns = [turn_of(seen.result(name).family, seen.problem.folds[fold], fold, keep=True) for name in families]
    found = {one.family: one for one in outcomes(turns, jobs=seen.settings.jobs)}
    return {name: learned_of(seen.problem, seen.result(name).family, found[name]) for name in families}


def _the_row(problem: Problem, row: int, fold: int, models: Iterable[Learned]) -> Iterator[Block]:
    columns = [one for one in problem.table.columns if one.name != problem.target]
    cells = [((one.name,), _cell(one, row)) for one in columns[:MOST_CELLS]]
    yield Table((("column",), ("value",)), tuple(cells))
    if len(columns) > MOST_CELLS:
        yield Aside((f"{counted(len(columns) - MOST_CELLS, 'more column')} are not shown.",))
    seen = f"They see it prepared: {_prepared(columns, row)}.{_otherwise(models)}{_unit(problem)}"
    yield Aside((
        f"In the table the target {problem.target} is ", *_cell(problem.table[problem.target], row),
        f". The row was held out in fold {fold + 1}, so no model below has learnt from it. {seen}",
    ))  # fmt: skip
    yield from _unknown_class(problem, row, fold)


def _unknown_class(problem: Problem, row: int, fold: int) -> Iterator[Caution]:
    """That nobody could know the row's class, where it is in none of the rows learnt from."""
    held_out, training = problem.folds[fold].held_out, problem.folds[fold].training
    code = held_out.targets[held_out.places == row]
    if problem.task.has_classes and not np.isin(code, training.targets).any():
        its_class = class_words(problem.table[problem.target])[row]
        yield Caution((f"No training row of fold {fold + 1} is of the class {quoted(its_class)}, so no model below can know it, and none can be right here.",))


def _prepared(columns: Sequence[Column], row: int) -> str:
    """What is done to cells before a model sees them, as far as there are such cells."""
    filled = ["gaps filled in"] if any(one.absent[row] and one.kind != "category" for one in columns) else []
    replaced = ["numbers in place of words"] if any(one.kind != "number" for one in columns) else []
    return listed(["every number scaled", *filled, *replaced])


def _otherwise(models: Iterable[Learned]) -> str:
    """Who sees the row as the table has it."""
    return "".join(f" But {one.family.title} sees the counts as they stand." for one in models if one.family.takes_counts)


def _unit(problem: Problem) -> str:
    return "" if problem.unit == 1.0 else f" Everything that follows the next table is in units of {unit_words(problem.unit)}."


def _cell(column: Column, row: int) -> Words:
    """What the table holds, as a person writes it."""
    if column.absent[row]:
        return ("nothing",)
    value = column.values[row]
    if column.kind == "number":
        return (plain_number(float(value), 6),)
    return (column.words[int(value)] if column.kind == "boolean" else str(value),)


def _answers(problem: Problem, row: int, models: Mapping[str, Learned], explained: Mapping[str, Explanation]) -> Table:
    """What each family says, and whether it is right, or how far it is off."""
    lines = [((models[name].family.title,), *_answer(problem, row, one.answer)) for name, one in explained.items()]
    return Table((("family",), ("says",), ("right",) if problem.task.has_classes else ("off by",)), tuple(lines))


def _answer(problem: Problem, row: int, answer: str | float) -> tuple[Words, Words]:
    column = problem.table[problem.target]
    if isinstance(answer, str):
        return (answer,), ("yes" if class_words(column)[row] == answer else "no",)
    return (rounded_number(answer * problem.unit),), (rounded_number((answer - float(column.values[row]) / problem.unit) * problem.unit),)


def _close(added: Array, said: Array, largest: float) -> bool:
    return np.allclose(added, said, rtol=CLOSE, atol=CLOSE * max(1.0, float(np.abs(said).max()), largest))


def _checked(told: Explanation) -> Aside | Caution:
    """That the parts add up to what the model says, or that they do not."""
    largest = told.scale * max((float(np.abs(part.value).max()) for part in told.parts), default=0.0)
    if not _close(told.sum, told.output, largest):
        worst = int(np.argmax(np.abs(told.sum - told.output)))
        added, said = rounded_number(told.sum[worst]), rounded_number(told.output[worst])
        return Caution(("The parts add up to ", added, f" for {told.outputs[worst]}, and the model itself gives ", said, "; the story leaves something out."))
    if not _close(told.sum, told.output, 0.0):
        rounding = "the parts add up to what the model itself gives, up to the machine's rounding of the largest part, "
        return Aside((f"Checked: {rounding}", rounded_number(largest), "."))
    if len(told.outputs) > 1 and told.answer not in told.outputs:
        return Aside((f"Checked: the model itself gives {len(told.outputs)} outputs, and the parts add up to each of them.",))
    place = told.outputs.index(str(told.answer)) if len(told.outputs) > 1 else 0
    of = f" for {told.outputs[place]}" if isinstance(told.answer, str) else ""
    return Aside((f"Checked: the {told.measure}{of} that the model itself gives is ", rounded_number(told.output[place]), ", and the parts add up to it."))
