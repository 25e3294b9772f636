"""Files of every kind into blocks: where the mathematics is, whose it is, and what goes on from where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from derive.reader.blocks import Document, Role
from derive.reader.document import read_document, read_text
from derive.reader.sexpr import sexpr


def meanings(document: Document) -> list[str]:
    return [
        sexpr(one.tree) if one.failure is None else "unread"
        for block in document.blocks
        for one in block.formulas
    ]


MARKDOWN = r"""---
title: A card with $5 in it
gradproof:
  shapes: {X: M x N}
  domains: {y: "{0,1}"}
  definitions: ["L = y"]
---
# Question

Let $a = b$ and \(c = d\). It costs $5 and $6, and `$x$` is code.

```python
cost = "$y$"
```

$$a &= b$$

\[ c = d \]

\begin{align*}
e &= f \\
  &= g
\end{align*}

<!-- $hidden$ -->

```math
h = i
```

# Solution

$$j = k$$
"""


def test_markdown() -> None:
    document = read_text(MARKDOWN)
    assert meanings(document) == [
        "(rel = a b)", "(rel = c d)", "(rel = a b)", "(rel = c d)", "(rel = e f)", "(rel = (hole) g)",
        "(rel = h i)", "(rel = j k)",
    ]  # fmt: skip
    assert [block.display for block in document.blocks] == [False, False, True, True, True, True, True]
    assert document.header.shapes == {"X": ("M", "N")}
    assert document.header.domains == {"y": "{0,1}"}
    assert document.header.definitions == ("L = y",)
    assert [(block.role, block.post) for block in (document.blocks[0], document.blocks[-1])] == [
        (Role.QUESTION, 0),
        (Role.SOLUTION, 1),
    ]
    assert document.blocks[0].heading == "Question"
    assert document.code[0].language == "python"


def test_places_are_lines_and_columns_of_the_file() -> None:
    document = read_text("One.\n\nThen $x + y$ and\n$$z$$")
    first, second = (block.formulas[0] for block in document.blocks)
    assert str(document.place(first.span.start)) == "3:7"
    assert str(document.place(second.span.start)) == "4:3"


PAGE = r"""Why is this so?

$$J = \frac{1}{m}\sum_i y_i$$

Then $$ \frac{dJ}{dy_i} = \frac{1}{m} $$

  • 6
    $\begingroup$ Because $a = b$. $\endgroup$
    – Someone
    Nov 3 '17 at 20:44

Look at it so: $$c = d$$

and then $$= e$$

  • $\begingroup$ Nice. $\endgroup$

Or else $$f = g$$

Your Answer

