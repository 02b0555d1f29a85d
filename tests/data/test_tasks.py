"""What the target asks for (faults 4, 34)."""

import numpy as np
import pytest

from glassgrad.data import Column, Task, infer_task, read_table
from glassgrad.graph import DataError, SettingError


def column(values, name="y"):
    return read_table({name: values})[name]


@pytest.mark.parametrize(
    ("values", "task", "because"),
    [
        (["a", "b", "c"], Task.MANY_CLASSES, 'the target "y" has 3 different words: many classes'),
        (["a", "b", "a"], Task.TWO_CLASSES, 'the target "y" has 2 different words: two classes'),
        ([True, False, None], Task.TWO_CLASSES, 'the target "y" is "false" or "true": two classes'),
        ([0, 1], Task.TWO_CLASSES, 'the target "y" has 2 whole numbers with 2 different values: two classes'),
        ([-1, 1, 1], Task.TWO_CLASSES, 'the target "y" has 3 whole numbers with 2 different values: two classes'),
        ([0, 1, 2] * 3, Task.MANY_CLASSES, 'the target "y" has 9 whole numbers with 3 different values: many classes'),
        ([0, 1, 2] * 2, Task.REGRESSION, 'the target "y" has 6 whole numbers with 3 different values: regression'),
        ([2, 4, 6, 8], Task.REGRESSION, 'the target "y" has 4 whole numbers with 4 different values: regression'),
        ([0.5, 1.5] * 9, Task.REGRESSION, 'the target "y" has 18 numbers with 2 different values: regression'),
        ([1.5e180, 2e17, -3e300, 4e200], Task.REGRESSION, 'the target "y" has 4 numbers with 4 different values: regression'),
        (list(range(21)) * 5, Task.REGRESSION, 'the target "y" has 105 whole numbers with 21 different values: regression'),
    ],
)
def test_the_task_and_its_reason(values, task, because):
    choice = infer_task(column(values))
    assert (choice.task, choice.because) == (task, because)


def test_one_class_is_refused_before_training():
    for values in (["a"] * 5, [1.0] * 5, [True, None]):
        with pytest.raises(DataError, match=r'the target "y" has one value only, ".*", in all .* there is nothing to tell apart'):
            infer_task(column(values))


def test_a_target_without_values_is_refused():
    with pytest.raises(DataError, match='the target "y" has no values: all 2 rows are missing'):
        infer_task(column([None, None]))


def test_every_row_its_own_class_looks_like_an_id():
    with pytest.raises(DataError, match=r'the target "y" has 30 different values in 30 rows \("w0", "w1", "w10" and 27 more\): it looks like an id'):
        infer_task(column([f"w{row}" for row in range(30)]))
    with pytest.raises(DataError, match="looks like an id"):
        infer_task(column([f"w{row // 2 if row < 20 else row}" for row in range(100)]))
    with pytest.raises(DataError, match="looks like an id"):
        infer_task(column(list(range(30))), wanted="many classes")
    assert infer_task(column(["a", "b", "c"])).task is Task.MANY_CLASSES


def test_too_many_classes_name_the_limit():
    with pytest.raises(DataError, match="1,001 classes; the most that can be learnt is 1,000"):
        infer_task(column([f"w{row % 1001}" for row in range(4004)]))


def test_a_wanted_task_is_checked():
    digits = column([0, 1, 2] * 5)
    assert infer_task(digits, wanted="regression") == infer_task(digits, wanted=Task.REGRESSION)
    assert infer_task(digits, wanted=Task.REGRESSION).because == 'the target "y" has 15 values; regression as asked'
    with pytest.raises(SettingError, match="unknown task 'guess'; the tasks are 'regression', 'two classes', 'many classes'"):
        infer_task(digits, wanted="guess")
    with pytest.raises(SettingError, match="not two; say 'many classes'"):
        infer_task(digits, wanted="two classes")
    with pytest.raises(SettingError, match='holds words such as "a"; regression needs numbers'):
        infer_task(column(["a", "b"]), wanted="regression")


def test_numbers_as_classes_are_named_as_people_write_them():
    target = Column("y", "number", np.array([10.0, 9.0, np.nan] * 4))
    assert infer_task(target, wanted="two classes").task is Task.TWO_CLASSES
