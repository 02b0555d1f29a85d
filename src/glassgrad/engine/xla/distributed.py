"""Several processes, on one machine or on many, that train together. JAX finds them and connects them; this is the way to ask it."""

from __future__ import annotations

import ipaddress
import socket
import sys
from threading import Thread
from typing import Any

import numpy as np
import numpy.typing as npt

from glassgrad.graph import SettingError

from .guest import check_installed, house_rules

SECONDS_TO_JOIN = 300
LONGER_THAN_WE_WAIT = 3600
SECONDS_TO_END = 300
"""Processes end together: one that has nothing more to do waits so long for the others, then JAX ends them all."""


def join(*, coordinator: str | None = None, processes: int | None = None, process: int | None = None, seconds: int = SECONDS_TO_JOIN) -> None:
    """Meet the other processes, before anything is computed. Every process calls this, and waits until all are there.

    Without arguments JAX asks its surroundings: SLURM, Open MPI, Kubernetes, a TPU pod. Otherwise all three are given: the `coordinator`'s
    address "host:port", which is that of process 0, how many `processes` there are, and which of them this one is (`process`, from 0).
    A process that has joined already stays where it is. `seconds` is how long to wait for the others.
    Raises: SettingError without JAX, for arguments that do not fit, or if the processes do not meet.
    """
    check_installed()
    _check(coordinator, processes, process)
    import jax

    if jax.distributed.is_initialized():
        return
    if coordinator is not None and process == 0:
        _check_port(coordinator)
    failures: list[Exception] = []
    # In a thread, and with much patience: JAX ends the whole process, without an error to catch, when its own time is up.
    meeting = Thread(target=_meet, args=(coordinator, processes, process, seconds + LONGER_THAN_WE_WAIT, failures), daemon=True)
    meeting.start()
    meeting.join(seconds)
    if meeting.is_alive():
        failures.append(TimeoutError(seconds))
    if failures:
        raise SettingError(_say_failure(coordinator, processes, process, failures[0]))


def _meet(coordinator: str | None, processes: int | None, process: int | None, seconds: int, failures: list[Exception]) -> None:
    import jax

    # JAX would take SIGTERM for itself, so that it stops nothing any more.
    configure: Any = jax.config.update
    configure("jax_enable_preemption_service", False)  # noqa: FBT003
    try:
        jax.distributed.initialize(
            coordinator,
            processes,
            process,
            initialization_timeout=seconds,
            shutdown_timeout_seconds=SECONDS_TO_END,
            coordinator_bind_address=_listen_at(coordinator),
        )
        # Processors connect when they first have something to tell each other, and give up if one of them is half a minute late. Now all are here.
        from_all(np.zeros(1, np.float32))
    except (ValueError, TypeError, RuntimeError, OSError) as error:
        failures.append(error)


def from_all(own: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """What each process has (processes, …); all must ask. Raises: XlaError if one of them is gone."""
    from jax.experimental import multihost_utils

    with house_rules(np.dtype(np.float32)):
        return np.asarray(multihost_utils.process_allgather(own))


def part(*, seconds: float) -> bool:
    """Work together no more, before the process ends. True if all the others parted too, within so many seconds; it is no use to wait longer for those left."""
    if not joined():
        return True
    import jax

    parting = Thread(target=jax.distributed.shutdown, daemon=True)
    parting.start()
    parting.join(seconds)
    return not parting.is_alive()


def joined() -> bool:
    """Whether this process works together with others. JAX is not imported to find out."""
    jax = sys.modules.get("jax")
    return jax is not None and bool(jax.distributed.is_initialized())


def is_writer() -> bool:
    """Whether this process is the one that writes files: process 0, or the only one there is."""
    if not joined():
        return True
    import jax

    return jax.process_index() == 0


def _check(coordinator: str | None, processes: int | None, process: int | None) -> None:
    given = {"coordinator": coordinator, "processes": processes, "process": process}
    missing = [name for name, value in given.items() if value is None]
    if len(missing) == 3:
        return
    if missing:
        raise SettingError(
            f"{' and '.join(missing)} not given; either give coordinator, processes and process together, or none of them, "
            "to be found by SLURM, Open MPI or Kubernetes"
        )
    host, _, port = str(coordinator).rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingError(f"coordinator is {coordinator!r:.80}; expected the address of process 0, like 10.0.0.1:4321")
    if not _is_whole(processes) or processes < 1:  # type: ignore[operator]
        raise SettingError(f"processes is {processes!r:.60}; expected a whole number of at least 1")
    if not _is_whole(process) or not 0 <= process < processes:  # type: ignore[operator]
        raise SettingError(f"process is {process!r:.60}; expected a whole number from 0 to {processes - 1}, for there are {processes} processes")  # type: ignore[operator]


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _check_port(coordinator: str) -> None:
    """Raises: SettingError if process 0 cannot listen there; JAX would fall over a port that is taken."""
    host, port = _host_and_port(_listen_at(coordinator) or f":{coordinator.rpartition(':')[2]}")
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise SettingError(f"process 0 cannot listen at {coordinator} ({error.strerror}); choose another port, and give it to all processes") from None


def _listen_at(coordinator: str | None) -> str | None:
    """Where process 0 listens: on this machine only, if that is where the coordinator is; else None, and JAX listens on every network."""
    if coordinator is None:
        return None
    host, _ = _host_and_port(coordinator)
    try:
        alone = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        alone = False
    return coordinator if alone else None


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


def _say_failure(coordinator: str | None, processes: int | None, process: int | None, error: Exception) -> str:
    if isinstance(error, TimeoutError):
        who = f"process {process} of {processes}, at {coordinator}," if coordinator else "this process"
        return f"{who} has waited {error} s for the others; are all of them running, with the same address and the same number of processes?"
    reason = str(error).split("\n", 1)[0][:300]
    if coordinator is None:
        return (
            f"the processes did not find each other ({reason}); start them by SLURM, Open MPI or Kubernetes, "
            "or give coordinator (the address of process 0), processes and process"
        )
    return f"process {process} of {processes} could not join the others at {coordinator}: {reason}"
