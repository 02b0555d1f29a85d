import json
import sqlite3
import subprocess
import sys

import numpy as np
import pytest

from glassgrad.data import read_table
from glassgrad.graph import GlassgradError, RunFileError
from glassgrad.training import open_run, resume, train
from glassgrad.training.arrays import StoredArray, checksum, restore, store


def tampered(path, *statements):
    """The file after these statements, with the facts' checksums made to fit: so the checks behind them are tried too."""
    with sqlite3.connect(path) as database:
        for statement in statements:
            database.execute(*statement) if isinstance(statement, tuple) else database.execute(statement)
        if database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'facts'").fetchone()[0]:
            for name, text in database.execute("SELECT name, json FROM facts").fetchall():
                database.execute("UPDATE facts SET checksum = ? WHERE name = ?", (checksum(name, text), name))
    database.close()
    return path


def test_a_run_opened_again_predicts_and_replays_to_the_same_bits(iris, saved):
    run, _ = saved
    table = read_table("iris")
    assert run.outputs(table).tobytes() == iris.outputs(table).tobytes()
    assert run.step(17).new["W2"].tobytes() == iris.step(17).new["W2"].tobytes()
    assert run.history["training_loss"].tobytes() == iris.history["training_loss"].tobytes()
    assert run.losses.tobytes() == iris.losses.tobytes()
    assert run.outcome == iris.outcome
    assert run.notes == iris.notes


def test_the_file_can_be_asked_with_sqlite(saved):
    _, path = saved
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM epochs").fetchone() == (12,)
        assert json.loads(database.execute("SELECT json FROM facts WHERE name = 'settings'").fetchone()[0])["hidden"] == [8]
    database.close()


def test_training_writes_the_file_as_it_goes_and_saving_copies_it(tmp_path):
    with train("iris", hidden=(), epochs=2, save=tmp_path / "a.glass") as run:
        run.save(tmp_path / "b.glass")
        run.save(tmp_path / "a.glass")
    with open_run(tmp_path / "a.glass") as one, open_run(tmp_path / "b.glass") as other:
        assert one.losses.tobytes() == other.losses.tobytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.glass", "b.glass"]


def test_an_existing_file_is_not_overwritten_without_a_word(iris, tmp_path):
    path = tmp_path / "mine.glass"
    path.write_text("precious")
    for attempt in (lambda: iris.save(path), lambda: train("iris", hidden=(), epochs=1, save=path)):
        with pytest.raises(RunFileError, match="exists already"):
            attempt()
    assert path.read_text() == "precious"
    iris.save(path, overwrite=True)
    open_run(path).close()


@pytest.mark.parametrize("name", ["no-such-folder/run.glass", "."])
def test_a_place_that_cannot_be_written_is_refused(iris, tmp_path, name):
    with pytest.raises(RunFileError):
        iris.save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "it is empty"), (b"not a database at all", "not a run file"), (b"SQLite format 3\x00" + bytes(200), "damaged|not a run file")],
)
def test_what_is_no_run_file_is_said_to_be_none(tmp_path, content, message):
    path = tmp_path / "x.glass"
    path.write_bytes(content)
    with pytest.raises(RunFileError, match=message):
        open_run(path)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    with pytest.raises(RunFileError, match="there is no run file"):
        open_run(tmp_path / "none.glass")
    with pytest.raises(RunFileError, match="not a file"):
        open_run(tmp_path)


def test_another_database_is_not_a_run_file(tmp_path):
    path = tampered(tmp_path / "other.db", "CREATE TABLE t (x)")
    with pytest.raises(RunFileError, match="not a run file"):
        open_run(path)


def test_a_newer_format_is_refused_by_its_version(saved):
    _, path = saved
    with pytest.raises(RunFileError, match="newer glassgrad"):
        open_run(tampered(path, "PRAGMA user_version = 99"))


