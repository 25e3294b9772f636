"""A post while it is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from derive.elaborate.claims.judge import Judgement
from derive.elaborate.explaining.corrections import Correction
from derive.elaborate.explaining.explain import Why
from derive.elaborate.explaining.slips import Slip
from derive.elaborate.posts.post import Post
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.dims import Dim
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Scope
from derive.reader.blocks import Block, Document, Formula


@dataclass
class Story:
    """A post while it is judged: what was wrong so far, and which size every dimension got."""

    document: Document
    post: Post
    typed: Typed
    convention: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    order: dict[Dim, int] = field(default_factory=dict)
    wrong: list[Link] = field(default_factory=list)
    judged: list[tuple[Link, Judgement]] = field(default_factory=list)
    renewed: set[str] = field(default_factory=set)
    renewed_quietly: dict[str, Scope] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)
    reasons: dict[int, tuple[Why, Correction | None]] = field(default_factory=dict)
    typed_anew: int = 0

    def failures(self) -> Iterator[tuple[Block, Formula]]:
        """The display formulas that could not be read."""
        for block in self.blocks:
            yield from ((block, f) for f in block.formulas if block.display and f.failure is not None)
