"""What a picture of a graph shows, and how to read it, in words read off the graph."""

from __future__ import annotations

from .look import GraphLook, Knot, Role

MOST = 4


def title(look: GraphLook) -> str:
    """The name of the picture."""
    return f"The computational graph of {_listed([knot.symbol for knot in look.knots if knot.role is Role.OUTPUT])}"


def shows(look: GraphLook) -> str:
    """The inputs, the output, and where several paths meet."""
    inputs = [knot for knot in look.knots if knot.role in (Role.INPUT, Role.PARAMETER)]
    between = sum(knot.role is Role.QUANTITY for knot in look.knots)
    outputs = _listed([f"{knot.symbol} {knot.value}".strip() for knot in look.knots if knot.role is Role.OUTPUT])
    through = f" through {between} quantit{'y' if between == 1 else 'ies'}" if between else ""
    start = f"from {_listed([knot.symbol for knot in inputs])}{through} to {outputs}" if inputs else outputs
    meeting = [_meeting(knot) for knot in look.knots if knot.paths]
    more = f" Of the gradients, {_listed(meeting)}." if meeting else ""
    return f"A computational graph {start}.{more}"


def _meeting(knot: Knot) -> str:
    return f"{knot.derivative}{knot.gradient if knot.gradient.startswith(':') else f' {knot.gradient}'}".rstrip() + f" is the sum of {len(knot.paths)} paths"


def caption(look: GraphLook, *, folded: bool) -> str:
    """How to read it."""
    what = "named quantity with its formula" if folded else "single operation"
    valued = any(knot.value for knot in look.knots)
    sentences = [f"Each box is a {what}; solid arrows lead from what is used to what is made of it{', and the values are in blue' if valued else ''}."]
    if look.target:
        sentences.append(f"Dashed arrows lead back from {look.target}: beside each ∂ stands how {look.target} changes with the quantity.")
    if any(knot.paths for knot in look.knots):
        sentences.append("Where the frame is vermilion, several paths come back, and what they bring is added.")
    if any(knot.role is Role.PARAMETER for knot in look.knots):
        sentences.append("Square grey boxes are parameters, round ones are inputs.")
    return " ".join(sentences)


def _listed(names: list[str]) -> str:
    shown = names if len(names) <= MOST else [*names[:MOST], f"{len(names) - MOST} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
