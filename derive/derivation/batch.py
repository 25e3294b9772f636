"""All samples at once: by the sum over the samples, by the chain rule for vectors, and by differentials."""

from __future__ import annotations

from dataclasses import dataclass

from derive.calculus import free_symbols
from derive.catalog.problems import Problem
from derive.conventions import Convention, Layout, Reduction, Sign
from derive.derivation.factors import factors, product
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
    Plus,
    Product,
    Sample,
    SampleSum,
    Scaled,
    Transposed,
)
from derive.derivation.matrix_rules import (
    ADJOINT,
    COLLECT,
    COLON,
    DIAGONAL,
    ENTRYWISE,
    HADAMARD,
    LINEAR,
    ONE_SAMPLE,
    OUTER,
    PRODUCT,
    READ_OFF,
    SAMPLES,
    VECTOR_CHAIN,
    MatrixRule,
    entrywise,
    scaled,
)
from derive.derivation.one_weight import LABEL, LOGIT, PREDICTION, OneWeight, objective, slope
from derive.derivation.rules import DEFINITION, SUBSTITUTE, TERM_RULES
from derive.derivation.steps import GRID, Chain, Part, Setting, proved_equal
from derive.model import Verdict
from derive.terms import ONE, Add, Term, num, sym

LOSS_OF_BATCH = Named("L", "1", "1")


@dataclass(frozen=True, slots=True)
class Names:
    """What the quantities of a batch are called in one layout, and how the logits are made of them."""

    weights: Named
    data: Named
    logits: Named
    predictions: Named
    labels: Named
    sample_axis: int
    loss: Named = LOSS_OF_BATCH

    @property
    def product(self) -> Product:
        """The logits: V = WX, or s = Xw."""
        columns = self.sample_axis == 1
        return Product(self.weights, self.data) if columns else Product(self.data, self.weights)

    def of(self, term: Term) -> Entrywise:
        """A term in ŷ and y, for every sample."""
        return entrywise(term, (PREDICTION.name, self.predictions), (LABEL.name, self.labels))

    def gradient(self, residual: Matrix) -> Product:
        """What the residuals give: RXᵀ, or Xᵀr."""
        columns = self.sample_axis == 1
        return (
            Product(residual, Transposed(self.data)) if columns else Product(Transposed(self.data), residual)
        )


COLUMNS = Names(
    weights=Named("W", "1", "M"),
    data=Named("X", "M", "N"),
    logits=Named("V", "1", "N"),
    predictions=Named("Z", "1", "N"),
    labels=Named("Y", "1", "N"),
    sample_axis=1,
)
ROWS = Names(
    weights=Named("w", "M", "1"),
    data=Named("X", "N", "M"),
    logits=Named("s", "N", "1"),
    predictions=Named("ŷ", "N", "1"),
    labels=Named("y", "N", "1"),
    sample_axis=0,
)
NAMES = {Layout.COLUMNS: COLUMNS, Layout.ROWS: ROWS}


def reduction_factor(reduction: Reduction) -> Term:
    """1/N for the mean, else 1."""
    return 1 / sym("N") if reduction is Reduction.MEAN else ONE


def batch_objective(problem: Problem, sign: Sign, names: Names, factor: Term) -> Matrix:
    """The objective of a batch as a sum of Frobenius products, each with the labels on the left.

    >>> from derive.catalog.problems import PROBLEMS
    >>> found = batch_objective(PROBLEMS["bce"], Sign.LOSS, COLUMNS, ONE)
    >>> type(found).__name__, type(found.of).__name__, len(found.of.parts)
    ('Scaled', 'Plus', 2)
    """
    number, held = factors(objective(problem, sign, PREDICTION, LABEL))
    (whole,) = held if len(held) == 1 and set(held.values()) == {1} else (product(number, held),)
    outside = num(number) if whole in held else ONE
    parts = whole.args if isinstance(whole, Add) else (whole,)
    colons = tuple(_colon(part, names) for part in parts)
    return scaled(outside * factor, colons[0] if len(colons) == 1 else Plus(colons))


def _colon(part: Term, names: Names) -> Colon:
    number, held = factors(part)
    labels = {factor: k for factor, k in held.items() if PREDICTION.name not in free_symbols(factor)}
    rest = {factor: k for factor, k in held.items() if factor not in labels}
    left = entrywise(product(number, labels), (LABEL.name, names.labels))
    return Colon(left, names.of(product(num(1).value, rest)))


def derive_batch(problem: Problem, convention: Convention, found: OneWeight) -> tuple[Part, ...]:
    """The gradient of a batch in the chosen layout and reduction, by three routes."""
    route = _Route(problem, convention, found)
    return route.by_samples(), route.by_chain_rule(), route.by_differentials()


def gradient_in_convention(
    problem: Problem, convention: Convention, residual: Term
) -> tuple[Matrix, Verdict]:
    """The gradient of a batch from the residual of one sample, and the proof that it is the gradient."""
    names, factor = NAMES[convention.layout], reduction_factor(convention.reduction)
    logits = (LOGIT.name, names.logits)
    definitions: dict[str, Matrix] = {
        names.loss.name: batch_objective(problem, convention.sign, names, factor),
        names.predictions.name: Entrywise(problem.activation.value(LOGIT), (logits,)),
        names.logits.name: names.product,
    }
    setting = Setting(matrices=definitions, varying=(names.weights,), grid=GRID[1:])
    result = scaled(factor, names.gradient(names.of(residual)))
    return result, proved_equal(Gradient(names.loss, names.weights), result, setting)


