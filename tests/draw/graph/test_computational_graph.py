"""The computational graph as a picture: every quantity with its value and its gradient, every road with what comes back along it."""

import random
import re
from importlib import import_module
from xml.etree import ElementTree

import numpy as np
import pygraphviz
import pytest

import glassgrad as gg
from glassgrad.draw.graph import Role, draw, look_at, to_dot
from glassgrad.draw.graph.boxes import lines_of, size_of
from glassgrad.draw.graph.printed import equals, printed
from glassgrad.draw.measuring import font
from glassgrad.graph import MissingValueError, SettingError, ShapeError
from glassgrad.ops import constant, parameter, sin, tanh, variable
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
    folded = looked_at("x * x + x", level="named", x=3.0)
    assert sorted(road.back for road in folded.roads) == ["1", "3", "3"]
    assert knots(folded)["x"].gradient == "= 7"
    assert len(looked_at(two_layers(), level="named", **COURSE).roads) == 8


def test_without_values_it_is_drawn_in_symbols_and_nothing_is_zero():
    picture = draw("(a + b) * (b - c)")
    assert "∂y/∂b" in words(picture)
    assert not re.search(r"[=≈:] [−\d]", words(picture))


def test_a_graph_is_folded_where_something_on_the_way_has_a_name():
    assert "a₁ = w₁·x + b₁" in words(draw(two_layers(), COURSE))
    assert "single operation" in draw("(a + b) * (b - c)").caption
    assert "single operation" in draw(two_layers(), COURSE, level="everything").caption


def test_a_formula_that_uses_a_quantity_very_often_has_one_road_from_it():
    (road,) = looked_at("x*x*x*x + x", level="named", x=2.0).roads
    assert (road.uses, road.back) == (5, "33")
    assert len(knots(looked_at("x*x*x*x + x", level="named", x=2.0))["x"].paths) == 5


def test_constants_are_knots_of_their_own_where_everything_is_shown():
    found = [knot for knot in looked_at("2*x + 0.5", x=1.0).knots if knot.role is Role.CONSTANT]
    assert [(knot.symbol, knot.value, knot.derivative) for knot in found] == [("2", "", ""), ("0.5", "", "")]
    assert not [knot for knot in looked_at("2*x + 0.5", level="named", x=1.0).knots if knot.role is Role.CONSTANT]


def test_what_nobody_asked_for_is_not_computed_and_what_no_path_leads_to_is_zero():
    x, z = variable(shape=(), name="x"), variable(shape=(), name="z")
    y = x * z
    slopes = gg.gradients(y, wrt=["x"])
    picture = draw(y, {x: 2.0, z: 3.0}, gradients=slopes)
    assert "∂y/∂z not computed" in words(picture)
    assert "∂y/∂x = 3" in words(picture)
    assert "not 0" in picture.caption
    assert "∂y/∂x = 0, as no path leads back" in words(draw("sign(x) + 1", x=2.0))


def test_gradients_and_values_that_are_given_are_not_computed_again(monkeypatch):
    y = gg.parse("A * x", A=(2, 2), x=(2,))
    slopes = gg.gradients(y, upstream=constant(value=np.ones((2, 2))))
    parts = [path.contribution for paths in slopes.paths.values() for path in paths]
    values = gg.evaluate([y, *slopes.totals.values(), *parts], A=[[1.0, 2.0], [3.0, 4.0]], x=[1.0, 0.5])
    page = import_module("glassgrad.draw.graph.computational_graph")
    monkeypatch.setattr(page, "evaluate", None)
    monkeypatch.setattr(page, "gradients_of", None)
    assert "∂y/∂x = [4, 6]" in words(draw(y, values, gradients=slopes))


def test_gradients_of_something_else_are_refused():
    with pytest.raises(SettingError, match="which is not in the graph that is drawn"):
        draw("a * b", a=1.0, b=2.0, gradients=gg.gradients(gg.parse("c * c")))


def test_gradients_can_be_left_out():
    picture = draw("a * b", a=1.0, b=2.0, gradients=False)
    assert "∂" not in words(picture)
    assert "stroke-dasharray" not in picture.svg()


