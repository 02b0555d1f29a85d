"""What is drawn of a boundary or a fit is what `predict` says; columns keep their own units; rows, rings and words are true."""

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from sklearn.metrics import r2_score

from glassgrad.graph import NonFiniteError, SettingError
from glassgrad.plots.boundaries import boundaries
from glassgrad.plots.boundary import boundary, paint_boundary
from glassgrad.plots.boundary_parts.curve_of_classes import changes_of_class
from glassgrad.plots.boundary_parts.curve_of_numbers import heights_shown
from glassgrad.plots.boundary_parts.fills import scale_of
from glassgrad.plots.figures import new_axes, said
from glassgrad.plots.learning import learning
from glassgrad.plots.measured.answers import odds_against_next
from glassgrad.plots.measured.boundary import BoundaryGrid, Moment, measure_boundary
from glassgrad.plots.measured.chosen_columns import changes_by_column, chosen_columns
from glassgrad.plots.measured.cut import DrawnRows
from glassgrad.plots.measured.feature_axes import number_axis, words_axis
from glassgrad.plots.measured.path import say_after, states_along
from glassgrad.plots.measured.section import section_of
from glassgrad.plots.names import short_names
from glassgrad.plots.saving import svg
from glassgrad.training import open_run, train
from tests.plots.structure import structure

ROWS = 60


@pytest.fixture(scope="module")
def mixed():
    """Rows of all kinds of columns: a number with gaps, one of many sizes, words with gaps, booleans, a constant."""
    rng = np.random.default_rng(3)
    age, income = rng.uniform(20, 70, ROWS).round(), np.exp(rng.normal(9, 2.5, ROWS))
    city, member = rng.choice(["Rome", "Oslo", "Lima"], ROWS, p=[0.5, 0.3, 0.2]), rng.choice([True, False], ROWS, p=[0.7, 0.3])
    risk = np.where(age + 20 * (city == "Oslo") - 15 * member > 45, "high $", np.where(age > 35, "mid", "low\x07"))
    some_ages, some_cities = age.astype(object), city.astype(object)
    some_ages[::11], some_cities[5::11] = None, None
    columns = {
        "age": some_ages.tolist(), "income $x_1$": income.tolist(), "city": some_cities.tolist(), "member": member.tolist(), "same": [1] * ROWS,
        "risk": risk.tolist(),
    }  # fmt: skip
    return train(columns, target="risk", hidden=(6,), epochs=25, seed=0, engine="reference"), columns


def gid(axes, name):
    return [one for one in axes.findobj() if one.get_gid() == name]


def dots(axes, name):
    return [tuple(place) for one in gid(axes, name) for place in np.asarray(one.get_offsets())]


def typical(columns, run):
    """What the columns hold in a typical training row, found with NumPy and not with the product."""
    rows = run.plan.split.training
    filled = {name: [values[row] for row in rows if values[row] is not None] for name, values in columns.items()}
    return {name: np.median(filled[name]) if name in ("age", "income $x_1$", "same") else max(set(filled[name]), key=filled[name].count) for name in filled}


# ── what is drawn is what is predicted ────────────────────────────────────────────────────────────────────────────────


def test_the_classes_of_a_grid_are_those_that_are_predicted(two_classes):
    grid = measure_boundary(two_classes, points=15)
    x, y = np.meshgrid(grid.across.at, grid.up.at)
    rows = {"x1": x.ravel(), "x2": y.ravel()}
    assert np.array(grid.classes)[grid.regions.ravel()].tolist() == two_classes.predict(rows).tolist()
    np.testing.assert_allclose(grid.answers.reshape(-1, 2), two_classes.probabilities(rows), atol=1e-12)


@pytest.mark.parametrize("features", [("age", "city"), ("city", "member"), ("member", "income $x_1$"), ("city",), ("age",)])
def test_raw_columns_go_through_the_preparation_of_the_run_and_the_others_are_typical(mixed, features):
    run, columns = mixed
    grid = measure_boundary(run, features=features, points=5)
    across, up = (list(map(bool, axis.values)) if axis.name == "member" else axis.values for axis in (grid.across, grid.up or number_axis("", 0, 1, 1)))
    rows = {name: [value] * (len(across) * len(up)) for name, value in typical(columns, run).items() if name not in ("risk", *features)}
    rows[features[0]] = [one for _ in up for one in across]
    rows |= {features[1]: [one for one in up for _ in across]} if grid.up else {}
    assert [grid.classes[place] for place in grid.regions.ravel()] == run.predict(rows).tolist()
    np.testing.assert_allclose(grid.answers.reshape(-1, 3), run.probabilities(rows), atol=1e-12)


