"""Where machine code cannot be made, that is said once and the reference engine computes; where memory is short, that is said; nobody is left waiting."""

import importlib.abc
import multiprocessing
import subprocess
import sys
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic, sleep

import numpy as np
import pytest

import glassgrad as gg
from glassgrad.engine import Native, careful, engine, usable_engine
from glassgrad.engine.native import building, machine, memory, running
from glassgrad.engine.native import library as library_module
from glassgrad.engine.native.library import LIBRARY, Library
from glassgrad.engine.native.machine import compile_module, compiled_once, trouble
from glassgrad.engine.native.running import together
from glassgrad.engine.native.writing import Module
from glassgrad.graph import CompileError, EngineWarning, Graph, MemoryShortError, SettingError, pages
from glassgrad.training.run_file import RunFile

from .training_problem import problem


@pytest.fixture
def forgetful():
    """Nothing is known yet of what works here, and nothing will be afterwards."""
    kept = dict(careful.FAILED), set(careful._SAID)

    def forget(failed=(), said=()):
        careful.FAILED.clear()
        careful.FAILED.update(failed)
        careful._SAID.clear()
        careful._SAID.update(said)
        trouble.cache_clear()

    forget()
    yield
    forget(*kept)


class Broken(importlib.abc.MetaPathFinder):
    """An installation of llvmlite without its library."""

    def find_spec(self, name, path=None, target=None):
        if name == "llvmlite.binding":
            raise OSError("Could not find/load shared object file 'libllvmlite.so'")


def is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "llvmlite", None)


def is_broken(monkeypatch):
    for name in [one for one in sys.modules if one.startswith("llvmlite.binding")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("llvmlite.binding", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])


def has_no_fused_multiply_add(monkeypatch):
    import llvmlite.binding as llvm

    monkeypatch.setattr(llvm, "get_host_cpu_features", lambda: {"sse2": True, "fma": False})


def refuses(monkeypatch):
    import llvmlite.binding as llvm

    def refuse(*given, **how):
        raise RuntimeError("Target does not support\n  MC emission!")

    monkeypatch.setattr(llvm, "create_mcjit_compiler", refuse)


def computes_wrongly(monkeypatch):
    monkeypatch.setattr(machine, "fma", lambda a, b, c: b * b)


FAULTS = [
    (is_missing, "llvmlite, which makes the machine code, cannot be used"),
    (is_broken, "Could not find/load shared object file"),
    (has_no_fused_multiply_add, "this processor has no fused multiply-add"),
    (refuses, "Target does not support MC emission!"),
    (computes_wrongly, "computes something else"),
]


@pytest.fixture(params=FAULTS, ids=lambda fault: fault[0].__name__)
def fault(request, monkeypatch, forgetful):
    """A machine on which the native engine cannot work; gives the reason that is said."""
    spoil, why = request.param
    spoil(monkeypatch)
    return why


