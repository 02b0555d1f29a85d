"""The main job on real data: train on the breast-cancer table, judge the network on held-out rows, read one step of one neuron.

Every line of it is a command that you can type yourself.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

FOLDER = Path("demo")
RUN = FOLDER / "breast_cancer.glass"
PAGE = FOLDER / "step-1.html"
COMMANDS = (
    f"train breast_cancer --hidden 8 --activation tanh --optimizer gradient_descent --learning-rate 0.2 --seed 1 --save {RUN} --overwrite",
    f"explain {RUN} --step 1 --row 0 --unit 1.2",
    f"explain {RUN} --step 1 --row 0 --unit 1.2 --format html --output {PAGE} --overwrite",
)


def main() -> int:
    """Run the commands one after the other, and stop at the first that fails."""
    FOLDER.mkdir(exist_ok=True)
    for command in COMMANDS:
        print(f"\n$ glassgrad {command}\n", flush=True)
        code = subprocess.run([sys.executable, "-m", "glassgrad", *shlex.split(command)], check=False).returncode
        if code:
            return code
    print(f"\nThe run is in {RUN}, its explanation in {PAGE}: open it in a browser.")
    print("The command itself is .venv/bin/glassgrad; try: .venv/bin/glassgrad --help")
    return 0


if __name__ == "__main__":
    sys.exit(main())
