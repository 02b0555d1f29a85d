"""Runs that learn several targets at once: each picture shows one of them as it is, says so, and shows another when it is asked for."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix, r2_score

from glassgrad.explain.blocks import Heading, Table
from glassgrad.explain.text import words_text
from glassgrad.graph import NonFiniteError, SettingError
from glassgrad.plots import boundary, calibration, confusion, residuals
from glassgrad.plots.figures import said
from glassgrad.plots.measured.boundary import measure_boundary
from glassgrad.plots.measured.calibration import calibration_of
from glassgrad.plots.measured.confusion import confusion_of
from glassgrad.plots.measured.residuals import residuals_of
from glassgrad.plots.report import report
from glassgrad.plots.report.score import score
from glassgrad.training import diagnose

TARGETS = ("y0", "y1", "y2")


def rows_of(run):
    """The held-out rows as one would write them down, and what is true of them (rows, targets)."""
    rows = run.plan.split.validation
    given = {name: run.plan.data[name].values[rows] for name in ("x1", "x2")}
    return rows, given, np.stack([run.plan.data[name].values[rows] for name in TARGETS], axis=1)


@pytest.mark.parametrize(("place", "name"), list(enumerate(TARGETS)))
def test_residuals_are_those_of_the_target_that_is_asked_for(several_numbers, place, name):
    rows, given, true = rows_of(several_numbers)
    measured = residuals_of(several_numbers, target=name)
    np.testing.assert_array_equal(measured.rows, rows)
    np.testing.assert_allclose(measured.residuals, (true - np.asarray(several_numbers.predict(given)))[:, place], rtol=1e-9, atol=1e-9)
    assert measured.target == name


@pytest.mark.parametrize(("place", "name"), list(enumerate(TARGETS)))
def test_confusion_and_calibration_are_those_of_the_label_that_is_asked_for(several_labels, place, name):
    _, given, true = rows_of(several_labels)
    sure = np.asarray(several_labels.probabilities(given))[:, place]
    np.testing.assert_array_equal(confusion_of(several_labels, target=name).counts, confusion_matrix(true[:, place], sure > 0.5, labels=[0, 1]))
    measured = calibration_of(several_labels, target=name)
    assert measured.mean_sure == pytest.approx(sure.mean())
    assert measured.mean_true == pytest.approx(true[:, place].mean())
    assert measured.event == f"{name} = 1"


@pytest.mark.parametrize(("place", "name"), list(enumerate(TARGETS)))
def test_a_fit_is_that_of_the_target_that_is_asked_for_and_so_is_its_metric(several_numbers, place, name):
    _, given, true = rows_of(several_numbers)
    grid = measure_boundary(several_numbers, points=5, target=name)
    xs, ys = np.meshgrid(grid.across.at, grid.up.at)
    asked = np.asarray(several_numbers.predict({grid.across.name: xs.ravel(), grid.up.name: ys.ravel()}))
    np.testing.assert_allclose(grid.answers, asked[:, place].reshape(xs.shape), rtol=1e-9, atol=1e-9)
    assert grid.target == name
    assert grid.moment.metric == pytest.approx(r2_score(true[:, place], np.asarray(several_numbers.predict(given))[:, place]))


@pytest.mark.parametrize(("place", "name"), list(enumerate(TARGETS)))
def test_a_boundary_is_that_of_the_label_that_is_asked_for_and_its_rings_are_right(several_labels, place, name):
    _, given, true = rows_of(several_labels)
    grid = measure_boundary(several_labels, points=5, target=name)
    xs, ys = np.meshgrid(grid.across.at, grid.up.at)
    sure = np.asarray(several_labels.probabilities({grid.across.name: xs.ravel(), grid.up.name: ys.ravel()}))[:, place]
    np.testing.assert_allclose(grid.answers[..., 1].ravel(), sure, rtol=1e-9)
    np.testing.assert_allclose(grid.answers.sum(axis=-1), 1.0)
    right = (np.asarray(several_labels.probabilities(given))[:, place] > 0.5) == true[:, place]
    assert grid.right.sum() == right.sum()
    assert grid.moment.metric == pytest.approx(accuracy_score(true[:, place], np.asarray(several_labels.probabilities(given))[:, place] > 0.5))


def test_every_such_picture_says_that_there_are_others_and_how_they_are_shown(several_numbers, several_labels):
    pictures = [residuals(several_numbers, target="y1")[0], boundary(several_numbers, points=5, target="y1")]
    pictures += [confusion(several_labels, target="y1"), calibration(several_labels, target="y1")[0], boundary(several_labels, points=5, target="y1")]
    for picture in pictures:
        assert 'The run predicts 3 targets at once: "y0", "y1", "y2". This is "y1"; --target shows another.' in said(picture).caption
    assert said(confusion(several_labels, target="y1")).title == "Confusion matrix: y1"


def test_of_a_single_target_nothing_is_said_of_others(numbers, two_classes):
    assert "--target" not in said(residuals(numbers)[0]).caption + said(boundary(two_classes, points=5)).caption + said(confusion(two_classes)).caption
    assert residuals_of(numbers, target="progression").target == "progression"


def test_a_target_that_is_not_there_is_refused_with_those_that_are(several_numbers):
    with pytest.raises(SettingError, match=r"there is no target 'y9'.* y0, y1, y2"):
        residuals(several_numbers, target="y9")


# ── the diagram ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_diagram_has_every_number_that_is_predicted_and_what_is_true(several_numbers):
    row = int(several_numbers.plan.split.validation[0])
    given = {name: several_numbers.plan.data[name].values[[row]] for name in ("x1", "x2")}
    shown = several_numbers.draw(row=row)
    assert "y0 is predicted to be" in shown.shows
    words = shown.svg()
    for place, name in enumerate(TARGETS):
        predicted, true = float(np.asarray(several_numbers.predict(given))[0, place]), float(several_numbers.plan.data[name].values[row])
        assert f">predicted {predicted:.4g}".replace("-", "−")[:14] in words
        assert f">true {true:.4g}".replace("-", "−")[:9] in words
    assert "predictions" in words


def test_the_diagram_has_the_probability_of_every_label_and_says_which_are_right(several_labels):
    rows, given, true = rows_of(several_labels)
    sure = np.asarray(several_labels.probabilities(given))
    for place, row in enumerate(rows):
        right = int(((sure[place] > 0.5) == (true[place] > 0.5)).sum())
        shown = several_labels.draw(row=int(row))
        assert f"{right} of 3 labels {'is' if right == 1 else 'are'} right" in shown.shows
        words = shown.svg()
        told = [words.count(f">{verdict}<") for verdict in ("predicted, and right ✓", "predicted, but wrong ✗", "there, but not predicted ✗")]
        said_so, there = sure[place] > 0.5, true[place] > 0.5
        assert told == [(said_so & there).sum(), (said_so & ~there).sum(), (~said_so & there).sum()]


def test_without_a_row_the_diagram_names_the_targets(several_numbers, several_labels):
    assert all(f">{name}<" in several_numbers.draw().svg() for name in TARGETS)
    assert all(f">{name} = 1<" in several_labels.draw().svg() for name in TARGETS)


# ── the report and the doctor ────────────────────────────────────────────────────────────────────────────────────────────────────────


def table_of(story):
    """The lines of the table of targets, in words."""
    table = next(one for one in story if isinstance(one, Table))
    return [[words_text(cell) for cell in row] for row in table.rows]


def test_the_report_judges_every_number_by_itself(several_numbers):
    _, given, true = rows_of(several_numbers)
    said_ = np.asarray(several_numbers.predict(given))
    lines = table_of(score(several_numbers))
    assert [line[0] for line in lines] == [f'"{name}"' for name in TARGETS]
    for place, line in enumerate(lines):
        share, off = (float(one.removeprefix("≈ ").replace("−", "-")) for one in line[1:3])
        assert share == pytest.approx(r2_score(true[:, place], said_[:, place]), rel=1e-3)
        assert off == pytest.approx(np.abs(true - said_)[:, place].mean(), rel=1e-3)


def test_the_report_judges_every_label_by_itself(several_labels):
    _, given, true = rows_of(several_labels)
    right = ((np.asarray(several_labels.probabilities(given)) > 0.5) == true).mean(axis=0)
    assert [line[1] for line in table_of(score(several_labels))] == [f"{one:.0%}" for one in right]


@pytest.mark.parametrize("which", ["several_numbers", "several_labels"])
def test_the_whole_report_is_told_with_a_part_for_each_target(which, request):
    story = report(request.getfixturevalue(which))
    parts = [words_text(one.words) for one in story.blocks if isinstance(one, Heading) and one.level == 3]
    assert parts[:3] == [f'"{name}"' for name in TARGETS]
    assert words_text(story.title) == 'A network that predicts "y0", "y1", "y2"'
    assert "There is no picture" not in str(story)


@pytest.mark.parametrize(("which", "because"), [("several_numbers", "the target is a number"), ("several_labels", "several labels")])
def test_the_doctor_looks_at_such_a_run(which, because, request):
    seen = diagnose(request.getfixturevalue(which))
    assert any(because in reason and "class balance" in names for reason, names in seen.beside_the_point.items())
    assert not seen.not_seen


def test_an_answer_that_is_nowhere_finite_is_told_and_not_judged(several_numbers, monkeypatch):
    def nowhere(*_):
        raise NonFiniteError("no answer is finite")

    monkeypatch.setitem(score.__globals__, "answered", nowhere)
    (only,) = score(several_numbers)
    assert "cannot be said" in words_text(only.words)
