"""What encloses other parts of a formula: norms, matrices, cases, sets, lists, readings, chains."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from derive.reader.places import NOWHERE, Span


class Node:
    """A part of what was written. A class with this base and not a union of all kinds: mypy is five times as quick."""

    __slots__ = ()

    @property
    def span(self) -> Span:
        """Where it stands."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Norm(Node):
    """‖x‖, ‖x‖_2, ‖A‖_F: ``index`` as written (a square is a Power around it)."""

    of: Node
    index: Node | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Abs(Node):
    """|x|: an absolute value, a determinant or the size of a set."""

    of: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Inner(Node):
    """⟨a, b⟩ (``right`` None: ⟨a⟩)."""

    left: Node
    right: Node | None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Root(Node):
    """√x, or the root of the given degree."""

    of: Node
    degree: Node | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Factorial(Node):
    """n!."""

    of: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Binomial(Node):
    """n over k."""

    top: Node
    bottom: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Matrix(Node):
    r"""pmatrix and the like; an empty cell is a Hole; ``style`` is "p", "b", "v", "V", "B" or ""."""

    rows: tuple[tuple[Node, ...], ...]
    style: str = "p"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """One row of a Cases: ``condition`` is None where none is written ("otherwise": Text)."""

    value: Node
    condition: Node | None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """A value by cases."""

    branches: tuple[Branch, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sequence(Node):
    """Items with commas: (a, b), [0, 1), {0, 1}, or with nothing around ("")."""

    items: tuple[Node, ...]
    opening: Literal["", "(", "[", "{", "]"] = ""
    closing: Literal["", ")", "]", "}", "["] = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SetOf(Node):
    """{element | condition}."""

    element: Node
    condition: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Indicator(Node):
    """1[y = k], 𝟙{u > 0}, I(u > 0), [y = k]: 1 where the condition holds, else 0 (1_A(x): x ∈ A)."""

    condition: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class At(Node):
    """f |_{x = 0}: ``of`` evaluated where ``where`` says."""

    of: Node
    where: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Decorated(Node):
    r"""An accent over more than a name: \overline{x + y}, (x + y)^*."""

    of: Node
    decoration: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Dots(Node):
    """… of any kind: the formula is not written out."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Words inside a formula."""

    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """ "1 or −1": the writer leaves it open."""

    options: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ambiguous(Node):
    """Several readings of the same signs, the likeliest first.

    Those with the same ``key`` ("call f", "power \\delta", "sum scope 120") are to be read the same way:
    choose one number for a key and take it everywhere (``derive.reader.tree``).
    """

    readings: tuple[Node, ...]
    key: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Hole(Node):
    """Nothing where something is expected: the left side of a row that begins with =, an empty cell, f(·)."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


RelationSign = Literal[
    "=", "!=", "<", "<=", ">", ">=", "<<", ">>", "approx", "propto", ":=", "=:", "<-", "->", "mapsto", "in",
    "notin", "ni", "subset", "sim", "equiv", "=>", "<=>", "perp", "colon", "forall", "exists", "and", "or",
    "succ", "succeq", "prec", "preceq",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation sign; ``note`` is what stands over or under it (the reason for a step), as text."""

    sign: RelationSign
    note: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """a = b ≤ c: one member more than relations; the first is a Hole where a row begins with its relation."""

    members: tuple[Node, ...]
    relations: tuple[Relation, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)
