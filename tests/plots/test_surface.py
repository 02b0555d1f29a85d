"""The loss surface: its numbers against direct evaluation, the paths on it, and the pictures made of it."""

from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from glassgrad.graph import Graph, SettingError, pages
from glassgrad.nn import Dense, Network
from glassgrad.plots.contours import KIND, contours, paint_contours
from glassgrad.plots.drawn_paths import path_styles
from glassgrad.plots.figures import new_axes, said
from glassgrad.plots.measured.alike import labels_of
from glassgrad.plots.measured.formula_surface import surface_of
from glassgrad.plots.measured.heights import heights
from glassgrad.plots.measured.out_of_frame import followed, way_out
from glassgrad.plots.measured.path import states_along
from glassgrad.plots.measured.sight import AROUND, best_view
from glassgrad.plots.measured.surface import LossSurface, PathOnPlane, measure_surface
from glassgrad.plots.saving import svg
from glassgrad.plots.surface import BOX, paint_surface, surface
from glassgrad.plots.surface_words import shows
from glassgrad.readers import evaluate
from glassgrad.training import train
from tests.plots.structure import structure


@pytest.fixture(scope="module")
def line():
    """Two weights, w and b, learned by gradient descent from five rows."""
    data = {"x": [1.0, 2.0, 3.0, 4.0, 5.0], "y": [2.0, 4.5, 5.0, 8.0, 11.0]}
    return train(
        data, target="y", hidden=(), validation=0, optimizer="gradient_descent", learning_rate=0.1, epochs=30, batch=5, engine="reference", patience=99
    )


def mean_squared_error(run, state):
    rows = run.plan.split.training
    error = run.plan.network.predict(state, run.plan.prepared.values[rows]) - run.plan.targets[rows]
    return float(np.mean(error**2))


def gids(axes):
    return {artist.get_gid() for artist in axes.findobj() if artist.get_gid()}


def bowl(losses=None, *, paths=()):
    xs = np.linspace(-2, 2, 21)
    return LossSurface(xs, xs, np.add.outer(xs**2, xs**2) if losses is None else losses, "w", "b", paths=paths)


def walk(points, losses, label="path of the run"):
    xs, ys = np.array(points, dtype=float).T
    return PathOnPlane(label, tuple(range(len(points))), xs, ys, np.array(losses, dtype=float))


# ── measured ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_loss_of_the_grid_is_that_of_the_weights_there(line):
    measured = measure_surface([line], points=5)
    for row, b in enumerate(measured.ys):
        for column, w in enumerate(measured.xs):
            assert measured.losses[row, column] == pytest.approx(mean_squared_error(line, {"W1": [[w]], "b1": [b]}), rel=1e-12)


def test_the_path_of_two_weights_goes_through_their_very_values(line):
    path = measure_surface([line], points=3).paths[0]
    assert path.steps == tuple(range(31)) == tuple(range(line.steps + 1))
    assert (path.xs == line.weight("W1[0,0]")).all()
    assert (path.ys == line.weight("b1[0]")).all()
    assert path.farthest == 0


def test_a_path_has_the_true_losses_of_its_states(one_feature):
    path = measure_surface([one_feature], points=3).paths[0]
    states = states_along(one_feature, path.steps)
    assert path.losses == pytest.approx([mean_squared_error(one_feature, state) for state in states], rel=1e-12)


def test_the_plane_of_the_path_has_the_end_of_the_run_at_its_zero(two_classes):
    measured = measure_surface([two_classes], points=3)
    path = measured.paths[0]
    assert (path.xs[-1], path.ys[-1], path.away[-1]) == (0, 0, 0)
    assert path.steps[0] == 0
    assert path.steps[-1] == two_classes.steps
    # The middle of a grid of three points lies on neither; its loss is another.
    assert measured.losses.shape == (3, 3)


@pytest.mark.parametrize("plane", ["weights", "path", "random"])
def test_the_grid_covers_the_path_with_a_margin(two_classes, plane):
    measured = measure_surface([two_classes], plane=plane, points=3)
    for places, sides in ((measured.paths[0].xs, measured.xs), (measured.paths[0].ys, measured.ys)):
        assert sides[0] < places.min()
        assert places.max() < sides[-1]
    assert np.ptp(measured.xs) == pytest.approx(1.35 * np.ptp(measured.ys))


