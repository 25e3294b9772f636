"""What a person wrote: a neutral tree, every node with its exact place, nothing evaluated.

Two trees are equal when they say the same thing; where they stand does not count. What the reader had to
repair is listed beside the tree (``Repair``); what can be read in more than one way is kept as ``Ambiguous``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from derive.reader.places import NOWHERE, Span
from derive.reader.structures import (
    Abs,
    Ambiguous,
    At,
    Binomial,
    Branch,
    Cases,
    Chain,
    Choice,
    Decorated,
    Dots,
    Factorial,
    Hole,
    Indicator,
    Inner,
    Matrix,
    Node,
    Norm,
    Relation,
    RelationSign,
    Root,
    Sequence,
    SetOf,
    Text,
)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number in digits, as written: "2", "0.5"; ``shown`` is what stands for it, the i of a_i for a_1."""

    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    shown: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name(Node):
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
class Index(Node):
    """x_i, x^{(i)}, w^{l}_{ij}: a base with indices below, above, or both. Text items are labels."""

    base: Node
    below: Indices | None = None
    above: Indices | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Power(Node):
    """base^exponent; an inverse is the exponent -1."""

    base: Node
    exponent: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Transpose(Node):
    """X^T, X^⊤, X' where it is one."""

    of: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Prime(Node):
    """f', σ''(v) (then the function of a Call): ``order`` strokes."""

    of: Node
    order: int = 1
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function applied: σ(s), log x (style "bare"), max{0, u} (style "{"), exp[u] (style "[").

    ``function`` is a Name, or an Index, Prime or Derivative of one. Traces, diagonals and vec are calls of
    the Names "tr", "diag", "vec", "det"; logarithms and so on of "log", "ln", "exp", "sin", however spelled.
    """

    function: Node
    arguments: tuple[Node, ...]
    style: Literal["(", "[", "{", "bare"] = "("
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """What stands in p(y | x, w): ``of`` and ``given`` (a Sequence where there are several)."""

    of: Node
    given: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Iterate(Node):
    """W(n+1): the value of ``base`` at a step of an iteration."""

    base: Node
    step: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Derivative(Node):
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
class Nabla(Node):
    """∇f, ∇_w L(w), ∇²f (order 2: Hessian or Laplacian); ``of`` is None for a bare ∇."""

    of: Node | None
    by: Node | None = None
    order: int = 1
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Jacobian(Node):
    """J_X(S), Jac(f): the Jacobian matrix of ``of`` by ``by`` (None: not said)."""

    of: Node | None
    by: Node | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Differential(Node):
    """dL, d log(ŷ), d(1 − ŷ), δL ("delta")."""

    of: Node
    symbol: Literal["d", "delta", "partial"] = "d"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


BigSymbol = Literal["sum", "prod", "int", "max", "min", "argmax", "argmin", "sup", "inf", "lim"]


@dataclass(frozen=True, slots=True)
class Big(Node):
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
class Expectation(Node):
    """E[x], E_{x∼p}[x]; ``under`` is what stands below the E."""

    of: Node
    under: Node | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


ProductSign = Literal["", "cdot", "times", "*", "odot", "circ", "ast", ":", "otimes"]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """left times right with the sign as written: "" for juxtaposition, ":" for the Frobenius product."""

    left: Node
    right: Node
    sign: ProductSign = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fraction(Node):
    """top over bottom; ``sign`` "frac", "/" or "oslash" (⊘, elementwise)."""

    top: Node
    bottom: Node
    sign: Literal["frac", "/", "oslash"] = "frac"
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Neg(Node):
    """−x."""

    of: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Plus(Node):
    """+x with nothing before it (a continued row, or ±x with ``either``)."""

    of: Node
    either: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Add(Node):
    """left + right."""

    left: Node
    right: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sub(Node):
    """left − right."""

    left: Node
    right: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PlusMinus(Node):
    """left ± right."""

    left: Node
    right: Node
    span: Span = field(default=NOWHERE, compare=False, repr=False)


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


__all__ = [
    "NOWHERE",
    "Abs",
    "Add",
    "Ambiguous",
    "At",
    "Big",
    "BigSymbol",
    "Binomial",
    "Branch",
    "Call",
    "Cases",
    "Chain",
    "Choice",
    "Conditional",
    "Decorated",
    "Derivative",
    "Differential",
    "Dots",
    "Expectation",
    "Factorial",
    "Fraction",
    "Hole",
    "Index",
    "Indicator",
    "Indices",
    "Inner",
    "Iterate",
    "Jacobian",
    "Matrix",
    "Nabla",
    "Name",
    "Neg",
    "Node",
    "Norm",
    "Number",
    "Plus",
    "PlusMinus",
    "Power",
    "Prime",
    "Product",
    "ProductSign",
    "Relation",
    "RelationSign",
    "Repair",
    "RepairKind",
    "Root",
    "Sequence",
    "SetOf",
    "Span",
    "Sub",
    "Text",
    "Transpose",
]  # fmt: skip
