"""The confusion matrix: its numbers against scikit-learn's, and what is painted of them."""

import numpy as np
import pytest
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

from glassgrad.draw.palette import luminance
from glassgrad.graph import NonFiniteError, SettingError
from glassgrad.plots.confusion import confusion, paint_confusion
from glassgrad.plots.figures import figure_of, new_axes, said
from glassgrad.plots.measured.confusion import Confusion, confusion_of, counted
from glassgrad.plots.measured.predicted import answered, rows_to_judge
from glassgrad.plots.saving import svg
from glassgrad.training import train
from glassgrad.training.measure import probabilities
from tests.plots.structure import structure


def drawn(classes, rows=2000, wrong=0.3, seed=0):
    random = np.random.default_rng(seed)
    true = random.integers(0, classes, rows)
    said_to_be = np.where(random.random(rows) < wrong, random.integers(0, classes, rows), true)
    return true, said_to_be


def made(counts, names=None, **chosen):
    counts = np.asarray(counts)
    names = tuple(f"class {place}" for place in range(len(counts))) if names is None else tuple(names)
    return Confusion(names, counts, f"{counts.sum():,} held-out rows", **chosen)


def painted(measured, size=(6, 5)):
    axes = new_axes(size=size)
    paint_confusion(axes, measured)
    return axes


def written(axes):
    return {one.get_gid(): one.get_text() for one in axes.texts}


# ── the numbers ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("classes", [2, 3, 10, 50])
def test_counts_precision_and_recall_are_those_of_scikit_learn(classes):
    true, answers = drawn(classes)
    measured = made(counted(true, answers, classes))
    assert np.array_equal(measured.counts, confusion_matrix(true, answers))
    precision, recall, *_ = precision_recall_fscore_support(true, answers)
    assert measured.precision == pytest.approx(precision, rel=1e-12)
    assert measured.recall == pytest.approx(recall, rel=1e-12)
    assert measured.shares == pytest.approx(confusion_matrix(true, answers, normalize="true"), rel=1e-12)


@pytest.mark.parametrize("which", ["two_classes", "classes"])
def test_the_answers_are_those_of_the_run(which, request):
    run = request.getfixturevalue(which)
    rows = run.plan.split.validation
    target = run.plan.preparation.target.name
    expected = confusion_matrix(run.plan.data[target].values[rows], run.predict(run.plan.data.take(rows)), labels=run.plan.preparation.classes)
    measured = confusion_of(run)
    assert np.array_equal(measured.counts, expected)
    assert measured.accuracy == pytest.approx(run.score())
    assert confusion_of(run, "training").total == len(run.plan.split.training)


@pytest.mark.parametrize("which", ["two_classes", "classes"])
def test_the_probabilities_are_those_of_the_run(which, request):
    run = request.getfixturevalue(which)
    found = answered(run)
    assert probabilities(run.plan, found.outputs) == pytest.approx(run.probabilities(run.plan.data.take(found.rows)), abs=1e-12)


def test_a_class_that_is_not_there_or_never_said_has_no_recall_or_precision():
    measured = made([[0, 0, 0], [0, 0, 5], [0, 0, 3]])
    assert np.isnan(measured.recall).tolist() == [True, False, False]
    assert np.isnan(measured.precision).tolist() == [True, True, False]
    assert measured.shares.tolist() == [[0, 0, 0], [0, 0, 1], [0, 0, 1]]
    texts = written(painted(measured))
    assert texts["recall 0"] == texts["precision 1"] == "–"
    assert texts["recall 1"] == "0%"


def test_of_equally_frequent_confusions_all_are_named_the_larger_share_first():
    assert made([[90, 2, 0], [0, 8, 2], [1, 0, 9]]).most_frequent == ((1, 2), (0, 1))
    words = said(painted(made([[90, 2, 0], [0, 8, 2], [1, 0, 9]], ["ant", "bee", "cat"])))
    sentence = 'Most often, 2 rows each, it takes "bee" for "cat" and "ant" for "bee".'
    assert sentence in words.shows
    assert sentence in words.caption


def test_of_many_equally_frequent_confusions_none_is_named():
    words = said(painted(made([[9, 1, 0], [1, 9, 1], [1, 0, 9]], ["ant", "bee", "cat"]))).shows
    assert "No confusion stands out: 4 are the most frequent ones, with 1 row each." in words
    assert "Most often" not in words


def test_where_nothing_is_confused_that_is_said():
    assert made([[3, 0], [0, 4]]).most_frequent == ()
    assert "No row is taken for another class." in said(painted(made([[3, 0], [0, 4]]))).shows


def test_classes_without_rows_are_named_and_dashes_are_explained():
    lacking = said(painted(made([[3, 0, 0], [0, 4, 0], [0, 0, 0]], ["ant", "bee", "cat"])))
    for words in (lacking.shows, lacking.caption):
        assert 'None of the rows is of "cat", so nothing is known about it here.' in words
    assert "A dash: there are no such rows, or no such answers." in lacking.caption
    two = said(painted(made([[0, 0, 0], [0, 4, 0], [0, 0, 0]], ["ant", "bee", "cat"]))).shows
    assert 'None of the rows is of "ant" and "cat", so nothing is known about them here.' in two
    there = said(painted(made([[3, 1], [0, 4]])))
    assert "None of the rows" not in there.shows
    assert "A dash" not in there.caption


def test_a_class_is_called_the_same_at_both_axes_and_whole_in_words():
    long = "a very long class name that costs $5 in the shop around the corner"
    axes = painted(made([[3, 1], [0, 4]], [long, "b"]))
    names = [one.get_text() for one in axes.get_yticklabels()]
    assert "…" in names[0]
    assert f'Most often "{long}" is taken for "b"' in said(axes).shows
    assert names[0] == next(one.get_text() for one in axes.get_xticklabels())


