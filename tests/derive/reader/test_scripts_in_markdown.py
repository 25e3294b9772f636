"""Formulas that a Markdown page of a blog keeps in <script type="math/tex">."""

from derive.check import check

PAGE = """# Scores

Take <script type="math/tex">E = (u - c)^2</script> and

<script type="math/tex; mode=display">
\\begin{aligned}
\\frac{dE}{du}
&= 2 (u - c) \\\\
&= 2u - %s
\\end{aligned} </script>
"""


def test_scripts_are_mathematics() -> None:
    right, wrong = (check(PAGE % end).relations for end in ("2c", "c"))
    assert [one.verdict for one in right] == ["definition", "right", "right"]
    assert [one.verdict for one in wrong] == ["definition", "right", "wrong"]
    assert PAGE[right[0].span.start : right[0].span.end] == "E = (u - c)^2"
