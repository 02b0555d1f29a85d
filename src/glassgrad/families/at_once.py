"""Turns taken one after another in this process, or several at once in processes of their own; the outcomes are the same."""

from __future__ import annotations

import signal
import warnings
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures.process import BrokenProcessPool
from time import monotonic

from glassgrad.graph import MemoryShortError
from glassgrad.training.memory import usable_processors

from .turn import Outcome, Turn, take_turn

WORTH_A_PROCESS = 1.0
"""Seconds. Starting a process takes about as long: what is over sooner is better done in this one."""


def outcomes(turns: Sequence[Turn], *, jobs: int) -> Generator[Outcome, None, None]:
    """The outcome of every turn, as it comes. `jobs`: processes at once; 0 takes all processors, once it is seen that there is enough to do.

    Raises: MemoryShortError if a process is ended from outside.
    """
    waiting = deque(turns)
    if jobs == 0:
        began = monotonic()
        while waiting and monotonic() - began < WORTH_A_PROCESS:
            yield take_turn(waiting.popleft())
    processes = min(jobs or usable_processors(), len(waiting))
    yield from _in_processes(list(waiting), processes) if processes > 1 else map(take_turn, waiting)


def _in_processes(turns: Sequence[Turn], processes: int) -> Generator[Outcome, None, None]:
    from joblib import Parallel, delayed, parallel_config

    with parallel_config(backend="loky", n_jobs=processes, inner_max_num_threads=1):
        # Nothing is mapped from files: the rows would be read-only there, and lie elsewhere in memory than in this process.
        working = Parallel(return_as="generator_unordered", batch_size=1, max_nbytes=None)(delayed(_turn_of_another)(turn) for turn in turns)
    try:
        # Not `yield from`: that would close it first where nobody wants the rest, and it would warn of turns that are given up.
        for outcome in working:  # noqa: UP028
            yield outcome
    except BrokenProcessPool:
        raise MemoryShortError(
            "a process that was learning was ended from outside, as happens where memory runs out; choose --jobs 1, fewer rows, "
            "or leave families out that keep the rows"
        ) from None
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            working.close()


def _turn_of_another(turn: Turn) -> Outcome:
    """A turn taken for another process. A terminal sends Ctrl-C to both: that one raises it, and ends this one, which has nothing to say about it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return take_turn(turn)