def test_averaged_answers_are_the_means_over_training_rows(mixed):
    run, columns = mixed
    training = run.plan.split.training
    grid = measure_boundary(run, features=("age", "city"), others="averaged", points=3)
    assert grid.averaged == len(training)
    for up, across in ((0, 0), (3, 2), (7, 1)):
        rows = {name: [values[row] for row in training] for name, values in columns.items() if name != "risk"}
        rows |= {"age": [grid.across.values[across]] * len(training), "city": [grid.up.values[up]] * len(training)}
        np.testing.assert_allclose(grid.answers[up, across], run.probabilities(rows).mean(axis=0), atol=1e-12)


def test_a_fit_is_in_the_units_of_the_target(numbers, one_feature):
    grid = measure_boundary(one_feature, points=30)
    np.testing.assert_allclose(grid.answers, one_feature.predict({"x": grid.across.at}), atol=1e-12)
    grid = measure_boundary(numbers, features=("bmi", "s5"), points=4)
    held = {name: np.median(numbers.plan.data[name].values[numbers.plan.split.training]) for name in numbers.plan.data.names}
    x, y = np.meshgrid(grid.across.at, grid.up.at)
    np.testing.assert_allclose(grid.answers.ravel(), numbers.predict({name: np.full(16, held[name]) for name in held} | {"bmi": x.ravel(), "s5": y.ravel()}))


def test_on_the_line_both_classes_are_equally_likely(two_classes):
    axes = boundary(two_classes)
    (line,) = gid(axes, "border")
    places = np.concatenate([path.vertices for path in line.get_paths()])
    sure = two_classes.probabilities({"x1": places[:, 0], "x2": places[:, 1]})[:, 1]
    assert len(places) > 50
    np.testing.assert_allclose(sure, 0.5, atol=0.01)
    assert {one.get_text() for one in gid(axes, "border's label")} == {"p = ½"}


def test_the_weights_after_any_step_can_be_drawn_on_one_section(two_classes):
    section = section_of(two_classes, points=8)
    for step, state in zip((0, 3), states_along(two_classes, (0, 3)), strict=True):
        drawn, alone = measure_boundary(two_classes, state, step=step, section=section), measure_boundary(two_classes, step=step, points=8)
        np.testing.assert_array_equal(drawn.answers, alone.answers)
        assert drawn.moment == alone.moment
    assert measure_boundary(two_classes, state, section=section).moment is None


def test_the_score_of_a_moment_is_that_of_the_history(two_classes):
    history = two_classes.history
    moment = measure_boundary(two_classes, step=int(history["step"][-1]), points=3).moment
    assert (moment.loss, moment.metric) == (history["validation_loss"][-1], history["validation_metric"][-1])


# ── rows of the data ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_rows_have_the_place_of_their_values_and_wrong_ones_a_ring(classes):
    axes = boundary(classes, rows="training", features=("petal length (cm)", "petal width (cm)"), points=20)
    rows = classes.plan.split.training
    table = classes.plan.data.take(rows)
    x, y, species = (table[name].values for name in ("petal length (cm)", "petal width (cm)", "species"))
    wrong = classes.predict(table) != species
    assert wrong.any()
    assert dots(axes, "wrong rows") == list(zip(x[wrong], y[wrong], strict=True))
    for place, name in enumerate(classes.plan.preparation.classes):
        assert dots(axes, f"rows of class {place}") == list(zip(x[species == name], y[species == name], strict=True))
    assert f"wrong: {wrong.sum()} of {len(rows)}" in [one.get_text() for one in axes.get_legend().get_texts()]


def test_rows_it_learnt_from_and_rows_held_out_are_told_apart(one_feature):
    axes = boundary(one_feature)
    plan = one_feature.plan
    for name, rows in (("training rows", plan.split.training), ("held-out rows", plan.split.validation)):
        assert dots(axes, name) == list(zip(plan.data["x"].values[rows], plan.data["y"].values[rows], strict=True))
    assert not dots(boundary(one_feature, rows="validation"), "training rows")


