"""The prover side by side with SymPy: verdicts and times on one corpus of equalities, and on a batch gradient.

    python benchmarks/prover.py --corpus equalities.jsonl        (or: GRADPROOF_EQUALITIES=equalities.jsonl)

A line of the corpus is {"name", "equal", "left", "right"}; "equal" speaks of the reals where both sides are defined.
Times are processor times, so that other work on the machine matters little. Without a corpus only the built-in
identities are run. ``--sympy 0`` leaves SymPy out, ``--seconds`` is its time limit.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from derive.calculus import gradient
from derive.evidence import recheck, verdict_text
from derive.model import Right, Unknown, Verdict, Wrong
from derive.plain import read_term
from derive.prove import prove_arrays, prove_equal, prove_terms
from derive.terms import Term, add, fn, mul, num, sym

REPEATS = 5

BUILT_IN = (
    {"name": "sigma prime", "equal": True, "left": "diff(sigmoid(s), s)", "right": "sigmoid(s)*(1 - sigmoid(s))"},
    {"name": "cross-entropy", "equal": True, "left": "diff(-y*log(sigmoid(s)) - (1-y)*log(1-sigmoid(s)), s)",
     "right": "sigmoid(s) - y"},
    {"name": "sign flip", "equal": False, "left": "(p - y)*x", "right": "(y - p)*x"},
    {"name": "softmax", "equal": True, "left": "diff(-log(softmax(a, b, c)[1]), b)", "right": "softmax(a, b, c)[2]"},
    {"name": "missing one half", "equal": False, "left": "diff((y - s)**2/2, s)", "right": "2*(s - y)"},
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What a method said of a pair (True, False or None for cannot tell), and how long it took."""

    said: bool | None
    seconds: float


def main() -> None:
    """Print the tables."""
    options = _options()
    pairs = _corpus(options.corpus)
    ours = _ours(pairs)
    _show_pairs(pairs, ours)
    methods = {"gradproof": [outcome for outcome, _ in ours]}
    if options.sympy:
        methods |= {
            name: [_limited(call, pair, options.seconds) for pair in pairs] for name, call in _sympy().items()
        }
    _show_methods(pairs, methods)
    print(
        f"All are given expressions; reading a pair of texts takes {_reading_seconds(pairs) * 1e3:.2f} ms more.\n"
    )
    _show_batch()
    _show_latex(options.latex)


def _show_latex(path: str) -> None:
    if not path or not Path(path).exists():
        print("No pairs of TeX formulas given (--latex or GRADPROOF_LATEX_PAIRS).")
        return
    pairs = _corpus(path)
    verdicts = [prove_equal(pair["left"], pair["right"], tex=True) for pair in pairs]
    said = [{Right: True, Wrong: False}.get(type(verdict)) for verdict in verdicts]
    right = sum(one == pair["equal"] for one, pair in zip(said, pairs, strict=True))
    print(f"TeX pairs: {right} of {len(pairs)} as stated, {said.count(None)} undecided")
    for one, pair, verdict in zip(said, pairs, verdicts, strict=True):
        if one != pair["equal"]:
            print(f"  {pair['left']} | {pair['right']}: {verdict_text(verdict)[:100]}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", default=os.environ.get("GRADPROOF_EQUALITIES", ""))
    parser.add_argument("--latex", default=os.environ.get("GRADPROOF_LATEX_PAIRS", ""))
    parser.add_argument("--sympy", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=10)
    return parser.parse_args()


def _corpus(path: str) -> list[dict[str, Any]]:
    if not path or not Path(path).exists():
        print("No corpus given (--corpus or GRADPROOF_EQUALITIES): the built-in identities only.\n")
        return list(BUILT_IN)
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]


def _ours(pairs: list[dict[str, Any]]) -> list[tuple[Outcome, Verdict]]:
    """Verdicts on all pairs, with the median time of proving; the pairs take turns, so that nothing is remembered."""
    terms = [(read_term(pair["left"]), read_term(pair["right"])) for pair in pairs]
    verdicts = [prove_equal(pair["left"], pair["right"]) for pair in pairs]
    times: list[list[float]] = [[] for _ in pairs]
    for _ in range(REPEATS):
        for taken, (left, right) in zip(times, terms, strict=True):
            start = time.process_time()
            prove_terms(left, right)
            taken.append(time.process_time() - start)
    said = [{Right: True, Wrong: False}.get(type(verdict)) for verdict in verdicts]
    return [
        (Outcome(one, statistics.median(taken)), verdict)
        for one, taken, verdict in zip(said, times, verdicts, strict=True)
    ]


