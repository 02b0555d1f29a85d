"""Promises that every schedule keeps; and the learning rate of chosen steps, against scalars worked out by hand."""

from itertools import pairwise
from math import cos, inf, nan, pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassgrad.engine import engine_names, engines
from glassgrad.explain.latex import words_latex
from glassgrad.graph import Graph, SettingError, pages
from glassgrad.nn.schedules import schedule, schedule_names, schedules
from glassgrad.nn.schedules.counting import whole_times
from glassgrad.readers import evaluate

every_schedule = pytest.mark.parametrize("page", schedules.values(), ids=schedules)
RATE, EPOCH, LENGTH = 0.5, 7, 2100
STEPS = (1, 2, 7, 8, 100, 210, 211, 420, 630, 631, 1049, 1400, 2093, 2099, 2100, 2101, 5000)


def rates(page, steps, *, rate=RATE, epoch=EPOCH, length=LENGTH, dtype=np.float64, **chosen):
    """The learning rate of each of these steps."""
    t, alpha = pages.variable(shape=(), name="t"), pages.variable(shape=(), name="α")
    node = page.rate(alpha, t, epoch=epoch, length=length, **chosen)
    return [float(evaluate([node], {t: step, alpha: rate}, dtype=dtype)[node]) for step in steps]


def step_by_hand(t, epoch, length, every=30, factor=0.5):
    share = 1.0
    for _ in range((t - 1) // (every * epoch)):
        share *= factor
    return share


def exponential_by_hand(t, epoch, length, factor=0.99):
    return factor ** ((t - 1) / epoch)


def cosine_by_hand(t, epoch, length, final=0.0, warm_up=0.0):
    p = max(1, round(warm_up * length))
    if t < p:
        return t / p
    return final if t >= length else final + (1 - final) * (1 + cos(pi * (t - p) / (length - p))) / 2


def warm_up_by_hand(t, epoch, length, share=0.1):
    return min(1.0, t / max(1, round(share * length)))


def one_cycle_by_hand(t, epoch, length, start=1 / 25, final=1 / 250_000, peak=0.3):
    """As PyTorch's page has it: between a and b at the share s of the way, b + (a − b)/2 · (1 + cos πs)."""
    p = max(1, round(peak * length))
    if t < p:
        return 1 + (start - 1) / 2 * (1 + cos(pi * (t - 1) / (p - 1)))
    return final if t >= length else final + (1 - final) / 2 * (1 + cos(pi * (t - p) / (length - p)))


BY_HAND = {
    "constant": lambda t, epoch, length: 1.0,
    "step": step_by_hand,
    "exponential": exponential_by_hand,
    "cosine": cosine_by_hand,
    "warm_up": warm_up_by_hand,
    "one_cycle": one_cycle_by_hand,
    "reduce_on_plateau": lambda t, epoch, length: 1.0,
}
CHOICES = [
    ("step", {"every": 1, "factor": 0.9}),
    ("step", {"every": 2, "factor": 0.999}),
    ("exponential", {"factor": 0.9}),
    ("exponential", {"factor": 1.0}),
    ("cosine", {"final": 0.1}),
    ("cosine", {"final": 0.01, "warm_up": 0.05}),
    ("cosine", {"final": 1.0, "warm_up": 0.5}),
    ("warm_up", {"share": 1.0}),
    ("warm_up", {"share": 0.0}),
    ("one_cycle", {"start": 0.1, "final": 0.0, "peak": 0.5}),
    ("one_cycle", {"peak": 0.0}),
]


def test_the_table_of_contents_lists_every_schedule_once_and_each_is_worked_out_by_hand_here():
    assert tuple(schedules) == schedule_names() == tuple(page.name for page in schedules.values())
    assert set(BY_HAND) == set(schedules)


@every_schedule
def test_a_page_says_all_it_must(page):
    assert page.says
    assert page.formula.startswith("α = α0")
    assert page.latex.startswith(r"\alpha = \alpha_0")
    assert page.latex.count("{") == page.latex.count("}")
    assert page.source
    assert schedule(page.name) is page
    for name, setting in page.settings.items():
        assert setting.says
        assert setting.range
        assert setting.checked(page.name, name, setting.default) == setting.default


@every_schedule
def test_latex_has_a_command_for_every_character_of_its_words(page):
    assert words_latex((page.formula, page.says)).isascii()


@every_schedule
def test_the_rates_of_a_run_are_those_worked_out_by_hand(page):
    assert rates(page, STEPS) == pytest.approx([RATE * BY_HAND[page.name](t, EPOCH, LENGTH) for t in STEPS], rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(("name", "chosen"), CHOICES)
def test_other_settings_give_what_is_worked_out_by_hand_with_them(name, chosen):
    expected = [RATE * BY_HAND[name](t, EPOCH, LENGTH, **chosen) for t in STEPS]
    assert rates(schedules[name], STEPS, **chosen) == pytest.approx(expected, rel=1e-12, abs=1e-15)


@every_schedule
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("epoch", "length"), [(1, 1), (5, 1), (1, 2), (3, 3), (1000, 10**7), (1, 10**9)])
def test_every_rate_is_finite_and_not_negative_also_after_the_end(page, dtype, epoch, length):
    found = rates(page, (1, 2, 3, length, length + 1, 10**7, 2**24), epoch=epoch, length=length, dtype=dtype)
    assert np.isfinite(found).all()
    assert min(found) >= 0


def ends(setting):
    """The outermost values of a setting's range."""
    yield from (one for one in (setting.least, setting.most) if np.isfinite(one))
    yield from (np.nextafter(one, way) for one, way in ((setting.above, inf), (setting.below, -inf)) if np.isfinite(one))


@every_schedule
@pytest.mark.parametrize("length", [1, 2, 100])
def test_with_every_setting_at_the_ends_of_its_range_rates_stay_between_0_and_the_learning_rate(page, length):
    for name, setting in page.settings.items():
        for value in ends(setting):
            found = rates(page, (1, 2, 50, 99, 100, 101, 10**7), length=length, dtype=np.float32, **{name: value})
            assert 0 <= min(found) <= max(found) <= RATE, (name, value)


@every_schedule
def test_after_the_planned_end_the_rate_rises_no_more(page):
    """A run that is made longer goes on from where it was, gently."""
    found = rates(page, range(LENGTH, LENGTH + 400, 13))
    assert all(later <= earlier for earlier, later in pairwise(found))


@every_schedule
def test_float32_loses_little_up_to_ten_million_steps(page):
    steps = sorted({int(one) for one in np.geomspace(1, 10**7, 60)} | {10**7 - 1, 10**7 - 2, 10**7 - 1000})
    exact = rates(page, steps, epoch=10_000, length=10**7)
    single = rates(page, steps, epoch=10_000, length=10**7, dtype=np.float32)
    assert single == pytest.approx(exact, rel=2e-6, abs=1e-30)


def test_a_factor_close_to_1_is_not_spoiled_by_float32():
    """0.9999999 is 0.99999988 in float32: to the power of ten million that is a third off."""
    (exact,), (single,) = (rates(schedules["exponential"], [10**7], epoch=1, factor=0.9999999, dtype=dtype) for dtype in (np.float64, np.float32))
    assert exact == pytest.approx(RATE * 0.9999999 ** (10**7 - 1), rel=1e-9)
    assert single == pytest.approx(exact, rel=1e-6)


@given(t=st.integers(1, 2**24), epoch=st.integers(1, 5000), length=st.integers(1, 10**7), name=st.sampled_from(schedule_names()))
@settings(max_examples=150, derandomize=True, database=None, deadline=None)
def test_no_schedule_goes_below_0_or_above_the_learning_rate(t, epoch, length, name):
    for dtype in (np.float32, np.float64):
        (found,) = rates(schedules[name], [t], epoch=epoch, length=length, dtype=dtype)
        assert 0 <= found <= dtype(RATE)


@given(t=st.integers(1, 2**24), epoch=st.integers(1, 10_000), every=st.integers(1, 1000), factor=st.floats(0.05, 0.9995))
@settings(max_examples=150, derandomize=True, database=None, deadline=None)
def test_steps_drop_exactly_where_whole_numbers_say_also_in_float32(t, epoch, every, factor):
    """One drop too many or too few would show: it is at least a 2000th part."""
    (found,) = rates(schedules["step"], [t], rate=1.0, epoch=epoch, every=every, factor=factor, dtype=np.float32)
    expected = factor ** ((t - 1) // (every * epoch))
    assert found == pytest.approx(expected, rel=2e-5, abs=2.0**-52)


@pytest.mark.parametrize(("period", "most"), [(1, 64), (1, 65), (1, 5000), (3, 700), (320, 20_000)])
def test_whole_times_is_whole_division_up_to_its_limit(period, most):
    number = pages.variable(shape=(), name="number")
    node = whole_times(number, period, most=most)
    every = range(0, period * most + period, max(1, period * most // 3000))
    for one in {*every, *(edge for k in (1, 63, 64, 127, most - 1, most) for edge in (k * period - 1, k * period))}:
        assert evaluate([node], {number: one}, dtype=np.float32)[node] == min(one // period, most), one
    assert evaluate([node], {number: 2**24}, dtype=np.float32)[node] == min(2**24 // period, most)


def test_a_drop_comes_with_the_first_step_of_an_epoch_and_not_before():
    found = rates(schedules["step"], [60, 61, 120, 121], epoch=6, every=10, factor=0.1, rate=1.0)
    assert found == pytest.approx([1.0, 0.1, 0.1, 0.01], rel=1e-14)


def test_drops_end_where_a_step_could_change_no_weight_any_more():
    found = rates(schedules["step"], [10**7, 2 * 10**7], epoch=1, every=1, factor=0.5, rate=1.0)
    assert found[0] == found[1] == pytest.approx(2.0**-53, rel=1e-12)


@every_schedule
def test_a_schedule_that_ends_low_is_exactly_there_at_the_last_step(page):
    if "final" in page.settings:
        for final in (0.0, 0.125):
            assert rates(page, [LENGTH, LENGTH + 1], final=final, dtype=np.float32) == [RATE * final] * 2


def test_schedules_that_do_not_go_by_the_step_are_the_learning_rate_itself():
    t, alpha = pages.variable(shape=(), name="t"), pages.variable(shape=(), name="α")
    assert {page.name for page in schedules.values() if page.rate(alpha, t, epoch=5, length=50) is alpha} == {"constant", "reduce_on_plateau"}


def test_one_cycle_starts_low_peaks_at_its_share_and_ends_lowest():
    found = rates(schedules["one_cycle"], range(1, 101), rate=1.0, length=100)
    assert found[0] == pytest.approx(0.04, rel=1e-12)
    assert found.index(max(found)) == 30 - 1
    assert max(found) == 1.0
    assert found[-1] == min(found) == pytest.approx(4e-6, rel=1e-12)


@pytest.mark.parametrize("one", engines(), ids=engine_names())
@every_schedule
def test_every_engine_gives_the_rates_of_the_definition_of_right(page, one):
    t, alpha = pages.variable(shape=(), name="t"), pages.variable(shape=(), name="α")
    rate = page.rate(alpha, t, epoch=3, length=60) + 0 * t
    data = pages.variable(shape=(1,), name="x")
    graph = Graph(outputs=(rate + 0 * pages.sum(data),), updates={t: t + 1})
    trace = one.compile(graph).steps({t: 1.0}, {alpha: RATE}, {data: np.zeros(1)}, np.zeros((90, 1), dtype=int))
    np.testing.assert_allclose(trace.losses, rates(page, range(1, 91), epoch=3, length=60), rtol=1e-13, atol=1e-17)


# ── what goes by the losses ─────────────────────────────────────────────────


def factors(losses, **chosen):
    return schedules["reduce_on_plateau"].factors(losses, **{"factor": 0.5, "patience": 2, "tolerance": 0.0, **chosen})


@pytest.mark.parametrize(
    ("losses", "expected"),
    [
        ([], [1]),
        ([3], [1, 1]),
        ([3, 2, 1, 0.5], [1, 1, 1, 1, 1]),
        ([3, 3, 3], [1, 1, 1, 0.5]),
        ([3, 4, 2, 4, 4, 1], [1, 1, 1, 1, 1, 0.5, 0.5]),
        ([1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.125]),
        ([-1, -1, -2, -2, -2], [1, 1, 1, 1, 1, 0.5]),
        ([0, 0, 0], [1, 1, 1, 0.5]),
        ([nan, nan, 1, nan, 1], [1, 1, 0.5, 0.5, 0.5, 0.25]),
        ([inf, inf, 2], [1, 1, 0.5, 0.5]),
    ],
)
def test_the_rate_drops_after_as_many_epochs_without_a_better_loss_as_the_patience(losses, expected):
    assert list(factors(losses)) == expected


def test_a_loss_counts_as_better_only_by_more_than_the_tolerance():
    assert factors([1.0, 0.95, 0.92], tolerance=0.1)[-1] == 0.5
    assert factors([1.0, 0.95, 0.89], tolerance=0.1)[-1] == 1.0
    assert factors([-1.0, -1.05, -1.08], tolerance=0.1)[-1] == 0.5


@given(losses=st.lists(st.floats(0, 10), max_size=40), patience=st.integers(1, 6), factor=st.floats(0.01, 1.0))
@settings(max_examples=80, derandomize=True, database=None, deadline=None)
def test_what_came_before_is_not_judged_anew_by_what_comes_after(losses, patience, factor):
    whole = factors(losses, patience=patience, factor=factor)
    assert len(whole) == len(losses) + 1
    assert all(whole[: count + 1] == factors(losses[:count], patience=patience, factor=factor) for count in range(len(losses)))
    assert all(0 <= later <= earlier <= 1 for earlier, later in pairwise(whole))


@every_schedule
def test_only_a_measuring_schedule_minds_the_losses(page):
    assert (set(page.factors([1.0] * 100)) == {1.0}) is (page.measured is None)


# ── refusals ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "chosen", "said"),
    [
        ("constant", {"factor": 0.5}, "constant has no setting 'factor'; its settings: none"),
        ("step", {"every": 0}, "every of step is 0; expected a whole number that is at least 1"),
        ("step", {"every": 1.5}, "every of step is 1.5; expected a whole number that is at least 1"),
        ("step", {"every": "2"}, "every of step is '2'; expected a whole number"),
        ("step", {"every": 10**400}, "every of step is inf; expected a whole number that is at least 1"),
        ("step", {"factor": 1.5}, "factor of step is 1.5; expected a number that is more than 0 and at most 1"),
        ("exponential", {"factor": 0}, "factor of exponential is 0; expected a number that is more than 0 and at most 1"),
        ("cosine", {"warm_up": 1.0}, "warm_up of cosine is 1; expected a number that is at least 0 and less than 1"),
        ("cosine", {"final": nan}, "final of cosine is nan; expected a number that is at least 0 and at most 1"),
        ("warm_up", {"share": True}, "share of warm_up is True; expected a number"),
        ("one_cycle", {"start": 25}, "start of one_cycle is 25; expected a number that is at least 0 and at most 1"),
        ("reduce_on_plateau", {"patience": 0.5}, "patience of reduce_on_plateau is 0.5; expected a whole number that is at least 1"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_range(name, chosen, said):
    for attempt in (lambda: rates(schedules[name], [1], **chosen), lambda: schedules[name].factors([1.0], **chosen)):
        with pytest.raises(SettingError) as refusal:
            attempt()
        assert str(refusal.value) == said


@pytest.mark.parametrize(("epoch", "length", "said"), [(0, 10, "steps of the epoch are 0"), (5, 1.5, "steps of the run are 1.5"), (True, 1, "epoch are True")])
def test_a_run_without_steps_is_refused(epoch, length, said):
    with pytest.raises(SettingError, match=said):
        rates(schedules["cosine"], [1], epoch=epoch, length=length)


def test_a_whole_number_may_come_as_a_decimal_one_as_files_and_forms_have_it():
    assert rates(schedules["step"], STEPS, every=2.0) == rates(schedules["step"], STEPS, every=2)


def test_an_unknown_schedule_is_named_with_the_nearest_one():
    with pytest.raises(SettingError, match="there is no schedule 'cosin'; did you mean cosine"):
        schedule("cosin")
