"""A contestant in a process of its own: reads one JSON line, does it, answers with one JSON line. `python -m bench.worker NAME THREADS [SETTINGS]`.

It runs in the environment of its library, so it imports nothing but NumPy and its own page.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from time import perf_counter
from typing import Any

import numpy as np

from . import memory_of_process
from .data import batch_order, draw_inputs, draw_table, first_weights
from .nets import Net, net

WARM_UP = net("8-8-4", batch=8, rows=64)


class Worker:
    """What the lines ask for. Every answer is a dictionary."""

    def __init__(self, name: str, threads: int, settings: dict[str, Any]) -> None:
        self.page = importlib.import_module(f".contestants.{name}", __package__)
        self.settings = {"threads": threads, **settings}
        self.next_epoch = 0

    def prepare(self, widths: list[int], batch: int, rows: int, check_steps: int) -> dict[str, Any]:
        """A trainer, and the losses of its first steps, which are not timed: the first one may compile."""
        self.net = Net(tuple(widths), batch, rows)
        self.trainer = self.page.trainer(self.net, draw_table(self.net), first_weights(self.net), **self.settings)
        losses = self.trainer.epochs([batch_order(self.net, 0)[:check_steps]])
        return {"losses": np.asarray(losses, dtype=float).tolist()}

    def train(self, epochs: int) -> dict[str, Any]:
        """Go on for so many epochs: seconds per step, and the mean loss of the last epoch. The orders are drawn before the clock starts."""
        orders = np.stack([batch_order(self.net, self.next_epoch + number) for number in range(epochs)])
        self.next_epoch += epochs
        started = perf_counter()
        losses = self.trainer.epochs(orders)
        seconds = perf_counter() - started
        steps = epochs * self.net.steps_per_epoch
        if len(losses) not in (steps, epochs):
            raise ValueError(f"{len(losses)} losses came back for {steps} steps in {epochs} epochs")
        return {"seconds": seconds / steps, "steps": steps, "loss": float(np.mean(losses[-(len(losses) // epochs) :]))}

    def prepare_prediction(self, widths: list[int], rows: int) -> dict[str, Any]:
        """A predictor and its rows; its first outputs, to be compared."""
        self.net = Net(tuple(widths), 1, rows)
        self.X = draw_inputs(rows, self.net.inputs)
        self.predict = self.page.predictor(self.net, first_weights(self.net), **self.settings)
        return {"outputs": np.asarray(self.predict(self.X)[:4], dtype=float).ravel().tolist()}

    def predict_all(self) -> dict[str, Any]:
        """All rows once: seconds."""
        started = perf_counter()
        outputs = self.predict(self.X)
        seconds = perf_counter() - started
        if outputs.shape != (len(self.X), self.net.outputs):
            raise ValueError(f"the outputs are {outputs.shape}")
        return {"seconds": seconds}

    def training_memory(self, widths: list[int], batch: int, rows: int, epochs: int) -> dict[str, Any]:
        """How far the process grew while it drew a table and trained, after a warm-up with a tiny net."""
        self._train(WARM_UP, 2)
        with memory_of_process.growth() as grown:
            self._train(Net(tuple(widths), batch, rows), epochs)
        return {"bytes": grown.bytes}

    def prediction_memory(self, widths: list[int], rows: int) -> dict[str, Any]:
        """How far the process grew while it drew inputs and predicted them."""
        self._predict(WARM_UP)
        with memory_of_process.growth() as grown:
            self._predict(Net(tuple(widths), 1, rows))
        return {"bytes": grown.bytes}

    def _train(self, chosen: Net, epochs: int) -> None:
        table = draw_table(chosen)
        trainer = self.page.trainer(chosen, table, first_weights(chosen), **self.settings)
        for epoch in range(epochs):
            trainer.epochs([batch_order(chosen, epoch)])

    def _predict(self, chosen: Net) -> None:
        X = draw_inputs(chosen.rows, chosen.inputs)
        self.page.predictor(chosen, first_weights(chosen), **self.settings)(X)


def main() -> None:
    """Answer until the input ends."""
    # Libraries may print; their words go to standard error, so that every line of standard output is an answer.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    worker: Worker | None = None
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            if worker is None:
                worker = Worker(sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3]) if len(sys.argv) > 3 else {})
            answer = getattr(worker, asked.pop("do"))(**asked)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong in a library is an answer too: this peer is left out
            traceback.print_exc()
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers)


if __name__ == "__main__":
    main()
