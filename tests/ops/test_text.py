"""The text of every operation, as a terminal prints it, is read back by `parse` as the same computation."""

from string import Template

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import glassgrad.ops  # noqa: F401 - enters all pages into the dictionary
from glassgrad.graph import Kind, Op, pages
from glassgrad.readers import evaluate
from glassgrad.readers.parse import parse

from . import checkers
from .drawing import few_examples, inputs_of

PAGES = sorted((page for page in pages if page.kind is not Kind.LEAF), key=lambda page: page.name)


def in_text(trial: checkers.Tried) -> str:
    """The page's text with its inputs' names and its settings filled in; as a plain call if the text has no place for a setting."""
    page, settings = trial.page, trial.output.settings
    names = [node.name for node in trial.inputs]
    changed = {name: value for name, value in settings.items() if value != page.defaults[name]}
    told = "".join(f", {name}={value}" for name, value in changed.items())
    template = Template(page.notation.text)
    mentioned = set(template.get_identifiers())
    if "settings" not in mentioned and not changed.keys() <= mentioned:
        return f"{page.name}({', '.join(names)}{told})"
    filled = {page.slots[0].lstrip("*"): ", ".join(names)} if page.variadic else dict(zip(page.slots, names, strict=True))
    return template.substitute(filled, **{name: str(value) for name, value in settings.items()}, settings=told)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@few_examples
@given(data=st.data())
def test_text_reads_back_to_the_values_that_are_computed(page: Op, data: st.DataObject) -> None:
    for number in range(len(page.domain.cases)):
        trial = checkers.tried(page, number)
        arrays = data.draw(inputs_of(page, trial.case))
        names = [node.name for node in trial.inputs]
        read = parse(in_text(trial), **{name: tuple(np.shape(array)) for name, array in zip(names, arrays, strict=True)})
        values = evaluate(read, dict(zip(names, arrays, strict=True)))
        np.testing.assert_allclose(values[read], checkers.compute(page, trial.case, arrays), rtol=1e-12, atol=1e-14, err_msg=in_text(trial))
