"""The machine that the code is for, and the step from LLVM's text to code that can be called."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from glassgrad.graph import CompileError, SettingError

from . import memory
from .writing import POINTER, Module, Type, fma

LONGEST_REASON = 200
COMPILERS_ROOM, COMPILERS_SHARE = 32 * 2**20, 32
"""Bytes that LLVM is sure to be content with: so many, and so many for each letter of the text. It took a quarter of that where it was measured."""


@dataclass(frozen=True)
class Machine:
    """A processor as LLVM knows it: its name, and its features as "+avx2,-avx512f,…". Empty: the one we run on.

    The results do not depend on it, to the bit; only the speed does.
    """

    processor: str = ""
    features: str = ""

    @property
    def register_bytes(self) -> int:
        """How wide a vector register is."""
        on = self.feature_names
        return 64 if "avx512f" in on else 32 if "avx2" in on or "avx" in on else 16

    @property
    def name(self) -> str:
        """What LLVM calls the processor."""
        return _described(self)[0]

    @property
    def register_sorts(self) -> Mapping[str, int]:
        """Vector registers by the letter that their names begin with: how many bytes each holds."""
        return {"x": 16, "y": 32, "z": 64, "v": 16}

    @property
    def registers(self) -> int:
        """How many vector registers there are."""
        on = self.feature_names
        return 32 if "avx512f" in on or "neon" in on else 16

    @property
    def feature_names(self) -> frozenset[str]:
        """What the processor can do, by LLVM's names."""
        return frozenset(word[1:] for word in _described(self)[1].split(",") if word.startswith("+"))


THIS_MACHINE = Machine()


def compiled_once(write: Callable[[], Module]) -> Callable[[], Compiled]:
    """What gives the machine code of a module that the whole process shares. Threads that ask for it at first all get the same, which stays."""
    made: list[Compiled] = []

    def known() -> Compiled:
        if not made:
            made.append(compile_module(write()))
        return made[0]

    return known


@dataclass(frozen=True, eq=False)
class Compiled:
    """Machine code in memory. It lives as long as this object."""

    engine: Any

    def address(self, name: str) -> int:
        """Where a function begins."""
        return int(self.engine.get_function_address(name))


def compile_module(module: Module | str, machine: Machine = THIS_MACHINE, *, speed: int = 2) -> Compiled:
    """Optimise and compile.

    Raises: CompileError with LLVM's own words if it refuses; MemoryShortError if there is no room to compile in.
    """
    import llvmlite.binding as llvm

    text = str(module)
    # LLVM ends the whole process when memory runs out while it works, so it is asked for, and given back, before.
    memory.block(COMPILERS_ROOM + COMPILERS_SHARE * len(text))
    try:
        parsed, target = _optimised(text, machine, speed)
        engine = llvm.create_mcjit_compiler(parsed, target)
        engine.finalize_object()
    except RuntimeError as error:
        raise CompileError(f"LLVM cannot make machine code of this program ({_in_short(error)})") from error
    return Compiled(engine)


def tidied(module: Module | str, machine: Machine = THIS_MACHINE, *, speed: int = 2) -> str:
    """The text of a module after LLVM has tidied it up: what machine code is made from."""
    return str(_optimised(module, machine, speed)[0])


def assembly(module: Module | str, machine: Machine = THIS_MACHINE, *, speed: int = 2) -> str:
    """The machine's own language, for people to read."""
    parsed, target = _optimised(module, machine, speed)
    return str(target.emit_assembly(parsed))


def _optimised(module: Module | str, machine: Machine, speed: int) -> tuple[Any, Any]:
    """LLVM's own idea of the module, tidied up, and of the machine."""
    import llvmlite.binding as llvm

    target = target_machine(machine, speed)
    parsed = llvm.parse_assembly(str(module))
    parsed.triple = target.triple
    optimise(parsed, target, speed)
    return parsed, target


def optimise(parsed: Any, target: Any, speed: int) -> None:
    """Let LLVM tidy up: what is written is nearly what is wanted, so few passes do, in a tenth of the time that all would take."""
    import llvmlite.binding as llvm

    builder = llvm.create_pass_builder(target, llvm.create_pipeline_tuning_options(speed_level=speed))
    passes = llvm.create_new_function_pass_manager()
    passes.add_instruction_combine_pass()
    passes.add_simplify_cfg_pass()
    for function in parsed.functions:
        if not function.is_declaration:
            passes.run(function, builder)


def target_machine(machine: Machine, speed: int) -> Any:
    """LLVM's own idea of the machine. A new one each time: the engine that compiles takes it over and lets it go."""
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    processor, features = _described(machine)
    return llvm.Target.from_default_triple().create_target_machine(cpu=processor, features=features, opt=speed, jit=True)


@cache
def _described(machine: Machine) -> tuple[str, str]:
    import llvmlite.binding as llvm

    return machine.processor or llvm.get_host_cpu_name(), machine.features or llvm.get_host_cpu_features().flatten()


@cache
def trouble() -> str:
    """Why machine code cannot be made here; empty if it can. Found out by making a little, and trying it."""
    try:
        import llvmlite.binding as llvm

        features = llvm.get_host_cpu_features()
    except Exception as error:  # noqa: BLE001 - a broken installation may raise anything
        return f"llvmlite, which makes the machine code, cannot be used ({_in_short(error)})"
    if features.get("sse2", False) and not features.get("fma", False):
        return "this processor has no fused multiply-add"
    try:
        right = _tried()
    except Exception as error:  # noqa: BLE001 - so may a version of it that we do not know
        return f"LLVM cannot make machine code here ({_in_short(error)})"
    return "" if right else "the machine code that LLVM makes here computes something else"


def check_usable() -> None:
    """Raises: SettingError if machine code cannot be made here."""
    if trouble():
        raise SettingError(f'the native engine cannot work here: {trouble()}; choose engine="reference"')


def _tried() -> bool:
    """Whether a few fused multiply-adds come out right: the same that all programs are made of."""
    module = Module()
    vector = Type("double", 8)
    f = module.function("try", [("address", POINTER)], internal=False)
    (address,) = f.parameters
    x = f.load(vector, address)
    f.store(fma(x, x, f.constant(vector, -1.0)), address)
    f.give()
    numbers = np.arange(8.0) + 2.0**-30
    compiled = compile_module(module)
    ctypes.CFUNCTYPE(None, ctypes.c_void_p)(compiled.address("try"))(numbers.ctypes.data)
    # (n + ε)² − 1 = n² − 1 + 2nε + ε², rounded once; with two roundings the ε² of n = 1 is lost.
    right = [float((n + Fraction(1, 2**30)) ** 2 - 1) for n in range(8)]
    return bool((numbers == right).all())


def _in_short(error: BaseException) -> str:
    words = " ".join(str(error).split()) or type(error).__name__
    return words if len(words) <= LONGEST_REASON else f"{words[:LONGEST_REASON]}…"
