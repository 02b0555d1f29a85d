"""`compare`: the same folds for every family, scores that another program gets too, and faults of the data told as training tells them."""

from dataclasses import fields, replace
from functools import cache
from inspect import signature
from types import MappingProxyType

import numpy as np
import pytest

import glassgrad as gg
from glassgrad.families import choosing, contents, packages, turn
from glassgrad.families.comparing import compare
from glassgrad.families.contents import FAMILIES
from glassgrad.families.problem import problem_of
from glassgrad.families.settings import CompareSettings
from glassgrad.graph import DataError, GlassgradError, SettingError
from tests.families import shipped

QUICK = ("linear_regression", "logistic_regression", "decision_tree", "nearest_neighbours")


@cache
def compared(name: str, folds: int = 5):
    return compare(name, families=QUICK, folds=folds, jobs=1)


@pytest.mark.parametrize("name", ["wine", "diabetes"])
def test_scikit_learn_gets_the_same_scores_on_the_same_folds_by_itself(name):
    from sklearn.linear_model import LinearRegression, LogisticRegression
    from sklearn.model_selection import cross_val_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    seen, table = compared(name), gg.read_table(name)
    target = seen.problem.target
    X = np.column_stack([one.values for one in table.columns if one.name != target])
    family, model = ("linear_regression", LinearRegression()) if name == "diabetes" else ("logistic_regression", LogisticRegression(max_iter=5_000))
    folds = [(fold.training.places, fold.held_out.places) for fold in seen.problem.folds]
    scores = cross_val_score(make_pipeline(StandardScaler(), model), X, table[target].values.tolist(), cv=folds)
    np.testing.assert_allclose(seen.result(family).scores, scores, atol=1e-6)


def test_every_row_is_held_out_once_and_never_among_those_learnt_from():
    folds = compared("wine").problem.folds
    assert sorted(np.concatenate([fold.held_out.places for fold in folds])) == list(range(178))
    for fold in folds:
        assert sorted([*fold.training.places, *fold.held_out.places]) == list(range(178))
        np.testing.assert_allclose(fold.training.inputs.mean(axis=0), 0, atol=1e-12)  # prepared by its training rows, and by no others
        assert np.abs(fold.held_out.inputs.mean(axis=0)).max() > 1e-3


def test_all_families_learn_the_same_folds_of_which_the_models_are_kept():
    seen = compared("wine")
    assert all(len(one.scores) == 5 for one in seen)
    assert all(one.lot is seen.problem.folds[0].training for one in seen.learned.values())
    for name, one in seen.learned.items():
        held_out = seen.problem.folds[0].held_out
        said = one.model.predict(one.family.inputs(held_out))
        assert np.mean(said == held_out.targets) == seen.result(name).scores[0]


def test_the_results_are_in_the_order_of_their_scores():
    means = [one.mean for one in compared("wine")]
    assert means == sorted(means, reverse=True)


@pytest.mark.xdist_group("families on iris")
@pytest.mark.parametrize("jobs", [2, 0])
def test_the_result_does_not_depend_on_how_many_learn_at_once(jobs, monkeypatch):
    families = ("neural_network", "random_forest", "decision_tree")
    monkeypatch.setattr("glassgrad.families.at_once.WORTH_A_PROCESS", 0.0)
    alone, together = shipped.shipped("iris"), shipped.compared("iris", families=families, jobs=jobs)
    assert {one.family.name for one in together} == set(families)
    for one in together:
        other = alone.result(one.family.name)
        assert (one.scores, one.half, one.all, one.knows, one.parts) == (other.scores, other.half, other.all, other.knows, other.parts)
    row = int(alone.problem.folds[0].held_out.places[0])
    assert str(together.explain(row, families=families)) == str(alone.explain(row, families=families))


def test_another_seed_deals_other_folds():
    first, second = (compare("iris", families="decision_tree", folds=2, seed=seed, jobs=1).problem.folds[0].held_out.places for seed in (0, 1))
    assert sorted(first) != sorted(second)


# ── twice the rows ──────────────────────────────────────────────────────────


