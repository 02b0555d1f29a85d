"""The learning rate range test: what it measures, what it concludes, and that its suggestions train well."""

import numpy as np
import pytest

from glassgrad.data import read_table
from glassgrad.graph import DataError, NonFiniteError, SettingError
from glassgrad.training import TrainSettings, train
from glassgrad.training.learning_rates import judged, learning_rate_range
from glassgrad.training.train import plan_for

DILOGARITHM_IS_0 = 12.6
"""∫ ln|1 − x| / x from 0 is 0 again there: what a growing rate has shrunk until 2/λ has grown back at this multiple of 1/λ at the latest."""


# ── the suggestion ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("optimizer", ["gradient_descent", "adam"])
@pytest.mark.parametrize("data", ["iris", "moons", "digits"])
def test_the_suggested_rate_trains_better_than_most_and_with_adam_nearly_as_well_as_the_best(data, optimizer):
    choices = {"optimizer": optimizer, "seed": 1, "epochs": 30}
    found = learning_rate_range(data, optimizer=optimizer, seed=1)
    tried = [train(data, learning_rate=rate, **choices).history for rate in (1e-4, 1e-3, 1e-2, 1e-1, 1)]
    suggested = train(data, learning_rate=found.suggested, **choices).history
    assert suggested["training_loss"].min() < sorted(one["training_loss"].min() for one in tried)[2]
    if optimizer == "adam":
        assert suggested["validation_metric"].max() > max(one["validation_metric"].max() for one in tried) - 0.06


def test_a_regression_far_beyond_the_suggestion_bursts_and_at_it_does_not():
    choices = {"optimizer": "gradient_descent", "seed": 0, "hidden": ()}
    found = learning_rate_range("diabetes", **choices)
    assert np.isfinite(train("diabetes", epochs=5, learning_rate=found.suggested, **choices).history["training_loss"]).all()
    ended = found.rates[-1]
    assert found.suggested <= 0.1 * ended * 1.05
    bad = train("diabetes", epochs=2, learning_rate=ended, **choices).history["training_loss"]
    assert bad[-1] > 2 * found.losses[0]


# ── a quadratic, where all is known ─────────────────────────────────────────


def quadratic(low, high, steps):
    """Linear regression on whole batches: the test's result, the largest curvature, and the losses that its eigenvalues foretell."""
    rng = np.random.default_rng(8)
    x = rng.normal(size=(40, 3)) * [1.0, 2.0, 0.5] + rng.normal(size=(40, 1))
    y = x @ [1.0, -2.0, 0.5] + rng.normal(size=40)
    choices = {"hidden": (), "batch": 1000, "validation": 0.0, "optimizer": "gradient_descent", "precision": "float64", "task": "regression"}
    plan, _ = plan_for(read_table(x, target_values=y), TrainSettings(target="y", **choices))
    inputs, targets = np.column_stack([plan.inputs, np.ones(40)]), plan.targets[:, 0]
    curvatures, directions = np.linalg.eigh(2 / 40 * inputs.T @ inputs)
    best = np.linalg.lstsq(inputs, targets, rcond=None)[0]
    first = plan.network.initial_parameters(plan.settings.seed)
    off = directions.T @ (np.append(first["W1"][:, 0], first["b1"]) - best)
    rates = np.geomspace(low, high, steps) / curvatures[-1]
    foretold = []
    for rate in rates:
        off = (1 - rate * curvatures) * off
        foretold.append(np.mean((inputs @ best - targets) ** 2) + 0.5 * np.sum(curvatures * off**2))
    return learning_rate_range(x, y, low=rates[0], high=rates[-1], steps=steps, **choices), curvatures[-1], np.array(foretold)


def test_on_a_quadratic_the_losses_are_those_that_its_eigenvalues_foretell():
    found, _, foretold = quadratic(0.05, 20, 24)
    np.testing.assert_allclose(found.losses, foretold[: len(found.losses)], rtol=1e-7)
    assert foretold[len(found.losses)] > 4 * found.untrained[0]


@pytest.mark.parametrize("steps", [24, 60, 300])
def test_on_a_quadratic_the_loss_rises_only_beyond_two_over_the_largest_curvature(steps):
    found, curvature, _ = quadratic(0.01, 50, steps)
    rising = found.rates[1:][np.diff(found.losses) > 1e-12]
    assert rising.min() > 2 / curvature
    assert 2 / curvature < found.rises < 1.2 * DILOGARITHM_IS_0 / curvature
    assert found.suggested < 2 / curvature
    assert len(found.losses) < steps


# ── what curves say ─────────────────────────────────────────────────────────

