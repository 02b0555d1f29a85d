"""A curve and its tangent: slopes against finite differences and closed forms; kinks, poles and missing values found and said."""

import numpy as np
import pytest

from glassgrad.graph import ExpressionError, MissingValueError, SettingError, ShapeError, pages
from glassgrad.plots.figures import new_axes, said
from glassgrad.plots.measured.along import along
from glassgrad.plots.measured.pieces import curve_of
from glassgrad.plots.measured.tangent import measure_tangent
from glassgrad.plots.saving import svg
from glassgrad.plots.tangent import paint_tangent, tangent
from glassgrad.readers import evaluate, parse
from tests.plots.structure import structure

SMOOTH = [
    ("x^2", 3.0, lambda x: x**2),
    ("(x + 2)^2", 1.0, lambda x: (x + 2) ** 2),
    ("x^9", 3.0, lambda x: x**9),
    ("1/(1 + exp(-x))", 0.0, lambda x: 1 / (1 + np.exp(-x))),
    ("sin(x)/x", 1.0, lambda x: np.sin(x) / x),
    ("log(x)", 0.5, np.log),
    ("1/x", -0.5, lambda x: 1 / x),
    ("5 + 0*x", 2.0, lambda x: 5.0 + 0 * x),
]


def panels_of(measured):
    panels = new_axes(rows=2, share_x=True)
    paint_tangent(panels, measured)
    return panels


def artist(axes, gid):
    (found,) = [one for one in axes.get_children() if one.get_gid() == gid]
    return found


def gids(axes):
    return {one.get_gid() for one in axes.get_children() if one.get_gid()}


def test_a_long_rise_is_written_with_a_power_of_ten_beside_the_curve():
    above, below = panels_of(measure_tangent("x^4", at={"x": -100.0}))
    (rise,) = [one for one in above.texts if "10" in one.get_text()]
    assert rise.get_text() == "−2·10⁸"
    above.figure.draw_without_rendering()
    box = rise.get_window_extent()
    curve = above.transData.transform(np.column_stack(artist(above, "curve").get_data()))
    beside = curve[(curve[:, 0] >= box.x0) & (curve[:, 0] <= box.x1)]
    assert len(beside) > 5
    assert ((beside[:, 1] > box.y1) | (beside[:, 1] < box.y0)).all()
    assert [one.get_text() for one in below.texts] == ["−4·10⁶"]
    assert said(above).title == "x⁴ at x = −100: the slope is −4·10⁶"


def test_where_the_curve_leaves_the_picture_is_said():
    above, _ = panels_of(measure_tangent("x^9", at={"x": 2.0}))
    assert "Right of" in said(above).shows
    assert said(above).shows.endswith("the curve leaves the picture.")
    assert "leaves" not in said(panels_of(measure_tangent("x^2", at={"x": 3.0}))[0]).shows


# ── what is measured ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("formula", "at", "function"), SMOOTH, ids=[one[0] for one in SMOOTH])
def test_curve_tangent_and_slopes_are_those_of_the_function(formula, at, function):
    measured = measure_tangent(formula, at={"x": at})
    move = 1e-5
    assert measured.value == pytest.approx(float(function(at)), rel=1e-12)
    assert measured.slope == pytest.approx((function(at + move) - function(at - move)) / (2 * move), rel=1e-6, abs=1e-9)
    assert measured.sides == (measured.slope, measured.slope)
    assert not measured.bends
    assert not measured.jumps_here
    with np.errstate(all="ignore"):
        seen = np.isfinite(measured.curve.ys)
        np.testing.assert_allclose(measured.curve.ys[seen], function(measured.curve.xs[seen]), rtol=1e-9)
        xs = measured.slopes.xs
        usual = np.isfinite(measured.slopes.ys) & (np.abs(xs) > 0.05)
        moves = (function(xs + move) - function(xs - move)) / (2 * move)
    np.testing.assert_allclose(measured.slopes.ys[usual], moves[usual], rtol=1e-4, atol=1e-5)


def test_the_slopes_of_the_course():
    assert [measure_tangent("x^2", at={"x": x}).slope for x in (3.0, 0.0)] == [6.0, 0.0]
    assert measure_tangent("(x + 2)^2", at={"x": 1.0}).slope == 6.0
    both = {"w": 3.0, "b": 1.0}
    assert [measure_tangent("w*2 + b", at=both, by=by).slope for by in ("w", "b")] == [2.0, 1.0]
    assert measure_tangent("w*2 + b", at=both, by="w").held == (("b", 1.0),)


