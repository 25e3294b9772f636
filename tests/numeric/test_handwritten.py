"""The programs of the report, judged as if they were handed in: the verdict on the code is that on the formula."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from derive.derivation.batch import COLUMNS
from numeric.handwritten import PRELUDE, VERSIONS, Version
from numeric.submissions import CodeOptions, Judge, Status, read_assignment

ROWS_ASSIGNMENT = """
title = "Mean binary cross-entropy, samples as rows"
objective = "np.mean(np.log(1 + np.exp(X @ w)) - y * (X @ w))"
parameters = ["w"]

[inputs]
w = { shape = ["M"] }
X = { shape = ["N", "M"] }
y = { shape = ["N"], domain = "{0,1}" }

[call]
code = "return {'w': student.gradient(w, X, y)}"
"""
COLUMNS_ASSIGNMENT = """
title = "Mean binary cross-entropy, samples as columns"
objective = "np.mean(np.log(1 + np.exp(W @ X)) - Y * (W @ X))"
parameters = ["W"]

[inputs]
W = { shape = [1, "M"] }
X = { shape = ["M", "N"] }
Y = { shape = [1, "N"], domain = "{0,1}" }

[call]
code = "return {'W': student.gradient(W, X, Y)}"
"""
STATUS = dict.fromkeys(("scalar-loop", "columns", "rows", "logits", "guarded-log"), Status.RIGHT)
STATUS["overflow"] = Status.UNSTABLE


@pytest.fixture(scope="module")
def judges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[bool, Judge]]:
    folder: Path = tmp_path_factory.mktemp("assignments")
    for name, text in (("rows", ROWS_ASSIGNMENT), ("columns", COLUMNS_ASSIGNMENT)):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    options = CodeOptions(unsafe=True)
    with (
        Judge(read_assignment(folder / "rows.toml"), options) as rows,
        Judge(read_assignment(folder / "columns.toml"), options) as columns,
    ):
        yield {False: rows, True: columns}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: each.id)
def test_the_code_is_judged_as_its_formula_is(judges: dict[bool, Judge], version: Version) -> None:
    judge = judges[version.names is COLUMNS]
    review = judge.review(PRELUDE + version.code, "student.py")
    (parameter,) = review.parameters
    assert parameter.status is STATUS.get(version.id, Status.WRONG)
