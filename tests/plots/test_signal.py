"""The signal through a step: every number is that of the replayed step, in the order in which it is computed, and nothing is shown before it is."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest

from glassgrad.draw.marks import Line, Text
from glassgrad.draw.network import stages
from glassgrad.graph import SettingError
from glassgrad.plots.measured.signal import look_of_step, place_in_batch, signal_looks
from glassgrad.plots.signal import signal, signal_frames
from glassgrad.training import Run, train
from tests.draw.network.looks import marks_of
from tests.plots.structure import structure


@pytest.fixture(scope="module")
def step(classes):
    return classes.step(5)


def test_forward_layer_by_layer_then_the_loss_then_back_then_the_update(step):
    known = [
        (
            sum(layer.outputs is not None for layer in look.layers),
            look.answer.values is not None,
            look.loss.value is not None,
            sum(layer.slopes is not None for layer in look.layers),
            sum(layer.new_weights is not None for layer in look.layers),
        )
        for look in signal_looks(step)
    ]
    assert known == [
        (0, False, False, 0, 0),
        (1, False, False, 0, 0),
        (2, False, False, 0, 0),
        (3, False, False, 0, 0),
        (3, True, False, 0, 0),
        (3, True, True, 0, 0),
        (3, True, True, 1, 0),
        (3, True, True, 2, 0),
        (3, True, True, 3, 0),
        (3, True, True, 0, 3),
        (0, False, False, 0, 0),
    ]
    assert [look.flow for look in signal_looks(step)] == ["forward"] * 6 + ["backward"] * 3 + ["update"] * 2


def test_the_gradient_comes_back_from_the_last_layer_to_the_first(step):
    back = [look for look in signal_looks(step) if look.flow == "backward"]
    assert [[layer.slopes is not None for layer in look.layers] for look in back] == [[False, False, True], [False, True, True], [True, True, True]]
    assert [set(look.lit) for look in back] == [{3}, {2}, {1}]


def test_the_gradients_are_those_of_the_chain_rule_worked_out_by_hand(step):
    row, count = 3, len(step.rows)
    look = look_of_step(step, row=row)
    truth = step.plan.targets[step.rows].astype(int)
    chances = np.exp(step["z3"] - step["z3"].max(axis=1, keepdims=True))
    back = (chances / chances.sum(axis=1, keepdims=True) - np.eye(3)[truth]) / count
    for number in (3, 2, 1):
        came_in = step[f"a{number - 1}"] if number > 1 else step["X"]
        assert look.layers[number - 1].slopes == pytest.approx(back[row], abs=1e-6)
        assert look.layers[number - 1].weight_slopes == pytest.approx(came_in.T @ back, abs=1e-6)
        back = (back @ step.old[f"W{number}"].T) * (came_in > 0)


def test_the_weights_before_and_after_are_those_of_the_run(classes, step):
    looks = signal_looks(step)
    assert np.array_equal(looks[0].layers[1].weights, classes.step(4).new["W2"])
    assert np.array_equal(looks[-2].layers[1].new_weights, classes.step(6).old["W2"])
    assert np.array_equal(looks[-1].layers[1].weights, classes.step(6).old["W2"])


def test_what_is_not_computed_yet_stands_as_a_question_mark(classes):
    first, second, *_ = signal_frames(classes, step=5, row=2)
    assert [text.words for text in marks_of(first, Text, "layer-1") if not text.words.startswith("#")] == ["?"] * 5
    assert "?" not in [text.words for text in marks_of(second, Text, "layer-1")]
    assert [text.words for text in marks_of(second, Text, "layer-3")] == ["?"] * 3


def test_the_numbers_in_the_neurons_are_those_of_the_row(classes, step):
    frame = signal_frames(classes, step=5, row=2)[1]
    shown = [text.words for text in marks_of(frame, Text, "layer-1") if not text.words.startswith("#")]
    assert [float(words.replace("−", "-")) for words in shown] == pytest.approx(step["a1"][2], rel=0.06)


@pytest.fixture(scope="module")
def plain():
    """By plain gradient descent: Adam moves every weight alike at first."""
    return train("moons", hidden=(6,), epochs=1, seed=0, engine="reference", optimizer="gradient_descent")


def test_the_lines_of_the_update_are_the_changes(plain):
    step = plain.step(3)
    update = signal_frames(plain, step=3)[-2]
    lines = marks_of(update, Line, "weights-1")
    assert len(lines) == 12
    changes = step.new["W1"].astype(float) - step.old["W1"]
    assert sum(line.dashed for line in lines) == (changes < 0).sum()
    assert all(line.note.startswith("change of W1[") for line in lines)
    furthest = max(
        (abs(float(new) - float(old)), f"{name}[{','.join(map(str, place))}]")
        for name in ("W1", "W2")
        for (place, new), old in zip(np.ndenumerate(step.new[name]), step.old[name].flat, strict=True)
    )
    assert f"{furthest[1]} moves most" in update.shows


def test_where_all_weights_move_alike_none_is_named_as_the_one_that_moves_most(two_classes):
    assert signal_looks(two_classes.step(1))[-2].now.endswith("the lines show the changes. All move by about 0.01.")
    later = two_classes.step(3)
    changes = np.concatenate([np.abs(later.new[name].astype(float) - later.old[name]).ravel() for name in ("W1", "W2")])
    alike = int((changes >= 0.99 * changes.max()).sum())
    assert 1 < alike < len(changes)
    assert f"{alike} of {len(changes)} move by about 0.01, and none moves farther." in signal_looks(later)[-2].now


def test_all_frames_are_of_one_size_and_everything_stays_in_its_place(classes):
    frames = signal_frames(classes, step=2)
    assert len({(frame.width, frame.height) for frame in frames}) == 1
    assert len({tuple((text.x, text.y) for text in marks_of(frame, Text, "heading")) for frame in frames}) == 1


def test_the_same_units_of_a_wide_layer_stay_in_sight():
    run = train("digits", hidden=(40,), epochs=1, seed=0, engine="reference", batch=512)
    looks = signal_looks(run.step(1), row=4)
    assert len({look.shown for look in looks}) == 1
    numbers = [[text.words for text in marks_of(frame, Text, "layer-1") if text.words.startswith("#")] for frame in signal_frames(run, step=1, row=4)]
    assert len({tuple(one) for one in numbers}) == 1
    assert len(numbers[0]) == 9


def test_a_deep_network_has_one_frame_for_the_layers_in_the_middle():
    run = train("moons", hidden=(3,) * 11, epochs=1, seed=0, engine="reference")
    looks = signal_looks(run.step(1))
    assert len(looks) == 1 + 2 * (len(stages(looks[0])) - 1) + 2 + 2
    (forward,) = (look for look in looks if look.flow == "forward" and len(look.lit) > 1)
    assert "one after the other" in forward.now
    assert forward.layers[max(forward.lit) - 1].outputs is not None
    assert forward.layers[max(forward.lit)].outputs is None


def test_units_that_dropout_leaves_out_are_said_to_be(classes):
    run = train("iris", hidden=(8,), dropout=0.5, epochs=1, seed=0, engine="reference")
    step = run.step(1)
    look = look_of_step(step, row=0)
    assert look.layers[0].left_out.tolist() == (step["D1"][0] == 0).tolist()
    assert look.layers[0].outputs == pytest.approx(step["a1"][0] * step["D1"][0])
    assert f"dropout leaves out {int((step['D1'][0] == 0).sum())} of 8 units" in signal_looks(step)[1].now


def test_with_a_penalty_the_gradients_are_those_of_the_sum():
    run = train("moons", hidden=(3,), l2=0.1, epochs=1, seed=0, engine="reference")
    step = run.step(1)
    looks = signal_looks(step)
    assert (looks[0].loss.symbol, looks[0].loss.name, looks[0].loss.alone) == ("J", "loss with penalty", None)
    assert look_of_step(step, row=0).loss.value == step.loss
    assert all("∂J/∂z" in look.now for look in looks if look.flow == "backward")


def test_the_loss_of_a_batch_is_the_mean_of_its_rows_alone(classes, step):
    alone = [look_of_step(step, row=row).loss.alone for row in range(len(step.rows))]
    assert np.mean(alone) == pytest.approx(step.loss, rel=1e-5)


def test_a_row_of_the_data_is_found_in_its_batch(classes, step):
    assert place_in_batch(classes, step, int(step.rows[6])) == 6
    assert place_in_batch(classes, step, None) == 0
    moving = signal(classes, steps=(5,), row=int(step.rows[6]))
    assert f"row {step.rows[6]} of the data enters" in moving.shows


def test_a_row_that_is_not_in_the_batch_is_refused_with_the_step_that_sees_it(classes, step):
    other = next(int(row) for row in classes.plan.split.training if row not in step.rows)
    with pytest.raises(SettingError, match=rf"row {other} of the data is not in the batch of step 5; in that epoch it is in step \d+") as refused:
        signal(classes, steps=(5,), row=other)
    seen = int(str(refused.value).split("it is in step ")[1].split(",")[0])
    assert other in classes.step(seen).rows
    assert (seen - 1) // classes.plan.steps_per_epoch == 4 // classes.plan.steps_per_epoch


def test_a_row_that_no_step_sees_and_one_that_is_not_there_are_refused(classes):
    held_out = int(classes.plan.split.validation[0])
    with pytest.raises(SettingError, match=r"not among the training rows, so no step sees it; run\.draw"):
        signal(classes, row=held_out)
    with pytest.raises(SettingError, match="the rows are 0 to 149"):
        signal(classes, row=150)
    for row in (-1, 32, True, 0.5):
        with pytest.raises(SettingError, match=r"there is no row .* in the batch of step 1; its rows are 0 to 31"):
            signal_frames(classes, row=row)
    with pytest.raises(SettingError, match="there is no step 0"):
        signal(classes, steps=(0,))


def test_it_moves_as_a_gif_with_a_frame_for_each_moment(one_feature):
    from PIL import Image

    moving = replace(signal(one_feature, steps=(1, 2)), seconds=0.1)
    frames = list(moving.frames())
    assert moving.title == "The signal through steps 1 and 2"
    assert moving.shows.count("enters") == 2
    with Image.open(BytesIO(replace(moving, frames=lambda: frames[:3]).gif())) as image:
        assert image.n_frames == 3


def test_a_run_without_its_data_is_refused_with_the_way_out(two_classes):
    with pytest.raises(SettingError, match="its data do not lie in its file"):
        signal(Run(replace(two_classes.plan, table=None), two_classes.file))


def test_the_structure_of_the_frames(plain, golden):
    frames = signal_frames(plain, step=2)
    golden("signal.txt", "".join(structure(frame.svg()) for frame in (frames[0], frames[5], frames[-2])))
