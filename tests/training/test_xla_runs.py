"""A run computed by XLA is a run like any other: it replays to the bit, and can be opened, asked and explained."""

import numpy as np
import pytest

from glassgrad.training import open_run, train

pytest.importorskip("jax")


@pytest.fixture(scope="module")
def trained():
    return train("iris", hidden=(6,), epochs=6, seed=2, l2=0.01, engine="xla")


def test_it_learns_in_float32(trained):
    assert trained.plan.dtype == np.float32
    assert trained.history["training_loss"][-1] < trained.history["training_loss"][0]


def test_a_replayed_step_is_the_step_of_the_run_to_the_bit(trained):
    steps = [trained.step(number) for number in (1, 2, 9, trained.steps - 1, trained.steps)]
    assert [step.loss for step in steps] == [trained.losses[step.number - 1] for step in steps]
    for before, after in (steps[:2], steps[-2:]):
        assert all(before.new[name].tobytes() == after.old[name].tobytes() for name in after.old)
    assert all(step.caution == "" for step in steps)


def test_it_is_the_run_of_the_reference_engine_within_rounding(trained):
    with train(trained.plan.data, settings=trained.plan.settings.__class__(**trained.plan.settings.to_json() | {"engine": "reference"})) as other:
        np.testing.assert_allclose(trained.losses, other.losses, rtol=1e-4)


def test_it_is_opened_again_and_predicts_scores_and_explains(trained, tmp_path):
    path = trained.save(tmp_path / "run.glass")
    rows = trained.plan.data
    with open_run(path) as run:
        assert run.plan.engine().name == "xla"
        assert run.outputs(rows).tobytes() == trained.outputs(rows).tobytes()
        assert list(run.predict(rows)) == list(trained.predict(rows))
        assert run.score() == trained.score()
        best = run.history["epoch"].tolist().index(run.best["epoch"])
        assert run.score() == run.history["validation_metric"][best]
        assert str(run.step(9).explain(row=0, unit="1.2")) == str(trained.step(9).explain(row=0, unit="1.2"))
