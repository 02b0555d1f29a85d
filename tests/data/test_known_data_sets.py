"""The data sets that need no file."""

import numpy as np
import pytest

from glassgrad.data import dataset_names, default_target, infer_task, read_table, toy_table
from glassgrad.graph import SettingError

SIZES = {"iris": (150, 5), "wine": (178, 14), "breast_cancer": (569, 31), "diabetes": (442, 11), "digits": (1797, 65)}


@pytest.mark.parametrize("name", dataset_names())
def test_every_data_set_is_complete_and_its_target_is_there(name):
    table = read_table(name)
    assert default_target(name) == table.names[-1]
    assert all(column.missing == 0 for column in table.columns)
    assert (table.rows, len(table.columns)) == SIZES.get(name, (200, 3))
    assert infer_task(table[table.names[-1]]).task.has_classes is (name != "diabetes")


def test_iris_has_its_real_names():
    table = read_table("iris")
    assert table.names == ("sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)", "species")
    assert sorted(set(table["species"].values)) == ["setosa", "versicolor", "virginica"]


def test_a_file_of_that_name_wins_with_a_note(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "iris").write_text("a,b\n1,x\n")
    table = read_table("iris")
    assert table.names == ("a", "b")
    assert table.notes == ('"iris" is a file here and also the name of a shipped data set; the file was read',)


def test_other_sources_have_no_default_target():
    assert default_target("sales.csv") is None
    assert default_target({"species": [1]}) is None


@pytest.mark.parametrize("name", ["moons", "circles", "spirals", "xor"])
def test_a_generated_set_is_seeded_balanced_and_separable_without_noise(name):
    table = toy_table(name, rows=101, noise=0.0, seed=3)
    assert table.fingerprint == toy_table(name, rows=101, noise=0.0, seed=3).fingerprint
    assert toy_table(name, seed=1).fingerprint != toy_table(name, seed=2).fingerprint
    classes = table["class"].values
    assert sorted(np.unique(classes.astype(str), return_counts=True)[1]) == [50, 51]
    points = np.stack([table["x1"].values, table["x2"].values], axis=1)
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)[np.not_equal.outer(classes, classes)]
    assert apart.min() > 1e-3


def test_in_xor_the_signs_decide():
    table = toy_table("xor", noise=0.0)
    product = table["x1"].values * table["x2"].values
    assert (table["class"].values[product > 0] == "same").all()
    assert (table["class"].values[product < 0] == "different").all()


@pytest.mark.parametrize("settings", [{"rows": 1}, {"rows": 2.5}, {"noise": -1}, {"noise": float("nan")}])
def test_impossible_settings_are_refused(settings):
    with pytest.raises(SettingError, match="must be"):
        toy_table("moons", **settings)


def test_an_unknown_name_gets_the_list():
    with pytest.raises(SettingError, match=r"there are moons, circles, spirals, xor\. Did you mean"):
        toy_table("moon")


def test_a_missing_library_switches_off_only_what_needs_it(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sklearn.datasets", None)
    with pytest.raises(SettingError, match=r"the data set iris needs the package scikit-learn.*pip install scikit-learn"):
        read_table("iris")
    assert read_table("moons").rows == 200
