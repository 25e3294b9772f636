"""How fast the trainer is, beside what a user would pick instead; ratios within one process.

    python -m pip install -e ".[bench]"
    python benchmarks/trainer.py [epoch] [fit] [sgd] [plain] [tabular] [SAMPLESxFEATURES ...] [--large] [--cpu]

One core: BLAS and OpenMP are limited to one thread below, before NumPy is imported; PyTorch likewise. The
columns "2 threads" use two. Times are medians. A "read" is one np.dot(x, x) over all of X: the time to fetch it
from memory once. Solvers of scikit-learn run at the loosest tolerance at which they reach the goal. Sizes that
are named (100000x100) are measured instead of the usual ones; --large adds 10^6 x 50 (400 MB) to those. --cpu
takes the time of the processor instead of the clock's, for a machine that does other work meanwhile; of two
threads it gives the sum. With mini-batches of a single sample compiled loops win over NumPy,
here as everywhere; that is not measured.
"""
# ruff: noqa: E402 - threads are limited before NumPy is imported

from __future__ import annotations

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import sys
import time
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from numeric.compile import compile_kernel
from numeric.training import train
from numeric.training.objective import Objective, Trace
from numeric.training.parallel import ParallelSweep
from numeric.training.product import quickest_product
from numeric.training.rows import ArrayRows, Chunk
from numeric.training.sweep import Sweep

SMALL = ((569, 30), (10_000, 50), (100_000, 100))
LARGE = ((1_000_000, 50),)
GOAL = 1e-8
Data = Callable[[int, int], tuple[np.ndarray, np.ndarray]]
CLOCK = time.process_time if "--cpu" in sys.argv else time.perf_counter


