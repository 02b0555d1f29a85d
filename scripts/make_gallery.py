"""Make the gallery: docs/gallery.md and its pictures, every one from a real run, by the command line that stands beneath it."""

from __future__ import annotations

import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from glassgrad.cli import main
from glassgrad.plots.contents import kind_named

DOCS = Path(__file__).resolve().parents[1] / "docs"

RUNS = {
    "moons.glass": "glassgrad train moons --hidden 8 --epochs 120 --save moons.glass",
    "circles.glass": "glassgrad train circles --hidden 8 --activation tanh --epochs 150 --save circles.glass",
    "iris.glass": "glassgrad train iris --hidden 6,5 --epochs 80 --save iris.glass",
    "digits.glass": "glassgrad train digits --hidden 32 --epochs 40 --save digits.glass",
    "diabetes.glass": "glassgrad train diabetes --hidden 8 --l2 0.03 --epochs 60 --save diabetes.glass",
    "slow.glass": "glassgrad train moons --hidden 8 --epochs 120 --optimizer gradient_descent --learning-rate 0.1 --save slow.glass",
    "momentum.glass": "glassgrad train moons --hidden 8 --epochs 120 --optimizer momentum --learning-rate 0.05 --save momentum.glass",
}
"""The runs, each with the command that makes it."""


@dataclass(frozen=True)
class Part:
    """A part of the page: a heading, and the commands that make its pictures."""

    title: str
    commands: tuple[str, ...]


PARTS = (
    Part(
        "Computational graphs",
        (
            'glassgrad draw "(a + b) * (b - c)" a=1 b=2 c=3',
            'glassgrad draw "0.5 * (w2 * (w1 * x + b1) + b2 - y)**2" x=1 y=5 w1=2 b1=0 w2=3 b2=1 --level everything',
            "glassgrad draw iris.glass --graph --step 1",
        ),
    ),
    Part("Networks", ("glassgrad draw moons.glass --row 3", "glassgrad draw iris.glass --row 100", "glassgrad draw digits.glass")),
    Part(
        "Learning curves",
        ("glassgrad plot iris.glass --kind curves", "glassgrad plot moons.glass slow.glass momentum.glass --kind curves"),
    ),
    Part(
        "What it says, and where",
        (
            "glassgrad plot moons.glass --kind boundary",
            "glassgrad plot iris.glass --kind boundary --features 'petal length (cm),petal width (cm)'",
            "glassgrad plot circles.glass --kind boundaries",
            "glassgrad plot diabetes.glass --kind boundary --features bmi --others averaged",
        ),
    ),
    Part(
        "How good it is",
        (
            "glassgrad plot digits.glass --kind confusion",
            "glassgrad plot digits.glass --kind calibration --rows training",
            "glassgrad plot diabetes.glass --kind residuals",
        ),
    ),
    Part(
        "The loss, and the way down",
        (
            "glassgrad plot moons.glass slow.glass momentum.glass --kind contours",
            "glassgrad plot moons.glass --kind surface",
            "glassgrad plot digits.glass --kind contours --plane random --seed 1",
            "glassgrad plot moons.glass --kind slice --weights W2[0,0] --steps 1,20,200",
        ),
    ),
    Part(
        "Inside the layers",
        (
            "glassgrad plot iris.glass --kind activations",
            "glassgrad plot iris.glass --kind gradients",
            "glassgrad plot iris.glass --kind weights",
        ),
    ),
    Part(
        "In motion",
        (
            "glassgrad plot moons.glass --kind learning",
            "glassgrad plot moons.glass --kind descent",
            "glassgrad plot moons.glass --kind signal",
        ),
    ),
)


def make(docs: Path = DOCS) -> None:
    """Train the runs, draw every picture, and write the page."""
    folder = docs / "gallery"
    folder.mkdir(exist_ok=True)
    lines = [
        "# Gallery", "",
        "Every picture is of a real run, made by the command beneath it. `make gallery` makes them all again. The runs:", "",
        "```sh", *RUNS.values(), "```", "",
    ]  # fmt: skip
    made: set[str] = set()
    with tempfile.TemporaryDirectory() as workplace, chdir(workplace):
        for command in RUNS.values():
            run(f"{command} --quiet")
        for part in PARTS:
            lines += [f"## {part.title}", ""]
            for number, command in enumerate(part.commands, start=1):
                name = f"{slug(part.title)}-{number}{'.gif' if moves(command) else '.svg'}"
                print(name, flush=True)
                said = facts(run(f"{command} --output {name}"))
                (folder / name).write_bytes(Path(name).read_bytes())
                made.add(name)
                lines += [f"![{said['it shows']}](gallery/{name})", "", f"*{said['to read it']}*", "", "```sh", command, "```", ""]
    for old in folder.iterdir():
        if old.name not in made:
            old.unlink()
    (docs / "gallery.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def moves(command: str) -> bool:
    """Whether a command makes what moves."""
    words = shlex.split(command)
    return "--kind" in words and kind_named(words[words.index("--kind") + 1]).moving


def run(command: str) -> str:
    """What the command line says. Raises: SystemExit if it fails."""
    said = StringIO()
    os.environ["COLUMNS"] = "100000"
    with redirect_stdout(said):
        code = main(shlex.split(command)[1:])
    if code:
        sys.exit(f"{command}: exit code {code}")
    return said.getvalue()


def facts(said: str) -> dict[str, str]:
    """The labelled lines that a command says about a picture."""
    return dict(_labelled(said))


def _labelled(said: str) -> Iterator[tuple[str, str]]:
    for line in said.splitlines():
        found = re.fullmatch(r"(written|it shows|to read it) {2,}(.*)", line)
        if found:
            yield found[1], found[2].strip()


def slug(title: str) -> str:
    """A title as part of a file's name."""
    return re.sub(r"\W+", "-", title.lower()).strip("-")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS)
