"""What `gradproof report` costs: time against importing SymPy, peak memory, and the size of the page.

Run it as ``python benchmarks/report.py [REPEATS]``. Times are the least of several cold processes, and every
claim is a ratio within one run.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As installed: an installer compiles what it installs, so compiling the sources is no part of a run."""
CLAIMS = {"report --no-plots": 2.0, "report": 4.0}
MOST_MEMORY, MOST_BYTES = 250, 400_000


def main() -> int:
    """Print a line for every claim; 1 where one does not hold."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        sympy = least([sys.executable, "-c", "import sympy"], repeats)
        print(f"import sympy: {sympy:.3f} s")
        good = [claim(name, most, page, sympy, repeats) for name, most in CLAIMS.items()]
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = page.stat().st_size
    good += [
        told("peak memory", memory, MOST_MEMORY, "MB"),
        told("HTML", size / 1000, MOST_BYTES / 1000, "kB"),
    ]
    return 0 if all(good) else 1


def claim(name: str, most: float, page: Path, sympy: float, repeats: int) -> bool:
    """Time one command against importing SymPy."""
    command = [sys.executable, "-m", "gradproof", *name.split(), "--html", str(page)]
    seconds = least(command, repeats)
    return told(f"gradproof {name}: {seconds:.3f} s", seconds / sympy, most, "× import sympy")


def told(what: str, value: float, most: float, unit: str) -> bool:
    """Print a value beside its bound."""
    good = value <= most
    print(f"{what}: {value:.4g} {unit}, at most {most:g}: {'holds' if good else 'does not hold'}")
    return good


def least(command: list[str], repeats: int) -> float:
    """The least wall-clock time of several runs in processes of their own."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=COMPILED)
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    raise SystemExit(main())