def plain(samples: int, features: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Independent standard normal columns."""
    generator = np.random.default_rng(seed)
    X = generator.normal(size=(samples, features))
    return X, drawn(generator, X @ generator.normal(size=features) * 2 / features**0.5)


def tabular(samples: int, features: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Neighbouring columns correlated (0.7), scales spread log-normally: what tables look like."""
    generator = np.random.default_rng(seed)
    X = generator.normal(size=(samples, features))
    for column in range(1, features):
        X[:, column] = 0.7 * X[:, column - 1] + 0.714 * X[:, column]
    s = X @ generator.normal(size=features) * 1.5 / features**0.5
    return X * np.exp(generator.normal(size=features)), drawn(generator, s)


def drawn(generator: np.random.Generator, s: np.ndarray) -> np.ndarray:
    """Labels with these log-odds."""
    positive: np.ndarray = generator.random(len(s)) < 1 / (1 + np.exp(-s))
    return positive.astype(float)


def median(work: Callable[[], object], least: float = 0.4, fewest: int = 5, most: int = 400) -> float:
    """Seconds, over as many runs as fit."""
    times: list[float] = []
    while len(times) < fewest or (sum(times) < least and len(times) < most):
        start = CLOCK()
        work()
        times.append(CLOCK() - start)
    return sorted(times)[len(times) // 2]


def side_by_side(*works: Callable[[], object], rounds: int = 7, fewest: int = 3) -> list[float]:
    """Medians of rounds in turn, so that noise from neighbours falls on all alike."""
    found = [[median(work, least=0.08, fewest=fewest) for work in works] for _ in range(rounds)]
    return [sorted(column)[rounds // 2] for column in zip(*found, strict=True)]


def lambdified() -> Callable[[np.ndarray, np.ndarray], list[np.ndarray]]:
    """What SymPy users write: loss and residual of one sample, lambdified, run over whole arrays."""
    import sympy

    s, y = sympy.symbols("s y", real=True)
    p = 1 / (1 + sympy.exp(-s))
    loss = -(y * sympy.log(p) + (1 - y) * sympy.log(1 - p))
    both: Callable[[np.ndarray, np.ndarray], list[np.ndarray]] = sympy.lambdify(
        (s, y), [loss, p - y], "numpy", cse=True
    )
    return both


def opened(X: np.ndarray, y: np.ndarray, sweep: Sweep) -> Objective:
    """The objective of a fit after its first pass, which has seen the labels."""
    rows = ArrayRows(Chunk(X, y, None), X.dtype)
    objective = Objective(rows, sweep, 0.0, rows.total, Trace())
    objective.opening(np.zeros(X.shape[1]))
    return objective


def epochs(sizes: tuple[tuple[int, int], ...]) -> None:
    """Loss and gradient at one point, as every pass of a fit after the first."""
    import torch
    from sklearn._loss import HalfBinomialLoss
    from sklearn.linear_model._linear_loss import LinearModelLoss

    torch.set_num_threads(1)
    print("\nepoch (loss and gradient), in reads of X")
    print(
        f"{'size':>14} {'read ms':>8} {'ours':>6} {'2 threads':>9} {'naive':>6} {'torch':>6} {'sklearn':>7}"
    )
    formula = lambdified()
    for samples, features in sizes:
        X, y = plain(samples, features)
        w = np.random.default_rng(1).normal(size=features) / features**0.5
        flat, kernel = X.ravel(), compile_kernel("bce")
        product = quickest_product(X)
        one = opened(X, y, Sweep(kernel, features, float, product=product))
        two = opened(X, y, ParallelSweep(kernel, features, float, threads=2, product=product))
        model = LinearModelLoss(base_loss=HalfBinomialLoss(), fit_intercept=False)
        tX, ty = torch.from_numpy(X), torch.from_numpy(y)
        tw = torch.from_numpy(w.copy()).requires_grad_()

        def naive(X: np.ndarray = X, y: np.ndarray = y, w: np.ndarray = w) -> tuple[float, np.ndarray]:
            loss, residual = formula(X @ w, y)
            return float(loss.sum()), X.T @ residual

        def torch_epoch(tX: Any = tX, ty: Any = ty, tw: Any = tw) -> None:
            tw.grad = None
            loss: Any = torch.nn.functional.binary_cross_entropy_with_logits(tX @ tw, ty, reduction="sum")
            loss.backward()

        read, ours, both, plainly, torched, learned = side_by_side(
            partial(np.dot, flat, flat),
            partial(one.sums, w),
            partial(two.sums, w),
            naive,
            torch_epoch,
            partial(model.loss_gradient, w, X, y, l2_reg_strength=0.0),
        )
        row = (ours, both, plainly, torched, learned)
        cells = [f"{value / read:.2f}" for value in row]
        print(f"{f'{samples}x{features}':>14} {read * 1e3:8.3f} {cells[0]:>6} {cells[1]:>9} ", end="")
        print(f"{cells[2]:>6} {cells[3]:>6} {cells[4]:>7}   ", end="")
        print("ratios: " + ", ".join(f"{value / ours:.2f}" for value in row[2:]))


def slope(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> float:
    """The gradient norm relative to that at zero weights."""
    from scipy.special import expit

    return float(np.linalg.norm(X.T @ (expit(X @ w) - y)) / np.linalg.norm(X.T @ (0.5 - y)))


def peers(
    X: np.ndarray,
    y: np.ndarray,
    solvers: Sequence[str] = ("newton-cholesky", "lbfgs", "newton-cg"),
    patience: float = np.inf,
) -> dict[str, tuple[Callable[[], object], float]]:
    """The solvers of scikit-learn that reach the goal, at the loosest tolerance at which they do, and their time."""
    from sklearn.linear_model import LogisticRegression

    found: dict[str, tuple[Callable[[], object], float]] = {}
    for solver in solvers:
        reached: list[float] = []
        for tolerance in (1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12):
            model = LogisticRegression(
                C=np.inf, fit_intercept=False, solver=solver, tol=tolerance, max_iter=2000
            )
            start = CLOCK()
            reached.append(slope(X, y, model.fit(X, y).coef_[0]))
            if reached[-1] <= GOAL:
                found[solver] = partial(model.fit, X, y), CLOCK() - start
                break
            stuck = len(reached) > 5 and reached[-1] == reached[-6]  # for another reason than its tolerance
            if stuck or CLOCK() - start > patience:
                break
    return found


def fits(sizes: tuple[tuple[int, int], ...], kinds: Sequence[Data]) -> None:
    """From zero weights to a gradient of 1e-8 of its start, beside the solvers that may be the fastest."""
    print("\nfit to 1e-8 of the first gradient norm, ms")
    for data in kinds:
        for samples, features in sizes:
            X, y = data(samples, features)
            start = CLOCK()
            fit = train(X, y)
            patience = 20 * (CLOCK() - start)
            found = peers(X, y, ("newton-cholesky", "lbfgs"), patience)  # newton-cg never was the fastest
            likely = [
                name for name, (_, once) in found.items() if once < 2 * min(o for _, o in found.values())
            ]
            ours, both, *others = side_by_side(
                partial(train, X, y),
                partial(train, X, y, threads=2),
                *(found[name][0] for name in likely),
                rounds=7 if samples < 1_000_000 else 3,
                fewest=1,
            )
            times = {name: once for name, (_, once) in found.items()} | dict(zip(likely, others, strict=True))
            shown = ", ".join(f"{name} {seconds * 1e3:.1f}" for name, seconds in times.items())
            ratios = ", ".join(f"{name} {seconds / ours:.1f}x" for name, seconds in times.items())
            print(
                f"{data.__name__:>8} {samples}x{features}: ours {ours * 1e3:.2f} ({fit.passes} passes), ",
                end="",
            )
            print(
                f"2 threads {both * 1e3:.2f}; {shown}; {ratios}; slope {slope(X, y, fit.weights):.1e}",
                flush=True,
            )


def stochastic() -> None:
    """One epoch of mini-batches of 256: ours beside a manual PyTorch loop."""
    import torch

    torch.set_num_threads(1)
    X, y = plain(100_000, 50)
    tX, ty = torch.from_numpy(X), torch.from_numpy(y)
    weights: Any = torch.zeros(50, dtype=torch.float64, requires_grad=True)

    def torch_epoch() -> None:
        order = torch.randperm(len(ty))
        for start in range(0, len(ty), 256):
            chosen = order[start : start + 256]
            loss: Any = torch.nn.functional.binary_cross_entropy_with_logits(tX[chosen] @ weights, ty[chosen])
            loss.backward()
            with torch.no_grad():
                weights.sub_(0.01 * weights.grad)
                weights.grad = None

    def ours(count: int) -> Callable[[], object]:
        return lambda: train(X, y, method="sgd", max_iterations=count, rate=0.01)

    few, many, torched = side_by_side(ours(1), ours(6), torch_epoch, rounds=3)
    epoch = (many - few) / 5  # an epoch with its full look at loss and gradient
    print(
        f"\nsgd, batches of 256, 100000x50: ours {epoch * 1e3:.1f} ms an epoch (with a full evaluation), ",
        end="",
    )
    print(f"PyTorch loop {torched * 1e3:.1f} ms (without): {torched / epoch:.2f}x")


def size_named(name: str) -> tuple[int, int]:
    """Samples and features, from 100000x100."""
    samples, features = name.split("x")
    return int(samples), int(features)


def main() -> None:
    """Run the parts that were named, or all of them."""
    warnings.simplefilter("ignore")  # of peers that do not converge
    names = [name for name in sys.argv[1:] if not name.startswith("-")]
    kinds = [data for data in (plain, tabular) if data.__name__ in names] or [plain, tabular]
    named = tuple(size_named(name) for name in names if name[0].isdigit())
    usual = SMALL + LARGE if "--large" in sys.argv else SMALL
    works = {
        "epoch": lambda: epochs(named or usual),
        "fit": lambda: fits(named or usual[1:], kinds),
        "sgd": stochastic,
    }
    for name in [name for name in works if name in names] or works:
        works[name]()


if __name__ == "__main__":
    main()
