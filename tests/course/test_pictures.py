"""The pictures of the lessons: their numbers against pencil and NumPy, and what they say when a lesson is told with other numbers."""

import re
from itertools import combinations
from xml.etree import ElementTree

import numpy as np
import pytest

from glassgrad.course import descent_landscape, landscape, parabolas, rate_picture, softmax_picture, tangent, valley_picture
from glassgrad.course.activation_pages import applied
from glassgrad.course.cost_picture import cost_picture
from glassgrad.course.descent_landscape import descent_picture
from glassgrad.course.landscape import nearest_lowest, rates_picture, starts_picture
from glassgrad.course.line_search import largest_rate_that_does_not_raise
from glassgrad.course.phase_picture import phase_look, phase_picture
from glassgrad.course.phases import PHASES, small_step
from glassgrad.course.scalar_examples import COURSE_NUMBERS, NEURON_WEIGHTS, TWO_LAYER_WEIGHTS, one_neuron, two_layers
from glassgrad.course.softmax_picture import moving
from glassgrad.course.trough import MOVED, moved
from glassgrad.course.two_valleys import a_lowest_place, along
from glassgrad.course.worked_step import descent
from glassgrad.draw.network import NetworkLook
from glassgrad.explain import Aside, Heading, Story
from glassgrad.explain.blocks import Figure, Table
from glassgrad.explain.text import words_text
from glassgrad.graph import pages
from glassgrad.nn import Dense, Network
from glassgrad.plots.slice_panels import new_panels
from tests.course.telling import told

NUMBERS = {"x": 3.0, "y": -2.0, "w": 1.5, "b": -1.0}


def neuron(alpha=0.5, **numbers):
    return descent(one_neuron(), NEURON_WEIGHTS).start({"x": 1.0, "y": 2.0, "w": 0.0, "b": 0.0} | numbers, alpha)


def layers(alpha=0.1, **numbers):
    return descent(two_layers(), TWO_LAYER_WEIGHTS).start(COURSE_NUMBERS | numbers, alpha)


def pictures(story: Story) -> list[tuple[str, Figure]]:
    """Every picture with the heading that it stands under."""
    found, heading = [], ""
    for block in story.blocks:
        if isinstance(block, Heading):
            heading = words_text(block.words)
        elif isinstance(block, Figure):
            found.append((heading, block))
    return found


def marked(figure: Figure) -> set[str]:
    """What is named in a picture, without what is only there for the library."""
    return {re.sub(r"^g[0-9a-f]{8}-", "", one.get("id", "")).replace("-", " ") for one in ElementTree.fromstring(figure.svg).iter() if one.get("id")}


def numbers_of_path(figure: Figure, name: str) -> np.ndarray:
    """The corners of a line, in dots of the picture."""
    group = next(one for one in ElementTree.fromstring(figure.svg).iter() if one.get("id", "").endswith(f"-{name.replace(' ', '-')}"))
    path = next(one for one in group.iter() if one.tag.endswith("path"))
    return np.array([[float(x), float(y)] for x, y in re.findall(r"[ML] (\S+) (\S+)", path.get("d"))])


@pytest.fixture
def seen(monkeypatch):
    """Every surface that is painted by the course."""
    found = []
    for room, name in ((descent_landscape, "paint_surface"), (landscape, "paint_contours"), (valley_picture, "paint_contours")):
        painter = getattr(room, name)

        def watched(axes, surface, painter=painter, **options):
            found.append(surface)
            painter(axes, surface, **options)

        monkeypatch.setattr(room, name, watched)
    return found


# ── 6: tangents ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_lesson_6_shows_a_tangent_at_each_of_its_three_places():
    shown = [picture for _, picture in pictures(told(6))]
    for slope, title, picture in zip((6, 0, 6), ("x² at x = 3", "x² at x = 0", "(x + 2)² at x = 1"), shown, strict=True):
        assert f"{title}: the slope is {slope}" in words_in(picture)