def test_twice_the_rows_leave_a_linear_model_as_it_is_and_double_what_neighbours_keep():
    seen = compared("wine")
    half, rows = len(seen.problem.half.places), len(seen.problem.folds[0].training.places)
    assert (half, rows) == (71, 142)
    linear, neighbours = seen.result("logistic_regression"), seen.result("nearest_neighbours")
    assert linear.half.count == linear.all.count == 13 * 3 + 3
    assert linear.half.bytes == linear.all.bytes
    assert (neighbours.half.count, neighbours.all.count) == (half, rows)
    assert 1.7 < neighbours.all.bytes / neighbours.half.bytes < 2.1
    assert [linear.grows, neighbours.grows] == [False, True]


def test_half_of_the_rows_are_among_all_of_them_and_hold_every_class():
    problem = compared("wine").problem
    assert set(problem.half.places) < set(problem.folds[0].training.places)
    counts, half = (np.bincount(lot.targets) for lot in (problem.folds[0].training, problem.half))
    assert np.abs(counts / 2 - half).max() < 1


# ── what is learnt from ─────────────────────────────────────────────────────


def test_counts_are_the_raw_columns_where_all_of_them_are_counts():
    table = gg.read_table("digits")
    fold = problem_of(table, CompareSettings(target="digit")).folds[1]
    np.testing.assert_array_equal(fold.held_out.counts[7], [table[name].values[fold.held_out.places[7]] for name in fold.situation.columns])
    assert compared("wine").problem.folds[0].training.counts is None


@pytest.mark.parametrize("spoilt", [[1, 2.5] * 10, [1, -2] * 10, [1, None] * 10, ["a", "b"] * 10, [True, False] * 10])
def test_one_column_without_counts_is_enough_for_there_to_be_none(spoilt):
    counts, target = list(range(20)), [0.1 * (7 * place % 11) for place in range(20)]
    with_counts = compare({"counts": counts, "y": target}, families="decision_tree", folds=2, jobs=1)
    without = compare({"counts": counts, "spoilt": spoilt, "y": target}, families="decision_tree", folds=2, jobs=1)
    assert with_counts.problem.folds[0].situation.columns == ("counts",)
    assert without.problem.folds[0].situation.columns == ()


def test_numbers_to_be_predicted_keep_their_units():
    fold = compared("diabetes").problem.folds[0]
    progression = gg.read_table("diabetes")["progression"].values
    np.testing.assert_array_equal(fold.training.targets, progression[fold.training.places])


def test_tables_come_in_every_form_that_training_takes():
    X, y = np.random.default_rng(0).normal(size=(40, 2)), np.arange(40) % 2
    from_arrays = compare(X, y, families="decision_tree", folds=2, jobs=1)
    from_columns = compare({"x1": X[:, 0], "x2": X[:, 1], "y": y}, families="decision_tree", folds=2, jobs=1)
    assert from_arrays.result("decision_tree").scores == from_columns.result("decision_tree").scores


def test_rows_without_a_target_are_left_out_with_a_note():
    seen = compare({"x": list(range(20)), "y": [None, *("ab" * 9), "a"]}, families="decision_tree", folds=2, jobs=1)
    assert sum(len(fold.held_out.places) for fold in seen.problem.folds) == 19
    assert any("left out: the target" in note for note in seen.problem.notes)
    with pytest.raises(SettingError, match="row 0 has no"):
        seen.explain(0)


def test_always_giving_the_same_answer_is_the_baseline():
    seen = compared("wine")
    targets = gg.read_table("wine")["cultivar"].values
    for fold, score in zip(seen.problem.folds, seen.baseline, strict=True):
        usual = max(set(targets[fold.training.places]), key=list(targets[fold.training.places]).count)
        assert score == pytest.approx(np.mean(targets[fold.held_out.places] == usual))
    assert np.mean(compared("diabetes").baseline) == pytest.approx(0, abs=0.03)


# ── faults ──────────────────────────────────────────────────────────────────

