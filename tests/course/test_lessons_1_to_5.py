"""Lessons 1 to 5: their numbers against other ways to get them, the corrections of the printed course, and other parameters."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy.special import expit
from scipy.special import softmax as scipy_softmax

import glassgrad as gg
from glassgrad.course.activation_pages import page_of, told_values_and_slopes, values_and_slopes
from glassgrad.course.approximation import JUMP, SMOOTH, errors, fitted
from glassgrad.course.as_numbers import bag_of_words
from glassgrad.course.collapse import middle_of_opposites, multiplied, two_layers
from glassgrad.course.families_side_by_side import GROUPS, Choices, Compared, compared, given_rows, with_numbers
from glassgrad.course.lesson import Lesson
from glassgrad.course.lessons.activation_functions import activation_functions
from glassgrad.course.lessons.anatomy import anatomy
from glassgrad.course.lessons.backpropagation import backpropagation
from glassgrad.course.lessons.forward_pass import forward_pass
from glassgrad.course.lessons.model_families import model_families
from glassgrad.course.one_prediction import TOLD, number_of_row
from glassgrad.course.one_row import row_pass
from glassgrad.course.phases import PHASES, SmallStep, small_step, timetable
from glassgrad.course.where_sums_fall import FLAT, trained
from glassgrad.explain import Aside, Heading, Story, Table
from glassgrad.explain.text import words_text
from glassgrad.families.contents import FAMILIES
from glassgrad.families.problem import Problem
from glassgrad.graph import SettingError
from glassgrad.nn import Dense, Network
from tests.course.telling import told, told_in_words, words_of

LESSONS = (model_families, anatomy, forward_pass, backpropagation, activation_functions)
CHOICES = Choices(hidden=8, trees=30, neighbours=5, seed=0)


@pytest.fixture(scope="module")
def stories() -> dict[str, Story]:
    return {lesson.name: told(lesson.number) for lesson in LESSONS}


@pytest.fixture(scope="module")
def given() -> Problem:
    return given_rows(CHOICES)


@pytest.fixture(scope="module")
def learned(given: Problem) -> dict[str, Compared]:
    pages = [page for group in GROUPS for page in group.families if not page.package]
    return {page.name: compared(page, given, CHOICES) for page in pages}


def table_of(story: Story, first: str) -> dict[str, list[str]]:
    """The row that begins with this cell → its other cells, in all tables whose header begins so."""
    tables = [block for block in story.blocks if isinstance(block, Table) and words_text(block.header[0]) == first]
    return {words_text(row[0]): [words_text(cell) for cell in row[1:]] for table in tables for row in table.rows}


def one_line(story: Story) -> str:
    return " ".join(str(story).split())


# ── every lesson ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def commands(lesson: Lesson, story: Story) -> Iterator[dict[str, float]]:
    for typed in table_of(story, "type"):
        if typed.startswith(f"glassgrad course {lesson.number} "):
            yield {name: float(value) for name, value in re.findall(r"--(\w+)[ =](\S+)", typed)}


def extremes(lesson: Lesson) -> dict[str, tuple[float, float]]:
    return {name: (max(setting.least, -1e9), min(setting.most, 1e9)) for name, setting in lesson.parameters.items()}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_what_a_lesson_suggests_to_type_can_be_typed(lesson: Lesson, stories: dict[str, Story]) -> None:
    suggested = list(commands(lesson, stories[lesson.name]))
    assert 2 <= len(suggested) <= 4
    for chosen in suggested:
        assert chosen
        for name, value in chosen.items():
            lesson.parameters[name].checked(lesson.name, name, value)
            assert value != lesson.parameters[name].default or len(chosen) > 1, f"--{name} {value} is what one has seen already"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_fits_a_terminal_and_is_told_again_in_the_same_words(lesson: Lesson, stories: dict[str, Story]) -> None:
    words = str(stories[lesson.name])
    assert max(map(len, words.splitlines())) <= 96
    assert str(told_in_words(lesson.number)) == words
    assert not re.search(r"\bnan\b|not a number|None|\binf\b", words)


@pytest.mark.parametrize(
    ("lesson", "name", "value"),
    [
        *((lesson, name, value) for lesson in (anatomy, backpropagation) for name, ends in extremes(lesson).items() for value in ends if name != "unit"),
        *((forward_pass, name, value) for name, ends in extremes(forward_pass).items() for value in ends if name not in ("unit", "seed")),
        *((activation_functions, "scale", value) for value in (0.0, -100.0, 100.0)),
        *((activation_functions, "units", value) for value in (1, 256)),
        (activation_functions, "hidden", 1),
        (activation_functions, "score1", 1000.0),
        (activation_functions, "reach", 1000.0),
        (model_families, "neighbours", 50),
        (model_families, "trees", 1),
        (model_families, "hidden", 1),
    ],
    ids=lambda one: one.name if isinstance(one, Lesson) else f"{one}",
)
def test_a_lesson_bears_the_ends_of_its_ranges(lesson: Lesson, name: str, value: float) -> None:
    if lesson.parameters[name].above == 0 and value <= 0:
        value = 1e-3
    tell = told if (lesson, name) == (activation_functions, "scale") else told_in_words  # its pictures have ends of their own there
    for chosen in commands(lesson, tell(lesson.number, **{name: value})):
        for other, number in chosen.items():
            lesson.parameters[other].checked(lesson.name, other, number)
        assert chosen.get("unit", 0) < chosen.get("hidden", 2)


@pytest.mark.parametrize("lesson", [forward_pass, backpropagation], ids=lambda lesson: lesson.name)
def test_a_unit_that_is_not_there_is_refused_with_those_that_are(lesson: Lesson) -> None:
    with pytest.raises(SettingError, match=r"unit is 3, and the hidden layer has the units 0 to 1; choose one of them"):
        lesson.story(unit=3, hidden=2)


# ── 1. model families ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_held_out_rows_are_not_learnt_from_and_the_half_is_half_of_them(given: Problem, learned: dict[str, Compared]) -> None:
    for one in learned.values():
        half, everything, held_out = (set(lot.places.tolist()) for lot in (one.half.lot, one.all.lot, given.folds[0].held_out))
        assert half < everything
        assert not everything & held_out
        assert abs(2 * len(half) - len(everything)) <= 1
        assert len(everything) + len(held_out) == gg.read_table("wine").rows


def test_every_family_stands_among_those_that_represent_knowledge_as_it_does(learned: dict[str, Compared]) -> None:
    sorts = [{page.sort for page in group.families} for group in GROUPS]
    assert all(len(found) == 1 for found in sorts)
    assert len(set.union(*sorts)) == len(GROUPS)
    named = [page.name for group in GROUPS for page in group.families]
    assert len(named) == len(set(named))
    assert set(named) - set(learned) == {"xgboost", "lightgbm"}
    assert all(page.name in FAMILIES and not page.fits(learned["voting"].all.situation) for group in GROUPS for page in group.families)


def stored(one: Compared) -> dict[str, tuple[int, int]]:
    return {more.what: (before.count, more.count) for before, more in one.kept}


def test_what_is_stored_is_what_the_families_promise(given: Problem, learned: dict[str, Compared]) -> None:
    columns, classes = 13, 3
    half, everything = len(given.half.places), len(given.folds[0].training.places)
    linear = {"weights and biases": (classes * (columns + 1),) * 2}
    assert stored(learned["linear_regression"]) == stored(learned["logistic_regression"]) == stored(learned["linear_svm"]) == linear
    network = (columns + 1) * CHOICES.hidden + (CHOICES.hidden + 1) * classes
    assert stored(learned["neural_network"]) == {"weights and biases": (network, network)}
    each = (classes * columns,) * 2
    assert stored(learned["gaussian_naive_bayes"]) == {"means": each, "variances": each, "shares of classes": (classes, classes)}
    assert stored(learned["nearest_neighbours"]) == {"rows": (half, everything)}
    assert stored(learned["kernel_density"])["rows"] == stored(learned["voting"])["rows"] == (half, everything)
    for name in ("decision_tree", "random_forest"):
        before, more = stored(learned[name])["nodes"]
        assert before < more


def test_nodes_of_a_tree_are_counted_as_its_leaves_say(learned: dict[str, Compared]) -> None:
    for place, one in enumerate(("half", "all")):
        tree, forest = (getattr(learned[name], one).model for name in ("decision_tree", "random_forest"))
        assert stored(learned["decision_tree"])["nodes"][place] == 2 * tree.get_n_leaves() - 1
        assert stored(learned["random_forest"])["nodes"][place] == sum(2 * tree.get_n_leaves() - 1 for tree in forest.estimators_)


def test_linear_regression_is_least_squares_for_every_class(given: Problem, learned: dict[str, Compared]) -> None:
    training, held_out, one = given.folds[0].training, given.folds[0].held_out, learned["linear_regression"]
    ones = np.ones((len(training.inputs), 1))
    best, *_ = np.linalg.lstsq(np.hstack([training.inputs, ones]), np.eye(3)[training.targets], rcond=None)
    sums = held_out.inputs @ best[:-1] + best[-1]
    assert np.array_equal(one.predicted, sums.argmax(axis=1))
    for place in range(3):
        told = one.family.explain(one.all, place, held_out)
        np.testing.assert_allclose(told.output, sums[place], atol=1e-12)
        np.testing.assert_allclose(told.sum, told.output, atol=1e-12)


def test_the_densities_of_the_classes_are_sums_of_hills(given: Problem, learned: dict[str, Compared]) -> None:
    training, held_out = given.folds[0].training, given.folds[0].held_out
    heights = []
    for place in range(3):
        rows = training.inputs[training.targets == place]
        width = len(rows) ** (-1 / (rows.shape[1] + 4))
        distances = ((held_out.inputs[:, None] - rows) ** 2).sum(axis=2)
        heights.append(np.exp(-distances / (2 * width**2)).sum(axis=1) / width ** rows.shape[1])
    assert np.array_equal(learned["kernel_density"].predicted, np.argmax(heights, axis=0))


def test_the_numbers_that_are_chosen_are_those_of_the_models(given: Problem) -> None:
    chosen = Choices(hidden=3, trees=4, neighbours=7, seed=0)
    nodes = {page.name: compared(page, given_rows(chosen), chosen).all.model for group in GROUPS for page in group.families if not page.package}
    assert nodes["neural_network"].run_.plan.network.layers[0].units == 3
    assert len(nodes["random_forest"].estimators_) == len(nodes["adaboost"].estimators_) == nodes["histogram_boosting"].model.n_iter_ == 4
    assert nodes["nearest_neighbours"].n_neighbors == nodes["voting"].named_estimators_["nearest_neighbours"].n_neighbors == 7


@pytest.mark.parametrize("name", ["xgboost", "lightgbm"])
def test_the_other_boosters_grow_as_many_rounds_of_trees_as_are_chosen(name: str, given: Problem) -> None:
    pytest.importorskip(name)
    for rounds in (1, 3):
        one = compared(FAMILIES[name], given, Choices(hidden=1, trees=rounds, neighbours=1, seed=0))
        assert f" {3 * rounds} small trees" in one.family.knows(one.all)


def test_a_number_that_a_model_does_not_have_is_refused(given: Problem) -> None:
    for name in ("histogram_boosting", "random_forest"):
        with pytest.raises(ValueError, match="nonsense"):
            with_numbers(FAMILIES[name], {"nonsense": 1}).make(given.folds[0].situation)


def test_lesson_1_shows_what_was_counted_and_how_many_were_right(stories: dict[str, Story], given: Problem, learned: dict[str, Compared]) -> None:
    lines = [row for block in stories["model_families"].blocks if isinstance(block, Table) and block.header[0] == ("model",) for row in block.rows]
    shown: dict[str, list[list[str]]] = {}
    for row in [[words_text(cell) for cell in row] for row in lines if len(row) == 6]:
        shown.setdefault(row[0] or list(shown)[-1], []).append(row[1:])
    assert list(shown) == [one.family.title for one in learned.values()]
    for one in learned.values():
        told = shown[one.family.title]
        assert {what: (int(before), int(more)) for what, before, more, _, _ in told} == stored(one)
        for _, before, more, difference, _ in told:
            assert int(difference.replace("−", "-")) == int(more) - int(before)
        right = np.mean(one.predicted == given.folds[0].held_out.targets)
        assert float(told[0][-1].removeprefix("≈ ")) == pytest.approx(right, abs=5e-5)
        assert {accuracy for *_, accuracy in told[1:]} <= {""}


def test_lesson_1_says_where_the_knowledge_of_every_model_is(stories: dict[str, Story], learned: dict[str, Compared]) -> None:
    told = [words_text(block.words) for block in stories["model_families"].blocks if isinstance(block, Aside)]
    for one in learned.values():
        knows = one.family.knows(one.all)
        assert f"{one.family.title}: {knows[0].lower()}{knows[1:]}" in told


def parts_of(story: Story) -> dict[str, str]:
    """What stands under each heading."""
    parts, heading = dict[str, str](), ""
    for block in story.blocks:
        if isinstance(block, Heading):
            heading = words_text(block.words)
        else:
            parts[heading] = f"{parts.get(heading, '')}\n{Story(('',), (block,))}"
    return parts


def test_one_row_is_told_as_the_models_see_it(stories: dict[str, Story], given: Problem, learned: dict[str, Compared]) -> None:
    training, held_out, classes = given.folds[0].training, given.folds[0].held_out, given.folds[0].situation.classes
    parts, row = parts_of(stories["model_families"]), number_of_row(learned, given)
    (place,) = np.flatnonzero(held_out.places == row)
    assert f"Row {row} of the table (counted from 0), one of “{classes[held_out.targets[place]]}”" in parts["One row, and how each family answers"]
    for name in TOLD:
        assert f"So its answer is “{classes[int(learned[name].predicted[place])]}”." in parts[learned[name].family.title]
    nearest = np.argsort(np.linalg.norm(training.inputs - held_out.inputs[place], axis=1))[: CHOICES.neighbours]
    told = re.findall(r"row (\d+) .*?(class_\d)", parts["nearest neighbours"])
    assert told == [(str(training.places[one]), classes[int(training.targets[one])]) for one in nearest]


def test_the_row_that_is_told_is_the_first_one_on_which_the_models_differ(given: Problem, learned: dict[str, Compared]) -> None:
    held_out = given.folds[0].held_out.places.tolist()
    answers = [{int(learned[name].predicted[place]) for name in TOLD} for place in range(len(held_out))]
    assert number_of_row(learned, given) == next(row for row, said in zip(held_out, answers, strict=True) if len(said) > 1)
    alike = dict.fromkeys(TOLD, learned["voting"])
    assert number_of_row(alike, given) == held_out[0]


def test_of_many_neighbours_the_nearest_and_the_furthest_are_told() -> None:
    told = parts_of(words_of(model_families.number, neighbours=50, trees=1, hidden=1))["nearest neighbours"]
    assert "The nearest 50 say" in told
    assert len(re.findall(r"row \d+ ", told)) == 12
    distances = [float(one) for one in re.findall(r"row \d+ +≈ ([0-9.]+)", told)]
    assert distances == sorted(distances)


def test_printed_svm_parametric_but_a_kernel_keeps_more_rows_of_more_data(stories: dict[str, Story], learned: dict[str, Compared]) -> None:
    one = learned["rbf_svm"]
    half, everything = (model.n_support_.sum() for model in (one.half.model, one.all.model))
    assert half < everything
    told = one_line(stories["model_families"])
    assert "Support vector machines are parametric." in told
    assert f"keeps {half} of 59 rows, and {everything} of 118: it grows with the data" in told


def test_printed_naive_bayes_counts_but_the_gaussian_one_stores_means_and_variances(
    stories: dict[str, Story], given: Problem, learned: dict[str, Compared]
) -> None:
    training, model = given.folds[0].training, learned["gaussian_naive_bayes"].all.model
    first = training.inputs[training.targets == 0]
    np.testing.assert_allclose(model.theta_[0], first.mean(axis=0), atol=1e-12)
    np.testing.assert_allclose(model.var_[0], first.var(axis=0), rtol=1e-6)
    assert f"mean ≈ {first[:, 0].mean():.4f}, variance ≈ {first[:, 0].var():.4f}" in one_line(stories["model_families"])


def test_printed_nothing_stored_but_without_the_scaling_the_weights_predict_badly(
    stories: dict[str, Story], given: Problem, learned: dict[str, Compared]
) -> None:
    w, held_out = learned["neural_network"].all.model.run_.parameters, given.folds[0].held_out
    raw = np.stack([gg.read_table("wine")[name].values for name in given.table.names if name != "cultivar"], axis=1)[held_out.places]
    without, with_it = (
        np.mean((np.maximum(inputs @ w["W1"] + w["b1"], 0) @ w["W2"] + w["b2"]).argmax(axis=1) == held_out.targets) for inputs in (raw, held_out.inputs)
    )
    assert without < with_it
    told = one_line(stories["model_families"])
    assert f"its accuracy is ≈ {without:.4f}; with the stored scaling it is ≈ {with_it:.4f}." in told
    assert table_of(stories["model_families"], "stored")["means and deviations of columns"][0] == "26"


def test_boosters_that_are_not_installed_are_named_with_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("xgboost", "lightgbm"):
        monkeypatch.setitem(sys.modules, package, None)
    told = one_line(told_in_words(model_families.number, others=1, trees=1, hidden=1))
    for title, package in (("XGBoost", "xgboost"), ("LightGBM", "lightgbm")):
        assert f"! {title} is not shown: it needs the package {package}, which is not installed; install it with: pip install glassgrad[boost]." in told
    told = one_line(told_in_words(model_families.number, trees=1, hidden=1))
    assert "is not shown" not in told
    assert "where they are installed, --others 1 adds them here" in told


@pytest.mark.parametrize("package", ["xgboost", "lightgbm"])
def test_boosters_that_are_installed_are_shown_when_asked_for(package: str) -> None:
    pytest.importorskip(package)
    assert FAMILIES[package].title in table_of(words_of(model_families.number, others=1, trees=1, hidden=1), "model")


# ── 2. anatomy ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("inputs", "hidden", "second", "outputs"), [(4, 16, 0, 3), (1, 1, 0, 1), (7, 5, 9, 2), (1000, 1000, 1000, 1000)])
def test_the_sum_by_layer_is_the_number_of_parameters(inputs: int, hidden: int, second: int, outputs: int) -> None:
    widths = [inputs, hidden, *([second] if second else []), outputs]
    expected = sum((before + 1) * units for before, units in pairwise(widths))
    story = words_of(anatomy.number, inputs=inputs, hidden=hidden, second=second, outputs=outputs)
    _, written, count = str(story.steps[0]).split(" = ")
    products = [np.prod([int(factor) for factor in term.split("·")]) for term in written.split(" + ")]
    assert sum(products) == expected
    assert count == f"{expected:,}"
    assert sum(int(row[-1].replace(",", "")) for row in table_of(story, "layer").values()) == expected


def test_a_neuron_is_weighted_sum_bias_and_activation() -> None:
    network = Network([Dense(2, "relu"), Dense(1)], inputs=2)
    parameters = {"W1": [[1.0, -1.0], [2.0, 3.0]], "b1": [0.5, -4.0], "W2": [[1.0], [1.0]], "b2": [0.0]}
    seen = row_pass(network, parameters, [3.0, 0.25])
    assert [str(line) for line in seen.lines(seen.layers[0], 1)] == [
        "z1[0,1] = X[0,0]·W1[0,1] + X[0,1]·W1[1,1] + b1[1] = 3·(−1) + 0.25·3 + (−4) = −6.25",
        "a1[0,1] = relu(z1[0,1]) = relu(−6.25) = 0",
    ]
    assert seen.outputs == [4.0]


def test_a_picture_is_shown_with_the_pixels_it_is_made_of() -> None:
    from sklearn.datasets import load_digits

    story = words_of(anatomy.number, row=123)
    picture = load_digits().images[123]
    rows = table_of(story, "")
    assert [[int(cell) for cell in rows[f"pixel row {place}"]] for place in range(8)] == picture.astype(int).tolist()
    assert f"handwritten {load_digits().target[123]} of 8·8 pixels" in one_line(story)


def test_words_are_counted_whatever_their_case() -> None:
    assert bag_of_words(["The cat, the dog.", ""]) == (["cat", "dog", "the"], [[1, 1, 2], [0, 0, 0]])


# ── 3. the forward pass ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("row", "unit", "hidden", "seed"), [(0, 0, 3, 0), (70, 4, 9, 2)])
def test_lesson_3_tells_the_numbers_of_the_run(row: int, unit: int, hidden: int, seed: int) -> None:
    from sklearn.datasets import load_iris

    story = words_of(forward_pass.number, row=row, unit=unit, hidden=hidden, seed=seed)
    run = gg.train("iris", hidden=(hidden,), seed=seed, precision="float64")
    measured, training = load_iris().data[row], load_iris().data[run.plan.split.training]
    x, w = (measured - training.mean(axis=0)) / training.std(axis=0), run.parameters
    z1 = x @ w["W1"] + w["b1"]
    scores = np.maximum(z1, 0) @ w["W2"] + w["b2"]
    neuron, shares = table_of(story, ""), table_of(story, "class")
    assert number_in(neuron["the sum"][-1]) == pytest.approx(z1[unit], rel=5e-4)
    assert number_in(neuron["after ReLU"][-1]) == pytest.approx(max(z1[unit], 0), rel=5e-4)
    assert [number_in(cells[0]) for cells in shares.values()] == pytest.approx(scores, rel=5e-4, abs=1e-12)
    assert [number_in(cells[1]) for cells in shares.values()] == pytest.approx(scipy_softmax(scores), rel=5e-4)
    assert f"The network says “{run.predict([measured])[0]}”, " in one_line(story)


def number_in(cell: str) -> float:
    power = {ord(sign): digit for sign, digit in zip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-", strict=True)}
    return float(cell.removeprefix("≈ ").replace("·10", "e").translate(power))


def test_a_row_that_the_network_gets_wrong_is_told_with_its_true_class() -> None:
    run = gg.train("iris", hidden=(1,), seed=0, precision="float64")
    table = gg.read_table("iris")
    wrong = np.flatnonzero(run.predict(table) != table["species"].values)
    assert len(wrong), "one hidden unit is enough for iris; another network is needed here"
    row = int(wrong[0])
    said = f"The network says “{run.predict(table)[row]}”, but it is “{table['species'].values[row]}”."
    assert said in one_line(words_of(forward_pass.number, row=row, hidden=1))


# ── 4. backpropagation ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

ROW, TARGET, ALPHA = np.array([1.0, 0.5]), 1.0, 0.1


@pytest.fixture(scope="module")
def step() -> SmallStep:
    return small_step(Network([Dense(2, "tanh"), Dense(1)], inputs=2), ROW.tolist(), TARGET, learning_rate=ALPHA, seed=0)


def by_hand(w: dict[str, Any]) -> tuple[float, dict[str, Any]]:
    """The loss and its gradients, by the chain rule with NumPy."""
    a1 = np.tanh(ROW @ w["W1"] + w["b1"])
    off = a1 @ w["W2"] + w["b2"] - TARGET
    back = (w["W2"] @ off) * (1 - a1**2)
    return float(0.5 * off @ off), {"W2": np.outer(a1, off), "b2": off, "W1": np.outer(ROW, back), "b1": back}


def test_the_phases_compute_what_the_chain_rule_gives(step: SmallStep) -> None:
    w = {name: step.given[leaf] for name, leaf in step.nodes.parameters.items()}
    for _ in range(5):
        loss, slopes = by_hand(w)
        assert step.loss == pytest.approx(loss, rel=1e-12)
        for name, leaf in step.nodes.parameters.items():
            np.testing.assert_allclose(step.after["backward"][step.nodes.gradients[leaf]], slopes[name], rtol=1e-12)
        w = {name: value - ALPHA * slopes[name] for name, value in w.items()}
        step = step.next
        for name, leaf in step.nodes.parameters.items():
            np.testing.assert_allclose(step.given[leaf], w[name], rtol=1e-12)


def test_what_is_not_computed_yet_is_never_a_number(step: SmallStep) -> None:
    known = {"z1[0,1]": 0, "a1[0,1]": 0, "z2[0,0]": 0, "L": 1, "W2[1,0]": 0, "b2[0]": 0, "W1[0,1]": 0, "b1[1]": 0}
    rows = timetable(step, unit=1).rows
    assert len(rows) == 15
    for name, *cells in rows:
        first = known.get(words_text(name), 2)
        assert [words_text(cell) == "not computed yet" for cell in cells] == [place < first for place in range(len(PHASES))]


def test_each_phase_computes_nothing_before_its_time(step: SmallStep) -> None:
    gradients = set(step.nodes.gradients.totals.values()) - {step.nodes.output}
    assert step.nodes.loss not in step.after["forward"]
    assert not gradients & set(step.after["forward"])
    assert not set(step.nodes.updated.values()) & set(step.after["backward"])


def test_printed_backpropagation_adjusts_but_only_the_update_changes_a_weight(stories: dict[str, Story], step: SmallStep) -> None:
    rows = {words_text(name): cells for name, *cells in timetable(step, unit=0).rows}
    for name in ("W1[0,0]", "W2[0,0]", "b1[0]", "b2[0]"):
        forward, error, backward, update = rows[name]
        assert forward == error == backward != update
    told = one_line(stories["backpropagation"])
    assert "Backpropagation adjusts the weights to reduce the error." in told
    assert "the same before and after the backward phase, to the last bit; the update changes W1, b1, W2 and b2" in told
    optimizers = table_of(stories["backpropagation"], "optimizer")
    slopes, before, after = zip(*optimizers.values(), strict=True)
    assert len(set(slopes)) == len(set(before)) == 1
    assert len(set(after)) == len(optimizers) == 3


def test_lesson_4_says_so_where_the_loss_rises_or_leaves_all_bounds(stories: dict[str, Story]) -> None:
    assert "and no update made it larger." in one_line(stories["backpropagation"])
    assert re.search(r"Update \d+ made it larger.*: α is too large", one_line(words_of(backpropagation.number, alpha=2.0, x1=3.0)))
    assert "left what the machine can hold" in one_line(words_of(backpropagation.number, alpha=10.0, target=100.0, x1=10.0, x2=10.0, hidden=6, steps=200))


def test_a_gradient_that_is_0_is_told_as_0_and_moves_nothing() -> None:
    network = Network([Dense(1, "tanh"), Dense(1)], inputs=2)
    still = small_step(network, [0.0, 0.0], 0.0, learning_rate=0.1, seed=0)
    assert [words_text(cell) for name, *cells in timetable(still, unit=0).rows if words_text(name) == "∂L/∂W1[0,0]" for cell in cells[2:]] == ["0", "0"]
    assert "the update changes nothing here either, since every gradient is 0" in one_line(words_of(backpropagation.number, x1=0, x2=0, target=0))


# ── 5. activation functions ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_values_and_slopes_are_those_of_the_textbook() -> None:
    x = np.array([-800.0, -2.0, -0.5, 0.0, 0.5, 2.0, 800.0])
    expected = {"relu": (np.maximum(x, 0), (x > 0) * 1.0), "sigmoid": (expit(x), expit(x) * expit(-x)), "tanh": (np.tanh(x), 1 - np.tanh(x) ** 2)}
    for name, (values, slopes) in expected.items():
        found = values_and_slopes(page_of(name), x)
        np.testing.assert_allclose(found[0], values, rtol=1e-12, atol=1e-300)
        np.testing.assert_allclose(found[1], slopes, rtol=1e-12, atol=1e-15)


def test_the_formulas_are_those_of_the_pages(stories: dict[str, Story]) -> None:
    told = [str(line) for line in stories["activation_functions"].steps[:6]]
    assert told == [
        "y = maximum(x, 0)",
        "dy/dx = x > 0",
        "y = 1 / (1 + exp(−x))",
        "dy/dx = y·(1 − y)",
        "y = (exp(x) − exp(−x)) / (exp(x) + exp(−x))",
        "dy/dx = 1 − y^2",
    ]


@pytest.mark.parametrize("scores", [(2.0, 1.0, 0.1), (-3.0, 0.0, 5.0), (2.0, 2.0, 2.0)])
def test_softmax_shares_add_up_to_1_and_twice_is_not_once(scores: tuple[float, float, float]) -> None:
    story = words_of(activation_functions.number, **dict(zip(("score1", "score2", "score3"), scores, strict=True)), units=1)
    rows = next(block for block in story.blocks if isinstance(block, Table) and words_text(block.header[0]) == "score").rows
    shares, twice = ([number_in(words_text(row[place])) for row in rows] for place in (3, 4))
    assert shares == pytest.approx(scipy_softmax(scores), rel=5e-4)
    assert twice == pytest.approx(scipy_softmax(scipy_softmax(scores)), rel=5e-4)
    told = one_line(story)
    assert "The 3 shares add up to 1." in told
    assert ("as the scores are equal" in told) == (len(set(scores)) == 1)


def test_printed_a_second_b_but_softmax_is_the_fourth(stories: dict[str, Story]) -> None:
    told = str(stories["activation_functions"])
    assert [told.index(f"\n{heading}\n") for heading in ("a. ReLU", "b. sigmoid", "c. tanh", "d. softmax")] == sorted(
        told.index(f"\n{heading}\n") for heading in ("a. ReLU", "b. sigmoid", "c. tanh", "d. softmax")
    )
    assert "The functions are lettered a, b, c and then b again." in told
    assert "y_i = e^(x_i) / Σ_j e^(x_j)" in told


@pytest.mark.parametrize("seed", range(5))
def test_two_linear_layers_are_one_and_with_relu_they_are_not(seed: int) -> None:
    numbers = two_layers(seed)
    W, b = multiplied(numbers)
    rows = np.random.default_rng(seed).normal(size=(20, 2))
    linear, relu = (Network([Dense(3, activation), Dense(2)], inputs=2) for activation in ("linear", "relu"))
    np.testing.assert_allclose(linear.predict(numbers, rows), rows @ W + b, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(*middle_of_opposites(linear, numbers), atol=1e-12)
    best, *_ = np.linalg.lstsq(np.column_stack([rows, np.ones(20)]), relu.predict(numbers, rows), rcond=None)
    assert np.abs(np.column_stack([rows, np.ones(20)]) @ best - relu.predict(numbers, rows)).max() > 0.01


@pytest.mark.parametrize("name", ["relu", "sigmoid", "tanh"])
def test_flat_sums_are_those_with_hardly_a_slope(name: str) -> None:
    layer = trained(name, hidden=4, scale=3.0, seed=0)
    w = layer.run.parameters
    sums = 3 * (layer.run.plan.inputs @ w["W1"] + w["b1"])
    np.testing.assert_allclose(layer.sums, sums, rtol=1e-12)
    slopes = {"relu": (sums > 0) * 1.0, "sigmoid": 4 * expit(sums) * expit(-sums), "tanh": 1 / np.cosh(sums) ** 2}[name]
    assert np.array_equal(layer.flat, slopes < FLAT)
    assert layer.dead == sum((slopes[:, unit] < FLAT).all() for unit in range(4))


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_a_slope_far_out_is_said_to_be_small_and_not_to_be_0(name: str) -> None:
    x = np.array([-400.0, -40.0, -16.0, 0.0, 16.0, 40.0, 400.0])
    true = {"sigmoid": expit(x) * expit(-x), "tanh": np.exp(-2 * np.logaddexp(x, -x)) * 4}[name]
    values, slopes = (list(map(words_text, cells)) for cells in told_values_and_slopes(page_of(name), x))
    assert slopes == slopes[::-1]
    for said, slope in zip(slopes, true, strict=True):
        assert slope < 1e-12 if said == "< 10⁻¹²" else number_in(said) == pytest.approx(slope, rel=1e-3)
    assert values[0].startswith("≈")
    assert values[-1] == "≈ 1.000"


def test_a_slope_of_relu_is_exact() -> None:
    assert [words_text(cell) for cell in told_values_and_slopes(page_of("relu"), [-40.0, 40.0])[1]] == ["0", "1"]


def test_lesson_5_shows_that_rings_need_a_bend(stories: dict[str, Story]) -> None:
    scores = {name: number_in(cells[0]) for name, cells in table_of(stories["activation_functions"], "hidden activation").items()}
    assert set(scores) == {"none", "relu", "sigmoid", "tanh"}
    assert scores.pop("none") < 0.7
    assert min(scores.values()) > 0.95


def test_printed_any_function_but_more_units_help_only_with_a_continuous_one() -> None:
    sizes = (1, 2, 4, 8, 16, 32, 64, 128)
    smooth = [errors(SMOOTH, units, 0) for units in sizes]
    assert all(after <= before + 1e-9 for (before, _), (after, _) in pairwise(smooth))
    assert smooth[-1][1] < 0.05
    assert min(errors(JUMP, units, seed)[1] for units in sizes for seed in range(3)) >= 1 - 1e-6


def test_the_fitted_network_is_the_best_its_hidden_layer_can_be() -> None:
    network, parameters = fitted(SMOOTH, 8, 0)
    x = np.linspace(-3, 3, 301)[:, None]

    def squared(change: float, place: int) -> float:
        other = {**parameters, "W2": parameters["W2"] + change * np.eye(8)[:, place : place + 1]}
        return float(((network.predict(other, x) - SMOOTH.of(x)) ** 2).sum())

    assert all(squared(change, place) > squared(0.0, place) for change in (-0.01, 0.01) for place in range(8))


def test_nothing_heavy_is_imported_before_a_lesson_is_told() -> None:
    names = ", ".join(f"glassgrad.course.lessons.{lesson.name}" for lesson in LESSONS)
    script = f"import sys, {names}\nprint(sorted(name for name in ('sklearn', 'scipy', 'pandas') if name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip() == "[]"