def test_random_directions_are_shown_as_far_as_the_weights_are_long(two_classes):
    measured = measure_surface([two_classes], plane="random", points=3)
    assert np.ptp(measured.ys) >= 2


def test_one_step_is_the_one_at_which_the_others_are_held(one_feature):
    measured = measure_surface([one_feature], weights=("W1[0,0]", "W1[0,1]"), steps=(3,), points=3)
    (state,) = states_along(one_feature, [3])
    there = {**state, "W1": np.array([[measured.xs[2], measured.ys[0], state["W1"][0, 2]]])}
    assert measured.losses[0, 2] == pytest.approx(mean_squared_error(one_feature, there), rel=1e-12)
    assert "held where they are after step 3." in measured.says
    assert measured.paths[0].steps[-1] == one_feature.steps


def test_two_steps_are_the_part_of_the_path_that_is_drawn(two_classes):
    path = measure_surface([two_classes], steps=(4, 9), points=3).paths[0]
    assert path.steps == (4, 5, 6, 7, 8, 9)
    assert (path.xs[-1], path.ys[-1]) == (0, 0)


def test_a_run_of_one_step_has_a_surface():
    run = train("moons", hidden=(3,), epochs=1, batch=1000, seed=0, engine="reference")
    measured = measure_surface([run], points=5)
    assert measured.paths[0].steps == (0, 1)
    assert measured.y_label == "a random direction across"
    assert np.isfinite(measured.losses).all()


def test_a_run_that_never_moved_has_a_surface():
    run = train("moons", hidden=(3,), epochs=1, seed=0, learning_rate=1e-30, optimizer="gradient_descent")
    measured = measure_surface([run], points=5)
    assert np.ptp(measured.paths[0].xs) == 0
    assert np.ptp(measured.losses) > 0


def test_the_penalty_is_part_of_the_surface():
    run = train("moons", hidden=(3,), epochs=1, seed=0, l2=0.1, engine="reference")
    measured = measure_surface([run], points=2)
    assert measured.loss == "binary cross entropy with penalty"
    assert measured.paths[0].losses[0] == pytest.approx(_loss_with_penalty(run), rel=1e-9)


def _loss_with_penalty(run):
    """By the definition, in NumPy, at the first weights."""
    rows = run.plan.split.training
    (state,) = states_along(run, [0])
    scores, truth = run.plan.network.predict(state, run.plan.prepared.values[rows]), run.plan.targets[rows]
    sure = 1 / (1 + np.exp(-scores))
    fit = -np.mean(truth * np.log(sure) + (1 - truth) * np.log(1 - sure))
    return fit + 0.05 * sum(np.sum(np.square(state[name])) for name in ("W1", "W2"))


def test_points_of_a_grid_have_a_lower_bound(line):
    with pytest.raises(SettingError, match="points is 1; a grid needs at least 2"):
        measure_surface([line], points=1)


# ── runs that diverge ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def fast_line(rate):
    """The same two weights, with another rate: of 1.1 the loss grows, since the largest that is stable is 1."""
    data = {"x": [1.0, 2.0, 3.0, 4.0, 5.0], "y": [2.0, 4.5, 5.0, 8.0, 11.0]}
    return train(
        data, target="y", hidden=(), validation=0, optimizer="gradient_descent", learning_rate=rate, epochs=60, batch=5, engine="reference", patience=99
    )


def test_a_run_that_diverges_is_drawn_to_where_its_loss_has_grown_a_thousandfold_and_that_is_said():
    run = fast_line(1.3)
    path = measure_surface([run], points=3).paths[0]
    assert path.losses[-2] <= 1000 * path.losses[0] < path.losses[-1]
    assert path.steps == tuple(range(len(path.steps)))
    (end,) = states_along(run, [run.steps])
    assert path.goes_on == (60, pytest.approx(mean_squared_error(run, end), rel=1e-9))
    words = said(contours(run, points=15))
    assert f"After step {path.steps[-1]}, the run goes on far beyond this picture, to a loss of" in words.caption
    assert "after step 60: it diverges." in words.caption
    assert "and then far beyond this picture" in words.shows


def test_steps_that_are_asked_for_are_drawn_also_where_a_run_diverges():
    path = measure_surface([fast_line(1.3)], steps=(0, 60), points=3).paths[0]
    assert (path.steps[-1], path.goes_on) == (60, None)


