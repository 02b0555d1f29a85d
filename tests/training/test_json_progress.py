"""A run as JSON: an object in each line, with every number that the plain display has, and an end whatever happens."""

import io
import json

import pytest

from glassgrad.data import ColumnReport
from glassgrad.graph import DataError
from glassgrad.training import EpochRow, Opening, train
from glassgrad.training.json_progress import JsonProgress
from glassgrad.training.progress import watcher_for

OPENING = Opening(
    source="the data set “iris”",
    task="many classes",
    because="",
    network="4 → 16 relu → 3",
    parameters=131,
    training_rows=128,
    validation_rows=22,
    epochs=300,
    metric="accuracy",
    notes=("a note",),
    columns=(ColumnReport("species\x1b[2J\ud800", "category", ""),),
)


class Flushed(io.StringIO):
    """Remembers what had been flushed when it was last flushed."""

    seen = ""

    def flush(self) -> None:
        self.seen = self.getvalue()


def objects(stream: io.StringIO) -> list[dict]:
    """What a strict reader makes of each line."""

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    return [json.loads(line, parse_constant=refuse) for line in stream.getvalue().splitlines()]


def row(epoch: int, loss: float = 0.5) -> EpochRow:
    return EpochRow(epoch, epoch * 4, epoch * 0.5, loss, None, 0.875, None)


def test_the_opening_has_everything_and_only_ascii():
    stream = Flushed()
    JsonProgress(stream).opening(OPENING)
    (told,) = objects(stream)
    assert told["event"] == "opening"
    assert (told["source"], told["parameters"], told["notes"], told["time_limit"]) == (OPENING.source, 131, ["a note"], None)
    assert told["columns"] == [{"name": "species\x1b[2J\ud800", "kind": "category", "what_was_done": ""}]
    assert stream.getvalue().isascii()
    assert stream.getvalue().count("\n") == 1


def test_epochs_come_ever_more_seldom_and_the_last_one_is_told():
    stream = Flushed()
    watcher = JsonProgress(stream)
    for epoch in range(1, 24):
        watcher.epoch(row(epoch))
    watcher.closing("enough")
    assert [one["epoch"] for one in objects(stream)] == [1, 2, 3, 5, 10, 20, 23]


def test_every_epoch_is_told_if_asked_for_and_none_twice():
    stream = Flushed()
    watcher = JsonProgress(stream, every_epoch=True)
    for epoch in range(1, 6):
        watcher.epoch(row(epoch))
    watcher.closing("enough")
    assert objects(stream) == [{"event": "epoch", **row(epoch)._asdict()} for epoch in range(1, 6)]


@pytest.mark.parametrize("loss", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_not_finite_is_null(loss):
    stream = Flushed()
    JsonProgress(stream).epoch(row(1, loss))
    assert objects(stream)[0]["training_loss"] is None


def test_every_line_is_sent_at_once():
    stream = Flushed()
    watcher = JsonProgress(stream)
    for send in (lambda: watcher.opening(OPENING), lambda: watcher.epoch(row(1)), lambda: watcher.warning("look"), lambda: watcher.failed("failed", "why")):
        send()
        assert stream.seen == stream.getvalue()
        assert stream.seen.endswith("}\n")


def test_a_warning_is_an_object():
    stream = Flushed()
    JsonProgress(stream).warning("layer 1: 9 of 16 units are dead since about step 120")
    assert objects(stream) == [{"event": "warning", "text": "layer 1: 9 of 16 units are dead since about step 120"}]


def test_the_closing_says_how_it_ended_and_where_the_run_is(tmp_path):
    stream = Flushed()
    with watcher_for(stream, json=True) as watcher:
        run = train("iris", hidden=(4,), epochs=6, watcher=watcher)
        watcher.outcome(run, tmp_path / "iris.glass")
    opening, *_, last, closing = objects(stream)
    assert (opening["event"], last["event"], last["epoch"], closing["event"]) == ("opening", "epoch", 6, "closing")
    assert (closing["kind"], closing["reason"]) == (run.outcome["kind"], run.outcome["reason"])
    assert (closing["epochs"], closing["steps"]) == (6, run.steps)
    assert (closing["best_epoch"], closing["best_step"]) == (run.best["epoch"], run.best["step"])
    assert (closing["metric"], closing["score"], closing["scored_on"]) == ("accuracy", run.score(), "validation")
    assert closing["seconds"] == last["seconds"]
    assert closing["saved"] == str(tmp_path / "iris.glass")


def test_a_run_that_is_not_kept_says_so():
    stream = Flushed()
    watcher = JsonProgress(stream)
    watcher.outcome(train("diabetes", hidden=(2,), epochs=1, validation=0.0))
    (closing,) = objects(stream)
    assert (closing["saved"], closing["metric"], closing["scored_on"]) == (None, "R²", "training")


@pytest.mark.parametrize(("error", "kind"), [(DataError("no rows"), "failed"), (KeyboardInterrupt(), "interrupted")])
def test_what_fails_on_the_way_still_closes_the_stream(error, kind):
    stream = Flushed()
    with pytest.raises(type(error)), watcher_for(stream, json=True) as watcher:
        watcher.opening(OPENING)
        raise error
    closing = objects(stream)[-1]
    assert (closing["event"], closing["kind"], closing["saved"]) == ("closing", kind, None)


def test_what_was_never_opened_or_is_closed_is_not_closed():
    stream = Flushed()
    with pytest.raises(DataError), watcher_for(stream, json=True):
        raise DataError("no rows")
    assert stream.getvalue() == ""
    watcher = JsonProgress(stream)
    watcher.opening(OPENING)
    watcher.failed("failed", "first")
    watcher.failed("failed", "second")
    assert [one.get("reason") for one in objects(stream)][1:] == ["first"]
