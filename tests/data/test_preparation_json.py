"""A preparation in a run file: an equal one comes back, and nothing else is believed."""

import copy
import json

import pytest

from glassgrad.data import Preparation, Task, learn_preparation, read_table
from glassgrad.graph import RunFileError

TABLE = read_table(
    {
        "x": [1.5, None, 3.0, 4.0],
        "b": [True, None, False, True],
        "c": ["a", None, "b", "c"],
        "k": [1.0] * 4,
        "e": [None] * 4,
        "y": ["u", "v", "u", "v"],
    }
)
PREPARATION = learn_preparation(TABLE, target="y", task=Task.TWO_CLASSES, rows=[0, 1, 2, 3])
DOCUMENT = PREPARATION.to_json()


def test_an_equal_preparation_comes_back_through_text():
    back = Preparation.from_json(json.loads(json.dumps(DOCUMENT, allow_nan=False)))
    assert back == PREPARATION
    assert back.apply(TABLE).values.tolist() == PREPARATION.apply(TABLE).values.tolist()


def test_a_regression_comes_back_too():
    table = read_table({"x": [1.0, 2.0, 4.0], "y": [1.5, 2.5, 3.5]})
    preparation = learn_preparation(table, target="y", task=Task.REGRESSION, rows=[0, 1, 2])
    assert Preparation.from_json(json.loads(json.dumps(preparation.to_json()))) == preparation


def changed(path, value):
    document = copy.deepcopy(DOCUMENT)
    *way, last = path
    place = document
    for step in way:
        place = place[step]
    place[last] = value
    return document


@pytest.mark.parametrize("document", [None, [], "x", 5, {}, {**DOCUMENT, "more": 1}, {name: DOCUMENT[name] for name in DOCUMENT if name != "target"}])
def test_a_document_with_other_entries_is_refused(document):
    with pytest.raises(RunFileError, match="the entries must be"):
        Preparation.from_json(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["format"], 2),
        (["format"], True),
        (["format"], "1"),
        (["task"], "guess"),
        (["task"], ["regression"]),
        (["task"], "regression"),
        (["inputs"], {}),
        (["inputs"], []),
        (["inputs"], [5]),
        (["inputs"], DOCUMENT["inputs"] + DOCUMENT["inputs"][:1]),
        (["notes"], [5]),
        (["notes"], "text"),
        (["target"], []),
        (["target", "name"], "x"),
        (["target", "classes"], ["u"]),
        (["target", "classes"], ["u", "u"]),
        (["target", "classes"], [str(place) for place in range(1001)]),
        (["inputs", 0, "name"], 5),
        (["inputs", 0, "kind"], "pickle"),
        (["inputs", 0, "kind"], "category"),
        (["inputs", 0, "treatment"], "exec"),
        (["inputs", 0, "treatment"], "one of"),
        (["inputs", 0, "mean"], float("nan")),
        (["inputs", 0, "mean"], 10**400),
        (["inputs", 0, "mean"], True),
        (["inputs", 0, "mean"], "5"),
        (["inputs", 0, "deviation"], 0),
        (["inputs", 0, "deviation"], -1.0),
        (["inputs", 0, "deviation"], float("inf")),
        (["inputs", 0, "fill"], None),
        (["inputs", 0, "missing"], -1),
        (["inputs", 0, "missing"], 1.5),
        (["inputs", 0, "missing"], 2**60),
        (["inputs", 0, "words"], ["a"]),
        (["inputs", 1, "words"], ["no"]),
        (["inputs", 2, "words"], ["a", "a"]),
        (["inputs", 2, "words"], [5, 6]),
        (["inputs", 2, "words"], "ab"),
        (["inputs", 2, "words"], [["a"], ["b"]]),
        (["inputs", 0, "reason"], 5),
    ],
)
def test_every_entry_of_the_wrong_type_or_range_is_refused(path, value):
    with pytest.raises(RunFileError, match=r"the run file is damaged or not ours|this version of glassgrad reads format 1"):
        Preparation.from_json(changed(path, value))