@pytest.mark.parametrize(
    "trap", ["CREATE VIEW v AS SELECT 1", "CREATE TRIGGER t AFTER INSERT ON events BEGIN SELECT 1; END", "CREATE TABLE more (x)", "DROP TABLE events"]
)
def test_a_file_with_other_tables_views_or_triggers_is_refused(saved, trap):
    _, path = saved
    with pytest.raises(RunFileError, match="tables of a run file"):
        open_run(tampered(path, trap))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE snapshots SET bytes = zeroblob(length(bytes)) WHERE name = 'W1'",
        "UPDATE snapshots SET shape = '[1000000000, 1000000000]' WHERE name = 'W1'",
        "UPDATE snapshots SET dtype = 'O' WHERE name = 'W1'",
        "UPDATE snapshots SET name = 'V1' WHERE name = 'W1'",
        "UPDATE snapshots SET shape = 7 WHERE name = 'W1'",
        "DELETE FROM snapshots",
        "UPDATE contents SET bytes = zeroblob(100) WHERE name = 'table'",
        "UPDATE contents SET bytes = x'00', checksum = '' WHERE name = 'training rows'",
        "UPDATE facts SET json = 'nonsense' WHERE name = 'settings'",
        "UPDATE facts SET json = '[]' WHERE name = 'settings'",
        "UPDATE facts SET json = '{}' WHERE name = 'preparation'",
        "UPDATE facts SET json = '\"{}\"' WHERE name = 'network'",
        "UPDATE facts SET json = '{\"os.system\": 1}' WHERE name = 'settings'",
        "UPDATE facts SET json = '{\"epoch\": 1}' WHERE name = 'best'",
        'UPDATE facts SET json = \'{"epoch": "x", "step": "x"}\' WHERE name = \'best\'',
        "UPDATE facts SET json = '{\"class_weights\": [\"a\"]}' WHERE name = 'loss settings'",
        "UPDATE facts SET json = '{\"data\": 1}' WHERE name = 'data'",
        "DELETE FROM facts",
    ],
)
def test_a_damaged_file_gives_one_clear_error_and_nothing_else(iris, tmp_path, change):
    path = tampered(iris.save(tmp_path / "bad.glass"), change)
    with pytest.raises(GlassgradError) as caught, open_run(path) as run:
        run.predict([[5.1, 3.5, 1.4, 0.2]])
        run.step(3)
    assert 10 < len(str(caught.value)) < 500


def test_any_flipped_bit_in_a_snapshot_is_found(saved):
    _, path = saved
    with open_run(path) as run:
        content = bytearray(run.file.database.execute("SELECT bytes FROM snapshots WHERE step = 0 AND name = 'W1'").fetchone()[0])
    content[17] ^= 4
    tampered(path, ("UPDATE snapshots SET bytes = ? WHERE step = 0 AND name = 'W1'", (bytes(content),)))
    with open_run(path) as run, pytest.raises(RunFileError, match="checksum"):
        run.step(1)


@pytest.mark.parametrize(
    "change", ["UPDATE facts SET json = replace(json, '2', '3') WHERE name = 'preparation'", "UPDATE epochs SET training_loss = 0.5 WHERE epoch = 3"]
)
def test_a_changed_number_anywhere_is_found(saved, change):
    _, path = saved
    with sqlite3.connect(path) as database:
        database.execute(change)
    database.close()
    with pytest.raises(RunFileError, match="has changed since it was written"), open_run(path) as run:
        assert run.history is not None


