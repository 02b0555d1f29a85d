"""The description of the run file: it names every table, column, fact and content, and all its examples run."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from glassgrad.training import open_run, train
from glassgrad.training.arrays import ALLOWED
from glassgrad.training.convergence import Watch, out_of_time, stopped_by_hand
from glassgrad.training.schema import APPLICATION_ID, FORMAT_VERSION, TABLES
from glassgrad.training.settings import TrainSettings

DOCUMENT = (Path(__file__).parents[2] / "docs/reference/run-file.md").read_text(encoding="utf-8")
SECTIONS = {part.splitlines()[0].strip("`"): part for part in re.split(r"^## ", DOCUMENT, flags=re.MULTILINE)[1:]}
QUERIES = re.findall(r"```sql\n(.*?)```", DOCUMENT, re.DOTALL)
PROGRAMS = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    path = tmp_path_factory.mktemp("documented") / "run.glass"
    train("iris", hidden=(4,), epochs=6, save=path).close()
    return path


def opened(path):
    return closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True))


def documented(section: str, first: str) -> list[tuple[str, str]]:
    """The first two cells of every row of the table that begins with that word, backquotes taken off the first."""
    lines = SECTIONS[section].splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        name, second = (cell.strip() for cell in line.split("|")[1:3])
        rows.append((name.strip("`"), second))
    return rows


def tables() -> dict[str, list[tuple[str, str]]]:
    """The tables of a run file with the names and types of their columns, as SQLite tells them."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(TABLES)
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        return {name: [(column, kind) for _, column, kind, *_ in database.execute(f"PRAGMA table_info({name})")] for name in names}


def test_every_table_has_a_section_and_no_other_is_described():
    described = {name for name, text in SECTIONS.items() if "\n| column |" in text}
    assert described == set(tables())


@pytest.mark.parametrize("table", tables())
def test_every_column_is_described_with_its_type_in_order(table):
    assert documented(table, "column") == tables()[table]


@pytest.mark.parametrize(("table", "word"), [("facts", "fact"), ("contents", "content")])
def test_every_fact_and_content_is_described(kept, table, word):
    with opened(kept) as database:
        present = {name for (name,) in database.execute(f"SELECT name FROM {table}")}
    assert {name for name, _ in documented(table, word)} == present


def test_the_marks_and_the_types_are_those_of_the_program():
    assert f"`application_id` is {APPLICATION_ID} " in DOCUMENT
    assert f"`user_version` is the format, {FORMAT_VERSION}." in DOCUMENT
    assert set(re.findall(r"`(<\w\d)`", SECTIONS["Arrays"])) == set(ALLOWED)


def test_the_kinds_of_outcome_are_those_of_the_program():
    (sentence,) = re.findall(r"^The kinds of outcome are (.*)$", DOCUMENT, re.MULTILINE)
    limits = TrainSettings(target_loss=0.1, patience=2, epochs=5, time_limit=1.0)
    ends = [Watch(patience=2, tolerance=1e-3), Watch(patience=2, tolerance=1e-3), Watch(patience=9, tolerance=1e-3)]
    losses = [[0.05], [1.0, 1.0, 1.0], [0.9, 0.8, 0.7, 0.6, 0.5]]
    kinds = {out_of_time(2.0, limits, 3).kind, stopped_by_hand(3).kind}
    for watch, falling in zip(ends, losses, strict=True):
        for loss in falling:
            watch = watch.after(loss)  # noqa: PLW2901 - it goes on from loss to loss
        kinds.add(watch.verdict(loss, limits, judged_on="validation").kind)
    assert set(re.findall(r"`(\w+)`", sentence)) == kinds


def test_there_is_a_query_for_every_table():
    for table in tables():
        assert any(re.search(rf"\b(FROM|JOIN) {table}\b|, {table}\b", query) for query in QUERIES), table


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: " ".join(query.split())[:60])
def test_every_query_finds_something_in_a_fresh_run(kept, query):
    with opened(kept) as database:
        found = database.execute(query)
        assert all(re.fullmatch(r"\w+", column[0]) for column in found.description)
        assert found.fetchall()


def test_what_the_queries_say_is_what_the_run_says(kept):
    with opened(kept) as database, open_run(kept) as run:
        history = run.history
        (lowest,) = [query for query in QUERIES if "ORDER BY validation_loss" in query]
        assert database.execute(lowest).fetchone()[0] == history["epoch"][np.argmin(history["validation_loss"])]
        (ending,) = [query for query in QUERIES if "best_epoch" in query]
        assert database.execute(ending).fetchone() == (run.outcome["kind"], run.outcome["reason"], run.best["epoch"])
        (steps,) = [query for query in QUERIES if "last_step" in query]
        assert database.execute(steps).fetchall()[-1][1] == run.steps
        (took,) = [query for query in QUERIES if "took" in query]
        assert [row[1] for row in database.execute(took)] == pytest.approx(np.diff(history["seconds"], prepend=0.0).tolist())
        (best,) = [query for query in QUERIES if "snapshots.dtype" in query]
        named = {name: (dtype, shape) for name, dtype, shape in database.execute(best)}
        for name, array in run.parameters.items():
            assert named[name] == (array.dtype.str, str(list(array.shape)))


@pytest.mark.parametrize("place", range(len(PROGRAMS)))
def test_every_program_runs(kept, place):
    done = subprocess.run([sys.executable, "-c", PROGRAMS[place]], cwd=kept.parent, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    if "np.frombuffer" in PROGRAMS[place]:
        with open_run(kept) as run:
            assert done.stdout.strip() == str(run.parameters["W1"])
    else:
        assert done.stdout.strip() == "nothing has changed"


def test_the_judge_of_descriptions_refuses_a_missing_column():
    assert documented("epochs", "column")[:-1] != tables()["epochs"]
