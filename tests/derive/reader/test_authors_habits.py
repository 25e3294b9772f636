r"""Documents as their authors write them: pages that were saved, notebooks' mark-up, macros, packages, plain text."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.check import check
from derive.reader.document import read_text
from derive.review import Options

DRAWN = "<p><math><mi>f</mi><mo>=</mo><mi>u</mi></math></p>"


def verdicts(text: str, kind: str) -> list[str]:
    """The verdicts on a text of a kind."""
    from derive.check import review_document

    return [relation.verdict for relation in review_document(read_text(text, kind), Options()).relations]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("html", r"""<p>Let <img alt="{\displaystyle f=u^{3}}" class="math-fallback">.</p>
            <p><img src="latex.php?x" alt="\frac{df}{du} = 3u^2" class="latex"></p>
            <p><img src="latex.php?y" alt="\frac{df}{du} = u^2" class="latex"></p>"""),
        ("html", r"""<p>Let <annotation encoding="application/x-tex">f = u^3</annotation>
            <img alt="f = u^3" class="tex">.</p> <mjx-container display="true">
            <mjx-math data-latex="\frac{df}{du} = 3u^2"><mjx-mi>f</mjx-mi></mjx-math></mjx-container>
            <mjx-container data-latex="\frac{df}{du} = u^2"></mjx-container>"""),
        ("markdown", "Let {math}`f = u^3`.\n\n```{math}\n:label: one\n\\frac{df}{du} = 3u^2\n```\n\n"
            ":::{math}\n\\frac{df}{du} = u^2\n:::\n"),
        ("markdown", "Let $`f = u^3`$ and `$f = 3$`.\n\n```math\n\\frac{df}{du} = 3u^2\n```\n"
            "$`\\frac{df}{du} = u^2`$.\n"),
        ("tex", r"""\def\be{\begin{equation}}\def\ee{\end{equation}}\newcommand{\D}[2][f]{\frac{d #1}{d #2}}
            Let $f = u^3$. \be \D{u} = 3u^2 \ee and \be \D[f]{u} = u^2 \ee"""),
        ("tex", r"Let $f = u^3$. \[ \dv{f}{u} = 3u^2 \] \[ \dv{u} \qty(u^3) = u^2 \]"),
        ("tex", r"Let $f = \frac{u^4}{4}$. \[ \dv[2]{f}{u} = 3u^2 \] \[ \pdv{f}{u} = u^2 \]"),
        ("text", "f = sum_i u_i^3\ndf/du_k = 3 u_k^2\ndf/du_k = u_k^2\n"),
    ],
    ids=["images", "mathjax-4", "myst", "gitlab", "short-environments", "physics", "orders", "plain"],
)  # fmt: skip
def test_what_authors_write_is_read(kind: str, text: str) -> None:
    """A definition, a right line and a wrong one, in the marks of each kind."""
    assert verdicts(text, kind) == ["definition", "right", "wrong"]


def test_a_page_whose_formulas_are_only_drawn_is_told() -> None:
    """MathML and drawings without their TeX are not read, and the page does not pass for one without mathematics."""
    assert "without their TeX" in read_text(DRAWN, "html").warnings[0]
    assert not read_text(r"<p>\(f = u\)</p>" + DRAWN, "html").blocks[0].display


def test_files_in_folders_beside_it(tmp_path: Path) -> None:
    r"""\input of a file in a folder below, with and without braces."""
    folder = tmp_path / "parts"
    folder.mkdir()
    (folder / "macros.tex").write_text(r"\def\D#1#2{\frac{\mathrm{d} #1}{\mathrm{d} #2}}")
    (folder / "body.tex").write_text("Let $g = t^2 + 1$.\n\\[ \\D{g}{t} = t \\]\n")
    main = tmp_path / "main.tex"
    main.write_text("\\input{parts/macros}\n\\input parts/body.tex\n$$\\D{g}{t} = 2t$$\n")
    assert [relation.verdict for relation in check(main).relations] == ["definition", "wrong", "right"]