@pytest.mark.parametrize(("power", "at", "sides"), [(2, 3.0, ""), (3, -2.0, "left"), (3, 0.0, "left and right"), (9, 2.0, "right")])
def test_where_a_curve_leaves_the_picture_is_said(power, at, sides, monkeypatch):
    monkeypatch.setattr(tangent, "painted", lambda panels, shows: (panels, shows))
    (above, _), shows = tangent.tangent_picture(pages.variable(shape=(), name="x") ** power, at)
    found = re.findall(r"(left|right) of (−?[0-9.]+)", shows.casefold())
    assert " and ".join(side for side, _ in found) == sides
    for side, place in found:
        edge = above.get_ylim()[side == "right"]
        assert float(place.replace("−", "-")) == pytest.approx(np.sign(edge) * abs(edge) ** (1 / power), abs=0.03)


def test_the_same_place_is_not_shown_twice():
    assert len(pictures(told(6, flat_x=3.0))) == 2


# ── 7: one neuron ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def half_squared(w, b):
    return 0.5 * (w * NUMBERS["x"] + b - NUMBERS["y"]) ** 2


def walked(alpha, steps, *, x, y, w, b):
    """Gradient descent with a pencil."""
    places = [(w, b)]
    for _ in range(steps):
        error = w * x + b - y
        w, b = w - alpha * error * x, b - alpha * error
        places.append((w, b))
    return np.array(places)


def test_the_landscape_is_the_loss_and_the_way_on_it_the_descent(seen):
    descent_picture(neuron(0.15, **NUMBERS), 6)
    (surface,) = seen
    xs, ys = np.meshgrid(surface.xs, surface.ys)
    np.testing.assert_allclose(surface.losses, half_squared(xs, ys), rtol=1e-12)
    (way,) = surface.paths
    places = walked(0.15, 6, **NUMBERS)
    np.testing.assert_allclose(np.stack([way.xs, way.ys], axis=1), places, rtol=1e-12)
    np.testing.assert_allclose(way.losses, half_squared(*places.T), rtol=1e-9)
    assert surface.loss == "loss L = ½·(ŷ − y)²"


def test_a_step_that_leads_far_away_is_told_and_not_drawn(seen):
    picture = descent_picture(neuron(10.0), 3)
    assert seen[0].paths[0].steps == (0,)
    assert words_text(picture.caption).endswith("Step 1 leaves the picture: it goes to w = 20, b = 20.")
    assert float(np.ptp(seen[0].xs)) < 10


@pytest.mark.parametrize("numbers", [NUMBERS, {"x": 0.0, "y": 2.0, "w": 3.0, "b": 1.0}, {"x": -10.0, "y": 0.5, "w": 100.0, "b": -100.0}])
def test_the_nearest_lowest_place_is_that_of_least_squares(numbers):
    moved = np.linalg.lstsq(np.array([[numbers["x"], 1.0]]), np.array([numbers["y"] - numbers["w"] * numbers["x"] - numbers["b"]]), rcond=None)[0]
    np.testing.assert_allclose(nearest_lowest(neuron(**numbers)), np.array([numbers["w"], numbers["b"]]) + moved, rtol=1e-9)


def test_descents_side_by_side_begin_equally_high_and_apart(seen):
    rates = {0.01: "creeps", 0.1: "arrives", 0.15: "overshoots", 0.21: "flies off"}
    picture = rates_picture(neuron(**NUMBERS), rates)
    ways = seen[0].paths
    np.testing.assert_allclose([way.losses[0] for way in ways], half_squared(NUMBERS["w"], NUMBERS["b"]), rtol=1e-9)
    starts = np.array([(way.xs[0], way.ys[0]) for way in ways])
    gaps = np.linalg.norm(np.diff(starts, axis=0), axis=1)
    np.testing.assert_allclose(gaps, gaps[0])
    assert gaps[0] > 0
    for rate, way in zip(rates, ways, strict=True):
        places = walked(rate, len(way.steps) - 1, x=NUMBERS["x"], y=NUMBERS["y"], w=way.xs[0], b=way.ys[0])
        np.testing.assert_allclose(np.stack([way.xs, way.ys], axis=1), places, rtol=1e-9)
    assert "α = 0.1: arrives;" in picture.shows
    assert {"trough", "α = 0.21: flies off"} <= marked(picture)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({}, "from 4 starts straight down into one trough, to 4 places of it."),
        ({"x": -1.0}, "from 4 starts straight down into one trough, to 2 places of it."),
        ({"x": 0.0}, "from 3 starts straight down into one trough, to 2 places of it; 1 start lies in it already."),
        ({"w": 2.0}, "from 2 starts straight down into one trough, to 2 places of it; 2 starts lie in it already."),
    ],
)
def test_starts_are_counted_by_where_they_end_and_those_in_the_trough_have_no_way_to_go(numbers, words, seen):
    first = neuron(**numbers)
    picture = starts_picture(first, moved(first))
    assert picture.shows.endswith(words)
    resting = len(MOVED) - len(seen[0].paths)
    assert sum(name.startswith("start in the trough") for name in marked(picture)) == resting
    assert ("a ring alone" in words_text(picture.caption)) == (resting > 0)