def test_beside_a_run_that_diverges_the_others_are_still_seen(line):
    tame, wild = measure_surface([line, fast_line(1.3)], points=3).paths
    assert tame.steps[-1] == 30
    assert np.ptp(wild.xs) < 100 * np.ptp(tame.xs)
    assert "the run with α = 1.3 goes on far beyond this picture" in said(contours([line, fast_line(1.3)], points=3)).caption


def test_a_path_that_climbs_out_of_all_proportion_is_drawn_by_factors_in_space_down_to_its_start():
    xs = np.linspace(-1e3, 1e3, 20)  # none of them is near the start
    steep = LossSurface(xs, xs, 1e-3 + np.add.outer(xs**2, xs**2), "w", "b", paths=(walk([(0, 0), (900, 0)], [1e-3, 8.1e5]),))
    drawn = heights(steep, in_space=True)
    assert drawn.logarithmic
    assert drawn.low <= 1e-3
    assert not heights(replace(steep, paths=()), in_space=True).logarithmic


def test_a_map_is_drawn_by_factors_where_the_path_comes_through_losses_of_many_sizes():
    xs = np.linspace(-1, 1, 41)
    floor = 0.02 + np.add.outer(xs**2, xs**2)
    assert not heights(bowl_of(xs, floor)).logarithmic
    assert heights(bowl_of(xs, floor, walk([(-1, 0.9), (0, 0)], [1.83, 0.02]))).logarithmic
    assert not heights(bowl_of(xs, floor, walk([(-1, 0.9), (0, 0)], [1.83, 0.02])), in_space=True).logarithmic


def test_a_map_is_drawn_by_factors_where_learning_curves_are():
    xs = np.linspace(-1, 1, 41)
    floor = 0.08 + np.add.outer(xs**2, xs**2)
    assert heights(bowl_of(xs, floor, walk([(-1, 0.9), (0, 0)], [1.3, 0.08]))).logarithmic
    assert not heights(bowl_of(xs, floor, walk([(-1, 0.9), (0, 0)], [0.7, 0.08]))).logarithmic


def bowl_of(xs, losses, *paths):
    return LossSurface(xs, xs, losses, "w", "b", paths=paths)


# ── several runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def moons(**choices):
    return train("moons", **{"hidden": (3,), "epochs": 1, "seed": 0, "engine": "reference", **choices})


def test_runs_are_named_by_what_tells_them_apart():
    runs = [moons(), moons(optimizer="gradient_descent"), moons(optimizer="momentum", learning_rate=0.05)]
    assert labels_of([run.plan for run in runs]) == ["adam, α = 0.01", "gradient descent, α = 0.1", "momentum, α = 0.05"]
    assert labels_of([moons(batch=8).plan, moons(batch=16).plan]) == ["batch 8", "batch 16"]
    assert labels_of([moons().plan, moons().plan]) == ["run 1", "run 2"]
    assert labels_of([moons(seed=one, validation=0).plan for one in (1, 2, 2)]) == ["seed 1", "seed 2 (1)", "seed 2 (2)"]


def test_several_runs_share_one_surface_and_each_has_its_path():
    runs = [moons(), moons(optimizer="gradient_descent")]
    measured = measure_surface(runs, points=3)
    first, second = measured.paths
    assert (first.xs[0], first.ys[0]) == pytest.approx((second.xs[0], second.ys[0]))
    assert first.losses[0] == second.losses[0]
    assert first.losses[-1] != second.losses[-1]


@pytest.fixture(scope="module")
def jumping():
    """A run that goes its way, and one whose rate throws it far beyond, from the same start."""
    return moons(epochs=4, optimizer="gradient_descent"), moons(epochs=4, optimizer="gradient_descent", learning_rate=300.0)


def test_beside_a_run_that_jumps_far_away_the_others_are_seen_as_large_as_without_it(jumping):
    calm, wild = jumping
    alone, both = measure_surface([calm], points=3), measure_surface([wild, calm], points=3)
    assert np.ptp(both.xs) == pytest.approx(np.ptp(alone.xs), rel=0.1)
    gone, stays = both.paths
    assert stays.steps[-1] == calm.steps
    assert stays.out is None
    assert gone.steps[-1] < gone.out.step <= wild.steps
    assert gone.goes_on[0] == wild.steps
    assert "after step 24 of run 2" in both.says