def test_a_row_has_the_colour_of_its_true_number_on_the_scale_of_the_fit(numbers):
    axes = boundary(numbers, points=10)
    grid = measure_boundary(numbers, points=10)
    scale = scale_of(grid)
    (fit,), (rows,) = gid(axes, "fit"), gid(axes, "rows")
    values = numbers.plan.data["progression"].values[numbers.plan.split.validation]
    band = np.searchsorted(scale.levels, values, side="right")
    assert scale.levels[0] <= numbers.plan.data["progression"].values.min()
    np.testing.assert_allclose(rows.get_facecolors(), fit.get_facecolors()[band], atol=1 / 255)


def test_a_row_of_a_word_lies_in_its_band_and_always_at_the_same_place(mixed):
    run, columns = mixed
    axes = boundary(run, features=("city", "member"), rows="training")
    words = [one.get_text() for one in axes.get_xticklabels()]
    assert words == ["Lima", "Oslo", "Rome", "(missing)"]
    places = sorted(place for number in range(3) for place in dots(axes, f"rows of class {number}"))
    assert [round(x) for x, _ in places] == sorted(words.index(columns["city"][row] or "(missing)") for row in run.plan.split.training)
    again = boundary(run, features=("city", "member"), rows="training")
    assert places == sorted(place for number in range(3) for place in dots(again, f"rows of class {number}"))


def test_rows_that_have_no_place_are_counted_in_the_caption(mixed):
    run, columns = mixed
    lost = sum(columns["age"][row] is None for row in run.plan.split.training)
    axes = boundary(run, features=("age", "member"), rows="training", points=5)
    assert f'{lost} rows without a value in "age" are not drawn.' in said(axes).caption
    assert sum(len(dots(axes, f"rows of class {number}")) for number in range(3)) == len(run.plan.split.training) - lost


def test_one_row_far_out_does_not_press_the_others_together():
    x = np.linspace(0, 1, 50)
    x[7] = 1e6
    run = train({"x": x, "y": np.arange(50) % 2}, target="y", validation=0, epochs=1, seed=0, engine="reference")
    axes = boundary(run)
    assert axes.get_xlim()[1] < 1.1
    assert '1 row beyond the edges of the picture in "x" is not drawn.' in said(axes).caption


def test_a_column_of_many_sizes_has_a_logarithmic_axis(mixed):
    axes = boundary(mixed[0], features=("income $x_1$", "age"), points=6)
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "linear")


def test_of_many_words_the_most_frequent_are_shown():
    words = [f"word {number}" for number in range(30) for _ in range(number + 1)]
    run = train({"w": words, "y": np.arange(len(words)) % 2}, target="y", validation=0, epochs=1, seed=0, engine="reference")
    axes = boundary(run)
    assert {one.get_text() for one in axes.get_xticklabels()} == {f"word {number}" for number in range(18, 30)}
    assert 'Of the 30 words in "w", the 12 most frequent are shown.' in said(axes).caption


# ── which columns ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_names_the_columns_that_change_the_answer_most_are_taken():
    rng = np.random.default_rng(0)
    columns = {f"x{place}": rng.normal(size=80) for place in range(5)}
    run = train({**columns, "y": 3 * columns["x3"] - 2 * columns["x1"]}, target="y", hidden=(), epochs=60, seed=0, engine="reference")
    grid = measure_boundary(run, points=3)
    assert (grid.across.name, grid.up.name) == ("x3", "x1")
    changes = changes_by_column(run.plan, run.parameters)
    assert f"changes by {changes[3]:.2f} and {changes[1]:.2f} on average" in grid.notes[0]


def test_the_change_by_a_column_of_a_linear_network_is_its_slope_times_the_distance_of_two_rows():
    x = np.linspace(0, 1, 40)
    run = train({"x": x, "z": np.tile([0.0, 1.0], 20), "y": 5 * x}, target="y", hidden=(), epochs=2, seed=0, validation=0, engine="reference")
    slope = abs(float(np.diff(run.predict({"x": [0.0, 1.0], "z": [0.0, 0.0]}))[0]))
    distance = np.abs(x[:, None] - x[None]).sum() / (40 * 39)
    assert changes_by_column(run.plan, run.parameters)[0] == pytest.approx(slope * distance, rel=0.1)


