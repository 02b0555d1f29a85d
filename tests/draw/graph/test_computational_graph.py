"""The computational graph as a picture: every quantity with its value and its gradient, every road with what comes back along it."""

import random
import re
from xml.etree import ElementTree

import numpy as np
import pygraphviz
import pytest

import glassgrad as gg
from glassgrad.draw.graph import Role, draw, look_at, to_dot
from glassgrad.draw.graph.boxes import lines_of, size_of
from glassgrad.draw.graph.layout import layered
from glassgrad.draw.graph.printed import equals, printed
from glassgrad.draw.graph.wrapping import wrapped
from glassgrad.graph import MissingValueError, SettingError, ShapeError
from glassgrad.ops import parameter, tanh, variable
from tests.plots.structure import structure

COURSE = {"x": 1, "y": 5, "w1": 2, "b1": 0, "w2": 3, "b2": 1}


def two_layers():
    a1 = gg.parse("w1*x + b1").named("a1")
    a2 = (gg.parse("w2") * a1 + gg.parse("b2")).named("a2")
    return (0.5 * (a2 - gg.parse("y")) ** 2).named("J")


def looked_at(formula, level="everything", **values):
    target = gg.parse(formula, **{name: np.shape(value) for name, value in values.items()}) if isinstance(formula, str) else formula
    slopes = gg.gradients(target)
    parts = [path.contribution for paths in slopes.paths.values() for path in paths]
    numbers = gg.evaluate([target, *slopes.totals.values(), *parts], values) if values else None
    return look_at([target], level=level, values=numbers, gradients=slopes)


def knots(look):
    return {knot.symbol: knot for knot in look.knots}


def words(picture):
    every = ElementTree.fromstring(picture.svg()).iter("{http://www.w3.org/2000/svg}text")
    return " ".join(" ".join("".join(one.itertext()) for one in every).split())


def test_the_course_example_has_the_numbers_of_the_course():
    found = knots(looked_at(two_layers(), level="named", **COURSE))
    assert {name: (found[name].value, found[name].gradient) for name in ("a₁", "a₂", "J", "w₁", "b₁", "w₂", "b₂")} == {
        "a₁": ("= 2", "= 6"), "a₂": ("= 7", "= 2"), "J": ("= 2", "= 1"), "w₁": ("= 2", "= 6"), "b₁": ("= 0", "= 6"), "w₂": ("= 3", "= 4"), "b₂": ("= 1", "= 2"),
    }  # fmt: skip
    assert found["a₁"].derivative == "∂J/∂a₁"
    assert found["a₁"].formula == "w₁·x + b₁"


def test_two_paths_into_one_variable_are_seen_and_add_up():
    look = looked_at("(a + b) * (b - c)", a=1.0, b=2.0, c=3.0)
    b = knots(look)["b"]
    assert (b.gradient, sorted(b.paths)) == ("= 2", ["3", "−1"])
    back = [road.back for road in look.roads if look.knots[road.start] is b]
    assert sorted(back) == sorted(b.paths)
    assert [knot.symbol for knot in look.knots if knot.paths] == ["b"]


