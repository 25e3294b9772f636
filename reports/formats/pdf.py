"""A LaTeX document as PDF: pdflatex in a folder of its own, without shell escape, within a time limit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from derive.errors import GradproofError

SECONDS = 60
INSTALL = "apt-get install texlive-latex-base texlive-latex-recommended, or any TeX Live"


def compile_pdf(document: str, seconds: float = SECONDS) -> bytes:
    """The PDF of a LaTeX document.

    Raises GradproofError where there is no pdflatex, where a run needs longer than ``seconds``, or where it
    stops at an error, whose line it then quotes.
    """
    program = shutil.which("pdflatex")
    if program is None:
        raise GradproofError("there is no pdflatex on this machine", remedy=INSTALL)
    with tempfile.TemporaryDirectory(prefix="gradproof-") as folder:
        (Path(folder) / "report.tex").write_text(document, encoding="utf-8")
        for _ in range(2):  # the second run sets the widths of long tables
            _run(program, folder, seconds)
        return (Path(folder) / "report.pdf").read_bytes()


def _run(program: str, folder: str, seconds: float) -> None:
    command = [program, "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "report.tex"]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "openin_any": "p", "openout_any": "p"}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired as late:
        raise GradproofError(f"pdflatex needed longer than {seconds:g} seconds and was stopped") from late
    if done.returncode:
        raise GradproofError(f"pdflatex stopped: {_first_error(done.stdout.decode('utf-8', 'replace'))}")


def _first_error(log: str) -> str:
    found = re.search(r"^! (.*(?:\n.*){0,3})", log, re.MULTILINE)
    return " ".join(found[1].split()) if found else "it named no error"
