"""A comparison in words: in every form, within 100 columns, whatever the columns are called; and one row as each family sees it."""

import json
import re
import warnings
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

import glassgrad as gg
from glassgrad.explain.blocks import Aside, Caution
from glassgrad.families import one_row, turn
from glassgrad.families.comparing import compare
from glassgrad.families.contents import FAMILIES
from glassgrad.families.family import Part
from glassgrad.families.packages import missing_package
from glassgrad.families.target_unit import unit_words
from glassgrad.graph import SettingError

SOME = ("logistic_regression", "decision_tree", "gaussian_naive_bayes", "nearest_neighbours")
STRANGE = {
    "a|b": [0.1 * place for place in range(40)],
    "$x_1$": [None if place % 7 == 0 else place % 5 for place in range(40)],
    "<script>alert(1)</script>": ["red", "blue", "", "red"] * 10,
    "turned\u202e\x1b[2J": [place % 3 for place in range(40)],
    "constant": [7] * 40,
    "id": [f"row {place}" for place in range(40)],
    "*class*": ["<b>rare</b>", "<b>rare</b>"] + ["yes", "no"] * 19,
}


@cache
def seen():
    return compare("wine", families=SOME, jobs=1)


@cache
def strange():
    return compare(STRANGE, target="*class*", families=SOME, folds=3, explain=1, jobs=1)


def words(story) -> str:
    return " ".join(str(story).split())


def test_every_family_has_a_line_with_score_spread_and_times():
    lines = str(seen()).splitlines()
    for one in seen():
        (line,) = [line for line in lines if re.match(rf"  {one.family.title} +0\.", line)]
        assert f"{one.mean:.3f} ± {one.spread:.3f}" in line
        assert len(re.findall(r"\d (?:s|ms|µs)\b", line)) == 2


def test_what_is_kept_stands_before_the_reader_on_half_of_the_rows_and_on_all():
    told = words(seen())
    assert "stored of 71 → of 142 rows" in told
    assert "logistic regression 42 → 42 weights and biases" in told
    assert "nearest neighbours 71 → 142 rows" in told
    assert "39 → 39 variances" in told


def test_where_the_knowledge_is_is_said_of_each_family():
    told = words(seen())
    assert all(f"{one.family.title}: {one.knows[0].lower()}{one.knows[1:]}" in told for one in seen())


@pytest.mark.parametrize("get", [seen, strange])
def test_no_line_is_wider_than_100_columns(get):
    assert max(map(len, str(get()).splitlines())) <= 100


def test_whatever_a_column_is_called_it_can_do_nothing():
    text, page = str(strange()), strange().html()
    assert "\x1b" not in text
    assert "\u202e" not in text + page
    assert "<script" not in page
    assert "<b>rare" not in page
    assert "&lt;b&gt;rare" in page
    assert r"\$x\_1\$" in strange().markdown()
    assert r"\$x\_1\$" in strange().latex()


def test_it_shows_itself_in_one_line_where_a_value_is_echoed():
    best = seen().results[0]
    shown = f'<comparison: 4 families predicting "cultivar" of the data set wine on 5 folds, the best {best.family.name}, accuracy {best.mean:.3f}>'
    assert repr(seen()) == shown


def test_it_shows_itself_in_a_notebook():
    assert seen()._repr_html_().startswith('<article class="story">')
    assert seen().html().count("<table>") == 2


def test_what_was_noticed_in_the_data_and_who_was_left_out_is_said():
    told = words(strange())
    assert '! Column "constant": the same value in every training row; counted as 0.' in told
    everyone = compare("iris", families=("linear_regression", "decision_tree"), folds=2, jobs=1)
    assert "Left out ──────── linear regression: it predicts numbers, and here classes are told apart." in words(everyone)


def test_what_was_noticed_in_some_folds_only_has_their_numbers():
    rows = 30
    odd = {"x": np.arange(rows) + 0.5, "rare": [1.0] + [0.0] * (rows - 1), "gap": [None, *np.linspace(0, 1, rows - 1)], "word": ["once", *["a", "b"] * 14, "a"]}
    found = compare({**odd, "y": np.arange(rows) ** 1.5}, target="y", families="linear_regression", folds=3, jobs=1)
    (fold,) = [place for place, one in enumerate(found.problem.folds, start=1) if 0 in one.held_out.places]
    told = words(found)
    assert f'! Column "rare": the same value in every training row; counted as 0 (in fold {fold}).' in told
    assert '! Column "gap": 1 cell missing, as none was in training; filled with the median' in told
    assert f'("once"), counted as none of the known ones (in fold {fold}).' in told
    assert f"(in fold {fold})" in " ".join(found.to_json()["notes"])


