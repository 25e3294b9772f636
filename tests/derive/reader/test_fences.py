"""Mathematics in fences and between dollars with backticks, as code hosts write it."""

from __future__ import annotations

from derive.check import check

HOSTED = """Let $`L = (a - y)^2`$.

```math
\\frac{\\partial L}{\\partial a} = 2(a - y)
```

~~~math
\\frac{\\partial L}{\\partial y} = 2(a - y)
~~~

```python
x = "$a = b$"
```
"""


def test_fences_marked_math_are_displays_and_code_is_none() -> None:
    verdicts = [relation.verdict for relation in check(HOSTED).relations]
    assert verdicts == ["definition", "right", "wrong"]
