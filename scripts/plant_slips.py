"""Plant every slip on every line of the four known calculations, check each sheet, and say how often the coach names the slip.

    .venv/bin/python scripts/plant_slips.py [NETWORK ...]

The tests go through a sample of these sheets; this goes through all of them, in about ten minutes.
"""

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.coach.networks import NETWORKS
from tests.coach.planting import outcome, plantings

MOST_SHOWN = 10


def main(names: list[str]) -> None:
    for name in names or NETWORKS:
        begin = time.monotonic()
        named, unfair, missed = 0, 0, Counter()
        alone = [one for one in plantings(name) if one.unique]
        for planted in alone:
            first, fair, _ = outcome(planted)
            named, unfair = named + first, unfair + (not fair)
            missed.update([] if first else [f"{planted.slip} on {planted.line}"])
        share, seconds = named / len(alone), time.monotonic() - begin
        print(f"{name}: {len(alone)} sheets, slip named first on {share:.1%}, right lines accused on {unfair}, {seconds:.0f} s")
        for what, times in missed.most_common(MOST_SHOWN):
            print(f"    missed: {what} ({times})")


if __name__ == "__main__":
    main(sys.argv[1:])
