"""Sums and logarithms: log(a + b) for log a + log b, and the other way round."""

from __future__ import annotations

from derive.misconceptions.base import (
    Example,
    Misconception,
    OnPaper,
    rewriting,
)
from derive.misconceptions.differential import Roles
from derive.terms import Add, Fn, Mul, Term, add, fn, mul, num


def _log_of_sum_split(node: Term, roles: Roles) -> Term | None:
    if isinstance(node, Fn) and node.name == "log" and isinstance(node.args[0], Add):
        return add(*(fn("log", part) for part in node.args[0].args))
    return None


def _logs_joined(node: Term, roles: Roles) -> Term | None:
    """A sum of multiples of logarithms becomes the logarithm of the sum."""
    if not isinstance(node, Add):
        return None
    parts = [_weighted_log(part) for part in node.args]
    if len(parts) < 2 or any(part is None for part in parts):
        return None
    minus = all(isinstance(part, Mul) and part.args[0] is num(-1) for part in node.args)
    inside = add(*(mul(weight, argument) for weight, argument in (p for p in parts if p is not None)))
    return mul(-1, fn("log", mul(-1, inside))) if minus else fn("log", inside)


def _weighted_log(part: Term) -> tuple[Term, Term] | None:
    args = part.args if isinstance(part, Mul) else (part,)
    logs = [arg for arg in args if isinstance(arg, Fn) and arg.name == "log"]
    if len(logs) != 1:
        return None
    return mul(*(arg for arg in args if arg is not logs[0])), logs[0].args[0]


LOG_OF_SUM_FOR_SUM_OF_LOGS = Misconception(
    id="log-of-sum-for-sum-of-logs",
    family="sums",
    title="The logarithm of a sum is taken for the sum of logarithms",
    people_do="log(a + b) is written as log a + log b, or Σ log p as log Σ p.",
    tempts="The logarithm does turn products into sums, and Π becomes Σ.",
    right_way="log(ab) = log a + log b; log(a + b) has no such rule.",
    glance="log(1 + 1) is log 2, and log 1 + log 1 is 0.",
    source="Graham, Knuth and Patashnik, Concrete Mathematics, section 2.1",
    caught=(
        Example(
            "logistic",
            "w",
            "p = sigmoid(X @ w + b); -X.T @ ((2 * y - 1) * p * (1 - p)) / sum(y * p + (1 - y) * (1 - p)) / N",
        ),
        Example("entropy", "p", "-2 * p / sum(p ** 2)"),
    ),
    paper=(
        OnPaper(
            r"$a > 0$, $b > 0$. $$F(a, b) = \log(a + b)$$",
            r"\frac{\partial F}{\partial a} = \frac{1}{a}",
            r"\frac{\partial F}{\partial a} = \frac{1}{a + b}",
        ),
    ),
    mutations=rewriting(_log_of_sum_split, _logs_joined),
)

RECORDS = (LOG_OF_SUM_FOR_SUM_OF_LOGS,)
