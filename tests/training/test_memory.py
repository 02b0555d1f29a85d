import pytest

from glassgrad.graph import SettingError
from glassgrad.training import train
from glassgrad.training.memory import available_bytes, check_memory, needed_bytes


def test_what_does_not_fit_is_refused_with_both_numbers():
    with pytest.raises(SettingError, match=r"needs about 8\.0 GiB .* 2\.0 GiB is all"):
        check_memory(2**33, 2**31)
    check_memory(2**31, 2**33)
    check_memory(2**33, None)


def test_the_need_grows_with_parameters_memories_and_batch():
    least = needed_bytes(parameters=10, memories=0, batch=1, units=1)
    assert needed_bytes(parameters=20, memories=0, batch=1, units=1) > least
    assert needed_bytes(parameters=10, memories=2, batch=1, units=1) > least
    assert needed_bytes(parameters=10, memories=0, batch=9, units=1) > least


def test_this_machine_has_memory():
    assert (available_bytes() or 2**40) > 2**28


def test_a_network_beyond_the_machine_is_refused_before_it_starts(tmp_path, monkeypatch):
    monkeypatch.setattr("glassgrad.training.plan.available_bytes", lambda: 2**30)
    with pytest.raises(SettingError, match="fewer units"):
        train("iris", hidden=(20_000, 20_000), save=tmp_path / "run.glass")
    assert list(tmp_path.iterdir()) == []