@pytest.mark.parametrize(
    ("features", "words"),
    [
        (("agee",), r'the table has no input column "agee".* Did you mean "age"'),
        (("age", "age"), r'features has the column "age" twice; name two different columns, or it alone'),
        (("risk",), r'the column "risk" is the target, which is predicted; the axes need input columns: "age"'),
        (("same",), r'the column "same" tells nothing here \(always 0: every value is 1'),
        (("city=Rome",), r'"city=Rome" is a feature made from the column "city"; .* name "city"'),
        (("age", "city", "member"), r"features are 3 columns .* two axes; name one column or two"),
    ],
)
def test_columns_that_cannot_be_on_an_axis_are_refused_with_the_reason(mixed, features, words):
    with pytest.raises(SettingError, match=words):
        boundary(mixed[0], features=features)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"others": "mean"}, "others is 'mean'.* choose one of typical, averaged"),
        ({"rows": "test"}, "rows is 'test'; choose one of training, validation"),
        ({"points": 1}, "points is 1; expected a whole number at least 2"),
        ({"steps": (1, 2)}, "one step, not after 2; several pictures over time are of the kind boundaries"),
        ({"steps": (10**6,)}, "there is no state after step 1000000 in this run"),
    ],
)
def test_settings_that_mean_nothing_are_refused(two_classes, options, words):
    with pytest.raises(SettingError, match=words):
        boundary(two_classes, **options)


# ── over time ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pictures_over_time_begin_before_the_first_step_and_share_axes_and_key(two_classes):
    panels = boundaries(two_classes, count=4, points=12)
    assert len(panels) == 4
    assert panels[0].get_title(loc="left").startswith("Before the first step\naccuracy ")
    assert panels[-1].get_title(loc="left").startswith(f"After step {two_classes.steps}")
    assert len({axes.get_xlim() for axes in panels}) == len({axes.get_ylim() for axes in panels}) == 1
    assert [one.get_gid() for one in panels[0].figure.legends] == ["key"]
    assert said(panels).shows.startswith("4 pictures. The accuracy: ")


def test_colours_of_a_fit_mean_the_same_after_every_step(numbers):
    section = section_of(numbers, points=5)
    first, last = (measure_boundary(numbers, step=step, section=section) for step in (0, numbers.steps))
    assert not np.allclose(first.answers, last.answers)
    np.testing.assert_array_equal(scale_of(first).levels, scale_of(last).levels)
    truth = numbers.plan.data["progression"].values
    assert scale_of(first).levels[0] <= truth.min() < truth.max() <= scale_of(first).levels[-1]


def test_chosen_steps_are_shown_on_axes_that_are_given(numbers):
    given = new_axes(columns=2)
    panels = boundaries(numbers, steps=(0, 5), features=("bmi",), points=20, axes=given)
    assert panels == given
    heights = [one.get_ylim() for one in panels]
    assert heights[0] == heights[1]
    with pytest.raises(SettingError, match=r"3 panels, but 2 axes were given; give axes=\[…\] with 3"):
        boundaries(numbers, steps=(0, 1, 2), axes=given)
    with pytest.raises(SettingError, match="21 pictures are too small"):
        boundaries(numbers, steps=tuple(range(21)))


# ── records made by hand ──────────────────────────────────────────────────────────────────────────────────────────────


def by_hand(answers, **more):
    return BoundaryGrid(number_axis("a", 0, 1, answers.shape[1]), number_axis("b", 0, 1, answers.shape[0]), answers, target="c", **more)


def test_a_picture_needs_no_run():
    x, _ = np.meshgrid(np.linspace(0, 1, 40), np.linspace(0, 1, 40))
    first = 1 / (1 + np.exp(8 * (x - 0.5)))
    axes = new_axes()
    paint_boundary(axes, by_hand(np.stack([first, 1 - first], axis=-1), classes=("left", "right")))
    (line,) = gid(axes, "border")
    np.testing.assert_allclose(line.get_paths()[0].vertices[:, 0], 0.5, atol=1e-9)
    assert said(axes).shows.endswith("Predicted over the picture: left on 50% and right on 50%.")
    assert {one.get_gid() for one in axes.texts} >= {"name of class 0", "name of class 1"}


