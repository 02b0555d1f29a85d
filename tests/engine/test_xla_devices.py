"""The xla engine on four devices: four virtual ones of the CPU, in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("jax")

from glassgrad.engine import Reference

from .training_problem import problem
from .xla_worker import DTYPES, heard

pytestmark = pytest.mark.xdist_group("four devices")  # so that one worker starts them

ROOT = Path(__file__).parents[2]
CLOSE = {"float32": {"rtol": 2e-5, "atol": 2e-6}, "float64": {"rtol": 1e-12, "atol": 1e-14}}
"""Shares of a batch are added up in another order than the whole."""


@pytest.fixture(scope="module")
def told():
    environment = {**os.environ, "XLA_FLAGS": "--xla_force_host_platform_device_count=4", "JAX_PLATFORMS": "cpu"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.engine.xla_worker", "devices"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout.splitlines()[-1])
    assert results["devices"] == 4
    return results


@pytest.mark.parametrize(("batch", "each"), [(8, 2), (6, 3), (5, 5)])
def test_every_device_has_its_share_of_the_rows(told, batch, each):
    """6 rows cannot be shared out among 4 devices, but among 2 pairs of them; 5 rows are computed by all."""
    one = told[str(batch)]
    assert (one["devices of X"], one["rows of X on each"]) == (4, each)


@pytest.mark.parametrize(("batch", "shared"), [(8, True), (6, True), (5, False)])
def test_the_compiler_has_inserted_the_all_reduce(told, batch, shared):
    assert (told[str(batch)]["all-reduce"] > 0) == shared
    assert told["all-reduce of one"] == 0


@pytest.mark.parametrize("batch", [8, 6, 5])
def test_the_losses_are_those_of_the_reference_engine(told, batch):
    task = problem(batch=batch)
    losses = Reference().compile(task.graph).steps(task.state, task.given, task.data, task.rows).losses
    np.testing.assert_allclose(heard(told[str(batch)]["losses"]), losses, rtol=1e-12)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("what", ["step", "many"])
def test_a_step_and_many_steps_equal_those_of_one_device_within_rounding(told, dtype, what):
    one, other = (told[dtype][which][what] for which in ("all", "one"))
    assert one.keys() == other.keys()
    for name in one:
        np.testing.assert_allclose(heard(one[name]), heard(other[name]), **CLOSE[dtype], err_msg=name)


@pytest.mark.parametrize("dtype", DTYPES)
def test_on_many_devices_too_steps_are_the_steps_one_by_one_bit_for_bit(told, dtype):
    assert told[dtype]["all"]["step"] == told[dtype]["all"]["first of many"]
    assert told[dtype]["all"]["completed"] == 12


def test_on_many_devices_too_keeping_everything_and_holding_the_data_change_no_bit(told):
    assert told["otherwise"]["replayed"] == told["float64"]["all"]["step"]
    assert told["otherwise"]["held"] == told["float64"]["all"]["many"]


def test_passes_over_many_batches_are_those_of_the_reference_engine(told):
    task = problem(batch=8)
    losses = Reference().compile(task.graph).over({**task.given, **task.state}, task.data, task.rows)
    np.testing.assert_allclose(heard(told["otherwise"]["over"]), losses, rtol=1e-12)


def test_refusals_are_the_same_on_many_devices(told):
    assert told["refused"] == "there is no entry 3 among 3: they are numbered from 0 to 2"
