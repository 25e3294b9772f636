"""Whatever the words of a page are, its definitions are read or not: nothing raises."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from derive.elaborate.told.worded.definitions import with_worded_definitions
from derive.reader.document import read_text

WORDS = (
    "the a half of twice minus plus times over divided by sum difference squared length norm log root mean is are be"
    " let we call it its their and , . : ( ) if then else zero positive one what makes observed predicted residual"
    " errors stack in column diagonal matrix that carries means entries $a$ $b_i$ $x_i$ $r=s$ $1,2$ $n$ samples"
    " adds up first second -th power on top this inner product with between from to for each all i.e. called"
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=24))
@settings(max_examples=60)
def test_no_words_raise(words: list[str]) -> None:
    assert with_worded_definitions(read_text(" ".join(words))).text == " ".join(words)
