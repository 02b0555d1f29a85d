"""The main job on real data: train on the breast-cancer table, judge the network on held-out rows, read one step of one neuron."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console

import glassgrad as gg
from glassgrad.training.progress import watcher_for

FOLDER = Path("demo")


def main() -> None:
    """Train, explain, and write the run and the explanation into the folder `demo`."""
    console = Console()
    FOLDER.mkdir(exist_ok=True)
    run = gg.train("breast_cancer", hidden=(16,), seed=0, save=FOLDER / "breast_cancer.glass", overwrite=True, watcher=watcher_for(sys.stdout))
    console.print(f"\nAccuracy on {len(run.plan.split.validation)} held-out rows: [bold]{run.score():.3f}[/bold]\n")

    story = run.step(1).explain(row=0, unit="1.2")
    console.print(str(story), markup=False, highlight=False, soft_wrap=True)
    page = FOLDER / "step-1.html"
    page.write_text(story.html(), encoding="utf-8")

    console.print(f"\nThe run:         {run.file.path}\nThe explanation: {page} (open it in a browser)")
    console.print(f"\nRead another:    .venv/bin/glassgrad explain {run.file.path} --step {run.steps} --row 0 --unit 1.0")


if __name__ == "__main__":
    main()
