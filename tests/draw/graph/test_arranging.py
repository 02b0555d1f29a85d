"""Where boxes and roads stand: nothing overlaps, no road is lost, and large graphs are as wide as a page."""

import random
from xml.etree import ElementTree

import numpy as np
import pytest

from glassgrad.draw.graph import draw
from glassgrad.draw.graph.arranging import Spot, arranged
from glassgrad.draw.graph.cutting import PART, SMALL, cut_before
from glassgrad.draw.graph.layout import Edge, depths, layers
from glassgrad.draw.graph.packing import GUTTER, LONGEST, Piece, packed
from glassgrad.draw.graph.roads import beside
from glassgrad.draw.marks import Box, Group, Line, Text
from glassgrad.draw.painting import flat
from glassgrad.ops import sin, tanh, variable
from tests.draw.network.looks import box_of

G = "{http://www.w3.org/2000/svg}g"


def edges_of(shape):
    return {
        "chain": [(place, place + 1) for place in range(999)],
        "staircase": [edge for place in range(1, 500) for edge in ((2 * place - 2, 2 * place), (2 * place - 1, 2 * place))],
        "ladder": [edge for place in range(2, 1000) for edge in ((place - 1, place), (place - 2, place))],
        "fan": [edge for place in range(1, 999) for edge in ((0, place), (place, 999))],
        "random": [(place_random.randrange(place), place) for place_random in [random.Random(1)] for place in range(20, 1000) for _ in range(2)],
    }[shape]


def a_graph(seed):
    draws = random.Random(seed)
    count = draws.choice([4, 8, 15, 30, 60, 150])
    reach = draws.choice([5, 20, count])
    spots = [Spot(f"v{place}", (draws.uniform(46, 290), draws.uniform(33, 84))) for place in range(count)]
    return spots, [Edge(draws.randrange(max(0, end - reach), end), end) for end in range(1, count) for _ in range(draws.choice([0, 1, 1, 2, 2, 3]))]


