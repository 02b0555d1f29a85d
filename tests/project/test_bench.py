"""The benchmark's own arithmetic, on made-up contestants and made-up results. How fast anything is, is measured by `make bench` and tested nowhere."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from bench import interleaving, memory_of_process, peak, results, speed, targets
from bench.agreement import deviation
from bench.contestants import CONTESTANTS, OURS, PEERS, glassgrad_program, numpy_by_hand
from bench.data import batch_order, draw_table, first_weights
from bench.growth import exponent
from bench.machine import cpu_model, vectors
from bench.nets import NETS, net
from bench.plot import place, render_plot
from bench.processes import shorten
from bench.report import render
from bench.writing import duration

ROOT = Path(__file__).parents[2]


def test_the_flops_of_a_net_are_counted_by_hand():
    small = net("2-8-1", batch=32, rows=4096)
    forward = 2 * 32 * 2 * 8 + 2 * 32 * 8 * 1
    weights = forward
    inputs = 2 * 32 * 8 * 1  # of the second layer only
    assert small.flops_per_step == forward + weights + inputs
    assert net("3-5", batch=7, rows=70).flops_per_step == 2 * 2 * 7 * 3 * 5


def test_the_memory_bound_is_counted_by_hand():
    small = net("3-2", batch=4, rows=10)
    assert small.parameters == 8
    assert small.table_bytes == 10 * (3 + 1) * 4 + 8 * 8  # two whole batches of 4 row numbers
    assert small.batch_bytes == 4 * (3 + 1 + 4 * 2) * 4
    assert small.memory_bound == small.table_bytes + 4 * 8 * 4 + small.batch_bytes


def test_every_row_is_seen_at_most_once_an_epoch_and_the_order_can_be_drawn_again():
    small = net("2-8-1", batch=32, rows=100)
    order = batch_order(small, 5)
    assert order.shape == (3, 32)
    assert len(set(order.ravel().tolist())) == 96
    assert np.array_equal(order, batch_order(small, 5))
    assert not np.array_equal(order, batch_order(small, 6))


def test_rounds_are_interleaved_and_begin_with_another_contestant_each_time():
    asked: list[str] = []
    turns = {name: (lambda name=name: asked.append(name) or float(len(asked))) for name in "ABC"}
    seconds = interleaving.run_rounds(turns, 3, between=lambda: asked.append("|"), pause=0.0)
    assert "".join(asked) == "ABC|BCA|CAB|"
    assert seconds == {"A": [1.0, 7.0, 10.0], "B": [2.0, 5.0, 11.0], "C": [3.0, 6.0, 9.0]}


def test_a_ratio_is_the_median_of_the_rounds_so_that_one_disturbed_round_changes_nothing():
    seconds = {"ours": [1.0, 1.0, 9.0], "peer": [4.0, 5.0, 4.5]}
    assert interleaving.ratio(seconds, "peer", "ours") == 4.0
    assert interleaving.medians(seconds) == {"ours": 1.0, "peer": 4.5}
    assert interleaving.best_of(seconds, ["peer", "ours"]) == "ours"
    assert interleaving.repeats_for(0.1, 0.3) == 3
    assert interleaving.repeats_for(2.0, 0.3) == 1


@pytest.mark.parametrize("losses", [[1.0, 0.4], [1.0], [1.0, 0.5, 0.5], [1.0, float("nan")]])
def test_a_contestant_that_computes_something_else_is_found_out(losses):
    assert deviation(losses, [1.0, 0.5]) > 0.01


def test_the_better_number_of_threads_counts():
    chosen = NETS[0]
    seconds = {f"{OURS.name}/1": [2e-6, 2e-6], f"{OURS.name}/2": [4e-6, 4e-6], "torch_eager/1": [9e-5, 9e-5], "torch_eager/2": [8e-5, 8e-5]}
    found = speed.summarise(chosen, seconds, {"1": 1e11, "2": 2e11})
    assert found["contestants"][OURS.name]["threads"] == 1
    assert found["contestants"]["torch_eager"]["threads"] == 2
    assert found["speedups"] == {"torch_eager": pytest.approx(40)}
    assert found["peak_shares"]["1"] == pytest.approx(chosen.flops_per_step / 2e-6 / 1e11)
    assert speed.fastest_peer(found) == "torch_eager"


@pytest.mark.parametrize("chosen", [net("2-8-1", batch=32, rows=256), net("4-16-16-3", batch=32, rows=256)], ids=lambda one: one.name)
def test_glassgrad_on_the_reference_engine_and_numpy_by_hand_make_the_same_steps(chosen):
    table, weights, orders = draw_table(chosen), first_weights(chosen), [batch_order(chosen, epoch) for epoch in range(4)]
    ours = glassgrad_program.trainer(chosen, table, weights, threads=1, engine_name="reference").epochs(orders)
    by_hand = numpy_by_hand.trainer(chosen, table, weights, dtype=np.float64).epochs(orders)
    assert len(ours) == 32
    assert deviation(ours, by_hand) < 1e-4
    assert by_hand[-8:].mean() < by_hand[:8].mean()


def test_predictions_agree():
    chosen = net("4-16-16-3", batch=32, rows=256)
    X, weights = draw_table(chosen).X, first_weights(chosen)
    ours = glassgrad_program.predictor(chosen, weights, threads=1, engine_name="reference")(X)
    np.testing.assert_allclose(ours, numpy_by_hand.predictor(chosen, weights)(X), rtol=1e-4, atol=1e-5)


def test_a_worker_answers_every_line_and_says_what_went_wrong():
    questions = [
        {"do": "prepare", "widths": [2, 8, 1], "batch": 32, "rows": 64, "check_steps": 2},
        {"do": "train", "epochs": 3},
        {"do": "prepare", "widths": [2, 8, 1], "batch": "many", "rows": 64, "check_steps": 2},
    ]
    command = [sys.executable, "-m", "bench.worker", "glassgrad_program", "1", '{"engine_name": "reference"}']
    lines = "".join(json.dumps(one) + "\n" for one in questions)
    done = subprocess.run(command, input=lines, cwd=ROOT, capture_output=True, text=True, check=True)
    prepared, trained, refused = map(json.loads, done.stdout.splitlines())
    assert len(prepared["losses"]) == 2
    assert trained["steps"] == 6
    assert trained["seconds"] > 0
    assert "rows is 'many'" in refused["error"]


def test_a_memory_growth_is_noticed():
    with memory_of_process.growth() as grown:
        np.ones(8_000_000)  # 64 MB: up to 32 the C library may give memory again that was in use before
    assert grown.bytes >= 50_000_000


def test_the_kernel_of_the_peak_computes_what_it_says():
    pytest.importorskip("llvmlite")
    shape = peak.Shape(lanes=4, accumulators=3)
    assert shape.flops == 24
    # Every chain tends to 0.001 / (1 − 0.999) = 1; three of them are added, and the first twice.
    assert peak.kernel(shape)(100_000) == pytest.approx(4.0, rel=1e-2)


def test_a_power_law_is_recognised():
    assert exponent(growth=4.0, factor=2.0) == pytest.approx(2.0)


def one_net(chosen, ours: float, peer: float) -> dict:
    seconds = {f"{OURS.name}/1": [ours] * 3, "jax_scan/1": [peer] * 3, "torch_eager/2": [peer * 20] * 3}
    return speed.summarise(chosen, seconds, {"1": 2.7e11, "2": 5.4e11}) | {
        "deviations": {"jax_scan/1": 2e-6},
        "left_out": {"scikit_learn/2": "its process ended"},
    }


@pytest.fixture
def found() -> dict:
    return {
        "machine": {"cpu": "Abacus 3000 (family 1, model 2)", "cores": 2, "vectors": "AVX2", "system": "Linux x86_64"},
        "versions": {"glassgrad": {"glassgrad": "0.1.0"}, "peers": {"jax": "0.10.2"}},
        "engine": "native",
        "quick": False,
        "speed": {NETS[0].name: one_net(NETS[0], 1e-6, 9e-6), NETS[1].name: one_net(NETS[1], 2e-6, 8e-6)},
        "compile": {"2-8-1": {"loading": 0.05, "graph": 0.001, "first": 0.2, "second": 0.001, "again": 0.004, "runs": 5, "threads": 2}},
        "memory": {
            NETS[4].name: {
                "table_bytes": 50 * 2**20,
                "parameter_bytes": 10 * 2**20,
                "batch_bytes": 2**20,
                "bound": 61 * 2**20,
                "contestants": {OURS.name: 64 * 2**20, "torch_eager": 90 * 2**20},
                "left_out": {},
            }
        },
        "predict": {
            "net": "64-64-10",
            "rows": 1_000_000,
            "inputs_bytes": 256_000_000,
            "outputs_bytes": 40_000_000,
            "bound": 300_000_000,
            "left_out": {},
            "contestants": {OURS.name: {"threads": 2, "seconds": 0.05, "bytes": 400_000_000}, "torch_eager": {"threads": 2, "seconds": 0.1, "bytes": 1}},
            "speedups": {"torch_eager": 2.0},
        },
        "growth": {
            "rows": {
                "what": "rows ×10",
                "per": "epoch",
                "factor": 10.0,
                "small": {"is": "4,096 rows", "seconds": 0.001},
                "large": {"is": "40,960 rows", "seconds": 0.01},
                "exponent": 1.0,
                "expected": 1.0,
            }
        },
        "peak": {"1": 2.7e11, "2": 5.4e11},
    }


def test_targets_are_judged_honestly(found):
    met = {verdict.what: verdict.met for verdict in targets.judge(found)}
    assert met == {
        "2-8-1: speed-up over the fastest peer": True,
        "2-8-1: speed-up over PyTorch eager": True,
        "4-16-16-3: speed-up over the fastest peer": False,
        "4-16-16-3: speed-up over PyTorch eager": False,
        "2-8-1: compilation": False,
        "2-8-1: a second net of the same structure": True,
        "784-512-512-10: memory of training": True,
        "memory of predicting 1,000,000 rows": False,
    }


def test_the_page_names_the_processor_and_says_what_was_missed(found):
    page = render(found)
    assert "Abacus 3000 (family 1, model 2)" in page
    assert "4 of 8 are met" in page
    assert "| 4-16-16-3: speed-up over the fastest peer | ≥ 7× | 4× | **no** |" in page
    assert "| 2-8-1 | 32 | 1 µs (1) | 180 µs (2) | **9 µs** (1) |" in page
    assert "- 2-8-1: scikit-learn MLP, threads: 2: its process ended" in page
    assert "float64: 2e-06 (relative; JAX scan over the epoch, 4-16-16-3)." in page
    assert "quick run" not in page


def test_a_quick_run_and_another_engine_are_told(found):
    page = render(found | {"quick": True, "engine": "reference"})
    assert "This was a quick run" in page
    assert "`reference`" in page


def test_a_run_without_peers_has_a_page_too(found):
    alone = speed.summarise(NETS[0], {f"{OURS.name}/1": [1e-6]}, {"1": 2.7e11}) | {"deviations": {}, "left_out": {}}
    page = render({name: found[name] for name in ("machine", "engine", "quick")} | {"versions": {"glassgrad": {}, "peers": {}}, "speed": {"2-8-1": alone}})
    assert "they were not measured" in page
    assert "times as long" not in page


def test_the_plot_is_well_formed_and_every_dot_has_its_name_and_number(found):
    picture = render_plot(found)
    words = [element.text for element in ElementTree.fromstring(picture).iter() if element.text]
    assert picture.count("<circle") == 6
    for word in ("glassgrad", "JAX scan over the epoch", "PyTorch eager", "9 µs", "2-8-1, batch 32", "Adam, float32, medians; Abacus 3000 (family 1, model 2)"):
        assert word in words
    assert place(1e-6, -6, 0) < place(1e-5, -6, 0) < place(1.0, -6, 0)


def test_results_of_this_machine_are_kept_where_nothing_new_was_measured(found):
    newer = {name: found[name] for name in results.SAME} | {"speed": {NETS[1].name: one_net(NETS[1], 1e-6, 8e-6)}}
    together = results.merged(found, newer)
    assert together["speed"][NETS[0].name] == found["speed"][NETS[0].name]
    assert together["speed"][NETS[1].name]["speedups"]["jax_scan"] == pytest.approx(8)
    assert together["growth"] == found["growth"]
    assert results.merged(found, newer | {"machine": {"cpu": "another"}}) == newer | {"machine": {"cpu": "another"}}


def test_what_is_written_can_be_written_again(found, tmp_path):
    results.write(found, tmp_path)
    page = (tmp_path / "benchmarks.md").read_text()
    results.write(json.loads((tmp_path / "benchmarks/results.json").read_text()), tmp_path)
    assert (tmp_path / "benchmarks.md").read_text() == page
    assert "benchmarks/speed.svg" in page
    assert (tmp_path / "benchmarks/speed.svg").exists()


def test_the_processor_is_named_by_its_model(tmp_path):
    (tmp_path / "cpuinfo").write_text("processor\t: 0\ncpu family\t: 26\nmodel\t\t: 2\nmodel name\t: AMD EPYC\nflags\t\t: sse avx2 avx512f\n\nprocessor\t: 1\n")
    assert cpu_model(tmp_path / "cpuinfo") == "AMD EPYC (family 26, model 2)"
    assert vectors(tmp_path / "cpuinfo") == "AVX-512"


def test_no_reason_names_a_path_of_the_machine():
    assert shorten(f"OSError: no file\n{ROOT}/x in /usr/lib/y at all") == "OSError: no file …/x in at all"


@pytest.mark.parametrize(("seconds", "said"), [(3.5e-7, "0.35 µs"), (1.234e-6, "1.23 µs"), (0.0123, "12.3 ms"), (0.25, "250 ms"), (2.5, "2.5 s")])
def test_durations_are_written_in_a_fitting_unit(seconds, said):
    assert duration(seconds) == said


def test_every_contestant_has_a_page():
    pages = {path.stem for path in (ROOT / "bench/contestants").glob("*.py")} - {"__init__", "page", "jax_functions"}
    assert {one.name for one in CONTESTANTS} == pages
    assert OURS not in PEERS


def test_the_command_line_refuses_what_it_does_not_know():
    done = subprocess.run([sys.executable, "-m", "bench", "--nets", "1-2-3"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "there is no net 1-2-3; choose from 2-8-1" in done.stderr