def test_long_names_of_classes_stay_apart():
    names = [f"patients of ward {number} in the north wing" for number in range(12)]
    shown = [one.get_text() for one in painted(made(np.eye(12, dtype=int), names), size=(7, 6)).get_yticklabels()]
    assert len(set(shown)) == len(shown)


def test_rows_without_a_finite_answer_are_left_out_and_counted():
    table = {"x": [0.0, 1.0] * 10, "y": ["a", "b"] * 10}
    run = train(table, target="y", hidden=(2,), epochs=2, engine="reference", precision="float32")
    inputs = run.plan.inputs.copy()
    inputs[run.plan.split.validation[0]] = np.nan
    run.plan.__dict__["inputs"] = inputs
    kept = confusion_of(run)
    assert kept.total == len(run.plan.split.validation) - 1
    assert kept.note == "1 row left out: the network's answer is not finite there."
    run.plan.__dict__["inputs"] = np.full_like(inputs, np.nan)
    with pytest.raises(NonFiniteError, match="not finite on any of the held-out rows"):
        confusion_of(run)


def test_where_no_rows_are_held_out_those_of_training_are_shown_and_that_is_said():
    run = train("xor", hidden=(3,), epochs=2, engine="reference", validation=0)
    assert rows_to_judge(run.plan, "validation")[0] is run.plan.split.training
    words = said(confusion(run))
    assert "No rows were held out, so these are the rows it learnt from" in words.caption
    assert "training rows" in words.shows


def test_other_rows_and_other_tasks_are_refused(classes, numbers):
    with pytest.raises(SettingError, match="rows is 'all'; choose 'validation' or 'training'"):
        confusion(classes, rows="all")
    with pytest.raises(SettingError, match="it predicts numbers, and there are no classes to tell apart; its kind is residuals"):
        confusion(numbers)


# ── what is painted ──────────────────────────────────────────────────────────


def test_cells_hold_counts_and_shares_and_the_margins_recall_and_precision():
    texts = written(painted(made([[8, 2], [1, 4]])))
    assert texts["count 0 1"] == "2\n20%"
    assert texts["count 1 1"] == "4\n80%"
    assert texts["recall 0"] == "80%"
    assert texts["precision 0"] == "89%"
    assert texts["accuracy"] == "80%"


def test_the_most_frequent_confusion_is_told():
    words = said(painted(made([[8, 2], [1, 4]], ["cat", "dog"])))
    sentence = 'Most often "cat" is taken for "dog": 2 of 10 rows of that class.'
    assert sentence in words.shows
    assert sentence in words.caption
    assert "12 of 15 held-out rows (80%) get their true class" in words.shows


def test_darkness_grows_with_the_share_on_the_diagonal_and_beside_it():
    from matplotlib.colors import to_hex

    axes = painted(made([[10, 0, 0], [2, 8, 0], [7, 2, 1]]))
    mesh = next(one for one in axes.collections if one.get_gid() == "cells")
    light = [luminance(to_hex(one)) for one in mesh.get_array().reshape(-1, 3)]
    assert light[0] < light[4] < light[8] < 1.0  # 100%, 80%, 10% of their class, all on the diagonal
    assert light[6] < light[3] < 1.0
    assert light[1] == 1.0


@pytest.mark.parametrize("counts", [[[8, 2], [1, 4]], np.diag([3] * 10) + 1, np.full((4, 4), 999_999)])
def test_no_number_is_wider_than_its_cell(counts):
    measured = made(counts)
    axes = painted(measured, size=(7, 6))
    figure_of(axes).draw_without_rendering()
    cell = axes.transData.transform([(0, 0), (1, 0)])
    room = cell[1][0] - cell[0][0]
    assert axes.texts
    assert max(one.get_window_extent().width for one in axes.texts) <= room
    assert max(one.get_window_extent().height for one in axes.texts) <= room


def test_many_classes_drop_their_numbers_and_say_so():
    axes = painted(made(counted(*drawn(50), 50)), size=(10, 9.5))
    assert not axes.texts
    words = said(axes)
    assert "There are too many classes for numbers in the cells." in words.caption
    assert "The class found least is" in words.caption
    assert len([one for one in axes.get_yticklabels() if one.get_text()]) == 50


def test_hundreds_of_classes_name_one_in_several_and_stay_light():
    axes = painted(made(counted(*drawn(300), 300)), size=(10, 9.5))
    named = len([one for one in axes.get_yticklabels() if one.get_text()])
    assert 30 <= named <= 75
    assert f"One class in {300 // named} is named." in said(axes).caption
    assert len(svg(axes)) < 400_000


def test_names_of_strangers_are_shown_letter_by_letter():
    names = ["$x_1$ and $y$", "a\x1b[31mb", "<script>", "w" * 200]
    axes = painted(made(np.eye(4, dtype=int), names))
    shown = [one.get_text() for one in axes.get_yticklabels()]
    assert shown[0] == "$x_1$ and $y$"
    assert "…" in shown[3]
    text = svg(axes)
    assert "$x_1$ and $y$" in text
    assert "\x1b" not in text
    assert "<script>" not in text


def test_it_is_painted_on_the_axes_that_are_given(classes):
    axes = new_axes()
    assert confusion(classes, axes=axes) is axes


def test_the_picture_is_as_approved(classes, golden):
    golden("confusion.txt", structure(svg(confusion(classes))))
