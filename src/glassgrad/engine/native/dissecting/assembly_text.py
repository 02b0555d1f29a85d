"""The machine's own language, read: the instructions of each function, without what only an assembler needs, and what each of them does."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan

from .instructions import DIVISION, FUSED, reading
from .listing import Function, Loop, most_at_work
from .operands import Known, said_x86, split, vector_number, whole_register

LABEL = re.compile(r"(?P<name>[.\w$]+):\s*(?:[#;/].*)?")
DATUM = re.compile(r"\s+\.(?P<size>long|quad|word|xword|short|byte)\s+(?P<values>[^#;/]+)")
WIDE = re.compile(r"%([xyz])mm\d+|\bv\d+\.(\d+)[sd]\b|\bq\d+\b")
COLUMN = 50
"""Where the readings begin."""


@dataclass(frozen=True)
class Instruction:
    """One line of a function: a label, or an instruction with its operands."""

    label: str = ""
    mnemonic: str = ""
    operands: str = ""

    @property
    def goes_to(self) -> str:
        """The last operand: where a jump goes."""
        return split(self.operands)[-1] if self.operands else ""


def functions_in(text: str, names: Iterable[str], register_bytes: Mapping[str, int], itemsize: int) -> dict[str, Function]:
    """The functions of that name in an assembler's listing. `register_bytes`: how wide a register of each sort is."""
    constants = constants_in(text)
    arm = not re.search(r"%[er]\w\w\b", text)
    found = {}
    known = set(names)
    for name, body in _bodies(text, known).items():
        lines = _written(body, constants, arm=arm)
        calls = tuple(dict.fromkeys(one for step in body for one in re.findall(r"[\w.]+", step.operands) if one in known and one != name))
        loops = [_loop(name, body[first : last + 1], lines[first : last + 1], register_bytes, itemsize) for first, last in _spans(body)]
        found[name] = Function(name, lines, calls, most_at_work(loops))
    return found


def constants_in(text: str) -> dict[str, str]:
    r"""The numbers that a listing keeps in memory, by label. Those with fractions are written by their bits, whole ones in decimals.

    >>> constants_in(".LCPI0_0:\n  .long 0x3f800000\n.LCPI0_1:\n  .long 7")
    {'.LCPI0_0': '1', '.LCPI0_1': '7'}
    """
    found: dict[str, list[str]] = {}
    label = ""
    for line in text.splitlines():
        if named := LABEL.fullmatch(line.strip()):
            label = named["name"] if "CPI" in named["name"] else ""
        elif label and (datum := DATUM.match(line)):
            found.setdefault(label, []).extend(_number(one.strip(), datum["size"]) for one in datum["values"].split(","))
    return {label: ", ".join(values) if len(set(values)) > 1 else values[0] for label, values in found.items()}


def _number(written: str, size: str) -> str:
    count, form, digits = {"long": (4, ">f", 8), "word": (4, ">f", 8), "quad": (8, ">d", 16), "xword": (8, ">d", 16)}.get(size, (0, "", 0))
    if not count or not written.startswith("0x"):
        return written
    bits = int(written, 16)
    sign = 1 << 8 * count - 1
    if bits in (sign, sign - 1):
        return "the sign bit" if bits == sign else "all bits but the sign"
    (number,) = struct.unpack(form, bits.to_bytes(count, "big"))
    return f"the bits {written}" if isnan(number) else f"{number:.{digits}g}".replace("inf", "infinity")


def _bodies(text: str, names: set[str]) -> dict[str, list[Instruction]]:
    found: dict[str, list[Instruction]] = {}
    body: list[Instruction] | None = None
    for line in text.splitlines():
        plain = line.strip()
        if named := LABEL.fullmatch(plain):
            name = named["name"]
            known = name if name in names else name.removeprefix("_")
            if known in names:
                body = found.setdefault(known, [])
            elif "func_end" in name:
                body = None
            elif body is not None and "CPI" not in name:
                body.append(Instruction(label=name))
        elif body is not None and plain and plain[0] not in ".#;/":
            mnemonic, _, operands = plain.partition("\t") if "\t" in plain else plain.partition(" ")
            body.append(Instruction(mnemonic=mnemonic.strip(), operands=operands.strip()))
    return {name: _without_idle_labels(body) for name, body in found.items()}


def _without_idle_labels(body: list[Instruction]) -> list[Instruction]:
    wanted = {step.goes_to for step in body}
    return [step for step in body if not step.label or step.label in wanted]


def _spans(body: Sequence[Instruction]) -> list[tuple[int, int]]:
    """Innermost loops: from a label to the last jump back to it."""
    labels = {step.label: number for number, step in enumerate(body) if step.label}
    ends = {labels[step.goes_to]: number for number, step in enumerate(body) if step.mnemonic and labels.get(step.goes_to, number) < number}
    spans = list(ends.items())
    return [one for one in spans if not any(other != one and one[0] <= other[0] and other[1] <= one[1] for other in spans)]


