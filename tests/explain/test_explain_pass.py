"""One step of training told at its three levels: the numbers are those of the step, to the last printed digit."""

import re
from dataclasses import replace

import numpy as np
import pytest

from glassgrad.explain import Aside, Caution, Table, explain_pass
from glassgrad.explain.text import words_text
from glassgrad.graph import SettingError
from glassgrad.readers import evaluate

from .examples import one_step, two_layers_as_a_step
from .page_reading import assert_lines_are_good, lines, worked_out

STEPS = {
    "relu": {},
    "adam with a penalty": {"optimizer": "adam", "l2": 0.01},
    "momentum": {"optimizer": "momentum", "units": (3, 2), "loss": "huber", "activation": "gelu"},
    "softmax inside": {"activation": "softmax"},
    "two classes": {"units": (5, 1), "loss": "binary_cross_entropy", "activation": "tanh"},
    "one neuron": {"units": (1,), "inputs": 1, "rows": 1, "loss": "half_squared_error"},
    "many rows and inputs": {"units": (64, 32, 10), "inputs": 100, "rows": 32, "optimizer": "adam"},
}


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", STEPS)
def test_every_line_of_every_level_agrees_with_itself(name, dtype):
    step = one_step(**STEPS[name], dtype=dtype)
    for wish in ({"level": "network"}, {"level": "neuron"}, {"level": "neuron", "unit": f"{len(step.layers)}.0", "row": 0}, {"level": "everything"}):
        story = explain_pass(step, **wish)
        assert_lines_are_good(story, rounding_may_show=dtype is np.float32)
        assert len(str(story)) < 80_000


@pytest.mark.parametrize("level", ["network", "everything"])
def test_the_step_of_the_course_ends_at_its_new_weights(level):
    story = explain_pass(two_layers_as_a_step(), level=level)
    assert_lines_are_good(story)
    page = lines(story)
    assert "∂J/∂a1 = ∂J/∂a2·w2 = 2·3 = 6" in page
    assert page[-4:] == [
        "w1 ← w1 − α·∂J/∂w1 = 2 − 0.1·6 = 1.4",
        "b1 ← b1 − α·∂J/∂b1 = 0 − 0.1·6 = −0.6",
        "w2 ← w2 − α·∂J/∂w2 = 3 − 0.1·4 = 2.6",
        "b2 ← b2 − α·∂J/∂b2 = 1 − 0.1·2 = 0.8",
    ]


def told(story):
    """Symbol → value, as printed; of a symbol told twice, the later one."""
    return {step.symbol.text + (" new" if step.relation == "←" else ""): worked_out(step.value.text) for step in story.steps if step.value is not None}


def test_everything_tells_every_entry_with_the_value_of_the_step():
    step = one_step(optimizer="adam")
    values, page = step.values, told(explain_pass(step, level="everything"))
    for layer in step.layers:
        for node in (layer.before, layer.after):
            for entry in np.ndindex(*node.shape):
                assert page[f"{node.name}[{entry[0]},{entry[1]}]"] == pytest.approx(values[node][entry], rel=1e-3, abs=1e-12)
                gradient = values[step.gradients.totals[node]][entry]
                assert page[f"∂L/∂{node.name}[{entry[0]},{entry[1]}]"] == pytest.approx(gradient, rel=1e-3, abs=1e-12)
    for leaf, new in step.updates.items():
        for entry in np.ndindex(*leaf.shape):
            where = f"[{','.join(map(str, entry))}]" if entry else ""
            symbol = f"{leaf.name}{where} new" if f"{leaf.name}{where} new" in page else f"{leaf.name}{where}′"
            assert page[symbol] == pytest.approx(values[new][entry], rel=1e-3, abs=1e-12)