RATES = np.geomspace(1e-6, 10, 200)
FALLING = 1 - 0.8 / (1 + (0.01 / RATES) ** 2)
"""Falls fastest against log rate at 0.01."""


def test_where_the_loss_falls_fastest_is_found():
    assert judged(RATES, FALLING, np.ones(200)).falls_fastest == pytest.approx(0.01, rel=0.1)


@pytest.mark.parametrize("height", [0.05, 5])
def test_the_suggestion_is_a_tenth_of_where_the_loss_begins_to_rise(height):
    found = judged(RATES, FALLING + (RATES / height) ** 4, np.ones(200))
    assert 0.01 < found.rises < height
    assert found.suggested == pytest.approx(0.1 * found.rises, rel=0.05)
    assert found.because.startswith(f"Try {found.suggested:g}, a tenth of {found.rises:.2g}, from which on the loss rises")


def test_where_the_loss_rises_nowhere_the_suggestion_is_the_higher_of_a_tenth_of_the_lowest_and_where_it_falls_fastest():
    wide = judged(RATES, FALLING, np.ones(200))
    assert (wide.rises, wide.suggested) == (None, 1.0)
    few = RATES[RATES < 0.02]
    narrow = judged(few, FALLING[: len(few)], np.ones(len(few)))
    assert narrow.rises is None
    assert narrow.suggested == float(f"{narrow.falls_fastest:.1e}") > 0.1 * few[-1]
    assert "falls fastest; it rises nowhere" in narrow.because


def test_a_run_that_ended_early_says_where():
    found = judged(RATES, FALLING[:160], np.ones(200))
    assert len(found.rates) == len(found.losses) == len(found.smoothed) == 160
    assert f"The run ended at {RATES[160]:.2g}, where the loss burst." in found.because
    assert found.rises == RATES[159]


@pytest.mark.parametrize(
    ("losses", "said"),
    [
        (np.ones(200), "the loss hardly changes; go on to a higher rate (high)"),
        (1 - 0.005 * RATES / RATES[-1], "the loss hardly changes; go on to a higher rate (high)"),
        (1 + RATES, "the loss never falls, it only rises; begin with a lower rate (low)"),
        (np.ones(0), "it only rises; begin with a lower rate (low). The run ended at 1e-06"),
        (np.ones(1), "it only rises; begin with a lower rate (low). The run ended at 1.1e-06"),
    ],
)
def test_there_is_no_suggestion_where_the_run_shows_none(losses, said):
    found = judged(RATES, losses, np.ones(200))
    assert found.suggested is None
    assert said in found.because
    assert said in str(found)


def test_what_is_due_to_the_batches_is_taken_out():
    noise = np.random.default_rng(0).normal(size=200)
    quiet, noisy = judged(RATES, FALLING, np.ones(200)), judged(RATES, FALLING + noise, 1 + noise)
    np.testing.assert_allclose(noisy.smoothed - np.mean(noise), quiet.smoothed, rtol=1e-12)
    assert noisy.falls_fastest == quiet.falls_fastest


def test_where_the_untrained_loss_tells_nothing_of_the_batches_it_adds_no_noise_to_where_the_loss_falls_fastest():
    noise = np.random.default_rng(0).normal(size=200)
    quiet, noisy = judged(RATES, FALLING, np.ones(200)), judged(RATES, FALLING, 1 + noise - noise.mean())
    assert noisy.falls_fastest == quiet.falls_fastest


def test_it_falls_fastest_before_it_is_lowest():
    rises_and_falls = FALLING + np.where(RATES > 1, 3 * np.sin(np.log(RATES)), 0)
    found = judged(RATES, rises_and_falls, np.ones(200))
    assert found.falls_fastest <= RATES[int(np.argmin(found.smoothed))]


def test_as_plain_values_it_holds_every_curve():
    found = learning_rate_range("iris", steps=20)
    plain = found.to_json()
    assert all(plain[name] == getattr(found, name).tolist() for name in ("rates", "losses", "untrained", "smoothed"))


def test_a_straight_line_stays_straight_when_it_is_smoothed():
    found = judged(RATES, np.linspace(2, 1, 200), np.full(200, 2.0))
    np.testing.assert_allclose(found.smoothed[10:-10], np.linspace(2, 1, 200)[10:-10], rtol=1e-12)


# ── the run ─────────────────────────────────────────────────────────────────


def test_the_rate_grows_by_the_same_factor_from_step_to_step():
    found = learning_rate_range("moons", low=1e-5, high=1e-2, steps=50)
    assert found.rates[[0, -1]] == pytest.approx([1e-5, 1e-2], rel=1e-12)
    assert found.rates[1:] / found.rates[:-1] == pytest.approx(np.full(49, 1000 ** (1 / 49)), rel=1e-12)