def test_other_starts_are_as_far_away_as_the_trough_is():
    for w, size in ((0.0, 1), (30.0, 10), (100.0, 10)):
        first = neuron(w=w)
        assert [(one.given["w"] - w, one.given["b"]) for one in moved(first)] == [(size * right, size * up) for right, up in MOVED]
        ways = np.array([nearest_lowest(one) for one in moved(first)])
        down = np.linalg.norm(ways[0] - (w, 0.0))
        assert min(np.linalg.norm(one - other) for one, other in combinations(ways, 2)) >= 0.02 * down


def words_of_map(picture: Figure) -> list[str]:
    return [one for one in words_in(picture) if one in ("start", "end")]


def test_no_word_lies_on_the_ways_of_a_map():
    assert words_of_map(rates_picture(neuron(), {0.05: "creeps", 1.05: "flies off"})) == []
    assert words_of_map(starts_picture(neuron(), moved(neuron()))) == []


@pytest.mark.parametrize(("alpha", "steps", "words"), [(1.0, 10, ["start and end"]), (1.0, 9, ["end", "start"]), (0.5, 1, ["end", "start"])])
def test_where_a_descent_comes_back_to_its_start_one_word_names_both(alpha, steps, words):
    picture = descent_picture(neuron(alpha), steps)
    assert sorted(one for one in words_in(picture) if "start" in one or "end" in one) == words
    assert ("back at its start, with a loss of 2" in picture.shows) == (words == ["start and end"])


def test_a_descent_of_short_steps_is_shown_close_by_and_the_trough_is_told(seen):
    picture = descent_picture(neuron(0.001), 10)
    (surface,) = seen
    (way,) = surface.paths
    assert np.ptp(way.xs) > 0.5 * np.ptp(surface.xs)
    assert "seen close by: a slope" in picture.shows
    assert "the trough is at w = 1, b = 1." in words_text(picture.caption)


@pytest.mark.parametrize(("alpha", "words"), [(0.5, ""), (1e-7, "too short to be seen here")])
def test_a_descent_that_reaches_the_trough_or_hardly_moves_is_shown_with_both_sides_of_it(alpha, words, seen):
    picture = descent_picture(neuron(alpha), 5)
    assert np.ptp(seen[0].xs) == pytest.approx(3.0, rel=1e-3)
    assert "a straight trough" in picture.shows
    assert words in words_text(picture.caption)
    assert ("too short" in words_text(picture.caption)) == bool(words)


@pytest.mark.parametrize(("alpha", "panels"), [(0.5, 1), (0.001, 5)])
def test_steps_too_short_to_be_seen_are_shown_up_close_beneath_the_parabolas(alpha, panels, monkeypatch):
    made = []
    monkeypatch.setattr(parabolas, "new_panels", lambda *count: made.append(new_panels(*count)) or made[-1])
    figure = next(one for one in parabolas.moving_parabola(neuron(alpha)) if isinstance(one, Figure))
    assert len(made[0]) == panels
    assert ("up close" in figure.shows) == (panels > 1)
    assert any("reached" in name for name in marked(figure))


def test_lesson_7_has_its_pictures_where_the_text_speaks_of_them():
    shown = pictures(told(7))
    assert [heading.rpartition(": ")[2] for heading, _ in shown] == ["The descent", "How large may a step be?", "a trough, not a bowl", "not one parabola"]


def test_without_an_error_there_is_no_descent_to_show_and_it_is_said_why():
    story = told(7, y=0.0)
    assert [heading.rpartition(": ")[2] for heading, _ in pictures(story)] == ["a trough, not a bowl"]
    said = [words_text(block.words) for block in story.blocks if isinstance(block, Aside)]
    for words in ("no descent to draw.", "there is no descent to draw.", "there is no path to draw."):
        assert any(words in one for one in said), words