def test_a_neuron_is_written_out_in_single_numbers():
    step = one_step(features=("sepal length", "sepal width", "petal length"), targets=("setosa", "versicolor", "virginica"))
    story = explain_pass(step, level="neuron", unit="1.2", row=3)
    page = lines(story)
    starts = ["z1[3,2] = X[3,0]·W1[0,2] + X[3,1]·W1[1,2] + X[3,2]·W1[2,2] + b1[2] ≈ ", "a1[3,2] = relu(z1[3,2]) ", "L = "]
    starts += ["∂L/∂a1[3,2] = ∂L/∂z2[3,0]·W2[2,0] + ∂L/∂z2[3,1]·W2[2,1] + ∂L/∂z2[3,2]·W2[2,2] ≈ ", "∂L/∂z1[3,2] = ∂L/∂a1[3,2]·(z1[3,2] > 0) "]
    starts += [f"∂L/∂W1[{place},2] = X[0,{place}]·∂L/∂z1[0,2] + " for place in range(3)] + ["∂L/∂b1[2] = ∂L/∂z1[0,2] + ∂L/∂z1[1,2] + "]
    starts += ["α = 0.1"]
    starts += [f"W1[{place},2] ← W1[{place},2] − α·∂L/∂W1[{place},2] ≈ " for place in range(3)] + ["b1[2] ← b1[2] − α·∂L/∂b1[2] ≈ "]
    assert len(page) == len(starts)
    assert [line[: len(start)] for line, start in zip(page, starts, strict=True)] == starts
    tables = [block for block in story.blocks if isinstance(block, Table)]
    assert [words_text(row[1]) for row in tables[0].rows] == ["sepal length", "sepal width", "petal length"]
    assert [words_text(row[0]) for row in tables[1].rows] == ["z2[3,0]", "z2[3,1]", "z2[3,2]"]
    assert "Its true class is “virginica”: y[3] = 2." in str(story)


def test_the_share_of_the_row_is_the_term_of_that_row():
    step = one_step(activation="tanh")
    story = explain_pass(step, level="neuron", unit="1.2", row=3)
    x, slope = step.values[step.x], step.values[step.gradients.totals[step.layers[0].before]]
    (line,) = [one for one in story.steps if one.symbol.text == "∂L/∂W1[1,2]"]
    share = float(re.search(r"row 3 adds ≈ (−?[\d.]+)", words_text(line.because))[1].replace("−", "-"))
    assert share == pytest.approx(x[3, 1] * slope[3, 2], rel=1e-3)


def test_a_long_sum_is_abridged_and_still_adds_up():
    step = one_step(**STEPS["many rows and inputs"])
    story = explain_pass(step, level="neuron", unit="1.5", row=7)
    first = story.steps[0]
    assert "(97 more)" in first.formula.text
    assert words_text(first.because).startswith("the 97 terms left out, none of them larger, add up to ")
    assert float(worked_out(first.value.text)) == pytest.approx(step.values[step.layers[0].before][7, 5], rel=1e-3)
    weights = [one for one in story.steps if one.relation == "←" and one.symbol.text.startswith("W1")]
    assert len(weights) == 4


def test_an_optimizer_with_memory_tells_what_it_remembers_before_it_uses_it():
    page = lines(explain_pass(one_step(optimizer="adam"), level="neuron", unit="2.1", row=0))
    place = next(place for place, line in enumerate(page) if line.startswith("m_W2[0,1]′ = 0.9·m_W2[0,1] + 0.1·∂L/∂W2[0,1] "))
    assert page[place + 1].startswith("v_W2[0,1]′ = 0.999·v_W2[0,1] + 0.001·(∂L/∂W2[0,1])² ")
    assert page[place + 2].startswith("W2[0,1] ← W2[0,1] − α·(m_W2[0,1]′ / (1 − 0.9^t)) / (sqrt(v_W2[0,1]′ / (1 − 0.999^t)) + 1·10⁻⁸) ")


def test_the_loss_is_told_with_its_convention_and_the_optimizer_with_its_rule():
    text = str(explain_pass(one_step(loss="mean_squared_error", units=(2, 1), l2=0.1)))
    assert "mean squared error" in text
    assert "gradient descent: w ← w − α" in text
    assert "J = L + R" in text
    assert "∂J/∂W1" in text


def test_a_step_with_too_many_numbers_is_not_told_in_full_but_says_so():
    story = explain_pass(one_step(**STEPS["many rows and inputs"]), level="everything")
    (caution,) = [words_text(block.words) for block in story.blocks if isinstance(block, Caution)]
    assert re.search(r"would take \d\d,\d\d\d lines", caution)
    assert "name a unit, like 1.0" in caution
    assert len(story.steps) < 100


def test_a_broken_number_is_named():
    step = one_step(dtype=np.float64)
    step.values._numbers[step.x] = np.full(step.x.shape, np.inf)
    texts = [words_text(block.words) for block in explain_pass(step).blocks if isinstance(block, Caution)]
    assert texts[0].startswith("An input is not finite: X.")