def heard(work):
    """What a piece of work gives, and the engines' warnings on the way."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        made = work()
    return made, [str(one.message) for one in caught if issubclass(one.category, EngineWarning)]


@pytest.fixture(scope="module")
def native_run(tmp_path_factory):
    """A run that the native engine computed in float32, and what it predicts."""
    path = tmp_path_factory.mktemp("runs") / "native.glass"
    with gg.train("iris", hidden=(8,), epochs=20, save=path) as run:
        assert run.engine == "native"
        return path, run.outputs("iris"), run.losses[40]


# ── a machine that cannot ───────────────────────────────────────────────────


def test_training_goes_on_with_the_reference_engine_after_one_warning_that_says_why(fault, tmp_path):
    def both():
        with gg.train("xor", hidden=(4,), epochs=3, save=tmp_path / "run.glass") as run:
            first = run.engine
        return first, gg.train("xor", hidden=(4,), epochs=2).engine

    engines, words = heard(both)
    assert engines == ("reference", "reference")
    assert len(words) == 1
    assert fault in words[0]
    assert words[0].startswith("the native engine cannot work here: ")
    assert "the reference engine computes instead" in words[0]


def test_who_asks_for_it_by_name_hears_the_reason_as_an_error(fault):
    with pytest.raises(SettingError, match="native engine cannot work here") as refused:
        engine("native").compile(problem().graph)
    assert fault in str(refused.value)
    assert 'choose engine="reference"' in str(refused.value)


def test_a_run_of_the_native_engine_predicts_within_rounding_where_that_cannot_work(fault, native_run):
    path, outputs, _ = native_run

    def predicted():
        with gg.open_run(path) as run:
            assert run.engine == "native"
            return run.outputs("iris")

    made, words = heard(predicted)
    assert made.dtype == np.float32
    assert np.allclose(made, outputs, rtol=1e-5, atol=1e-5)
    assert len(words) == 1


def test_a_replay_by_another_engine_says_that_the_last_digits_may_differ(monkeypatch, forgetful, native_run):
    path, _, recorded = native_run
    is_missing(monkeypatch)

    def replayed():
        with gg.open_run(path) as run:
            return run.step(41)

    step, _ = heard(replayed)
    assert step.loss == pytest.approx(recorded, rel=1e-3)
    assert "computed by the native engine, which cannot work here; the reference engine computed this step again" in step.caution
    assert "\n! the run was computed by the native engine" in str(step.explain())


def test_a_run_of_the_stand_in_is_replayed_by_it_to_the_bit_where_the_native_engine_works(monkeypatch, forgetful, tmp_path):
    with monkeypatch.context() as spoiled:
        is_missing(spoiled)
        heard(lambda: gg.train("xor", hidden=(4,), epochs=3, save=tmp_path / "run.glass").close())
    trouble.cache_clear()
    careful.FAILED.clear()
    with gg.open_run(tmp_path / "run.glass") as run:
        assert (run.engine, run.plan.engine().name, run.plan.settings.engine) == ("reference", "reference", "native")
        step = run.step(5)
        assert step.loss == run.losses[4]
        assert step.caution == ""


def test_an_engine_that_the_file_names_and_nobody_knows_is_refused(tmp_path):
    with gg.train("xor", hidden=(2,), epochs=1, save=tmp_path / "run.glass") as run:
        file: RunFile = run.file
        with file.transaction():
            file.write_fact("engine", "abacus")
    with pytest.raises(gg.RunFileError, match="the engine in the run file is 'abacus'"):
        gg.open_run(tmp_path / "run.glass")


# ── a program that cannot be compiled ───────────────────────────────────────


@pytest.fixture
def uncompilable(monkeypatch, forgetful):
    """LLVM makes machine code here, but not of our programs."""

    def refuse(*given, **how):
        raise CompileError("LLVM cannot make machine code of this program (instruction expected)")

    assert trouble() == ""
    monkeypatch.setattr(building, "compile_module", refuse)
    monkeypatch.setattr(LIBRARY, "_known", type(LIBRARY._known)())


def test_llvms_own_words_are_in_the_error(monkeypatch):
    with pytest.raises(CompileError, match=r"LLVM cannot make machine code of this program \(LLVM IR parsing error.*expected.*; choose engine=.reference"):
        compile_module("define i64 @one() {\n  nonsense\n}\n")


def test_training_goes_on_where_the_programs_cannot_be_compiled(uncompilable):
    run, words = heard(lambda: gg.train("xor", hidden=(4,), epochs=3))
    assert run.engine == "reference"
    assert len(words) == 1
    assert "instruction expected" in words[0]
    assert usable_engine("native").name == "reference"
    assert run.step(2).loss == run.losses[1]


def test_whatever_a_careful_program_is_asked_for_is_computed_by_the_stand_in(uncompilable):
    task = problem()
    reference, native = engine("reference").compile(task.graph), usable_engine("native").compile(task.graph)
    assert (native.graph, native.dtype, native.keep, native.engine) == (task.graph, np.float64, "outputs", engine("native"))
    batch = {leaf: table[task.rows[0]] for leaf, table in task.data.items()}
    lean = Graph(outputs=task.graph.outputs)
    given = {**task.given, **task.state, **batch}

    def everything(program, over):
        state, values = program.step(task.state, {**task.given, **batch})
        trace = program.steps(task.state, task.given, task.data, task.rows)
        passes = over.over({**task.given, **task.state}, task.data, task.rows)
        return [*state.values(), *[values[one] for one in task.graph.outputs], program.run(given)[task.graph.outputs[0]], trace.losses, passes]

    wanted = everything(reference, engine("reference").compile(lean))
    made, words = heard(lambda: everything(native, usable_engine("native").compile(lean)))
    assert len(words) == 1
    assert [np.asarray(one).tobytes() for one in made] == [np.asarray(one).tobytes() for one in wanted]


def test_who_asks_for_machine_code_by_name_gets_no_stand_in(uncompilable):
    task = problem()
    with pytest.raises(CompileError, match="instruction expected"):
        Native().compile(task.graph).steps(task.state, task.given, task.data, task.rows)


# ── memory ──────────────────────────────────────────────────────────────────


def test_a_block_that_is_too_large_says_how_much_is_needed():
    with pytest.raises(MemoryShortError, match=r"not enough memory: the computation needs [\d,]+ MiB more than it has; choose fewer units"):
        memory.block(2**60)


def test_llvm_is_not_started_without_room_to_work_in(monkeypatch):
    monkeypatch.setattr(machine, "COMPILERS_ROOM", 2**60)
    with pytest.raises(MemoryShortError):
        compile_module("define i64 @one() {\n  ret i64 1\n}\n")


# ── threads and processes ───────────────────────────────────────────────────


def heavy(size=320):
    """A product that is worth several threads, and its inputs."""
    a, b = (pages.variable(shape=(size, size), name=name) for name in "ab")
    rng = np.random.default_rng(0)
    return Graph(outputs=(pages.tanh(a @ b),)), {a: rng.standard_normal((size, size)), b: rng.standard_normal((size, size))}


def test_several_threads_that_compile_and_run_at_once_get_the_same_bits(monkeypatch):
    monkeypatch.setattr(library_module, "MOST_KEPT", 1)  # they push each other's programs out
    graph, given = heavy(96)
    task = problem()
    program = Native().compile(graph)
    wanted = program.run(given)[graph.outputs[0]].tobytes(), Native().compile(task.graph).steps(task.state, task.given, task.data, task.rows).losses.tobytes()

    def work(number):
        one = program if number % 2 else Native().compile(graph, threads=2)
        trace = Native().compile(task.graph).steps(task.state, task.given, task.data, task.rows)
        return one.run(given)[graph.outputs[0]].tobytes(), trace.losses.tobytes()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(work, range(24))) == {wanted}


def test_the_library_is_asked_by_many_threads_and_keeps_to_its_size(monkeypatch):
    monkeypatch.setattr(library_module, "MOST_KEPT", 4)
    library = Library()
    xs = [pages.variable(shape=(n,), name="x") for n in range(1, 9)]

    def ask(number):
        x = xs[number % len(xs)]
        return library.code(Graph(outputs=(x + 1.0,)), "pass", np.dtype("float64"), machine.THIS_MACHINE).slots

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(ask, range(64)))) == 1
    assert len(library._known) <= 4


def test_threads_that_ask_for_shared_code_at_first_get_one_and_the_same():
    together_now = Barrier(6)

    def write():
        together_now.wait()  # all of them are at it
        return Module()

    shared = compiled_once(write)
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda _: shared(), range(6)))
    assert {id(one) for one in found} == {id(shared())}


def test_an_alarm_of_the_users_own_is_not_taken_for_a_failure_to_compile(monkeypatch):
    def alarm(*given):
        raise TimeoutError("the user's limit")

    monkeypatch.setattr(machine, "_optimised", alarm)
    with pytest.raises(TimeoutError, match="the user's limit"):
        compile_module("define i64 @one() {\n  ret i64 1\n}\n")


FORKED = """
import hashlib, multiprocessing, sys
import numpy as np
import glassgrad as gg
from glassgrad.engine import Native
from glassgrad.graph import Graph, pages

