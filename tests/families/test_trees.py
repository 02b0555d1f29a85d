"""A tree's questions, the way of a row, and how it is told, on trees that fit on a page."""

import numpy as np
import pytest

from glassgrad.data import Task
from glassgrad.explain import Story
from glassgrad.families.family import Lot, Situation
from glassgrad.families.pages.decision_tree import decision_tree
from glassgrad.families.pages.random_forest import random_forest
from glassgrad.families.scikit_trees import scikit_tree
from glassgrad.families.tree_words import asked, changes, in_questions, told_apart, way_table
from glassgrad.families.trees import Tree, longest_way, nodes_of, path

NAMES = ("age", "height")
INPUTS = Situation(task=Task.REGRESSION, features=NAMES).inputs
# age ≤ 10? yes: 1. no: height ≤ 2? yes: 4, no: 8. On the way 3 and 6 are what stands for all rows there.
PENCIL = Tree(
    features=np.array([0, -1, 1, -1, -1]),
    thresholds=np.array([10.0, 0, 2.0, 0, 0]),
    left=np.array([1, 0, 3, 0, 0]),
    right=np.array([2, 0, 4, 0, 0]),
    values=np.array([[3.0], [1.0], [6.0], [4.0], [8.0]]),
)


def test_a_row_goes_left_where_the_answer_is_yes():
    assert path(PENCIL, np.array([10.0, 5.0])) == (0, 1)
    assert path(PENCIL, np.array([11.0, 2.0])) == (0, 2, 3)
    assert path(PENCIL, np.array([11.0, 2.1])) == (0, 2, 4)


def test_a_strict_question_is_answered_no_at_the_threshold_itself():
    strict = Tree(PENCIL.features, PENCIL.thresholds, PENCIL.left, PENCIL.right, PENCIL.values, strict=True)
    assert path(strict, np.array([10.0, 1.0])) == (0, 2, 3)
    assert asked(strict, 0, np.array([10.0, 1.0]), INPUTS) == ("age < 10?", "10", "no")


def test_a_tree_of_single_precision_sees_the_rounded_value():
    row = np.array([np.nextafter(10.0, 11.0), 5.0])
    single = Tree(PENCIL.features, PENCIL.thresholds, PENCIL.left, PENCIL.right, PENCIL.values, single=True)
    assert path(PENCIL, row) == (0, 2, 4)
    assert path(single, row) == (0, 1)


def test_the_changes_on_the_way_are_the_differences_between_nodes():
    parts = changes(PENCIL, np.array([12.0, 1.0]), INPUTS)
    assert [part.what for part in parts] == ["before any question", "age ≤ 10? 12: no", "height ≤ 2? 1: yes"]
    assert [part.value.tolist() for part in parts] == [[3.0], [3.0], [-2.0]]


def test_what_is_in_a_tree_is_counted():
    assert (PENCIL.questions, longest_way(PENCIL)) == (2, 2)
    assert nodes_of([PENCIL, PENCIL])[0].count == 10
    assert in_questions([PENCIL], NAMES) == f"In 2 questions of 1 tree; they ask for {NAMES[0]} and {NAMES[1]}."
    short = Tree(np.array([0, -1, -1]), np.zeros(3), np.array([1, 0, 0]), np.array([2, 0, 0]), np.ones((3, 1)))
    assert in_questions([PENCIL, short], NAMES, of_several="in turn") == "In 3 questions of 2 trees, in turn; age is asked for most often."
    assert in_questions([short, short], NAMES) == "In 2 questions of 2 trees; both ask for age."
    assert (PENCIL.bytes, short.bytes) == (2 * 4 * 8 + 3 * 8, 4 * 8 + 2 * 8)
    leaf = Tree(np.array([-1]), np.zeros(1), np.zeros(1, int), np.zeros(1, int), np.ones((1, 1)))
    assert (leaf.questions, longest_way(leaf), in_questions([leaf], NAMES)) == (0, 0, "In 1 tree that asks nothing: every row gets the same answer.")


