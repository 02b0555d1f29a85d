"""The report of a run: every part, in plain words, with numbers that are those of the run."""

import re
from contextlib import suppress
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from glassgrad.explain.blocks import Aside, Caution, Figure, Heading, Step, Table
from glassgrad.explain.text import words_text
from glassgrad.graph import NonFiniteError, SettingError
from glassgrad.plots.contents import kind_named
from glassgrad.plots.report import pictures, report
from glassgrad.training import diagnose, open_run, train

PARTS = [
    "In short",
    "What the network sees of the data",
    "How training went",
    "The network",
    "How good it is",
    "The loss, and the way through it",
    "What the doctor says",
]


@pytest.fixture(scope="module")
def told(classes):
    return report(classes)


def blocks(story, kind):
    return [one for one in story.blocks if isinstance(one, kind)]


def asides(story):
    return [words_text(one.words) for one in blocks(story, Aside)]


def test_every_part_is_there_in_order(told):
    headings = [words_text(one.words) for one in blocks(told, Heading) if one.level == 2]
    assert headings == [*PARTS, "Step 1, worked out"]


def test_the_summary_counts_what_is_right_and_what_a_guess_gets(classes, told):
    plan = classes.plan
    rows = plan.split.validation
    said = classes.predict(plan.data.rows_as_mapping(rows)) if hasattr(plan.data, "rows_as_mapping") else None
    right = round(classes.score() * len(rows))
    sentence = next(one for one in asides(told) if "an accuracy of" in one)
    assert f"Of the {len(rows)} held-out rows it is right about {right}, an accuracy of" in sentence
    targets = plan.preparation.targets(plan.data)
    usual = np.bincount(targets[plan.split.training].astype(int)).argmax()
    assert f"is right about {int((targets[rows] == usual).sum())} of them" in sentence
    assert said is None or len(said) == len(rows)


def test_a_class_that_is_as_frequent_as_another_is_not_called_the_most_frequent_one():
    columns = {"x": np.arange(24.0), "y": np.array(["a", "b", "a", "b", "c", "a", "b", "b", "a", "a", "b", "c"] * 2)}
    run = train(columns, target="y", hidden=(), validation=0, epochs=1, engine="reference")
    (sentence,) = (one for one in asides(report(run)) if "an accuracy of" in one)
    assert 'always says "a", one of the 2 most frequent classes in training, is' in sentence


def test_a_picture_for_which_no_number_is_finite_is_left_out_with_the_reason(classes, monkeypatch):
    def nowhere(*_, **__):
        raise NonFiniteError("none of the answers is finite, so there is nothing to draw")

    kind = kind_named("confusion")
    monkeypatch.setattr(pictures, "kind_named", lambda name: replace(kind, paint=nowhere))
    (only,) = pictures.shown(classes, "confusion")
    assert words_text(only.words) == "There is no picture of the confusion here: none of the answers is finite, so there is nothing to draw."


def test_numbers_are_told_in_the_units_of_the_column(numbers):
    sentence = next(one for one in asides(report(numbers)) if "R²" in one)
    plan = numbers.plan
    true = np.asarray(plan.data[plan.preparation.target.name].values)[plan.split.validation]
    mean = np.asarray(plan.data[plan.preparation.target.name].values)[plan.split.training].mean()
    off = re.search(r"is off by ≈? ?([\d.]+) on average", sentence)
    guess = re.findall(r"is off by ≈? ?([\d.]+)", sentence)[-1]
    assert float(off[1]) == pytest.approx(np.abs(numbers.predict(plan.data)[plan.split.validation] - true).mean(), rel=1e-3)
    assert float(guess.rstrip(".")) == pytest.approx(np.abs(mean - true).mean(), rel=1e-3)


def test_every_column_and_what_was_done_to_it_is_in_the_table(told, classes):
    rows = {words_text(cell) for table in blocks(told, Table) for row in table.rows for cell in row}
    assert {line.what_was_done for line in classes.plan.preparation.report()} <= rows


def test_it_has_pictures_with_captions_and_what_they_show(told):
    figures = blocks(told, Figure)
    assert len(figures) >= 7
    assert all(one.shows.endswith(".") and words_text(one.caption).endswith(".") for one in figures)


def test_the_worked_step_is_told_in_formulas(told):
    assert len(blocks(told, Step)) > 10


