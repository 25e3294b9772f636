"""The role of every relation: definition, claim, update, condition or approximation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from derive.elaborate.prose.unasserted import is_denied
from derive.elaborate.symbols.calls_and_products import settled
from derive.elaborate.symbols.names import Letters, conditional_key, keys_in, letters_of, reference
from derive.reader import syntax as s
from derive.reader.anatomy import arguments_of
from derive.reader.blocks import Block, Formula
from derive.reader.names import PAIR
from derive.reader.tree import walk

Role = Literal["claim", "definition", "update", "condition", "approximation"]

EQUALITIES = ("=", "equiv", ":=")
FUNCTIONS_OF_EVERYBODY = frozenset(
    [
        "log",
        "ln",
        "exp",
        "sin",
        "cos",
        "tanh",
        "sinh",
        "cosh",
        "max",
        "min",
        "tr",
        "Tr",
        "trace",
        "det",
        "diag",
        "vec",
        "arctan",
        "erf",
        "abs",
        "sign",
        "sgn",
    ]
)


MODEL = "a model of data"
"""The note of an equation that says what data are like, and defines nothing."""


LOSS_LETTERS = frozenset((r"\ell", r"\mathcal{L}", r"\mathcal{J}", "l", r"\mathcal{E}"))


NUMBERS = frozenset(
    ("L", "J", "E", r"\ell", r"\mathcal{L}", r"\mathcal{J}", "l", "Q", "R", "NLL", "CE", "MSE", "KL")
)
"""Names that people give to a loss, which is a number."""


@dataclass(frozen=True, slots=True)
class Link:
    """One relation between two members of a formula, where it stands."""

    block: Block
    formula: Formula
    place: int
    left: s.Node
    relation: s.Relation
    right: s.Node
    begins: bool

    @property
    def repairs(self) -> tuple[s.Repair, ...]:
        """What had to be repaired to read it, in the formula that its left side comes from, too."""
        carried = () if self.begins or self.place else self.formula.carried_repairs
        return (*carried, *self.formula.repairs)

    @property
    def sign(self) -> str:
        """The relation as a sign."""
        return self.relation.sign


def links_of(block: Block, formula: Formula, functions: frozenset[str], letters: Letters) -> list[Link]:
    """The relations of a formula, in order; a row that begins with its relation continues the carried member."""
    if formula.chain is None:
        return []
    chain = settled(formula.chain, functions, letters)
    assert isinstance(chain, s.Chain)
    found = []
    for place, relation in enumerate(chain.relations):
        left = chain.members[place]
        begins = place == 0
        if isinstance(left, s.Hole) and formula.carried is not None:
            left, begins = settled(formula.carried, functions, letters), False
        found.append(Link(block, formula, place, left, relation, chain.members[place + 1], begins))
    return found


PROBABILITIES = ("P", "p", "Pr", r"\mathbb{P}")


@dataclass(frozen=True, slots=True)
class Head:
    """What the left side of a definition introduces."""

    key: str
    indices: tuple[str, ...]
    parameters: tuple[s.Node, ...]


def head_of(node: s.Node, letters: Letters) -> Head | None:
    """The object that a left side can introduce, or None."""
    if isinstance(node, s.Call):
        if isinstance(node.function, s.Name) and node.function.letter in FUNCTIONS_OF_EVERYBODY:
            return None
        if len(node.arguments) == 1 and isinstance(node.arguments[0], s.Conditional):
            return _conditional(node, node.arguments[0], letters)
        if _is_event(node):
            return Head(_event_key(node), (), ())
        inner = head_of(node.function, letters)
        arguments = arguments_of(node)
        if inner is None or not all(_is_parameter(argument) for argument in arguments):
            return None
        return Head(inner.key, inner.indices, arguments)
    ref = reference(node, letters)
    if ref is None or not ref.key or ref.key[0].isdigit():
        return None
    names = [_index_letter(item, letters) for item in ref.indices]
    if any(name is None for name in names) or len(set(names)) != len(names):
        return None
    return Head(ref.key, tuple(name for name in names if name is not None), ())


def _is_event(node: s.Call) -> bool:
    """Whether a call is the probability of an event, as P(a ≻ b), rather than a function of names."""
    named = isinstance(node.function, s.Name) and node.function.letter in PROBABILITIES
    return named and len(node.arguments) == 1 and isinstance(node.arguments[0], s.Product | s.Chain)


def _event_key(node: s.Call) -> str:
    from derive.reader.tex import tex

    return tex(node)


def _conditional(node: s.Call, argument: s.Conditional, letters: Letters) -> Head | None:
    """p(y | x): an object of its own for every y."""
    from derive.reader.tex import tex

    inner = head_of(node.function, letters)
    if inner is None or inner.indices:
        return None
    return Head(conditional_key(inner.key, tex(argument.of)), (), ())


def _is_parameter(node: s.Node) -> bool:
    if isinstance(node, s.Conditional):
        return False
    if isinstance(node, s.Power):
        return isinstance(node.base, s.Name) and isinstance(node.exponent, s.Number)
    return isinstance(node, s.Name) or (isinstance(node, s.Index) and isinstance(node.base, s.Name))


def _index_letter(item: s.Node, letters: Letters) -> str | None:
    found = letters_of(item)
    return item.letter if isinstance(item, s.Name) and found and item.letter in letters.indices else None


def contains(node: s.Node, *kinds: type) -> bool:
    """Whether a node of one of these kinds is anywhere in the formula."""
    return any(isinstance(part, kinds) for part in walk(node))


def is_derivative(node: s.Node) -> bool:
    """Whether a side is, as a whole, a written derivative or differential."""
    match node:
        case s.Derivative() | s.Nabla() | s.Jacobian() | s.Differential() | s.Prime():
            return True
        case s.Call(function=s.Prime()):
            return True
        case s.Index(base=base) | s.Transpose(of=base) | s.Neg(of=base) | s.At(of=base):
            return is_derivative(base)
        case s.Product(left=left, right=right):
            return is_derivative(left) or is_derivative(right)
    return False


def is_kronecker(link: Link) -> bool:
    r"""Whether δ_ij is Kronecker's: the derivative of a member i by a member j, ∂z_i/∂μ_j, and no name for it."""
    if link.block.before.rstrip().lower().split()[-1:] in (
        ["with"],
        ["let"],
        ["write"],
        ["call"],
        ["define"],
    ):
        return False
    match link.left, link.right:
        case (
            s.Derivative(
                of=s.Index(below=s.Indices(items=(one,))), by=(s.Index(below=s.Indices(items=(other,))),)
            ),
            s.Index(base=s.Name(letter=r"\delta", decorations=()), below=s.Indices(items=items), above=None),
        ):
            return one != other and set(items) == {one, other}
    return False