# ── 8: the graph, and what gradients cost ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("numbers", "written"), [({}, "sum of 2 paths: −1 + 3"), ({"a": -2.5, "b": 4.0, "c": 4.0}, "sum of 2 paths: 0 + 1.5")])
def test_lesson_8_shows_how_two_paths_meet_at_b(numbers, written):
    (_, alone), (heading, whole), _ = pictures(told(8, times=0, largest_nodes=100, largest_parameters=100, **numbers))
    assert heading == "Two paths from b to y"
    assert written in words_in(whole)
    assert not any("∂" in words for words in words_in(alone))


def test_costs_that_grow_alike_are_parallel_lines_on_logarithmic_axes():
    picture = cost_picture([10, 100, 1000], [20, 200, 2000], [100, 10_000, 1_000_000], cost="nodes computed", told=lambda count: f"{count:,.0f}")
    (x, y), (_, twice) = (np.diff(numbers_of_path(picture, name), axis=0).T for name in ("backpropagation", "one at a time"))
    np.testing.assert_allclose(twice, 2 * y, rtol=1e-4)
    np.testing.assert_allclose(x, x[0], rtol=1e-4)
    assert picture.shows == "Nodes computed against P: for P = 1,000, backpropagation takes 2,000, and one at a time 1,000,000."


# ── 9: two layers ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def after_one_step(alpha, *, x, y, w1, b1, w2, b2):
    a1 = w1 * x + b1
    error = w2 * a1 + b2 - y
    w1, b1, w2, b2 = w1 - alpha * error * w2 * x, b1 - alpha * error * w2, w2 - alpha * error * a1, b2 - alpha * error
    return 0.5 * (w2 * (w1 * x + b1) + b2 - y) ** 2


@pytest.mark.parametrize("numbers", [{}, {"x": 3.0, "w1": 0.5, "w2": -2.0, "y": -1.0}])
def test_the_curve_over_alpha_is_the_loss_after_one_step(numbers):
    step = layers(**numbers)
    limit = largest_rate_that_does_not_raise(step)
    rates, losses = rate_picture.losses_around(step, limit)
    assert "is as high again at α" in rate_picture.rate_picture(step, limit).shows
    assert losses[rates > limit][0] > step.loss  # as the words "higher just beyond it" say
    np.testing.assert_allclose(losses, after_one_step(rates, **COURSE_NUMBERS | numbers), rtol=1e-9, atol=1e-12)
    assert (losses <= step.loss * (1 + 1e-9)).tolist() == (rates <= limit * (1 + 1e-9)).tolist()


def test_lesson_9_shows_values_gradients_and_new_weights_in_one_graph():
    (heading, picture), *_ = pictures(told(9))
    assert heading == "All of it in one picture"
    written = set(words_in(picture))
    assert {"∂J/∂w₁ = 6", "∂J/∂b₁ = 6", "∂J/∂a₁ = 6", "∂J/∂w₂ = 4", "∂J/∂b₂ = 2"} <= written
    assert {"then = 1.4", "then = −0.6", "then = 2.6", "then = 0.8"} <= written


def test_the_limit_and_the_step_are_marked_where_the_lesson_says():
    picture = rate_picture.rate_picture(layers(), largest_rate_that_does_not_raise(layers()))
    assert {"limit: α ≈ 0.09672", "α = 0.1: J = 2.2472", "promised", "before the step"} <= marked(picture)


def test_a_rate_far_beyond_the_limit_is_told_and_not_marked():
    step = layers(0.5)
    picture = rate_picture.rate_picture(step, largest_rate_that_does_not_raise(step))
    assert not any(name.startswith("α") for name in marked(picture))
    assert "lies far to the right" in words_text(picture.caption)


def test_the_valleys_are_where_the_product_of_a1_and_w2_is_right(seen):
    lowest = a_lowest_place(layers(x=2.0, b1=1.5, w2=-2.0))
    hill = along(lowest, 0.0)
    picture = valley_picture.valley_picture(lowest, hill)
    (surface,) = seen
    a1, w2 = np.meshgrid(surface.xs, surface.ys)
    losses = 0.5 * (w2 * a1 + lowest.given["b2"] - lowest.given["y"]) ** 2
    below = losses < hill.loss
    np.testing.assert_allclose(surface.losses[below], losses[below], atol=1e-9)
    assert surface.losses.max() <= valley_picture.SEEN * hill.loss
    assert surface.x_label == "a₁ = w₁·x + b₁"
    assert {"valley", "straight way"} <= marked(picture)


