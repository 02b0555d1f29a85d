"""The operands of an instruction, as words: registers, numbers, places in memory."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MEMORY = re.compile(r"(?P<far>[^(]*)\((?P<inside>[^)]*)\)(?P<rest>.*)")
FOUR = {"a": "rax", "b": "rbx", "c": "rcx", "d": "rdx"}


def split(text: str) -> list[str]:
    """The operands between the commas that stand in no brackets.

    >>> split("%zmm0, 384(%rax,%r15,4) {%k1}")
    ['%zmm0', '384(%rax,%r15,4) {%k1}']
    """
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and not depth:
            parts.append(text[start:place].strip())
            start = place + 1
    return [*parts, text[start:].strip()] if text.strip() else []


def whole_register(name: str) -> str:
    """The 64 bits that a general register of x86 is part of; other names as they are.

    >>> whole_register("r8d"), whole_register("cx"), whole_register("zmm3")
    ('r8', 'rcx', 'zmm3')
    """
    if found := re.fullmatch(r"(r\d+)[dwb]?", name):
        return found[1]
    if found := re.fullmatch(r"[er]?([abcd])[xlh]", name):
        return FOUR[found[1]]
    found = re.fullmatch(r"[er]?(si|di|bp|sp)l?", name)
    return f"r{found[1]}" if found else name


@dataclass(frozen=True)
class Known:
    """What is known about the numbers in a function.

    `constants`: label → the number that lies there; `pointers`: general register → the label whose address it holds;
    `numbers`: vector register (by its number) → the number that all its lanes hold.
    """

    constants: Mapping[str, str] = field(default_factory=dict)
    pointers: dict[str, str] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)


def vector_number(register: str) -> str:
    """The number of a vector register; its name says how much of it is meant.

    >>> vector_number("%zmm3"), vector_number("xmm3"), vector_number("rax")
    ('3', '3', '')
    """
    found = re.fullmatch(r"%?[xyz]mm(\d+)", register)
    return found[1] if found else ""


def said_x86(operand: str, known: Known) -> str:
    """An operand of x86 in words.

    >>> said_x86("384(%rax,%r15,4)", Known()), said_x86("$-8", Known()), said_x86("(%rcx){1to16}", Known({".LCPI0_0": "1.5"}, {"rcx": ".LCPI0_0"}))
    ('[rax + 4·r15 + 384]', '−8', '1.5')
    """
    plain = re.sub(r"\s*\{[^}]*\}", "", operand)
    if plain.startswith("%"):
        return plain[1:]
    if plain.startswith("$"):
        label = plain[1:]
        return f"the address of {known.constants[label]}" if label in known.constants else label.replace("-", "−")
    found = MEMORY.fullmatch(plain)
    if not found:
        return plain
    base, index, scale = ([*map(str.strip, found["inside"].split(",")), "", ""])[:3]
    base, index = base.lstrip("%"), index.lstrip("%")
    label = found["far"] if base == "rip" else "" if found["far"] or index else known.pointers.get(whole_register(base), "")
    if label in known.constants:
        return known.constants[label]
    parts = [base, f"{scale}·{index}" if scale not in ("", "1") else index, found["far"]]
    return "[" + " + ".join(filter(None, parts)).replace("+ -", "− ") + "]"


def said_arm(operand: str) -> str:
    """An operand of a 64-bit ARM in words: `v3.4s` is v3, `#16` is 16.

    >>> said_arm("v3.4s"), said_arm("#-16"), said_arm("[x9, #32]"), said_arm("v1.s[2]")
    ('v3', '−16', '[x9 + 32]', 'entry 2 of v1')
    """
    if found := re.fullmatch(r"(v\d+)\.\w\[(\d+)\]", operand):
        return f"entry {found[2]} of {found[1]}"
    plain = re.sub(r"^(v\d+)\.\w+$", r"\1", operand).replace("#", "")
    if plain.startswith("["):
        return re.sub(r",\s*lsl (\d+)", lambda found: f"·{2 ** int(found[1])}", plain.rstrip("!")).replace(", ", " + ").replace("+ -", "− ")
    return plain.replace("-", "−") if re.fullmatch(r"-?[\d.]+(e[-+]?\d+)?", plain) else plain