OF_ANY_SIZE = ("linear_regression", "rbf_svm", "linear_svm", "decision_tree", "adaboost", "xgboost", "lightgbm")


@cache
def learnt_in_units_of(unit):
    X = np.random.default_rng(0).normal(size=(60, 2))
    here = [name for name in OF_ANY_SIZE if not missing_package(FAMILIES[name])]
    return compare(X, np.tanh(X @ [1.0, -2.0]) * 0.9 * unit, families=here, folds=2, jobs=1)


@pytest.mark.parametrize("unit", [1e300, 1.7e308, 1e160, 1e-160, 1e-300, 1e-310])
def test_a_target_of_any_size_has_the_scores_of_ordinary_ones_and_one_note_in_our_words(unit):
    plain, other = learnt_in_units_of(1.0), learnt_in_units_of(unit)
    assert (plain.problem.notes, plain.problem.unit) == ((), 1.0)
    assert {one.family.name for one in other} == {one.family.name for one in plain}
    for one in other:
        assert not one.notes
        assert one.mean == pytest.approx(plain.result(one.family.name).mean, abs=0.05)
    (note,) = other.problem.notes
    assert re.match(r'the target "\w+" is learnt in units of 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+: .* for some libraries; the scores are the same', note)
    told = words(other.explain(3, families=("linear_regression", "decision_tree")))
    assert "leaves something out" not in told
    assert f"Everything that follows the next table is in units of {unit_words(other.problem.unit)}." in told


@pytest.mark.parametrize("unit", [1.0, 1e180])
def test_how_far_off_a_row_may_be_has_its_unit(unit):
    X = np.random.default_rng(0).normal(size=(60, 2))
    seen = compare(X, np.tanh(X @ [1.0, -2.0]) * unit, families="rbf_svm", folds=2, jobs=1)
    knows, unit_words_said = seen.results[0].knows, f" (in units of {unit_words(seen.problem.unit)}) are forgotten"
    assert re.search(r"less than [\d.]+" + re.escape(unit_words_said if unit > 1 else " are forgotten"), knows)


def test_a_number_that_leaves_the_range_is_noted_in_our_words():
    def heard(message):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            warnings.warn(message, RuntimeWarning, stacklevel=1)
        return turn._notes(caught)

    ours = ("some numbers were too large or too small to compute with; its answers may be wrong",)
    assert heard("overflow encountered in square") == heard("invalid value encountered in reduce") == ours
    assert heard("something else") == ("its library warned: something else",)


def test_the_numbers_go_through_json():
    found = json.loads(json.dumps(seen().to_json(), allow_nan=False))
    assert [one["name"] for one in found["families"]] == [one.family.name for one in seen()]
    assert found["families"][0]["scores"] == list(seen().results[0].scores)
    assert {one["name"]: one["kept"][1]["stored"] for one in found["families"]}["nearest_neighbours"] == {"rows": 142}
    assert found["settings"]["target"] == "cultivar"
    assert found["rows"] == 178


# ── one row ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("row", [0, 77, 177])
def test_the_row_is_shown_as_the_table_has_it_with_what_each_family_says(row):
    table, told = gg.read_table("wine"), words(seen().explain(row))
    assert f"alcohol {table['alcohol'].values[row]:g} " in told
    assert f"In the table the target cultivar is {table['cultivar'].values[row]}." in told
    fold = seen().problem.fold_of(row)
    place = list(seen().problem.folds[fold].held_out.places).index(row)
    for name, one in one_row.models_of(seen(), fold, SOME).items():
        assert row not in one.lot.places
        said = one.situation.classes[one.model.predict(seen().problem.folds[fold].held_out.inputs[place : place + 1])[0]]
        right = "yes" if said == table["cultivar"].values[row] else "no"
        assert f"{FAMILIES[name].title} {said} {right}" in told