def test_a_run_that_jumps_is_drawn_to_the_edge_and_its_loss_beyond_is_told(jumping):
    calm, wild = jumping
    path = measure_surface([calm, wild], points=5).paths[1]
    for picture in (contours, surface):
        axes = picture([calm, wild], points=5)
        (line,) = [one for one in axes.lines if one.get_gid() == path.label]
        x, y = (float(one[-1]) for one in (line.get_data() if picture is contours else line.get_data_3d()[:2]))
        assert (x, y) == (path.out.x, path.out.y)
        assert np.isclose(x, axes.get_xlim()).any() or np.isclose(y, axes.get_ylim()).any()
        assert f"the run with {path.label} goes on far beyond this picture, to a loss of" in said(axes).caption
        assert f"after step {path.out.step}, and a loss of" in said(axes).caption


def test_a_run_that_is_only_faster_than_the_others_is_drawn_to_its_end():
    slow, fast = np.linspace(0, 0.01, 4)[:, None], np.linspace(0, 5.0, 4)[:, None]
    falls = np.array([2.0, 1.0, 0.5, 0.2])
    assert followed([falls, falls], [slow, fast]) == [4, 4]
    assert followed([falls, np.array([2.0, 1.0, 50.0, 3.0])], [slow, fast]) == [4, 1]
    assert followed([np.array([2.0, 1.0, 50.0, 3.0])], [fast]) == [4]


def test_a_path_leaves_a_frame_on_the_straight_way_to_its_next_place():
    side = np.array([-1.0, 0.0, 1.0])
    count, out = way_out((0, 1, 2, 3), np.array([0.0, 0.5, 4.5, 0.0]), np.array([0.0, 0.5, 1.5, 0.0]), np.array([1.0, 2.0, 10.0, 0.0]), (side, side))
    assert count == 2
    assert (out.x, out.y, out.about) == pytest.approx((1.0, 0.625, 3.0))
    assert (out.step, out.loss) == (2, 10.0)
    assert way_out((0, 1), side[:2], side[:2], side[:2], (side, side)) == (2, None)


def test_what_is_said_of_several_runs_speaks_of_several():
    runs = [moons(), moons(optimizer="gradient_descent")]
    words = said(contours(runs, points=3))
    assert words.title == "The loss around the paths"
    assert "most of the paths' variance" in words.caption
    assert "The runs themselves leave this plane" in words.caption
    assert "the run " not in words.caption.replace("the run with", "").lower()


def test_the_key_of_paths_that_lie_on_each_other_stays_in_its_box():
    straight = [walk([(-1, 0), (end, 0)], [2, 0], name) for end, name in ((0, "slow"), (0.5, "fast"), (1, "wild"))]
    for three_d, painter in ((False, paint_contours), (True, paint_surface)):
        axes = new_axes(three_d=three_d)
        painter(axes, bowl(paths=tuple(straight)))
        axes.figure.draw_without_rendering()
        key = axes.get_legend()
        assert {one.get_linewidth() for one in key.get_lines()} == {1.8}
        boxes = [one.get_window_extent() for one in key.get_lines()]
        assert all(one.x0 >= key.get_window_extent().x0 and one.y0 >= key.get_window_extent().y0 for one in boxes)
        assert all(above.y0 > beneath.y1 for above, beneath in pairwise(boxes))


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"hidden": (4,)}, "the network is 2 → 3 relu → 1 in run 1, and 2 → 4 relu → 1 in run 2"),
        ({"activation": "tanh"}, "the network is"),
        ({"label_smoothing": 0.1}, "the loss is L = "),
        ({"l2": 0.5}, "the penalty l2 is 0.0 in run 1, and 0.5 in run 2"),
        (
            {"seed": 1},
            r"they hold out others \(validation 0.15 with seed 0; validation 0.15 with seed 1\); train them with the same seed, or with validation=0",
        ),
    ],
)
def test_runs_without_a_surface_in_common_are_refused(choices, message):
    with pytest.raises(SettingError, match=message):
        measure_surface([moons(), moons(**choices)])


def test_runs_on_other_data_are_refused():
    x = np.linspace(0, 1, 20)
    runs = [train({"x": x, "y": x * factor + x**2}, target="y", hidden=(), validation=0, epochs=1, engine="reference") for factor in (1, 2)]
    with pytest.raises(SettingError, match="the numbers of their training rows differ"):
        measure_surface(runs)


