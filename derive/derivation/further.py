"""Beyond the gradient: the form from the logits, the closed form, the Hessian, and the layer before."""

from __future__ import annotations

from dataclasses import dataclass

from derive.calculus import differentiate, substitute
from derive.catalog.activations import TANH
from derive.conventions import Layout, Sign
from derive.derivation.batch import NAMES, Names, batch_objective, before_colon, reduction_factor
from derive.derivation.lines import Line, derivative_of
from derive.derivation.log_rules import COLLECT_TERMS, LOG_ODDS, LOG_RULES, STABLE_SOFTPLUS
from derive.derivation.matrices import (
    Colon,
    Diagonal,
    Differential,
    Entrywise,
    Gradient,
    Hadamard,
    Jacobian,
    Matrix,
    Named,
    Product,
    Transposed,
)
from derive.derivation.matrix_rules import (
    ADJOINT,
    ENTRYWISE,
    HADAMARD,
    LINEAR,
    PRODUCT,
    QUADRATIC,
    READ_OFF,
    RESULT,
    TO_DIAGONAL,
    scaled,
)
from derive.derivation.one_weight import LABEL, LOGIT, LOSS, PREDICTION, arrange, objective, take_derivatives
from derive.derivation.rules import CANCEL, DEFINITION, SUBSTITUTE
from derive.derivation.steps import Chain, Part, Setting
from derive.derivation.story import Derivation
from derive.domains import POSITIVE, Domains
from derive.terms import ZERO, Term, fn, sym

K, M = sym("k"), sym("m")
SQUARE_GRID = ({"N": 1, "M": 2}, {"N": 2, "M": 1}, {"N": 3, "M": 1})  # M × M entries, so M stays small
DIRECTION = Named("u", "M", "1")


