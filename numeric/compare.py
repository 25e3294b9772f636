"""The side-by-side table as data: every hand-written gradient judged exactly, evaluated and trained with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from derive.catalog.problems import PROBLEMS
from derive.conventions import Convention, Layout, Sign
from derive.derivation.batch import NAMES, Names, batch_objective
from derive.derivation.matrices import Colon, Entrywise, Gradient, Matrix, Scaled
from derive.derivation.matrix_rules import entrywise
from derive.derivation.one_weight import LABEL, LOGIT
from derive.derivation.steps import Setting, proved_equal
from derive.domains import Domains
from derive.errors import GradproofError
from derive.model import Right, Verdict
from derive.terms import ONE, Term
from numeric.compile import compile_gradient
from numeric.difference import Estimate, central
from numeric.handwritten import MEAN, VERSIONS, Version, own_loss, run

Floats = np.ndarray[Any, np.dtype[np.float64]]
SIZES = (1, 2, 3)
STEPS, RATE = 60, 0.8


@dataclass(frozen=True, slots=True)
class Data:
    """The samples that the versions are trained with: X (N, M) with a column of ones, y (N,)."""

    X: Floats
    y: Floats


@dataclass(frozen=True, slots=True)
class Trained:
    """The loss after every step of a plain gradient descent with one version; it ends where it stops.

    ``ending`` is a sentence about a training that did not go well, else "".
    """

    losses: tuple[float, ...]
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One version beside the reference.

    ``verdicts`` are exact, one for each number of samples in ``SIZES``; ``value`` is what the code gives at
    the point, ``difference`` the finite differences of the loss that the version states, ``apart`` their
    largest distance. ``far`` is what the code gives where a logit is very large.
    """

    version: Version
    verdicts: tuple[Verdict, ...]
    value: Floats
    symbolic: Floats
    difference: Estimate
    apart: float
    far: Floats
    trained: Trained

    @property
    def verdict(self) -> Verdict:
        """Right if it is right at every size, else the first verdict that is not."""
        return next((each for each in self.verdicts if not isinstance(each, Right)), self.verdicts[-1])

    @property
    def one_sample_only(self) -> bool:
        """Whether it is right for a single sample and not beyond."""
        first, *others = (isinstance(each, Right) for each in self.verdicts)
        return first and not any(others)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All versions at one point of one data set; ``far`` is the point where a logit is very large."""

    point: Floats
    far: Floats
    data: Data
    rows: tuple[Row, ...]


def compare(problem: str = "bce") -> Comparison:
    """The hand-written versions of the logistic gradient beside the proved one, rows layout, mean, loss.

    Raises GradproofError for another problem: only "bce" has hand-written versions.

    >>> found = compare()
    >>> [row.version.id for row in found.rows if row.one_sample_only][:2]
    ['sum-collapsed', 'mean-missing']
    """
    if PROBLEMS.get(problem) is not PROBLEMS["bce"]:
        raise GradproofError(f"there are no hand-written versions of {problem!r}", remedy="use bce")
    data, point, far = sample_data(), np.array([0.5, -0.25]), np.array([0.0, 800.0])
    return Comparison(point, far, data, tuple(_row(version, data, point, far) for version in VERSIONS))


def sample_data() -> Data:
    """Twelve samples with one feature and an intercept, which no line separates."""
    feature = np.array([-2.0, -1.5, -1.25, -1.0, -0.5, -0.25, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0])
    labels = np.array([0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1], float)
    return Data(np.column_stack([np.ones_like(feature), feature]), labels)


def _row(version: Version, data: Data, point: Floats, far: Floats) -> Row:
    reference = compile_gradient("bce", Convention(layout=Layout.ROWS))
    value = evaluated(version, point, data)
    stated = own_loss(version.code) or reference.loss
    difference = central(lambda w: float(stated(w, data.X, data.y)), point)
    return Row(
        version=version,
        verdicts=tuple(judged(version, size) for size in SIZES),
        value=value,
        symbolic=np.asarray(reference.gradient(point, data.X, data.y), float),
        difference=difference,
        apart=_apart(value, difference.value),
        far=evaluated(version, far, data),
        trained=trained(version, data, lambda w: float(reference.loss(w, data.X, data.y))),
    )


def _apart(value: Floats, other: Floats) -> float:
    return float(np.max(np.abs(value - other)))


def judged(version: Version, samples: int) -> Verdict:
    """The exact verdict on a version's formula at one number of samples and two weights."""
    names = version.names
    reference = Gradient(names.loss, names.weights)
    return proved_equal(reference, version.gradient, _setting(names, version.objective, samples))


@cache
def _setting(names: Names, objective: Term | None, samples: int) -> Setting:
    problem = PROBLEMS["bce"]
    matrices: dict[str, Matrix] = {
        names.loss.name: _objective(names, objective),
        names.predictions.name: Entrywise(problem.activation.value(LOGIT), ((LOGIT.name, names.logits),)),
        names.logits.name: names.product,
    }
    labels = {f"{names.labels.name}{index}": problem.labels for index in _indices(names, samples)}
    return Setting(
        matrices=matrices,
        varying=(names.weights,),
        domains=Domains(labels),
        grid=({"N": samples, "M": 1 if samples == 3 else 2},),
    )


def _objective(names: Names, objective: Term | None) -> Matrix:
    if objective is None:
        return batch_objective(PROBLEMS["bce"], Sign.LOSS, names, MEAN)
    ones = entrywise(ONE, (LABEL.name, names.labels))
    return Scaled(MEAN, Colon(ones, names.of(objective)))


def _indices(names: Names, samples: int) -> list[str]:
    columns = names is NAMES[Layout.COLUMNS]
    return [f"[1,{k}]" if columns else f"[{k},1]" for k in range(1, samples + 1)]


def evaluated(version: Version, w: Floats, data: Data) -> Floats:
    """What the code of a version gives for w (M,), as an array that broadcasts against it; nan is kept."""
    with np.errstate(all="ignore"):
        if version.names is NAMES[Layout.COLUMNS]:
            found = run(version.code)(w[None, :], data.X.T, data.y[None, :])[0]
        else:
            found = run(version.code)(w, data.X, data.y)
    return np.broadcast_to(np.asarray(found, float), w.shape)


def trained(version: Version, data: Data, loss: Callable[[Floats], float]) -> Trained:
    """Plain gradient descent with one version, its losses measured in the stable form."""
    w = np.zeros(data.X.shape[1])
    losses = [loss(w)]
    for step in range(STEPS):
        w = w - RATE * evaluated(version, w, data)
        if not np.all(np.isfinite(w)):
            return Trained(tuple(losses), f"the weights are not finite after step {step + 1}")
        losses.append(loss(w))
    return Trained(tuple(losses), _ending(losses))


def _ending(losses: list[float]) -> str:
    if losses[-1] > losses[0]:
        return "the loss ends higher than it began"
    return ""
