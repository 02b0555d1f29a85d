"""Runs that several tests look at; made once."""

import pytest

from glassgrad.training import open_run, train

ENGINES = ("native", "reference")


@pytest.fixture(scope="session", params=ENGINES)
def iris(request):
    return train("iris", hidden=(8,), epochs=12, seed=0, batch=16, engine=request.param)


@pytest.fixture(scope="session", params=ENGINES)
def diabetes(request):
    return train("diabetes", hidden=(6,), epochs=6, seed=1, l2=0.01, engine=request.param)


@pytest.fixture
def saved(iris, tmp_path):
    path = iris.save(tmp_path / "iris.glass")
    with open_run(path) as run:
        yield run, path