@dataclass(frozen=True, slots=True)
class Further:
    """What follows from the derivation; None where it does not apply to the problem."""

    from_logits: Part | None
    logit_slope: Part | None
    softplus: Part
    saturated: Part
    separable: Part
    hessian: Part
    quadratic: Part
    hidden: Part
    output: Part

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts that there are."""
        held = (getattr(self, name) for name in self.__slots__)
        return tuple(part for part in held if part is not None)


def further(found: Derivation) -> Further:
    """Everything that follows from a derivation.

    >>> from derive.derivation import derivation
    >>> parts = further(derivation("bce"))
    >>> [len(part.steps) > 0 for part in (parts.hessian, parts.hidden, parts.saturated)]
    [True, True, True]
    """
    has_stable = found.problem.stable is not None
    hessian = _hessian(found)
    return Further(
        from_logits=_from_logits(found) if has_stable else None,
        logit_slope=_logit_slope(found) if has_stable else None,
        softplus=_softplus(),
        saturated=_saturated(),
        separable=_separable(),
        hessian=hessian,
        quadratic=_quadratic(found),
        hidden=_hidden(found),
        output=_output(found),
    )


def _stable(found: Derivation) -> Term:
    stable = found.problem.stable_loss(LOGIT, LABEL)
    return stable if found.convention.sign is Sign.LOSS else -stable


def _from_logits(found: Derivation) -> Part:
    problem, sign = found.problem, found.convention.sign
    chain = Chain(Setting(), Line(objective(problem, sign, problem.activation.value(LOGIT), LABEL)))
    for rule in LOG_RULES:
        assert isinstance(chain.line, Line)
        again = rule.rewrite(chain.line.body)
        chain.to(rule, None if again is None else Line(again))
    chain.to(COLLECT_TERMS, Line(_stable(found)))
    return chain.part("logits", "The same from the logits", Line(LOSS))


def _logit_slope(found: Derivation) -> Part:
    chain = Chain(Setting(), derivative_of(_stable(found), LOGIT.name))
    take_derivatives(chain)
    arrange(chain)
    chain.to(SUBSTITUTE, Line(_at_logit(found)))
    return chain.part("logits.slope", "Its derivative", derivative_of(LOSS, LOGIT.name))


def _at_logit(found: Derivation) -> Term:
    return substitute(found.residual, {PREDICTION.name: found.problem.activation.value(LOGIT)})


def _softplus() -> Part:
    chain = Chain(Setting(), Line(fn("log", 1 + fn("exp", LOGIT))))
    chain.to(STABLE_SOFTPLUS, Line(fn("max", LOGIT, 0) + fn("log", 1 + fn("exp", -fn("abs", LOGIT)))))
    return chain.part("softplus", "Softplus without overflow", Line(fn("softplus", LOGIT)))


def _saturated() -> Part:
    setting = Setting((("b", fn("log", K / M)),), domains=Domains({"k": POSITIVE, "m": POSITIVE}))
    chain = Chain(setting, Line((K + M) * fn("sigmoid", sym("b")) - K))
    chain.to(SUBSTITUTE, Line((K + M) * fn("sigmoid", fn("log", K / M)) - K))
    chain.to(LOG_ODDS, Line((K + M) * (K / (K + M)) - K))
    chain.to(CANCEL, Line(ZERO))
    return chain.part("saturated", "The log-odds solve it", derivative_of(sym("L"), "b"))


def _separable() -> Part:
    margin, t = sym("m"), sym("t")
    chain = Chain(Setting(), derivative_of(fn("softplus", -(margin * t)), "t"))
    take_derivatives(chain)
    return chain.part("separable", "Along a separating direction", derivative_of(sym("ℓ"), "t"))


class _Batch:
    """What the Hessian and the layer before need of a batch."""

    def __init__(self, found: Derivation) -> None:
        convention = found.convention
        self.names: Names = NAMES[convention.layout]
        self.factor = reduction_factor(convention.reduction)
        self.objective = batch_objective(found.problem, convention.sign, self.names, self.factor)
        self.residual = self.names.of(found.residual)
        self.curvature = self.names.of(differentiate(found.residual, PREDICTION.name) * found.inner)
        logits = self.names.logits
        self.definitions: dict[str, Matrix] = {
            self.names.loss.name: self.objective,
            self.names.predictions.name: Entrywise(
                found.problem.activation.value(LOGIT), ((LOGIT.name, logits),)
            ),
            logits.name: self.names.product,
        }
        self.columns = convention.layout is Layout.COLUMNS
        self.opaque = ((logits, self.names.predictions), (logits,))
        self.setting = Setting(
            matrices=self.definitions, varying=(self.names.weights,), opaque=self.opaque, grid=SQUARE_GRID
        )

    def sandwich(self) -> Matrix:
        """X S Xᵀ, or Xᵀ S X, with S the diagonal of the curvatures; without the factor of the reduction."""
        data, middle = self.names.data, Diagonal(self.curvature)
        outer = (data, Transposed(data)) if self.columns else (Transposed(data), data)
        return Product(outer[0], Product(middle, outer[1]))


def _hessian(found: Derivation) -> Part:
    batch = _Batch(found)
    names = batch.names
    gradient = Gradient(names.loss, names.weights)
    subject = Differential(gradient)
    chain = Chain(batch.setting, subject)
    chain.to(RESULT, Differential(scaled(batch.factor, names.gradient(batch.residual))))
    chain.everywhere(LINEAR)
    chain.everywhere(PRODUCT)
    moved = Hadamard(batch.curvature, Differential(names.logits))
    chain.replace(ENTRYWISE, Differential(batch.residual), moved)
    chain.replace(DEFINITION, Differential(names.logits), Differential(names.product))
    chain.everywhere(PRODUCT)
    chain.to(TO_DIAGONAL, _as_diagonal(batch))
    chain.read_off(READ_OFF, Jacobian(gradient, names.weights), scaled(batch.factor, batch.sandwich()))
    return chain.part("hessian", "The Hessian", subject)


def _as_diagonal(batch: _Batch) -> Matrix:
    names, middle = batch.names, Diagonal(batch.curvature)
    if batch.columns:
        right = Product(names.data, Product(middle, Transposed(names.data)))
        return scaled(batch.factor, Product(Differential(names.weights), right))
    left = Product(middle, Product(names.data, Differential(names.weights)))
    return scaled(batch.factor, Product(Transposed(names.data), left))


def _quadratic(found: Derivation) -> Part:
    batch = _Batch(found)
    data = batch.names.data
    along = Product(Transposed(DIRECTION), data) if batch.columns else Product(data, DIRECTION)
    squares = Entrywise(sym("q") ** 2, (("q", along),))
    form = Product(Transposed(DIRECTION), Product(batch.sandwich(), DIRECTION))
    subject = scaled(batch.factor, form)
    chain = Chain(batch.setting, subject)
    chain.to(QUADRATIC, scaled(batch.factor, Colon(batch.curvature, squares)))
    return chain.part("quadratic", r"The Hessian along a direction $\mathbf u$", subject)


class _TwoLayers:
    """A network with one hidden layer of H units: A = W₁X, its tanh H, V = w₂H, and the same loss."""

    def __init__(self, found: Derivation) -> None:
        batch = _Batch(found)
        self.batch, self.columns = batch, batch.columns
        size = ("H", "N") if self.columns else ("N", "H")
        self.inner = Named("W1", "H", "M") if self.columns else Named("W1", "M", "H")
        self.outer = Named("W2", "1", "H") if self.columns else Named("w2", "H", "1")
        self.before, self.hidden = Named("A", *size), Named("H", *size)
        data = batch.names.data
        self.first = Product(self.inner, data) if self.columns else Product(data, self.inner)
        self.second = Product(self.outer, self.hidden) if self.columns else Product(self.hidden, self.outer)
        self.slope = Entrywise(TANH.derivative(sym("h")), (("h", self.hidden),))
        self.definitions: dict[str, Matrix] = batch.definitions | {
            batch.names.logits.name: self.second,
            self.hidden.name: Entrywise(TANH.value(sym("a")), (("a", self.before),)),
            self.before.name: self.first,
        }

    def setting(self, varying: Named) -> Setting:
        """Everything but one matrix of weights held fixed."""
        most, least = self.batch.opaque
        opaque = ((*most, self.hidden, self.before), (*least, self.before))
        return Setting(matrices=self.definitions, varying=(varying,), opaque=opaque)


def _hidden(found: Derivation) -> Part:
    net = _TwoLayers(found)
    names = net.batch.names
    subject = Differential(names.loss)
    chain = Chain(net.setting(net.inner), subject)
    chain.to(RESULT, scaled(net.batch.factor, Colon(net.batch.residual, Differential(names.logits))))
    chain.replace(DEFINITION, Differential(names.logits), Differential(net.second))
    chain.everywhere(PRODUCT)
    chain.everywhere(ADJOINT)
    chain.replace(ENTRYWISE, Differential(net.hidden), Hadamard(net.slope, Differential(net.before)))
    chain.everywhere(HADAMARD)
    chain.replace(DEFINITION, Differential(net.before), Differential(net.first))
    chain.everywhere(PRODUCT)
    chain.everywhere(ADJOINT)
    chain.read_off(READ_OFF, Gradient(names.loss, net.inner), before_colon(chain.line))
    return chain.part("hidden", "The weights of the hidden layer", subject)


def _output(found: Derivation) -> Part:
    net = _TwoLayers(found)
    names, hidden = net.batch.names, net.hidden
    gradient = Gradient(names.loss, net.outer)
    residual = net.batch.residual
    whole = Product(residual, Transposed(hidden)) if net.columns else Product(Transposed(hidden), residual)
    chain = Chain(net.setting(net.outer), gradient)
    chain.to(RESULT, scaled(net.batch.factor, whole))
    return chain.part("output", "The weights of the output layer", gradient)
