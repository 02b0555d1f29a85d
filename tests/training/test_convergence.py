from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from glassgrad.training import TrainSettings
from glassgrad.training.convergence import Watch, out_of_time
from glassgrad.training.keeping import outgrown


def watched(losses, **rule):
    watch = Watch(**rule)
    for loss in losses:
        watch = watch.after(loss)
    return watch


def test_a_loss_that_falls_by_less_than_the_tolerance_has_not_improved():
    assert watched([1.0, 0.995], patience=5, tolerance=0.01).best_epoch == 1
    assert watched([1.0, 0.985], patience=5, tolerance=0.01).best_epoch == 2


def verdict(losses, **limits):
    settings = TrainSettings(**limits)
    return watched(losses, patience=settings.patience, tolerance=settings.tolerance).verdict(losses[-1], settings, judged_on="validation")


def test_patience_counts_epochs_since_the_best():
    found = verdict([1.0, 0.5, 0.6, 0.7], patience=2, tolerance=0.0)
    assert found.kind == "converged"
    assert found.reason == ("the loss on the validation rows stopped falling: no epoch since 2 was lower than 0.5 by more than 0.00% (patience 2 epochs)")
    assert verdict([1.0, 0.5, 0.6], patience=2, tolerance=0.0) is None


def test_the_last_epoch_is_a_reason_too():
    assert verdict([3.0, 2.0, 1.0], patience=2, tolerance=0.0, epochs=3).reason == (
        "all 3 epochs are done; the loss on the validation rows was best after epoch 3 (1)"
    )


def test_a_loss_as_low_as_was_asked_for_is_a_reason_before_all_others():
    assert verdict([3.0, 0.25], target_loss=0.25, epochs=2).reason == ("the loss on the validation rows is 0.25 after epoch 2, as low as was asked for (0.25)")
    assert verdict([3.0, 0.26], target_loss=0.25) is None


def test_time_is_over_when_it_is_over():
    assert out_of_time(1.9, TrainSettings(time_limit=2.0), 5) is None
    assert out_of_time(1e9, TrainSettings(), 5) is None
    assert out_of_time(2.0, TrainSettings(time_limit=2.0), 5).kind == "time"


def test_a_negative_loss_can_improve():
    assert watched([-1.0, -1.5], patience=1, tolerance=0.1).best == -1.5


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50), st.integers(1, 5))
def test_without_tolerance_the_best_is_the_lowest_seen(losses, patience):
    watch = watched(losses, patience=patience, tolerance=0.0)
    assert watch.best == min(losses)
    assert losses[watch.best_epoch - 1] == watch.best


@given(st.lists(st.integers(1, 400), min_size=1, max_size=300), st.integers(1, 10**6))
def test_kept_states_fit_the_budget_but_for_the_few_that_are_always_kept(stretches, state_bytes):
    budget = 10**6
    kept, last = [0], 0
    for stretch in stretches:
        last += stretch
        kept.append(last)
        gone = outgrown(kept, state_bytes=state_bytes, always=(0, last), budget=budget)
        kept = [step for step in kept if step not in gone]
    assert len(kept) * state_bytes <= budget + 3 * state_bytes
    assert kept[0] == 0
    assert kept[-1] == last


def test_kept_states_lie_evenly_over_the_whole_run():
    kept = [0]
    for last in range(10, 100_001, 10):
        kept.append(last)
        gone = outgrown(kept, state_bytes=1, always=(0, last), budget=100)
        kept = [step for step in kept if step not in gone]
    gaps = [later - earlier for earlier, later in pairwise(kept)]
    assert 50 <= len(kept) <= 103
    assert max(gaps) <= 4 * 100_000 / 100
