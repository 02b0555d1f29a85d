"""`CompareSettings`: everything that can be chosen about a comparison of model families, in one record.

The record is at once the keywords of `compare` and the options of the command line: one field is the keyword, the option and the help.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from glassgrad.data import Task
from glassgrad.data.words import counted, quoted
from glassgrad.graph import SettingError
from glassgrad.training.settings import check_all, setting

NO_WEIGHTS = "a comparison has no weights: every row counts the same, and a column of weights would be an input; leave that column out of the table"


def family_names() -> tuple[str, ...]:
    """The names of all families, in the order of reading."""
    from .contents import FAMILIES

    return tuple(FAMILIES)


def task_names() -> tuple[str, ...]:
    """The tasks with one target, which every family can be asked to learn; the empty name lets the column say which."""
    return ("", *(one.value for one in Task if not one.several))


def one_target_words(names: Sequence[str]) -> str:
    """What to say where several columns are named as the target.

    >>> one_target_words(["height", "weight"])
    'target names 2 columns; the families are compared on one target at a time: choose "height" or "weight"'
    """
    choice = f"choose {' or '.join(quoted(str(one)) for one in names[:2])}" if len(names) > 1 else "name it as a word"
    return f"target names {counted(len(names), 'column')}; the families are compared on one target at a time: {choice}"


@dataclass(frozen=True, kw_only=True)
class CompareSettings:
    """What is compared, and how.

    Raises: SettingError for a value outside its range, naming the setting, the value and the range.

    >>> CompareSettings(families=("logistic_regression",), folds=3).folds
    3
    """

    target: str = setting("", "the column to predict; a shipped data set knows its own")
    task: str = setting("", "what kind of target it is; found from the column if not given", choices=task_names)
    families: tuple[str, ...] = setting(
        (), "the families to compare, with commas between them; all that fit if not given", many=str, choices=family_names, example="('decision_tree',)"
    )
    without: tuple[str, ...] = setting((), "families to leave out, with commas between them", many=str, choices=family_names, example="('stacking',)")
    folds: int = setting(5, "the parts that the rows are dealt into; each of them judges once what was learnt from the others", low=2)
    seed: int = setting(0, "the number from which all randomness follows", low=0, below=2**31)
    hidden: tuple[int, ...] = setting((16,), "units of each hidden layer of the neural network", low=1, many=int, example="(16, 16)")
    explain: int | None = setting(None, "a row of the table, from 0: tell also how each family comes to its answer for it", low=0, whole=True)
    jobs: int = setting(0, "processors that learn at once; 0 takes all there are where that is of use", low=0, below=1025)

    def __post_init__(self) -> None:
        if isinstance(self.target, (list, tuple)):
            raise SettingError(one_target_words(self.target))
        check_all(self)

    def to_json(self) -> dict[str, Any]:
        """The settings as plain values."""
        return dict(vars(self))