def test_the_unit_worked_out_is_one_that_learns(classes, told):
    step = classes.step(1)
    before = step.nodes.layers[0].before
    flow = step.values[step.nodes.gradients.totals[before]][0]
    unit = next(re.search(r"--unit 1\.(\d+)", one)[1] for one in asides(told) if "--unit" in one)
    assert abs(flow[int(unit)]) == abs(flow).max()


def test_the_page_stands_alone(told):
    page = told.html()
    assert "http://" not in re.sub(r'http://www\.w3\.org/[^"]*', "", page)
    assert "<script" not in page
    assert not re.findall(r'(?:src|href|action|data)="(?!#|data:)', page)
    assert not re.findall(r"@import|url\((?!#)", page)
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for picture in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ElementTree.fromstring(picture.replace("<svg", '<svg xmlns:xlink="http://www.w3.org/1999/xlink"', 1) if "xmlns:xlink" not in picture else picture)


def test_settings_that_were_changed_are_told():
    run = train("moons", hidden=(), epochs=1, l2=0.5, optimizer="momentum", seed=3)
    told = report(run)
    cells = {words_text(cell) for table in blocks(told, Table) for row in table.rows for cell in row}
    assert {"l2", "0.5", "optimizer", "momentum", "seed", "3"} <= cells
    assert any("logistic regression" in one for one in asides(told))


def test_findings_of_the_doctor_are_cautions_with_advice():
    run = train("moons", hidden=(4,), epochs=2, learning_rate=1e-9, seed=0)
    told = report(run)
    assert any(one.startswith("Advice: ") for one in asides(told))
    assert any(re.search(r"The doctor calls this a (problem|warning)\.$", words_text(one.words)) for one in blocks(told, Caution))


def test_what_is_fine_stands_in_a_table_a_line_for_each_check(classes, told):
    fine = next(table for table in blocks(told, Table) if words_text(table.header[1]) == "what holds")
    assert [words_text(row[1]) for row in fine.rows] == [says for _, says in diagnose(classes).fine]


def test_a_run_that_did_all_its_epochs_is_not_said_to_have_stopped_falling(classes, told):
    assert classes.outcome["kind"] == "epochs"
    assert any("Those were all the epochs that it was given." in one for one in asides(told))
    cells = {words_text(cell) for table in blocks(told, Table) for row in table.rows for cell in row}
    assert not any("no longer fell" in one for one in cells)


def test_the_doctor_and_the_picture_say_which_gradient_they_speak_of(told):
    cells = {words_text(cell) for table in blocks(told, Table) for row in table.rows for cell in row}
    assert any("∂L/∂z, neither vanishes nor explodes" in one for one in cells)
    captions = [words_text(one.caption) for one in blocks(told, Figure)]
    assert any("root mean square of ∂L/∂w" in one and "The doctor follows ∂L/∂z instead" in one for one in captions)


def test_a_run_that_broke_before_its_first_epoch_is_reported(tmp_path):
    place = tmp_path / "broken.glass"
    with suppress(NonFiniteError):
        train("moons", hidden=(3,), optimizer="gradient_descent", learning_rate=1e6, seed=0, save=place)
    with open_run(place) as run:
        sentences = asides(report(run))
    assert any("of its first epoch, to lower the binary cross entropy." in one for one in sentences)
    assert any("What follows is with the first weights" in one for one in sentences)


def test_numbers_of_the_preparation_are_written_like_all_others():
    x = np.linspace(-3e-4, 1e-4, 30)
    told = report(train({"x": x, "y": 5e5 + 1e9 * x}, target="y", hidden=(), epochs=1, engine="reference"))
    cells = [words_text(cell) for table in blocks(told, Table) for row in table.rows for cell in row]
    assert any(re.search(r"scaled: plus 0\.000\d+, divided by ", one) for one in cells)
    assert not any(re.search(r"\de[+-]\d|minus -", one) for one in cells)


@pytest.mark.parametrize(("wish", "words"), [({"step": 0}, "there is no step 0"), ({"step": 10**6}, "there is no step 1000000"), ({"row": 99}, "row")])
def test_a_step_or_row_that_is_not_there_is_said_before_anything_is_drawn(classes, wish, words):
    with pytest.raises(SettingError, match=words):
        report(classes, **wish)