def test_a_network_of_one_weight_is_told_why_there_is_no_surface():
    assert KIND.fits(SimpleNamespace(network=Network([Dense(1, bias=False)], inputs=1))) == "it has a single weight, and a surface needs two"


# ── formulas ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def scalar_loss():
    x, y, w, b = (pages.variable(shape=(), name=name) for name in "xywb")
    return 0.5 * (pages.tanh(w * x) + b - y) ** 2, w, b


def test_a_formula_over_a_grid_is_its_value_at_every_place():
    L, w, b = scalar_loss()
    xs, ys = [-1.0, 0.5, 2.0], [0.0, 3.0]
    found = surface_of(L, {"x": 1.5, "y": 2.0}, w, b, xs, ys)
    assert found.tolist() == [[float(evaluate(L, x=1.5, y=2.0, w=one, b=other)[L]) for one in xs] for other in ys]


def test_a_formula_over_many_rows_is_its_value_at_every_place():
    X, w, b = (pages.variable(shape=shape, name=name) for shape, name in (((4,), "X"), ((), "w"), ((), "b")))
    L = pages.mean(pages.square(X * w + b - 1))
    rows = np.array([1.0, -2.0, 0.5, 3.0])
    xs, ys = np.array([-1.0, 2.0]), np.array([0.0, 1.0, 4.0])
    expected = [[np.mean((rows * one + other - 1) ** 2) for one in xs] for other in ys]
    assert surface_of(L, {X: rows}, w, b, xs, ys) == pytest.approx(np.array(expected), rel=1e-12)


def test_a_formula_that_one_of_the_two_does_not_change_is_drawn_too():
    L, w, _ = scalar_loss()
    other = pages.variable(shape=(), name="unused")
    found = surface_of(L, {"x": 1.0, "y": 2.0, "b": 0.0}, w, other, [0.0, 1.0], [0.0, 1.0, 2.0])
    assert found.shape == (3, 2)
    assert (found == found[0]).all()


def test_a_surface_over_an_array_is_refused():
    X = pages.variable(shape=(4,), name="X")
    with pytest.raises(SettingError, match="two different single numbers"):
        surface_of(pages.sum(X), {}, X, X, [0.0], [0.0])


# ── how it is drawn ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("low", "high"), [(0.0, 8.0), (-3e-7, 2e-7), (0.1834, 0.796), (5.0, 5.0), (0.0, 0.0), (1e12, 1e12 + 7), (-1e299, 1e299)])
def test_levels_are_round_ascending_and_around_all_losses(low, high):
    drawn = heights(bowl(np.linspace(low, high, 441).reshape(21, 21)), log="no")
    assert (np.diff(drawn.levels) > 0).all()
    assert drawn.levels[0] <= low
    assert drawn.levels[-1] >= high
    assert 2 <= len(drawn.levels) <= 14
    assert not drawn.cut


def test_losses_of_many_sizes_are_drawn_by_factors():
    drawn = heights(bowl(np.logspace(-3, 4, 441).reshape(21, 21)))
    assert drawn.logarithmic
    ratios = drawn.levels[1:] / drawn.levels[:-1]
    assert ratios.max() / ratios.min() < 2
    assert drawn.height(np.array([1.0, 100.0])) == pytest.approx([0.0, 2.0])


def test_a_bowl_whose_bottom_is_zero_can_be_drawn_by_factors():
    drawn = heights(bowl())
    assert drawn.logarithmic
    assert drawn.low > 0
    assert drawn.losses.min() == drawn.low


def test_places_without_a_finite_loss_are_drawn_at_the_top_and_said():
    losses = bowl().losses.copy()
    losses[0, 0], losses[0, 1] = np.nan, np.inf
    drawn = heights(bowl(losses))
    assert drawn.undefined
    assert drawn.losses[0, 0] == drawn.losses[0, 1] == drawn.high
    axes = new_axes()
    paint_contours(axes, bowl(losses))
    assert "no finite number" in said(axes).caption


def test_walls_far_higher_than_the_path_are_cut_in_space_and_said():
    path = walk([(-0.5, 0), (0, 0)], [0.25, 0.0])
    losses = np.add.outer(bowl().xs ** 2, bowl().xs ** 2)
    losses[losses < 1] = losses[losses < 1] / 4
    wall = bowl(np.where(np.abs(bowl().xs) > 1.9, 1e4, losses), paths=(path,))
    drawn = heights(wall, log="no", in_space=True)
    assert drawn.cut
    assert drawn.high < 10
    axes = new_axes(three_d=True)
    paint_surface(axes, wall, log="no")
    assert "are drawn at that height" in said(axes).caption


