"""Forms: what stands for an activation, a softmax or a loss, however it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from derive.terms import (
    ONE,
    ZERO,
    Add,
    Case,
    Compare,
    Fn,
    Mul,
    Num,
    Pow,
    Term,
    add,
    fn,
    mul,
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
            inner = one_plus_exp(base)
            return None if inner is None else Activation("sigmoid", mul(-1, inner))
        case Mul(args=args):
            return _quotient_activation(args)
        case Case(branches=((condition, value),), otherwise=otherwise):
            return _case_activation(condition, value, otherwise)
        case _:
            return None


_ACTIVATIONS = ("sigmoid", "tanh", "relu", "softplus", "normcdf", "atan", "erf", "sin", "cos", "abs")


def one_plus_exp(node: Term) -> Term | None:
    """The u of 1 + exp(u)."""
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
        inner = one_plus_exp(below.base)
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


@lru_cache(maxsize=256)
def inside_activations(root: Term) -> frozenset[Node]:
    """What activations below the root are written with, 1/(1 + exp(-s)): nobody differentiates it step by step."""
    parts = (node for node in postorder((root,)) if isinstance(node, Mul | Pow) and node is not root)
    return frozenset(part for whole in parts for part in _written_with(whole))


def _written_with(whole: Mul | Pow) -> Iterator[Node]:
    found = activation(whole)
    if found is None:
        return
    yield whole
    yield from (fn("exp", one) for one in (found.argument, mul(-1, found.argument)))
    if isinstance(whole, Mul):
        yield from (arg for arg in whole.args if isinstance(arg, Pow))


@dataclass(frozen=True, slots=True)
class Softmax:
    """A product with a share exp(u) / sum of exp(u_j) in it: its logit u, the logits of all classes, the rest."""

    own: Term
    logits: tuple[Term, ...]
    rest: Term = ONE

    def share(self, logit: Term) -> Term:
        """The share of one logit."""
        return fn("exp", logit) / add(*(fn("exp", one) for one in self.logits))


def softmax(node: Node) -> Softmax | None:
    """The softmax that a node is one entry of, or a multiple of one.

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
            above = [arg for arg in node.args if arg in below.base.args]
            if logits is not None and len(above) == 1:
                rest = mul(*(arg for arg in node.args if arg is not below and arg is not above[0]))
                return Softmax(above[0].args[0], logits, rest)  # type: ignore[union-attr]
    return None


def exponents(total: Term) -> tuple[Term, ...] | None:
    """The logits of a sum of exponentials; None for any other term."""
    if not isinstance(total, Add):
        return None
    found = tuple(arg.args[0] for arg in total.args if isinstance(arg, Fn) and arg.name == "exp")
    return found if len(found) == len(total.args) else None
