"""The NumPy that students use, in the forms in which they call it: each line gives exactly what NumPy gives."""

from __future__ import annotations

import pytest
from exactly import check
from forms_of_arithmetic import EXPRESSIONS as ARITHMETIC
from forms_of_arrays import EXPRESSIONS as ARRAYS
from forms_of_modules import STATEMENTS as WITH_MODULES
from forms_of_statements import STATEMENTS as PLAIN

pytestmark = pytest.mark.filterwarnings("ignore")

STATEMENTS = {**PLAIN, **WITH_MODULES}


@pytest.mark.parametrize("expression", [*ARITHMETIC.strip().splitlines(), *ARRAYS.strip().splitlines()])
def test_an_expression_has_the_value_that_numpy_gives(expression: str) -> None:
    check(f"return {expression}")


@pytest.mark.parametrize("name", STATEMENTS)
def test_statements_do_what_numpy_does(name: str) -> None:
    check(STATEMENTS[name])
