"""The diagram of a network: everything in its place, signs and sizes told, and what is not known shown as unknown."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from glassgrad.draw.marks import Disc, Line, Text
from glassgrad.draw.network import AnswerLook, LayerLook, NetworkLook, chosen, network_diagram
from glassgrad.draw.network.look import UNITS
from glassgrad.draw.palette import BACKWARD, NEGATIVE, POSITIVE, luminance
from glassgrad.graph import ShapeError
from tests.draw.network.looks import SIZES, bare, box_of, marks_of, with_row, with_update, with_weights
from tests.plots.structure import structure

every_size = pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
every_look = pytest.mark.parametrize("look", [bare, with_weights, with_row, with_update])


@every_size
@every_look
def test_no_words_are_cut_by_the_edge_or_lie_on_others(sizes, look):
    picture = network_diagram(look(sizes))
    texts = marks_of(picture, Text)
    boxes = np.array([box_of(text) for text in texts])
    assert (boxes[:, :2] >= 0).all()
    assert (boxes[:, 2] <= picture.width).all()
    assert (boxes[:, 3] <= picture.height).all()
    left, top, right, bottom = (boxes[:, [side]] for side in range(4))
    across, down = np.minimum(right, right.T) - np.maximum(left, left.T), np.minimum(bottom, bottom.T) - np.maximum(top, top.T)
    clashes = np.argwhere(np.triu((across > 0.5) & (down > 0.5), 1))
    assert [(texts[a].words, texts[b].words) for a, b in clashes] == []


@every_size
@every_look
def test_neurons_keep_apart_and_letters_are_large_enough_to_read(sizes, look):
    picture = network_diagram(look(sizes))
    discs = [disc for disc in marks_of(picture, Disc, "layer-") if disc.radius > 5]
    places = np.array([(disc.x, disc.y, disc.radius + disc.line / 2) for disc in discs])
    apart = np.hypot(*(places[:, None, :2] - places[None, :, :2]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    assert (apart >= places[:, 2] + places[:, [2]]).all()
    assert min(text.size for text in marks_of(picture, Text)) >= 9


@every_size
@every_look
def test_it_is_small_enough_for_a_slide_whatever_the_network(sizes, look):
    picture = network_diagram(look(sizes))
    assert len(picture.svg()) < 150_000
    assert picture.width <= 1280
    assert picture.height <= 860


def test_a_weight_is_a_line_whose_colour_and_dash_tell_the_sign_and_whose_width_the_size():
    weights = np.array([[0.5, -2.0, 1.0], [0.0, 0.25, -0.25]])
    picture = network_diagram(NetworkLook(inputs=2, layers=(LayerLook(units=3, weights=weights),), title="n"))
    lines = {line.note: line for line in marks_of(picture, Line, "weights-1")}
    assert len(lines) == 6
    assert (lines["W1[0,0] = 0.5"].colour, lines["W1[0,0] = 0.5"].dashed) == (POSITIVE, False)
    assert (lines["W1[0,1] = −2"].colour, lines["W1[0,1] = −2"].dashed) == (NEGATIVE, True)
    assert abs(luminance(POSITIVE) - luminance(NEGATIVE)) > 0.3
    widths = {note: line.width for note, line in lines.items()}
    assert max(widths, key=widths.get) == "W1[0,1] = −2"
    assert widths["W1[1,1] = 0.25"] == widths["W1[1,2] = −0.25"]
    # Evenly: from 0 to 1 as much wider as from 1 to 2.
    assert widths["W1[0,2] = 1"] - widths["W1[1,0] = 0"] == pytest.approx(widths["W1[0,1] = −2"] - widths["W1[0,2] = 1"])
    assert "widest 2" in [text.words for text in marks_of(picture, Text, "parameters-1")]


def test_the_lines_lead_from_the_neurons_to_the_neurons_they_belong_to():
    look = with_weights((3, 2))
    picture = network_diagram(look)
    inputs, units = marks_of(picture, Disc, "layer-0"), marks_of(picture, Disc, "layer-1")
    for line in marks_of(picture, Line, "weights-1"):
        i, j = map(int, re.match(r"W1\[(\d),(\d)\]", line.note).groups())
        assert line.points == ((inputs[i].x, inputs[i].y), (units[j].x, units[j].y))
        assert line.dashed == (look.layers[0].weights[i, j] < 0)


def test_few_weights_are_written_on_their_lines():
    weights = np.array([[0.5, -2.0], [0.125, 3.0]])
    picture = network_diagram(NetworkLook(inputs=2, layers=(LayerLook(units=2, weights=weights),), title="n"))
    assert sorted(text.words for text in marks_of(picture, Text, "weight-numbers-1")) == sorted(["0.5", "−2", "0.125", "3"])
    assert not marks_of(network_diagram(with_weights((20, 30, 2))), Text, "weight-numbers")


def test_the_parameters_are_counted_beneath_each_layer_and_added_up():
    picture = network_diagram(bare((4, 16, 3)))
    assert [text.words for text in marks_of(picture, Text, "parameters-1")] == ["4·16 + 16", "= 80"]
    assert [text.words for text in marks_of(picture, Text, "parameters-2")] == ["16·3 + 3", "= 51"]
    assert "Parameters: 80 + 51 = 131" in [text.words for text in marks_of(picture, Text)]
    assert "131 parameters in 2 layers" in picture.shows


def test_a_layer_without_biases_is_counted_without():
    picture = network_diagram(NetworkLook(inputs=4, layers=(LayerLook(units=3, biased=False),), title="n"))
    assert [text.words for text in marks_of(picture, Text, "parameters-1")] == ["4·3", "= 12"]


def test_folded_layers_are_counted_too():
    picture = network_diagram(bare((6, *[8] * 19, 3)))
    words = [text.words for text in marks_of(picture, Text)]
    assert "Parameters: 56 + 72 + 72 + 1,008 + 72 + 72 + 27 = 1,379" in words
    assert {"14 layers", "together 1,008", "4 to 17,"} <= set(words)
    assert "Layers 4 to 17 are drawn as one box." in picture.caption


def test_above_each_column_stand_its_number_its_units_and_its_activation():
    picture = network_diagram(bare((4, 16, 3)))
    assert [text.words for text in marks_of(picture, Text, "heading-0")] == ["inputs", "4 features"]
    assert [text.words for text in marks_of(picture, Text, "heading-1")] == ["layer 1", "16 units", "relu"]
    assert [text.words for text in marks_of(picture, Text, "heading-2")] == ["layer 2", "3 units", "linear"]


def test_the_ring_is_the_bias_drawn_like_a_weight():
    layer = LayerLook(units=3, weights=np.ones((1, 3)), bias=np.array([0.5, -1.0, 0.0]))
    picture = network_diagram(NetworkLook(inputs=1, layers=(layer,), title="n"))
    one, two, three = marks_of(picture, Disc, "layer-1")
    assert (one.stroke, one.dashed) == (POSITIVE, False)
    assert (two.stroke, two.dashed) == (NEGATIVE, True)
    assert three.stroke not in (POSITIVE, NEGATIVE)
    assert two.line > one.line > three.line


def test_a_neuron_shows_what_it_hands_on_and_the_fill_is_stronger_the_further_from_0():
    look = with_row((3, 4, 2))
    layer = replace(look.layers[0], outputs=np.array([0.0, 0.5, 2.0, -1.0]), sums=np.array([0.0, 0.5, 2.0, -1.0]))
    picture = network_diagram(replace(look, layers=(layer, look.layers[1])))
    fills = [luminance(disc.fill) for disc in marks_of(picture, Disc, "layer-1")]
    assert fills[0] == 1.0
    assert fills[0] > fills[1] > fills[2]
    assert fills[3] < 1.0
    words = [text.words for text in marks_of(picture, Text, "layer-1")]
    assert {"#0", "#3", "0", "0.5", "2", "−1"} <= set(words)


def test_what_is_not_computed_yet_is_a_question_mark_and_never_0():
    look = with_row((3, 4, 2))
    unknown = dict.fromkeys(("sums", "outputs", "slopes", "weight_slopes", "bias_slopes"))
    layers = tuple(replace(layer, **unknown) for layer in look.layers)
    picture = network_diagram(replace(look, layers=layers, answer=replace(look.answer, values=None), loss=replace(look.loss, value=None)))
    assert [text.words for text in marks_of(picture, Text, "layer-2")] == ["?", "?"]
    assert sorted(text.words for text in marks_of(picture, Text, "layer-1")) == sorted(["#0", "#1", "#2", "#3", "?", "?", "?", "?"])
    assert "L = ?" in [text.words for text in marks_of(picture, Text, "loss")]
    assert sum(text.words == "?" for text in marks_of(picture, Text, "answers")) == 2
    assert all("not computed yet" in disc.note for disc in marks_of(picture, Disc, "layer-2"))
    assert "not computed yet" in [text.words for text in marks_of(picture, Text, "legend")]


def test_gradients_are_vermilion_lines_and_tags():
    picture = network_diagram(with_row((3, 4, 2)))
    lines = marks_of(picture, Line, "weights-")
    assert {line.colour for line in lines} == {BACKWARD}
    assert all(line.note.startswith("∂L/∂W") for line in lines)
    tags = [text for text in marks_of(picture, Text, "layer-") if text.colour == BACKWARD]
    assert len(tags) == 4 + 2


def test_the_answers_say_what_is_predicted_and_what_is_true():
    look = with_row((3, 4, 3))
    for truth, expected in ((0.0, "predicted, and right ✓"), (2.0, "predicted, but wrong ✗"), (None, "predicted")):
        answer = replace(look.answer, values=np.array([0.7, 0.2, 0.1]), truth=truth)
        words = [text.words for text in marks_of(network_diagram(replace(look, answer=answer)), Text, "answers")]
        assert expected in words
        assert {"70.0 %", "20.0 %", "10.0 %"} <= set(words)
        assert ("the true class" in words) == (truth == 2.0)
        assert words.index(expected) == words.index("70.0 %") + 1


def test_an_answer_that_is_not_finite_is_said_to_be_so():
    look = with_row((3, 4, 2))
    answer = replace(look.answer, values=np.array([np.nan, np.nan]))
    layers = (look.layers[0], replace(look.layers[1], outputs=np.array([np.inf, np.nan])))
    picture = network_diagram(replace(look, answer=answer, layers=layers, now=""))
    assert [text.words for text in marks_of(picture, Text, "answers") if text.words == "NaN"] == ["NaN", "NaN"]
    assert "no answer is finite" in picture.shows
    assert {"∞", "NaN"} <= {text.words for text in marks_of(picture, Text, "layer-2")}
    assert 'width="nan"' not in picture.svg()


def test_a_number_that_is_predicted_stands_in_its_own_units():
    words = [text.words for text in marks_of(network_diagram(with_row((3, 4, 1), answer=UNITS)), Text, "answers")]
    assert words == ["the target", "predicted 3.25", "true 4"]


def test_one_output_that_decides_between_two_classes_has_an_answer_for_each():
    look = replace(with_row((2, 3, 1)), answer=AnswerLook(names=("no", "yes"), by="sigmoid", values=np.array([0.25, 0.75]), truth=1.0))
    words = [text.words for text in marks_of(network_diagram(look), Text, "answers")]
    assert words == ["no", "25.0 %", "yes", "75.0 %", "predicted, and right ✓"]
    named = [text.words for text in marks_of(network_diagram(replace(with_weights((2, 3, 1)), answer=look.answer)), Text, "answers")]
    assert named == ["probability of", "yes"]


def test_strange_names_are_shown_as_they_are_and_cut_in_the_middle():
    names = ("a" * 50 + "=red", "<script>alert(1)</script>", "tab\there\x1b[m", "größe $x_1$", "שלום")
    picture = network_diagram(replace(with_weights((5, 3, 2)), features=names))
    words = [text.words for text in marks_of(picture, Text, "features")]
    assert re.fullmatch(r"a+…a+=red", words[0])
    assert words[1] == names[1]
    assert words[2] == "tab⟨U+0009⟩here⟨U+001B⟩[m"
    assert words[3:] == list(names[3:])
    root = ElementTree.fromstring(picture.svg())
    assert "<script>alert(1)</script>" in [text.strip() for text in root.itertext()]
    assert picture.png(0.5).startswith(b"\x89PNG")


def with_large_weight(look, entry):
    """The same network with a weight of −9.5 in layer 1, far larger than all others."""
    weights = look.layers[0].weights.copy()
    weights[entry] = -9.5
    return replace(look, layers=(replace(look.layers[0], weights=weights), *look.layers[1:]))


def test_the_largest_weight_that_is_named_is_one_that_is_drawn():
    look = with_weights((784, 512, 10))
    (first, *_), (unit, *_), _ = chosen(look)
    assert 123 not in chosen(look)[0]
    assert f"The largest weight is W1[{first},{unit}] = −9.5." in network_diagram(with_large_weight(look, (first, unit))).shows
    picture = network_diagram(with_large_weight(look, (123, 45)))
    name, value = re.search(r"The largest weight drawn is (W\d\[\d+,\d+\]) = (\S+)\.", picture.shows).groups()
    notes = [line.note for line in marks_of(picture, Line, "weights-")]
    assert f"{name} = {value}" in notes
    assert max(abs(float(note.split(" = ")[1].replace("−", "-"))) for note in notes) == abs(float(value.replace("−", "-")))


def test_where_all_weights_are_0_none_is_called_the_largest():
    look = with_weights((3, 4, 2))
    layers = tuple(replace(layer, weights=np.zeros_like(layer.weights)) for layer in look.layers)
    assert "All weights are 0." in network_diagram(replace(look, layers=layers)).shows


def test_of_a_deep_network_no_weight_of_a_layer_that_is_only_named_is_called_the_largest():
    look = with_weights((6, *[8] * 19, 3))
    layers = [replace(layer, weights=layer.weights * (100.0 if number == 10 else 1.0)) for number, layer in enumerate(look.layers, start=1)]
    assert re.search(r"The largest weight drawn is W(1|2|3|18|19|20)\[", network_diagram(replace(look, layers=tuple(layers))).shows)


def test_the_legend_explains_rings_of_changes_whatever_the_biases_were():
    look = with_update((3, 4, 2))
    layers = tuple(replace(layer, bias=np.zeros(layer.units), new_bias=np.full(layer.units, 0.1)) for layer in look.layers)
    assert "ring: the change of the bias, drawn alike" in [one.words for one in marks_of(network_diagram(replace(look, layers=layers)), Text, "legend")]
    still = tuple(replace(layer, new_bias=layer.bias) for layer in look.layers)
    assert not [one for one in marks_of(network_diagram(replace(look, layers=still)), Text, "legend") if one.words.startswith("ring")]


@pytest.mark.parametrize("flow", ["forward", "backward"])
def test_an_arrow_goes_all_the_way_where_no_layer_is_singled_out(flow):
    look = replace(with_row((3, 4, 2)), flow=flow, lit=frozenset())
    (start, end), *others = [line.points for line in marks_of(network_diagram(look), Line, "lights")]
    assert others == []
    columns = sorted(disc.x for disc in marks_of(network_diagram(look), Disc, "layer-"))
    assert (start[0] < columns[0] and end[0] > columns[-1]) if flow == "forward" else (end[0] < columns[0] and start[0] > columns[-1])


def test_the_words_say_what_is_left_out():
    picture = network_diagram(with_weights((784, 512, 10)))
    assert "Of a wide layer only 10 units are shown, those that send on most" in picture.caption
    assert "the first and the last" in network_diagram(bare((784, 512, 10))).caption


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"layers": (LayerLook(units=2, weights=np.ones((2, 3))),)}, r"weights of layer 1 is 2×3; expected 3×2"),
        ({"layers": (LayerLook(units=2, outputs=np.ones(5)),)}, r"outputs of layer 1 is 5; expected 2"),
        ({"features": ("a",)}, r"there are 1 names for 3 inputs"),
        ({"answer": AnswerLook(names=("a", "b"), by="softmax", values=np.ones(3))}, r"there are 3 answers for 2 names"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(change, message):
    with pytest.raises(ShapeError, match=message):
        network_diagram(replace(bare((3, 2)), **change))


def test_the_structure_of_a_diagram(golden):
    look = with_row((3, 12, 2))
    golden("diagram.txt", structure(network_diagram(replace(look, now="", flow="", lit=frozenset())).svg()))


LONG = [f"class number {place} with quite a longish name that goes on" for place in (14, 15, 16)]


@pytest.mark.parametrize("look", [bare, with_row])
def test_names_too_long_for_their_place_keep_the_part_that_tells_them_apart(look):
    seen = replace(look((3, 4, 3)), features=tuple(f"the length of the leaf in week {week} of the summer, in cm" for week in (1, 2, 11)))
    seen = replace(seen, answer=replace(seen.answer or AnswerLook(names=()), names=tuple(LONG)))
    picture = network_diagram(seen)
    for group, words in (("features", ("1", "2", "11")), ("answers", ("14", "15", "16"))):
        written = [text.words for text in marks_of(picture, Text, group) if "…" in text.words]
        assert [re.findall(r"\d+", one) for one in written] == [[number] for number in words]
        assert all(len(one) > 12 for one in written)


def test_names_in_sentences_are_whole():
    look = with_row((3, 4, 3))
    picture = network_diagram(replace(look, now="", answer=replace(look.answer, names=tuple(LONG))))
    assert any(name in picture.shows for name in LONG)
    assert "…" not in picture.shows
