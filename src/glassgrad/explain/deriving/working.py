"""One derivative worked out: every rule on its line, the innermost functions first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from string import Template
from typing import Any

from glassgrad.explain.as_fraction import with_fractions
from glassgrad.explain.blocks import Aside, Block, Step
from glassgrad.graph import Node, ancestors, pages
from glassgrad.readers.collect import written_size
from glassgrad.writing.arrays import constant
from glassgrad.writing.formula import write
from glassgrad.writing.fragments import Fragment
from glassgrad.writing.mathematics import Mathematics, Words
from glassgrad.writing.symbols import gradient_symbol

from .board import Board, slope_of_formula
from .moving import is_number, moving_with, one, zero
from .rule import Rule
from .rules import is_elementary, rule_of
from .simplifying import simplest

LONGEST_ASSEMBLED = 40
"""Operations of a derivative as it comes out of the rules; where it would be longer, parts are put in as they are made simple."""
FUNCTIONS, CONSTANTS = (*"ABDEFGHPQRS", "first", "second"), (*"ckmn", "constant")
"""What functions, and what does not change, are called in a rule told in general."""
LONGEST_ASIDE = 60
"""Characters of the simple form of a slope that still stands beside its rule."""


@dataclass(eq=False)
class Working:
    """The derivative of `target` by `by`. For every node told: a stand-in for its slope, and the slope as a whole formula, as it came and made simple."""

    board: Board
    target: Node
    by: Node
    moving: set[Node] = field(init=False)
    stand_ins: dict[Node, Node] = field(default_factory=dict)
    names: dict[Node, Fragment] = field(default_factory=dict)
    numbers: dict[Node, Any] = field(default_factory=dict)
    raw: dict[Node, Node] = field(default_factory=dict)
    simple: dict[Node, Node] = field(default_factory=dict)
    outers: dict[Node, Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.moving = moving_with(self.by, ancestors([self.target]))

    def told(self) -> Iterator[Block]:
        """The lines, down to the one that gives the derivative of the target by its rule."""
        waiting: list[tuple[Node, Rule | None]] = [(self.target, None)]
        while waiting:
            node, rule = waiting.pop()
            if node in self.stand_ins or node is self.by:
                continue
            if rule is None:
                rule = rule_of(node, self.moving, self.board.known, self.by)
                yield from self._opened(node, rule)
                waiting.append((node, rule))
                waiting += [(part, None) for part in reversed(rule.parts)]
            else:
                yield from self._closed(node, rule)

    def _opened(self, node: Node, rule: Rule) -> Iterator[Block]:
        """What comes before the parts are derived: what the function is, and what its parts are called."""
        board = self.board
        wanted = [part for part in rule.parts if part is not self.by and (rule.named or not is_elementary(part, self.moving, board.known, self.by))]
        fresh = [part for part in wanted if board.name_part(part)]
        if node in board.known and rule.intro and (fresh or (len(rule.parts) > 1 and not rule.named)):
            yield from board.news(Aside((board.known[node].mathematics, f" is {rule.intro}.")))
        if node in board.known and any(part in board.letters for part in wanted):
            yield from board.news(board.definition(node))
        yield from board.news(*map(board.definition, fresh))
        if rule.outer is not None:
            yield from board.news(self._outer_line(node, rule))

    def _outer_line(self, node: Node, rule: Rule) -> Step:
        (part,) = rule.parts
        assert rule.outer is not None
        outer = simplest(rule.outer, [*self.board.named, *rule.parts])
        stand_in = pages.variable(shape=())
        self.outers[node], self.stand_ins[outer] = outer, stand_in
        self.names[stand_in] = gradient_symbol(self._called(node), self._called(part), partial=self.board.partial)
        self.numbers[stand_in] = self.board.number(outer)
        return self.board.line(self.names[stand_in], outer, self._known_without(node), because=(f"outer derivative: {rule.says}",))

    def _closed(self, node: Node, rule: Rule) -> Iterator[Block]:
        """The rule, now that the slopes of the parts are known."""
        because: Words = ("chain rule: the outer derivative times the inner one",) if rule.outer is not None else (self._stated(rule), *self._remarks(rule))
        formula = self._by_rule(node, rule, self.stand_ins)
        known = {**self._known_without(node), **self.names}
        stand_in = pages.variable(shape=())
        name = self.slope_name(node)
        self._assemble(node, rule)
        self.numbers[stand_in] = self.board.number(formula, self.numbers)
        self.stand_ins[node], self.names[stand_in] = stand_in, name
        if node is not self.target and name.text in self.board.slopes:
            return
        self.board.slopes.add(name.text)
        step = self.board.line(name, formula, known, self.numbers, because=because)
        yield from self.board.news(step if node is self.target else self._with_simple_form(step, node))

    def _by_rule(self, node: Node, rule: Rule, slopes: Mapping[Node, Node]) -> Node:
        """The slope of a node from those of its parts: stand-ins, as a line quotes them, or whole formulas."""

        def slope(part: Node) -> Node:
            return one() if part is self.by else slopes[part] if part in self.moving else zero()

        if rule.outer is not None:
            outer = self.outers[node]
            return slopes.get(outer, outer) * slope(rule.parts[0])
        return rule.build(slope) if rule.parts else simplest(rule.build(slope), self.board.named)

    def _assemble(self, node: Node, rule: Rule) -> None:
        """The slope as a whole formula: as it comes out of the rules, and made simple."""
        self.simple[node] = simplest(self._by_rule(node, rule, self.simple), self.board.named)
        raw = self._by_rule(node, rule, self.raw)
        self.raw[node] = raw if written_size(raw) <= LONGEST_ASSEMBLED else self._by_rule(node, rule, self.simple)

    def _called(self, node: Node) -> Fragment:
        return self.board.known[node]

    def _known_without(self, node: Node) -> dict[Node, Fragment]:
        """All symbols but that of a function that is being derived: its own derivative is written with the function, exp(u), not f."""
        return {one: name for one, name in self.board.known.items() if one is not node}

    def slope_name(self, node: Node) -> Fragment:
        """The symbol of the derivative of a node."""
        known, by = self.board.known, self.board.known[self.by]
        if node in known:
            return gradient_symbol(known[node], by, partial=self.board.partial)
        return slope_of_formula(write(with_fractions(node, known), known), by, partial=self.board.partial)

    def _stated(self, rule: Rule) -> str:
        """The rule in the letters of this line; in letters that mean nothing else, where a function has none."""
        wanted = Template(rule.says).get_identifiers()
        names = {role: self._short_name(rule.roles[role], number=role == "c") for role in wanted if role in rule.roles}
        if len(names) < len(wanted) or not all(names.values()):
            taken = self.board.taken
            functions, constants = ((letter for letter in letters if letter not in taken) for letters in (FUNCTIONS, CONSTANTS))
            names = {role: next(constants if role == "c" else functions) for role in wanted}
        return Template(rule.says).substitute(names)

    def _short_name(self, node: Node, *, number: bool) -> str:
        if node in self.board.known:
            return self.board.known[node].text
        return constant(node.settings["value"]).fragment.text if number and is_number(node) else ""

    def _remarks(self, rule: Rule) -> Words:
        """Where the numbers 1 and 0 on the line come from."""
        said: list[str | Mathematics] = []
        if self.by in rule.parts:
            said += ["; ", self._called(self.by).mathematics, " has the derivative 1"]
        if any(is_number(part) for part in rule.still):
            said += ["; a number has the derivative 0"]
        kept = rule.roles.get("c")
        if kept is not None and kept in self.board.known:
            said += ["; ", self._called(kept).mathematics, " does not change with ", self._called(self.by).mathematics]
        held = [part for part in rule.still if not is_number(part)]
        if held:
            said += ["; ", *listed([write(part, self.board.known) if part.inputs else self._called(part).mathematics for part in held])]
            said += [f" {'does' if len(held) == 1 else 'do'} not change: derivative 0"]
        return tuple(said)

    def _with_simple_form(self, step: Step, node: Node) -> Step:
        """Without numbers, a rule that quotes other slopes also shows what it comes to."""
        if self.board.numbers is not None or step.formula is None:
            return step
        simple = write(with_fractions(self.simple[node], self.board.plain), self.board.plain)
        fits = len(simple.text) <= LONGEST_ASIDE and simple.text != step.formula.text
        return replace(step, numbers=simple) if fits else step


def listed(parts: list[Mathematics]) -> Words:
    """Things one after another: a, b and c."""
    words: list[str | Mathematics] = []
    for position, part in enumerate(parts):
        words += ["" if position == 0 else " and " if position == len(parts) - 1 else ", ", part]
    return tuple(words)