def _written(body: Sequence[Instruction], constants: Mapping[str, str], *, arm: bool) -> tuple[str, ...]:
    """Every line with what it does beside it."""
    sure = {} if arm else _constant_pointers(body)
    known = Known(constants, dict(sure), {} if arm else _constant_vectors(body, constants))
    names = 1 + max((len(step.mnemonic) for step in body), default=0)
    width = min(COLUMN, 4 + max((len(step.operands) for step in body), default=0) + names)
    lines = []
    for step in body:
        if step.label:
            known = replace(known, pointers=dict(sure))
            lines.append(f"{step.label}:")
            continue
        says = reading(step.mnemonic, step.operands, known, arm=arm)
        code = f"    {step.mnemonic:<{names}}{step.operands}".rstrip()
        lines.append(f"{code:<{width}}  {'//' if arm else '#'} {says}" if says else code)
        if not arm:
            _note_pointer(step, known.pointers)
    return tuple(lines)


def _note_pointer(step: Instruction, pointers: dict[str, str]) -> None:
    """Remember that a register holds the address of a constant, and forget it when something else is written there."""
    operands = split(step.operands)
    if not operands or not operands[-1].startswith("%"):
        return
    register = whole_register(operands[-1].split()[0].lstrip("%"))
    address = operands[0].lstrip("$") if step.mnemonic == "movabsq" else operands[0].partition("(")[0] if step.mnemonic == "leaq" else ""
    if "CPI" in address:
        pointers[register] = address
    elif step.mnemonic.rstrip("bwlq") not in ("cmp", "test", "push"):
        pointers.pop(register, None)


def _constant_pointers(body: Sequence[Instruction]) -> dict[str, str]:
    """Registers that hold the address of one constant and never anything else: only of these is it known what they hold after a label."""
    seen: dict[str, set[str]] = {}
    for step in body:
        before: dict[str, str] = {}
        operands = split(step.operands)
        if step.label or not operands or not operands[-1].startswith("%") or step.mnemonic.rstrip("bwlq") in ("cmp", "test", "push", "pop"):
            continue
        _note_pointer(step, before)
        register = whole_register(operands[-1].split()[0].lstrip("%"))
        seen.setdefault(register, set()).add(before.get(register, ""))
    return {register: next(iter(labels)) for register, labels in seen.items() if len(labels) == 1 and "" not in labels}


def _constant_vectors(body: Sequence[Instruction], constants: Mapping[str, str]) -> dict[str, str]:
    """Vector registers that are filled with one number and never with anything else, by their number."""
    sure = _constant_pointers(body)
    known = Known(constants, dict(sure))
    seen: dict[str, set[str]] = {}
    for step in body:
        if step.label:
            known = replace(known, pointers=dict(sure))
            continue
        operands = split(step.operands)
        register = vector_number(operands[-1].split()[0]) if operands else ""
        if register:
            zero = step.mnemonic in ("vxorps", "vxorpd", "vpxor", "vpxord", "vpxorq") and len(set(operands)) == 1
            number = "0" if zero else said_x86(operands[0], known) if step.mnemonic in ("vbroadcastss", "vbroadcastsd", "vmovss", "vmovsd") else ""
            seen.setdefault(register, set()).add(number if number in (*constants.values(), "0") else "")
        _note_pointer(step, known.pointers)
    return {register: next(iter(numbers)) for register, numbers in seen.items() if len(numbers) == 1 and "" not in numbers}


def _loop(name: str, body: Sequence[Instruction], lines: Sequence[str], register_bytes: Mapping[str, int], itemsize: int) -> Loop:
    steps = [step for step in body if step.mnemonic]
    sorts = {found[1] or "v" for step in steps for found in WIDE.finditer(step.operands) if not _single(step)}
    widest = max((register_bytes.get(sort, 0) for sort in sorts), default=0)
    return Loop(
        function=name,
        lines=tuple(lines),
        lanes=max(1, widest // itemsize),
        instructions=len(steps),
        fused=sum(bool(FUSED.fullmatch(step.mnemonic)) for step in steps),
        divisions=sum(bool(DIVISION.fullmatch(step.mnemonic)) for step in steps),
        loads=sum(_touches_memory(step) and not _stores(step) and not step.mnemonic.startswith(("lea", "prefetch", "prfm")) for step in steps),
        stores=sum(_stores(step) for step in steps),
    )


def _single(step: Instruction) -> bool:
    """Whether an instruction works on one number only, though the register is wide."""
    return bool(re.fullmatch(r"v\w+(ss|sd)|v?mov[dq]|v?cvt\w*si\w*", step.mnemonic)) and "broadcast" not in step.mnemonic


def _touches_memory(step: Instruction) -> bool:
    return any("(" in one or one.startswith("[") for one in split(step.operands))


def _stores(step: Instruction) -> bool:
    operands = split(step.operands)
    if step.mnemonic.startswith("st") and operands and "[" in step.operands:
        return True
    return bool(operands) and operands[-1].partition(" ")[0].endswith(")") and "mov" in step.mnemonic and len(operands) == 2
