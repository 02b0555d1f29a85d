"""Reading a told derivation as a pupil with a calculator would: every line is worked out, and every slope is measured by moving what it is the slope by."""

import re
from dataclasses import dataclass, field

import numpy as np

import glassgrad as gg

MOVE = 1e-5
NAME = re.compile(r"[A-Za-z]\w*")
SLOPE = re.compile(r"[d∂](?:\((?P<formula>.+)\)|(?P<of>\w+?))/[d∂](?P<by>\w+)")
SECOND = re.compile(r"[d∂]²(?P<of>[A-Za-z]\w*?)/(?:[d∂](?P<twice>\w+?)²|∂(?P<then>\w+?)∂(?P<first>\w+))")


@dataclass
class Pupil:
    """What has been written down so far: the numbers given, what letters stand for, and the slopes by name."""

    point: dict[str, float]
    definitions: dict[str, list[str]] = field(default_factory=dict)
    slopes: dict[str, float] = field(default_factory=dict)

    def read(self, step):
        """What is wrong with a line; None if it holds."""
        symbol, sides = step.symbol.text, [part.text for _, part in step.links()]
        expected = self.measured(symbol)
        if expected is None:
            expected = self.value(symbol, self.point)
        found = [self.worked_out(side) for side in sides]
        if is_slope(symbol):
            self.slopes[symbol] = expected
        wrong = [f"{side} comes to {one}" for side, one in zip(sides, found, strict=True) if not np.isclose(one, expected, rtol=2e-4, atol=2e-4)]
        return f"{step}: {', '.join(wrong)}, but {symbol} is {expected}" if wrong else None

    def measured(self, symbol):
        """A slope by moving what it is a slope by; None for what is no slope."""
        if found := SECOND.fullmatch(symbol):
            first, then = found["first"] or found["twice"], found["then"] or found["twice"]
            return self.second(found["of"], first, then)
        if found := SLOPE.fullmatch(symbol):
            of, by = found["formula"] or found["of"], found["by"]
            return self.slope(lambda point: self.value(of, point), by) if by in self.point else self.outer(of, by)
        return None

    def slope(self, function, by):
        above, below = (function({**self.point, by: self.point[by] + move}) for move in (MOVE, -MOVE))
        return (above - below) / (2 * MOVE)

    def second(self, of, first, then):
        far = 1e-3
        points = [{**self.point} for _ in range(4)]
        for point, (one, other) in zip(points, ((1, 1), (1, -1), (-1, 1), (-1, -1)), strict=True):
            point[first] += one * far
            point[then] += other * far
        a, b, c, d = (self.value(of, point) for point in points)
        return (a - b - c + d) / (4 * far * far)

    def outer(self, of, by):
        """The slope of one function by what is inside it: the letter itself is moved, all else stands still."""
        texts = [text for text in self.definitions.get(of, [of]) if by in NAME.findall(text)]
        at = self.value(by, self.point)
        letters = {name: self.value(name, self.point) for name in NAME.findall(texts[-1]) if name in self.definitions or name in self.point}
        above, below = (number(texts[-1], {**letters, by: at + move}) for move in (MOVE, -MOVE))
        return (above - below) / (2 * MOVE)

    def value(self, name_or_formula, point):
        text = self.definitions[name_or_formula][0] if name_or_formula in self.definitions else name_or_formula
        names = {
            name: self.value(name, point) if name in self.definitions else point[name]
            for name in NAME.findall(text)
            if name in point or name in self.definitions
        }
        return number(text, names)

    def worked_out(self, text):
        """The number of a formula that may quote slopes told before; one that was not told is an error."""
        quoted = {}
        for slope in sorted(self.slopes, key=len, reverse=True):
            if slope in text:
                quoted[f"quote{len(quoted)}"] = self.slopes[slope]
                text = text.replace(slope, f"quote{len(quoted) - 1}")
        letters = {name: self.value(name, self.point) for name in NAME.findall(text) if name in self.point or name in self.definitions}
        return number(text, {**letters, **quoted})


def is_slope(text):
    return bool(SLOPE.fullmatch(text) or SECOND.fullmatch(text))


def number(text, names):
    """A printed formula, read back and worked out."""
    node = gg.parse(text)
    return float(gg.evaluate(node, names)[node])


def wrong_lines(story, point):
    """The lines that do not hold at a point."""
    pupil = Pupil(dict(point))
    for step in story.steps:
        if not is_slope(step.symbol.text):
            pupil.definitions.setdefault(step.symbol.text, []).extend(part.text for _, part in step.links() if not is_slope(part.text))
    return [wrong for step in story.steps if (wrong := pupil.read(step))]