def test_an_array_as_output_is_drawn_without_gradients_unless_they_are_asked_for():
    picture = draw("A @ x", A=[[1.0, 2.0], [3.0, 4.0]], x=[5.0, 6.0])
    assert "= [17, 39]" in words(picture)
    assert "∂" not in words(picture)
    with pytest.raises(ShapeError, match="gradients start from a single number, but the output is 2; draw its sum or mean, or give the weights"):
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
    odd, sound = draw("log(x) + z", x=-1.0, z=1.0), draw("log(x) + z", x=1.0, z=1.0)
    assert "In 2 of 4 boxes a number is not finite." in odd.shows
    assert (odd.svg().count(' odd"'), sound.svg().count(' odd"')) == (2, 0)
    assert "exclamation mark" in odd.caption
    assert "exclamation mark" not in sound.caption


def test_graphs_of_nearly_nothing_are_drawn():
    assert draw("3").shows == "A computational graph of y = 3."
    assert draw("x", x=2.0).shows == "A computational graph of x = 2."
    assert draw("2*3 + 1").shows == "A computational graph of y = 7 through 2 operations."
    assert "∂" not in words(draw("2*3 + 1"))


def test_strange_names_are_words_and_long_formulas_are_cut():
    x = variable(shape=(), name='<script>"&\n')
    picture = draw(x * 2, {x: 1.0})
    assert "<script" not in picture.svg()
    long = variable(shape=(), name="n" * 300)
    (knot,) = (one for one in look_at([tanh(long)]).knots if one.role is Role.INPUT)
    assert size_of(knot)[0] < 400
    power = variable(shape=(), name="$x^2$")
    assert any("“$x^2$”·3" in knot.formula for knot in look_at([power * 3 + 1]).knots)
    deep = x
    for _ in range(60):
        deep = deep * x + 1
    assert len(lines_of(look_at([deep.named("y")]).knots[-1])) <= 3


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


def test_more_boxes_than_anyone_reads_are_refused_but_written_as_dot(monkeypatch):
    page = import_module("glassgrad.draw.graph.page")
    assert page.MOST_KNOTS == 5_000
    monkeypatch.setattr(page, "MOST_KNOTS", 60)
    y = variable(shape=(), name="x")
    for _ in range(60):
        y = tanh(y)
    with pytest.raises(SettingError, match=r'the graph has 61 boxes, and nobody can read more than 60; use level="named"'):
        draw(y, level="everything")
    assert len(draw(y, level="named").svg()) < 10_000
    assert to_dot(y, level="everything").count("label=") >= 61


def test_arrows_lead_forward_and_back_between_the_boxes():
    root = ElementTree.fromstring(draw("x * 2 + 1", x=1.0).svg())
    roads = [one for one in root.iter("{http://www.w3.org/2000/svg}g") if one.get("class") == "road"]
    assert sorted(len(road.findall("{http://www.w3.org/2000/svg}path")) for road in roads) == [1, 1, 2, 2]  # constants have no way back


def test_a_picture_promises_only_what_is_in_it():
    compared, alone, number = draw("a < b", a=1.0, b=2.0), draw("x"), draw("5")
    assert "no path leads back from it" in compared.caption
    for picture in (compared, alone, number):
        assert "Dashed vermilion" not in picture.caption
        assert "back: gradients" not in words(picture)
    for picture in (alone, number):
        assert "arrow" not in picture.caption
        assert "Round boxes" not in picture.caption
    assert "value is in blue" not in alone.caption
    beside = "stands what comes back along"
    assert beside in draw("x * y", x=1.0, y=2.0).caption
    assert beside not in draw("x * y").caption
    assert beside not in draw("mean(A)", A=np.arange(12.0).reshape(3, 4) / 7).caption


def test_the_gradient_of_what_is_undefined_is_no_fact():
    picture = draw("log(x) + z", x=-1.0, z=1.0)
    assert words(picture).count(": undefined") == 4
    assert not re.search(r"∂y/∂\w+ [=≈]", words(picture))
    assert "As y is not a number, its gradients are undefined." in picture.shows
    assert "As y is not a number, its gradients are undefined." in picture.caption
    assert "As y is infinite" in draw("1 / x", x=0.0).caption
    inside = draw("where(x > 0, log(x), 2*x)", x=-1.0)
    assert "∂y/∂x = 2" in words(inside)
    assert "As y" not in inside.caption
    assert sum("undefined" in knot.gradient for knot in looked_at("where(x > 0, log(x), 2*x)", x=-1.0).knots) == 1


