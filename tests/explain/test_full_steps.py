"""Steps with dropout, weights of rows, penalties, clipping and schedules, told: every line agrees with itself, and nothing is left unsaid."""

import re

import numpy as np
import pytest

from glassgrad.explain import LayerView, TrainingPass, explain_pass
from glassgrad.nn import Dense, Network, initial_state, losses, training_step
from glassgrad.readers import evaluate
from glassgrad.writing.symbols import symbol

from .page_reading import assert_lines_are_good, lines

EVERYTHING_ON = {"l1": 0.01, "l2": 0.1, "clip_norm": 0.5, "clip_value": 0.2, "weighted": True, "schedule": "warm_up", "length": 100}
STEPS = {
    "everything on": EVERYTHING_ON,
    "everything on, with adam": {**EVERYTHING_ON, "optimizer": "adam", "schedule": "one_cycle"},
    "dropout": {},
    "weights of rows": {"dropout": 0.0, "weighted": True, "loss": "mean_squared_error"},
    "weights of rows and classes": {"weighted": True, "loss_settings": {"class_weights": (1.0, 2.0, 0.5)}},
    "one output": {"units": (4, 1), "weighted": True, "loss": "binary_cross_entropy", "clip_norm": 0.3},
    "a limit that is not reached": {"clip_norm": 1000.0},
    "a schedule": {"schedule": "cosine", "length": 20, "optimizer": "momentum"},
}


def told(
    *,
    level="network",
    unit=None,
    dtype=np.float64,
    dropout=0.5,
    units=(4, 3),
    loss="cross_entropy",
    optimizer="gradient_descent",
    weights=(1.0, 2.0, 0.5),
    **settings,
):
    """The story of step 7 of a small network."""
    numbers, rows = np.random.default_rng(0), 3
    network = Network([Dense(units[0], "tanh", dropout=dropout), Dense(units[1])], inputs=2)
    step = training_step(network, loss, optimizer, rows=rows, **settings)
    given = {**initial_state(step, network.initial_parameters(0)), step.learning_rate: 0.1, step.step: 7.0}
    given |= {step.x: np.round(numbers.normal(size=(rows, 2)), 2), step.y: numbers.integers(0, max(2, units[1]), size=step.y.shape).astype(float)}
    given |= {mask: (numbers.random(mask.shape) < 1 - dropout) / (1 - dropout) for mask in step.masks.values()}
    given |= {step.sample_weights: weights} if step.sample_weights is not None else {}
    views = tuple(
        LayerView(number=one.number, before=one.before, after=one.after, dropped=None if one.mask is None else one.out, weights=one.weights, bias=one.bias)
        for one in step.layers
    )
    convention = losses[loss].convention(weighted=step.sample_weights is not None, **settings.get("loss_settings", {}))
    return explain_pass(
        TrainingPass(
            values=evaluate([*step.graph.outputs, *step.graph.updates.values()], given, dtype=dtype),
            gradients=step.gradients,
            loss=step.loss,
            total=step.total,
            layers=views,
            x=step.x,
            y=step.y,
            updates=step.graph.updates,
            loss_name=convention,
            learning_rate=step.learning_rate,
            step=7,
            words=step.words,
        ),
        level=level,
        unit=unit,
    )


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", STEPS)
def test_every_line_of_every_level_agrees_with_itself(name, dtype):
    for wish in ({"level": "network"}, {"level": "neuron", "unit": "1.2"}, {"level": "neuron", "unit": "2.0"}, {"level": "everything"}):
        assert_lines_are_good(told(dtype=dtype, **STEPS[name], **wish), rounding_may_show=dtype is np.float32)


def test_dropout_is_told_forward_and_backward():
    page = lines(told())
    assert "d1 = D1·a1 ≈ " in "\n".join(page)
    assert any(line.startswith("z2 = d1 @ W2 + b2 ") for line in page)
    assert any(line.startswith("∂L/∂a1 = ∂L/∂d1·D1 ") for line in page)
    assert "the dropout mask of layer 1: 0 for units left out, 1/(1 − 0.5) for the others" in str(told())