def test_log_odds_are_above_zero_for_the_likeliest_class_alone():
    sure = np.random.default_rng(0).dirichlet(np.ones(5), 200)
    odds = odds_against_next(sure)
    assert ((odds > 0).argmax(axis=1) == sure.argmax(axis=1)).all()
    assert ((odds > 0).sum(axis=1) == 1).all()
    ranked = np.sort(sure, axis=1)
    np.testing.assert_allclose(odds.max(axis=1), np.log(ranked[:, -1] / ranked[:, -2]))
    assert np.isfinite(odds_against_next(np.array([[1.0, 0.0, 0.0]]))).all()


def test_along_one_column_the_class_changes_where_the_sigmoid_is_a_half():
    axis = number_axis("x", -1, 1, 8)
    sure = 1 / (1 + np.exp(-5 * (axis.at - 0.3)))
    grid = BoundaryGrid(axis, None, np.column_stack([1 - sure, sure]), target="y", classes=("no", "yes"))
    assert changes_of_class(grid) == pytest.approx([0.3], abs=1e-9)
    axes = new_axes()
    paint_boundary(axes, grid)
    assert gid(axes, "border")[0].get_xdata()[0] == pytest.approx(0.3)
    assert "The predicted class changes at 0.300." in said(axes).shows


def test_words_have_bands_that_meet_halfway():
    answers = np.array([[0.9, 0.1], [0.9, 0.1], [0.2, 0.8], [0.2, 0.8]])[None].repeat(5, axis=0)
    grid = BoundaryGrid(words_axis("w", ("p", "q")), number_axis("b", 0, 1, 5), answers, target="c", classes=("no", "yes"))
    axes = new_axes()
    paint_boundary(axes, grid)
    (line,) = gid(axes, "border")
    assert set(line.get_paths()[0].vertices[:, 0]) == {0.5}


def test_answers_that_are_not_finite_are_left_white_and_said(two_classes):
    state = {name: value * 1e200 for name, value in two_classes.parameters.items()}
    grid = measure_boundary(two_classes, state, points=10)
    lost = ~np.isfinite(grid.answers).all(axis=-1)
    assert lost.any()
    assert (grid.regions[lost] == -1).all()
    axes = new_axes()
    paint_boundary(axes, grid)
    assert "Where the picture is white, the answer is not finite." in said(axes).caption
    with pytest.raises(NonFiniteError, match="with these weights none of the network's answers is finite"):
        measure_boundary(two_classes, {name: value * np.nan for name, value in two_classes.parameters.items()}, points=3)


def test_a_curve_far_beyond_the_rows_does_not_press_them_together():
    grid = BoundaryGrid(number_axis("x", 0, 1, 5), None, np.array([0.0, 1.0, 2.0, 1e6, -1e6]), target="y", range=(0.0, 2.0))
    assert heights_shown(grid) == pytest.approx((-2.12, 4.12))
    axes = new_axes()
    paint_boundary(axes, grid)
    assert "The curve leaves the picture: it goes from" in said(axes).caption


def test_long_names_of_classes_stay_apart():
    names = [f"patients of ward {number} in the north wing" for number in range(12)]
    assert len(set(short_names(names, 16))) == 12
    alike = ["a" * 30 + "b" * number + "a" * 30 for number in (20, 21)]
    assert len(set(short_names(alike, 16))) == 2


def test_a_run_that_burst_is_drawn_as_far_as_its_numbers_go(tmp_path):
    """The loss and R² of its last weights are infinite, which is written like any other number."""
    x = np.linspace(-2, 2, 24)
    with pytest.raises(NonFiniteError):
        train(
            {"x": x, "y": x**2}, target="y", hidden=(6,), optimizer="gradient_descent", learning_rate=1e3, batch=8, engine="reference", precision="float32",
            save=tmp_path / "burst.glass",
        )  # fmt: skip
    with open_run(tmp_path / "burst.glass") as run:
        panels = boundaries(run, points=20)
        assert panels[-1].get_title(loc="left").endswith("R² −∞, loss ∞")
        assert f"−∞ with loss ∞ {say_after(run.steps)}" in said(panels).shows
        assert f"−∞ with loss ∞ {say_after(run.steps)}" in learning(run, points=20, count=3).shows


def test_answers_of_which_none_is_finite_are_refused_with_the_way_out(two_classes):
    with pytest.raises(NonFiniteError, match="after step 5 none of the network's answers is finite, so there is nothing to draw; choose earlier steps"):
        measure_boundary(two_classes, {name: value * np.nan for name, value in two_classes.parameters.items()}, step=5, points=3)


