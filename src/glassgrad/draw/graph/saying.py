"""What a picture of a graph shows, and how to read it, in words read off the graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .look import GraphLook, Knot, Role
from .printed import NOT_COMPUTED

MOST = 4


def title(look: GraphLook) -> str:
    """The name of the picture."""
    return f"The computational graph of {listed([knot.symbol for knot in _outputs(look)])}"


def shows(look: GraphLook) -> str:
    """The inputs, the outputs with their values, how much lies between, and where several paths meet."""
    inputs = [knot.symbol for knot in look.knots if knot.role in GIVEN]
    outputs = listed([_with(knot.symbol, knot.value) for knot in _outputs(look)])
    between = sum(knot.role is Role.QUANTITY for knot in look.knots)
    done = _count(look.operations, "operation")
    through = f"through {_count(between, 'quantity')} ({done})" if 0 < between < look.operations - len(_outputs(look)) else f"through {done}"
    start = f"from {listed(inputs)} {through} to {outputs}" if inputs and look.operations else f"of {outputs}" + (f" through {done}" if look.operations else "")
    meeting = [f"{_with(knot.derivative, knot.gradient)} is the sum of {_paths(knot)}" for knot in look.knots if knot.paths and knot.role in GIVEN]
    odd = sum(not knot.finite for knot in look.knots)
    parts = [f"A computational graph {start}."]
    parts += [f"Of the gradients, {listed(meeting)}."] if meeting else []
    parts += [f"In {odd:,} of {_count(len(look.knots), 'box')} a number is not finite."] if odd else []
    parts += [_lost(look)] if look.lost else []
    return " ".join(parts)


GIVEN = (Role.INPUT, Role.PARAMETER)


def _paths(knot: Knot) -> str:
    """How many paths lead back to a quantity, and in how many parts that comes back where some have met before."""
    meeting = len(knot.paths)
    if knot.ways == meeting:
        return f"{meeting} paths"
    return f"{meeting} parts, from {f'{knot.ways:,}' if knot.ways <= COUNTED else f'more than {COUNTED:,}'} paths in all"


COUNTED = 1_000_000


def _lost(look: GraphLook) -> str:
    return f"As {look.lost}, its gradients are undefined."


def _outputs(look: GraphLook) -> list[Knot]:
    return [knot for knot in look.knots if knot.role is Role.OUTPUT] or list(look.knots[-1:])


def _with(symbol: str, number: str) -> str:
    """A symbol and its number; a range, or words, in parentheses."""
    return f"{symbol} ({number.removeprefix(': ')})" if number.startswith(":") else f"{symbol} {number}".rstrip()


def _count(number: int, what: str) -> str:
    """So many of something.

    >>> _count(1, "quantity"), _count(1200, "quantity"), _count(2, "operation")
    ('1 quantity', '1,200 quantities', '2 operations')
    """
    return f"{number:,} {what if number == 1 else MANY.get(what, f'{what}s')}"


MANY = {"quantity": "quantities", "box": "boxes"}


def caption(look: GraphLook, *, folded: bool, named: bool = False, worded: int = 0) -> str:
    """How to read it. `named` tells that some roads are named at their ends instead of drawn; on `worded` roads stands what comes back along them."""
    return " ".join((*_boxes(look, folded=folded), *_ways_back(look, worded), *_marked(look, named=named)))


def _boxes(look: GraphLook, *, folded: bool) -> Iterator[str]:
    """What the boxes are, and the arrows forward."""
    valued = any(knot.value and knot.value != NOT_COMPUTED for knot in look.knots)
    if not look.roads:
        yield "The box is the whole graph" + ("; its value is in blue." if valued else ".")
        return
    what = "a quantity with its formula" if folded else "a single operation"
    yield f"Each box is {what}, or what is given; solid blue arrows lead from what is used to what is made of it{', and values are in blue' if valued else ''}."


def _ways_back(look: GraphLook, worded: int) -> Iterator[str]:
    """What the arrows back are, and the gradients in the boxes."""
    flowing = sum(road.flows for road in look.roads)
    meaning = f"∂{look.target}/∂ is how {look.target} changes with the quantity"
    if look.lost:
        yield _lost(look)
    elif flowing:
        along = "" if not worded else f", and beside {'them' if worded == flowing else 'some'} stands what comes back along them"
        yield f"Dashed vermilion arrows lead back from {look.target}{along}; {meaning}."
    elif look.target and look.roads:
        yield f"{meaning[:1].upper()}{meaning[1:]}; no path leads back from it."
    elif look.target:
        yield f"{meaning}."
    if any(knot.paths for knot in look.knots):
        yield "Where the frame is vermilion and has a plus, several paths come back, and what they bring is added."


def _marked(look: GraphLook, *, named: bool) -> Iterator[str]:
    """What else is to be seen."""
    leaves = [words for role, words in LEAVES.items() if any(knot.role is role for knot in look.knots)]
    if leaves and look.roads:
        yield f"{listed(leaves, MOST).capitalize()}."
    if any(NOT_COMPUTED in (knot.value, knot.gradient) for knot in look.knots):
        yield "“Not computed” is not 0: nobody asked for it."
    if any(not knot.finite for knot in look.knots):
        yield "An exclamation mark stands at boxes with a number that is not finite."
    if named:
        yield "An arrow that would be too long ends at a name: it goes on at the box with that name."


LEAVES = {Role.INPUT: "round boxes are inputs", Role.PARAMETER: "square grey ones parameters", Role.CONSTANT: "dashed ones constants"}


def listed(names: Sequence[str], most: int = MOST) -> str:
    """Names in a sentence; of many the first, and how many more.

    >>> listed(["a", "b", "c"]), listed(list("abcdef")), listed(["a"])
    ('a, b and c', 'a, b, c, d and 2 more', 'a')
    """
    shown = list(names) if len(names) <= most else [*names[:most], f"{len(names) - most:,} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
