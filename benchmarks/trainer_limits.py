"""How right and how frugal the trainer is: hard data, memory, agreement with scikit-learn and statsmodels.

    python -m pip install -e ".[bench]"
    python benchmarks/trainer_limits.py [hard] [memory] [agreement] [--large]

--large fits a mapped file of 4 GB instead of 1 GB, and a CSV file of 1.2 GB instead of 0.3 GB.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tracemalloc
import warnings
from functools import partial
from pathlib import Path

from trainer import drawn, median, peers, plain, slope, tabular  # first: it limits threads

import numpy as np  # isort: skip

from numeric.training import train


def hard() -> None:
    """Data on which solvers stall; what each reaches."""
    generator = np.random.default_rng(5)
    X, y = tabular(20_000, 20)
    left, _ = np.linalg.qr(generator.normal(size=(20_000, 20)))
    right, _ = np.linalg.qr(generator.normal(size=(20, 20)))
    bent = left * np.logspace(0, -6, 20) @ right * 1000
    few = generator.normal(size=(20_000, 10))
    cases = {
        "condition 1e6": (bent, drawn(generator, bent @ generator.normal(size=20))),
        "1 % positive": (few, drawn(generator, few @ generator.normal(size=10) * 0.5 - 5.0)),
        "duplicated columns": (np.c_[X, X], y),
        "one column x 1e8": (X * np.r_[1e8, np.ones(19)], y),
        "sparse-like zeros": (X * (generator.random(X.shape) < 0.02), y),
        "N < M, separable": (generator.normal(size=(30, 60)), np.arange(30) % 2.0),
    }
    print("\nhard data (20000 rows)")
    for name, (X, y) in cases.items():
        seconds = median(partial(train, X, y), least=0.3)
        fit = train(X, y)
        reached = f"slope {slope(X, y, fit.weights):.1e}"
        found = {} if "separable" in name else peers(X, y)
        took = {solver: median(work, least=0.1, fewest=3) for solver, (work, _) in found.items()}
        others = ", ".join(f"{solver} {seconds * 1e3:.1f}" for solver, seconds in took.items()) or "none"
        print(
            f"{name:>20}: ours {seconds * 1e3:.1f} ms, {reached}, {fit.reason[:60]}; sklearn that reach it: {others}"
        )


CHILD = """
import sys, time
import numpy as np
from numeric.training import train
X = np.load(sys.argv[1], mmap_mode="r")
y = np.load(sys.argv[2])
start = time.perf_counter()
fit = train(X, y)
# VmHWM belongs to this process alone; ru_maxrss would start at what the parent had.
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
print(f"{X.nbytes / 2**20:.0f} MB file: peak {peak:.0f} MB, {time.perf_counter() - start:.2f} s, ", end="")
print(f"{fit.passes} passes, converged {fit.converged}")
"""


CSV_CHILD = """
import sys, time
from reports.commands.train import command
start = time.perf_counter()
command.main([sys.argv[1], "--format", "json"], standalone_mode=False)
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
print(f"peak {peak:.0f} MB, {time.perf_counter() - start:.2f} s")
"""


def memory(large: bool) -> None:
    """Peak memory: of a fit in memory beyond X, of a fit from a mapped file, and from a CSV file."""
    print("\nmemory")
    X, y = plain(400_000, 50)
    tracemalloc.start()
    train(X, y)
    taken = tracemalloc.get_traced_memory()[1] / X.nbytes
    tracemalloc.stop()
    print(f"in memory ({X.nbytes / 2**20:.0f} MB): at most {100 * taken:.1f} % of X beside it")
    with tempfile.TemporaryDirectory() as folder:
        path, labels = Path(folder) / "X.npy", Path(folder) / "y.npy"
        samples = 10_500_000 if large else 2_500_000
        mapped = np.lib.format.open_memmap(path, "w+", shape=(samples, 50))
        drawn_labels = []
        for start in range(0, samples, 100_000):
            X, y = plain(min(100_000, samples - start), 50, seed=start)
            mapped[start : start + len(y)] = X
            drawn_labels.append(drawn(np.random.default_rng(start), X[:, 0] - X[:, 1]))
        mapped.flush()
        np.save(labels, np.concatenate(drawn_labels))
        del mapped
        subprocess.run([sys.executable, "-c", CHILD, str(path), str(labels)], check=True)
        path.unlink()
        csv_memory(Path(folder) / "data.csv", 1200 if large else 300)


def csv_memory(path: Path, megabytes: int) -> None:
    """A CSV file of 50 features: some thousand lines again and again."""
    X, y = plain(20_000, 50)
    lines = zip(np.round(X, 5), y.astype(int), strict=True)
    block = "".join(",".join([*map(repr, row.tolist()), str(label)]) + "\n" for row, label in lines).encode()
    with path.open("wb") as file:
        file.write((",".join([*(f"x{k}" for k in range(50)), "label"]) + "\n").encode())
        for _ in range(megabytes * 2**20 // len(block)):
            file.write(block)
    print(f"{path.stat().st_size / 2**20:.0f} MB CSV: ", end="", flush=True)
    found = subprocess.run(
        [sys.executable, "-c", CSV_CHILD, str(path)], check=True, capture_output=True, text=True
    )
    print(found.stdout.strip().splitlines()[-1])


def agreement() -> None:
    """The same optimum as scikit-learn and statsmodels, where they converge."""
    import statsmodels.api as statsmodels
    from sklearn.linear_model import LogisticRegression

    print("\nagreement: largest difference of a weight, relative to the largest weight")
    for data in (plain, tabular):
        X, y = data(20_000, 20)
        ours = train(X, y, tolerance=1e-13).weights
        model = statsmodels.Logit(y, X).fit(method="newton", tol=1e-14, maxiter=100, disp=0)
        learned = LogisticRegression(C=np.inf, fit_intercept=False, solver="newton-cholesky", tol=1e-13).fit(
            X, y
        )
        apart = [
            np.abs(ours - other).max() / np.abs(ours).max() for other in (model.params, learned.coef_[0])
        ]
        print(f"{data.__name__:>8}: statsmodels {apart[0]:.1e}, scikit-learn {apart[1]:.1e}")


def main() -> None:
    """Run the parts that were named, or all of them."""
    warnings.simplefilter("ignore")  # of peers that do not converge
    parts = [name for name in sys.argv[1:] if not name.startswith("-")]
    works = {"hard": hard, "memory": lambda: memory("--large" in sys.argv), "agreement": agreement}
    for name, work in works.items():
        if not parts or name in parts:
            work()


if __name__ == "__main__":
    main()