def test_paths_are_those_that_a_person_counts():
    x = variable(shape=(), name="x")
    u = (x + 1).named("u")
    v = (u * u + 3 * u).named("v")
    look = looked_at(v * v + v, level="everything", x=1.0)
    by_hand = {"v": 3, "u": 9, "x": 9}  # every way from use to use: v is used 3 times, u 3 times by what v is made of, x once
    assert {name: knots(look)[name].ways for name in by_hand} == by_hand
    assert any("sum of 3 paths" in line.words for line in lines_of(knots(look)["v"]))
    assert any("sum of 3 parts" in line.words for line in lines_of(knots(look)["u"]))
    again = variable(shape=(), name="w")
    shared = again * 2
    picture = draw((shared + again) * again + sin(shared), w=1.0)
    assert "from w " in picture.shows
    assert "∂y/∂w" in picture.shows
    assert "∂v" not in picture.shows


def test_ways_that_double_at_every_step_are_counted_without_end():
    y = variable(shape=(), name="x")
    for _ in range(60):
        y = y + y
    assert looked_at(y).knots[0].ways == 2**60
    assert "2 parts, from more than 1,000,000 paths in all" in draw(y).shows


def test_a_constant_is_no_origin_of_paths():
    picture = draw("pi*x*pi + sin(pi*x)", x=0.5)
    assert "from x through 5 operations" in picture.shows
    assert "π" not in picture.shows


def test_gradients_that_are_left_out_of_an_array_are_said():
    assert "No gradients are shown, as y is an array" in draw("A * 2", A=[1.0, 2.0]).caption
    assert "No gradients" not in draw("A * 2", A=[1.0, 2.0], gradients=False).caption
    assert "No gradients" not in draw("sum(A)", A=[1.0, 2.0]).caption
    x = variable(shape=(), name="x")
    assert "as they start from a single output" in draw([x + 1, x * 2], x=1.0).caption


@pytest.mark.parametrize(("name", "value"), [("level", 3), ("direction", 2.5), ("gradients", 4.0)])
def test_the_value_of_a_quantity_named_like_an_option_goes_into_a_dictionary(name, value):
    for formula in (f"{name}*2", variable(shape=(), name=name) * 2):
        with pytest.raises(SettingError) as caught:
            draw(formula, **{name: value})
        assert str(caught.value).endswith(f"give it in a dictionary: draw(formula, {{'{name}': {value}}})")
    assert f"= {2 * value:g}" in words(draw(f"{name}*2", {name: value}))
    with pytest.raises(SettingError) as caught:
        draw("x*2", **{name: value})
    assert "dictionary" not in str(caught.value)


def test_digits_of_a_range_are_even_and_so_are_those_of_a_small_array():
    assert printed(np.float32([-1.05, 0.970084, 0.1, 0.2, 0.3])) == "5 numbers, −1.05 to 0.970"
    assert printed([-0.0878062, 0.127225, -0.0394]) == "[−0.08781, 0.1272, −0.03940]"
    assert printed([[1.05, 0.970084], [-0.3, 4.1]]) == "[[1.05, 0.9701], [−0.3, 4.1]]"
    assert (equals([0.5, 0.25]), equals([0.5, 0.970084])) == ("= [0.5, 0.25]", "≈ [0.5, 0.9701]")


def test_the_square_of_a_symbol_with_a_raised_number_is_in_parentheses():
    a2 = (gg.parse("A @ x", A=(2, 2), x=(2,)) + 1).named("a2")
    formulas = [knot.formula for knot in look_at([gg.parse("sum(x)", x=(2,)) + (a2**2 * 3 - a2).named("q")]).knots]
    assert "(a⁽²⁾)²·3 − a⁽²⁾" in formulas


def test_every_operation_has_its_sign_in_a_badge_that_can_be_read():
    for formula, sign in (("softmax(z)", "softmax"), ("relu(z)", "ReLU"), ("logsumexp(z)", "LSE"), ("square(z)", "x²"), ("where(z, z, 1)", "if")):
        root = ElementTree.fromstring(draw(formula, z=[1.0, 2.0]).svg())
        badge = next(one for one in root.iter("{http://www.w3.org/2000/svg}text") if one.text == sign)
        assert float(badge.get("font-size")) >= 11


