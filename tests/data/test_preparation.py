"""Columns made ready for a network (faults 21, 25-27, 33, 41-43)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassgrad.data import Column, Table, Task, infer_task, learn_preparation, read_table
from glassgrad.data.scaling import Scale, median_of, scale_of
from glassgrad.data.words import rounded
from glassgrad.graph import DataError
from glassgrad.writing.numbers import number


def prepare(cells, *, rows=None, target="y", **settings):
    """The preparation learnt from the cells (y is 0, 1, 0, … unless given), and the table."""
    first = next(iter(cells.values()))
    table = read_table({**cells, **({} if target in cells else {target: [row % 2 for row in range(len(first))]})})
    task = infer_task(table[target]).task
    return learn_preparation(table, target=target, task=task, rows=np.arange(table.rows) if rows is None else rows, **settings), table


def test_numbers_lose_their_mean_and_are_divided_by_their_deviation():
    preparation, table = prepare({"x": [1.0, 3.0, 5.0, 7.0]})
    np.testing.assert_allclose(preparation.apply(table).values[:, 0], np.array([-3, -1, 1, 3]) / np.sqrt(5), rtol=1e-15)
    assert preparation.report()[0].what_was_done == "scaled: minus 4, divided by 2.236"


def test_a_mean_below_zero_is_added_and_numbers_are_written_as_people_write_them():
    preparation, _ = prepare({"x": [-1.5, -2.5, -3.5], "y": [480_000.0, 490_000.0, 4_900_000_000.0]})
    assert preparation.report()[0].what_was_done == "scaled: plus 2.5, divided by 0.8165"
    assert preparation.report()[1].what_was_done == "the target, scaled: minus 1.634·10⁹, divided by 2.31·10⁹"


@pytest.mark.parametrize("value", [1.0, -2.5, 1 / 3, -1.9772e-4, 9.4634e-5, 8201.33, 487301.5, 1234567.0, 9.99996, 12345678.0, -3.2e300, 5e-324])
def test_rounded_numbers_have_the_form_of_all_others(value):
    digits, ten, power = number(value, 4, rounded=True).text.partition("·")
    assert rounded(value) == (digits.rstrip("0").rstrip(".") if "." in digits else digits) + ten + power


def test_only_the_training_rows_teach():
    preparation, table = prepare({"x": [1.0, 3.0, 1000.0, 5.0], "w": ["a", "b", "c", "a"]}, rows=[0, 1])
    assert preparation.features == ("x", "w=a", "w=b")
    applied = preparation.apply(table)
    assert applied.values[2].tolist() == [998.0, 0.0, 0.0]
    assert applied.notes == ('column "w": 1 cell with words not seen in training ("c"), counted as none of the known ones',)


def test_gaps_are_filled_with_the_median_and_marked():
    preparation, table = prepare({"x": [1.0, None, 2.0, 9.0]})
    assert preparation.features == ("x", "x is missing")
    values = preparation.apply(table).values
    assert values[:, 1].tolist() == [0, 1, 0, 0]
    np.testing.assert_allclose(values[1, 0], (2.0 - 4.0) / np.std([1.0, 2.0, 9.0]), rtol=1e-15)
    assert (
        preparation.report()[0].what_was_done == "scaled: minus 4, divided by 3.559; 1 missing filled with the median 2, and marked in a feature of their own"
    )


def test_booleans_and_words_with_gaps():
    preparation, table = prepare({"b": [True, None, True, False], "w": ["u", "v", None, "u"]})
    assert preparation.features == ("b", "b is missing", "w=u", "w=v", "w is missing")
    assert preparation.apply(table).values.tolist() == [[1, 0, 1, 0, 0], [1, 1, 0, 1, 0], [1, 0, 0, 0, 1], [0, 0, 1, 0, 0]]
    assert [line.what_was_done for line in preparation.report()] == [
        '0 for "false", 1 for "true"; 1 missing filled with the more frequent 1, and marked in a feature of their own',
        'one feature for each of 2 words: "u", "v"; 1 missing counted as none of the words, and marked in a feature of their own',
        'the target: 2 classes: "0", "1"',
    ]


def test_a_gap_where_training_had_none_is_filled_and_noted():
    preparation, _ = prepare({"x": [1.0, 3.0, 2.0], "w": ["a", "b", "a"]})
    applied = preparation.apply(read_table({"x": [None, 3.0], "w": ["b", None]}))
    assert applied.values.tolist() == [[0, 0, 1], [pytest.approx(np.sqrt(1.5)), 0, 0]]
    assert applied.notes == (
        'column "x": 1 cell missing, as none was in training; filled with the median 2 of the training rows',
        'column "w": 1 cell missing, as none was in training; counted as none of the words',
    )


def test_columns_that_do_not_vary_count_as_0_with_a_warning():
    preparation, table = prepare({"x": [0.1] * 7, "w": ["a"] * 7, "b": [True] * 7, "z": list(range(7))})
    assert (preparation.apply(table).values[:, :3] == 0).all()
    assert preparation.notes == ('3 columns "x", "w", "b": the same value in every training row; counted as 0',)
    assert preparation.report()[0].what_was_done == "always 0: every value is 0.1 in the training rows"
    assert (preparation.apply(read_table({"x": [5.0], "w": ["q"], "b": [False], "z": [3]})).values[:, :3] == 0).all()


def test_columns_without_values_are_left_out_with_a_warning():
    preparation, _ = prepare({"x": [None] * 3, "z": [1, 2, 3]})
    assert preparation.features == ("z",)
    assert preparation.notes == ('column "x": every value is missing in the training rows; left out',)
    assert preparation.apply(read_table({"z": [1]})).values.shape == (1, 1)


def test_words_like_an_id_are_left_out_with_a_warning():
    preparation, _ = prepare({"name": [f"w{row}" for row in range(60)], "z": list(range(60))})
    assert preparation.features == ("z",)
    assert preparation.notes == ('column "name": different words in almost every row, like an id; left out',)
    assert preparation.report()[0].what_was_done == "left out: 60 different words in 60 rows, like an id"


def test_of_too_many_words_the_most_frequent_are_kept():
    words = [f"w{row % 150:03}" for row in range(400)]
    preparation, table = prepare({"w": words})
    assert preparation.features == tuple(f"w=w{place:03}" for place in range(100))
    applied = preparation.apply(table)
    assert applied.values[120].sum() == 0
    assert applied.notes == ()
    assert preparation.notes == ('column "w": more than 100 different words; the most frequent have a feature each, the others none',)


@pytest.mark.parametrize(
    "values", [[1e308, -1e308, 1.7e308], [5e-324, 1e-323, 0.0], [1e308, 1e308 * (1 + 1e-15), 1e308], [-1e308, 5e-324, 1e308], [1e200, 0, 3]]
)
def test_huge_and_tiny_numbers_scale_finitely(values):
    preparation, table = prepare({"x": values}, target="x2")
    scaled = preparation.apply(table).values[:, 0]
    assert np.isfinite(scaled).all()
    coarse = np.abs(values).max() < 1e-300  # among the smallest numbers the deviation itself is rounded to a whole multiple of 5e-324
    assert abs(scaled.mean()) < 1e-6
    assert abs(scaled.std() - 1) < (0.2 if coarse else 1e-6)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.floats(-1.7e308, 1.7e308), min_size=2, max_size=8))  # within a rounding of 1.8e308 the way back may overflow
def test_any_finite_column_scales_finitely_and_back(values):
    x = np.array(values)
    scale = scale_of(x)
    assert x.min() <= median_of(x) <= x.max()
    if scale.deviation > 0:
        scaled = scale.apply(x)
        assert np.abs(scaled).max() <= (1.01 if np.abs(x).max() > 1e-300 else 3) * np.sqrt(len(x))
        restored = scale.restore(scaled)
        np.testing.assert_allclose(restored, x, rtol=1e-12, atol=1e-12 * np.abs(x).max() + 5e-324)
    else:
        assert x.min() == x.max()


def test_a_number_too_far_from_the_training_rows_is_refused():
    preparation, _ = prepare({"x": [1e-3, 2e-3, 3e-3]})
    with pytest.raises(DataError, match=r'column "x", row 2: 1·10³⁰⁸ is too far from the training rows to be scaled \(minus 0.002, divided by 0.0008165\)'):
        preparation.apply(read_table({"x": [0.0, 1e308]}))


def test_contradictory_duplicates_are_kept():
    preparation, table = prepare({"x": [1.0, 1.0, 2.0, 2.0], "y": [0, 1, 0, 1]})
    assert preparation.targets(table).tolist() == [0, 1, 0, 1]
    assert preparation.notes == ()


def test_columns_are_matched_by_name_and_others_ignored_with_a_note():
    preparation, table = prepare({"a": [1.0, 2.0, 4.0], "b": ["u", "v", "u"]})
    turned = Table((Column("more", "number", np.zeros(3)), *reversed(table.columns)), "new rows")
    applied = preparation.apply(turned)
    assert applied.values.tolist() == preparation.apply(table).values.tolist()
    assert applied.notes == ('1 column not in the training table ignored: "more"',)


def test_missing_columns_are_all_listed():
    preparation, _ = prepare({"age": [1.0, 2.0, 4.0], "size": [1.0, 2.0, 5.0], "c": [1.0, 2.0, 6.0]})
    with pytest.raises(DataError, match=r'2 columns of the training table missing: "age", "size"; the table has "Age", "c"\. Did you mean "Age"'):
        preparation.apply(read_table({"Age": [1.0], "c": [1.0]}))


def test_the_kind_of_a_column_may_not_change():
    preparation, _ = prepare({"x": [1.0, 2.0, 4.0], "b": [True, False, True], "w": ["1", "x", "1"]})
    good = {"x": [1.0], "b": [True], "w": ["1"]}
    with pytest.raises(DataError, match='column "x", row 1: "big" is a word; in training the column held numbers'):
        preparation.apply(read_table({**good, "x": ["big"]}))
    with pytest.raises(DataError, match='column "b", row 2: 2 is neither 0 nor 1; in training the column held yes-or-no values'):
        preparation.apply(read_table({"x": [1.0] * 2, "b": [1, 2], "w": ["1"] * 2}))
    assert preparation.apply(read_table({**good, "b": [1], "w": [1]})).values[0, -2:].tolist() == [1.0, 0.0]
    assert preparation.apply(read_table({"x": [None], "b": [None], "w": [None]})).values.shape == (1, 4)


def test_kinds_keep_a_category_of_digits_when_new_rows_are_read(read_text):
    preparation, _ = prepare({"zip": ["007", "123", "x"], "n": [1.0, 2.0, 4.0]})
    new = read_text("zip,n\n007,1\n", kinds=preparation.kinds)
    assert preparation.apply(new).values[0, 0] == 1.0


@pytest.mark.parametrize(
    ("feature", "y", "leaks"),
    [
        ([3.0, 4.0, 3.0, 4.0], [0, 1, 0, 1], True),
        (["no", "yes", "no", "yes"], [0, 1, 0, 1], True),
        (["no", "yes", None, "yes"], [0, 1, 0, 1], True),
        (["u", "v", "w", "v"], [0, 1, 0, 1], False),
        ([1.0, 2.0, 3.0, 5.0], [10.0, 20.0, 30.0, 50.0], True),
        ([1.0, 2.0, 3.0, 5.0], [-1.5, -2.5, -3.5, -5.5], True),
        ([1.0, 2.0, 3.0, 5.0], [10.0, 20.0, 30.0, 50.001], False),
    ],
)
def test_a_feature_that_gives_the_answer_away_is_a_warning(feature, y, leaks):
    preparation, _ = prepare({"f": feature, "y": y, "z": [1.0, 1.0, 2.0, 2.5]})
    assert any('column "f" may leak the answer' in note for note in preparation.notes) is leaks
    assert not any('column "z" may leak' in note for note in preparation.notes)


def test_targets_of_classes_are_places_and_of_numbers_standardised():
    preparation, table = prepare({"x": [1.0, 2.0, 4.0], "y": ["b", "a", None]})
    assert preparation.classes == ("a", "b")
    np.testing.assert_array_equal(preparation.targets(table), [1.0, 0.0, np.nan])
    preparation, table = prepare({"x": [1.0, 2.0, 4.0], "y": [10.0, 20.0, 40.5]})
    np.testing.assert_allclose(preparation.restore_target(preparation.targets(table)), [10.0, 20.0, 40.5], rtol=1e-15)
    with pytest.raises(DataError, match="holds words here; in training it held numbers"):
        preparation.targets(read_table({"y": ["high"]}))


def test_classes_of_booleans_keep_their_words_and_follow_their_meaning(read_text):
    table = read_text("x,y\n1,no\n2,yes\n4,no\n")
    preparation = learn_preparation(table, target="y", task=Task.TWO_CLASSES, rows=[0, 1, 2])
    assert preparation.classes == ("no", "yes")
    assert preparation.targets(read_table({"y": [True, False]})).tolist() == [1.0, 0.0]


def test_a_class_not_seen_in_training_is_refused():
    preparation, _ = prepare({"x": [1.0, 2.0, 4.0], "y": ["b", "a", "a"]})
    with pytest.raises(DataError, match=r'the target "y" has 2 rows with "c", not among the classes of training: "a", "b"'):
        preparation.targets(read_table({"y": ["c", "a", "c"]}))


def test_a_class_has_no_units_to_restore():
    preparation, _ = prepare({"x": [1.0, 2.0, 4.0]})
    with pytest.raises(DataError, match="no units"):
        preparation.restore_target([0.5])


def test_nothing_to_learn_from_is_refused():
    with pytest.raises(DataError, match=r"nothing to learn from beside the target \(the target is the only column\)"):
        prepare({"y": [0, 1, 0]})
    with pytest.raises(DataError, match=r"nothing to learn from beside the target \(x: left out: every value is missing"):
        prepare({"x": [None] * 4})
    with pytest.raises(DataError, match="there are no training rows"):
        prepare({"x": [5.0, 6.0]}, rows=[])
    with pytest.raises(DataError, match="is 1 in every training row; there is nothing to learn"):
        prepare({"x": [5.0, 6.0, 7.0, 8.0], "y": [1.0, 1.0, 2.5, 3.5]}, rows=[0, 1])


def test_ignored_columns_are_left_out_and_not_needed_later():
    preparation, _ = prepare({"x": [1.0, 2.0, 4.0], "id": [1.0, 2.0, 3.0]}, ignore=["id"])
    assert preparation.features == ("x",)
    assert preparation.report()[1].what_was_done == "left out: as asked"
    assert preparation.apply(read_table({"x": [1.0]})).values.shape == (1, 1)
    with pytest.raises(DataError, match='no column "ID"'):
        prepare({"x": [1.0, 2.0], "id": [1.0, 2.0]}, ignore=["ID"])


def test_features_have_names_of_their_own():
    preparation, _ = prepare({"w=a": [1.0, 2.0, 4.0], "w": ["a", "b", "a"]})
    assert preparation.features == ("w=a", "w=a (2)", "w=b")


def test_20_000_columns_are_prepared():
    table = read_table(np.random.default_rng(0).normal(size=(30, 20_000)), target_values=[0, 1] * 15)
    preparation = learn_preparation(table, target="y", task=Task.TWO_CLASSES, rows=np.arange(20))
    assert preparation.apply(table).values.shape == (30, 20_000)


def test_more_numbers_than_fit_are_refused_before_memory_is_taken(monkeypatch):
    preparation, table = prepare({"x": [1.0, 2.0, 4.0]})
    monkeypatch.setattr("glassgrad.data.preparation.MOST_ENTRIES", 2)
    with pytest.raises(DataError, match="3 rows of 1 feature do not fit: at most 2 numbers"):
        preparation.apply(table)


def test_chosen_rows_only():
    preparation, table = prepare({"x": [1.0, 2.0, 4.0]})
    assert preparation.apply(table, rows=[2, 0]).values.tolist() == preparation.apply(table).values[[2, 0]].tolist()


def test_scaling_of_ordinary_numbers_is_the_plain_formula():
    x = np.array([0.1, 0.2, 0.7, 12.5])
    assert Scale(0.3, 0.7).apply(x).tolist() == ((x - 0.3) / 0.7).tolist()


def test_a_column_that_does_not_vary_is_learnt_from_as_far_as_it_goes():
    preparation, table = prepare({"x": [5.0] * 4})
    np.testing.assert_array_equal(preparation.apply(table).values, np.zeros((4, 1)))
    assert any("same value" in note for note in preparation.notes)
