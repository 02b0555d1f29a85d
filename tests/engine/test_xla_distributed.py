"""The xla engine in two processes that train together, over the loopback."""

import json
import os
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("jax")

from glassgrad.engine.xla import Xla, join
from glassgrad.graph import SettingError

from .training_problem import problem
from .xla_worker import heard, trained

pytestmark = pytest.mark.xdist_group("two processes")  # so that one worker starts them

ROOT = Path(__file__).parents[2]
CLOSE = {"rtol": 2e-5, "atol": 2e-6}
"""Shares of a batch are added up in another order than the whole, in float32."""
TIME_LIMIT = 100


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def worker(*arguments):
    """A process of its own, gone when this is over. Its one device is a CPU."""
    environment = {name: value for name, value in os.environ.items() if name != "XLA_FLAGS"} | {"JAX_PLATFORMS": "cpu"}
    command = [sys.executable, "-m", "tests.engine.xla_worker", *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def heard_from(process):
    said, complaints = process.communicate(timeout=TIME_LIMIT)
    assert process.returncode == 0, complaints
    return json.loads(said.splitlines()[-1])


@pytest.fixture(scope="module")
def both():
    """What the two processes tell."""
    address = f"127.0.0.1:{free_port()}"
    with ExitStack() as stack:
        processes = [stack.enter_context(worker("together", address, 2, number)) for number in (0, 1)]
        return [heard_from(process) for process in processes]


@pytest.fixture(scope="module")
def alone():
    """The same in this process, on one device."""
    return trained(Xla(devices=1), problem(batch=8), "float32")


def test_each_brings_a_device_and_one_of_them_writes(both):
    assert [one["devices"] for one in both] == [2, 2]
    assert [one["local devices"] for one in both] == [1, 1]
    assert [one["writer"] for one in both] == [True, False]


def test_the_rows_are_shared_out_between_the_processes(both):
    assert all(one["all-reduce"] > 0 for one in both)


@pytest.mark.parametrize("what", ["step", "many"])
def test_a_step_and_many_steps_equal_those_of_one_process_within_rounding(both, alone, what):
    for one in both:
        assert one["float32"][what].keys() == alone[what].keys()
        for name, value in alone[what].items():
            np.testing.assert_allclose(heard(one["float32"][what][name]), heard(value), **CLOSE, err_msg=name)
        np.testing.assert_allclose(heard(one["float32"]["losses"]), heard(alone["losses"]), **CLOSE)


def test_both_hold_the_same_numbers_to_the_bit(both):
    assert both[0]["float32"] == both[1]["float32"]


def test_in_several_processes_too_steps_are_the_steps_one_by_one_bit_for_bit(both):
    assert both[0]["float32"]["step"] == both[0]["float32"]["first of many"]


def test_in_several_processes_too_keeping_everything_and_holding_the_data_change_no_bit(both):
    assert both[0]["otherwise"]["replayed"] == both[0]["float32"]["step"]
    assert both[0]["otherwise"]["held"] == both[0]["float32"]["many"]


def test_the_largest_number_holds_for_both(both):
    """The first is the larger one in process 1, the second in process 0."""
    assert [one["agreed"] for one in both] == [[1, 0], [1, 0]]


def test_each_knows_how_many_they_are_and_who_writes(both):
    assert [one["processes"] for one in both] == [[2, True], [2, False]]


def test_a_process_that_computes_for_itself_waits_for_nobody_and_gives_the_bits_of_one_process(both, alone):
    """Process 1 computed nothing at that time."""
    assert both[0]["apart"] == json.loads(json.dumps(alone))
    assert both[1]["apart"] is None


def test_processes_that_were_started_with_different_data_are_told(both):
    assert [one["different"] for one in both] == ["the processes must be started with the same data; process 0 has another one than process 1"] * 2


def test_refusals_are_the_same_in_both(both):
    assert [one["refused"] for one in both] == ["there is no entry 3 among 3: they are numbered from 0 to 2"] * 2


def test_together_every_device_takes_part(both):
    assert [one["one device"] for one in both] == ["devices is 1, but 2 processes with 2 devices work together; every device takes part: use None"] * 2


def test_a_process_that_waits_in_vain_says_so():
    address = f"127.0.0.1:{free_port()}"
    with worker("alone", address, 2, 1) as process:
        said = heard_from(process)["said"]
    assert (
        said == f"process 1 of 2, at {address}, has waited 1 s for the others; are all of them running, with the same address and the same number of processes?"
    )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"coordinator": "10.0.0.1:4321"}, "processes and process not given; either give coordinator, processes and process together, or none of them"),
        ({"coordinator": "10.0.0.1:4321", "processes": 2}, "process not given"),
        ({"processes": 2, "process": 0}, "coordinator not given"),
        ({"coordinator": "10.0.0.1", "processes": 2, "process": 0}, "coordinator is '10.0.0.1'; expected the address of process 0, like 10.0.0.1:4321"),
        ({"coordinator": "10.0.0.1:http", "processes": 2, "process": 0}, "expected the address of process 0"),
        ({"coordinator": "10.0.0.1:70000", "processes": 2, "process": 0}, "expected the address of process 0"),
        ({"coordinator": ":4321", "processes": 2, "process": 0}, "expected the address of process 0"),
        ({"coordinator": "10.0.0.1:4321", "processes": 0, "process": 0}, "processes is 0; expected a whole number of at least 1"),
        ({"coordinator": "10.0.0.1:4321", "processes": 2.0, "process": 0}, "processes is 2.0"),
        ({"coordinator": "10.0.0.1:4321", "processes": 2, "process": 2}, "process is 2; expected a whole number from 0 to 1, for there are 2 processes"),
        ({"coordinator": "10.0.0.1:4321", "processes": 2, "process": -1}, "process is -1"),
        ({"coordinator": "10.0.0.1:4321", "processes": 2, "process": True}, "process is True"),
    ],
)
def test_arguments_that_do_not_fit_together_are_refused(settings, said):
    with pytest.raises(SettingError, match=said):
        join(**settings)


def test_a_port_that_is_taken_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingError, match=rf"process 0 cannot listen at 127.0.0.1:{port} \(Address already in use.*choose another port"):
            join(coordinator=f"127.0.0.1:{port}", processes=2, process=0)


def test_without_a_scheduler_the_addresses_must_be_given(monkeypatch):
    for name in [name for name in os.environ if name.startswith(("SLURM_", "OMPI_", "JAX_COORDINATOR", "KUBERNETES_", "TPU_"))]:
        monkeypatch.delenv(name)
    with pytest.raises(SettingError, match=r"the processes did not find each other .*; start them by SLURM, Open MPI or Kubernetes, or give coordinator"):
        join()


def test_it_is_too_late_to_join_once_something_was_computed():
    import jax

    jax.devices()
    with pytest.raises(SettingError, match=r"process 0 of 1 could not join the others at 127.0.0.1:\d+: jax.distributed.initialize\(\) must be called before"):
        join(coordinator=f"127.0.0.1:{free_port()}", processes=1, process=0)