def has_dots(node: s.Node) -> bool:
    """Whether something in a formula is left to the reader's imagination."""
    return contains(node, s.Dots)


def is_zero(node: s.Node) -> bool:
    """Whether a side is the number 0."""
    return (isinstance(node, s.Number) and node.text.strip("0.") == "") or node == s.Name("0", ("bold",))


def is_update(link: Link, letters: Letters) -> bool:
    """w ← w − …, w := w − …, W(n+1) = …, w = w − …, w_new = w_old − …."""
    if isinstance(link.left, s.Iterate) or link.sign in ("<-",):
        return True
    head = head_of(link.left, letters)
    if head is None or head.parameters:
        return False
    if not isinstance(link.right, s.Add | s.Sub | s.PlusMinus):
        return False
    return any(head_of(part, letters) == head for part in summands(link.right))


def summands(node: s.Node) -> list[s.Node]:
    """What a sum or difference is made of."""
    if isinstance(node, s.Add | s.Sub | s.PlusMinus):
        return summands(node.left) + summands(node.right)
    return [node]


def fixed_role(link: Link, letters: Letters) -> Role | None:
    """The role that the form alone decides; None where it depends on what is already defined."""
    if lists_values(link.right):
        return "condition"
    if (
        link.relation.note == MODEL
        or link.sign in ("approx", "propto", "sim", "->", "mapsto")
        or (contains(link.right, s.Dots) and not is_dotted_row(link.right))
    ):
        return "approximation"
    if link.sign not in (*EQUALITIES, "!=", "<-", "=:") or (link.sign != "!=" and is_denied(link.block)):
        return "condition"
    if is_update(link, letters):
        return "update"
    if _is_condition(link, letters):
        return "condition"
    return None


def lists_values(node: s.Node) -> bool:
    """Whether a side lists the numbers that a name may be: the 0, 1, 2, … of y = 0, 1, 2, …."""
    if not isinstance(node, s.Sequence) or node.opening or len(node.items) < 2:
        return False
    numbers = [item.of if isinstance(item, s.Neg) else item for item in node.items]
    return all(isinstance(item, s.Number | s.Dots) for item in numbers)


