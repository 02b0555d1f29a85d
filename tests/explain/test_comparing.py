"""Two steps side by side: every number is that of its step, the differences are differences, and different networks are refused."""

from dataclasses import replace

import numpy as np
import pytest

from glassgrad.explain import Aside, RowSeen, Table, compare_passes
from glassgrad.explain.text import words_text
from glassgrad.graph import SettingError, ShapeError
from glassgrad.readers import evaluate

from .examples import one_step
from .page_reading import converter, worked_out

NAMES = {"features": ("sepal length", "sepal width", "petal length"), "targets": ("setosa", "versicolor", "virginica")}


def two_steps(**choices):
    """The first step of a training, and a later one with other weights, another number of rows and another learning rate."""
    first = one_step(**NAMES, **choices)
    later = one_step(rows=3, **NAMES, **choices)
    moved = {leaf: later.values[leaf] * 1.5 + 0.25 for leaf in later.gradients.wanted}
    return first, replace(worked_out_again(later, {**moved, later.learning_rate: 0.05}), step=9)


def worked_out_again(step, changed):
    """The same step from other weights."""
    leaves = {node: step.values[node] for node in (step.x, step.y, step.learning_rate, *step.updates)}
    return replace(step, values=evaluate([step.total, *step.updates.values()], {**leaves, **changed}))


def cells(story) -> dict[str, list[str]]:
    """What stands beside each name; of a name that stands twice, the first."""
    found: dict[str, list[str]] = {}
    for table in (block for block in story.blocks if isinstance(block, Table)):
        for row in table.rows:
            found.setdefault(words_text(row[0]), [words_text(cell) for cell in row[1:]])
    return found


def numbers(texts: list[str]) -> list[float]:
    return [float(worked_out(text.removeprefix("≈ "))) for text in texts]


def close_to(*values: float):
    return pytest.approx(values, rel=1e-3, abs=1e-12)


def words_of(story) -> str:
    return "\n".join(words_text(block.words) for block in story.blocks if isinstance(block, Aside))


def test_the_network_level_has_loss_learning_rate_and_sizes_of_both_steps():
    first, second = two_steps(l2=0.1)
    found = cells(compare_passes(first, second))
    for node in ("L", "J", "R"):
        before, after = float(first.values[node]), float(second.values[node])
        assert numbers(found[node]) == close_to(before, after, after - before, after / before)
    assert found["α"] == ["0.1", "0.05", "−0.05", "0.5"]
    old, new = (np.asarray(step.values["W1"], np.float64) for step in (first, second))
    size_before, size_after = (float(np.linalg.norm(one)) / one.size**0.5 for one in (old, new))
    assert found["W1"][0] == "root mean square"
    assert numbers(found["W1"][1:]) == close_to(size_before, size_after, size_after - size_before, size_after / size_before)


def test_what_moved_is_told_in_order_with_where_it_leads():
    first, second = two_steps()
    table = [block for block in compare_passes(first, second).blocks if isinstance(block, Table)][-1]
    changes = [float(worked_out(words_text(row[-1]).removeprefix("≈ "))) for row in table.rows]
    every = sorted((abs(float(one)) for name in ("W1", "b1", "W2", "b2") for one in np.ravel(second.values[name] - first.values[name])), reverse=True)
    assert [abs(one) for one in changes] == close_to(*every[: len(changes)])
    named = {words_text(row[0]): words_text(row[1]) for row in table.rows}
    assert named
    for symbol, words in named.items():
        if symbol.startswith("W1["):
            assert words.split(" → ")[0] in NAMES["features"]
        elif symbol.startswith("W2["):
            assert words.split(" → ")[1].strip("“”") in NAMES["targets"]
        else:
            assert words.startswith("bias of ")


def test_a_step_beside_itself_has_moved_nothing():
    step = one_step()
    story = compare_passes(step, step)
    assert "No weight is another one in the other step." in words_of(story)
    assert numbers(cells(story)["L"])[2:] == [0.0, 1.0]


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "adam"])
def test_a_neuron_has_every_number_of_both_steps(optimizer):
    first, second = two_steps(optimizer=optimizer)
    rows = RowSeen("row 14 of the data", 4), RowSeen("row 12 of the data", 2)
    found = cells(compare_passes(first, second, rows=rows, level="neuron", unit="1.2"))
    both = list(zip((first, second), (4, 2), strict=True))
    for place, name in enumerate(NAMES["features"]):
        assert numbers(found[f"X[{place}]  {name}"])[:2] == close_to(*(step.values[step.x][row, place] for step, row in both))
        assert numbers(found[f"W1[{place},2]"])[:2] == close_to(*(step.values["W1"][place, 2] for step, _ in both))
        slopes = [step.values[step.gradients["W1"]][place, 2] for step, _ in both]
        assert numbers(found[f"∂L/∂W1[{place},2]"]) == close_to(*slopes, slopes[1] - slopes[0])
    for name in ("z1", "a1"):
        assert numbers(found[f"{name}[2]"])[:2] == close_to(*(step.values[name][row, 2] for step, row in both))
        by = [next(node for node in step.gradients.totals if node.name == name) for step, _ in both]
        slopes = [step.values[step.gradients.totals[node]][row, 2] for node, (step, row) in zip(by, both, strict=True)]
        assert numbers(found[f"∂L/∂{name}[2]"])[:2] == close_to(*slopes)
    for leaf, new in first.updates.items():
        twin, twin_new = next((one, after) for one, after in second.updates.items() if one.name == leaf.name)
        if leaf.name.endswith("W1"):
            assert numbers(found[f"{leaf.name}[0,2]′"])[:2] == close_to(first.values[new][0, 2], second.values[twin_new][0, 2])
        if leaf.name.endswith("_b1"):
            assert numbers(found[f"{leaf.name}[2]"])[:2] == close_to(first.values[leaf][2], second.values[twin][2])


