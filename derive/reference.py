"""The reference gradient: what the derivation ends in, as terms in the logit and the label of one sample."""

from __future__ import annotations

from dataclasses import dataclass

from derive.calculus import differentiate, substitute
from derive.catalog.problems import Problem, named_problem
from derive.conventions import Convention, Sign
from derive.derivation.lines import Line
from derive.derivation.one_weight import LABEL, LOGIT, PREDICTION, derive_one_weight
from derive.derivation.steps import Setting, proved_equal
from derive.domains import Domain
from derive.errors import GradproofError
from derive.model import Right
from derive.terms import Term


@dataclass(frozen=True, slots=True)
class ReferenceGradient:
    """What one sample contributes, in the symbols "s" (its logit) and "y" (its label), sign applied.

    ``loss`` is the objective in its stable form, ``residual`` = ∂loss/∂s, ``curvature`` = ∂²loss/∂s². The
    gradient by the weights is Σ_k residual(s_k, y_k) x_k, averaged where the convention says so; the
    Hessian is Σ_k curvature(s_k, y_k) x_k x_kᵀ.
    """

    problem: Problem
    convention: Convention
    loss: Term
    residual: Term
    curvature: Term

    @property
    def labels(self) -> Domain:
        """Where the label lives."""
        return self.problem.labels


def reference_gradient(problem: str = "bce", convention: Convention | None = None) -> ReferenceGradient:
    """The proved gradient of a problem.

    Raises GradproofError where the name is unknown, or where the stable form is not proved to be the loss.

    >>> from derive.terms import fn, sym
    >>> reference_gradient("bce").residual is fn("sigmoid", sym("s")) - sym("y")
    True
    """
    found, chosen = named_problem(problem), convention or Convention()
    sign = 1 if chosen.sign is Sign.LOSS else -1
    loss = sign * found.stable_loss(LOGIT, LABEL)
    value = found.activation.value(LOGIT)
    residual = substitute(derive_one_weight(found, chosen.sign).residual, {PREDICTION.name: value})
    _require(differentiate(loss, LOGIT.name), residual, f"the stable form of {found.id}")
    return ReferenceGradient(found, chosen, loss, residual, curvature(found, chosen.sign))


def curvature(problem: Problem, sign: Sign) -> Term:
    """∂²loss/∂s² of one sample, in s and y: the derivative of the residual, through ŷ.

    >>> from derive.catalog.problems import PROBLEMS
    >>> from derive.terms import fn
    >>> p = fn("sigmoid", LOGIT)
    >>> curvature(PROBLEMS["bce"], Sign.LOSS) is p * (1 - p)
    True
    """
    scalar = derive_one_weight(problem, sign)
    slope = differentiate(scalar.residual, PREDICTION.name) * scalar.inner
    return substitute(slope, {PREDICTION.name: problem.activation.value(LOGIT)})


def _require(left: Term, right: Term, what: str) -> None:
    verdict = proved_equal(Line(left), Line(right), Setting())
    if not isinstance(verdict, Right):
        raise GradproofError(f"{what} is not proved to be its loss: {verdict}")