def test_what_was_not_computed_is_never_shown_as_zero():
    step = one_step()
    forward_only = evaluate(step.loss, {leaf: step.values[leaf] for leaf in (step.x, step.y, *step.gradients.wanted)})
    half_way = replace(step, values=forward_only)
    for wish in ({}, {"level": "neuron", "unit": "1.2", "row": 3}, {"level": "everything"}):
        story = explain_pass(half_way, **wish)
        assert_lines_are_good(story)
        later = [one for one in story.steps if one.symbol.text.startswith("∂") or one.relation == "←"]
        assert later
        for one in later:
            assert (one.numbers, one.value, one.summary) == (None, None, ())
            assert words_text(one.because).endswith("not computed in this pass")


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ({"level": "deep"}, "there is no level 'deep'; choose network, neuron, everything"),
        ({"level": "neuron", "unit": "7.0"}, "there is no layer 7; the layers are 1 to 2"),
        ({"level": "neuron", "unit": "1.4"}, "layer 1 has no unit 4; its units are 0 to 3"),
        ({"level": "neuron", "unit": "1.2", "row": 5}, "there is no row 5 in this batch; its rows are 0 to 4"),
        ({"level": "neuron", "unit": "1.2", "row": -1}, "there is no row -1 in this batch; its rows are 0 to 4"),
        ({"row": 5}, "there is no row 5 in this batch"),
        ({"level": "neuron", "unit": "relu"}, "unit='relu' is no unit; write layer.unit, like unit='1.0'"),
        ({"level": "neuron", "unit": "1.²"}, "is no unit"),
        ({"level": "neuron", "unit": "1." + "9" * 5000}, "is no unit|has no unit"),
    ],
)
def test_a_wish_that_cannot_be_met_says_what_can(wish, message):
    with pytest.raises(SettingError, match=message):
        explain_pass(one_step(), **wish)


def test_a_step_in_single_numbers_has_no_units():
    with pytest.raises(SettingError, match="no layers of units"):
        explain_pass(two_layers_as_a_step(), level="neuron")


def test_the_batch_is_spoken_of_in_the_singular_if_it_is_one_row():
    story = explain_pass(one_step(**STEPS["one neuron"]))
    assert any("One batch of 1 row:" in words_text(block.words) for block in story.blocks if isinstance(block, Aside))


def test_a_neuron_tells_everything_that_its_lines_quote():
    page = lines(explain_pass(one_step(optimizer="adam", l2=0.01), level="neuron"))
    place = next(place for place, line in enumerate(page) if line.startswith("J = L + R "))
    assert page[place - 1].startswith("R = 0.005·")
    assert "t = 1" in page
    assert "α = 0.1" in page


def test_a_sum_over_the_batch_is_quoted_and_not_written_out():
    step = one_step(units=(3,), rows=40, class_weights=(1.0, 2.0, 0.5))
    page = lines(explain_pass(step, level="neuron"))
    (line,) = [line for line in page if line.startswith("∂L/∂z1[0,0]")]
    assert "sum(ω)" in line
    assert len(line) < 400
    assert any(line.startswith("ω = v1 @ [1, 2, 0.5]") for line in page)


def test_rounded_numbers_are_marked_in_tables_summaries_and_remarks():
    step = one_step(activation="tanh", rows=40)
    neuron, network = explain_pass(step, level="neuron"), str(explain_pass(step))
    (table,) = [block for block in neuron.blocks if isinstance(block, Table) and block.header[0] == ("into",)]
    assert all(words_text(cell).startswith("≈ ") for row in table.rows for cell in row[2:])
    assert re.search(r"row 0 adds ≈ .*add up to ≈ ", str(neuron).replace("\n", " "))
    assert re.search(r"tanh\(z1\).*\n +entries ≈ .*smallest ≈ .*mean ≈ ", network)


def test_a_target_that_is_rounded_is_marked():
    step = one_step(loss="mean_squared_error", units=(2, 1))
    values = {**step.values, step.y: step.values[step.y] + 1 / 3}
    assert "Its target is y[1,0] ≈ " in str(explain_pass(replace(step, values=values), level="neuron", row=1))


def test_a_mean_of_nothing_but_rounding_is_about_0():
    page = str(explain_pass(one_step(rows=40)))
    assert re.search(r"∂L/∂z2 =[^∂]*\n[^∂]*mean ≈? ?0,", page)
