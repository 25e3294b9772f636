"""Expressions written in other words: activations by their names, and losses through their predictions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from derive.calculus import rebuild
from derive.misconceptions.forms import activation, exponents, one_plus_exp
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
    num,
    power,
)
from derive.traverse import Node, postorder


def recognised(root: Term) -> Term:
    """The term with sigma, tanh and softplus called by their names where they are written out.

    >>> from derive.terms import sym
    >>> recognised(sym("y") * fn("exp", sym("s")) / (1 + fn("exp", sym("s")))) is sym("y") * fn("sigmoid", sym("s"))
    True
    >>> recognised((1 + fn("tanh", sym("s") / 2)) / 2)
    sigmoid(s)
    """
    known: dict[Node, Node] = {}
    for node in postorder((root,)):
        new = rebuild(node, known)
        known[node] = _named(new) if isinstance(new, Pow | Mul | Fn | Case | Add) else new
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
        known[node] = _cancelled(_through(rebuild(node, known), node, partners))
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


def _cancelled(node: Node) -> Node:
    """A sum without the summands that take each other away."""
    if not isinstance(node, Add):
        return node
    kept: list[Term] = []
    for part in node.args:
        opposite = mul(-1, part)
        if opposite in kept:
            kept.remove(opposite)
        else:
            kept.append(part)
    return node if len(kept) == len(node.args) else add(*kept)


def _bernoulli(s: Term, partners: dict[Term, Term]) -> Term:
    y, p = partners.get(s), fn("sigmoid", s)
    if y is None:
        return mul(-1, fn("log", fn("sigmoid", mul(-1, s))))
    return y * s - y * fn("log", p) - (1 - y) * fn("log", 1 - p)


def _named(node: Pow | Mul | Fn | Case | Add) -> Term:
    by_tanh = _by_tanh(node)
    if by_tanh is not None or isinstance(node, Add):
        return node if by_tanh is None else by_tanh
    if isinstance(node, Case):
        return _named_case(node)
    if isinstance(node, Fn) and node.name != "max":
        return _named_log(node.args[0]) if node.name == "log" else node
    found = activation(node)
    if found is not None and found.name in ("sigmoid", "tanh", "relu"):
        return fn(found.name, found.argument)
    if isinstance(node, Pow):
        return _named_power(node)
    return _named_by_erf(node) or _named_product(node)


def _named_log(inside: Term) -> Term:
    """log(1 + exp(u)) is softplus(u), log(exp(u)) is u, and the log of a product of sums is the sum of their logs."""
    inner = one_plus_exp(inside)
    if inner is not None:
        return fn("softplus", inner)
    if isinstance(inside, Mul) and sum(isinstance(arg, Add) for arg in inside.args) > 1:
        return add(*(_named_log(arg) for arg in inside.args))
    return inside.args[0] if isinstance(inside, Fn) and inside.name == "exp" else fn("log", inside)


def _by_tanh(node: Term) -> Term | None:
    """c + c tanh(s/2) is 2 c sigma(s), and c - c tanh(s/2) is 2 c sigma(-s)."""
    match node:
        case Add(args=(Num() as alone, other)) | Add(args=(other, Num() as alone)):
            times, inner = (other.args[0], other.args[1:]) if isinstance(other, Mul) else (ONE, (other,))
        case _:
            return None
    match inner:
        case (Fn(name="tanh", args=(u,)),) if isinstance(times, Num) and abs(times.value) == alone.value:
            return mul(2, alone, fn("sigmoid", _times(2 if times is alone else -2, u)))
        case _:
            return None


def _times(count: int, argument: Term) -> Term:
    parts = argument.args if isinstance(argument, Add) else (argument,)
    return add(*(mul(count, part) for part in parts))


def _named_by_erf(node: Term) -> Term | None:
    """(1 + erf(z / sqrt(2))) / 2 is Phi(z)."""
    match node:
        case Mul(args=(Num(value=value), Add(args=args))) if (
            value * 2 == 1 and ONE in args and len(args) == 2
        ):
            other = args[0] if args[1] is ONE else args[1]
        case _:
            return None
    if not isinstance(other, Fn) or other.name != "erf" or not isinstance(other.args[0], Mul):
        return None
    parts = other.args[0].args
    kept = [part for part in parts if part not in (_OVER_ROOT_TWO, power(_ROOT_TWO, -1))]
    return fn("normcdf", mul(*kept)) if len(kept) + 1 == len(parts) else None


_ROOT_TWO = power(num(2), num(Fraction(1, 2)))
_OVER_ROOT_TWO = power(num(2), num(Fraction(-1, 2)))


def _named_power(node: Pow) -> Term:
    # (1 + exp(-s))^-n is sigma(s)^n.
    inner = one_plus_exp(node.base)
    match node.exponent:
        case Num(value=value) if inner is not None and value < 0 and value.denominator == 1:
            return power(fn("sigmoid", mul(-1, inner)), mul(-1, node.exponent))
    return node


def _named_product(node: Term) -> Term:
    """exp(-s) sigma(s) is sigma(-s), and sinh(s) / cosh(s) is tanh(s), as long as both are found in a product."""
    if not isinstance(node, Mul):
        return node
    for one in node.args:
        below = power(fn("cosh", one.args[0]), -1) if isinstance(one, Fn) and one.name == "sinh" else None
        if isinstance(one, Fn) and below in node.args:
            rest = [arg for arg in node.args if arg is not one and arg is not below]
            return _named_product(mul(*rest, fn("tanh", one.args[0])))
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