ROWS = list(range(12))
BROKEN = {
    "no target": ({"a": ROWS, "b": ROWS}, {}),
    "an unknown target": ({"a": ROWS, "y": ROWS}, {"target": "z"}),
    "one class": ({"a": ROWS, "y": ["x"] * 12}, {}),
    "a number that never changes": ({"a": ROWS, "y": [8] * 12}, {}),
    "a number that never changes, as such": ({"a": ROWS, "y": [8] * 12}, {"task": "regression"}),
    "an id": ({"a": ROWS, "y": [f"id{one}" for one in ROWS]}, {}),
    "nothing but gaps": ({"a": ROWS, "y": [None] * 12}, {}),
    "words to be predicted as numbers": ({"a": ROWS, "y": list("ab" * 6)}, {"task": "regression"}),
    "three classes where two are wanted": ({"a": ROWS, "y": list("abc" * 4)}, {"task": "two classes"}),
    "nothing to learn from": ({"a": [None] * 12, "y": ROWS}, {}),
    "an infinity": ({"a": [float("inf"), *ROWS[1:]], "y": ROWS}, {}),
    "no rows": ({"a": [], "y": []}, {}),
    "no such file": ("nowhere.csv", {"target": "y"}),
    "no table": (7, {"target": "y"}),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_in_the_data_is_told_as_training_tells_it(fault):
    data, settings = BROKEN[fault]
    with pytest.raises(GlassgradError) as of_training:
        gg.train(data, **settings, engine="reference", epochs=1)
    with pytest.raises(type(of_training.value)) as of_comparing:
        compare(data, **settings)
    assert str(of_comparing.value) == str(of_training.value)
    assert of_comparing.value.exit_code == 2


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"families": "decision_treee"}, "families is 'decision_treee'; did you mean decision_tree?"),
        ({"without": ("forest",)}, "without is 'forest'; "),
        ({"familys": "decision_tree"}, "there is no setting 'familys'; did you mean families?"),
        ({"folds": 1}, "folds is 1; expected a whole number at least 2"),
        ({"folds": 151}, "folds is 151; expected a whole number from 2 to 150"),
        ({"seed": 2**31}, "seed is"),
        ({"task": "several labels"}, "task is 'several labels'"),
        ({"explain": 150}, "the row to explain is 150; the table has the rows 0 to 149"),
        ({"families": "linear_regression"}, "no family is left to compare: linear_regression: it predicts numbers"),
        ({"families": "decision_tree", "without": "decision_tree"}, "no family is left to compare: decision_tree: as asked"),
        ({"settings": CompareSettings(), "folds": 3}, "give either settings= or single settings, not both: folds"),
    ],
)
def test_a_setting_that_will_not_do_is_named_with_its_value_and_range(settings, said):
    with pytest.raises(SettingError) as error:
        compare("iris", **settings)
    assert said in str(error.value)


def test_r_squared_needs_two_rows_in_each_fold():
    with pytest.raises(SettingError, match="from 2 to 6: R² needs two rows in each"):
        compare({"a": ROWS, "y": [one / 3 for one in ROWS]}, folds=7)


@pytest.mark.parametrize("values", [[0.5, 1.5, 2.5, None], ["a", "b", "a", None], [0.5, 1.5, None, None]])
def test_too_few_rows_are_counted(values):
    rows = sum(one is not None for one in values)
    with pytest.raises(DataError, match=f'the target "y" has {rows} row.* with a value; a comparison needs at least 4'):
        compare({"a": ROWS[:4], "y": values}, folds=2)


def test_several_targets_are_refused():
    with pytest.raises(SettingError, match="2 targets are given"):
        compare(np.zeros((9, 2)), np.zeros((9, 2)))


@pytest.mark.parametrize("target", ["y, z", ("y", "z"), ["y", "z"]])
def test_the_way_out_of_several_targets_is_one_of_them(target):
    with pytest.raises(SettingError, match='compared on one target at a time: choose "y" or "z"'):
        compare({"a": ROWS, "y": ROWS, "z": ROWS}, target=target)


def test_a_target_whose_name_has_a_comma_is_one():
    data = {"a": ROWS, "b": ROWS, "a,b": [one / 3 for one in ROWS]}
    assert compare(data, target="a,b", families="linear_regression", folds=2, jobs=1).problem.target == "a,b"


def test_there_are_no_weights_and_that_is_said():
    with pytest.raises(SettingError, match="a comparison has no weights: every row counts the same"):
        compare("iris", weights="petal width (cm)")


def test_more_classes_than_folds_have_rows_of_is_no_fault():
    data = {"x": list(range(30)), "y": ["rare", "rare", *"ab" * 14]}
    seen = compare(data, families=QUICK, folds=5, jobs=1)
    assert {one.family.name for one in seen} == {*QUICK} - {"linear_regression"}


# ── what is not there, or fails ─────────────────────────────────────────────