def test_an_entry_of_an_array_is_looked_at_alone():
    W = [[1.0, -2.0], [0.5, 3.0]]
    loss = parse("sum((x @ W)^2)", x=(2,), W=(2, 2))
    measured = measure_tangent(loss, at={"x": [1.0, 2.0], "W": W}, by="W[1,0]", points=5)
    # (x @ W)₀ = 1 + 2·w, and its square has the slope 2·(1 + 2·w)·2
    assert measured.slope == 4 * (1.0 + 2 * 0.5)
    assert (measured.by, measured.at, measured.held) == ("w₁₀", 0.5, ())
    for at, value in zip(measured.curve.xs, measured.curve.ys, strict=True):
        changed = [W[0], [at, 3.0]]
        assert value == pytest.approx(float(evaluate(loss, x=[1.0, 2.0], W=changed)[loss]))


def test_numbers_may_be_given_beside_their_nodes():
    w = pages.variable(shape=(), name="w")
    assert measure_tangent(w**3, at={w: 2.0}).slope == 12.0


@pytest.mark.parametrize(
    ("formula", "at", "sides", "slope"),
    [("abs(x)", 0.0, (-1, 1), 0.0), ("max(0, x)", 0.0, (0, 1), 0.5), ("relu(x - 2)", 2.0, (0, 1), 0.0), ("abs(x)*x + abs(x - 1)", 1.0, (1, 3), 2.0)],
)
def test_a_kink_has_a_slope_on_each_side(formula, at, sides, slope):
    measured = measure_tangent(formula, at={"x": at})
    assert measured.bends
    assert measured.sides == pytest.approx(sides, abs=1e-6)
    assert measured.slope == pytest.approx(slope)


@pytest.mark.parametrize("formula", ["x*abs(x)", "relu(x)^2", "softplus(50*x)", "tanh(300*x)", "1e6*x^2", "1e-9*x^2"])
def test_what_only_bends_sharply_is_no_kink(formula):
    assert not measure_tangent(formula, at={"x": 0.0}).bends


def test_kinks_elsewhere_are_found():
    measured = measure_tangent("abs(x - 1) + max(0, x + 0.7)", at={"x": 0.0})
    assert not measured.bends
    assert measured.kinks == pytest.approx((-0.7, 1.0), abs=1e-9)
    assert measured.curve.jumps == ()


def test_a_jump_at_the_point_is_no_place_for_a_tangent():
    measured = measure_tangent("sign(x)", at={"x": 0.0})
    assert measured.jumps_here
    assert not measure_tangent("sign(x)", at={"x": 0.5}).jumps_here
    assert gids(panels_of(measured)[0]) == {"curve", "point"}


def test_what_has_no_value_is_left_out_up_to_the_very_end():
    measured = measure_tangent("sqrt(x - 0.3)", at={"x": 1.0})
    seen = measured.curve.xs[np.isfinite(measured.curve.ys)]
    assert seen[0] == pytest.approx(0.3, abs=1e-12)
    ((low, high),) = measured.without
    assert (low, high) == pytest.approx((-1.0, 0.3))
    assert not np.isfinite(measured.slopes.ys[measured.slopes.xs < 0.3]).any()
    # The formula 1/x has values where log(x) has none; a slope of no curve is none.
    slopes = measure_tangent("log(x)", at={"x": 1.0}).slopes
    assert not np.isfinite(slopes.ys[slopes.xs < 0]).any()


@pytest.mark.parametrize(
    ("function", "jumps"),
    [
        (lambda x: 1 / (x - 0.1003), [0.1003]),
        (np.tan, [-np.pi / 2, np.pi / 2]),
        (np.sign, [0.0]),
        (lambda x: np.floor(2 * x + 0.1), [-1.55, -1.05, -0.55, -0.05, 0.45, 0.95, 1.45, 1.95]),
        (lambda x: np.tanh(3000 * (x - 0.01)), []),
        (lambda x: np.exp(40 * x), []),
        (lambda x: np.where(x > 0, np.sqrt(np.abs(x)), np.nan), []),
        (lambda x: x * np.nan, []),
    ],
)
def test_a_curve_is_cut_where_it_jumps_and_only_there(function, jumps):
    found = curve_of(function, np.linspace(-2, 2, 241))
    assert found.jumps == pytest.approx(jumps, abs=1e-9)
    for jump in found.jumps:
        near = np.abs(found.xs - jump) < 1e-12
        assert np.isnan(found.ys[near]).any()
        assert (np.diff(found.xs) >= 0).all()


