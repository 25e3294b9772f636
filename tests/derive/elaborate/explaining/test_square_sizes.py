"""Sizes that are taken for equal where slips are looked for."""

import pytest

from derive.elaborate.explaining.slips import SquareDims
from derive.elaborate.symbols.dims import Dims
from derive.elaborate.symbols.errors import Clash


def test_no_size_is_a_product_of_itself() -> None:
    dims = SquareDims(Dims())
    with pytest.raises(Clash):
        dims.unify("N", dims.times("N", "N"))
    assert dims.find("N") == "N"
