"""How many wrong steps of the table are named as meant, and how long a diagnosis takes.

Run: python benchmarks/diagnosis.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from derive.diagnose import diagnose
from derive.misconceptions.base import Example
from derive.misconceptions.worked import example_step
from tests.derive.misconceptions.wrong_losses import WRONG_LOSSES
from tests.derive.misconceptions.wrong_steps import WRONG_STEPS

ROWS = (*WRONG_STEPS, *WRONG_LOSSES)


def main() -> None:
    """Print the rates and the processor time of one diagnosis, median and worst."""
    times, named, first = [], 0, 0
    for model, by, meant, written in ROWS:
        step = example_step(Example(model, by, written))
        started = time.process_time()
        found = [frozenset(names) for names in diagnose(step).explanations]
        times.append(time.process_time() - started)
        wanted = frozenset(meant.split("+"))
        named += wanted in found
        first += found[:1] == [wanted]
    times.sort()
    ids = {name for _, _, meant, _ in ROWS for name in meant.split("+")}
    total = len(ROWS)
    print(f"{total} wrong steps, {len(ids)} misconceptions")
    print(f"named as meant {named} ({named / total:.1%}), listed first {first} ({first / total:.1%})")
    print(f"processor time: median {times[total // 2] * 1e3:.0f} ms, worst {times[-1] * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