def test_an_infinite_slope_is_an_upright_line():
    measured = measure_tangent("sqrt(x)", at={"x": 0.0})
    above, below = panels_of(measured)
    assert artist(above, "tangent").get_xdata().tolist() == [0.0, 0.0]
    assert "slope at the point" not in gids(below)
    words = said(above)
    assert words.title == "sqrt(x) at x = 0: the slope is infinite"
    assert "Left of the point there is no slope." in words.caption


@pytest.mark.parametrize("at", [0.0, 3.0, -100.0, 1e-12, 1e12])
def test_the_point_is_in_the_picture_with_something_around_it(at):
    measured = measure_tangent("x^2 + x", at={"x": at})
    assert measured.low < at < measured.high
    above, below = panels_of(measured)
    for axes, value in ((above, measured.value), (below, measured.slope)):
        low, high = axes.get_ylim()
        assert low < value < high


@pytest.mark.parametrize("formula", ["sin(100*x)", "sin(1e6*x)"])
def test_a_curve_that_turns_too_often_is_looked_at_from_nearer(formula):
    measured = measure_tangent(formula, at={"x": 1.0})
    assert 2 <= (np.diff(np.sign(measured.slopes.ys)) != 0).sum() <= 20
    assert measured.low < 1.0 < measured.high
    assert measure_tangent("sin(3*x)", at={"x": 1.0}).reach >= 2


def test_names_in_a_formula_are_spelled_as_on_the_axis():
    axes = tangent("(w1*x1 - y)^2 / 2", at={"w1": 1.0, "x1": 2.0, "y": 0.5}, by="w1")
    assert said(axes).title == "(w₁·x₁ − y)² / 2 at w₁ = 1: the slope is 3"
    assert axes[0].get_ylabel() == "(w₁·x₁ − y)² / 2"


def test_how_far_it_goes_can_be_chosen():
    measured = measure_tangent("x^2", at={"x": 1.0}, reach=0.25, points=11)
    assert (measured.low, measured.high, len(measured.curve.xs)) == (0.75, 1.25, 11)


@pytest.mark.parametrize(
    ("formula", "choices", "error", "words"),
    [
        ("w*x", {"at": {"w": 1.0, "x": 2.0}}, SettingError, "Choose one with by=; there are: w, x"),
        ("w*x", {"at": {"w": 1.0, "x": 2.0}, "by": "v"}, SettingError, "there is no input 'v'"),
        ("w*x", {"at": {"w": 1.0}, "by": "w"}, MissingValueError, "no value given for x"),
        ("w*x", {"at": {"x": 1.0}, "by": "w"}, MissingValueError, "no value given for w"),
        ("sum(w)", {"at": {"w": 1.0}, "by": "w[0]"}, SettingError, r"w\[0\]. is not in it"),
        ("1/x", {"at": {"x": 0.0}}, SettingError, "1 / x has no finite value at x = 0; choose another place"),
        ("log(x)", {"at": {"x": -1.0}}, SettingError, "no finite value at x = -1"),
        ("x^2", {"at": {"x": 1.0}, "points": 2}, SettingError, "points is 2"),
        ("x^2", {"at": {"x": 1.0}, "reach": 0.0}, SettingError, "reach is 0"),
        ("2 + 3", {"at": {}}, SettingError, "there are: none"),
        ("x +", {"at": {"x": 1.0}}, ExpressionError, "."),
    ],
)
def test_what_has_no_tangent_is_refused(formula, choices, error, words):
    with pytest.raises(error, match=words):
        tangent(formula, **choices)


def test_a_function_of_many_numbers_is_refused():
    x = pages.variable(shape=(3,), name="x")
    with pytest.raises(ShapeError, match="a single number"):
        measure_tangent(x * 2, at={x: [1.0, 2.0, 3.0]}, by="x[0]")


def test_a_formula_along_a_number_is_its_value_at_every_place():
    f = parse("tanh(w*x) + sum(v)*w", v=(2,))
    w = next(leaf for leaf in _leaves(f) if leaf.name == "w")
    given = {"x": 0.5, "v": [1.0, 2.0], "w": 9.0}
    places = [-1.0, 0.0, 2.0]
    assert along([f], given, w, (), places)[0] == pytest.approx([np.tanh(0.5 * at) + 3 * at for at in places])


def _leaves(node):
    return [node] if not node.inputs else [leaf for one in node.inputs for leaf in _leaves(one)]


