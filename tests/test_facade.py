"""The public face: every promised name is there, and a stranger's package is recognised."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import gradproof

ROOT = Path(gradproof.__file__).resolve().parent


@pytest.mark.parametrize("name", gradproof.__all__)
def test_every_public_name_can_be_imported(name: str) -> None:
    assert callable(getattr(gradproof, name))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'prove'"):
        _ = gradproof.prove


def test_a_verdict_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match="no truth value"):
        bool(gradproof.prove_equal("x", "x"))


@pytest.mark.parametrize("name", ["derive", "numeric", "reports"])
def test_a_package_that_hides_ours_is_named_in_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("")
    start = f"import sys; sys.path.append({str(ROOT)!r}); sys.path.insert(0, '.'); import gradproof"
    command = "sys.argv = ['gradproof', '--help']; gradproof.main()"
    done = subprocess.run(
        [sys.executable, "-c", f"{start}; {command}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert repr(name) in done.stderr


def test_help_needs_no_heavy_import() -> None:
    code = (
        "import sys; sys.argv = ['gradproof', '--help']\n"
        "import gradproof\n"
        "try:\n    gradproof.main()\nexcept SystemExit: pass\n"
        "heavy = ('sympy', 'numpy', 'scipy', 'matplotlib', 'rich', 'jinja2')\n"
        "print('heavy:', [name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert "heavy: []" in done.stdout


@pytest.mark.parametrize(("slope", "loaded"), [("2 u", False), ("u", True)])
def test_a_document_loads_the_records_of_misconceptions_only_to_explain(
    tmp_path: Path, slope: str, loaded: bool
) -> None:
    page = tmp_path / "page.md"
    page.write_text(rf"Let $f = u^2$. Then $$\frac{{\partial f}}{{\partial u}} = {slope}$$")
    code = (
        f"import sys; sys.argv = ['gradproof', 'check', {str(page)!r}]\n"
        "import gradproof\n"
        "try:\n    gradproof.main()\nexcept SystemExit: pass\n"
        "print('records:', 'derive.misconceptions.records' in sys.modules)\n"
        "print('heavy:', {'sympy', 'numpy', 'scipy', 'jinja2'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert f"records: {loaded}" in done.stdout
    assert "heavy: set()" in done.stdout