def test_a_missing_package_removes_its_row_and_nothing_else(monkeypatch):
    chosen = {"families": ("xgboost", "decision_tree", "logistic_regression"), "folds": 2, "jobs": 1}
    pytest.importorskip("xgboost")
    whole = compare("iris", **chosen)
    find = packages.find_spec
    monkeypatch.setattr(packages, "find_spec", lambda name: None if name == "xgboost" else find(name))
    rest = compare("iris", **chosen)
    assert {one.family.name for one in whole} - {one.family.name for one in rest} == {"xgboost"}
    (note,) = rest.left_out
    assert note.family.name == "xgboost"
    assert "not installed" in note.because
    for one in rest:
        assert one.scores == whole.result(one.family.name).scores
    with pytest.raises(SettingError, match="'xgboost' is not in this comparison: it needs the package"):
        rest.result("xgboost")


def failing(model_fails):
    """A family of decision trees, some of which fail."""

    def make(situation):
        model = FAMILIES["decision_tree"].make(situation)
        fit = model.fit
        model.fit = lambda inputs, targets: fit(inputs, targets) if not model_fails(inputs) else divmod(1, 0)
        return model

    return replace(FAMILIES["decision_tree"], name="failing", title="a failing one", make=make)


@pytest.fixture
def with_family(monkeypatch):
    def add(family):
        more = MappingProxyType({**FAMILIES, family.name: family})
        monkeypatch.setattr(contents, "FAMILIES", more)
        monkeypatch.setattr(choosing, "FAMILIES", more)

    return add


@pytest.mark.parametrize("fewest", [0, 50], ids=["always", "on half of the rows only"])
def test_a_family_that_fails_has_a_note_and_no_row_and_the_others_go_on(with_family, fewest):
    with_family(failing(lambda inputs: len(inputs) < fewest or not fewest))
    seen = compare("iris", families=("failing", "logistic_regression"), folds=2, jobs=1)
    assert [one.family.name for one in seen] == ["logistic_regression"]
    (note,) = seen.left_out
    assert note.because == "it failed on these rows: integer division or modulo by zero (ZeroDivisionError)"
    assert "a failing one: it failed on these rows" in str(seen)


def test_rows_of_a_single_class_are_the_reason_whatever_a_library_calls_it():
    data = {"x": list(range(30)), "y": ["rare", *["usual"] * 29]}
    seen = compare(data, families=("logistic_regression", "rbf_svm", "decision_tree"), jobs=1)
    assert [one.family.name for one in seen] == ["decision_tree"]
    assert {one.because for one in seen.left_out} == {"in one of the folds all training rows are of one class, and it can only learn to tell classes apart"}


def test_where_no_input_varies_those_that_need_one_say_so_and_the_others_go_on():
    data = {"x": [7] * 24, "y": list("abb" * 8)}
    seen = compare(data, families=("gaussian_naive_bayes", "decision_tree"), folds=2, jobs=1)
    assert [one.family.name for one in seen] == ["decision_tree"]
    assert seen.left_out[0].because == "in one of the folds no input varies among the training rows, and it can only learn from one that does"


def test_a_member_that_cannot_learn_is_named_by_the_family_that_is_made_of_it():
    def because(data, family):
        return {one.family.name: one.because for one in compare(data, families=(family, "decision_tree"), folds=2, jobs=1).left_out}[family]

    same = {"x": [7] * 24, "y": list("abb" * 8)}
    needs_one = "in one of the folds no input varies among the training rows, and its member Gaussian naive Bayes can only learn from one that does"
    assert because(same, "voting") == needs_one
    rare = {"x": list(range(30)), "y": ["rare", *["usual"] * 29]}
    assert "and its member logistic regression can only learn to tell classes apart" in because(rare, "stacking")


@pytest.mark.parametrize("one_row", [None, 3], ids=["all folds", "the folds that hold one row out"])
def test_the_first_class_in_order_is_no_answer_where_no_probability_is_a_number(one_row):
    data = {"x": [float(row == one_row) for row in range(40)], "y": list("ab" * 20)}
    seen = compare(data, families=("gaussian_naive_bayes", "decision_tree"), folds=4, jobs=1)
    assert [one.family.name for one in seen.left_out] == ["gaussian_naive_bayes"]


@pytest.mark.parametrize("far", [1e60, 1e300])
def test_a_target_so_far_from_the_others_that_nothing_can_be_judged_is_named_before_anything_is_learnt(far, monkeypatch):
    monkeypatch.setattr(turn, "_learn", None)
    data = {"x": ROWS, "y": [far if row == 3 else row / 2 for row in ROWS]}
    with pytest.raises(DataError, match=r'"y" is 1·10\S+ in row 3 \(counted from 0\), so far from the others that in fold \d no score can say how wrong'):
        compare(data, folds=3)