def test_a_plane_without_any_finite_loss_is_refused():
    with pytest.raises(SettingError, match="not a finite number anywhere"):
        heights(bowl(np.full((21, 21), np.nan)))


@pytest.mark.parametrize(("log", "losses", "message"), [("maybe", None, "choose one of auto, yes, no"), ("yes", -np.ones((21, 21)), "leave out log")])
def test_a_scale_that_cannot_be_is_refused(log, losses, message):
    with pytest.raises(SettingError, match=message):
        heights(bowl(losses), log=log)


def test_a_path_behind_a_ridge_is_looked_at_from_its_own_side():
    xs = np.linspace(-1, 1, 41)
    ridge = np.tile(np.exp(-((xs[:, None] / 0.2) ** 2)), (1, 41))  # along x, at y = 0
    hidden = LossSurface(xs, xs, ridge, "w", "b", paths=(walk([(one, 0.5) for one in np.linspace(-0.8, 0.8, 9)], [0.002] * 9),))
    open_to = LossSurface(xs, xs, ridge, "w", "b", paths=(walk([(one, -0.5) for one in np.linspace(-0.8, 0.8, 9)], [0.002] * 9),))
    drawn = heights(hidden, log="no")
    # Azimuths from 0 to 180 look from the side of positive y.
    assert 0 < best_view(hidden, drawn, BOX).around < 180
    assert best_view(open_to, drawn, BOX).around < 0


def test_a_flat_surface_is_looked_at_as_usual():
    flat = bowl(np.ones((21, 21)))
    assert best_view(flat, heights(flat), BOX).around == AROUND[0]


# ── painted ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("picture", [contours, surface])
def test_a_picture_shows_path_start_and_end(two_classes, picture):
    axes = picture(two_classes, points=5)
    assert {"path of the run", "start", "end"} <= gids(axes)
    assert {"start", "end"} <= {text.get_text() for text in axes.texts}
    assert axes.get_title(loc="left") == said(axes).title == "The loss around the path"


def test_the_painted_path_is_the_measured_one(two_classes):
    path = measure_surface([two_classes], points=5).paths[0]
    (line,) = [one for one in contours(two_classes, points=5).lines if one.get_gid() == "path of the run"]
    assert (line.get_xdata() == path.xs).all()
    assert (line.get_ydata() == path.ys).all()


def test_the_path_in_space_lies_at_its_true_loss(two_classes):
    path = measure_surface([two_classes], points=5).paths[0]
    (line,) = [one for one in surface(two_classes, points=5, log="no").lines if one.get_gid() == "path of the run"]
    assert np.asarray(line.get_data_3d()[2]) == pytest.approx(path.losses)


def test_in_space_the_axis_reaches_every_loss_of_a_path_above_and_below_the_plane():
    off = replace(walk([(-1, -1), (0.5, 0), (0, 0)], [20.0, 1.0, -0.5]), away=np.array([3.0, 1.0, 1.0]), beneath=np.array([2.0, 0.25, 0.0]))
    axes = new_axes(three_d=True)
    paint_surface(axes, bowl(paths=(off,)))
    (line,) = [one for one in axes.lines if one.get_gid() == "path of the run"]
    assert np.asarray(line.get_data_3d()[2]).tolist() == [20.0, 1.0, -0.5]
    low, high = axes.get_zlim()
    assert low <= -0.5
    assert high >= 20.0
    assert "drawn at that height" not in said(axes).caption


def test_a_path_that_towers_above_its_surface_is_drawn_by_factors_so_that_both_are_seen():
    losses = 0.02 + bowl().losses / 80
    tower = replace(walk([(-1, -1), (0, 0)], [1.3, 0.02]), away=np.array([3.0, 0.0]), beneath=np.array([0.045, 0.02]))
    drawn = heights(bowl(losses, paths=(tower,)), in_space=True)
    assert drawn.logarithmic
    assert drawn.low <= 0.02
    assert drawn.high >= 1.3
    assert drawn.height(tower.losses) == pytest.approx(np.log10([1.3, 0.02]))
    assert not heights(bowl(losses), in_space=True).logarithmic


