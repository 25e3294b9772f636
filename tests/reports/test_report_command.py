"""gradproof report as it is called: outputs, mistakes of the caller, and nothing half-written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from derive.errors import GradproofError
from reports.cli import main
from reports.formats.pdf import compile_pdf


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as leaving:
        main(["report", *arguments])
    return int(leaving.value.code or 0)


def test_default_writes_html_and_prints_its_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("linear") == 0
    assert capsys.readouterr().out == "gradproof-report.html\n"
    assert Path("gradproof-report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert os.listdir() == ["gradproof-report.html"]


def test_any_number_of_formats() -> None:
    assert run("linear", "--html", "a.html", "--html", "b.html", "--latex", "c.tex", "--json", "d.json") == 0
    assert sorted(os.listdir()) == ["a.html", "b.html", "c.tex", "d.json"]
    assert Path("a.html").read_bytes() == Path("b.html").read_bytes()


def test_dash_is_stdout(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run("linear", "--json", "-") == 0
    assert json.loads(capfdbinary.readouterr().out)["schema"] == 1
    assert os.listdir() == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bec"], "did you mean bce?"),
        (["--sign", "minus"], "'minus' is not one of 'loss', 'log-likelihood'"),
        (["--formt", "x"], "No such option"),
        (["--html", "folder"], "folder is a folder"),
        (["--html", "nowhere/x.html"], "the folder nowhere does not exist"),
        (["--html", "x.html", "--html", "closed/y.html"], "closed/y.html cannot be written"),
    ],
)
def test_mistakes_are_told_in_one_line_with_exit_code_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("folder").mkdir()
    Path("closed").mkdir()
    original = Path.write_bytes

    def refused(self: Path, content: bytes) -> int:
        if self.parent.name == "closed":
            raise PermissionError(13, "Permission denied")
        return original(self, content)

    monkeypatch.setattr(Path, "write_bytes", refused)
    assert run(*arguments) == 2
    problem = capsys.readouterr().err
    assert said in problem
    assert "Traceback" not in problem
    assert os.listdir("closed") == []


def test_an_old_report_survives_a_failed_one(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("r.html").write_text("old", encoding="utf-8")

    def full(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert run("linear", "--html", "r.html") == 2
    assert Path("r.html").read_text(encoding="utf-8") == "old"
    assert os.listdir() == ["r.html"]


def test_without_tex_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert run("linear", "--pdf", "r.pdf") == 2
    assert "texlive-latex-recommended" in capsys.readouterr().err
    assert os.listdir() == []


@pytest.mark.latex
def test_pdf_compiles_and_the_log_is_quiet() -> None:
    assert run("bce", "--pdf", "r.pdf", "--latex", "r.tex") == 0
    assert Path("r.pdf").read_bytes().startswith(b"%PDF")
    subprocess.run(["pdflatex", "-interaction=nonstopmode", "r.tex"], capture_output=True, check=True)
    log = Path("r.log").read_text(encoding="latin-1")
    assert [
        line for line in log.splitlines() if line.startswith(("Overfull", "LaTeX Warning: Ref", "!"))
    ] == []


@pytest.mark.latex
def test_tex_that_fails_or_never_ends_is_told() -> None:
    with pytest.raises(GradproofError, match="Undefined control sequence"):
        compile_pdf(r"\documentclass{article}\begin{document}\nosuch\end{document}")
    with pytest.raises(GradproofError, match="stopped"):
        compile_pdf(r"\documentclass{article}\begin{document}\loop\iftrue\repeat\end{document}", seconds=0.5)
    with pytest.raises(GradproofError):
        compile_pdf(r"\documentclass{article}\begin{document}\input{/etc/passwd}\end{document}")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1100, "light")])
def test_no_sideways_scrolling_in_a_real_browser(chromium: str, width: int, scheme: str) -> None:
    assert run("bce", "--html", "r.html") == 0
    page = Path("r.html").read_text(encoding="utf-8")
    policy = "script-src 'unsafe-inline'; default-src 'none'"
    probe = (
        "<script>document.title = [document.documentElement.scrollWidth, window.innerWidth, "
        "document.querySelectorAll('math').length, "
        "document.querySelectorAll('merror').length].join(' ')</script>"
    )
    probed = page.replace("default-src 'none'", policy).replace("</body>", probe + "</body>")
    Path("probe.html").write_text(probed, encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},2000", "--dump-dom"]
    dark = ["--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []
    done = subprocess.run(
        [chromium, *flags, *dark, Path("probe.html").resolve().as_uri()],
        capture_output=True,
        text=True,
        timeout=60,
    )
    measured = done.stdout.split("<title>")[1].split("</title>")[0].split()
    scroll, inner, formulas, errors = map(int, measured)
    assert scroll <= max(inner, width)
    assert formulas > 150
    assert errors == 0