x = pages.variable(shape=(300, 300), name="x")
graph = Graph(outputs=(pages.tanh(x @ x),))
values = np.random.default_rng(0).standard_normal((300, 300))

def digest(program):
    return hashlib.sha256(program.run({x: values})[graph.outputs[0]].tobytes()).hexdigest()

program = Native().compile(graph, threads=2)

def child(queue):
    run = gg.train("xor", hidden=(4,), epochs=3)
    queue.put((digest(program), digest(Native().compile(graph, threads=2)), run.losses.tobytes()))

if __name__ == "__main__":
    mine = digest(program), digest(program), gg.train("xor", hidden=(4,), epochs=3).losses.tobytes()
    for method in sys.argv[1:]:
        context = multiprocessing.get_context(method)
        queue = context.Queue()
        process = context.Process(target=child, args=(queue,))
        process.start()
        theirs = queue.get(timeout=60)
        process.join()
        assert theirs == mine, method
"""


def test_a_forked_and_a_new_process_compute_the_same_bits(tmp_path):
    script = tmp_path / "forked.py"
    script.write_text(FORKED)
    methods = [one for one in ("fork", "spawn") if one in multiprocessing.get_all_start_methods()]
    done = subprocess.run([sys.executable, str(script), *methods], capture_output=True, text=True, timeout=90, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def gone(before, seconds=10.0):
    """Whether there are no more threads than before, after a while at most."""
    until = monotonic() + seconds
    while threading.active_count() > before and monotonic() < until:
        sleep(0.01)
    return threading.active_count() <= before


def test_a_thread_that_waits_for_one_that_never_comes_is_set_free():
    graph, given = heavy()
    program = Native().compile(graph, threads=2)
    wanted = program.run(given)[graph.outputs[0]].tobytes()
    before = threading.active_count()
    calls = []

    class Interrupted(running.Call):
        def run(self):
            calls.append(self)
            function = running._PASS(self.code.compiled.address("run"))

            def work(thread, threads):
                if thread == 0:
                    sleep(0.05)  # the other one is at the meeting point by now
                    raise KeyboardInterrupt
                function(self.context.ctypes.data, thread, threads)

            together(2, work, self.let_go)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("glassgrad.engine.native.program.Call", Interrupted)
        with pytest.raises(KeyboardInterrupt):
            program.run(given)
    assert calls[0].code.threaded
    assert gone(before)
    assert program.run(given)[graph.outputs[0]].tobytes() == wanted


@pytest.mark.parametrize("allowed", [0, 1])
def test_where_the_system_starts_fewer_threads_fewer_work(monkeypatch, allowed):
    graph, given = heavy()
    wanted = Native().compile(graph).run(given)[graph.outputs[0]].tobytes()
    started = []

    class Scarce(threading.Thread):
        def start(self):
            if len(started) >= allowed:
                raise RuntimeError("can't start new thread")
            started.append(self)
            super().start()

    monkeypatch.setattr(running, "Thread", Scarce)
    assert Native().compile(graph, threads=4).run(given)[graph.outputs[0]].tobytes() == wanted
    assert len(started) == allowed
    x, w = pages.variable(shape=(3, 2), name="x"), pages.variable(shape=(2, 4), name="w")
    rows = np.arange(30).reshape(10, 3)
    values = {w: np.ones((2, 4))}, {x: np.arange(60.0).reshape(30, 2)}
    lean = Graph(outputs=(x @ w,))
    assert Native().compile(lean, threads=4).over(*values, rows).tobytes() == Native().compile(lean).over(*values, rows).tobytes()


INTERRUPTED = """
import os, signal, threading, time
import numpy as np
from glassgrad.engine import Native
from glassgrad.graph import Graph, pages

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started the tests may have had it ignored
w, x = pages.variable(shape=(400, 400), name="w"), pages.variable(shape=(400, 400), name="x")
graph = Graph(outputs=(pages.sum(w @ x),), updates={w: w * 0.999 + 1e-6 * pages.tanh(w @ x)})
program = Native().compile(graph, threads=2)
state, data = {w: np.full((400, 400), 0.01)}, {x: np.full((400, 400), 0.01)}
rows = np.tile(np.arange(400), (20, 1))
program.steps(state, {}, data, rows)
took = []
for _ in range(5):
    started = time.monotonic()
    program.steps(state, {}, data, rows)
    took.append(time.monotonic() - started)
rows = np.tile(rows, (int(1.5 / min(took)) + 1, 1))  # a second and a half, though something else disturbed the one or other
before = threading.active_count()
threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    program.steps(state, {}, data, rows)
except KeyboardInterrupt:
    print("interrupted")
until = time.monotonic() + 10
while threading.active_count() > before and time.monotonic() < until:
    time.sleep(0.01)
assert threading.active_count() == before, threading.enumerate()
print(program.steps(state, {}, data, rows[:3]).completed)
"""


def test_an_interrupt_during_many_steps_leaves_no_thread_behind():
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, ["interrupted", "3"], "")


def test_what_the_faults_break_works_without_them(forgetful):
    assert trouble() == ""
    assert usable_engine("native") == engine("native")