def test_a_loss_of_a_path_that_is_no_finite_number_is_drawn_at_the_top_and_said():
    lost = replace(walk([(-1, -1), (0, 0)], [np.inf, 0.0]), away=np.array([3.0, 0.0]), beneath=np.array([2.0, 0.0]))
    axes = new_axes(three_d=True)
    paint_surface(axes, bowl(paths=(lost,)))
    assert "Where the loss is no finite number, it is drawn at the top." in said(axes).caption


def test_several_paths_are_told_apart_by_colour_marker_and_name():
    paths = (walk([(-1, -1), (0, 0)], [2, 0], "adam"), walk([(1, 1), (0, 0)], [2, 0], "momentum"))
    axes = new_axes()
    paint_contours(axes, bowl(paths=paths))
    lines = [one for one in axes.lines if one.get_gid() in ("adam", "momentum")]
    assert (
        len({(one.get_color(), one.get_marker()) for one in lines}) == len({one.get_color() for one in lines}) == len({one.get_marker() for one in lines}) == 2
    )
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["adam", "momentum"]


def test_markers_of_several_paths_are_large_enough_to_be_told_apart_and_few_enough_not_to_touch():
    places = [(-1 + step / 40, np.sin(step)) for step in range(60)]
    paths = (walk(places, [2.0] * 60, "adam"), walk([(y, x) for x, y in places[:10]], [2.0] * 10, "momentum"))
    axes = new_axes()
    paint_contours(axes, bowl(paths=paths))
    for one, steps in ((axes.lines[1], 60), (axes.lines[3], 10)):
        marked = one.get_markevery()
        assert one.get_markersize() >= 6
        assert len(marked) <= 12
        assert marked[-1] == steps - 1
    assert all(one.get_markersize() >= 6 for one in axes.get_legend().get_lines())


@pytest.mark.parametrize("high", [1.0, 3e4])
def test_the_label_of_the_height_stands_beside_its_numbers_however_wide_they_are(high):
    axes = new_axes(three_d=True, size=(7.0, 4.6))
    paint_surface(axes, bowl(high * np.add.outer(np.linspace(-2, 2, 21), 3 * np.linspace(-2, 2, 21)) ** 2), log="no")
    axes.figure.draw_without_rendering()
    label = axes.zaxis.label.get_window_extent().padded(4.0)
    numbers = [one.label1.get_window_extent() for one in axes.zaxis.get_major_ticks() if one.label1.get_text()]
    assert numbers
    assert not any(label.overlaps(one) for one in numbers)


def test_alt_text_has_the_range_and_the_losses_of_the_path():
    axes = new_axes()
    paint_contours(axes, bowl(paths=(walk([(-1, -1), (0.5, 0)], [2, 0.25]),)))
    assert said(axes).shows == (
        "The loss over w and b, at 21 × 21 places and on the path: from 0, at 0 and 0, to 8. Path of the run: from a loss of 2 to 0.25 in 1 step."
    )


def test_the_lowest_place_that_is_named_may_be_one_of_the_path():
    xs = np.linspace(-2, 2, 8)  # none of them is 0
    coarse = LossSurface(xs, xs, np.add.outer(xs**2, xs**2), "w", "b", paths=(walk([(-1, -1), (1e-12, 0)], [2, 0]),))
    assert "and on the path: from 0, at 0 and 0, to 8." in shows(coarse)
    off = replace(coarse, paths=(replace(coarse.paths[0], away=np.array([0.0, 1.0]), beneath=np.array([2.0, 0.1])),))
    assert "and beneath the path: from 0.1, at 0 and 0, to 8." in shows(off)


def test_of_a_path_that_leaves_the_plane_its_own_loss_and_that_beneath_it_are_told_apart():
    paths = (replace(walk([(-1, -1), (0, 0)], [9.5, 0.25]), away=np.array([3.0, 0.0]), beneath=np.array([2.0, 0.25])),)
    axes = new_axes()
    paint_contours(axes, bowl(paths=paths))
    assert "Path of the run: from a loss of 9.5 (2 in the plane beneath) to 0.25 in 1 step." in said(axes).shows
    assert "so its own loss differs from that of the plane beneath it; most before the first step: 9.5, and 2 beneath." in said(axes).caption