@pytest.mark.parametrize(("value", "threshold"), [(0.80012, 0.8001), (0.8, 0.8), (-1e-9, 0.0), (123456.0, 123457.0), (0.1, np.nextafter(0.1, 1))])
def test_the_numbers_shown_stand_to_each_other_as_the_true_ones_do(value, threshold):
    first, second = told_apart(value, threshold)
    assert (first == second) == (value == threshold)


def test_a_long_way_is_cut_and_says_how_much_is_missing():
    questions = 12
    nodes = 2 * questions + 1
    asks = np.arange(nodes) % 2 == 0
    asks[-1] = False
    tree = Tree(np.where(asks, 0, -1), np.full(nodes, 5.0), np.arange(nodes) + 1, np.arange(nodes) + 2, np.zeros((nodes, 1)))
    table = way_table(tree, np.array([9.0, 0.0]), INPUTS)
    assert len(path(tree, np.array([9.0, 0.0]))) == questions + 1
    assert table.rows[-1][0] == ("4 more questions",)


def rows_of(values, targets, classes=()):
    inputs = np.array(values, dtype=float)
    task = (Task.TWO_CLASSES if len(classes) == 2 else Task.MANY_CLASSES) if classes else Task.REGRESSION
    situation = Situation(task=task, features=NAMES[: inputs.shape[1]], classes=classes, rows=len(inputs))
    return Lot(inputs, np.array(targets), np.arange(len(inputs))), situation


def test_a_tree_that_splits_two_heaps_asks_for_their_middle():
    lot, situation = rows_of([[1.0], [2], [3], [4], [5], [11], [12], [13], [14], [15]], [0] * 5 + [1] * 5, ("low", "high"))
    learned = decision_tree.learn(lot, situation)
    told = decision_tree.explain(learned, 9, lot)
    assert decision_tree.knows(learned) == "In 1 question of one tree; it asks for age."
    assert [part.what for part in told.parts] == ["before any question", "age ≤ 8? 15: no"]
    assert [part.value.tolist() for part in told.parts] == [[0.5, 0.5], [-0.5, 0.5]]
    assert "1 question led this row to a leaf with 5 training rows" in str(Story(("",), told.blocks))


def test_a_tree_with_nothing_to_ask_says_so():
    lot, situation = rows_of([[1.0]] * 12, np.arange(12.0))
    learned = decision_tree.learn(lot, situation)
    assert decision_tree.knows(learned) == "In 1 leaf of a tree that asks nothing: every row gets the same answer."
    told = decision_tree.explain(learned, 0, lot)
    assert told.output.tolist() == [5.5]
    forest = random_forest.learn(lot, situation)
    assert len(random_forest.explain(forest, 0, lot).blocks) == 2


def test_the_way_through_every_tree_of_a_forest_ends_where_the_library_says():
    generator = np.random.default_rng(3)
    lot, situation = rows_of(generator.normal(size=(80, 2)), generator.normal(size=80))
    model = random_forest.learn(lot, situation).model
    leaves = model.apply(lot.inputs)
    for number, one in enumerate(model.estimators_[:20]):
        tree = scikit_tree(one)
        assert [path(tree, row)[-1] for row in lot.inputs] == leaves[:, number].tolist()


def test_the_votes_of_a_forest_are_those_of_its_trees():
    generator = np.random.default_rng(5)
    inputs = generator.normal(size=(90, 2))
    lot, situation = rows_of(inputs, (inputs[:, 0] + generator.normal(size=90) > 0).astype(int), ("no", "yes"))
    learned = random_forest.learn(lot, situation)
    table = random_forest.explain(learned, 4, lot).blocks[1]
    said = [int(tree.predict(lot.inputs[4:5])[0]) for tree in learned.model.estimators_]
    assert [row[1] for row in table.rows] == [(str(said.count(0)),), (str(said.count(1)),)]