def test_a_cut_file_is_never_half_believed(saved, tmp_path):
    _, path = saved
    whole = path.read_bytes()
    for length in (100, 5000, len(whole) // 2, len(whole) - 1):
        cut = tmp_path / f"cut{length}.glass"
        cut.write_bytes(whole[:length])
        with pytest.raises(RunFileError), open_run(cut) as run:
            run.predict([[5.1, 3.5, 1.4, 0.2]])
            run.step(1)
            run.step(run.steps)


def test_random_damage_never_gives_anything_but_our_own_error(saved, tmp_path):
    _, path = saved
    whole = bytearray(path.read_bytes())
    rng = np.random.default_rng(0)
    for attempt in range(40):
        bad = bytearray(whole)
        for place in rng.integers(0, len(bad), size=30):
            bad[place] = rng.integers(0, 256)
        target = tmp_path / f"{attempt}.glass"
        target.write_bytes(bytes(bad))
        try:
            with open_run(target) as run:
                run.predict([[5.1, 3.5, 1.4, 0.2]])
                run.step(int(rng.integers(1, 97)))
                assert run.history is not None
        except GlassgradError:
            pass


def test_changed_data_are_refused(saved):
    _, path = saved
    with pytest.raises(RunFileError, match="fingerprint"):
        open_run(path, data=read_table("iris").take(range(149)))
    with open_run(path, data="iris") as run:
        run.step(2)


def test_a_run_without_its_data_predicts_but_does_not_replay(saved):
    _, path = saved
    with open_run(tampered(path, "DELETE FROM contents WHERE name = 'table'")) as run:
        run.predict([[5.1, 3.5, 1.4, 0.2]])
        with pytest.raises(RunFileError, match="data="):
            run.step(1)
    with open_run(path, data="iris") as run:
        run.step(1)


def test_what_was_written_before_a_kill_can_be_read(tmp_path):
    path = tmp_path / "killed.glass"
    code = f"""
import os
from glassgrad.training import pace, train
from glassgrad.training.watching import Silent
pace.SECONDS_AT_ONCE = 0.0  # one epoch at a time
class Killer(Silent):
    def epoch(self, row):
        if row.epoch == 3:
            os.kill(os.getpid(), 9)
train("iris", hidden=(4,), save={str(path)!r}, watcher=Killer())
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    with open_run(path) as run:
        assert run.outcome["kind"] == ""
        if run.steps:  # what was written last depends on how long a write takes here
            run.step(run.steps)
        assert len(run.losses) == run.steps
        run.predict([[5.1, 3.5, 1.4, 0.2]])


@pytest.mark.parametrize("array", [np.zeros(()), np.arange(6.0).reshape(2, 3), np.zeros((0, 4)), np.arange(3, dtype=">f8"), np.float32([1, 2])])
def test_arrays_come_back_as_they_were(array):
    again = restore(store(array), where="it")
    assert again.shape == array.shape
    np.testing.assert_array_equal(again, array)
    assert not again.flags.writeable


@pytest.mark.parametrize(
    "change", [{"dtype": "<f4"}, {"shape": "[7]"}, {"shape": "[-1, -2]"}, {"shape": "[1e9]"}, {"shape": "[true, 2]"}, {"bytes": b"\0" * 16}, {"checksum": "0"}]
)
def test_an_array_that_does_not_add_up_is_refused(change):
    kept = store(np.array([1.0, 2.0]))
    assert isinstance(kept, StoredArray)
    with pytest.raises(RunFileError, match="it "):
        restore(kept._replace(**change), where="it")


def resealed(path, name, change):
    """The file with one fact changed by `change`, checksum and all."""
    with sqlite3.connect(path) as database:
        value = json.loads(database.execute("SELECT json FROM facts WHERE name = ?", (name,)).fetchone()[0])
    database.close()
    return tampered(path, ("UPDATE facts SET json = ? WHERE name = ?", (json.dumps({**value, **change}), name)))


def with_rows(path, name, rows):
    """The file with other row numbers, checksums and all."""
    kept = store(np.asarray(rows))
    content = json.dumps([kept.dtype, kept.shape, kept.checksum]).encode() + b"\n" + kept.bytes
    return tampered(path, ("UPDATE contents SET bytes = ?, checksum = ? WHERE name = ?", (content, checksum(content), name)))


def with_epoch(path, column, value):
    """The file with one number of its last epoch changed, checksum and all."""
    with sqlite3.connect(path) as database:
        database.execute(f"UPDATE epochs SET {column} = ? WHERE epoch = 12", (value,))
        row = database.execute("SELECT * FROM epochs ORDER BY epoch DESC LIMIT 1").fetchone()
        database.execute("UPDATE epochs SET checksum = ? WHERE epoch = ?", (checksum(repr(row[:-1])), row[0]))
    database.close()
    return path


def with_state(path, name, array):
    """The file with one array of every kept state replaced, checksums and all."""
    kept = store(np.asarray(array))
    values = (kept.dtype, kept.shape, kept.bytes, kept.checksum, name)
    return tampered(path, ("UPDATE snapshots SET dtype = ?, shape = ?, bytes = ?, checksum = ? WHERE name = ?", values))


@pytest.mark.parametrize("rows", [[-1, 3], [3, 3], [5, 4], [1.0, 2.0], [[1, 2]], [0, 150], [0, 2**62], []])
def test_training_rows_that_no_split_makes_are_refused(saved, rows):
    _, path = saved
    with pytest.raises(RunFileError, match="training rows"):
        open_run(with_rows(path, "training rows", np.array(rows, dtype=None if rows else np.int64)))


def test_validation_rows_that_taught_are_refused(saved):
    run, path = saved
    with pytest.raises(RunFileError, match="overlap"):
        open_run(with_rows(path, "validation rows", run.plan.split.training[:3].astype(np.int64)))


@pytest.mark.parametrize(
    ("column", "value"), [("step", 10**15), ("step", -1), ("epoch", 10**12), ("training_loss", "low"), ("training_loss", float("inf")), ("seconds", b"1")]
)
def test_an_epoch_that_no_training_writes_is_refused(saved, column, value):
    _, path = saved
    with pytest.raises(RunFileError, match="epoch"):
        open_run(with_epoch(path, column, value))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("settings", {"batch": 10**400}),
        ("settings", {"learning_rate": 10**400}),
        ("settings", {"hidden": [10**9]}),
        ("settings", {"hidden": [8, 8]}),
        ("settings", {"activation": "tanh"}),
        ("settings", {"target": "another"}),
        ("settings", {"task": "regression"}),
        ("data", {"rows": 10**12}),
        ("loss settings", {"build": 1}),
        ("loss settings", {"predicted": 1}),
        ("loss settings", {"name": "L"}),
        ("loss settings", {"class_weights": [1.0, -1.0, 1.0]}),
    ],
)
def test_facts_that_do_not_belong_together_are_refused_when_the_run_is_opened(saved, name, change):
    _, path = saved
    with pytest.raises(RunFileError, match=r"cannot be opened|damaged"):
        open_run(resealed(path, name, change))


def test_a_batch_size_that_the_epochs_do_not_show_is_refused(saved):
    _, path = saved
    with pytest.raises(RunFileError, match="ends with step"):
        open_run(resealed(path, "settings", {"batch": 7}))


@pytest.mark.parametrize("change", [{"seed": 5}, {"learning_rate": 0.5}, {"l2": 0.1}])
def test_a_replay_that_is_not_the_recorded_step_is_not_shown(saved, change):
    _, path = saved
    with open_run(resealed(path, "settings", change)) as run, pytest.raises(RunFileError, match="the run recorded"):
        run.step(10)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_state_that_is_not_finite_is_refused(saved, value):
    run, path = saved
    shape = run.parameters["W1"].shape
    with open_run(with_state(path, "W1", np.full(shape, value))) as bad:
        for ask in (lambda: bad.predict([[5.1, 3.5, 1.4, 0.2]]), lambda: bad.step(1)):
            with pytest.raises(RunFileError, match="infinities or not-a-numbers"):
                ask()


@pytest.mark.parametrize("gap", [True, False], ids=["at the start", "later"])
def test_a_gap_in_the_losses_is_found(saved, gap):
    _, path = saved
    with sqlite3.connect(path) as database:
        (first,) = database.execute("SELECT max(first_step) FROM losses").fetchone()
        database.execute("UPDATE losses SET first_step = ? WHERE first_step = ?", (first + 1 if not gap else first + 10**6, first))
    database.close()
    with open_run(path) as run:
        with pytest.raises(RunFileError, match="gap"):
            assert run.losses is not None
        with pytest.raises(RunFileError, match=f"loss of step {first}"):
            run.step(first)


def test_a_table_whose_column_is_computed_while_it_is_read_is_refused(saved):
    _, path = saved
    computed = "CREATE TABLE events (number INTEGER PRIMARY KEY, step INTEGER, kind TEXT, message TEXT AS (printf('%1000000000d', 1)))"
    with pytest.raises(RunFileError, match="tables of a run file"):
        open_run(tampered(path, "DROP TABLE events", computed))


@pytest.mark.parametrize("version", [0, -1])
def test_a_format_that_never_was_is_refused(saved, version):
    _, path = saved
    with pytest.raises(RunFileError, match="never was"):
        open_run(tampered(path, f"PRAGMA user_version = {version}"))


def cut_short(path, killed):
    """The file and its journal as a kill in the middle of a write would leave them, under the name `killed`."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA cache_size = 1")  # so that half of the change reaches the file before it is complete
    database.execute("BEGIN")
    database.execute("UPDATE snapshots SET bytes = zeroblob(length(bytes))")
    database.execute("INSERT INTO events (step, kind, message) VALUES (1, 'half', ?)", ("x" * 400_000,))
    journal = killed.with_name(killed.name + "-journal")
    killed.write_bytes(path.read_bytes())
    journal.write_bytes(path.with_name(path.name + "-journal").read_bytes())
    database.close()
    return journal