def test_what_comes_along_the_paths_is_the_gradient_for_random_graphs():
    for seed in range(15):
        draws = random.Random(seed)
        leaves = [variable(shape=(), name=name) for name in "abc"]
        nodes = list(leaves)
        for _ in range(12):
            one, other = draws.choice(nodes), draws.choice(nodes)
            nodes.append(draws.choice([one + other, one * other, one - 2 * other, tanh(one)]))
        target = nodes[-1] + nodes[-2]
        slopes = gg.gradients(target)
        numbers = gg.evaluate([target, *slopes.totals.values(), *(p.contribution for ps in slopes.paths.values() for p in ps)], a=0.3, b=-0.7, c=1.1)
        for level in ("named", "everything"):
            look = look_at([target], level=level, values=numbers, gradients=slopes)
            for place, knot in enumerate(look.knots):
                back = [road.back for road in look.roads if road.start == place and road.flows]
                if back and knot.gradient:
                    total = sum(float(one.replace("−", "-").replace("·10", "e").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))) for one in back)
                    shown = float(knot.gradient[2:].replace("−", "-").replace("·10", "e").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
                    assert total == pytest.approx(shown, rel=2e-3, abs=2e-3)


def test_one_variable_used_twice_by_one_operation_has_two_roads():
    look = looked_at("x * x", x=3.0)
    assert [(road.start, road.end, road.back) for road in look.roads] == [(0, 1, "3"), (0, 1, "3")]
    assert len(looked_at(two_layers(), level="named", **COURSE).roads) == 8


def test_without_values_it_is_drawn_in_symbols_and_nothing_is_zero():
    picture = draw("(a + b) * (b - c)")
    assert "∂y/∂b" in words(picture)
    assert not re.search(r"[=≈:] [−\d]", words(picture))


def test_a_graph_is_folded_where_something_on_the_way_has_a_name():
    assert "a₁ = w₁·x + b₁" in words(draw(two_layers(), COURSE))
    assert "single operation" in draw("(a + b) * (b - c)").caption
    assert "single operation" in draw(two_layers(), COURSE, level="everything").caption


def test_gradients_can_be_left_out():
    picture = draw("a * b", a=1.0, b=2.0, gradients=False)
    assert "∂" not in words(picture)
    assert "stroke-dasharray" not in picture.svg()


def test_an_array_as_output_is_drawn_without_gradients_unless_they_are_asked_for():
    picture = draw("A @ x", A=[[1.0, 2.0], [3.0, 4.0]], x=[5.0, 6.0])
    assert "= [17, 39]" in words(picture)
    assert "∂" not in words(picture)
    with pytest.raises(ShapeError, match="single number"):
        draw("A @ x", A=[[1.0, 2.0], [3.0, 4.0]], x=[5.0, 6.0], gradients=True)


def test_several_outputs_are_drawn_in_one_graph():
    x = variable(shape=(), name="x")
    picture = draw([x + 1, x * 2], x=3.0)
    assert "= 4" in words(picture)
    assert "= 6" in words(picture)
    with pytest.raises(SettingError, match="2 outputs are drawn, and gradients are of one"):
        draw([x + 1, x * 2], x=3.0, gradients=True)


def test_parameters_and_inputs_look_different():
    w, x = parameter(shape=(), name="w"), variable(shape=(), name="x")
    look = look_at([w * x])
    assert [knot.role for knot in look.knots] == [Role.PARAMETER, Role.INPUT, Role.OUTPUT]
    assert "parameter" in words(draw(w * x, {w: 2.0, x: 3.0}))


def test_numbers_that_are_none_are_said_in_words():
    assert "not a number" in words(draw("log(x)", x=-1.0))
    assert "∞" in words(draw("1 / x", x=0.0))


def test_strange_names_are_words_and_long_formulas_are_cut():
    x = variable(shape=(), name='<script>"&\n')
    picture = draw(x * 2, {x: 1.0})
    assert "<script" not in picture.svg()
    long = variable(shape=(), name="n" * 300)
    (knot,) = (one for one in look_at([tanh(long)]).knots if one.role is Role.INPUT)
    assert size_of(knot)[0] < 400


def test_a_missing_value_an_unknown_level_and_an_unknown_direction_are_said():
    with pytest.raises(MissingValueError, match="no value given for b"):
        draw("a * b", a=1.0)
    with pytest.raises(SettingError, match="there is no level 'all'; choose named or everything"):
        draw("a * b", level="all")
    with pytest.raises(SettingError, match="direction is 'left'; choose right or down"):
        draw("a * b", direction="left")
    for nothing in ([], None, 3, [3]):
        with pytest.raises(SettingError, match=r"there is nothing to draw .*run.draw"):
            draw(nothing)


def test_blanks_between_words_are_kept_by_browsers():
    preserved = [one for one in ElementTree.fromstring(draw("a + b").svg()).iter() if one.get("{http://www.w3.org/XML/1998/namespace}space")]
    assert [one.text for one in preserved] == [" = a + b"]


def test_more_boxes_than_anyone_reads_are_refused_but_written_as_dot():
    y = variable(shape=(), name="x")
    for _ in range(5_000):
        y = tanh(y)
    with pytest.raises(SettingError, match=r'the graph has 5,001 boxes.*use level="named"'):
        draw(y, level="everything")
    assert len(draw(y, level="named").svg()) < 10_000
    assert to_dot(y, level="everything").count("label=") >= 5_001


def test_boxes_do_not_overlap():
    look = looked_at("(a + b) * (b - c) * exp(a)", a=1.0, b=2.0, c=3.0)
    sizes = [size_of(knot) for knot in look.knots]
    for direction in ("right", "down"):
        layout = layered(sizes, [(one.start, one.end) for one in look.roads], direction=direction)
        _assert_apart(layout.centres, sizes)


def _assert_apart(centres, sizes):
    frames = np.array([(x - w / 2, y - h / 2, x + w / 2, y + h / 2) for (x, y), (w, h) in zip(centres, sizes, strict=True)])
    for place, one in enumerate(frames):
        others = np.delete(frames, place, axis=0)
        meets = (one[0] < others[:, 2] - 0.01) & (others[:, 0] < one[2] - 0.01) & (one[1] < others[:, 3] - 0.01) & (others[:, 1] < one[3] - 0.01)
        assert not meets.any()


@pytest.mark.parametrize("shape", ["chain", "staircase", "ladder"])
def test_a_thousand_nodes_fill_a_page_instead_of_a_strip(shape):
    edges = {
        "chain": [(place, place + 1) for place in range(999)],
        "staircase": [edge for place in range(1, 500) for edge in ((place - 1, place), (499 + place, place))],
        "ladder": [edge for place in range(2, 1000) for edge in ((place - 1, place), (place - 2, place))],
    }[shape]
    sizes = [(110.0, 66.0)] * (max(map(max, edges)) + 1)
    layout = wrapped(layered(sizes, edges), sizes, edges)
    assert 0.5 < layout.width / layout.height < 3
    assert layout.width * layout.height < 6 * len(sizes) * 110 * 66 * 2
    _assert_apart(layout.centres, sizes)
    assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in layout.centres)


