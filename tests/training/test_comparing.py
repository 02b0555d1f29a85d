"""Two replayed steps side by side: which row is meant, and what becomes of one that is not in both batches."""

import numpy as np
import pytest

from glassgrad.explain.text import words_text
from glassgrad.graph import SettingError, ShapeError
from glassgrad.training import train
from glassgrad.training.comparing import row_alone, rows_seen


def shared_row(first, second) -> int | None:
    common = np.intersect1d(first.rows, second.rows)
    return int(common[0]) if len(common) else None


def test_a_row_of_the_data_that_is_in_both_batches_is_found_in_both(iris):
    first, second = next((iris.step(3), iris.step(n)) for n in range(4, 40) if shared_row(iris.step(3), iris.step(n)) is not None)
    row = shared_row(first, second)
    seen = rows_seen(first, second, row=None, data_row=row)
    assert [one.called for one in seen] == [f"row {row} of the data"] * 2
    assert (first.rows[seen[0].place], second.rows[seen[1].place]) == (row, row)
    assert f"The row is row {row} of the data: row {seen[0].place} of the batch" in " ".join(str(first.compare(second, data_row=row)).split())


def test_a_row_that_is_in_one_batch_only_is_computed_alone_with_the_weights_of_each_step(iris):
    first, second = iris.step(3), iris.step(40)
    row = int(next(one for one in first.rows if one not in second.rows))
    for step, seen in zip((first, second), rows_seen(first, second, row=None, data_row=row), strict=True):
        assert seen.place is None
        z = iris.plan.inputs[row].astype(np.float64) @ step.old["W1"].astype(np.float64) + step.old["b1"]
        assert seen.values["z1"] == pytest.approx(z, rel=1e-5, abs=1e-6)
        assert seen.values["a1"] == pytest.approx(np.maximum(z, 0), rel=1e-5, abs=1e-6)
    assert seen.values["X"].tolist() == iris.plan.inputs[row].tolist()
    assert row_alone(first, row).values["z1"] == pytest.approx(first["z1"][first.rows.tolist().index(row)], rel=1e-5, abs=1e-6)


def test_a_held_out_row_can_be_looked_at(iris):
    row = int(iris.plan.split.validation[0])
    story = str(iris.step(3).compare(iris.step(40), data_row=row, unit="2.1"))
    assert f"row {row} of the data. It is not in the batches of both steps" in " ".join(story.split())


def test_without_a_row_the_first_of_the_first_batch_is_looked_at(iris):
    first, second = iris.step(3), iris.step(40)
    assert f"row {first.rows[0]} of the data" in str(first.compare(second, unit="1.0"))


def test_a_row_of_the_batches_may_be_two_rows_of_the_data(iris):
    first, second = iris.step(3), iris.step(40)
    told = " ".join(str(first.compare(second, row=2)).split())
    assert f"row {first.rows[2]} of the data in step 3, row {second.rows[2]} of the data in step 40" in told


def test_without_more_the_whole_network_is_compared(iris):
    story = iris.step(3).compare(iris.step(40))
    assert words_text(story.title) == "Step 3 and step 40 of the training, side by side"
    assert "Layer 2, linear:" in str(story)
    assert "The weights that moved most" in str(story)


def test_batches_of_different_sizes_can_be_compared():
    run = train("iris", hidden=(3,), epochs=1, batch=50)
    last = run.steps
    assert len(run.step(last).rows) < 50
    for wish in ({}, {"row": 0}):
        assert "W1" in str(run.step(1).compare(run.step(last), **wish))
    story = " ".join(str(run.step(1).compare(run.step(last))).split())
    assert f"50 rows in step 1 and {len(run.step(last).rows)} rows in step {last}" in story


def test_with_dropout_a_row_of_both_batches_is_told_with_what_is_dropped_and_one_alone_without():
    run = train("iris", hidden=(6,), epochs=3, dropout=0.5)
    first, second = run.step(1), run.step(2)
    assert "d1[0]" in str(first.compare(second, row=0, unit="1.0"))
    alone = str(first.compare(second, data_row=int(run.plan.split.validation[0]), unit="1.0"))
    assert "d1[0]" not in alone
    assert "a1[0]" in alone
    assert "a1[" in str(first.compare(second, data_row=int(run.plan.split.validation[0]), unit="2.0"))


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"row": 1, "data_row": 1}, "both row and data_row are given; row counts in the batch of each step, data_row in the data: choose one"),
        ({"data_row": 150}, "there is no row 150 in the data; its rows are 0 to 149"),
        ({"data_row": -1}, "there is no row -1 in the data"),
        ({"data_row": 1.5}, "there is no row 1.5 in the data"),
        ({"row": 16}, "there is no row 16 in the batch of step 3; its rows are 0 to 15"),
        ({"row": True}, "there is no row True in the batch"),
        ({"unit": "3.0"}, "there is no layer 3; the layers are 1 to 2"),
        ({"unit": "1.8"}, "layer 1 has no unit 8"),
    ],
)
def test_what_is_not_there_is_refused(iris, wish, said):
    with pytest.raises(SettingError, match=said):
        iris.step(3).compare(iris.step(40), **wish)


def test_a_number_is_no_step(iris):
    with pytest.raises(SettingError, match=r"a step is compared with 40; expected another step, like run.step\(300\)"):
        iris.step(3).compare(40)


def test_runs_of_other_networks_and_other_data_are_refused(iris, diabetes):
    with pytest.raises(ShapeError, match="different networks"):
        iris.step(3).compare(diabetes.step(3))
    with pytest.raises(SettingError, match="learnt from different data, so they have no row in common"):
        iris.step(3).compare(diabetes.step(3), unit="1.0")
