"""A fitted estimator stays what it is, whatever becomes of the arrays, and however training was cut short."""

import copy

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import ConvergenceWarning

import glassgrad as gg
from glassgrad.estimators import Regressor
from glassgrad.estimators.noting import Noting
from glassgrad.training.keeper import Keeper
from glassgrad.training.loop import Learning

SHORT = {"hidden": (), "epochs": 5, "learning_rate": 0.05, "random_state": 0}


@pytest.mark.parametrize("form", [np.array, pd.DataFrame], ids=["array", "frame"])
def test_the_run_keeps_the_rows_it_was_trained_on(patients, tmp_path, form):
    X, y = form(patients[0]), patients[1].copy()
    if isinstance(X, pd.DataFrame):
        X.columns = X.columns.astype(str)
    regressor = Regressor(**SHORT).fit(X, y)
    before, story = regressor.predict(X), str(regressor.run_.step(3).explain(row=0))
    rows = copy.deepcopy(X)
    if isinstance(X, np.ndarray):
        X[:] = 7
    else:
        X.iloc[:, 0] = 7.0
    y[:] = 0
    with gg.open_run(regressor.run_.save(tmp_path / "kept.glass")) as run:
        np.testing.assert_array_equal(run.predict(rows), before)
        assert str(run.step(3).explain(row=0)) == story


def _interrupted(*_):
    raise KeyboardInterrupt


def test_training_that_is_stopped_by_hand_keeps_what_it_learnt_and_says_so(patients, monkeypatch):
    monkeypatch.setattr(Keeper, "due", True)  # what is made is kept at once, however little time it took
    monkeypatch.setattr(Noting, "epoch", lambda self, row: _interrupted() if row.epoch >= 5 else self.rows.append(row))
    with pytest.warns(ConvergenceWarning, match="stopped by hand after step .*: it predicts with the best weights so far"):
        regressor = Regressor(**{**SHORT, "epochs": 50, "batch": 100}).fit(*patients)
    assert regressor.run_.outcome["kind"] == "interrupted"
    assert 0 < regressor.n_iter_ < 50
    assert regressor.t_ >= 5 * regressor.n_iter_
    assert regressor.score(*patients) == pytest.approx(regressor.run_.score())


def test_training_that_is_stopped_before_it_began_leaves_all_as_it_was(patients, monkeypatch):
    regressor = Regressor(**SHORT).fit(*patients)
    before = regressor.predict(patients[0])
    monkeypatch.setattr(Learning, "until_the_end", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        regressor.fit(patients[0], -patients[1])
    np.testing.assert_array_equal(regressor.predict(patients[0]), before)


def test_a_time_that_is_over_before_the_first_epoch_is_said(patients):
    with pytest.warns(ConvergenceWarning, match="before it had gone through all rows once: it predicts with the weights that it began with"):
        regressor = Regressor(**{**SHORT, "batch": 1, "time_limit": 1e-9}).fit(*patients)
    assert (regressor.n_iter_, regressor.loss_curve_) == (0, [])
    assert np.isfinite(regressor.loss_)
    assert np.isfinite(regressor.predict(patients[0])).all()


def test_an_interrupt_after_the_last_epoch_forgets_what_was_not_kept_and_says_so(patients, monkeypatch):
    def interrupted(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(Learning, "_look", interrupted)  # which is asked for at the end
    with pytest.warns(ConvergenceWarning, match="stopped by hand"):
        regressor = Regressor(**SHORT).fit(*patients)
    assert regressor.loss_curve_ == regressor.run_.history["training_loss"].tolist()
    assert len(regressor.loss_curve_) < SHORT["epochs"]


def test_names_of_columns_that_are_cleaned_in_tables_are_cleaned_in_frames_of_numbers_too(patients, tmp_path):
    X = pd.DataFrame(patients[0][:, :3], columns=["a ", " a", ""])
    regressor = Regressor(**SHORT).fit(X, patients[1])
    regressor.run_.save(tmp_path / "run.glass")
    said = regressor.predict(X)
    for run in (regressor.run_, gg.open_run(tmp_path / "run.glass")):
        np.testing.assert_array_equal(run.predict(X), said)
        np.testing.assert_array_equal(run.predict(X.to_numpy()), said)


def test_what_was_held_out_before_is_remembered_when_learning_goes_on(patients):
    regressor = Regressor(**SHORT, validation=0.2).fit(*patients)
    before = regressor.validation_curve_
    regressor.partial_fit(*patients)
    assert regressor.validation_curve_ == before
    assert len(before) == SHORT["epochs"] == len(regressor.loss_curve_) - 1
