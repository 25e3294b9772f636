"""Every console block of README and docs is run, and prints what the page says it prints."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


@dataclass(frozen=True)
class Shown:
    page: str
    line: int
    command: str
    output: str


def console_blocks(page: Path) -> Iterator[Shown]:
    text = page.read_text(encoding="utf-8")
    for block in re.finditer(r"^```console\n(.*?)^```", text, flags=re.M | re.S):
        line = text.count("\n", 0, block.start()) + 1
        for part in re.split(r"^\$ ", block[1], flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            yield Shown(str(page.relative_to(ROOT)), line, command, output)


SHOWN = [shown for page in PAGES if page.exists() for shown in console_blocks(page)]


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: f"{shown.page}:{shown.line}")
def test_console_blocks_print_what_the_page_says(shown: Shown, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    binaries = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": binaries + os.pathsep + os.environ["PATH"],
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }
    done = subprocess.run(
        ["bash", "-c", shown.command], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    matches = doctest.OutputChecker().check_output(
        shown.output, done.stdout, doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    )
    assert matches, f"$ {shown.command}\n{done.stdout}{done.stderr}"
