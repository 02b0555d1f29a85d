"""The loss curve: what it shows is where it should be, and nothing upsets it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassgrad.training.loss_curve import ASCII, UNICODE, Axis, axis_for, loss_curve, ticks_of

FALLING = """\
loss, logarithmic             ⠒⠒ training   ◦ validation
   1 ┤◦⢄
     │  ◦⡀
     │   ⠈◦⡀
     │     ⠈◦⡀
     │       ⠈◦⡀
 0.1 ┤         ⠈◦ ◦
     │           ⠉⢆ ◦
     │             ⠉⠢⡀◦ ◦ ◦
     │               ⠈⠑⢄    ◦ ◦ ◦ ◦ ◦ ◦ ◦ ◦ ◦ ◦ ◦ ◦ ◦ ◦
     │                  ⠉⠢⡀
     │                    ⠈⠉⠢⠤⣀
0.01 ┤                         ⠉⠉⠒⠒⠢⠤⠤⠤⠤⢄⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
     └──────────────────────────────────────────────────
      1                     epoch                     80"""

WITHOUT_VALIDATION = """\
loss                  ** training
3 +****
  |    *******
2 +           *******
  |                  ********
1 +                          ****
  +------------------------------
   1           epoch            3"""

LOSSES = st.lists(st.one_of(st.none(), st.floats()), max_size=60)


def falling(rate: float, floor: float) -> list[float]:
    return [math.exp(-epoch * rate) + floor for epoch in range(80)]


def test_two_falling_losses():
    assert "\n".join(loss_curve(falling(0.14, 0.009), falling(0.14, 0.03), 56, 15)) == FALLING


def test_in_ascii_without_validation():
    assert "\n".join(loss_curve([3.0, 2.0, 1.0], [None] * 3, 33, 8, ink=ASCII)) == WITHOUT_VALIDATION


@given(LOSSES, LOSSES, st.integers(16, 120), st.integers(6, 40), st.sampled_from([UNICODE, ASCII]))
def test_whatever_the_losses_it_stays_within_its_frame(training, validation, width, height, ink):
    lines = loss_curve(training, validation, width, height, ink=ink)
    assert len(lines) in (2, height)
    ticks = [line.partition(ink.tick)[0] for line in lines if ink.tick in line]
    if len(lines) == height and max(map(len, ticks), default=0) < width - 20 and width > 60:
        assert max(map(len, lines)) <= width


@given(st.lists(st.floats(1e-3, 1e3), min_size=2, max_size=40))
def test_the_line_begins_and_ends_at_the_height_of_its_loss(losses):
    lines = loss_curve(losses, [], 60, 20)
    rows = lines[1:-2]
    start = lines[-2].index("└") + 1
    columns = [row.ljust(61)[start:60] for row in rows]
    axis = axis_for(losses)
    assert axis is not None
    for loss, column in ((losses[0], 0), (losses[-1], len(lines[-2]) - start - 1)):
        drawn = [place for place, row in enumerate(columns) if row.ljust(60)[column] != " "]
        assert min(abs(place - (1 - axis.height(loss)) * (len(rows) - 1)) for place in drawn) <= 1


def test_gaps_are_left_open():
    whole = "".join(loss_curve([1.0, 1.0, 1.0, 1.0, 1.0], [], 40, 8)[1:-2])
    broken = "".join(loss_curve([1.0, 1.0, math.nan, None, 1.0], [], 40, 8)[1:-2])
    count = [sum("\u2801" <= letter <= "\u28ff" for letter in text) for text in (whole, broken)]
    assert 0 < count[1] < count[0]


@pytest.mark.parametrize("losses", [[], [None], [math.nan, math.inf], [-math.inf]])
def test_without_a_finite_loss_it_says_so(losses):
    assert loss_curve(losses, losses, 60, 12)[1] == "no finite loss yet"


def test_training_and_validation_differ_without_colour():
    text = "".join(loss_curve([3.0, 1.0], [2.0, 2.0], 60, 12)[1:])
    assert "◦" in text
    assert any("\u2801" <= letter <= "\u28ff" for letter in text)


@pytest.mark.parametrize(("low", "high", "logarithmic"), [(1.0, 9.9, False), (1.0, 10.1, True), (0.0, 100.0, False), (-1.0, 100.0, False)])
def test_the_axis_is_logarithmic_where_the_loss_falls_by_more_than_a_factor_of_ten(low, high, logarithmic):
    axis = axis_for([low, high])
    assert axis == Axis(low, high, logarithmic)


@given(st.floats(1e-150, 1e150), st.floats(1e-3, 1e140), st.booleans(), st.integers(2, 8))
def test_ticks_are_round_numbers_on_the_axis(low, factor, logarithmic, at_most):
    axis = Axis(low, low * (11 + factor), logarithmic)
    ticks = ticks_of(axis, at_most=at_most)
    assert 1 <= len(ticks) <= max(at_most, 2)
    for at, label in ticks:
        assert -1e-6 <= axis.height(at or axis.low) <= 1 + 1e-6
        assert float(label) == pytest.approx(at, rel=1e-9)


def test_many_epochs_take_no_longer_to_draw_than_they_must():
    losses = [1.0 + math.sin(epoch) for epoch in range(100_000)]
    assert len(loss_curve(losses, losses, 80, 15)) == 15