def test_every_sign_of_an_operation_is_in_the_font_of_the_pictures():
    pages = [getattr(gg.ops, name) for name in gg.ops.__all__]
    signs = {op.name: op.notation.symbol for op in pages if isinstance(op, gg.Op)}
    assert len(signs) > 50
    assert not [name for name, sign in signs.items() for letter in sign for bold in (False, True) if not font(bold).get_char_index(ord(letter))]


def test_long_numbers_of_a_small_array_go_on_on_a_second_line():
    (box,) = (knot for knot in looked_at("sum(A * A * A)", A=[[-12345.678, 23456.789], [-34567.891, 45678.912]]).knots if knot.symbol == "A")
    assert not any("…" in line.words for line in lines_of(box))


def test_dot_is_read_by_graphviz_with_every_word_in_it():
    name = 'a "quoted\\ name"'
    x = variable(shape=(), name=name)
    graph = pygraphviz.AGraph(to_dot(x * x + 1, {x: 2.0}))
    labels = [node.attr["label"] for node in graph.nodes()]
    assert len(labels) == 4
    assert any("= 5" in one for one in labels)
    assert any("quoted\\" in one for one in labels)
    dashed = [edge for edge in graph.edges() if edge.attr["style"] == "dashed"]
    assert (len(dashed), len(graph.edges())) == (3, 7)


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.1 + 0.2, "0.3"), ([1.0, -2.0], "[1, −2]"), (np.full((3, 4), 2.0), "3×4, all 2"), (np.array([np.nan] * 9), "9 numbers, none of them finite")],
)
def test_numbers_are_printed_short_and_arrays_by_their_range(value, said):
    assert printed(value) == said


def test_a_rounded_number_says_so():
    assert (equals(1 / 3), equals(0.5), equals(None)) == ("≈ 0.3333", "= 0.5", "")


@pytest.mark.parametrize(
    ("value", "said"), [(-2.20427661533539e14, "−2.204·10¹⁴"), (6191763.0, "6191763"), (np.float32(0.970084) * np.ones(9, np.float32), "9 numbers, all 0.970")]
)
def test_long_numbers_are_cut(value, said):
    assert printed(value) == said


@pytest.fixture(scope="module")
def step():
    return gg.train("moons", hidden=(3,), epochs=2, seed=0, engine="reference").step(2)


def test_a_step_of_a_run_is_drawn_with_its_own_numbers(step):
    shown = words(step.draw(update=True))
    assert f"≈ {printed(step.loss)}" in shown
    assert "W⁽¹⁾" in shown
    assert "∂L/∂W⁽¹⁾" in shown
    assert "then −" in shown
    assert "∂L/∂X not computed" in shown
    assert step.draw().title == f"Step 2: the computational graph of the loss on {len(step.rows)} rows"
    assert "“then”" in step.draw(update=True).caption
    assert "∂" not in words(step.draw(gradients=False))
    assert len(words(step.draw(level="everything"))) > len(words(step.draw()))


def test_a_picture_of_a_graph_is_had_as_dot_too(tmp_path):
    picture = draw("x * y", x=2.0, y=3.0)
    assert picture.dot() == to_dot("x * y", x=2.0, y=3.0)
    assert picture.save(tmp_path / "graph.gv").read_text() == picture.dot()
    assert "rankdir=TB" in draw("x * y", direction="down").dot()


def test_a_step_has_no_row_and_no_unit_and_says_what_has(step):
    with pytest.raises(SettingError, match=r"run\.draw\(step=2, row=3\) draws the network"):
        step.draw(row=3)
    with pytest.raises(SettingError, match=r"run\.step\(2\)\.explain\(unit='1\.2'\)"):
        step.draw(unit="1.2")
    with pytest.raises(SettingError, match="direction is 'up'; choose right or down"):
        step.draw(direction="up")


def test_a_step_is_had_as_dot(step):
    graph = pygraphviz.AGraph(step.draw().dot())
    assert any("L = mean" in node.attr["label"] for node in graph.nodes())


def test_the_lines_of_a_box_are_what_is_known(golden):
    look = looked_at("(a + b) * (b - c)", a=1.0, b=2.0, c=3.0)
    golden("lines.txt", "\n".join(" | ".join(f"{line.bold} {line.words}".strip() for line in lines_of(knot)) for knot in look.knots) + "\n")


def test_the_structure_of_the_picture_is_as_approved(golden):
    golden("two_paths.txt", structure(draw("(a + b) * (b - c)", a=1.0, b=2.0, c=3.0).svg()))