# ── what must be known about the picture ──────────────────────────────────────────────────────────────────────────────


def regions_of(shares, *, names=("no", "yes"), truth=(0, 1, 1), **chosen):
    """A picture of two columns in which the probability of the second class grows from left to right, with rows along its middle."""
    answers = np.broadcast_to(np.stack([1 - np.asarray(shares), shares], axis=-1), (5, len(shares), 2))
    truth = np.array(truth)
    points = DrawnRows(np.linspace(0.1, 0.9, len(truth)), np.full(len(truth), 0.5), truth, np.zeros(len(truth), bool), "held-out")
    across, up = number_axis("a", 0, 1, len(shares)), number_axis("b", 0, 1, 5)
    return BoundaryGrid(across, up, answers, target="c", classes=names, points=points, **{"right": np.ones(len(truth), bool), **chosen})


def keyed(axes):
    return [one.get_text() for one in axes.get_legend().get_texts()]


def painted(grid):
    axes = new_axes()
    paint_boundary(axes, grid)
    return axes


def test_of_a_boundary_that_is_not_there_nothing_is_said():
    there, absent = painted(regions_of([0.1, 0.4, 0.8])), painted(regions_of([0.1, 0.2, 0.3]))
    assert "On the black line" in said(there).caption
    assert "boundary: p = ½" in keyed(there)
    assert "black line" not in said(absent).caption
    assert "Everywhere it is the same class, so there is no boundary." in said(absent).caption
    assert "boundary: p = ½" not in keyed(absent)
    assert not gid(absent, "border")


def test_rows_that_are_judged_but_not_drawn_are_counted_beside_the_key_and_in_the_words():
    moment = Moment(step=0, epoch=0, loss=0.5, metric=0.6, metric_name="accuracy", rows=5, which="held-out")
    some = painted(regions_of([0.1, 0.4, 0.8], right=np.array([True, False, True]), moment=moment))
    assert "wrong: 1 of the 3 drawn" in keyed(some)
    assert "The accuracy over the 5 held-out rows is 60%, the loss 0.5. 2 of these rows are not drawn." in said(some).shows
    all_of_them = painted(regions_of([0.1, 0.4, 0.8], right=np.array([True, False, True]), moment=replace(moment, rows=3)))
    assert "wrong: 1 of 3" in keyed(all_of_them)
    assert "not drawn" not in said(all_of_them).shows


def test_a_class_without_dots_is_said():
    assert "None of them is of the class no." in said(painted(regions_of([0.1, 0.4, 0.8], truth=(1, 1)))).caption
    assert "None of them" not in said(painted(regions_of([0.1, 0.4, 0.8]))).caption


def test_a_class_is_called_the_same_everywhere_in_the_picture_and_whole_in_words():
    long = "a very long class name that costs $5 and $6 in the shop around the corner"
    axes = painted(regions_of([0.1, 0.4, 0.8], names=(long, "yes"), truth=(1, 1)))
    (name,) = (one.get_text() for one in gid(axes, "name of class 0"))
    assert name == keyed(axes)[0]
    assert "…" in name
    assert f"{long} on " in said(axes).shows
    assert f"of the class {long}." in said(axes).caption


@pytest.mark.parametrize("others", ["typical", "averaged"])
def test_how_much_the_picture_tells_is_the_share_of_rows_answered_as_their_place_is(classes, others):
    features = ("petal length (cm)", "petal width (cm)")
    grid = measure_boundary(classes, features=features, others=others, points=150)
    table = classes.plan.data.take(classes.plan.split.validation)
    own, places = classes.predict(table), zip(*(table[name].values for name in features), strict=True)
    seen = [classes.plan.preparation.classes[grid.regions[nearest(grid.up, up), nearest(grid.across, across)]] for across, up in places]
    assert grid.telling == pytest.approx(np.mean([one == other for one, other in zip(own, seen, strict=True)]))


def nearest(axis, value):
    return int(np.abs(axis.at - value).argmin())