def is_dotted_row(node: s.Node) -> bool:
    """Whether all dots of a formula stand in rows of a matrix, in lists or among arguments."""
    rows = [part for part in walk(node) if isinstance(part, s.Matrix | s.Sequence | s.Call)]
    inside = sum(isinstance(cell, s.Dots) for row in rows for cell in walk(row))
    return inside >= sum(isinstance(part, s.Dots) for part in walk(node))


def _is_condition(link: Link, letters: Letters) -> bool:
    if (is_zero(link.right) or is_zero(link.left)) and not _is_value(link.left):
        return True
    if link.sign == "=>" or (isinstance(link.right, s.Plus) and link.right.either):
        return True
    running = letters.indices | letters.layers
    if isinstance(link.left, s.Name) and link.left.letter in running and not link.left.decorations:
        return link.left.letter in letters.indices or has_dots(link.right)
    if (
        isinstance(link.right, s.Number)
        and link.begins
        and isinstance(link.left, s.Norm | s.Big | s.Product | s.Power)
    ):
        works_out_a_number = not any(keys_in(link.left, letters))
        return not (works_out_a_number or contains(link.left, s.Derivative, s.Prime, s.Nabla))
    number = link.right.of if isinstance(link.right, s.Neg | s.Plus) else link.right
    plain = isinstance(link.left, s.Name | s.Index) and isinstance(number, s.Number)
    if (plain or _gives_one_value(link)) and not link.block.display:
        return True
    if _introduces(link, letters):
        return False
    words = link.block.before.rstrip().lower().rsplit(None, 2)[-1:] if not link.block.display else []
    return (
        bool(words and words[0] in ("if", "when", "whenever", "until", "unless", "once", "wenn"))
        and link.begins
    )


def _gives_one_value(link: Link) -> bool:
    """Whether a chain says that several names have one value: the a = b of a = b = 0."""
    members = link.formula.chain.members if link.formula.chain is not None else ()
    return (
        len(members) > 2
        and isinstance(members[-1], s.Number)
        and all(isinstance(each, s.Name | s.Index) for each in members[:-1])
    )


def is_listed(node: s.Node) -> bool:
    """Whether a side is a number, or numbers in a row: 2, −1, (1, 0, 0)ᵀ."""
    inside = (s.Number, s.Neg, s.Plus, s.Sequence, s.Transpose, s.Matrix, s.Fraction)
    return contains(node, s.Number) and all(isinstance(part, inside) for part in walk(node))


def is_worked_out(link: Link, letters: Letters) -> bool:
    """Whether a link says what a derivative is in numbers, by a size at most: dw = (−1, 2)ᵀ, ∂J/∂z = 3/m."""
    named = set(keys_in(link.right, letters)) - letters.sizes
    return is_derivative(link.left) and contains(link.right, s.Number) and not named


def is_remark(link: Link) -> bool:
    """Whether an equation in a sentence may be a remark, 1 − σ(x) = σ(−x): no name stands alone on its left."""
    plain = isinstance(link.left, s.Name | s.Index) or is_one(link)
    return not link.block.display and link.sign == "=" and not plain


def _is_value(node: s.Node) -> bool:
    """Whether a side is a function at some place: f(x), but f′(p) only at a number."""
    if not isinstance(node, s.Call):
        return False
    return not is_derivative(node) or all(isinstance(part, s.Number) for part in node.arguments)


def _introduces(link: Link, letters: Letters) -> bool:
    """Whether a side works one of many things out from others: "when r_k = y_k − h(t_k)" defines r_k."""
    head = head_of(link.left, letters)
    made = isinstance(link.right, s.Add | s.Sub | s.Product | s.Call | s.Fraction | s.Big)
    return made and head is not None and bool(head.indices) and head.key not in keys_in(link.right, letters)


def is_one(link: Link) -> bool:
    """Σ y_k = 1: a constraint rather than a claim."""
    return isinstance(link.left, s.Big) and link.left.symbol == "sum" and link.right == s.Number("1")


def referred(link: Link, letters: Letters) -> frozenset[str]:
    """Every object that a link mentions."""
    return frozenset((*keys_in(link.left, letters), *keys_in(link.right, letters)))


def is_loss(key: str) -> bool:
    """Whether a name is one that people give to a loss, or to that of one example: a capital, ℓ, or a script letter."""
    key = key.removeprefix(f"\\{PAIR}{{").removesuffix("}") if key.startswith(f"\\{PAIR}{{") else key
    return key in LOSS_LETTERS or key.startswith("\\math") or key[0].isupper()