def _reading_seconds(pairs: list[dict[str, Any]]) -> float:
    seconds = []
    for pair in pairs:
        start = time.process_time()
        read_term(pair["left"]), read_term(pair["right"])
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def _show_pairs(pairs: list[dict[str, Any]], ours: list[tuple[Outcome, Verdict]]) -> None:
    print(f"{'pair':36} {'stated':7} {'ms':>6}  verdict (evidence re-checked)")
    for pair, (outcome, verdict) in zip(pairs, ours, strict=True):
        checked = "" if recheck(verdict).holds else "  EVIDENCE DOES NOT HOLD"
        mark = " " if outcome.said == pair["equal"] else "*"
        text = verdict_text(verdict)[:90]
        stated = "equal" if pair["equal"] else "differ"
        print(f"{pair['name'][:35]:36} {stated:7} {outcome.seconds * 1e3:6.2f} {mark}{text}{checked}")
    print("* differs from what the corpus states, or cannot tell: see docs/design on equalities\n")


def _sympy() -> dict[str, Callable[[Any, Any], bool | None]]:
    import sympy

    return {
        "simplify(a - b) == 0": lambda a, b: True if sympy.simplify(a - b) == 0 else None,
        "a.equals(b)": lambda a, b: a.equals(b),
    }


def _limited(call: Callable[[Any, Any], bool | None], pair: dict[str, Any], seconds: int) -> Outcome:
    import sympy
    from sympy.parsing.sympy_parser import parse_expr

    names = {name: sympy.Symbol(name, real=True) for name in "abcdepqrstuvwxyz"}
    sides = [parse_expr(pair[side].replace("^", "**"), local_dict=dict(names)) for side in ("left", "right")]
    start = time.process_time()
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(seconds)
    try:
        said = call(*sides)
    except TimeoutError:
        said = None
    finally:
        signal.alarm(0)
    return Outcome(said, time.process_time() - start)


def _stop(*_: object) -> None:
    raise TimeoutError


def _show_methods(pairs: list[dict[str, Any]], methods: dict[str, list[Outcome]]) -> None:
    ours = statistics.median(outcome.seconds for outcome in methods["gradproof"])
    print(
        f"{'method':22} {'as stated':>9} {'against':>8} {'undecided':>9} {'median ms':>10} {'times ours':>10}"
        f" {'pair by pair':>12}"
    )
    for name, outcomes in methods.items():
        agree = sum(outcome.said == pair["equal"] for outcome, pair in zip(outcomes, pairs, strict=True))
        undecided = sum(outcome.said is None for outcome in outcomes)
        median = statistics.median(outcome.seconds for outcome in outcomes)
        against = len(pairs) - agree - undecided
        ratios = [o.seconds / g.seconds for o, g in zip(outcomes, methods["gradproof"], strict=True)]
        print(
            f"{name:22} {agree:9} {against:8} {undecided:9} {median * 1e3:10.2f} {median / ours:10.1f}"
            f" {statistics.median(ratios):12.1f}"
        )
    print("simplify(a - b) == 0 can only say equal: what it does not bring to 0 counts as undecided.")
    print("times ours: ratio of the medians; pair by pair: median of the ratios.")


def batch(samples: int, features: int) -> tuple[Term, list[str], list[Term]]:
    """The mean cross-entropy of a batch, its weights, and the gradient as it is written: mean of (sigma(z) - y) x."""
    names = [f"w[{j + 1}]" for j in range(features)]
    data = [[sym(f"x[{i + 1},{j + 1}]") for j in range(features)] for i in range(samples)]
    labels = [sym(f"y[{i + 1}]") for i in range(samples)]
    logits = [add(*(mul(sym(name), x) for name, x in zip(names, row, strict=True)), sym("b")) for row in data]
    losses = [
        -y * fn("log", fn("sigmoid", z)) - (1 - y) * fn("log", 1 - fn("sigmoid", z))
        for y, z in zip(labels, logits, strict=True)
    ]
    residuals = [1 / (1 + fn("exp", -z)) - y for y, z in zip(labels, logits, strict=True)]
    written = [
        add(*(r * row[j] for r, row in zip(residuals, data, strict=True))) / num(samples)
        for j in range(features)
    ]
    return add(*losses) / num(samples), names, written


def _show_batch() -> None:
    print("mean gradient of the cross-entropy over a batch (times without building the formulas)")
    for samples, features in ((16, 4), (64, 20)):
        best = min(_batch_seconds(samples, features) for _ in range(REPEATS))
        print(f"  N={samples}, M={features}: {best * 1e3:.0f} ms, differentiation included")


def _batch_seconds(samples: int, features: int) -> float:
    loss, names, written = batch(samples, features)
    start = time.process_time()
    verdict = prove_arrays(gradient(loss, names), written)
    seconds = time.process_time() - start
    assert not isinstance(verdict, Unknown | Wrong), verdict_text(verdict)
    return seconds


if __name__ == "__main__":
    main()