# ── 5: softmax ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("scores", [(2.0, 1.0, 0.1), (1000.0, -1000.0, -1000.0), (-1000.0, 1000.0, 1000.0), (5.0, 5.0, 5.0)])
def test_the_moving_score_passes_where_it_overtakes_the_others_and_where_it_is_unless_that_is_far_out(scores):
    first, *others = scores
    at = moving(first, others)
    assert (at[0] < first < at[-1]) == (abs(first) < 1000)
    assert np.all(np.diff(at) > 0)
    share = np.array([applied("softmax", np.array([one, *others]))[0] for one in at])
    assert share[0] < 0.01
    assert share[-1] > 0.99
    assert abs(share[np.abs(share - 0.5).argmin()] - 0.5) < 0.02


@pytest.mark.parametrize(
    ("score", "words"), [(1000.0, "far to the right of the picture: its share is 1"), (-1000.0, "far to the left of the picture: its share is 0")]
)
def test_a_score_far_out_is_told_and_leaves_the_curves_their_room(score, words):
    picture = softmax_picture.softmax_picture([score, 3.0, -2.0])
    assert words in words_text(picture.caption)
    assert not any(name.endswith("as it is") for name in marked(picture))


def test_the_dots_are_the_shares_of_the_lesson():
    names = marked(softmax_picture.softmax_picture([2.0, 1.0, 0.1]))
    assert {f"share of score {place} as it is" for place in (1, 2, 3)} <= names


# ── 4: phases ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def known(look: NetworkLook) -> set[str]:
    """What has a value in every layer of a diagram, and whether the loss has."""
    fields = ("weights", "sums", "outputs", "slopes", "weight_slopes", "bias_slopes", "new_weights", "new_bias")
    named = {name for name in fields if all(getattr(layer, name) is not None for layer in look.layers)}
    absent = {name for name in fields if all(getattr(layer, name) is None for layer in look.layers)}
    assert named | absent == set(fields)
    return named | ({"loss"} if look.loss.value is not None else set())


def test_each_phase_adds_its_own_numbers_and_shows_none_before_its_time():
    step = small_step(Network([Dense(2, "tanh"), Dense(1)], inputs=2), [1.0, 0.5], 1.0, learning_rate=0.1, seed=0)
    forward = {"weights", "sums", "outputs"}
    backward = {"slopes", "weight_slopes", "bias_slopes"}
    update = {"new_weights", "new_bias"}
    expected = [forward, forward | {"loss"}, forward | {"loss"} | backward, forward | {"loss"} | backward | update]
    assert [known(phase_look(step, phase)) for phase in PHASES] == expected
    assert "The largest gradient shown is that of W" in phase_picture(step, "backward").shows
    assert "L = ?" in phase_picture(step, "forward").svg
    assert "L = ?" not in phase_picture(step, "backward").svg


def test_the_gradients_in_the_diagram_are_those_of_finite_differences():
    network = Network([Dense(3, "tanh"), Dense(1)], inputs=2)
    step = small_step(network, [0.7, -1.2], 2.0, learning_rate=0.1, seed=4)
    look = phase_look(step, "backward")
    parameters = network.initial_parameters(4)

    def loss(change: float, entry: tuple[int, int]) -> float:
        moved = parameters["W1"].copy()
        moved[entry] += change
        return 0.5 * (network.predict({**parameters, "W1": moved}, np.array([[0.7, -1.2]]))[0, 0] - 2.0) ** 2

    numeric = [[(loss(1e-5, (i, j)) - loss(-1e-5, (i, j))) / 2e-5 for j in range(3)] for i in range(2)]
    np.testing.assert_allclose(look.layers[0].weight_slopes, numeric, rtol=1e-6)


# ── 2, 3, 5, 10: networks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def words_in(figure: Figure) -> list[str]:
    """Everything that is written in a picture, but for the words that say what it shows."""
    words = (one for one in ElementTree.fromstring(figure.svg).iter() if one.tag.endswith("text"))
    return [" ".join("".join(part or "" for part in (one.text, *(child.tail for child in one))).split()) for one in words]


