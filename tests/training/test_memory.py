"""What a run needs is worked out before it starts, and what is short is said in words."""

import subprocess
import sys

import numpy as np
import pytest

from glassgrad.graph import MemoryShortError, SettingError
from glassgrad.training import memory, train
from glassgrad.training.memory import available_bytes, check_memory, needed_bytes, saying_what_is_short

SMALL = {"parameters": 10, "memories": 0, "batch": 1, "units": 1, "itemsize": 8}
MEASURED = """
import glassgrad as gg
from glassgrad.training import plan

def peak():  # in KiB; not what getrusage tells, in which the process that started this one counts
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))

gg.train("iris", hidden=(4,), epochs=1, {settings})
before = peak()
estimates = []
worked_out = plan.needed_bytes
plan.needed_bytes = lambda **sizes: estimates.append(worked_out(**sizes)) or estimates[-1]
gg.train("iris", hidden=(1500, 1500), epochs=3, {settings})
print(estimates[0] / 1024, peak() - before)
"""


def test_what_does_not_fit_is_refused_with_both_numbers():
    with pytest.raises(MemoryShortError, match=r"needs about 8\.0 GiB .* 2\.0 GiB is all") as refused:
        check_memory(2**33, 2**31)
    assert refused.value.exit_code == 1
    check_memory(2**31, 2**33)
    check_memory(2**33, None)


def test_the_need_grows_with_parameters_memories_batch_data_and_the_size_of_a_number():
    least = needed_bytes(**SMALL)
    for more in ({"parameters": 20}, {"memories": 2}, {"batch": 9}, {"units": 9}, {"itemsize": 16}, {"table_numbers": 1}, {"in_place": False}):
        assert needed_bytes(**{**SMALL, **more}) > least
    assert needed_bytes(**SMALL, kept_in_memory=False) < least
    assert needed_bytes(**{**SMALL, "itemsize": 4}) == least / 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak is told elsewhere in other ways")
@pytest.mark.parametrize("settings", ["", 'precision="float64"', 'engine="reference"', 'optimizer="gradient_descent"'])
def test_the_estimate_is_near_what_a_run_takes(settings):
    done = subprocess.run([sys.executable, "-c", MEASURED.format(settings=settings)], capture_output=True, text=True, check=True)
    estimate, measured = map(float, done.stdout.split())
    assert 0.6 * measured < estimate < 1.6 * measured


def test_this_machine_has_memory():
    assert (available_bytes() or 2**40) > 2**28


def test_the_limit_of_a_container_counts(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "CONTROL_GROUP", tmp_path)
    free = available_bytes()
    (tmp_path / "memory.max").write_text("max\n")
    assert available_bytes() == pytest.approx(free, rel=0.01)
    (tmp_path / "memory.max").write_text("12345\n")
    assert available_bytes() == 12345


def test_a_network_beyond_the_machine_is_refused_before_it_starts(tmp_path, monkeypatch):
    monkeypatch.setattr("glassgrad.training.planning.available_bytes", lambda: 2**30)
    with pytest.raises(MemoryShortError, match="fewer units"):
        train("iris", hidden=(20_000, 20_000), save=tmp_path / "run.glass")
    assert list(tmp_path.iterdir()) == []


def test_what_numpy_asked_for_in_vain_is_said():
    with pytest.raises(MemoryShortError, match=r"not enough memory: [\d.]+ GiB more are needed at once; choose"), saying_what_is_short():
        np.empty(2**59, dtype=np.uint8)
    with pytest.raises(MemoryShortError, match="not enough memory; choose"), saying_what_is_short():
        raise MemoryError
    with pytest.raises(SettingError, match="as it was"), saying_what_is_short():
        raise SettingError("as it was")
