"""Rules for logarithms of predictions: what turns a loss into its stable form from the logits."""

from __future__ import annotations

from collections.abc import Callable

from derive.calculus import rebuild
from derive.derivation.factors import expand, factors
from derive.derivation.rules import CALCULUS, NamedRule, TermRule
from derive.terms import Add, Fn, Mul, Term, fn, sym
from derive.traverse import Node, postorder

X, Y = sym("x"), sym("y")
SIGMOID_X = fn("sigmoid", X)


def everywhere_in(term: Term, rewrite: Callable[[Term], Term | None]) -> Term | None:
    """The term with every part rewritten that ``rewrite`` has something for; None where there is none.

    >>> everywhere_in(1 + fn("log", fn("exp", X)), _log_of_exp) is X + 1
    True
    """
    known: dict[Node, Node] = {}
    changed = False
    for node in postorder((term,)):
        again = rebuild(node, known)
        found = rewrite(again) if isinstance(again, Fn) else None
        changed = changed or found is not None
        known[node] = again if found is None else found
    return known[term] if changed else None  # type: ignore[return-value]


def _log_argument(term: Term) -> Term | None:
    return term.args[0] if isinstance(term, Fn) and term.name == "log" else None


def _log_of_exp(term: Term) -> Term | None:
    match _log_argument(term):
        case Fn(name="exp", args=(u,)):
            return u
        case _:
            return None


def _log_of_sigmoid(term: Term) -> Term | None:
    match _log_argument(term):
        case Fn(name="sigmoid", args=(u,)):
            return u - fn("softplus", u)
        case _:
            return None


def _log_of_complement(term: Term) -> Term | None:
    inner = _log_argument(term)
    if not isinstance(inner, Add) or len(inner.args) != 2:
        return None
    for part in inner.args:
        match factors(part):
            case (number, held) if number == -1 and len(held) == 1:
                (sigmoid,) = held
                if isinstance(sigmoid, Fn) and sigmoid.name == "sigmoid" and inner in (1 - sigmoid,):
                    return -fn("softplus", sigmoid.args[0])
    return None


def _softplus(term: Term) -> Term | None:
    match _log_argument(term):
        case Add(args=args) as inner:
            found = [arg for arg in args if isinstance(arg, Fn) and arg.name == "exp"]
            whole = found and inner in (1 + found[0], found[0] + 1)
            return fn("softplus", found[0].args[0]) if whole else None
        case _:
            return None


def _multiplied_out(term: Term) -> Term | None:
    found = expand(term)
    return found if isinstance(term, Add | Mul) and found is not term else None


def _record(
    name: str, title: str, statement: str, rewrite: Callable[[Term], Term | None], example: Term
) -> TermRule:
    return TermRule(
        f"log.{name}", title, statement, CALCULUS, lambda term: everywhere_in(term, rewrite), (example,)
    )


LOG_RULES = (
    _record("exp", "log undoes exp", r"\log e^{u} = u", _log_of_exp, Y * fn("log", fn("exp", X))),
    _record(
        "sigmoid",
        "logarithm of the sigmoid",
        r"\log\sigma(u) = u - \operatorname{softplus}(u)",
        _log_of_sigmoid,
        Y * fn("log", SIGMOID_X),
    ),
    _record(
        "complement",
        "logarithm of 1 − σ",
        r"\log(1 - \sigma(u)) = -\operatorname{softplus}(u)",
        _log_of_complement,
        fn("log", 1 - SIGMOID_X),
    ),
    _record(
        "softplus",
        "definition of softplus",
        r"\log(1 + e^{u}) = \operatorname{softplus}(u)",
        _softplus,
        fn("log", 1 + fn("exp", -X)),
    ),
)
COLLECT_TERMS = TermRule(
    "algebra.collect",
    "multiply out and collect",
    r"a\,(b + c) = ab + ac",
    "Abramowitz and Stegun, section 3.1",
    _multiplied_out,
    (-(Y * (X - 3) + (1 - Y) * X),),
)

STABLE_SOFTPLUS = NamedRule(
    "log.stable-softplus",
    "take the larger exponential out of the sum",
    r"\log(1 + e^{u}) = \max(u, 0) + \log(1 + e^{-|u|})",
    "Mächler, Accurately Computing log(1 − exp(−|a|)), 2012",
)
LOG_ODDS = NamedRule(
    "log.odds",
    "the sigmoid of the log-odds",
    r"\sigma\left(\log\frac{k}{m}\right) = \frac{k}{k + m}",
    "Bishop, Pattern Recognition and Machine Learning, (4.60)",
)
LOG_NAMED = (STABLE_SOFTPLUS, LOG_ODDS)