def test_a_write_cut_short_by_a_kill_is_undone_when_the_run_is_opened(saved, tmp_path):
    run, path = saved
    want = run.step(20).new["W1"].tobytes()
    cut_short(path, tmp_path / "killed.glass")
    with open_run(tmp_path / "killed.glass") as again:
        assert again.step(20).new["W1"].tobytes() == want
        assert [kind for _, kind, _ in again.file.events()] == ["epochs"]


def test_a_journal_that_names_another_file_does_not_delete_it(saved, tmp_path):
    _, path = saved
    journal = cut_short(path, tmp_path / "trap.glass")
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    name = str(precious).encode()
    content = journal.read_bytes()
    content += bytes(-len(content) % 512)
    ending = len(name).to_bytes(4, "big") + sum(name).to_bytes(4, "big") + bytes.fromhex("d9d505f920a163d7")
    journal.write_bytes(content + (0).to_bytes(4, "big") + name + ending)
    with pytest.raises(RunFileError, match="journal"):
        open_run(tmp_path / "trap.glass")
    assert precious.read_text() == "mine"


def test_a_full_disk_is_a_failure_and_keeps_the_epochs_before_it(tmp_path):
    from glassgrad.training import pace
    from glassgrad.training.run_file import WriteError
    from glassgrad.training.watching import Silent

    class Filling(Silent):
        def epoch(self, row):
            if row.epoch == 2:
                self.limit()

    path, watcher = tmp_path / "full.glass", Filling()
    opened = []
    watcher.limit = lambda: opened[-1].execute("PRAGMA max_page_count = 1")
    with pytest.MonkeyPatch.context() as patch:
        connect = sqlite3.connect
        patch.setattr(pace, "SECONDS_AT_ONCE", 0.0)  # one epoch at a time
        patch.setattr(sqlite3, "connect", lambda *given, **more: opened.append(connect(*given, **more)) or opened[-1])
        with pytest.raises(WriteError, match=r"full.*what was written before is intact") as caught:
            train("digits", hidden=(32,), epochs=9, save=path, watcher=watcher)
    assert caught.value.exit_code == 1
    with open_run(path) as run:
        assert 0 < run.steps < 9 * run.plan.steps_per_epoch
        run.step(run.steps)
    with resume(path) as run:
        assert len(run.history["epoch"]) == 9


def test_a_pipe_is_not_replaced_by_a_run(iris, tmp_path):
    import os
    import stat

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for attempt in (lambda: iris.save(pipe, overwrite=True), lambda: train("iris", epochs=1, save=pipe, overwrite=True)):
        with pytest.raises(RunFileError, match="is not a file"):
            attempt()
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_name_too_long_for_a_file_is_refused(tmp_path):
    for attempt in (open_run, lambda path: train("iris", epochs=1, save=path)):
        with pytest.raises(RunFileError, match="too long"):
            attempt(tmp_path / ("x" * 300))