def test_beneath_a_path_the_plane_has_the_loss_of_its_own_weights(one_feature):
    measured = measure_surface([one_feature], weights=("W1[0,0]", "W1[0,1]"), points=3)
    path, (end,) = measured.paths[0], states_along(one_feature, [one_feature.steps])
    for place in (0, 3):
        there = {**end, "W1": np.array([[path.xs[place], path.ys[place], end["W1"][0, 2]]])}
        assert path.on_plane[place] == pytest.approx(mean_squared_error(one_feature, there), rel=1e-12)
    assert path.on_plane[0] != pytest.approx(path.losses[0], rel=1e-3)


@pytest.mark.parametrize(("points", "said_so"), [(2, True), (14, True), (15, False)])
def test_a_grid_too_coarse_to_be_trusted_says_so(line, points, said_so):
    words = said(contours(line, points=points)).caption
    assert (f"The grid is coarse, {points} × {points} places" in words) == said_so


def test_a_symbol_at_the_beginning_of_a_sentence_stays_as_it_is():
    told = shows(bowl(paths=(walk([(-1, -1), (0, 0)], [2, 0], "α = 0.02"), walk([(-1, -1), (0, 0)], [2, 0], "momentum"))))
    assert "α = 0.02: from a loss" in told
    assert "Momentum: from a loss" in told


def test_paths_that_lie_on_each_other_are_all_seen():
    straight = [walk([(-1, 0), (end, 0)], [2, 0], name) for end, name in ((0, "slow"), (0.5, "fast"), (1, "wild"))]
    looks = path_styles(straight)
    assert [one.width for one in looks] == sorted((one.width for one in looks), reverse=True)
    assert all(before.width > after.halo for before, after in pairwise(looks))
    apart = path_styles([walk([(-1, 0), (0, 0)], [2, 0], "one"), walk([(-1, 0), (0, 1)], [2, 0], "other")])
    assert apart[0].width == apart[1].width


@pytest.mark.parametrize(("painter", "three_d"), [(paint_contours, False), (paint_surface, True)])
def test_strange_names_are_shown_letter_by_letter(painter, three_d):
    strange = replace(bowl(), x_label="price in $ and $x_1$", y_label="a\nb", loss="$", title="$\\frac{")
    axes = new_axes(three_d=three_d)
    painter(axes, strange)
    drawn = svg(axes)
    assert "price in $ and $x_1$" in drawn


def test_a_landscape_needs_axes_in_three_dimensions_and_a_map_flat_ones(two_classes):
    with pytest.raises(SettingError, match='projection="3d"'):
        surface(two_classes, axes=new_axes(), points=3)
    with pytest.raises(SettingError, match="this picture is flat, and the axes given are in 3-D"):
        contours(two_classes, axes=new_axes(three_d=True), points=3)


def test_a_constant_loss_can_be_painted():
    flat = bowl(np.full((21, 21), 0.7), paths=(walk([(0, 0)], [0.7]),))
    for three_d, painter in ((False, paint_contours), (True, paint_surface)):
        axes = new_axes(three_d=three_d)
        painter(axes, flat)
        assert "0.7 everywhere" in said(axes).shows


def test_the_trough_of_one_neuron_is_lowest_along_a_line():
    x, y, w, b = (pages.variable(shape=(), name=name) for name in "xywb")
    L = 0.5 * (w * x + b - y) ** 2
    assert Graph((L,))["w"] is w
    places = np.linspace(-1, 3, 9)
    found = surface_of(L, {"x": 1.0, "y": 2.0}, w, b, places, places)
    assert (np.abs(found[::-1].diagonal()) < 1e-30).all()


def test_the_structure_of_contours_is_the_approved_one(golden):
    paths = (walk([(-1, -1), (-0.5, -0.25), (0, 0)], [2, 0.3125, 0]),)
    axes = new_axes()
    paint_contours(axes, replace(bowl(paths=paths), loss="half squared error", title="The loss over w and b"))
    golden("contours.txt", structure(svg(axes)))


def test_the_structure_of_a_landscape_is_the_approved_one(golden):
    xs = np.linspace(-2, 2, 5)
    small = LossSurface(xs, xs, np.add.outer(xs**2, xs**2), "w", "b", paths=(walk([(-1, -1), (-0.5, -0.25), (0, 0)], [2, 0.3125, 0]),))
    axes = new_axes(three_d=True)
    paint_surface(axes, small)
    golden("surface.txt", structure(svg(axes)))