def test_how_much_a_fit_tells_is_the_share_of_the_variance_of_the_answers(numbers):
    grid = measure_boundary(numbers, features=("bmi", "s5"), points=200)
    table = numbers.plan.data.take(numbers.plan.split.validation)
    own = numbers.predict(table)
    seen = [grid.answers[nearest(grid.up, up), nearest(grid.across, across)] for across, up in zip(table["bmi"].values, table["s5"].values, strict=True)]
    assert 0 < grid.telling == pytest.approx(r2_score(own, seen), rel=1e-9)


def test_where_all_columns_are_on_the_axes_there_is_no_more_to_tell(two_classes, one_feature):
    assert measure_boundary(two_classes, points=5).telling is None
    assert measure_boundary(one_feature, points=5).telling is None


def test_a_picture_that_tells_little_says_so_and_points_to_more():
    held = (("z", "1"),)
    little, much = (said(painted(regions_of([0.1, 0.4, 0.8], held=held, telling=share))) for share in (0.09, 0.9))
    sentence = "These two columns alone tell little of what it has learnt: only 9% of the rows drawn lie in an area of the class that it answers for them."
    assert sentence in little.shows
    assert f"{sentence} More may be seen with other columns on the axes (--features) or averaging over the rest (--others averaged);" in little.caption
    assert "tell little" not in much.shows + much.caption
    moment = Moment(step=3, epoch=1, loss=np.inf, metric=0.5, metric_name="accuracy", rows=3, which="held-out")
    assert "tell little" not in said(painted(regions_of([0.1, 0.4, 0.8], held=held, telling=0.0, moment=moment))).caption
    averaged = said(painted(regions_of([0.1, 0.4, 0.8], averaged=64, telling=0.09))).caption
    assert "--features" in averaged
    assert "--others" not in averaged


@pytest.fixture(scope="module")
def commas():
    rng = np.random.default_rng(0)
    columns = {"a, in $": rng.normal(size=12), "b,c": rng.normal(size=12), "c": rng.normal(size=12), "y": ["p", "q"] * 6}
    return train(columns, target="y", hidden=(2,), epochs=1, engine="reference")


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        (("a", "in $"), ("a, in $",)),
        (("a", "in $", "c"), ("a, in $", "c")),
        (("c", "b", "c"), ("c", "b,c")),
        (("a", "in $", "b", "c"), ("a, in $", "b,c")),
        (("a, in $", "b,c"), ("a, in $", "b,c")),
    ],
)
def test_names_that_the_command_line_cut_at_their_commas_are_found(commas, cut, whole):
    assert chosen_columns(commas.plan, {}, cut).names == whole


def test_an_unknown_column_beside_such_with_commas_is_refused_with_how_those_are_given(commas, two_classes):
    with pytest.raises(SettingError, match=r'has a comma in it, like "a, in \$", the option may be repeated: --features once for each column'):
        chosen_columns(commas.plan, {}, ("b,c", "d"))
    with pytest.raises(SettingError) as caught:
        chosen_columns(two_classes.plan, {}, ("d",))
    assert "comma" not in str(caught.value)


# ── words and structure ───────────────────────────────────────────────────────────────────────────────────────────────


def test_strange_names_are_shown_letter_by_letter(mixed):
    axes = boundary(mixed[0], features=("income $x_1$", "age"), points=6)
    text = svg(axes)
    words = [one.text for one in ElementTree.fromstring(text).iter("{http://www.w3.org/2000/svg}text") if one.text]
    assert {"income $x_1$", "high $", "low⟨U+0007⟩"} <= set(words)


def test_what_the_other_columns_do_is_said(mixed):
    run, columns = mixed
    held = typical(columns, run)
    caption = said(boundary(run, features=("income $x_1$", "age"), points=4)).caption
    assert f"The other 2 columns stay at what is typical in training (median, or most frequent word): city {held['city']} and member true." in caption
    caption = said(boundary(run, features=("age",), others="averaged", points=4)).caption
    assert f"the probabilities are means over {len(run.plan.split.training)} training rows" in caption


def test_the_structure_of_a_boundary(classes, golden):
    golden("boundary_iris.txt", structure(svg(boundary(classes, points=40))))


def test_the_structure_of_a_fitted_curve(one_feature, golden):
    golden("boundary_one_feature.txt", structure(svg(boundary(one_feature))))


def test_the_structure_of_boundaries_over_time(two_classes, golden):
    golden("boundaries_moons.txt", structure(svg(boundaries(two_classes, count=3, points=30))))
