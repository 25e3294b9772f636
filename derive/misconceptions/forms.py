"""Forms: what stands for an activation, a softmax or a loss, however it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from derive.calculus import rebuild
from derive.terms import (
    ONE,
    ZERO,
    Add,
    Case,
    Compare,
    Condition,
    Fn,
    Mul,
    Num,
    Pow,
    Term,
    add,
    case,
    compare,
    fn,
    mul,
    power,
)
from derive.traverse import Node, postorder


@dataclass(frozen=True, slots=True)
class Activation:
    """A node that is an activation of its argument, however it is written."""

    name: str
    argument: Term


@lru_cache(maxsize=4096)
def activation(node: Term) -> Activation | None:
    """The activation that a node is: sigma, tanh, ReLU and the like, or a quotient of exponentials.

    >>> from derive.terms import sym
    >>> activation(1 / (1 + fn("exp", -sym("s")))) == Activation("sigmoid", sym("s"))
    True
    """
    match node:
        case Fn(name=name, args=(argument,)) if name in _ACTIVATIONS:
            return Activation(name, argument)
        case Fn(name="max", args=args) if ZERO in args and len(args) == 2:
            return Activation("relu", args[0] if args[1] is ZERO else args[1])
        case Pow(exponent=Num(value=power), base=base) if power == -1:
            inner = _one_plus_exp(base)
            return None if inner is None else Activation("sigmoid", mul(-1, inner))
        case Mul(args=args):
            return _quotient_activation(args)
        case Case(branches=((condition, value),), otherwise=otherwise):
            return _case_activation(condition, value, otherwise)
        case _:
            return None


_ACTIVATIONS = ("sigmoid", "tanh", "relu", "softplus", "normcdf", "atan", "erf", "sin", "cos", "abs")


def _one_plus_exp(node: Term) -> Term | None:
    match node:
        case Add(args=args) if len(args) == 2 and ONE in args:
            other = args[0] if args[1] is ONE else args[1]
            return other.args[0] if isinstance(other, Fn) and other.name == "exp" else None
        case _:
            return None


def _quotient_activation(args: tuple[Term, ...]) -> Activation | None:
    if len(args) != 2:
        return None
    for above, below in (args, args[::-1]):
        if not (isinstance(below, Pow) and below.exponent is _MINUS_ONE):
            continue
        inner = _one_plus_exp(below.base)
        if inner is not None and above is fn("exp", inner):
            return Activation("sigmoid", inner)
        found = _tanh_argument(above, below.base)
        if found is not None:
            return Activation("tanh", found)
    return None


_MINUS_ONE = mul(-1, 1)


def _tanh_argument(above: Term, below: Term) -> Term | None:
    if not (isinstance(above, Add) and isinstance(below, Add) and len(above.args) == len(below.args) == 2):
        return None
    for one in below.args:
        if isinstance(one, Fn) and one.name == "exp":
            u = one.args[0]
            minus = fn("exp", mul(-1, u))
            if set(below.args) == {one, minus} and set(above.args) == {one, mul(-1, minus)}:
                return u
    return None


def _case_activation(condition: Node, value: Term, otherwise: Term) -> Activation | None:
    match condition:
        case Compare(relation="<" | "<=", left=left, right=right):
            if left is ZERO and value is right and otherwise is ZERO:
                return Activation("relu", value)
            if right is ZERO and value is ZERO and otherwise is left:
                return Activation("relu", left)
    return None


@dataclass(frozen=True, slots=True)
class Softmax:
    """A node exp(u) / sum of exp(u_j): its own logit u, and the logits of all classes."""

    own: Term
    logits: tuple[Term, ...]


def softmax(node: Node) -> Softmax | None:
    """The softmax that a node is one entry of.

    >>> from derive.terms import sym
    >>> a, b = fn("exp", sym("a")), fn("exp", sym("b"))
    >>> softmax(a / (a + b)) == Softmax(sym("a"), (sym("a"), sym("b")))
    True
    """
    if not isinstance(node, Mul):
        return None
    for below in node.args:
        if isinstance(below, Pow) and below.exponent is _MINUS_ONE and isinstance(below.base, Add):
            logits = exponents(below.base)
            above = [arg for arg in node.args if arg is not below]
            if logits is not None and len(above) == 1 and above[0] in below.base.args:
                return Softmax(above[0].args[0], logits)  # type: ignore[union-attr]
    return None


def exponents(total: Term) -> tuple[Term, ...] | None:
    """The logits of a sum of exponentials; None for any other term."""
    if not isinstance(total, Add):
        return None
    found = tuple(arg.args[0] for arg in total.args if isinstance(arg, Fn) and arg.name == "exp")
    return found if len(found) == len(total.args) else None


def recognised(root: Term) -> Term:
    """The term with sigma, tanh and softplus called by their names where they are written out.

    >>> from derive.terms import sym
    >>> recognised(sym("y") * fn("exp", sym("s")) / (1 + fn("exp", sym("s")))) is sym("y") * fn("sigmoid", sym("s"))
    True
    """
    known: dict[Node, Node] = {}
    for node in postorder((root,)):
        new = rebuild(node, known)
        known[node] = _named(new) if isinstance(new, Pow | Mul | Fn | Case) else new
    return known[root]  # type: ignore[return-value]


def through_predictions(root: Term, is_label: Callable[[Node], bool]) -> Term:
    """A loss in its logits, written through its predictions again, because slips are made there.

    softplus(s) - y s becomes -y log sigma(s) - (1 - y) log(1 - sigma(s)), which is the same; softplus(-m) becomes
    -log sigma(m), and the log-sum-exp of logits z with labels y becomes sum of y z - sum of y log p, which is the
    same where the labels sum to one. Terms without such a loss stay as they are.
    """
    partners = _partners(root, is_label)
    known: dict[Node, Node] = {}
    for node in postorder((root,)):
        known[node] = _through(rebuild(node, known), node, partners)
    return known[root]  # type: ignore[return-value]


def _partners(root: Term, is_label: Callable[[Node], bool]) -> dict[Term, Term]:
    """The label that each logit is multiplied by."""
    found: dict[Term, Term] = {}
    for node in postorder((root,)):
        if isinstance(node, Mul):
            labels = [arg for arg in node.args if is_label(arg)]
            others = [arg for arg in node.args if not is_label(arg) and not isinstance(arg, Num)]
            if len(labels) == 1 and others:
                found[mul(*others)] = labels[0]
    return found


def _through(node: Node, before: Node, partners: dict[Term, Term]) -> Node:
    match before:
        case Fn(name="softplus", args=(s,)):
            return _bernoulli(s, partners)
        case Fn(name="log", args=(total,)):
            logits = exponents(total)
            labels = [partners.get(z) for z in logits or ()]
            if logits is None or None in labels:
                return node
            pairs = [(y, z) for y, z in zip(labels, logits, strict=True) if y is not None]
            return add(*(y * z - y * fn("log", fn("exp", z) / total) for y, z in pairs))
        case _:
            return node


def _bernoulli(s: Term, partners: dict[Term, Term]) -> Term:
    y, p = partners.get(s), fn("sigmoid", s)
    if y is None:
        return mul(-1, fn("log", fn("sigmoid", mul(-1, s))))
    return y * s - y * fn("log", p) - (1 - y) * fn("log", 1 - p)


def _named(node: Pow | Mul | Fn | Case) -> Term:
    if isinstance(node, Case):
        return _named_case(node)
    if isinstance(node, Fn) and node.name != "max":
        inner = _one_plus_exp(node.args[0]) if node.name == "log" else None
        return node if inner is None else fn("softplus", inner)
    found = activation(node)
    if found is not None and found.name in ("sigmoid", "tanh", "relu"):
        return fn(found.name, found.argument)
    if isinstance(node, Pow):
        return _named_power(node)
    return _named_product(node)


def _named_power(node: Pow) -> Term:
    # (1 + exp(-s))^-n is sigma(s)^n.
    inner = _one_plus_exp(node.base)
    match node.exponent:
        case Num(value=value) if inner is not None and value < 0 and value.denominator == 1:
            return power(fn("sigmoid", mul(-1, inner)), mul(-1, node.exponent))
    return node


def _named_product(node: Term) -> Term:
    """exp(-s) sigma(s) is sigma(-s), as long as both are found in a product."""
    if not isinstance(node, Mul):
        return node
    for one in node.args:
        base, count = (one.base, one.exponent) if isinstance(one, Pow) else (one, ONE)
        if not isinstance(base, Fn) or base.name != "sigmoid" or not _is_whole_positive(count):
            continue
        opposite = mul(-1, base.args[0])
        whole = fn("exp", opposite)
        if whole in node.args:
            rest = [arg for arg in node.args if arg is not one and arg is not whole]
            spare = [whole] * (node.args.count(whole) - 1)
            left = power(base, add(count, -1)) if count is not ONE else ONE
            return _named_product(mul(*rest, *spare, left, fn("sigmoid", opposite)))
    return node


def _is_whole_positive(count: Term) -> bool:
    return isinstance(count, Num) and count.value > 0 and count.value.denominator == 1


def _named_case(node: Case) -> Term:
    # A ReLU is never negative, and is positive where its argument is.
    branches = [(_plain_condition(condition), value) for condition, value in node.branches]
    kept = [(condition, value) for condition, value in branches if condition is not None]
    simpler = case(kept, node.otherwise) if kept else node.otherwise
    return _named_slope(simpler) if isinstance(simpler, Case) else simpler


def _plain_condition(condition: Condition) -> Condition | None:
    match condition:
        case Compare(relation="<", left=Fn(name="relu"), right=right) if right is ZERO:
            return None
        case Compare(relation="<=", left=Fn(name="relu", args=(u,)), right=right) if right is ZERO:
            return compare("<=", u, ZERO)
        case Compare(relation="<", left=left, right=Fn(name="relu", args=(u,))) if left is ZERO:
            return compare("<", ZERO, u)
        case _:
            return condition


def _named_slope(node: Case) -> Term:
    # The slope of max(0, u), which is 0 where u < 0 and else 1, or the other way round.
    match node:
        case Case(
            branches=((Compare(relation="<" | "<=", left=left, right=right), value),), otherwise=otherwise
        ):
            if {value, otherwise} == {ZERO, ONE}:
                return fn("step", left - right if value is ZERO else right - left)
    return node
