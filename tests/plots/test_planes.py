"""Directions and planes through weight space, against other ways to compute them."""

import numpy as np
import pytest

from glassgrad.graph import SettingError
from glassgrad.nn import Dense, Network
from glassgrad.plots.measured.directions import Layout, across, column_norms, principal_directions, random_directions
from glassgrad.plots.measured.planes import Wanted, choose_plane

NETWORK = Network([Dense(4, "relu"), Dense(2)], inputs=3)
LAYOUT = Layout.of(NETWORK)
WEIGHTS = np.random.default_rng(5).normal(size=LAYOUT.count)


def wanted(states, **more):
    return Wanted(LAYOUT, states, states[-1], "after step 9", **more)


def winding_path(steps=30, seed=3):
    return np.cumsum(np.random.default_rng(seed).normal(size=(steps, LAYOUT.count)), axis=0)


def test_weights_laid_in_a_row_come_back_by_name():
    state = LAYOUT.state(WEIGHTS)
    assert {name: value.shape for name, value in state.items()} == {"W1": (3, 4), "b1": (4,), "W2": (4, 2), "b2": (2,)}
    assert (LAYOUT.flat(state) == WEIGHTS).all()
    assert state["W2"][3, 1] == WEIGHTS[LAYOUT.place("W2", (3, 1))]


def test_every_entry_is_found_at_its_place():
    named = [LAYOUT.entry_at(place) for place in range(LAYOUT.count)]
    assert named[0] == "W1[0,0]"
    assert named[12:16] == ["b1[0]", "b1[1]", "b1[2]", "b1[3]"]
    assert named[-1] == "b2[1]"
    assert len(set(named)) == LAYOUT.count


def test_principal_directions_are_the_eigenvectors_of_the_covariance():
    states = winding_path()
    directions, shares = principal_directions(states)
    values, vectors = np.linalg.eigh(np.cov(states.T))
    assert np.abs(directions @ vectors[:, ::-1][:, :2]) == pytest.approx(np.eye(2), abs=1e-9)
    assert shares == pytest.approx(values[::-1][:2] / values.sum(), rel=1e-9)


def test_a_path_begins_on_the_negative_side_of_its_first_direction():
    directions, _ = principal_directions(np.linspace(0, 1, 9)[:, None] * WEIGHTS)
    assert directions[0] == pytest.approx(WEIGHTS / np.linalg.norm(WEIGHTS))


@pytest.mark.parametrize(("states", "count"), [(winding_path(), 2), (winding_path(2), 1), (np.stack([WEIGHTS] * 3), 0), (WEIGHTS[None], 0)])
def test_a_straight_path_has_one_direction_and_a_point_none(states, count):
    directions, shares = principal_directions(states)
    assert (len(directions), len(shares)) == (count, count)


def test_the_rounding_of_float32_does_not_make_a_second_direction():
    line = (WEIGHTS[None] + np.linspace(0, 1, 40)[:, None] * np.roll(WEIGHTS, 3)).astype(np.float32)
    assert len(principal_directions(line.astype(np.float64))[0]) == 1


def test_every_unit_of_a_random_direction_is_as_long_as_its_weights():
    for direction in random_directions(LAYOUT, WEIGHTS, seed=1):
        moved, own = LAYOUT.state(direction), LAYOUT.state(WEIGHTS)
        for name in ("W1", "W2"):
            for unit in range(own[name].shape[1]):
                assert np.linalg.norm(moved[name][:, unit]) == pytest.approx(np.linalg.norm(own[name][:, unit]), rel=1e-12)
        assert not moved["b1"].any()
        assert not moved["b2"].any()


def test_random_directions_follow_from_the_seed():
    assert (random_directions(LAYOUT, WEIGHTS, seed=1) == random_directions(LAYOUT, WEIGHTS, seed=1)).all()
    assert not np.allclose(random_directions(LAYOUT, WEIGHTS, seed=1), random_directions(LAYOUT, WEIGHTS, seed=2))


def test_a_unit_without_weights_stays_and_a_network_without_weights_has_no_random_directions():
    state = LAYOUT.state(WEIGHTS.copy())
    state["W1"][:, 2] = 0
    assert column_norms(LAYOUT.state(random_directions(LAYOUT, LAYOUT.flat(state), seed=0)[0])["W1"])[2] == 0
    with pytest.raises(SettingError, match="they are all 0"):
        random_directions(LAYOUT, np.zeros(LAYOUT.count), seed=0)


def test_one_input_and_one_unit_leave_no_choice_of_random_directions():
    with pytest.raises(SettingError, match="so few weights"):
        random_directions(Layout({"W1": (1, 1), "b1": (1,)}), np.array([2.0, 1.0]), seed=0)


def test_the_direction_across_a_line_is_at_right_angles_to_it():
    line = WEIGHTS / np.linalg.norm(WEIGHTS)
    other = across(line, seed=4)
    assert np.linalg.norm(other) == pytest.approx(1.0)
    assert abs(other @ line) < 1e-15


