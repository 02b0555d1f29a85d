"""Pictures of model families: what is drawn is what the models say and what was counted, and the words tell the same."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy import stats

from glassgrad.data import Column, Table, Task
from glassgrad.explain.blocks import Figure
from glassgrad.families.comparing import compare
from glassgrad.families.contents import FAMILIES
from glassgrad.families.family import Lot, Situation, Sort
from glassgrad.families.pictures.boundaries import boundaries
from glassgrad.families.pictures.contents import PICTURES, picture_named, pictures_of
from glassgrad.families.pictures.density import density
from glassgrad.families.pictures.growth import growth, paint_growth
from glassgrad.families.pictures.measured.answering import answering
from glassgrad.families.pictures.measured.boundaries import family_grids
from glassgrad.families.pictures.measured.density import densities_of
from glassgrad.families.pictures.measured.fold import first_fold
from glassgrad.families.pictures.measured.growth import Growth, KeptLine, growth_of
from glassgrad.families.pictures.measured.scores import ScoreLine, ScoreLines, Standing, score_lines
from glassgrad.families.pictures.scores import paint_scores, piled, scores
from glassgrad.families.pictures.times import times
from glassgrad.families.standing import as_good_as_the_best
from glassgrad.graph import SettingError
from glassgrad.plots.figures import new_axes, said
from glassgrad.plots.saving import picture, save, svg
from tests.plots.structure import structure

FEW = ("linear_regression", "logistic_regression", "linear_svm", "rbf_svm", "decision_tree", "nearest_neighbours")


@cache
def compared(name):
    return compare(name, families=FEW, folds=3, jobs=1)


@cache
def strange():
    """Two classes by a word and a number, with a gap, in columns with odd names."""
    rng = np.random.default_rng(0)
    rows = 60
    income, colour = rng.normal(size=rows), np.array(["red", "green", "blue"], dtype=object)[np.arange(rows) % 3]
    risk = np.where((income > 0) ^ (colour == "red"), "high", "low")
    income[5] = np.nan
    data = {"income $x_1$": income, "colour": colour, "member": rng.random(rows) < 0.4, "risk": risk}
    return compare(data, target="risk", families=("logistic_regression", "decision_tree"), folds=3, jobs=1)


@cache
def one_column(task):
    x = np.linspace(-2, 2, 60)
    y = np.where(np.abs(x) < 1, "in", "out") if task == "classes" else np.sin(x)
    return compare({"x": x, "y": y}, target="y", families=("linear_regression", "rbf_svm", "decision_tree", "kernel_density"), folds=3, jobs=1)


def artist(axes, gid):
    found = axes.findobj(lambda one: one.get_gid() == gid)
    assert found, f"nothing is called {gid!r}"
    return found[0]


# ── all of them ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", PICTURES, ids=lambda one: one.name)
@pytest.mark.parametrize("seen", [lambda: compared("iris"), lambda: compared("diabetes"), strange], ids=["classes", "numbers", "strange"])
def test_every_picture_says_what_it_shows_and_how_to_read_it_and_is_written(kind, seen):
    painted = kind.paint(seen())
    words = said(painted)
    assert words.title
    for sentence in (words.shows, words.caption):
        assert sentence.endswith(".")
        assert "nan" not in sentence
        assert "  " not in sentence
        assert any(letter.isdigit() for letter in words.shows)
    text = svg(painted)
    assert words.title in text
    assert picture(painted, "png", dots=40).startswith(b"\x89PNG")


def test_a_picture_is_saved_under_a_name_of_its_own(tmp_path):
    painted = picture_named("scores").paint(compared("iris"))
    assert save(painted, tmp_path / "scores.svg").read_text().startswith("<svg")


def test_an_unknown_picture_is_refused_with_the_nearest_one():
    with pytest.raises(SettingError, match="there is no picture of families 'score'; did you mean scores"):
        picture_named("score")


def test_the_options_of_a_picture_are_those_it_takes():
    assert {one.name: one.options for one in PICTURES} == {
        "scores": (), "boundaries": ("families", "features", "others"), "growth": (), "times": (), "density": ("features",),
    }  # fmt: skip


def test_the_blocks_for_a_story_are_figures_in_order_and_leave_out_what_does_not_fit():
    blocks = pictures_of(one_column("classes"))
    assert [type(one) for one in blocks] == [Figure] * len(PICTURES)
    assert blocks[0].shows.startswith("The accuracy of 3 families on 3 folds")
    words = compare({"w": ["a", "b", "c"] * 8, "y": ["p", "q", "p"] * 8}, target="y", families="decision_tree", folds=2, jobs=1)
    assert len(pictures_of(words)) == len(PICTURES) - 1
    with pytest.raises(SettingError, match="no picture of the kind 'density' of this comparison: none of the input columns holds numbers that vary"):
        density(words)


def test_a_comparison_without_results_has_no_pictures():
    nothing = replace(compared("iris"), results=())
    assert pictures_of(nothing) == ()
    for kind in PICTURES:
        with pytest.raises(SettingError, match="no family has a result"):
            kind.paint(nothing)


# ── boundaries ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["iris", "moons"])
def test_the_region_at_every_place_is_what_the_model_predicts_for_such_a_row(name):
    seen = compared(name)
    fold, table = seen.problem.folds[0], seen.problem.table
    for result, one in zip(seen.results, family_grids(seen).families, strict=True):
        across, up = one.grid.across, one.grid.up
        held = dict(one.grid.held)
        at = {across.name: np.tile(across.at, len(up.at)), up.name: np.repeat(up.at, len(across.at))}
        columns = [Column(c.name, "number", at.get(c.name, np.full(across.at.size * up.at.size, float(held.get(c.name, 0))))) for c in table.columns[:-1]]
        rows = fold.preparation.apply(Table(tuple(columns), "a grid")).values
        expected = seen.learned[result.family.name].model.predict(rows).reshape(len(up.at), len(across.at))
        # The typical values stand in the caption with a few digits: on a border a place may fall to the other side.
        assert (one.grid.regions == expected).mean() > 0.999


@pytest.mark.parametrize("name", ["iris", "moons"])
def test_families_without_probabilities_are_drawn_in_the_palest_shade_and_the_caption_says_so(name):
    seen = compared(name)
    measured = family_grids(seen)
    pale = {one.title for one in measured.families if not one.probabilities}
    assert pale == {"RBF SVM", "linear SVM"}
    for one in measured.families:
        if one.title in pale:
            ordered = np.sort(one.grid.answers, axis=-1)
            assert (ordered[..., -1] / ordered[..., -2]).max() < 0.6 / 0.4
    caption = said(boundaries(seen)).caption
    assert "SVM give no probabilities, so all of their picture is in the palest shade" in caption


def test_rings_are_around_the_rows_of_the_fold_that_a_family_gets_wrong():
    seen = compared("iris")
    fold = seen.problem.folds[0]
    panels = boundaries(seen, families=("decision_tree", "logistic_regression"))
    for axes, name in zip(panels, ("decision_tree", "logistic_regression"), strict=True):
        wrong = int((seen.learned[name].model.predict(fold.held_out.inputs) != fold.held_out.targets).sum())
        rings = [one for one in axes.collections if one.get_gid() == "wrong rows"]
        assert sum(len(one.get_offsets()) for one in rings) == wrong
        assert len(artist(axes, "training rows").get_offsets()) == len(fold.training.places)


def test_every_panel_has_the_same_axes_the_name_of_its_family_and_its_mean_score():
    seen = compared("diabetes")
    panels = boundaries(seen)
    assert len({(one.get_xlim(), one.get_ylim()) for one in panels}) == 1
    assert [one.get_title(loc="left").split("\nR² ") for one in panels] == [
        [one.family.title[:1].upper() + one.family.title[1:], f"{one.mean:.3f}".replace("-", "−")] for one in seen.results
    ]


def test_without_names_the_two_columns_that_matter_most_are_on_the_axes_and_the_caption_says_why():
    rng = np.random.default_rng(0)
    columns = {f"x{place}": rng.normal(size=90) for place in range(5)}
    seen = compare({**columns, "y": 3 * columns["x3"] - 2 * columns["x1"]}, target="y", families=("linear_regression", "decision_tree"), folds=3, jobs=1)
    panels = boundaries(seen)
    assert (panels[-1].get_xlabel(), panels[0].get_ylabel()) == ("x3", "x1")
    assert "Of the 5 columns these two matter most to these families" in said(panels).caption
    named = boundaries(seen, features=("x0", "x2"), others="averaged", families="linear_regression")
    assert (len(named), named[0].get_xlabel(), named[0].get_ylabel()) == (1, "x0", "x2")
    assert "The other columns are averaged over" in said(named).caption
    fit = family_grids(seen, features=("x0", "x2"), others="averaged", families="linear_regression").grids[0]
    assert np.ptp(fit.answers) < 1e-9  # the target hangs on neither of them


def test_along_one_column_the_fit_of_each_family_is_what_it_predicts():
    seen = one_column("numbers")
    panels = boundaries(seen)
    assert "kernel_density" in [one.family.name for one in seen.left_out]
    ground = first_fold(seen)
    mean, deviation = ground.preparation.inputs[0].mean, ground.preparation.inputs[0].deviation
    for axes, result in zip(panels, seen.results, strict=True):
        at, height = artist(axes, "fit").get_data()
        np.testing.assert_allclose(height, seen.learned[result.family.name].model.predict((at[:, None] - mean) / deviation), atol=1e-9)
    assert len({one.get_ylim() for one in panels}) == 1


def test_along_one_column_a_family_without_probabilities_steps_between_0_and_1():
    seen = one_column("classes")
    panels = boundaries(seen)
    svm = next(axes for axes in panels if axes.get_title(loc="left").startswith("RBF SVM"))
    assert set(artist(svm, "probability of class 1").get_ydata()) == {0.0, 1.0}
    assert "RBF SVM gives no probabilities, so its curve steps from 0 to 1" in said(panels).caption


def test_a_class_that_no_training_row_had_has_the_probability_0():
    inputs = np.array([[-1.0], [-0.5], [0.5], [1.0]])
    lot = Lot(inputs, np.array([0, 0, 2, 2]), np.arange(4))
    situation = Situation(task=Task.MANY_CLASSES, features=("x",), classes=("a", "b", "c"), rows=4)
    for name in ("logistic_regression", "linear_svm"):
        answers = answering(FAMILIES[name].learn(lot, situation), None)(np.array([[-2.0], [2.0]]))
        assert answers.argmax(axis=1).tolist() == [0, 2]
        assert answers[:, 1].tolist() == [0, 0]
        np.testing.assert_allclose(answers.sum(axis=1), 1, atol=1e-12)


def test_a_family_that_learns_from_counts_is_asked_in_counts():
    rng = np.random.default_rng(1)
    counts = rng.poisson(3, size=(60, 3))
    data = {"cats": counts[:, 0] + 5 * (np.arange(60) % 2), "dogs": counts[:, 1], "one": np.full(60, 2), "y": np.array(["p", "q"], object)[np.arange(60) % 2]}
    seen = compare(data, target="y", families="multinomial_naive_bayes", folds=3, jobs=1)
    learned, ground = seen.learned["multinomial_naive_bayes"], first_fold(seen)
    lot = ground.fold.held_out
    np.testing.assert_allclose(answering(learned, ground)(lot.inputs), learned.model.predict_proba(lot.counts), atol=1e-12)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"families": ("decision_tre",)}, "'decision_tre' is not in this comparison"),
        ({"features": ("x3",)}, 'no input column "x3"'),
        ({"features": ("x1", "x2", "x1")}, "but the picture has two axes"),
        ({"others": "gone"}, "others is 'gone'"),
    ],
)
def test_what_is_not_there_is_refused(options, words):
    with pytest.raises(SettingError, match=words):
        boundaries(compared("moons"), **options)


def test_axes_that_are_given_are_painted_on_one_for_each_family():
    given = new_axes(columns=2)
    assert boundaries(compared("moons"), families=("decision_tree", "rbf_svm"), axes=given) == given
    with pytest.raises(SettingError, match="this picture has 5 panels, but 2 axes were given"):
        boundaries(compared("moons"), axes=given)


# ── scores ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def lines(*, measure="R²", baseline=-0.02):
    made = [
        ScoreLine("stacking", (0.9, 0.8, 0.9), 0.867, 0.058, Standing.BEST),
        ScoreLine("linear regression", (0.9, 0.7, 0.9), 0.833, 0.115, Standing.AS_GOOD),
        ScoreLine("decision tree", (0.5, 0.1, -7.0), -2.133, 4.22, Standing.LOWER),
    ]
    return ScoreLines(measure, 3, tuple(made), baseline, "the mean")


def test_the_scores_of_every_fold_and_their_mean_are_drawn_where_they_are():
    seen = compared("iris")
    axes = scores(seen)
    assert [one.get_text() for one in axes.get_yticklabels()] == [one.family.title for one in seen.results]
    for place, one in enumerate(seen.results):
        np.testing.assert_allclose(np.sort(artist(axes, f"folds {place}").get_offsets()[:, 0]), np.sort(one.scores))
        np.testing.assert_allclose(artist(axes, f"mean {place}").get_offsets(), [[np.mean(one.scores), place]])
        low, high = artist(axes, f"spread {place}").get_xdata()
        assert high - low == pytest.approx(2 * np.std(one.scores, ddof=1))
    assert np.all(np.diff([one.mean for one in seen.results]) <= 0)


def test_the_best_and_those_as_good_are_told_apart_without_colour():
    axes = new_axes()
    paint_scores(axes, lines())
    weights = [one.get_fontweight() for one in axes.get_yticklabels()]
    assert weights == ["bold", "bold", "normal"]
    shapes = [len(artist(axes, f"mean {place}").get_paths()[0].vertices) for place in range(3)]
    assert shapes[0] < shapes[1] == shapes[2]  # a diamond, and discs
    fills = [artist(axes, f"mean {place}").get_facecolor()[0, :3].mean() for place in range(3)]
    assert fills[0] < fills[1] < 0.6 < fills[2] == 1.0
    labels = [one.get_text() for one in axes.get_legend().get_texts()]
    assert labels[:3] == ["mean: the best", "mean: as good, within the noise", "mean: lower"]


def test_who_is_as_good_as_the_best_is_what_the_guide_says():
    seen = compared("moons")
    good = {one.family.title for one in as_good_as_the_best(seen.results)}
    assert {one.title for one in score_lines(seen).lines if one.standing is not Standing.LOWER} == good


def test_r_squared_far_below_0_is_cut_off_and_the_caption_says_how_much():
    axes = new_axes()
    paint_scores(axes, lines())
    assert -1.2 < axes.get_xlim()[0] < -1
    assert "1 score below −1" in said(axes).caption
    assert artist(axes, "baseline").get_xdata()[0] == -0.02


def test_a_baseline_far_away_is_told_and_not_drawn():
    axes = new_axes()
    paint_scores(axes, replace(lines(baseline=0.333), lines=lines().lines[:2]))
    assert not [one for one in axes.lines if one.get_gid() == "baseline"]
    assert "Always saying the mean has 0.333, which lies outside the picture." in said(axes).caption


def test_of_two_folds_the_picture_says_that_they_say_little_of_chance():
    axes = new_axes()
    two = tuple(replace(one, scores=one.scores[:2]) for one in lines().lines)
    paint_scores(axes, replace(lines(), folds=2, lines=two))
    assert axes.get_title(loc="left") == "R² on 2 folds, which say little about chance"
    assert "mean: close to it" in [one.get_text() for one in axes.get_legend().get_texts()]
    assert "Two folds say little about chance: which of these differences would stay, more folds" in said(axes).caption
    for sentence in (said(axes).shows, said(axes).caption):
        assert "noise" not in sentence
        assert "little about chance" in sentence


def test_dots_of_the_same_score_stand_above_each_other():
    assert piled([1.0, 1.0, 0.9], 0.01) == [-0.5, 0.5, 0.0]


def test_the_structure_of_scores(golden):
    axes = new_axes()
    paint_scores(axes, lines())
    golden("family_scores.txt", structure(svg(axes)))


# ── growth and times ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_kept_of_half_and_of_all_rows_is_drawn_where_it_is():
    seen = compared("iris")
    things, sizes = growth(seen)
    for one in seen.results:
        line = artist(things, f"things of {one.family.title}")
        np.testing.assert_array_equal(line.get_xydata(), [[one.half.rows, one.half.count], [one.all.rows, one.all.count]])
        np.testing.assert_array_equal(artist(sizes, f"bytes of {one.family.title}").get_ydata(), [one.half.bytes, one.all.bytes])
    assert things.get_yscale() == sizes.get_yscale() == "log"


def test_lines_that_stay_are_thin_and_hollow_and_sorts_have_a_marker_each():
    seen = compared("iris")
    things, _ = growth(seen)
    flat, rising = (artist(things, f"things of {name}") for name in ("logistic regression", "nearest neighbours"))
    assert flat.get_linewidth() < rising.get_linewidth()
    assert flat.get_markerfacecolor() != flat.get_color()
    assert rising.get_markerfacecolor() == rising.get_color()
    markers = {one.family.sort: artist(things, f"things of {one.family.title}").get_marker() for one in seen.results}
    assert len(set(markers.values())) == len(markers)
    assert "logistic regression  =" in [one.get_text() for one in things.texts]
    assert "nearest neighbours  ×2.0" in [one.get_text() for one in things.texts]


def test_what_grows_is_told_with_its_numbers():
    kept = (KeptLine("a", Sort.PARAMETRIC, 5, 5), KeptLine("b", Sort.INSTANCES, 40, 80))
    panels = new_axes(columns=2)
    paint_growth(panels, Growth(40, 80, kept, kept))
    shows = said(panels).shows
    assert "The same number of things: a (5). Another number: b (40 → 80)." in shows
    assert growth_of(compared("iris")).things[0].title == compared("iris").results[0].family.title


def test_times_are_drawn_where_they_are():
    seen = compared("iris")
    axes = times(seen)
    np.testing.assert_allclose(artist(axes, "learning a fold").get_offsets()[:, 0], [one.fit_seconds for one in seen.results])
    np.testing.assert_allclose(artist(axes, "predicting 1,000 rows").get_offsets()[:, 0], [one.predict_seconds for one in seen.results])


# ── density ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_hill_is_the_mean_of_normal_densities_around_its_rows_in_their_own_units_times_its_share():
    seen = compared("iris")
    measured = densities_of(seen, ("petal length (cm)",))
    (at,) = measured.axes
    fold = seen.problem.folds[0]
    rows = seen.problem.table["petal length (cm)"].values[fold.training.places]
    for place in range(3):
        mine = rows[fold.training.targets == place]
        width = mine.std() * len(mine) ** (-1 / 5)
        expected = stats.norm.pdf(at[:, None], mine[None], width).mean(axis=1) * len(mine) / len(rows)
        np.testing.assert_allclose(measured.heights[place], expected, atol=1e-9)
        assert measured.widths[place, 0] == pytest.approx(width)


@pytest.mark.parametrize("columns", [("bmi",), ("bmi", "s5")])
def test_where_a_number_is_predicted_there_is_one_hill_and_it_holds_1(columns):
    measured = densities_of(compared("diabetes"), columns)
    volume = measured.heights[0]
    for axis in measured.axes:
        volume = np.trapezoid(volume, axis, axis=-1)
    assert volume == pytest.approx(1, abs=0.01)
    axes = density(compared("diabetes"), features=columns)
    assert axes.get_xlabel() == "bmi"
    assert axes.get_legend() is None


def test_over_two_columns_the_hills_lie_where_their_rows_do_and_their_shares_add_up():
    seen = compared("iris")
    measured = densities_of(seen, ("petal length (cm)", "sepal width (cm)"))
    np.testing.assert_allclose(measured.shares.sum(axis=0), 1, atol=1e-12)
    for place in range(3):
        up, across = np.unravel_index(measured.heights[place].argmax(), measured.heights[place].shape)
        mine = measured.rows.truth == place
        assert abs(measured.axes[0][across] - np.median(measured.rows.across[mine])) < 0.5
        assert abs(measured.axes[1][up] - np.median(measured.rows.up[mine])) < 0.5
    axes = density(seen, features=measured.columns)
    assert (axes.get_xlabel(), axes.get_ylabel()) == measured.columns
    assert artist(axes, "rings of class 0")
    assert artist(axes, "region of class 2")


def test_between_two_classes_that_mirror_each_other_the_border_is_in_the_middle():
    x = np.concatenate([np.linspace(-3, -1, 30), np.linspace(1, 3, 30)])
    seen = compare({"x": x, "y": np.repeat(["left", "right"], 30)}, target="y", families="kernel_density", folds=2, jobs=1)
    whole = seen.problem.folds[0]
    mirrored = replace(whole, training=replace_lot(whole.training, x, whole.preparation))
    measured = densities_of(replace(seen, problem=replace(seen.problem, folds=(mirrored, *seen.problem.folds[1:]))))
    assert measured.borders == [pytest.approx(0, abs=1e-6)]
    axes = density(seen)
    assert "Strip: the share of each class by Bayes' rule" in said(axes).caption


def replace_lot(lot, x, preparation):
    """All rows as training rows."""
    plan = preparation.inputs[0]
    return Lot(((x - plan.mean) / plan.deviation)[:, None], np.repeat([0, 1], 30), np.arange(60))


def test_the_column_whose_hills_tell_the_classes_apart_best_is_taken_if_none_is_named():
    rng = np.random.default_rng(2)
    y = np.repeat(["a", "b"], 40)
    data = {"noise": rng.normal(size=80), "apart": rng.normal(size=80) + 6 * (y == "b"), "more noise": rng.normal(size=80), "y": y}
    axes = density(compare(data, target="y", families="decision_tree", folds=2, jobs=1))
    assert axes.get_xlabel() == "apart"
    assert "Of the 3 columns of numbers this one alone tells the classes apart best. 100% of the training rows" in said(axes).caption


def test_hills_over_words_are_refused():
    with pytest.raises(SettingError, match="the column 'colour' holds words, and hills need an axis of numbers; the columns of numbers are income"):
        density(strange(), features=("colour",))


def test_classes_of_one_colour_have_other_lines():
    data = {"x": np.repeat(np.arange(10.0), 6) + np.tile(np.linspace(0, 0.5, 6), 10), "y": [f"class {place}" for place in np.repeat(np.arange(10), 6)]}
    axes = density(compare(data, target="y", families="decision_tree", folds=2, jobs=1))
    looks = [(one.get_color(), one.get_linestyle()) for place in range(10) for one in [artist(axes, f"density of class {place}")]]
    assert len(set(looks)) == 10
    assert "Classes 8 apart in the key share a colour: their lines are broken in other ways" in said(axes).caption


def test_no_bar_of_a_score_is_cut_off():
    axes = new_axes()
    wide = ScoreLine("stacking", (0.90, 0.96), 0.93, 0.042, Standing.BEST)
    paint_scores(axes, ScoreLines("accuracy", 2, (wide,), 0.3, "the most frequent class"))
    low, high = axes.get_xlim()
    assert low < 0.93 - 0.042 < 0.93 + 0.042 < high


def test_a_size_that_differs_by_a_few_bytes_is_as_good_as_flat():
    few = KeptLine("a", Sort.PARAMETRIC, 5_837, 5_841)
    panels = new_axes(columns=2)
    paint_growth(panels, Growth(40, 80, (KeptLine("a", Sort.PARAMETRIC, 5, 5),), (few,)))
    assert [one.get_text() for one in panels[1].texts] == ["a  ≈"]
    assert artist(panels[1], "bytes of a").get_linewidth() == artist(panels[0], "things of a").get_linewidth()
    assert "≈ to a hundredth" in said(panels).caption


def test_long_names_are_short_beside_the_hills_and_whole_in_the_sentences():
    long = [f"patients that were seen in ward {ward} of the old hospital" for ward in (11, 12)]
    data = {"x": [*np.linspace(0, 1, 20), *np.linspace(3, 4, 20)], "y": np.repeat(long, 20)}
    axes = density(compare(data, target="y", families="kernel_density", folds=2, jobs=1))
    assert all(f"The hill of {name} is highest at x" in said(axes).shows for name in long)
    assert max(len(one.get_text()) for one in axes.get_legend().get_texts()) <= 24


def test_strange_names_are_shown_letter_by_letter():
    panels = boundaries(strange(), features=("income $x_1$", "colour"))
    assert panels[0].get_xlabel() in ("", r"income \$x_1\$")
    assert "income $x_1$" in svg(panels)
    assert "over income $x_1$ and colour, one for each family" in said(panels).shows
