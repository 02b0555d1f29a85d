"""Floor 1: tables. Reading, preparing and splitting them; it knows no network."""

from .column_plans import ColumnPlan
from .export import table_to_csv
from .preparation import ColumnReport, Preparation, Prepared, learn_preparation
from .random_streams import RandomStream, random_stream
from .reading import read_table
from .shipped import dataset_names, default_target
from .splitting import Split, folds, split_rows
from .storage import stored_bytes, table_from_bytes, table_to_bytes
from .table import Column, ColumnKind, Table
from .target_plan import TargetPlan
from .tasks import Task, TaskChoice, infer_common_task, infer_task
from .toys import toy_table

__all__ = [
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