@pytest.mark.parametrize("name", ["weights", "path", "random"])
def test_a_place_of_the_plane_is_projected_onto_itself(name):
    plane = choose_plane(name, wanted(winding_path()))
    state = LAYOUT.flat(plane.state(0.3, -1.7))
    places, away = plane.project(state[None])
    assert places[0] == pytest.approx([0.3, -1.7], abs=1e-9)
    assert away[0] == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("name", ["weights", "path", "random"])
def test_a_state_is_projected_onto_the_nearest_place(name):
    plane = choose_plane(name, wanted(winding_path()))
    state = winding_path(seed=8)[7]
    places, away = plane.project(state[None])
    nearest, residual, *_ = np.linalg.lstsq(plane.directions.T, state - plane.origin, rcond=None)
    assert places[0] == pytest.approx(nearest, rel=1e-9)
    assert away[0] ** 2 == pytest.approx(residual[0], rel=1e-9)


def test_the_plane_of_two_weights_holds_all_others():
    states = winding_path()
    plane = choose_plane("", wanted(states, weights=("W1[2,0]", "b2[1]")))
    there, held = plane.state(5.0, -6.0), LAYOUT.state(states[-1])
    assert (there["W1"][2, 0], there["b2"][1]) == (5.0, -6.0)
    assert np.count_nonzero(LAYOUT.flat(there) != LAYOUT.flat(held)) == 2
    assert plane.labels == ("w⁽¹⁾₂₀ (W1[2,0])", "b⁽²⁾₁ (b2[1])")
    assert plane.title == "The loss over w⁽¹⁾₂₀ and b⁽²⁾₁"
    assert plane.says == "All other weights (24) are held where they are after step 9."


def test_without_names_the_plane_is_that_of_the_weights_that_move_most():
    states = np.tile(WEIGHTS, (5, 1))
    states[:, LAYOUT.place("W2", (1, 0))] += np.arange(5)
    states[:, LAYOUT.place("b1", (3,))] -= 0.5 * np.arange(5)
    assert choose_plane("weights", wanted(states)).title == "The loss over b⁽¹⁾₃ and w⁽²⁾₁₀"


def test_the_plane_of_the_path_goes_through_its_end_and_says_what_it_holds():
    states = winding_path()
    plane = choose_plane("", wanted(states))
    _, shares = principal_directions(states)
    assert (plane.project(states[-1:])[0] == 0).all()
    assert plane.labels[0] == f"1st principal direction ({shares[0]:.0%})"
    assert f"{shares.sum():.0%} of it" in plane.says


def test_a_share_that_rounds_to_nothing_is_said_to_be_small():
    states = winding_path(3) * 1e-3 + np.linspace(0, 1, 3)[:, None] * WEIGHTS
    assert choose_plane("path", wanted(states)).labels[1] == "2nd principal direction (under 0.1%)"


def test_a_plane_of_several_paths_speaks_of_paths():
    plane = choose_plane("path", wanted(winding_path(), runs=2))
    assert plane.title == "The loss around the paths"
    assert "most of the paths' variance" in plane.says
    assert choose_plane("path", wanted(winding_path(2), runs=2)).says.startswith("The paths lie on one straight line.")


def test_a_straight_path_is_completed_by_a_random_direction():
    plane = choose_plane("path", wanted(winding_path(2), seed=6))
    assert plane.labels[1] == "a random direction across"
    assert plane.directions @ plane.directions.T == pytest.approx(np.eye(2), abs=1e-12)


def test_where_nothing_moved_the_plane_is_a_random_one():
    assert choose_plane("path", wanted(np.tile(WEIGHTS, (3, 1)))).labels == ("1st random direction", "2nd random direction")


@pytest.mark.parametrize(
    ("name", "weights", "message"),
    [
        ("diagonal", (), "plane is 'diagonal'; choose one of weights, path, random"),
        ("path", ("W1[0,0]", "b1[0]"), "two weights make a plane of their own"),
        ("weights", ("W1[0,0]",), "weights names 1 of them; a plane needs two"),
        ("", ("W9[0,0]",), "there is no weight 'W9'; there are: W1, b1, W2, b2"),
        ("", ("b1[0]", " b1[0] "), "twice"),
        ("", ("W3[0,0]", "b1[0]"), "W3"),
        ("", ("W1[3,0]", "b1[0]"), r"W1 has the shape 3×4, so 'W1\[3,0\]' is not in it; write a single entry, up to W1\[2,3\]"),
        ("", ("W1", "b1[0]"), "write a single entry"),
        ("", ("W1[" + "9" * 5000 + ",0]", "b1[0]"), "is no entry of a weight; write it like"),
        ("", ("W1[0,0", "b1[0]"), "is no entry of a weight; write it like"),
    ],
)
def test_a_plane_that_is_not_there_is_refused(name, weights, message):
    with pytest.raises(SettingError, match=message):
        choose_plane(name, wanted(winding_path(), weights=weights))
