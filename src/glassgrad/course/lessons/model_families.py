"""Lesson 1, model families: what each kind of model keeps of the data it learnt from, and what more data add to that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from glassgrad.explain.blocks import Block, Caution, Heading, Table
from glassgrad.families.cells import NOTHING
from glassgrad.families.family import Family
from glassgrad.families.packages import missing_package
from glassgrad.families.problem import Problem
from glassgrad.nn.settings import Setting
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words

from ..corrected_families import naive_bayes, support_vector_machines, what_is_kept
from ..families_side_by_side import DATA, GROUPS, Choices, Compared, compared, given_rows, sizes
from ..lesson import Lesson
from ..one_prediction import number_of_row, one_prediction
from ..trying import TryIt, change, other, try_it
from ..words import another, aside, cells, counted, heads


def _tell(*, hidden: int, trees: int, neighbours: int, others: int, seed: int) -> Iterator[Block | TryIt]:
    choices = Choices(hidden, trees, neighbours, seed)
    problem = given_rows(choices)
    yield from _opening(problem)
    seen: dict[str, Compared] = {}
    for group in GROUPS:
        absent = {family: why for family in group.families if (why := _absence(family, others=others))}
        told = [compared(family, problem, choices) for family in group.families if family not in absent]
        seen |= {one.family.name: one for one in told}
        yield Heading((group.name,))
        yield aside(group.says)
        yield _table(told, problem)
        yield from (aside(_where(one)) for one in told)
        yield from _about_boosters(absent, others=others)
    yield from one_prediction(seen, problem)
    yield from _what_grows(list(seen.values()), problem)
    yield from support_vector_machines(seen["linear_svm"], seen["rbf_svm"], problem)
    yield from naive_bayes(seen["gaussian_naive_bayes"])
    yield from what_is_kept(seen["neural_network"], problem)
    yield try_it(
        change("other votes count; are as many rows stored?", neighbours=another(neighbours, MOST_NEIGHBOURS)),
        change("a forest of another size: is the larger one better?", trees=another(trees, MOST_TREES)),
        change("the network's size follows from its layers alone", hidden=another(hidden, MOST_HIDDEN)),
        change("other rows are held out: which differences stay?", seed=seed + 1 if seed < MOST_SEED else 0),
        other(f"glassgrad compare {DATA} --explain {number_of_row(seen, problem)}", "more families, timed, and every answer in full"),
    )


def _absence(family: Family, *, others: int) -> str:
    """Why a family is not shown; "" if it is."""
    return missing_package(family) or ("" if others or not family.package else "it was not asked for")


def _opening(problem: Problem) -> Iterator[Block]:
    half, everything, held_out = sizes(problem)
    situation = problem.folds[0].situation
    yield aside(
        "A model is what is left when learning is over: numbers in a formula, questions in a tree, or the rows themselves. "
        "Here every family learns the same task, so that you can see what each of them keeps."
    )
    yield aside(
        f"The data set is {DATA}: {everything + held_out} wines, {len(situation.features)} measurements of each, "
        f"and the question which of {len(situation.classes)} cultivars it was made from. {held_out} rows are held out to judge with. "
        f"Each model learns twice: from {half} rows, about half of the others, and from all {everything}. "
        "The tables count what it stores each time; accuracy is that of the second time. Below each table stands where the knowledge is then."
    )


def _table(told: list[Compared], problem: Problem) -> Table:
    half, everything, _ = sizes(problem)
    header = heads("model", "what it stores", f"{half} rows", f"{everything} rows", "more", "accuracy")
    return Table(header, tuple(row for one in told for row in _rows(one)))


def _rows(one: Compared) -> Iterator[tuple[Words, ...]]:
    """A line for each sort of things that are stored, the first one with the name and the accuracy."""
    for place, (before, more) in enumerate(one.kept):
        name, accuracy = ("", (NOTHING,)) if place else (one.family.title, (plain_number(one.accuracy),))
        yield cells(name, more.what, before.count, more.count, more.count - before.count, accuracy)


def _where(one: Compared) -> str:
    knows = one.family.knows(one.all)
    return f"{one.family.title}: {knows[:1].lower()}{knows[1:]}"


def _about_boosters(absent: Mapping[Family, str], *, others: int) -> Iterator[Block]:
    if absent and not others:
        yield aside(
            "XGBoost and LightGBM are two other programs that grow boosted trees; where they are installed, --others 1 adds them here.",
        )
    elif absent:
        yield from (Caution((f"{family.title} is not shown: {why}.",)) for family, why in absent.items())


def _what_grows(seen: list[Compared], problem: Problem) -> Iterator[Block]:
    half, everything, rows = sizes(problem)
    shrank = [one for one in seen if one.added < 0]
    fates = {
        "Stayed as large": [one for one in seen if one.added == 0],
        "Grew": [one for one in seen if one.added > 0],
        "Shrank": shrank,
    }
    yield Heading(("What stays and what grows",))
    yield aside(f"What {counted(everything - half, 'more row')} did to what is stored:")
    names = {word: [one.family.title for one in found] for word, found in fates.items()}
    yield Table(heads("", "models"), tuple(cells(word, ", ".join(found)) for word, found in _in_short_lines(names)))
    yield aside(
        "A formula has its number of parameters from the start. A model that keeps rows keeps new ones too. Trees may ask more questions about more rows; "
        "but whoever sets the number of trees and how deep they grow has set a limit to the number of nodes."
    )
    if shrank and all(_counts_nodes(one) for one in shrank):
        yield aside("And fewer? A tree stops asking where another question would not help. With other rows it may get there after fewer questions.")
    share = plain_number(1 / rows)
    yield aside("Accuracy is the share of the ", f"{rows} held-out rows that a model gets right; one row more or less is ", share, ".")
    yield aside("So a difference of a row or two between two models is no proof that one is better. Another seed holds out other rows.")


def _counts_nodes(one: Compared) -> bool:
    return "nodes" in [more.what for _, more in one.kept]


def _in_short_lines(names: dict[str, list[str]], most: int = 3) -> Iterator[tuple[str, list[str]]]:
    for word, found in names.items():
        for start in range(0, len(found), most):
            yield word if start == 0 else "", found[start : start + most]


MOST_NEIGHBOURS, MOST_TREES, MOST_HIDDEN, MOST_SEED = 50, 200, 64, 2**31 - 1

model_families = Lesson(
    number=1,
    name="model_families",
    title="Model families: what is left when learning is over",
    says="Models of five families learn the same task; what each of them stores is counted, on half of the data and on all, and one row is explained.",
    parameters={
        "hidden": Setting(default=8, says="units in the hidden layer of our network", least=1, most=MOST_HIDDEN, whole=True),
        "trees": Setting(default=30, says="trees in a forest, in boosting and in AdaBoost", least=1, most=MOST_TREES, whole=True),
        "neighbours": Setting(default=5, says="neighbours that vote", least=1, most=MOST_NEIGHBOURS, whole=True),
        "others": Setting(default=0, says="1 adds XGBoost and LightGBM, where they are installed", least=0, most=1, whole=True),
        "seed": Setting(default=0, says="the number from which all randomness follows", least=0, most=MOST_SEED, whole=True),
    },
    tell=_tell,
)
