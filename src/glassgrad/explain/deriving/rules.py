"""`rule_of`: by which elementary rule an operation is derived, read off its page, and what that makes of the slopes of its inputs."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import reduce
from operator import add

from glassgrad.graph import Kind, Node, pages

from .moving import is_additive, is_quotient, leads_back, zero
from .one_over import one_over
from .rule import FUNCTION_OF_A_FUNCTION, Rule, Slopes


def rule_of(node: Node, moving: Container[Node], known: Container[Node], by: Node) -> Rule:
    """The rule for an operation that changes. `moving` are the nodes that change with `by`; a sum ends at `known` quantities."""
    book, places = node.op.textbook, [place for place, one in enumerate(node.inputs) if one in moving and leads_back(node, place)]
    if _factor_place(node, moving) is not None:
        return _factor_rule(node, moving, known, by)
    if is_additive(node.op):
        return _sum_rule(node, moving, known)
    if places == [1] and is_quotient(node.op):
        return one_over(node, known, by)
    if book.slope is not None and (len(places) > 1 or not book.each):
        return _rule_of_the_book(node, places)
    if len(places) > 1:
        return _several(node, places)
    (place,) = places
    outer, reason = outer_derivative(node, place), plain_reason(node.op.reason(place))
    if node.inputs[place] is by:
        return Rule(reason, (), lambda slopes: outer, named=False)
    return Rule(
        reason,
        (node.inputs[place],),
        lambda slopes: outer * slopes(node.inputs[place]),
        outer=outer,
        intro=FUNCTION_OF_A_FUNCTION,
    )


def outer_derivative(node: Node, place: int) -> Node:
    """How the operation alone changes with its input at that place."""
    each = node.op.textbook.each
    if each:
        return each[place](node, *node.inputs)
    slope = node.op.derivative(pages.constant(value=1.0), node, *node.inputs)[place]
    assert slope is not None  # `leads_back` was asked
    return slope


def plain_reason(because: str) -> str:
    """The reason on a page, for the derivative of that function alone: "chain rule with the sine: …" becomes "derivative of the sine: …".

    >>> plain_reason("chain rule with the sine: its derivative is the cosine")
    'rule for the sine: its derivative is the cosine'
    """
    start = "chain rule with "
    return f"rule for {because.removeprefix(start)}" if because.startswith(start) else because


def _sum_rule(node: Node, moving: Container[Node], known: Container[Node]) -> Rule:
    """All signs + and − that stand together are taken apart at once."""
    tree = _sum_tree(node, moving, known)
    inside = set(tree)
    terms = _in_reading_order(node, inside)

    def build(slopes: Slopes) -> Node:
        made: dict[Node, Node] = {}
        for part in tree:
            made[part] = part.op(*[made[one] if one in inside else slopes(one) for one in part.inputs])
        return made[node]

    says = "; ".join(dict.fromkeys(part.op.textbook.says for part in reversed(tree) if len(part.inputs) > 1)) or node.op.textbook.says
    parts, still = (tuple(one for one in terms if (one in moving) is changes) for changes in (True, False))
    return Rule(says, parts, build, still, named=False, intro="a sum: its terms are derived one by one", roles=_roles(node) if len(tree) == 1 else {})


def _in_reading_order(node: Node, inside: Container[Node]) -> list[Node]:
    found: dict[Node, None] = {}
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one in inside:
            waiting += reversed(one.inputs)
        else:
            found[one] = None
    return list(found)


def _sum_tree(node: Node, moving: Container[Node], known: Container[Node]) -> list[Node]:
    found, waiting = {node}, [node]
    while waiting:
        for one in waiting.pop().inputs:
            if one not in found and one in moving and one not in known and is_additive(one.op):
                found.add(one)
                waiting.append(one)
    return sorted(found, key=lambda one: one.serial)


def _factor_place(node: Node, moving: Container[Node]) -> int | None:
    """Which input the operation only multiplies by something that does not change; None if it does more."""
    places = [place for place, one in enumerate(node.inputs) if one in moving]
    factors = (0,) if is_additive(node.op) and len(node.inputs) == 1 else node.op.textbook.factors
    return places[0] if len(places) == 1 and places[0] in factors else None


def _factor_rule(node: Node, moving: Container[Node], known: Container[Node], by: Node) -> Rule:
    """All signs and factors that stand before one function are kept at once."""
    path = [(node, _factor_place(node, moving))]
    while True:
        last, place = path[-1]
        assert place is not None  # only such are on the path
        inside = last.inputs[place]
        next_place = None if inside is by or inside in known or inside.op.kind is Kind.LEAF else _factor_place(inside, moving)
        if next_place is None:
            break
        path.append((inside, next_place))

    def build(slopes: Slopes) -> Node:
        made = slopes(inside)
        for outer, place in reversed(path):
            made = outer.op(*[made if position == place else one for position, one in enumerate(outer.inputs)])
        return made

    says = "; ".join(dict.fromkeys(outer.op.textbook.says_factor or outer.op.textbook.says for outer, _ in path))
    still = [one for one in node.inputs if one is not inside]
    roles = {"u": inside, **({"c": still[0]} if still else {})} if len(path) == 1 else {}
    return Rule(says, (inside,), build, named=False, intro="a multiple of a function: give that a name", roles=roles)


def _roles(node: Node) -> dict[str, Node]:
    return dict(zip(("u", "v"), node.inputs[-2:], strict=False))


def _rule_of_the_book(node: Node, places: list[int]) -> Rule:
    rule = node.op.textbook.slope
    assert rule is not None

    def build(slopes: Slopes) -> Node:
        return rule(node, *node.inputs, *[slopes(one) if position in places else zero() for position, one in enumerate(node.inputs)])

    parts = tuple(dict.fromkeys(node.inputs[place] for place in places))
    flows = (one for position, one in enumerate(node.inputs) if position not in places and leads_back(node, position))
    return Rule(node.op.textbook.says, parts, build, tuple(flows), intro=f"{node.op.textbook.whole}: give its parts names", roles=_roles(node))


def _several(node: Node, places: list[int]) -> Rule:
    """Inputs that change together: the slope along each, times how fast it changes."""
    outers = [outer_derivative(node, place) for place in places]

    def build(slopes: Slopes) -> Node:
        return reduce(add, [outer * slopes(node.inputs[place]) for outer, place in zip(outers, places, strict=True)])

    return Rule(f"chain rule for several inputs: {node.op.because}", tuple(dict.fromkeys(node.inputs[place] for place in places)), build)


def is_elementary(node: Node, moving: Container[Node], known: Mapping[Node, object], by: Node) -> bool:
    """Whether a function of `by` needs no names: a rule alone tells it, or it is a number times such a one."""
    while True:
        if node is by:
            return True
        if node in known or node.op.kind is Kind.LEAF:
            return False
        rule = rule_of(node, moving, known, by)
        if not rule.parts:
            return True
        if rule.named or is_additive(node.op) or len(rule.parts) > 1:
            return False
        (node,) = rule.parts