By clicking “Post Your Answer”, you agree to $5.
"""


def test_a_saved_page_has_posts() -> None:
    document = read_text(PAGE, "text")
    posts = [(block.post, block.role.value) for block in document.blocks]
    assert posts == [
        (0, "question"), (0, "question"), (0, "comment"), (1, "answer"), (1, "answer"), (2, "answer"),
    ]  # fmt: skip
    assert meanings(document)[2] == "(rel = a b)"
    assert sexpr(document.blocks[4].formulas[0].carried) == "d"


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        (r"$$a = b$$ so that $$= c$$", ["_", "b"]),
        (r"$$a = b$$ $$= c \\ = d$$", ["_", "b", "c"]),
        (r"$$a$$ $$= c$$", ["_", "a"]),
        (r"If $i = j$, $$p_i = a$$ $$= b$$ And if $i \neq j$, $$= c$$", ["_", "_", "a", "_", "p_i"]),
        (r"By the product rule $x$, $= a$ $= b$", ["_", "_", "a"]),
        (r"$$a = b$$ Here $x$ is given. $$= c$$", ["_", "_", "b"]),
    ],
)
def test_chains_go_on_over_blocks(text: str, carried: list[str]) -> None:
    document = read_text(text)
    assert [sexpr(one.carried) for block in document.blocks for one in block.formulas] == carried


def test_words_around_a_formula() -> None:
    document = read_text(
        "First paragraph.\n\nThe loss for one sample $L$ is:\n\n$$L = y$$\n\nwhere $y$ is known."
    )
    inline, display, _ = document.blocks
    assert inline.before == "The loss for one sample"
    assert inline.after == "is:"
    assert display.before == "The loss for one sample $L$ is:"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$$a = b$$ <!-- gradproof: expect wrong -->\n\n$$c = d$$", [True, False]),
        ("<!-- gradproof: expect wrong -->\n$$a = b$$\n\n$$c = d$$", [True, False]),
        ("\\begin{align}\na &= b \\\\\nc &= d % gradproof: expect wrong\n\\end{align}", [False, True]),
        ("$$a = b$$", [False]),
    ],
)
def test_lines_that_are_wrong_on_purpose_are_marked(text: str, expected: list[bool]) -> None:
    document = read_text(text)
    assert [one.expect_wrong for block in document.blocks for one in block.formulas] == expected


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (r"$u(x) = x$ and $u(y)$", ["(rel = (call u x) x)", "(call u y)"]),
        (r"$u = x$, $u + 1$, $u(1 - u)$", ["(rel = u x)", "(add u 1)", "(mul u (sub 1 u))"]),
        (r"$r = 1$ and $r + 1$ and $r(y - x)$", ["(rel = r 1)", "(add r 1)", "(mul r (sub y x))"]),
        (
            r"$\delta^l_j$ and $\delta^{l-1}$ and $\delta^i$",
            ["(idx \\delta_j l)", "(idx \\delta (sub l 1))", "(idx \\delta i)"],
        ),
        (r"$X'X$ and $X'y$ and $(y - X)'y$", ["(mul (T X) X)", "(mul (T X) y)", "(mul (T (sub y X)) y)"]),
        (
            r"$X^TX$, $w^Tx$, $y^Ty$, $S'x$",
            ["(mul (T X) X)", "(mul (T w) x)", "(mul (T y) y)", "(mul (prime S 1) x)"],
        ),
        (r"$v h$ and $h(x - c)$", ["(mul v h)", "(mul h (sub x c))"]),
        (r"$h(x) = x$ and $h(x - c)$", ["(rel = (call h x) x)", "(call h (sub x c))"]),
        (r"$x \in \mathbb{R}^d$ and $d w$", ["(rel in x (pow \\mathbb{R} d))", "(mul d w)"]),
        (r"$L = wx$ and $d L$", ["(rel = L (mul w x))", "(diff L)"]),
    ],
)
def test_a_document_shows_its_notation(text: str, meaning: list[str]) -> None:
    assert meanings(read_text(text)) == meaning


def test_macros_of_a_document_are_known() -> None:
    text = r"$\newcommand{\w}{\mathbf{w}}\def\d#1#2{\frac{\partial #1}{\partial #2}}$ Then $$\d{L}{\w} = \w$$"
    assert meanings(read_text(text)) == ["(rel = (D L \\b{w}) \\b{w})"]


def test_tex(tmp_path: Path) -> None:
    (tmp_path / "part.tex").write_text("\\newcommand{\\p}{\\hat y}\n\\[ \\p = a \\]\n")
    main = tmp_path / "main.tex"
    main.write_text(
        "\\documentclass{article}\n% $comment$\n\\begin{document}\n\\section{One}\n\\input{part}\n"
        "\\begin{verbatim}\n$x$\n\\end{verbatim}\n$\\p = b$ % $y$\n"
        "\\input{/etc/passwd}\\input{../other}\n\\end{document}\n$z$\n"
    )
    document = read_document(str(main))
    assert meanings(document) == ["(rel = \\hat{y} a)", "(rel = \\hat{y} b)"]
    assert [Path(document.place(block.span.start).path).name for block in document.blocks] == [
        "part.tex",
        "main.tex",
    ]
    assert [document.place(block.span.start).line for block in document.blocks] == [2, 9]
    assert len(document.warnings) == 2
    assert document.blocks[1].heading == "One"


HTML = """<html><head><title>$no$</title></head><body><h2>Loss</h2>
<p>Let \\(a &lt; b\\) and <code>$x$</code>.</p>
<script type="math/tex; mode=display">c &amp;= d</script>
<span><math><semantics><annotation encoding="application/x-tex">e = f</annotation></semantics></math></span>
<p>$$g = h$$</p></body></html>
"""


def test_html() -> None:
    document = read_text(HTML, "html")
    assert meanings(document) == ["(rel < a b)", "(rel = c d)", "(rel = e f)", "(rel = g h)"]
    assert [document.place(block.span.start).line for block in document.blocks] == [2, 3, 4, 5]
    assert [block.display for block in document.blocks] == [False, True, False, True]
    last = document.blocks[-1].formulas[0]
    assert document.text[last.span.start : last.span.end] == "g = h"


def test_a_notebook() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n", "Let $a = b$."]},
        {"cell_type": "code", "source": "x = '$c$'"},
        {"cell_type": "markdown", "source": "\n$$d = e$$"},
    ]
    document = read_text(json.dumps({"cells": cells}), "notebook", "n.ipynb")
    assert meanings(document) == ["(rel = a b)", "(rel = d e)"]
    assert [block.cell for block in document.blocks] == [1, 3]
    assert [str(document.place(block.span.start)) for block in document.blocks] == [
        "n.ipynb:2:6",
        "n.ipynb:2:3",
    ]
    assert document.code[0].cell == 2


def test_text_without_marks_is_markdown_like() -> None:
    document = read_text("---\nid: x\n---\n# Question\n$a$\n# Solution\n$b$", "text")
    assert [block.role.value for block in document.blocks] == ["question", "solution"]
