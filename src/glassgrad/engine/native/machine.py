"""The machine that the code is for, and the step from LLVM's text to code that can be called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from glassgrad.graph import SettingError

from .writing import Module


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


@dataclass(frozen=True, eq=False)
class Compiled:
    """Machine code in memory. It lives as long as this object."""

    engine: Any

    def address(self, name: str) -> int:
        """Where a function begins."""
        return int(self.engine.get_function_address(name))


def compile_module(module: Module | str, machine: Machine = THIS_MACHINE, *, speed: int = 2) -> Compiled:
    """Optimise and compile. Raises: RuntimeError with LLVM's own words if the text is wrong, which is a fault of ours."""
    import llvmlite.binding as llvm

    parsed, target = _optimised(module, machine, speed)
    engine = llvm.create_mcjit_compiler(parsed, target)
    engine.finalize_object()
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
    """Why machine code cannot be made here; empty if it can. Found out by making a little."""
    try:
        import llvmlite.binding as llvm
    except ImportError as error:
        return f"llvmlite, which makes the machine code, cannot be imported ({error})"
    features = llvm.get_host_cpu_features()
    if features.get("sse2", False) and not features.get("fma", False):
        return "this processor has no fused multiply-add"
    try:
        compile_module("define i64 @one() {\n  ret i64 1\n}\n")
    except (RuntimeError, OSError) as error:
        return f"LLVM cannot make machine code here ({error})"
    return ""


def check_usable() -> None:
    """Raises: SettingError if machine code cannot be made here."""
    if trouble():
        raise SettingError(f'the native engine cannot work here: {trouble()}; choose engine="reference"')
