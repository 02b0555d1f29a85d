"""Exercises: every kind, every paper; answers graded; slips that show; keys that are not trusted."""

import json
import re
from functools import cache
from html.parser import HTMLParser

import numpy as np
import pytest

import glassgrad as gg
from glassgrad.coach.exercises import exercise, grade, kinds, read_key
from glassgrad.coach.exercises.key import Key
from glassgrad.coach.exercises.networks import ACTIVATIONS, LOSSES
from glassgrad.coach.exercises.outcomes import unit
from glassgrad.coach.shown import without_noise
from glassgrad.coach.verdicts import Verdict
from glassgrad.graph import DataError, SettingError
from glassgrad.writing.numbers import number as said

SEEDS = range(20)
paper_of = cache(exercise)


def written(number):
    """A number as a learner writes it: exactly if it is short, else with six digits."""
    if isinstance(number, list):
        return "[" + ", ".join(map(written, number)) + "]"
    return f"{number:.10g}" if len(f"{number:.10g}") <= 7 else f"{number:.6g}"


def answers(paper, **changed):
    """The right answers as lines of a sheet, some of them changed."""
    return "\n".join(f"{name} = {written(changed.get(name, number))}" for name, number in paper.key["answers"].items())


@pytest.mark.parametrize("kind", kinds)
def test_every_kind_sets_papers_whose_slips_all_show(kind):
    papers = [paper_of(kind, seed=seed) for seed in SEEDS]
    assert [paper.choice.mixed for paper in papers] == [()] * len(papers)
    assert len({paper.problem for paper in papers}) == len(papers)


@pytest.mark.parametrize("kind", kinds)
def test_right_answers_are_right_and_nothing_is_asked_twice(kind):
    paper = paper_of(kind, seed=4)
    graded = paper.grade(answers(paper))
    assert graded.code == 0, str(graded)
    assert len(graded.right) == len(paper.template.asked) == len(set(paper.template.asked))
    assert graded.score == f"{len(graded.right)} of {len(graded.right)} right"


@pytest.mark.parametrize("kind", kinds)
def test_the_sheet_filled_in_is_read_back(kind):
    """The printed paper itself, with numbers in its blanks, in every form that people fill in."""
    paper = paper_of(kind, seed=4)
    numbers = [written(number) for number in paper.key["answers"].values()]
    dots = r"\ldots\ldots\ldots"
    for text, blank in ((str(paper.sheet), "________"), (paper.sheet.markdown(), dots), (paper.sheet.latex(), dots)):
        head, *rest = text.split(blank)
        assert len(rest) == len(numbers)
        filled = head + "".join(number + part for number, part in zip(numbers, rest, strict=True))
        graded = paper.grade(filled)
        assert graded.code == 0, str(graded)


@pytest.mark.parametrize("kind", kinds)
def test_blanks_are_missing_answers_and_nothing_worse(kind):
    paper = paper_of(kind, seed=4)
    for text in (str(paper.sheet), paper.sheet.markdown(), paper.sheet.latex(), ""):
        graded = paper.grade(text)
        assert graded.missing == tuple(graded.findings)
        assert not graded.report.unread


def alone(number, slip, by_slip):
    """Whether no other slip leads to this number, or to one that is rounded to it: a forgotten bias is a forgotten summand, too."""
    others = [np.asarray(one) for other, found in by_slip.items() if other != slip for one in found]
    apart = np.maximum(2e-3 * np.abs(number), unit(np.asarray(number)))
    return not any(np.shape(one) == np.shape(number) and (np.abs(one - number) <= apart).all() for one in others)


@pytest.mark.parametrize("kind", kinds)
def test_every_slip_of_the_key_is_named_first(kind):
    """Each slip once, on the last line where its number is its own."""
    paper = paper_of(kind, seed=2)
    planted = {
        slip: (name, label, found[0])
        for label, (name, by_slip) in zip(paper.grade("").findings, paper.key["slips"].items(), strict=True)
        for slip, found in by_slip.items()
        if alone(found[0], slip, by_slip)
    }
    assert len(planted) >= 5
    for slip, (name, label, number) in planted.items():
        graded = paper.grade(answers(paper, **{name: number}))
        found = graded.findings[label]
        assert found.verdict in (Verdict.WRONG, Verdict.CONVENTION), (name, slip, number, str(graded))
        assert [one.slip.name for one in found.suspects][:1] == [slip], (name, number)
        assert graded.code == 1


