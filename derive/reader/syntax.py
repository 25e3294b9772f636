"""What a person wrote: a neutral tree, every node with its exact place, nothing evaluated.

Two trees are equal when they say the same thing; where they stand does not count. What the reader had to
repair is listed beside the tree (``Repair``); what can be read in more than one way is kept as ``Ambiguous``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Span(NamedTuple):
    """A place in a text: offsets of its first code point and of the one after its last."""

    start: int
    end: int


NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in digits, as written: "2", "0.5"."""

    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    r"""A symbol: its letter and what decorates it, styles first, then accents from the inside out.

    ``letter`` is one letter ("y"), a TeX name (r"\theta"; unicode θ becomes it), or an upright word
    ("softmax", "log"). Decorations: "bold", "cal", "bb", "frak", "sans", "hat", "tilde", "bar", "vec", "dot",
    "ddot", "check", "breve", "underline", "star", "dagger", "plus", "minus". \hat{\mathbf y} and
    \mathbf{\hat y} are both ("bold", "hat").
    """

    letter: str
    decorations: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Indices:
    """What stands in one index position.

    ``joined``: items without commas, x_{ij} (x_{11} stays one Number, as it may be eleven); else x_{i,j}.
    ``bracket`` is "(" or "[" for x^{(i)} and a^{[l]}, "" for bare ones.
    """

    items: tuple[Node, ...]
    joined: bool = False
    bracket: Literal["", "(", "["] = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Index:
    """x_i, x^{(i)}, w^{l}_{ij}: a base with indices below, above, or both. Text items are labels."""

    base: Node
    below: Indices | None = None
    above: Indices | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Power:
    """base^exponent; an inverse is the exponent -1."""

    base: Node
    exponent: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Transpose:
    """X^T, X^⊤, X' where it is one."""

    of: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Prime:
    """f', σ''(v) (then the function of a Call): ``order`` strokes."""

    of: Node
    order: int = 1
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function applied: σ(s), log x (style "bare"), max{0, u} (style "{"), exp[u] (style "[").

    ``function`` is a Name, or an Index, Prime or Derivative of one. Traces, diagonals and vec are calls of
    the Names "tr", "diag", "vec", "det"; logarithms and so on of "log", "ln", "exp", "sin", however spelled.
    """

    function: Node
    arguments: tuple[Node, ...]
    style: Literal["(", "[", "{", "bare"] = "("
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    """What stands in p(y | x, w): ``of`` and ``given`` (a Sequence where there are several)."""

    of: Node
    given: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Iterate:
    """W(n+1): the value of ``base`` at a step of an iteration."""

    base: Node
    step: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Derivative:
    r"""∂L/∂w, \frac{d}{dx}(…), ∂_x f, D_x f; by x then y for \frac{∂²f}{∂x∂y}, x twice for \frac{d²f}{dx²}.

    ``of`` is None where an operator stands alone. ``style`` "fraction" (∂L over ∂w), "operator" (\frac{d}{dx}
    in front), "slash" (dL/dw) or "subscript" (∂_x).
    """

    of: Node | None
    by: tuple[Node, ...]
    symbol: Literal["partial", "d", "D", "delta"] = "partial"
    style: Literal["fraction", "operator", "slash", "subscript"] = "fraction"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Nabla:
    """∇f, ∇_w L(w), ∇²f (order 2: Hessian or Laplacian); ``of`` is None for a bare ∇."""

    of: Node | None
    by: Node | None = None
    order: int = 1
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Jacobian:
    """J_X(S), Jac(f): the Jacobian matrix of ``of`` by ``by`` (None: not said)."""

    of: Node | None
    by: Node | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Differential:
    """dL, d log(ŷ), d(1 − ŷ), δL ("delta")."""

    of: Node
    symbol: Literal["d", "delta", "partial"] = "d"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


BigSymbol = Literal["sum", "prod", "int", "max", "min", "argmax", "argmin", "sup", "inf", "lim"]


@dataclass(frozen=True, slots=True)
class Big:
    r"""A sum, product, integral, or an extremum over something: Σ_{i=1}^{N} body, max_j z_j, argmin_w L.

    ``below`` is what stands under the sign as written: None, a Name, a Sequence of Names, or a Chain such as
    i = 1, j ≠ i, t ∈ T (several lines: a Sequence of these). ``above`` is the upper bound, ``body`` what the
    sign covers (None: nothing written).
    """

    symbol: BigSymbol
    body: Node | None
    below: Node | None = None
    above: Node | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Expectation:
    """E[x], E_{x∼p}[x]; ``under`` is what stands below the E."""

    of: Node
    under: Node | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Norm:
    """‖x‖, ‖x‖_2, ‖A‖_F: ``index`` as written (a square is a Power around it)."""

    of: Node
    index: Node | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Abs:
    """|x|: an absolute value, a determinant or the size of a set."""

    of: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Inner:
    """⟨a, b⟩ (``right`` None: ⟨a⟩)."""

    left: Node
    right: Node | None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


ProductSign = Literal["", "cdot", "times", "*", "odot", "circ", "ast", ":", "otimes"]


@dataclass(frozen=True, slots=True)
class Product:
    """left times right with the sign as written: "" for juxtaposition, ":" for the Frobenius product."""

    left: Node
    right: Node
    sign: ProductSign = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fraction:
    """top over bottom; ``sign`` "frac", "/" or "oslash" (⊘, elementwise)."""

    top: Node
    bottom: Node
    sign: Literal["frac", "/", "oslash"] = "frac"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Neg:
    """−x."""

    of: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Plus:
    """+x with nothing before it (a continued row, or ±x with ``either``)."""

    of: Node
    either: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Add:
    """left + right."""

    left: Node
    right: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sub:
    """left − right."""

    left: Node
    right: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PlusMinus:
    """left ± right."""

    left: Node
    right: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Root:
    """√x, or the root of the given degree."""

    of: Node
    degree: Node | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Factorial:
    """n!."""

    of: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Binomial:
    """n over k."""

    top: Node
    bottom: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Matrix:
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
class Cases:
    """A value by cases."""

    branches: tuple[Branch, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sequence:
    """Items with commas: (a, b), [0, 1), {0, 1}, or with nothing around ("")."""

    items: tuple[Node, ...]
    opening: Literal["", "(", "[", "{", "]"] = ""
    closing: Literal["", ")", "]", "}", "["] = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SetOf:
    """{element | condition}."""

    element: Node
    condition: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Indicator:
    """1[y = k], 𝟙{u > 0}, I(u > 0), [y = k]: 1 where the condition holds, else 0 (1_A(x): x ∈ A)."""

    condition: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class At:
    """f |_{x = 0}: ``of`` evaluated where ``where`` says."""

    of: Node
    where: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Decorated:
    r"""An accent over more than a name: \overline{x + y}, (x + y)^*."""

    of: Node
    decoration: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Dots:
    """… of any kind: the formula is not written out."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Text:
    """Words inside a formula."""

    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """ "1 or −1": the writer leaves it open."""

    options: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several readings of the same signs, the likeliest first.

    Those with the same ``key`` ("call f", "power \\delta", "sum scope 120") are to be read the same way:
    choose one number for a key and take it everywhere (``derive.reader.tree``).
    """

    readings: tuple[Node, ...]
    key: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Hole:
    """Nothing where something is expected: the left side of a row that begins with =, an empty cell, f(·)."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


