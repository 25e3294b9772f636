"""What holds for the project as a whole: style, types, the direction of imports, the layout."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["gradproof.py", "derive", "numeric", "reports"]
TEXT_SUFFIXES = {
    ".py",
    ".md",
    ".toml",
    ".jinja",
    ".css",
    ".json",
    ".txt",
    ".tex",
    ".html",
    ".ipynb",
    ".jsonl",
    "",
}


def tracked_texts() -> list[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("needs a git checkout")
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / name for name in names.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix in TEXT_SUFFIXES]


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        pytest.param(["mypy"], marks=pytest.mark.early),
    ],
    ids=" ".join,
)
def test_style_and_types(command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_point_one_way() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    stated = re.search(r'__version__ = "(.+)"', (ROOT / "gradproof.py").read_text())
    assert stated is not None
    assert project["version"] == stated[1]


def test_the_top_level_is_as_promised() -> None:
    expected = {
        "pyproject.toml",
        "README.md",
        "derive",
        "numeric",
        "reports",
        "tests",
        "gradproof.py",
        "docs",
        "benchmarks",
        "examples",
        "CHANGELOG.md",
        "LICENSE",
        ".ci",
    }
    assert expected <= {path.name for path in ROOT.iterdir()}


def test_tests_stay_out_of_the_wheel() -> None:
    find = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]
    assert find["include"] == ["derive*", "numeric*", "reports*"]


MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|farm|root|home)/\w")


def test_no_text_names_a_machine() -> None:
    allowed = {"tests/test_project.py"}
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked_texts()
        if str(path.relative_to(ROOT)) not in allowed
        for match in [MACHINE_PATH.search(path.read_text(encoding="utf-8", errors="replace"))]
        if match
    ]
    assert not found


@pytest.mark.parametrize("package", PACKAGES)
def test_files_hold_one_idea(package: str) -> None:
    files = [ROOT / package] if package.endswith(".py") else sorted((ROOT / package).rglob("*.py"))
    long = {
        str(path.relative_to(ROOT)): n for path in files if (n := len(path.read_text().splitlines())) > 400
    }
    assert not long