def test_slips_of_an_update_and_of_the_step_after_it_are_known():
    slips = exercise("two_steps", seed=2).key["slips"]
    assert {"stepped_uphill", "learning_rate_forgotten", "weight_forgotten"} <= set(slips["w_1"])
    assert "old_weight_used" in slips["p_1"]
    assert "path_left_out" in exercise("reused", seed=1).key["slips"]["dy/da"]
    assert "wrong_power_rule" in exercise("rules", seed=1).key["slips"]["df/dx"]


class WellFormed(HTMLParser):
    """Notes the elements that are open; every end must be that of the innermost one."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attributes):
        self.open += [] if tag in ("meta", "br", "wbr", "link", "img", "hr") else [tag]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("kind", kinds)
def test_the_solution_comes_to_the_answers_of_the_key_in_every_form(kind):
    paper = paper_of(kind, seed=7)
    shown = [step.value.text if step.value else "" for step in paper.solution.steps]
    for name, number in paper.choice.right.items():
        assert np.ndim(number) or said(without_noise(number)).text in shown, name
    for story in (paper.sheet, paper.solution):
        assert "not a number" not in str(story)
        page = WellFormed()
        page.feed(story.html())
        assert page.open == []
        latex = story.latex()
        assert latex.count("{") - latex.count("\\{") == latex.count("}") - latex.count("\\}")
        assert latex.count(r"\begin{") == latex.count(r"\end{")


@pytest.mark.parametrize(("kind", "options"), [("softmax", {"inputs": 2}), ("gradients", {"layers": "1-2", "loss": "cross_entropy"})])
def test_a_shortcut_in_the_solution_comes_to_the_same_as_the_rules(kind, options):
    paper = exercise(kind, seed=1, **options)
    assert paper.template.shortcuts
    lines = paper.problem + "".join(f"{one.asked} = {one.formula}\n" for one in paper.template.shortcuts)
    assert gg.check_sheet(lines).code == 0


def test_what_a_paper_cannot_tell_is_said_and_stands_in_the_key():
    paper = exercise("gradients", layers="1-1-1", activation="relu")
    told = str(paper.solution)
    assert paper.key["mixed"]
    assert "What this paper cannot tell" in told
    assert "comes to the right answer at" in told
    assert "What this paper cannot tell" not in str(paper_of("gradients", seed=1).solution)


@pytest.mark.parametrize("kind", kinds)
def test_no_two_given_numbers_have_the_same_size(kind):
    for seed in range(5):
        paper = paper_of(kind, seed=seed)
        sizes = [abs(float(one)) for given in paper.template.given if not given.one_of_many for one in np.ravel(paper.choice.numbers[given.name])]
        assert len(set(sizes)) == len(sizes)


@pytest.mark.parametrize("kind", ["update", "two_steps", "reused", "matrix"])
def test_answers_that_can_be_exact_are_short(kind):
    for seed in range(5):
        places = json.dumps(paper_of(kind, seed=seed).key["places"])
        assert max(map(int, re.findall(r"\d+", re.sub(r'"[^"]*"', "", places)))) <= 5


def test_the_same_seed_gives_the_same_paper_and_another_seed_another():
    assert exercise("gradients", seed=5).key == exercise("gradients", seed=5).key
    assert exercise("gradients", seed=5).key != exercise("gradients", seed=6).key
    assert exercise("gradients", seed=5).problem == (exercise("gradients", seed=5, layers="1-2-1", activation="sigmoid", loss="half_squared_error").problem)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_can_be_practised(activation):
    paper = exercise("gradients", activation=activation, layers="1-1-1")
    assert paper.grade(answers(paper)).code == 0


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("units", ["1-2", "1-1-1"])
def test_every_loss_can_be_practised(loss, units):
    if loss == "cross_entropy" and units == "1-1-1":
        with pytest.raises(SettingError, match="two outputs"):
            exercise("update", loss=loss, layers=units)
        return
    paper = exercise("update", loss=loss, layers=units)
    assert paper.grade(answers(paper)).code == 0
    assert all(np.isfinite(np.ravel(number)).all() for number in paper.key["answers"].values())


def test_gradients_of_a_paper_are_those_of_the_graph():
    """An oracle that is not the coach: the whole loss as one formula, differentiated by `gradients`."""
    paper = exercise("update", seed=11)
    given = [line.split(" = ") for line in paper.problem.splitlines() if "*" not in line]
    numbers = {name: float(number) for name, number in given}
    loss = gg.parse("1/2*(w2*(w1*x + b_h) + b_o - y)^2")
    values = {name: number for name, number in numbers.items() if name != "α"}
    found = gg.gradients(loss)
    for name in ("w1", "w2", "b_h", "b_o"):
        assert paper.key["answers"][f"dJ/d{name}"] == pytest.approx(float(gg.evaluate(found[name], values)[found[name]]), rel=1e-9)
        assert paper.key["answers"][f"{name}_new"] == pytest.approx(numbers[name] - numbers["α"] * paper.key["answers"][f"dJ/d{name}"], rel=1e-9)


# ── grading ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_follows_from_a_wrong_answer_is_counted_apart():
    paper = exercise("update", seed=3)
    right = paper.key["answers"]
    wrong = right["dJ/do"] * 2
    changed = {"dJ/do": wrong, "dJ/db_o": wrong, "b_o_new": right["b_o_new"] - 0.05 * (wrong - right["dJ/db_o"])}
    graded = paper.grade(answers(paper, **changed))
    assert graded.wrong == ("∂J/∂o",)
    assert {"∂J/∂b_o", "b_o_new"} <= set(graded.follows)
    assert graded.code == 1
    assert json.loads(json.dumps(graded.as_dict(), allow_nan=False))["wrong"] == ["∂J/∂o"]


def test_answers_cannot_change_what_is_given_or_defined():
    paper = exercise("reused", seed=1)
    first = paper.template.given[0].name
    graded = paper.grade(f"{first} = 99\n" + answers(paper))
    assert graded.report.findings[0].verdict is Verdict.WRONG
    assert len(graded.right) == len(graded.findings)
    assert graded.code == 1


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_key_goes_through_a_file_and_grades():
    paper = exercise("two_steps", seed=1)
    key = read_key(json.dumps(paper.key))
    assert key == Key(paper.problem, paper.template.asked)
    assert grade(answers(paper), key).code == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a key"),
        ('{"format": 99}', "newer glassgrad"),
        ('{"format": 1}', "problem"),
        ('{"format": 1, "problem": "x = 1", "asked": []}', "asked"),
        ('{"format": 1, "problem": "x = 1", "asked": [1]}', "asked"),
        ('{"format": 1, "problem": 3, "asked": ["x"]}', "problem"),
    ],
)
def test_what_is_no_key_is_refused(text, message):
    with pytest.raises(DataError, match=message):
        read_key(text)


def test_a_key_that_asks_for_no_quantity_is_refused():
    with pytest.raises(DataError, match="no quantity"):
        grade("x = 1", Key("x = 1\n", ("2 + 2",)))
    with pytest.raises(DataError, match="cannot be read"):
        grade("x = 1", Key("y = x + @ = 3\n", ("y",)))


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("gradient", {}, "did you mean gradients"),
        ("gradients", {"layer": "2-2-1"}, "did you mean layers"),
        ("gradients", {"layers": "2"}, "hyphens"),
        ("gradients", {"layers": "9-9"}, "1 to 4"),
        ("gradients", {"layers": "4-4-4-4"}, "60 parameters; by hand"),
        ("gradients", {"activation": "sigmod"}, "did you mean sigmoid"),
        ("softmax", {"classes": 1}, "from 2 to 5"),
        ("softmax", {"classes": "two"}, "whole number"),
        ("reused", {"seed": -1}, "seed"),
        ("reused", {"seed": 1.5}, "seed"),
    ],
)
def test_bad_options_are_refused_with_what_is_expected(kind, options, message):
    with pytest.raises(SettingError, match=message):
        exercise(kind, **options)


def test_an_array_may_be_answered_entry_by_entry():
    paper = exercise("softmax", seed=4)
    right = paper.key["answers"]["dL/dz"]
    lines = [f"dL/dz[{place}] = {written(number)}" for place, number in enumerate(right)]
    others = "\n".join(f"{name} = {written(number)}" for name, number in paper.key["answers"].items() if name != "dL/dz")
    assert paper.grade("\n".join([others, *lines])).code == 0
    assert paper.grade("\n".join([others, *lines[1:]])).missing == ("∂L/∂z",)
    assert paper.grade("\n".join([others, *lines[1:], f"dL/dz[0] = {written(-right[0])}"])).wrong == ("∂L/∂z",)