def test_predictions_that_are_not_finite_are_a_failure(with_family):
    def make(situation):
        model = FAMILIES["decision_tree"].make(situation)
        model.predict = lambda inputs: np.full(len(inputs), np.nan)
        return model

    with_family(replace(FAMILIES["decision_tree"], name="nan", make=make))
    seen = compare("diabetes", families=("nan", "linear_regression"), folds=2, jobs=1)
    assert "its predictions are not finite" in seen.left_out[0].because


def test_what_a_library_warns_of_in_all_folds_is_a_note_of_its_family(with_family):
    def make(situation):
        from sklearn.linear_model import LogisticRegression

        return LogisticRegression(max_iter=1)

    with_family(replace(FAMILIES["logistic_regression"], name="hasty", make=make))
    seen = compare("wine", families="hasty", folds=3, jobs=1)
    assert seen.result("hasty").notes == ("learning stopped before it had settled",)
    assert "learning stopped before it had settled" in str(seen)


# ── the settings are the signature ──────────────────────────────────────────


def test_every_setting_is_a_keyword():
    keywords = signature(compare).parameters
    assert {one.name for one in fields(CompareSettings)} < set(keywords)
    assert CompareSettings(folds=3, families=["decision_tree"]).to_json()["families"] == ("decision_tree",)


def test_hidden_layers_reach_the_network():
    seen = compare("iris", families="neural_network", hidden=(3, 2), folds=2, jobs=1)
    assert seen.result("neural_network").all.count == (4 * 3 + 3) + (3 * 2 + 2) + (2 * 3 + 3)


def test_a_column_to_predict_that_is_not_there_names_those_that_are():
    with pytest.raises(DataError, match="its columns are"):
        compare("iris", target="flower")


# ── times and counts ────────────────────────────────────────────────────────


def test_a_family_that_makes_machine_code_rehearses_once_for_each_shape_before_it_is_timed(monkeypatch):
    rehearsed, network = [], FAMILIES["neural_network"]
    watched = replace(network, rehearse=lambda situation: rehearsed.append(situation.rows) or network.rehearse(situation))
    monkeypatch.setattr(contents, "FAMILIES", MappingProxyType({**FAMILIES, "neural_network": watched}))
    monkeypatch.setattr(choosing, "FAMILIES", contents.FAMILIES)
    monkeypatch.setattr(turn, "_REHEARSED", set())
    seen = compare("iris", families="neural_network", folds=3, jobs=1)
    assert len(rehearsed) == 2  # all rows of three equal folds, and half of them
    monkeypatch.undo()
    assert seen.results[0].scores == compare("iris", families="neural_network", folds=3, jobs=1).results[0].scores


def test_the_parts_of_a_tree_are_those_of_its_longest_way():
    seen = compared("iris")
    learned = seen.learned["decision_tree"]
    held_out = seen.problem.folds[0].held_out
    ways = [len(learned.family.explain(learned, place, lot).parts) for lot in (learned.lot, held_out) for place in range(len(lot.targets))]
    assert min(ways) < max(ways) == seen.result("decision_tree").parts


@pytest.mark.parametrize("unit", [1.0, 1e200, 1e-200])
def test_how_large_the_numbers_are_does_not_matter_to_their_score(unit):
    said, targets = np.array([1.0, 2.0, 4.0]), np.array([1.0, 2.0, 3.0])
    assert turn.score_of(said * unit, targets * unit, are_classes=False) == pytest.approx(0.5, abs=1e-12)


def test_predictions_whose_error_no_number_can_hold_have_no_score():
    with pytest.raises(ArithmeticError, match="so far off"):
        turn.score_of(np.array([1e300, 0.0]), np.array([0.0, 1.0]), are_classes=False)


def test_a_number_that_never_changes_is_told_with_the_fold_where_it_does_not():
    with pytest.raises(DataError, match=r'in fold \d the target "y" is 0.5 in all 3 training rows'):
        compare({"a": range(6), "y": [0.5, 8.5, 0.5, 0.5, 0.5, 0.5]}, target="y", task="regression", folds=2, families="decision_tree")
