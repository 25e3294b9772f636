"""The benchmarks run: each is loaded, and those with a small case are carried out on it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS = sorted((ROOT / "benchmarks").glob("*.py"))
LOADED = "import runpy, sys; sys.path[0] = sys.argv[1]; runpy.run_path(sys.argv[2])"


def said(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: path.stem)
def test_a_benchmark_loads_and_says_how_it_is_run(path: Path) -> None:
    said("-c", LOADED, str(path.parent), str(path))
    assert f"python benchmarks/{path.name}" in path.read_text(encoding="utf-8")


def test_the_prover_decides_its_built_in_identities() -> None:
    assert "M=20" in said("benchmarks/prover.py", "--sympy", "0")


def test_the_rates_on_one_document(tmp_path: Path) -> None:
    (tmp_path / "square.md").write_text("Let $L = a^2$. Then\n$$\\frac{dL}{da} = 3a$$\n", encoding="utf-8")
    claim = {"line": 2, "contains": "3a", "verdict": "wrong"}
    expected = {"clean": False, "checkable": [claim], "first_wrong": {"line": 2, "contains": "3a"}}
    (tmp_path / "square.expected.json").write_text(json.dumps(expected), encoding="utf-8")
    assert "claims decided          1 of 1" in said("benchmarks/documents.py", str(tmp_path))


def test_the_reading_figures_of_one_formula(tmp_path: Path) -> None:
    (tmp_path / "slope.md").write_text("$$y = 2a$$\n", encoding="utf-8")
    formula = {
        "doc": "slope.md",
        "kind": "display",
        "tex": "2a",
        "judged_by_hand": True,
        "meaning": "(mul 2 a)",
    }
    (tmp_path / "formulas.jsonl").write_text(json.dumps(formula) + "\n", encoding="utf-8")
    found = said("benchmarks/reading.py", "--corpus", str(tmp_path), "--others", "0")
    assert "right       1  100.0 %" in found
    assert "2 read, 0 unread" in found
