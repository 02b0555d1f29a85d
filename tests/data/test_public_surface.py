"""What the other rooms may use."""

import subprocess
import sys

import glassgrad.data

NAMES = [
    "Column",
    "ColumnKind",
    "ColumnPlan",
    "ColumnReport",
    "Preparation",
    "Prepared",
    "RandomStream",
    "Split",
    "Table",
    "TargetPlan",
    "Task",
    "TaskChoice",
    "dataset_names",
    "default_target",
    "folds",
    "infer_common_task",
    "infer_task",
    "learn_preparation",
    "random_stream",
    "read_table",
    "split_rows",
    "stored_bytes",
    "table_from_bytes",
    "table_to_bytes",
    "table_to_csv",
    "toy_table",
]


def test_the_public_names_are_pinned_and_documented():
    assert glassgrad.data.__all__ == NAMES
    assert all(getattr(glassgrad.data, name).__doc__ for name in NAMES if name != "ColumnKind")


def test_the_room_opens_without_its_heavy_guests():
    code = "import sys, glassgrad.data; print([name for name in ('duckdb', 'sklearn', 'narwhals', 'pandas', 'scipy') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
