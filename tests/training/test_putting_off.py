"""A run in memory fills its tables when somebody reads, and is then what it would have been on disk."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from threading import Barrier

import numpy as np
import pytest

from glassgrad.training import open_run, train
from glassgrad.training import putting_off as putting_off_module
from glassgrad.training.putting_off import PutOff
from glassgrad.training.standing import Position

SETTINGS = {"hidden": (4,), "epochs": 7, "seed": 3}
QUERIES = ("SELECT name, json FROM facts WHERE name != 'position' ORDER BY name", "SELECT step, name, bytes FROM snapshots ORDER BY step, name")


def rows_in(run, table):
    return run.file.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_nothing_is_written_before_somebody_reads_and_all_of_it_then():
    run = train("moons", **SETTINGS)
    assert run.steps > 0  # how far it has come is known without the tables
    assert [rows_in(run, table) for table in ("facts", "epochs", "losses", "snapshots")] == [0, 0, 0, 0]
    assert run.history["epoch"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert rows_in(run, "epochs") == 7
    assert len(run.losses) == run.steps


def test_the_tables_are_those_of_the_same_run_on_disk(tmp_path):
    saved = train("moons", **SETTINGS, save=tmp_path / "run.glass")
    in_memory = train("moons", **SETTINGS)
    assert in_memory.losses.tobytes() == saved.losses.tobytes()
    facts = [dict(one.file.database.execute(QUERIES[0])) for one in (saved, in_memory)]
    assert facts[0] == facts[1]
    first, last = ([row for row in one.file.database.execute(QUERIES[1]) if row[0] in (0, one.steps)] for one in (saved, in_memory))
    assert first == last
    in_memory.save(tmp_path / "copy.glass")
    assert open_run(tmp_path / "copy.glass").losses.tobytes() == saved.losses.tobytes()


def test_several_threads_may_be_the_first_to_read():
    run = train("moons", **SETTINGS)
    together = Barrier(4)

    def predicted(_):
        together.wait()
        return run.predict(np.zeros((3, 2))).tolist()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(predicted, range(4)))
    assert answers == [answers[0]] * 4
    assert rows_in(run, "epochs") == 7


def test_what_fails_goes_on_waiting_and_so_does_what_comes_after_it():
    done, broken, put_off = [], [True], PutOff()

    def fragile():
        if broken:
            raise OSError("no room")
        done.append("second")

    put_off.add(lambda: done.append("first"), Position(1, 0.1))
    put_off.add(fragile, Position(2, 0.2))
    put_off.add(lambda: done.append("third"), None)
    with pytest.raises(OSError, match="no room"):
        put_off.carry_out(nullcontext)
    assert (done, put_off.position.step) == (["first"], 2)
    broken.clear()
    put_off.carry_out(nullcontext)
    assert (done, put_off.position) == (["first", "second", "third"], None)


def test_an_action_may_read_which_carries_out_nothing_else():
    order, put_off = [], PutOff()
    put_off.add(lambda: (put_off.carry_out(nullcontext), order.append("reads")), None)
    put_off.add(lambda: order.append("after"), None)
    put_off.carry_out(nullcontext)
    assert order == ["reads", "after"]


def test_states_do_not_pile_up(monkeypatch):
    monkeypatch.setattr(putting_off_module, "MOST_BYTES", 100)
    run = train("moons", **SETTINGS)
    assert rows_in(run, "snapshots") > 0


def test_what_is_done_twice_after_an_interrupt_does_no_harm():
    run = train("moons", **SETTINGS)
    actions = run.file.put_off._actions
    actions[:] = [one for one in actions for _ in range(2)]
    assert run.history["epoch"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert len(run.losses) == run.steps


def test_closing_writes_nothing():
    run = train("moons", **SETTINGS)
    waiting = run.file.put_off._actions
    before = len(waiting)
    run.close()
    assert len(waiting) == before > 0