def test_a_model_that_learns_again_is_the_one_that_was_judged():
    for fold in range(1, 5):
        given = seen().problem.folds[fold]
        for name, one in one_row.models_of(seen(), fold, SOME).items():
            assert np.mean(one.model.predict(given.held_out.inputs) == given.held_out.targets) == seen().result(name).scores[fold]


def test_a_class_that_no_training_row_has_is_said_to_be_unknown_once_before_the_answers():
    rare = compare({"x": list(range(31)), "y": ["rare", *"ab" * 15]}, families=SOME, folds=3, jobs=1)
    told = words(rare.explain(0))
    said = 'is of the class "rare", so no model below can know it, and none can be right here.'
    assert told.count(said) == 1
    assert told.index(said) < told.index("family says right")
    assert "can know it" not in words(rare.explain(1))


def test_only_the_families_that_are_named_are_told():
    told = words(seen().explain(3, families=["decision_tree"]))
    assert "decision tree ┄" not in told
    assert "decision tree ─" in told
    assert "nearest neighbours" not in told
    assert words(seen().explain(3, families="decision_tree")) == told
    with pytest.raises(SettingError, match="'random_forest' is not in this comparison; there are logistic_regression"):
        seen().explain(3, families=["random_forest"])


@pytest.mark.parametrize("row", [-1, 178, 1.5, True, "0"])
def test_a_row_that_is_not_there_is_refused(row):
    with pytest.raises(SettingError, match="the table has the rows 0 to 177"):
        seen().explain(row)


def test_the_row_of_the_setting_is_told_after_the_comparison():
    assert "Row 1, as each family sees it" in words(strange())
    assert "In the table the target *class* is <b>rare</b>." in words(strange())
    assert set(strange().models) == {0, strange().problem.fold_of(1)}


def test_gaps_are_shown_as_nothing():
    assert "$x_1$ nothing" in words(strange().explain(7))


def test_numbers_are_off_by_so_much():
    found = compare("diabetes", families=("linear_regression", "decision_tree"), folds=2, jobs=1)
    told, truth = words(found.explain(5)), gg.read_table("diabetes")["progression"].values[5]
    assert "family says off by" in told
    (says, off) = re.search(r"decision tree (?:≈ )?([\d.]+) (?:≈ )?([−\d.]+)", told).groups()
    assert float(says) - truth == pytest.approx(float(off.replace("−", "-")), abs=0.11)


def test_of_a_row_with_many_columns_the_first_ones_are_shown():
    story = compare("digits", families=("nearest_neighbours", "gaussian_naive_bayes", "linear_svm"), folds=2, jobs=1).explain(5)
    told = words(story)
    assert "pixel_2_7" in told
    assert "Of 10 classes, the 4 highest." in told
    assert "Of 10 classes, the 6 highest." in told
    assert max(map(len, str(story).splitlines())) <= 100
    assert "40 more columns are not shown" in told


def test_that_the_parts_add_up_is_said_only_where_they_do():
    fold = seen().problem.folds[0]
    told = seen().learned["logistic_regression"].family.explain(seen().learned["logistic_regression"], 0, fold.held_out)
    assert isinstance(one_row._checked(told), Aside)
    wrong = one_row._checked(replace(told, output=told.output + 1e-6))
    assert isinstance(wrong, Caution)
    assert "leaves something out" in "".join(map(str, wrong.words))


def test_parts_that_cancel_out_may_miss_the_sum_by_their_own_rounding():
    fold = seen().problem.folds[0]
    told = seen().learned["logistic_regression"].family.explain(seen().learned["logistic_regression"], 0, fold.held_out)
    large = tuple(Part(sign, np.full(len(told.output), value)) for sign, value in (("up", 1e12), ("down", -1e12)))
    checked = one_row._checked(replace(told, parts=(*large, *told.parts), output=told.output + 1e-4))
    assert "rounding of the largest part" in "".join(map(str, checked.words))
    assert isinstance(one_row._checked(replace(told, parts=(*large, *told.parts), output=told.output + 1e4)), Caution)


def test_where_the_answer_is_none_of_the_outputs_all_of_them_are_checked():
    fold = seen().problem.folds[0]
    told = seen().learned["logistic_regression"].family.explain(seen().learned["logistic_regression"], 0, fold.held_out)
    pairs = replace(told, outputs=("0 against 1", "0 against 2", "1 against 2"))
    assert "gives 3 outputs, and the parts add up to each" in "".join(map(str, one_row._checked(pairs).words))