def test_arrows_lead_forward_and_back_between_the_boxes():
    root = ElementTree.fromstring(draw("x * 2 + 1", x=1.0).svg())
    roads = [one for one in root.iter("{http://www.w3.org/2000/svg}g") if one.get("class") == "road"]
    assert len(roads) == 2
    assert all(len(road.findall("{http://www.w3.org/2000/svg}path")) == 2 for road in roads)


def test_dot_is_read_by_graphviz_with_every_word_in_it():
    name = 'a "quoted\\ name"'
    x = variable(shape=(), name=name)
    graph = pygraphviz.AGraph(to_dot(x * x + 1, {x: 2.0}))
    labels = [node.attr["label"] for node in graph.nodes()]
    assert len(labels) == 3
    assert any("= 5" in one for one in labels)
    assert any("quoted\\" in one for one in labels)
    dashed = [edge for edge in graph.edges() if edge.attr["style"] == "dashed"]
    assert len(dashed) == len(graph.edges()) / 2


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.1 + 0.2, "0.3"), ([1.0, -2.0], "[1, −2]"), (np.full((3, 4), 2.0), "3×4, all 2"), (np.array([np.nan] * 9), "9, none of them finite")],
)
def test_numbers_are_printed_short_and_arrays_by_their_range(value, said):
    assert printed(value) == said


def test_a_rounded_number_says_so():
    assert (equals(1 / 3), equals(0.5), equals(None)) == ("≈ 0.3333", "= 0.5", "")


def test_a_step_of_a_run_is_drawn_with_its_own_numbers():
    run = gg.train("moons", hidden=(3,), epochs=2, seed=0, engine="reference")
    step = run.step(2)
    shown = words(step.draw(update=True))
    assert f"≈ {printed(step.loss)}" in shown
    assert "W⁽¹⁾" in shown
    assert "∂L/∂W⁽¹⁾" in shown
    assert "then 2×3" in shown
    assert "∂" not in words(step.draw(gradients=False))
    assert len(words(step.draw(level="everything"))) > len(words(step.draw()))


def test_the_lines_of_a_box_are_what_is_known(golden):
    look = looked_at("(a + b) * (b - c)", a=1.0, b=2.0, c=3.0)
    golden("lines.txt", "\n".join(" | ".join(f"{line.bold}{line.words}" for line in lines_of(knot)) for knot in look.knots) + "\n")


def test_the_structure_of_the_picture_is_as_approved(golden):
    golden("two_paths.txt", structure(draw("(a + b) * (b - c)", a=1.0, b=2.0, c=3.0).svg()))
