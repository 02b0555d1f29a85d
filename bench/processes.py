"""Workers seen from the harness: start one, ask it, let it go. A worker that fails is left out with its reason, and the others go on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from .contestants import OURS, Contestant

ROOT = Path(__file__).resolve().parents[1]
PEERS_PYTHON = ROOT / ".venv-bench/bin/python"
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class ContestantError(Exception):
    """A contestant cannot take part; the message is the reason, as its library said it."""


def clean_environment(threads: int) -> dict[str, str]:
    """The environment of a worker: that many threads for everything that asks the environment, and no settings that slow NumPy down."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENBLAS_", "OMP_", "MKL_", "XLA_", "JAX_", "TORCH"))}
    count = str(threads)
    chosen = {
        "OMP_NUM_THREADS": count,
        "OPENBLAS_NUM_THREADS": count,
        "MKL_NUM_THREADS": count,
        "JAX_PLATFORMS": "cpu",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
        # What torch.compile makes lies in the peers' environment, and goes with it; so small functions need no further processes.
        "TORCHINDUCTOR_CACHE_DIR": str(PEERS_PYTHON.parents[1] / "torch-cache"),
        "TORCHINDUCTOR_COMPILE_THREADS": "1",
    }
    if threads == 1:
        chosen["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    return kept | chosen


class WorkerProcess:
    """One contestant with one number of threads, alive until it is closed."""

    def __init__(self, contestant: Contestant, threads: int, *, engine: str = "native", show_errors: bool = False) -> None:
        ours = contestant is OURS
        python = sys.executable if ours else str(PEERS_PYTHON)
        settings = [json.dumps({"engine_name": engine})] if ours else []
        self.contestant, self.threads = contestant, threads
        self.process = subprocess.Popen(
            [python, "-m", "bench.worker", contestant.name, str(threads), *settings],
            cwd=ROOT,
            env=clean_environment(threads),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if show_errors else subprocess.DEVNULL,
            text=True,
        )

    def ask(self, do: str, **details: Any) -> dict[str, Any]:
        """One question and its answer. Raises: ContestantError."""
        self.send(do, **details)
        return self.receive()

    def send(self, do: str, **details: Any) -> None:
        """A question whose answer is fetched later, so that several workers can prepare at once."""
        self.wake()
        try:
            print(json.dumps({"do": do, **details}), file=self.process.stdin, flush=True)
        except BrokenPipeError:
            raise ContestantError("its process ended") from None

    def receive(self) -> dict[str, Any]:
        """The answer. Raises: ContestantError."""
        line = self.process.stdout.readline() if self.process.stdout else ""
        self._signal("SIGSTOP")
        answer = json.loads(line) if line else {"error": "its process ended"}
        if "error" in answer:
            raise ContestantError(shorten(answer["error"]))
        return answer

    def wake(self) -> None:
        """Let it go on. Between its turns it is stopped: some libraries' threads go on spinning when their work is done, and slow down whose turn it is."""
        self._signal("SIGCONT")

    def _signal(self, name: str) -> None:
        if hasattr(signal, name) and self.process.poll() is None:
            self.process.send_signal(getattr(signal, name))

    def __enter__(self) -> WorkerProcess:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        close([self])


def run_module(module: str, *arguments: str) -> Any:
    """What a module of the benchmark prints as JSON in a fresh process of the main environment. Raises: ContestantError."""
    command = [sys.executable, "-m", f"bench.{module}", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=clean_environment(CORES), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ContestantError(shorten((done.stderr.strip().splitlines() or ["its process ended"])[-1]))
    return json.loads(done.stdout.splitlines()[-1])


def close(workers: Sequence[WorkerProcess]) -> None:
    """Let them go: their input ends, and so do they."""
    for worker in workers:
        worker.wake()
        if worker.process.stdin:
            worker.process.stdin.close()
    for worker in workers:
        try:
            worker.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            worker.process.kill()
            worker.process.wait()
        if worker.process.stdout:
            worker.process.stdout.close()


def shorten(reason: str) -> str:
    """One line without paths of this machine."""
    words = " ".join(reason.split()).replace(str(ROOT), "…").replace(str(Path.home()), "…")
    return " ".join(word for word in words.split() if not word.startswith("/"))[:160]


def peers_python_exists() -> bool:
    """Whether `scripts/setup_bench.sh` has made the peers' environment."""
    return PEERS_PYTHON.exists()