def frames_of(placed, spots):
    return np.array([(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for (x, y), (w, h) in zip(placed.centres, (spot.size for spot in spots), strict=True)])


def points_of(curve):
    points, share = np.array(curve), np.linspace(0, 1, 20)[:, None]
    parts = [points[first : first + 4] for first in range(0, len(points) - 3, 3)]
    return np.vstack([(1 - share) ** 3 * a + 3 * share * (1 - share) ** 2 * b + 3 * share**2 * (1 - share) * c + share**3 * d for a, b, c, d in parts])


@pytest.mark.parametrize("direction", ["right", "down"])
@pytest.mark.parametrize("seed", range(8))
def test_boxes_keep_apart_and_no_road_runs_through_a_box(seed, direction):
    spots, edges = a_graph(seed)
    placed = arranged(spots, edges, direction=direction)
    frames = frames_of(placed, spots)
    for place, (left, top, right, bottom) in enumerate(frames):
        others = np.delete(frames, place, axis=0)
        assert not ((left < others[:, 2]) & (others[:, 0] < right) & (top < others[:, 3]) & (others[:, 1] < bottom)).any()
    for curve in filter(None, placed.curves):
        x, y = points_of(curve).T[:, :, None]
        assert not ((x > frames[:, 0] + 1) & (x < frames[:, 2] - 1) & (y > frames[:, 1] + 1) & (y < frames[:, 3] - 1)).any()


@pytest.mark.parametrize("seed", range(8))
def test_every_road_leads_from_its_box_to_its_box_or_is_named_at_both(seed):
    spots, edges = a_graph(seed)
    placed = arranged(spots, edges)
    frames = frames_of(placed, spots)
    for place, (edge, curve) in enumerate(zip(edges, placed.curves, strict=True)):
        if curve is None:
            assert place in placed.named[0][edge.start].edges
            assert place in placed.named[1][edge.end].edges
        else:
            assert (curve[0][0], curve[-1][0]) == pytest.approx((frames[edge.start][2], frames[edge.end][0]), abs=0.02)
            assert frames[edge.start][1] < curve[0][1] < frames[edge.start][3]
            assert frames[edge.end][1] < curve[-1][1] < frames[edge.end][3]


def test_roads_that_leave_one_box_have_lanes_of_their_own():
    spots = [Spot(name, (80.0, 67.0)) for name in "abcde"]
    placed = arranged(spots, [Edge(0, 1), Edge(0, 2), Edge(0, 3), Edge(0, 4), Edge(0, 4)])
    heights = sorted(curve[0][1] for curve in placed.curves)
    assert min(np.diff(heights)) > 8


@pytest.mark.parametrize("shape", ["chain", "staircase", "ladder", "fan", "random"])
def test_a_thousand_boxes_stand_in_columns_as_wide_as_a_page_and_none_is_a_ribbon(shape):
    pairs = edges_of(shape)
    count = max(map(max, pairs)) + 1
    placed = arranged([Spot(f"v{place}", (110.0, 67.0)) for place in range(count)], [Edge(*pair) for pair in pairs])
    columns = (placed.width + GUTTER) / (PART + GUTTER)
    assert placed.height < 1.2 * LONGEST
    assert placed.height / placed.width < 6
    assert columns <= 4
    assert placed.width * placed.height < 12 * count * 110 * 67
    assert all(0 <= x <= placed.width and 0 <= y <= placed.height for x, y in placed.centres)


def test_pieces_of_any_size_keep_apart_and_the_last_computed_stands_near_the_end():
    draws = random.Random(4)
    pieces = [Piece({place: (1.0, 1.0)}, {}, ({}, {}), draws.uniform(50, 1400), draws.uniform(40, 700)) for place in range(120)]
    found = list(packed(pieces))
    assert [list(piece.centres) for piece, _, _ in found] == [[place] for place in range(120)]
    for place, (piece, x, y) in enumerate(found):
        for other, left, top in found[:place]:
            assert x >= left + other.width + 20 or left >= x + piece.width + 20 or y >= top + other.height + 20 or top >= y + piece.height + 20
    assert max(y + piece.height for piece, _, y in found) < 1.2 * LONGEST
    last, depth = max(x for _, x, _ in found), max(y for _, _, y in found)
    assert found[-1][1] > last - 3000
    assert found[-1][2] > 0.7 * depth


def test_a_long_chain_is_cut_where_a_line_ends_and_goes_on_at_a_name():
    y = variable(shape=(), name="x")
    for _ in range(30):
        y = tanh(y)
    picture = draw(y, x=0.5, level="everything")
    root = ElementTree.fromstring(picture.svg())
    ends, starts = ([one for one in root.iter(G) if one.get("class") == name] for name in ("leads to", "comes from"))
    assert len(ends) == len(starts) > 1
    assert [one.find("{http://www.w3.org/2000/svg}text").text for one in ends] != [one.find("{http://www.w3.org/2000/svg}text").text for one in starts]
    assert "ends at a name" in picture.caption
    assert picture.width < 1_800


def test_a_quantity_that_is_used_everywhere_is_named_where_it_is_used():
    w = variable(shape=(), name="w")
    h = variable(shape=(), name="h")
    for _ in range(80):
        h = sin(w * h)
    root = ElementTree.fromstring(draw(h, h=0.1, w=0.5, level="everything").svg())
    named = [one for one in root.iter(G) if one.get("class") == "comes from"]
    assert sum("w" in one.find("{http://www.w3.org/2000/svg}text").text.split(", ") for one in named) == 80


def scalar_network(*sizes):
    """The sum of what the last layer of a network of single numbers hands on, a number for each of its inputs, weights and biases, and its quantities."""
    layer = [variable(name=f"x{unit}") for unit in range(sizes[0])]
    given = list(layer)
    for number, units in enumerate(sizes[1:], start=1):
        sums = [variable(name=f"b{number}_{unit}") for unit in range(units)]
        given += sums
        for before, signal in enumerate(layer):
            weights = [variable(name=f"w{number}_{before}_{unit}") for unit in range(units)]
            given += weights
            sums = [one + weight * signal for one, weight in zip(sums, weights, strict=True)]
        layer = [tanh(one, name=f"h{number}_{unit}") for unit, one in enumerate(sums)]
    return sum(layer[1:], start=layer[0]), {one: 0.1 + 0.01 * place for place, one in enumerate(given)}


@pytest.fixture(scope="module", params=["right", "down"])
def network_of_numbers(request):
    return draw(*scalar_network(4, 9, 9), level="named", direction=request.param)


def named_at_ends(picture):
    return [mark for mark in picture.marks if isinstance(mark, Group) and mark.name in ("leads to", "comes from")]


def test_all_boxes_that_a_road_leads_to_are_named_where_there_is_room(network_of_numbers):
    said = [" ".join(one.words for one in mark.marks if isinstance(one, Text)) for mark in named_at_ends(network_of_numbers) if mark.name == "leads to"]
    assert "h2_0, h2_1, h2_2, h2_3, h2_4, h2_5, h2_6, h2_7, h2_8" in said
    assert not any("more" in one for one in said)


def test_names_at_the_ends_of_roads_lie_on_no_road_and_on_no_box(network_of_numbers):
    words = np.array([box_of(one) for mark in named_at_ends(network_of_numbers) for one in mark.marks if isinstance(one, Text)])
    lines = [one for one in flat(network_of_numbers.marks) if isinstance(one, Line) and one.curved]
    roads = np.vstack([points_of(one.points) for one in lines])
    boxes = np.array([(one.x, one.y, one.x + one.width, one.y + one.height) for one in flat(network_of_numbers.marks) if isinstance(one, Box)])
    assert len(words) > 20 < len(lines)
    for left, top, right, bottom in words + np.array([1, 1, -1, -1]):
        assert not ((roads > (left, top)) & (roads < (right, bottom))).all(axis=1).any()
        assert not ((boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < bottom) & (boxes[:, 3] > top)).any()


def test_the_weights_of_a_neuron_with_many_inputs_stay_beside_it():
    edges = [*(Edge(leaf, 60) for leaf in range(12)), *(Edge(shared, 60) for shared in range(40, 52)), *(Edge(shared, 61) for shared in range(40, 52))]
    cut = cut_before(SMALL + 1, edges)
    assert {edges[place].start for place in cut} == {*range(40, 52)}
    many = [Edge(leaf, 60) for leaf in range(40)]  # of so many, none can be followed
    assert cut_before(SMALL + 1, many) == {*range(40)}


def test_pieces_that_are_a_little_too_wide_to_stand_side_by_side_on_a_page_still_do():
    pieces = [Piece({place: (1.0, 1.0)}, {}, ({}, {}), 800, 800) for place in range(9)]
    found = packed(pieces)
    width, height = max(x for _, x, _ in found) + 800, max(y for _, _, y in found) + 800
    assert 0.5 < height / width < 2
    assert width * height < 1.3 * 9 * 800 * 800


def test_a_leaf_stands_beside_what_uses_it():
    edges = [Edge(0, 1), Edge(1, 3), Edge(2, 3)]
    assert (depths(4, edges), layers(4, edges)) == ([0, 1, 0, 2], [0, 1, 1, 2])


def test_a_curve_beside_another_keeps_its_distance():
    curve = ((0.0, 0.0), (10.0, 0.0), (10.0, 30.0), (20.0, 30.0))
    assert beside(curve, 3.0)[0] == (0.0, 3.0)
    assert beside(curve, 3.0)[-1] == (20.0, 33.0)
    moved = [((x - a) ** 2 + (y - b) ** 2) ** 0.5 for (x, y), (a, b) in zip(beside(curve, 3.0), curve, strict=True)]
    assert moved == pytest.approx([3.0] * 4)