def test_a_lesson_says_what_of_a_wide_layer_it_leaves_out():
    ((_, picture),) = pictures(told(2, hidden=64))
    assert "Of a wide layer only 10 units are shown, the first and the last" in words_text(picture.caption)
    assert "54 more" in words_in(picture)
    ((_, picture),) = pictures(told(3, hidden=33, unit=32))
    assert "units are shown, those that send on most" in words_text(picture.caption)
    ((_, picture),) = pictures(told(2, inputs=5, hidden=3, second=4, outputs=2))
    assert "only" not in words_text(picture.caption)


def test_lesson_2_draws_its_network_with_the_sum_of_its_parameters():
    ((heading, picture),) = pictures(told(2, inputs=5, hidden=3, second=4, outputs=2))
    assert heading == "The layers"
    assert "Parameters: 18 + 16 + 10 = 44" in words_in(picture)
    assert {"5·3 + 3", "3·4 + 4", "4·2 + 2"} <= set(words_in(picture))


def test_lesson_3_writes_into_the_neurons_what_its_lines_say():
    story = told(3, row=60)
    ((_, picture),) = pictures(story)
    hidden = [str(step) for step in story.steps if str(step).startswith("a1[")]
    values = [float(line.split()[-1].replace("−", "-")) for line in hidden]
    written = words_in(picture)
    for value in values:
        assert any(re.fullmatch(r"−?[0-9.]+", one) and abs(float(one.replace("−", "-")) - value) <= 0.006 * max(1.0, abs(value)) for one in written), value
    assert "row 60" in words_text(picture.caption)


def test_lesson_5_says_of_each_layer_what_its_table_counts():
    story = told(5, scale=3.0)
    _, (heading, picture) = pictures(story)
    assert heading == "Where the sums of a real layer fall"
    shares = next(block for block in story.blocks if isinstance(block, Table) and block.header[0] == ("activation",))
    for name, row in zip(("ReLU", "sigmoid", "tanh"), shares.rows, strict=True):
        share = float(words_text(row[3]).removeprefix("≈ "))
        shown = re.search(rf"{name}: ([\d.]+)% of the sums", picture.shows)
        assert shown, picture.shows
        assert abs(float(shown[1]) / 100 - share) <= 0.0051


def test_lesson_5_says_so_where_all_sums_are_one_number():
    *_, (_, picture) = pictures(told(5, scale=0.0))
    assert "All sums are 0" in words_text(picture.caption)
    *_, (_, picture) = pictures(told(5, scale=3.0))
    assert "All sums are 0" not in words_text(picture.caption)


@pytest.mark.parametrize(("tolerance", "explained"), [(0.5, True), (0.0, False)])
def test_lesson_10_explains_why_a_lower_loss_is_not_the_best_one(tolerance, explained):
    story = told(10, tolerance=tolerance, patience=3, hidden=2, passes=20)
    *_, (_, picture) = pictures(story)
    prose = next(one for one in (words_text(block.words) for block in story.blocks if isinstance(block, Aside)) if "weights that are kept" in one)
    lowest = int(re.search(r"The validation loss is lowest, \S+, after epoch (\d+)", picture.shows)[1])
    best = int(re.search(r"are those of epoch (\d+)", prose)[1])
    assert (lowest != best) == explained
    assert (f"the loss after epoch {lowest} is lower, but by no more than 50%, which does not count" in prose) == explained
    assert f"“Best” marks the last loss that beat the best one before it{' by more than 50%' if explained else ''}." in words_text(picture.caption)


def test_lesson_10_says_of_its_curves_what_its_table_ends_with():
    story = told(10, passes=20)
    (*_, (heading, picture)) = pictures(story)
    assert heading == "Around and around: real data (iris)"
    table = next(block for block in story.blocks if isinstance(block, Table) and block.header[0] == ("epoch",))
    training, validation = (float(words_text(cell).removeprefix("≈ ")) for cell in table.rows[-1][1:3])
    shown = [float(one) for one in re.findall(r"to ([\d.]+)(?: after|\.)", picture.shows)][:2]
    np.testing.assert_allclose(shown, [training, validation], rtol=0.005)
