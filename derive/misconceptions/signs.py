"""Signs: a minus that got lost, or reached too little."""

from __future__ import annotations

from fractions import Fraction

from derive.calculus import free_symbols, substitute
from derive.functions import derivative
from derive.misconceptions import settings
from derive.misconceptions.base import (
    Example,
    Misconception,
    OnPaper,
    Scaling,
    differentiating,
    rewriting,
)
from derive.misconceptions.differential import Place, Roles
from derive.misconceptions.forms import Softmax, activation
from derive.misconceptions.kinks import of_share
from derive.misconceptions.sites import family, groups
from derive.terms import Add, Fn, Mul, Num, Pow, Sym, Term, add, mul, sym


def _other_sign_of_part(node: Term, place: Place) -> Term | None:
    return mul(-1, place.correct) if isinstance(node, Mul | Pow | Fn) else None


def _plus_off_diagonal(found: Softmax, place: Place) -> Term:
    # The minus of -p_k p_i, which every other logit gets of a share p_k, is lost.
    share = found.share(found.own)
    others = (mul(share, found.share(z), place.d[z]) for z in found.logits if z is not found.own)
    return add(share * (1 - share) * place.d[found.own], *others)


def _other_sign(node: Term, roles: Roles) -> Term | None:
    return mul(-1, node) if isinstance(node, Mul | Pow | Fn) else None


def _first_only(node: Term, roles: Roles) -> Term | None:
    # -(a + b) becomes -a + b; the summands of all samples that look alike count as one.
    if not isinstance(node, Mul) or not isinstance(node.args[0], Num) or node.args[0].value >= 0:
        return None
    sums = [arg for arg in node.args if isinstance(arg, Add)]
    if len(sums) != 1:
        return None
    first, *rest = groups(sums[0].args)
    if not rest:
        return None
    others = [arg for arg in node.args if arg is not sums[0]]
    changed = add(*first, *(mul(-1, part) for group in rest for part in group))
    return mul(*others, changed)


def _other_margin(node: Term, roles: Roles) -> Term | None:
    # y stands for the margin's sign: y s becomes -y s wherever the label occurs.
    return mul(-1, node) if isinstance(node, Sym) and family(node.name) in roles.signs else None


def _other_margin_in_slope(node: Term, place: Place) -> Term | None:
    # The slope of the loss is taken at -m, and the inner derivative stays: -y sigma(m) x for -y sigma(-m) x.
    if not isinstance(node, Fn) or not place.moves(node.args[0]):
        return None
    turn = {n: mul(-1, sym(n)) for n in free_symbols(*node.args) if family(n) in place.roles.signs}
    found = activation(node)
    if not turn or found is None or found.argument not in node.args:
        return None
    outer = substitute(derivative(found.name, (found.argument,)), turn)
    return mul(outer, place.d[found.argument])


SIGN_FLIPPED = Misconception(
    id="sign-flipped",
    family="signs",
    title="A minus sign was lost or added",
    people_do="The result is right but for its sign: (y − ŷ)x where (ŷ − y)x belongs.",
    tempts=(
        "The log-likelihood is climbed and the loss is descended; both signs are seen in books, often on "
        "one page."
    ),
    right_way=(
        "Decide once whether the loss or the log-likelihood is differentiated, and carry its sign to the end."
    ),
    glance=(
        "At ŷ > y the prediction is too high, so the loss must grow with the logit: the derivative is "
        "positive."
    ),
    source="Bishop, Pattern Recognition and Machine Learning, (4.91)",
    caught=(
        Example("logistic", "w", "p = sigmoid(X @ w + b); X.T @ (y - p) / N"),
        Example("logistic columns", "w", "q = sigmoid(w @ X); X @ (y - q)"),
    ),
    paper=(
        OnPaper(
            settings.LOGISTIC,
            r"\nabla J(w) = \frac{1}{n} \sum_{i=1}^n (y_i - p_i) x_i",
            r"\nabla J(w) = \frac{1}{n} \sum_{i=1}^n (p_i - y_i) x_i",
        ),
    ),
    mutations=(
        Scaling(lambda case, roles: [("-1", Fraction(-1))]),
        *differentiating(_other_sign_of_part, of_share(_plus_off_diagonal)),
        *rewriting(_other_sign, on=("before",)),
    ),
    rank=9,
)

MINUS_REACHES_FIRST_TERM_ONLY = Misconception(
    id="minus-reaches-first-term-only",
    family="signs",
    title="The minus in front of the bracket reached only its first term",
    people_do="−(a + b) is written as −a + b: −[y log ŷ + (1−y) log(1−ŷ)] becomes −y log ŷ + (1−y) log(1−ŷ).",
    tempts=(
        "The bracket is opened while reading from left to right, and the minus is used up at the first term."
    ),
    right_way="A factor in front of a bracket multiplies every term in it: −(a + b) = −a − b.",
    glance="Put a = b = 1: −(1 + 1) is −2, and −1 + 1 is 0.",
    source="Graham, Knuth and Patashnik, Concrete Mathematics, (2.15), the distributive law",
    caught=(
        Example("cross-entropy", "p", "-y / p - (1 - y) / (1 - p)"),
        Example("logistic", "w", "p = sigmoid(X @ w + b); X.T @ (-y * (1 - p) - (1 - y) * p) / N"),
    ),
    paper=(
        OnPaper(
            r"$L(x, y) = -(x^2 + y x)$",
            r"\frac{\partial L}{\partial x} = -2 x + y",
            r"\frac{\partial L}{\partial x} = -2 x - y",
        ),
    ),
    mutations=rewriting(_first_only),
    rank=4,
)

MARGIN_SIGN = Misconception(
    id="margin-sign",
    family="signs",
    title="The margin has the wrong sign",
    people_do="log(1 + exp(y wᵀx)) or max(0, 1 + y wᵀx) is differentiated where −y wᵀx belongs.",
    tempts="The minus is easily lost between the margin y·s and the exponent −y·s.",
    right_way="A large margin y·s means a sure and right answer, so the loss falls as y·s grows.",
    glance="For y = 1 and a very large s the loss is 0, not s.",
    source="Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 10.6",
    caught=(
        Example("margin", "w", "m = y * (X @ w); X.T @ (y * sigmoid(m)) / N"),
        Example("hinge", "w", "m = y * (X @ w); X.T @ (y * step(1 + m)) / N + 2 * lam * w"),
    ),
    paper=(
        OnPaper(
            settings.ONE_MARGIN,
            r"\frac{\partial L}{\partial w} = -y x \sigma(y w x)",
            r"\frac{\partial L}{\partial w} = -y x \sigma(-y w x)",
        ),
    ),
    mutations=(*rewriting(_other_margin, on=("function",)), *differentiating(_other_margin_in_slope)),
)

RECORDS = (MINUS_REACHES_FIRST_TERM_ONLY, MARGIN_SIGN, SIGN_FLIPPED)