def test_the_first_steps_with_a_tiny_rate_leave_the_network_as_it_was():
    found = learning_rate_range("digits", low=1e-12, high=1e-2, optimizer="gradient_descent", precision="float64")
    assert found.losses[:20] == pytest.approx(found.untrained[:20], rel=1e-8)
    assert found.losses[-1] < 0.99 * found.untrained[-1]


def test_the_same_call_gives_the_same_bits_and_another_seed_other_ones():
    one, again, other = (learning_rate_range("iris", seed=seed) for seed in (1, 1, 2))
    assert one.losses.tobytes() == again.losses.tobytes() != other.losses.tobytes()


def test_engines_agree_on_what_is_seen():
    one, other = (learning_rate_range("iris", engine=engine, precision="float64", high=0.1, steps=60) for engine in ("reference", "native"))
    np.testing.assert_allclose(one.losses, other.losses, rtol=1e-6)
    assert one.suggested == other.suggested


def test_what_stands_for_the_learning_rate_among_the_settings_does_not_count():
    plain = learning_rate_range("iris", steps=40)
    chosen = TrainSettings(learning_rate=5.0, schedule="cosine", schedule_settings={"final": 0.5})
    assert learning_rate_range("iris", steps=40, settings=chosen).losses.tobytes() == plain.losses.tobytes()


@pytest.mark.parametrize(
    "choices",
    [
        {"hidden": (16, 16), "dropout": 0.5},
        {"batch": 7, "class_weights": "balanced", "l2": 0.01},
        {"batch": 10_000, "optimizer": "adamw", "clip_norm": 1.0},
        {"optimizer": "nesterov", "optimizer_settings": {"momentum": 0.5}, "label_smoothing": 0.1},
    ],
    ids=str,
)
def test_it_works_with_whatever_a_run_is_made_of(choices):
    found = learning_rate_range("iris", steps=60, low=1e-4, **choices)
    assert found.suggested is not None
    assert np.isfinite(found.losses).all()


def test_a_rate_that_bursts_at_once_is_an_answer_and_no_failure():
    found = learning_rate_range("diabetes", low=1e25, high=1e30, optimizer="gradient_descent")
    assert found.suggested is None
    assert "begin with a lower rate" in found.because


def test_a_loss_that_is_not_finite_before_any_step_is_refused():
    with pytest.raises(NonFiniteError, match="the loss of the untrained network is not finite already"):
        learning_rate_range("iris", l2=3e38, precision="float32")


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = np.random.get_state()[1].tobytes()  # noqa: NPY002 - what others use must not be touched
    learning_rate_range("iris", steps=20)
    assert not list(tmp_path.iterdir())
    assert np.random.get_state()[1].tobytes() == before  # noqa: NPY002


def test_it_prints_its_reason_and_its_numbers():
    found = learning_rate_range("iris", steps=100)
    lines = str(found).splitlines()
    assert lines[0] == found.because
    assert lines[2].split() == ["rate", "loss", "smoothed"]
    assert lines[3].split() == [f"{one[0]:.4g}" for one in (found.rates, found.losses, found.smoothed)]
    assert lines[-1].split()[0] == f"{found.rates[-1]:.4g}"
    assert len(found.table(rows=5).splitlines()) == 6


# ── refusals ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"low": 0}, "low of the learning rate range test is 0; expected a number that is more than 0"),
        ({"high": float("nan")}, "high of the learning rate range test is nan; expected a number that is more than 0"),
        ({"high": "10"}, "high of the learning rate range test is '10'; expected a number"),
        ({"low": 1.0, "high": 0.1}, "low is 1 and high is 0.1; the learning rate grows, so high must be more than low"),
        ({"steps": 3}, "steps of the learning rate range test is 3; expected a whole number that is at least 20"),
        ({"steps": 50.5}, "steps of the learning rate range test is 50.5; expected a whole number that is at least 20 and at most 1e.06"),
        ({"high": 10**400}, "high of the learning rate range test is inf; expected a number"),
        ({"settings": TrainSettings(), "seed": 1}, "give either settings= or single settings, not both: seed"),
        ({"hiden": 3}, "there is no setting 'hiden'; did you mean hidden"),
    ],
)
def test_a_wrong_choice_is_refused(choices, said):
    with pytest.raises(SettingError, match=said):
        learning_rate_range("iris", **choices)


def test_data_that_cannot_be_read_are_refused_as_by_train():
    with pytest.raises(DataError):
        learning_rate_range("nowhere.csv")