# ── what is painted ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_tangent_goes_through_the_point_with_its_slope():
    above, below = tangent("x^2", at={"x": 3.0})
    xs, ys = artist(above, "tangent").get_data()
    assert np.diff(ys) / np.diff(xs) == pytest.approx([6.0])
    assert (xs.mean(), ys.mean()) == pytest.approx((3.0, 9.0))
    assert artist(above, "point").get_xydata().tolist() == [[3.0, 9.0]]
    assert artist(below, "slope at the point").get_xydata().tolist() == [[3.0, 6.0]]


def test_one_step_to_the_right_shows_the_slope_as_a_rise():
    above, _ = tangent("x^2", at={"x": 3.0})
    assert artist(above, "rise").get_xydata().tolist() == [[3.0, 9.0], [4.0, 9.0], [4.0, 15.0]]
    assert [text.get_text() for text in above.texts] == ["1", "6"]
    assert "1 to the right, 6 up." in said(above).caption
    level, _ = tangent("x^2", at={"x": 0.0})
    assert "rise" not in gids(level)
    assert "it is level" in said(level).caption


def test_at_a_kink_both_sides_are_drawn_and_the_convention_is_said():
    above, below = tangent("abs(x)", at={"x": 0.0})
    slopes = {gid: artist(above, gid).get_xydata() for gid in ("slope on the left", "slope on the right")}
    assert {gid: float(np.diff(ends, axis=0)[0, 1] / np.diff(ends, axis=0)[0, 0]) for gid, ends in slopes.items()} == {
        "slope on the left": -1.0,
        "slope on the right": 1.0,
    }
    assert "tangent" not in gids(above)
    words = said(above)
    assert words.title == "abs(x) at x = 0: a kink"
    assert "its slope is −1 on the left and 1 on the right. The slope in use there, 0, is a convention." in words.caption
    assert "its slope jumps from −1 to 1" in words.shows
    assert (np.nanmin(artist(below, "slopes").get_ydata()), np.nanmax(artist(below, "slopes").get_ydata())) == (-1, 1)


def test_gaps_poles_and_kinks_are_said():
    assert "For x from −1 to 0 the function has no finite value: there is no curve." in said(tangent("log(x)", at={"x": 1.0})).caption
    assert "At x = 0 the function has no finite value: the curve has a gap." in said(tangent("1/x", at={"x": 0.5})).caption
    assert "At x = 1.2 the function jumps or has a pole, and the curve is cut." in said(tangent("1/(x - 1.2)", at={"x": 3.0})).caption
    assert "At x = 1 the curve has a kink." in said(tangent("abs(x - 1)", at={"x": 0.0})).caption


def test_rounded_numbers_are_told_as_such():
    words = said(tangent("sin(x)", at={"x": 1.0}))
    assert words.title == "sin(x) at x = 1: the slope is about 0.5403"
    assert said(tangent("x^9", at={"x": 3.0})).title == "x⁹ at x = 3: the slope is 59049"


def test_the_slopes_can_be_left_out():
    (alone,) = tangent("x^2", at={"x": 1.0}, derivative=False)
    given = new_axes()
    assert tangent("x^2", at={"x": 1.0}, axes=given) == [given]
    assert "Beneath" not in said(alone).caption + said(given).caption
    assert alone.get_xlabel() == given.get_xlabel() == "x"


def test_the_curve_does_not_make_the_tangent_a_level_line():
    above, _ = tangent("x^9", at={"x": 3.0})
    low, high = above.get_ylim()
    assert high - low < 10 * 59049


@pytest.mark.parametrize("formula", ["5 + 0*x", "1e200*x^2", "1e-200*x^2", "0*x"])
def test_level_and_extreme_curves_can_be_painted(formula):
    above, below = tangent(formula, at={"x": 1.0})
    assert np.isfinite([*above.get_ylim(), *below.get_ylim()]).all()
    assert "nan" not in svg(above)


def test_strange_names_are_shown_letter_by_letter():
    strange = pages.variable(shape=(), name="$w$")
    assert "$w$" in svg(tangent(strange**2, at={strange: 1.0}))


def test_the_structure_is_the_approved_one(golden):
    golden("tangent.txt", structure(svg(tangent("x^2", at={"x": 3.0}))))


def test_a_run_is_told_what_paints_the_tangents_of_its_loss(two_classes):
    with pytest.raises(SettingError, match=r"a tangent is painted of a formula; of the loss of a run, plots\.slice\(run\)"):
        tangent(two_classes)


def test_a_formula_without_a_place_is_told_which_input_lacks_a_value():
    with pytest.raises(MissingValueError, match="x"):
        tangent("x^2")