class _Route:
    def __init__(self, problem: Problem, convention: Convention, found: OneWeight) -> None:
        self.names = NAMES[convention.layout]
        self.factor = reduction_factor(convention.reduction)
        self.found = found
        self.sample = objective(problem, convention.sign, PREDICTION, LABEL)
        self.objective = batch_objective(problem, convention.sign, self.names, self.factor)
        logits = self.names.logits
        self.setting = Setting(
            matrices=self._definitions(problem),
            varying=(self.names.weights,),
            opaque=((logits, self.names.predictions), (logits,)),
        )
        self.gradient = Gradient(self.names.loss, self.names.weights)

    def _definitions(self, problem: Problem) -> dict[str, Matrix]:
        logits = (LOGIT.name, self.names.logits)
        return {
            self.names.loss.name: self.objective,
            self.names.predictions.name: Entrywise(problem.activation.value(LOGIT), (logits,)),
            self.names.logits.name: self.names.product,
        }

    def by_samples(self) -> Part:
        chain = Chain(self.setting, self.gradient)
        chain.to(
            SAMPLES,
            scaled(self.factor, SampleSum(Gradient(self._of_sample(self.sample), self.names.weights))),
        )
        chain.to(ONE_SAMPLE, scaled(self.factor, SampleSum(self._sample_gradient())))
        chain.to(OUTER, scaled(self.factor, self.names.gradient(self.names.of(self.found.residual))))
        return chain.part("batch.samples", "Sample by sample", self.gradient)

    def _of_sample(self, term: Term) -> Entrywise:
        axis = self.names.sample_axis
        predictions, labels = Sample(self.names.predictions, axis), Sample(self.names.labels, axis)
        return entrywise(term, (PREDICTION.name, predictions), (LABEL.name, labels))

    def _sample_gradient(self) -> Product:
        residual, column = (
            self._of_sample(self.found.residual),
            Sample(self.names.data, self.names.sample_axis),
        )
        columns = self.names.sample_axis == 1
        return Product(residual, Transposed(column)) if columns else Product(column, residual)

    def by_chain_rule(self) -> Part:
        outer, inner = self.names.of(self.found.outer), self.names.of(self.found.inner)
        chain = Chain(self.setting, self.gradient)
        chain.to(VECTOR_CHAIN, self._linked())
        chain.to(SUBSTITUTE, scaled(self.factor, self._diagonal(outer, Diagonal(inner))))
        chain.everywhere(DIAGONAL)
        for rule in TERM_RULES:
            chain.on_entries(rule)
        return chain.part("batch.chain", "By the chain rule for vectors", self.gradient)

    def _linked(self) -> Matrix:
        names = self.names
        first, second, third = (
            Gradient(names.loss, names.predictions),
            Jacobian(names.predictions, names.logits),
            Jacobian(names.logits, names.weights),
        )
        if names.sample_axis == 1:
            return Product(first, Product(second, third))
        return Product(Transposed(third), Product(Transposed(second), first))

    def _diagonal(self, outer: Matrix, inner: Diagonal) -> Matrix:
        data = Transposed(self.names.data)
        return (
            Product(outer, Product(inner, data))
            if self.names.sample_axis == 1
            else Product(data, Product(inner, outer))
        )

    def by_differentials(self) -> Part:
        subject = Differential(self.names.loss)
        chain = Chain(self.setting, subject)
        chain.to(DEFINITION, Differential(self.objective))
        for rule in (LINEAR, COLON):
            chain.everywhere(rule)
        chain.everywhere(self._entrywise())
        for rule in (HADAMARD, COLLECT):
            chain.everywhere(rule)
        self._arrange(chain)
        self._to_weights(chain)
        return chain.part("batch.differential", "By differentials and the Frobenius product", subject)

    def _to_weights(self, chain: Chain) -> None:
        names, inner = self.names, self.names.of(self.found.inner)
        chain.replace(ENTRYWISE, Differential(names.predictions), Hadamard(inner, Differential(names.logits)))
        chain.everywhere(HADAMARD)
        self._arrange(chain)
        chain.replace(DEFINITION, Differential(names.logits), Differential(names.product))
        chain.everywhere(PRODUCT)
        chain.everywhere(ADJOINT)
        chain.read_off(READ_OFF, self.gradient, before_colon(chain.line))

    def _arrange(self, chain: Chain) -> None:
        for rule in TERM_RULES:
            chain.on_entries(rule)

    def _entrywise(self) -> MatrixRule:
        return MatrixRule(
            ENTRYWISE.id, ENTRYWISE.name, ENTRYWISE.statement, ENTRYWISE.source, self._by_predictions, ()
        )

    def _by_predictions(self, matrix: Matrix) -> Matrix | None:
        match matrix:
            case Differential(of=Entrywise(term=term)) if term is not PREDICTION:
                return Hadamard(
                    self.names.of(slope(term, PREDICTION.name)), Differential(self.names.predictions)
                )
            case Differential(of=Entrywise()):
                return Differential(self.names.predictions)
            case _:
                return None


def before_colon(line: object) -> Matrix:
    """G, where a line says G:dW."""
    match line:
        case Scaled(by=by, of=Colon(left=left)):
            return scaled(by, left)
        case Colon(left=left):
            return left
        case _:
            raise AssertionError(f"not a Frobenius product: {line}")
