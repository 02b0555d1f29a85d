"""Faults in a table: what training refuses, `compare` refuses with the same words; what training survives, it survives with the same notes."""

import pytest

import glassgrad as gg
from glassgrad.families.comparing import compare
from tests.families.faulty_tables import REFUSED, SURVIVED, written


@pytest.mark.parametrize("fault", REFUSED)
def test_what_nobody_can_learn_from_is_refused_as_training_refuses_it(command, tmp_path, fault):
    name = written(tmp_path, REFUSED[fault]).name
    of_training = command("train", name, "--target", "y", "--epochs", "1", "--engine", "reference")
    of_comparing = command("compare", name, "--target", "y")
    assert (of_comparing.code, of_comparing.out, of_comparing.err) == (2, "", of_training.err)
    assert of_training.code == 2
    assert of_comparing.err.startswith("error: ")


@pytest.mark.parametrize("fault", SURVIVED)
def test_what_training_survives_is_compared_with_all_that_was_noticed(command, tmp_path, fault):
    path = written(tmp_path, SURVIVED[fault])
    with gg.train(path, target="y", epochs=1, engine="reference", validation=0) as run:
        seen = compare(path, target="y", families=("decision_tree", "nearest_neighbours"), folds=2, jobs=1)
        assert len(seen.results) == 2
        assert str(seen)
        assert noticed(run.notes) <= noticed(seen.problem.notes)


def noticed(notes):
    """What is said of columns, without how many rows it was seen in."""
    return {note.split(":")[0] for note in notes}


@pytest.mark.parametrize(
    ("rows", "said"), [(2, "has 2 rows with a value; a comparison needs at least 4"), (3, "has 3 rows"), (4, "expected a whole number from 2 to 4")]
)
def test_so_few_rows_are_counted(command, tmp_path, rows, said):
    (tmp_path / "few.csv").write_text("p,y\n" + "1,a\n2,b\n3,a\n4,b\n"[: 4 * rows])
    result = command("compare", "few.csv", "--target", "y")
    assert (result.code, result.out) == (2, "")
    assert said in result.err
