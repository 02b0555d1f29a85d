"""The tables of a run file, and the marks by which it is recognised."""

import sqlite3
from contextlib import closing
from functools import cache

FORMAT_VERSION = 2
APPLICATION_ID = 0x676C6173
"""The four letters "glas", kept in the SQLite header, so a run file is known for one whatever its name."""

TABLES = """
CREATE TABLE facts     (name TEXT PRIMARY KEY, json TEXT NOT NULL, checksum TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE contents  (name TEXT PRIMARY KEY, bytes BLOB NOT NULL, checksum TEXT NOT NULL);
CREATE TABLE epochs    (epoch INTEGER PRIMARY KEY, step INTEGER NOT NULL, seconds REAL NOT NULL,
                        training_loss REAL NOT NULL, validation_loss REAL,
                        training_metric REAL NOT NULL, validation_metric REAL, checksum TEXT NOT NULL);
CREATE TABLE losses    (first_step INTEGER PRIMARY KEY, dtype TEXT NOT NULL, shape TEXT NOT NULL, bytes BLOB NOT NULL, checksum TEXT NOT NULL);
CREATE TABLE events    (number INTEGER PRIMARY KEY, step INTEGER NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL);
CREATE TABLE snapshots (step INTEGER NOT NULL, name TEXT NOT NULL, dtype TEXT NOT NULL, shape TEXT NOT NULL,
                        bytes BLOB NOT NULL, checksum TEXT NOT NULL, PRIMARY KEY (step, name));
"""
"""facts: settings, network, preparation and the like, one JSON value each.   contents: the data and the split.
epochs: one row per pass over the training rows.   losses: the loss of every step, an array for every write.
events: what happened, in words.   snapshots: every weight and optimizer memory after a step; step 0 is the start."""

NAMES_AND_DEFINITIONS = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
"""Asks a database for all that was made in it; what has no definition is an index that SQLite keeps for itself."""


@cache
def schema() -> frozenset[tuple[str, str, str]]:
    """What a run file answers to `NAMES_AND_DEFINITIONS`: these tables, to the letter, and nothing else.

    To the letter, because a table of the right name may still have a column that is computed while it is read.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(TABLES)
        return frozenset(database.execute(NAMES_AND_DEFINITIONS))