@pytest.mark.parametrize("level", ["network", "neuron"])
def test_the_text_is_the_approved_one(level, golden):
    golden(f"two_steps_{level}.txt", str(compare_passes(*two_steps(optimizer="momentum", l2=0.1), level=level)))


def test_it_is_said_which_rows_are_compared():
    first, second = two_steps()
    same = words_of(compare_passes(first, second, rows=(RowSeen("row 7 of the data", 4), RowSeen("row 7 of the data", 2)), level="neuron"))
    assert "The row is row 7 of the data: row 4 of the batch of step 1, and row 2 of the batch of step 9." in same
    other = words_of(compare_passes(first, second, rows=(RowSeen("row 7 of the data", 4), RowSeen("row 8 of the data", 2)), level="neuron"))
    assert "These are different rows: row 7 of the data in step 1, row 8 of the data in step 9" in other


def test_a_row_that_was_computed_alone_has_no_gradients_of_its_own():
    first, second = two_steps()
    values = [{"X": np.arange(3.0) + shift, "z1": np.arange(4.0) + shift, "a1": np.arange(4.0)} for shift in (0, 10)]
    story = compare_passes(first, second, rows=tuple(RowSeen("row 7 of the data", values=one) for one in values), level="neuron", unit="1.2")
    found = cells(story)
    assert found["z1[2]"] == ["2", "12", "10"]
    assert found["X[1]  sepal width"] == ["1", "11", "10"]
    assert "∂L/∂z1[2]" not in found
    assert "∂L/∂W1[0,2]" in found
    assert "computed alone" in words_of(story)


def test_of_many_inputs_those_whose_weights_differ_most_are_told():
    first = one_step((4, 3), inputs=30)
    weights = np.array(first.values["W1"])
    weights[[3, 17], 1] += 5
    leaf = next(node for node in first.gradients.wanted if node.name == "W1")
    story = compare_passes(first, worked_out_again(first, {leaf: weights}), level="neuron", unit="1.1")
    found = cells(story)
    assert {"W1[3,1]", "W1[17,1]"} <= set(found)
    assert sum(name.startswith("W1[") and not name.endswith("′") for name in found) == 8
    assert "It has 30 inputs; told are the 8 whose weights differ most." in words_of(story)


def test_what_was_not_computed_is_a_dash():
    step = one_step()
    forward = {node: step.values[node] for node in (step.x, step.y, *step.gradients.wanted)}
    half_way = replace(step, values=evaluate(step.loss, forward))
    found = cells(compare_passes(step, half_way, level="neuron", unit="1.0"))
    assert found["∂L/∂W1[0,0]"] == ["—", "—", "—"]
    assert found["W1[0,0]′"] == ["—", "—", "—"]


@pytest.mark.parametrize("level", ["network", "neuron"])
def test_every_form_can_be_made(level):
    story = compare_passes(*two_steps(optimizer="adam"), level=level)
    assert story.html().count("<table>") == len([block for block in story.blocks if isinstance(block, Table)])
    assert "<code>" not in story.html()
    assert story.latex().count(r"\begin{longtable}") == story.latex().count(r"\end{longtable}") > 2
    assert "| --- |" in story.markdown()
    assert max(map(len, str(story).splitlines())) <= 96
    for table in (block for block in story.blocks if isinstance(block, Table)):
        for cell in (cell for row in table.rows for cell in row):
            for part in cell:
                if not isinstance(part, str):
                    converter.convert_with_local_state(part.latex, displaystyle=False)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"level": "everything"}, "two steps cannot be compared at the level 'everything'; choose network or neuron"),
        ({"level": "neuron", "unit": "9.0"}, "there is no layer 9"),
        ({"level": "neuron", "rows": (RowSeen("x", 50), RowSeen("x", 0))}, "there is no row 50 in this batch"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(wish, said):
    with pytest.raises(SettingError, match=said):
        compare_passes(*two_steps(), **wish)


@pytest.mark.parametrize(
    ("other", "said"),
    [({"units": (5, 3)}, "W1 is 3×4 in one, 3×5 in the other"), ({"units": (4, 3, 3)}, "W3 is missing in one, 3×3 in the other")],
)
def test_steps_of_different_networks_are_refused(other, said):
    with pytest.raises(ShapeError, match=f"the two steps are of different networks: {said}; compare two steps of one run"):
        compare_passes(one_step(), one_step(**other))