def test_a_unit_that_is_left_out_is_followed_under_its_own_number():
    story = told(level="neuron", unit="1.2")
    page = lines(story)
    assert any(re.match(r"d1\[0,2\] = D1\[0,2\]·a1\[0,2\] ≈ 0·[\d.]+ = 0$", line) for line in page)
    assert any(re.match(r"∂L/∂a1\[0,2\] = ∂L/∂d1\[0,2\]·D1\[0,2\] .* = 0$", line) for line in page)
    assert "Where d1[0,2] goes:" in str(story)
    assert "d1[0,2]·W2[2,1]" in str(story)


def test_an_output_without_dropout_is_still_where_the_loss_is_taken():
    assert "z2[0,0] is an output of the network; the loss is taken from it." in str(told(level="neuron", unit="2.0"))


def test_clipping_is_told_before_the_update_that_quotes_it():
    page = lines(told(clip_norm=0.5, clip_value=0.2))
    starts = ["g_W1 = maximum(minimum(∂L/∂W1, 0.2), −0.2)", "g_max = ", "‖g‖ = s·r ", "ĝ_W1 = where(‖g‖ > 0.5, ", "W1 ← W1 − α·ĝ_W1"]
    places = [next(place for place, line in enumerate(page) if line.startswith(start)) for start in starts]
    assert places == sorted(places)


def test_a_neuron_quotes_its_own_clipped_gradients_and_no_others():
    page = lines(told(level="neuron", unit="1.2", clip_norm=0.5, clip_value=0.2))
    named = {line.split(" = ")[0] for line in page if line.startswith(("g_W", "g_b", "ĝ_"))}
    assert named == {f"{letter}_{entry}" for letter in ("g", "ĝ") for entry in ("W1[0,2]", "W1[1,2]", "b1[2]")}
    assert any(line.startswith("W1[1,2] ← W1[1,2] − α·ĝ_W1[1,2] ") for line in page)


@pytest.mark.parametrize("wish", [{"level": "network"}, {"level": "neuron", "unit": "1.0"}, {"level": "everything"}])
def test_the_learning_rate_of_a_schedule_is_worked_out_on_the_page(wish):
    page = lines(told(schedule="warm_up", length=100, **wish))
    assert "α = α0·minimum(t / 10, 1) = 0.1·minimum(7 / 10, 1) = 0.07" in page
    assert "α0 = 0.1" in page
    assert sum(line.startswith("α = ") for line in page) == 1


def test_weights_of_rows_are_told_with_what_they_are():
    story = told(weighted=True)
    assert "how much each row counts" in str(story)
    assert "ω_sum = sum(ω) = sum([1, 2, 0.5]) = 3.5" in lines(story)
    both = told(weighted=True, loss_settings={"class_weights": (1.0, 2.0, 0.5)})
    assert any(line.startswith("ω_c = ω·c ") for line in lines(both))


def test_a_batch_in_which_nothing_counts_is_told_with_a_loss_of_0():
    page = lines(told(weighted=True, weights=(0.0, 0.0, 0.0)))
    assert "ω_sum = sum(ω) = sum([0, 0, 0]) = 0" in page
    assert any(line.startswith("L = ") and line.endswith(" = 0") for line in page)


def test_a_mask_and_what_it_leaves_have_symbols_of_their_own():
    assert (symbol("D1", array=True).latex, symbol("d1", array=True).latex) == ("D^{(1)}", "d^{(1)}")
    assert (symbol("D1[3,2]").latex, symbol("d1[3,2]").latex) == ("D^{(1)}_{32}", "d^{(1)}_{32}")


def test_a_norm_is_written_between_bars():
    assert (symbol("‖g‖").text, symbol("‖g‖").latex) == ("‖g‖", r"\left\|g\right\|")
    assert symbol("‖g; rm‖").text == "“‖g; rm‖”"