RelationSign = Literal[
    "=", "!=", "<", "<=", ">", ">=", "<<", ">>", "approx", "propto", ":=", "=:", "<-", "->", "mapsto", "in",
    "notin", "ni", "subset", "sim", "equiv", "=>", "<=>", "perp", "colon", "forall", "exists", "and", "or",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation sign; ``note`` is what stands over or under it (the reason for a step), as text."""

    sign: RelationSign
    note: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """a = b ≤ c: one member more than relations; the first is a Hole where a row begins with its relation."""

    members: tuple[Node, ...]
    relations: tuple[Relation, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


Node = (
    Number | Name | Index | Power | Transpose | Prime | Call | Conditional | Iterate | Derivative | Nabla
    | Jacobian | Differential | Big | Expectation | Norm | Abs | Inner | Product | Fraction | Neg | Plus | Add
    | Sub | PlusMinus | Root | Factorial | Binomial | Matrix | Cases | Sequence | SetOf | Indicator | At
    | Decorated | Dots | Text | Choice | Ambiguous | Hole | Chain
)  # fmt: skip


RepairKind = Literal["inserted", "removed", "replaced", "scope", "spelling"]


@dataclass(frozen=True, slots=True)
class Repair:
    """What the reader changed in order to read: its place, what it did, and the kind.

    "inserted", "removed" and "replaced" change signs of the formula: a verdict must not rest on them. "scope"
    and "spelling" choose the usual meaning of what stands there (where another reading is possible, the tree
    holds an ``Ambiguous``, too).
    """

    span: Span
    what: str
    kind: RepairKind = "inserted"
