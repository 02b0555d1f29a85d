"""LLVM's language, read: the functions of a program without what only a compiler needs, and the numbers in them written out."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from .listing import Function, Loop, most_at_work

DEFINED = re.compile(r"^define (?:internal )?\S+ @(?P<name>[\w.]+)\(.*?^\}", re.MULTILINE | re.DOTALL)
CALLED = re.compile(r"call [^@\n]*@([\w.]+)\(")
HEXADECIMAL = re.compile(r"0x([0-9A-F]{16})\b")
COUNTER = re.compile(r"(?P<name>%[\w.]+) = phi i64 \[ (?P<one>\S+), %(?P<before>\S+) \], \[ (?P<other>\S+), %(?P<last>\S+) \]")
VECTOR = re.compile(r"<(\d+) x (?:float|double)>")

WORDS = {
    "phi": "the first value at the first turn, later the second",
    "icmp": "two whole numbers compared",
    "br": "go on elsewhere; with two places, the first if the condition holds",
    "getelementptr": "the address of an entry",
    "load": "read from an address",
    "store": "write to an address",
    "select": "the first value where the condition holds, the second elsewhere",
    "fcmp": "two numbers compared: o… is false for not-a-number, u… true",
    "llvm.fma": "a·b + c, rounded once",
    "llvm.fabs": "the size without the sign",
    "llvm.sqrt": "the square root",
    "llvm.copysign": "the size of the first, the sign of the second",
    "llvm.floor": "the next whole number below",
    "llvm.roundeven": "the nearest whole number",
    "llvm.masked.load": "read only where the mask holds",
    "llvm.masked.store": "write only where the mask holds",
    "llvm.maxnum": "the larger one",
    "llvm.minnum": "the smaller one",
    "fneg": "the sign turned round",
    "fadd": "a sum, rounded",
    "fsub": "a difference, rounded",
    "fmul": "a product, rounded",
    "fdiv": "a quotient, rounded",
    "bitcast": "the same bits, read as another type",
    "shl": "bits moved to the left",
    "lshr": "bits moved to the right",
    "ashr": "bits moved to the right, the sign kept",
    "fptosi": "the whole number towards 0",
    "sitofp": "a whole number as one with a fraction",
    "fpext": "the same number in double precision",
    "fptrunc": "rounded to single precision",
    "insertelement": "one entry of a vector replaced",
    "extractelement": "one entry of a vector",
    "shufflevector": "the entries of two vectors in another order",
    "splat": "the same number in every lane",
    "zeroinitializer": "0 in every lane",
    "poison": "a value that does not matter",
}
"""What an instruction or a word of LLVM means; only those that a listing has are told."""


def functions_in(text: str) -> dict[str, Function]:
    """The functions of a module, by name."""
    found = {match["name"]: _cleaned(match[0]) for match in DEFINED.finditer(text)}
    return {
        name: Function(name, lines, tuple(dict.fromkeys(one for one in CALLED.findall("\n".join(lines)) if one in found)), most_at_work(_loops(name, lines)))
        for name, lines in found.items()
    }


def words_in(lines: Iterable[str]) -> dict[str, str]:
    """What the words mean that occur in these lines, in the order of the table above."""
    text = "\n".join(lines)
    return {word: says for word, says in WORDS.items() if re.search(rf"(?<![\w.%]){re.escape(word)}(?!\w)", text)}


def _cleaned(text: str) -> tuple[str, ...]:
    """Without remarks and attributes, and with decimal numbers beside those that are written by their bits."""
    lines = []
    for line in text.splitlines():
        kept = re.sub(r" #\d+(?= \{$|$)", "", line.partition(";")[0].rstrip())
        numbers = [_number(one) for one in dict.fromkeys(HEXADECIMAL.findall(kept))]
        if kept:
            lines.append(f"{kept}  ; {', '.join(numbers)}" if numbers else kept)
    return tuple(lines)


def _number(bits: str) -> str:
    return f"{struct.unpack('>d', bytes.fromhex(bits))[0]:.9g}"


@dataclass(frozen=True)
class _Counter:
    """What counts the turns of a loop: from `first` to `following`, which comes from the block `last`."""

    name: str
    first: str
    following: str
    last: str


def _loops(function: str, lines: tuple[str, ...]) -> list[Loop]:
    """The innermost loops: from the block whose counter has two origins to the block it comes back from."""
    starts = {line.partition(":")[0]: number for number, line in enumerate(lines) if re.match(r"[\w.]+:", line)}
    ordered = [*sorted(starts.values()), len(lines) - 1]
    spans: dict[int, tuple[int, _Counter]] = {}
    for number, line in enumerate(lines):
        found = COUNTER.search(line)
        if found is None:
            continue
        head = max(place for place in starts.values() if place <= number)
        sides = ((found["one"], found["before"]), (found["other"], found["last"]))
        for (first, _), (following, last) in (sides, sides[::-1]):
            if starts.get(last, -1) >= head and head not in spans:
                end = next(place for place in ordered if place > starts[last])
                spans[head] = (end, _Counter(found["name"], first, following, last))
    inner = {head: one for head, one in spans.items() if not any(head < other and end <= one[0] for other, (end, _) in spans.items())}
    return [_loop(function, lines[head:end], counter) for head, (end, counter) in inner.items()]


def _loop(function: str, lines: tuple[str, ...], counter: _Counter) -> Loop:
    text = "\n".join(lines)
    stop = re.search(rf"icmp slt i64 {re.escape(counter.name)}, (\S+)", text)
    step = re.search(rf"{re.escape(counter.following)} = add (?:nuw |nsw )*i64 {re.escape(counter.name)}, (\d+)", text)
    lanes = max((int(one) for one in VECTOR.findall(text)), default=1)
    return Loop(
        function=function,
        lines=lines,
        lanes=lanes,
        instructions=sum(not re.match(r"[\w.]+:", line) for line in lines),
        fused=len(re.findall(r"@llvm\.fma\.", text)),
        divisions=len(re.findall(r" = fdiv ", text)),
        loads=len(re.findall(r" = load |@llvm\.masked\.load", text)),
        stores=len(re.findall(r"^\s*store |@llvm\.masked\.store", text, re.MULTILINE)),
        starts=_whole(counter.first),
        stops=_whole(stop[1]) if stop else None,
        step=_whole(step[1]) if step else None,
    )


def _whole(word: str) -> int | None:
    return int(word) if re.fullmatch(r"-?\d+", word) else None
