"""Watching a run: plain lines, a live display, or nothing; never in the way of training."""

import io
import time
from dataclasses import replace

import pytest
from rich.console import Console

from glassgrad.data import ColumnReport
from glassgrad.training import EpochRow, Opening, Silent, train
from glassgrad.training import live_progress as room
from glassgrad.training.json_progress import JsonProgress
from glassgrad.training.live_progress import LiveProgress
from glassgrad.training.loss_curve import ASCII, UNICODE
from glassgrad.training.picture import Picture
from glassgrad.training.plain_progress import PlainProgress, say_seconds
from glassgrad.training.progress import watcher_for
from glassgrad.training.time_left import seconds_left

OPENING = Opening(
    source="the data set iris",
    task="many classes",
    because="",
    network="4 → 16 relu → 3",
    parameters=131,
    training_rows=128,
    validation_rows=22,
    epochs=300,
    metric="accuracy",
    notes=(),
    columns=(ColumnReport("species", "category", ""),),
)


def row(epoch: int, *, validation: bool = True) -> EpochRow:
    held_out = (1.5 / epoch, 0.75) if validation else (None, None)
    return EpochRow(epoch, epoch * 4, epoch * 0.5, 1 / epoch, held_out[0], 0.875, held_out[1])


class Terminal(io.StringIO):
    """A stream that takes itself for a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def watched(watcher, epochs, **choices) -> None:
    watcher.opening(OPENING)
    for epoch in range(1, epochs + 1):
        watcher.epoch(row(epoch, **choices))
    watcher.closing("all epochs are done")


def test_plain_lines_come_ever_more_seldom_and_the_last_epoch_has_one():
    stream = io.StringIO()
    watched(PlainProgress(stream), 57)
    assert [int(line.split()[1]) for line in stream.getvalue().splitlines()] == [1, 2, 3, 5, 10, 20, 30, 50, 57]


def test_every_epoch_has_a_plain_line_if_asked_for():
    stream = io.StringIO()
    watched(PlainProgress(stream, every_epoch=True), 7)
    assert [int(line.split()[1]) for line in stream.getvalue().splitlines()] == [1, 2, 3, 4, 5, 6, 7]


def test_a_plain_line_has_all_numbers():
    stream = io.StringIO()
    watched(PlainProgress(stream), 2)
    assert stream.getvalue().splitlines()[-1] == "epoch     2  loss 0.5000   validation 0.7500   accuracy 0.875  validation 0.750"


def test_without_validation_rows_nothing_is_said_of_them():
    stream = io.StringIO()
    watched(PlainProgress(stream), 2, validation=False)
    assert "validation" not in stream.getvalue()


def test_nothing_is_written_for_a_run_that_ends_before_its_first_epoch():
    stream = io.StringIO()
    watched(PlainProgress(stream), 0)
    watched(LiveProgress(stream, console=Console(file=stream, force_terminal=True)), 0)
    assert "epoch" not in stream.getvalue()


def lines_of(picture: Picture, width: int = 79, height: int = 40, ink=UNICODE) -> list[str]:
    return [line.plain for line in picture.lines(width, height, ink)]


def test_the_picture_has_the_curve_the_bar_and_the_numbers():
    picture = Picture(300, "accuracy", [row(epoch) for epoch in range(1, 61)])
    lines = lines_of(picture)
    assert lines[0].startswith("loss, logarithmic")
    assert lines[-5].startswith("epoch 60 of at most 300 ━━")
    assert lines[-5].endswith("at most 2 min 0 s left")
    assert lines[-4] == "loss      training 0.0167      validation 0.0250"
    assert lines[-3] == "lowest    validation 0.0250 in epoch 60"
    assert lines[-2] == "accuracy  training 0.875       validation 0.750"
    assert lines[-1] == "speed     8 steps/s"


WARNING = "layer 1: 9 of 16 units are dead since about step 120"


def test_a_warning_is_a_plain_line_that_cannot_take_over_the_terminal():
    stream = io.StringIO()
    watcher = PlainProgress(stream)
    watcher.warning(WARNING)
    watcher.warning("a\x1b[2Jb\nepoch 1")
    assert stream.getvalue().splitlines() == [f"warning: {WARNING}", "warning: a⟨U+001B⟩[2Jb⟨U+000A⟩epoch 1"]


def test_warnings_stand_under_the_numbers_the_latest_ones_in_full():
    picture = Picture(300, "accuracy", [row(1)], warnings=[WARNING])
    assert lines_of(picture)[-2:] == ["speed     8 steps/s", f"warning: {WARNING}"]
    picture.warnings.extend(f"number {place}" for place in range(2, 6))
    assert lines_of(picture)[-4:] == ["warning: 2 earlier ones", "warning: number 3", "warning: number 4", "warning: number 5"]


def test_a_warning_that_is_too_long_is_cut_and_the_picture_still_fits():
    picture = Picture(300, "accuracy", [row(epoch) for epoch in range(1, 99)], warnings=["long " * 50] * 9)
    lines = lines_of(picture, 79, 23)
    assert len(lines) < 23
    assert max(map(len, lines)) == 79
    assert lines[-1].endswith("...")


def test_the_live_display_shows_a_warning_with_the_next_epoch():
    stream = Terminal()
    watcher = live(stream)
    watcher.opening(OPENING)
    watcher.epoch(row(1))
    watcher.warning(WARNING)
    watcher.epoch(row(2))
    assert WARNING in stream.getvalue()
    watcher.stop()


def test_who_is_silent_does_not_warn(capsys):
    Silent().warning(WARNING)
    assert capsys.readouterr() == ("", "")


def times(*seconds: float) -> list[EpochRow]:
    return [EpochRow(epoch, epoch, at, 0.5, None, 0.5, None) for epoch, at in enumerate(seconds, start=1)]


def test_the_time_left_goes_by_the_pace_of_the_latest_epochs():
    slow_start = times(100.0, *(100.0 + epoch for epoch in range(1, 20)))
    assert seconds_left(slow_start, 120) == pytest.approx(100.0)
    slowing_down = times(*range(1, 16), *(15.0 + 3 * epoch for epoch in range(1, 6)))
    assert seconds_left(slowing_down, 30) == pytest.approx(30.0)


def test_the_first_epoch_alone_tells_the_pace():
    assert seconds_left(times(2.0), 11) == pytest.approx(20.0)


def test_the_time_left_ends_with_the_time_limit_or_the_epochs_whatever_comes_first():
    rows = times(1.0, 2.0, 3.0, 4.0)
    assert seconds_left(rows, 300, time_limit=10.0) == pytest.approx(6.0)
    assert seconds_left(rows, 6, time_limit=10.0) == pytest.approx(2.0)
    assert seconds_left(rows, 300, time_limit=3.5) == 0.0
    assert seconds_left(rows, 4) == 0.0


def test_a_run_that_goes_on_after_a_pause_goes_by_the_epochs_seen():
    rows = [EpochRow(epoch, epoch, 1000.0 + 2 * epoch, 0.5, None, 0.5, None) for epoch in (501, 502, 503, 504, 505)]
    assert seconds_left(rows, 510) == pytest.approx(10.0)


def test_the_live_display_counts_down_to_the_time_limit():
    watcher = live(Terminal())
    watcher.opening(replace(OPENING, time_limit=31.0))
    watcher.picture.rows.append(row(60))
    assert lines_of(watcher.picture)[-5].endswith("at most 1.0 s left")
    watcher.stop()


@pytest.mark.parametrize("ink", [UNICODE, ASCII])
@pytest.mark.parametrize("size", [(79, 40), (79, 23), (40, 24), (200, 60), (79, 10)])
def test_the_picture_fits_the_terminal(size, ink):
    width, height = size
    lines = lines_of(Picture(100_000, "accuracy", [row(epoch) for epoch in range(1, 2000)]), width, height, ink)
    assert len(lines) < height
    if width >= 79:
        assert max(map(len, lines)) <= width


def test_in_a_low_terminal_the_curve_is_left_out():
    assert lines_of(Picture(300, "accuracy", [row(1)]), height=10)[0].startswith("epoch 1 of at most")


def test_when_it_is_over_the_time_it_took_is_shown_instead_of_what_is_left():
    picture = Picture(300, "accuracy", [row(60)], reason="the loss stopped falling")
    assert lines_of(picture)[-5].endswith(" 30 s")


def test_the_two_losses_have_two_colours_in_both_inks():
    for ink in (UNICODE, ASCII):
        lines = Picture(9, "accuracy", [row(epoch) for epoch in range(1, 9)]).lines(79, 40, ink)
        styles = {span.style for line in lines for span in line.spans}
        assert {"cyan", "yellow"} <= styles


def live(stream: Terminal) -> LiveProgress:
    return LiveProgress(stream, console=Console(file=stream, force_terminal=True, width=80, height=40, color_system=None))


@pytest.mark.parametrize(("seconds_to_draw", "drawings"), [(0.0, 50), (0.01, 24), (1.0, 1)])
def test_the_live_display_is_drawn_ten_times_a_second_or_more_seldom_if_drawing_is_slow(monkeypatch, seconds_to_draw, drawings):
    drawn, now = [], [0.0]

    def draw(self: LiveProgress) -> None:
        drawn.append(len(self.picture.rows))
        now[0] += seconds_to_draw

    monkeypatch.setattr(LiveProgress, "_draw", draw)
    monkeypatch.setattr(room, "monotonic", lambda: now[0])
    watcher = live(Terminal())
    watcher.opening(OPENING)
    for epoch in range(1, 501):
        now[0] += 0.01
        watcher.epoch(row(epoch))
    assert abs(len(drawn) - drawings) <= 2
    watcher.closing("all epochs are done")
    assert drawn[-1] == 500


def test_drawing_takes_a_small_part_of_the_time_between_drawings():
    watcher = live(Terminal())
    watcher.opening(OPENING)
    watcher.picture.rows.extend(row(epoch) for epoch in range(1, 5000))
    watcher._draw()
    started = time.process_time()
    for _ in range(5):
        watcher._draw()
    watcher.stop()
    assert (time.process_time() - started) / 5 < room.SECONDS_BETWEEN_DRAWINGS


def test_the_live_display_leaves_its_end_standing_and_the_cursor_visible():
    stream = Terminal()
    watched(live(stream), 300)
    written = stream.getvalue()
    assert "epoch 300 of at most 300" in written
    assert written.rindex("\x1b[?25h") > written.rindex("\x1b[?25l")


def test_the_display_suits_the_stream(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    with watcher_for(Terminal()) as watcher:
        assert isinstance(watcher, LiveProgress)
    with watcher_for(Terminal(), plain=True) as watcher:
        assert isinstance(watcher, PlainProgress)
    with watcher_for(io.StringIO()) as watcher:
        assert isinstance(watcher, PlainProgress)
    with watcher_for(Terminal(), every_epoch=True) as watcher:
        assert isinstance(watcher, PlainProgress)
    with watcher_for(Terminal(), json=True) as watcher:
        assert isinstance(watcher, JsonProgress)
    with watcher_for(Terminal(), quiet=True) as watcher:
        assert isinstance(watcher, Silent)
    monkeypatch.setenv("TERM", "dumb")
    with watcher_for(Terminal()) as watcher:
        assert isinstance(watcher, PlainProgress)


def test_an_error_on_the_way_gives_the_terminal_back():
    stream = Terminal()
    with pytest.raises(ZeroDivisionError), watcher_for(stream) as watcher:
        watcher.opening(OPENING)
        watcher.epoch(row(1))
        raise ZeroDivisionError
    assert stream.getvalue().rindex("\x1b[?25h") > stream.getvalue().rindex("\x1b[?25l")


def test_a_run_is_watched_from_its_opening_to_its_end():
    stream = io.StringIO()
    with watcher_for(stream) as watcher:
        run = train("iris", hidden=(4,), epochs=3, watcher=watcher)
    assert stream.getvalue().count("\n") == 3
    assert f"{run.history['training_loss'][-1]:.4f}" in stream.getvalue().splitlines()[-1]


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.6, "1 min 0 s"), (3599.6, "1 h 0 min"), (90_000, "25 h 0 min")]
)
def test_lengths_of_time_are_said_in_their_two_largest_units(seconds, said):
    assert say_seconds(seconds) == said


def test_within_a_long_epoch_its_steps_and_the_last_loss_are_shown():
    picture = Picture(10, "accuracy", part=(250, 1000, 1.5))
    assert [line.plain.rstrip() for line in picture.lines(60, 20, UNICODE)] == [
        "epoch 1 of at most 10, step 250 of 1,000 ─────────────────",
        "loss  1.5000 on the last batch",
    ]
    picture.rows.append(EpochRow(1, 1000, 2.0, 0.5, None, 0.9, None))
    bar = next(line.plain for line in picture.lines(80, 10, UNICODE) if "step" in line.plain)
    assert bar.startswith("epoch 2 of at most 10, step 250 of 1,000 ")
    assert bar.endswith(" at most 18 s left")
