"""The hand-written versions: formula, code and verdict of each say the same."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from derive.conventions import Convention, Layout
from derive.derivation.batch import COLUMNS
from derive.derivation.matrices import Scope, lower
from derive.errors import GradproofError
from derive.misconceptions import named_misconception
from derive.model import Right, Wrong
from numeric.compare import Comparison, Data, compare, evaluated, sample_data
from numeric.compile import compile_gradient
from numeric.difference import referee
from numeric.handwritten import BUGGY, VERSIONS, Version
from numeric.vcurve import mean_loss, v_curve

WORDS = {
    "scalar-loop": "RRR",
    "columns": "RRR",
    "rows": "RRR",
    "logits": "RRR",
    "overflow": "RRR",
    "sum-collapsed": "RWW",
    "mean-missing": "RWW",
    "mean-twice": "RWW",
    "broadcast": "RWW",
}


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare()


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: each.id)
def test_verdicts(found: Comparison, version: Version) -> None:
    row = next(row for row in found.rows if row.version is version)
    words = "".join(type(verdict).__name__[0] for verdict in row.verdicts)
    assert words == WORDS.get(version.id, "WWW")


@pytest.mark.parametrize("version", VERSIONS, ids=lambda each: each.id)
@pytest.mark.parametrize("samples", [1, 3])
def test_code_computes_the_formula(version: Version, samples: int) -> None:
    data = Data(sample_data().X[:samples], sample_data().y[:samples])
    w = np.array([0.5, -0.25])
    code = evaluated(version, w, data)
    assert formula(version, w, data) == pytest.approx(code, rel=1e-12)


def formula(version: Version, w: np.ndarray, data: Data) -> np.ndarray:
    from numeric.compare import _setting

    names, samples = version.names, len(data.y)
    columns = names is COLUMNS
    setting = _setting(names, version.objective, samples)
    entries = lower(
        version.gradient, Scope(setting.matrices, setting.varying, {"N": samples, "M": 2})
    ).entries
    given = {
        names.weights.name: w[None, :] if columns else w[:, None],
        names.data.name: data.X.T if columns else data.X,
        names.labels.name: data.y[None, :] if columns else data.y[:, None],
    }
    point = {
        f"{name}[{i + 1},{j + 1}]": Fraction(float(value))
        for name, held in given.items()
        for (i, j), value in np.ndenumerate(held)
    }
    found = [referee(entry, f"{names.weights.name}[1,1]", point).value(0) for entry in entries]
    return np.broadcast_to(np.array(found), w.shape)


def test_right_versions_agree_with_the_difference_and_wrong_ones_do_not(found: Comparison) -> None:
    for row in found.rows:
        if row.version.id == "guarded-log":
            assert row.apart < 1e-8
        elif isinstance(row.verdict, Right):
            assert row.apart <= 2 * row.difference.worst
        else:
            assert row.apart > 1e3 * row.difference.worst


def test_the_proved_gradient_is_the_compiled_one(found: Comparison) -> None:
    compiled = compile_gradient("bce", Convention(layout=Layout.ROWS))
    expected = compiled.gradient(found.point, found.data.X, found.data.y)
    assert all(np.allclose(row.symbolic, expected, rtol=1e-14) for row in found.rows)


def test_training_tells_them_apart(found: Comparison) -> None:
    last = {row.version.id: row.trained.losses[-1] for row in found.rows}
    assert last["rows"] == pytest.approx(last["columns"]) == pytest.approx(last["logits"])
    assert last["sign-flipped"] > 10
    assert last["slope-twice"] > last["rows"]
    assert last["broadcast"] > last["rows"] + 0.1
    assert all(np.isfinite(row.trained.losses).all() for row in found.rows)


def test_overflow_is_shown_and_the_logits_are_safe(found: Comparison) -> None:
    far = {row.version.id: row.far for row in found.rows}
    assert np.isnan(far["overflow"]).all()
    assert np.isfinite(far["logits"]).all()


def test_counterexamples_have_labels_of_the_domain(found: Comparison) -> None:
    for row in found.rows:
        if isinstance(row.verdict, Wrong) and row.verdict.kind == "value":
            labels = [value for name, value in row.verdict.point if name[0] in "yY"]
            assert labels
            assert set(labels) <= {0, 1}


@pytest.mark.parametrize("version", BUGGY, ids=lambda each: each.id)
def test_every_slip_is_a_known_misconception(version: Version) -> None:
    assert version.misconception
    assert named_misconception(version.misconception).title


def test_other_problems_have_no_versions() -> None:
    with pytest.raises(GradproofError, match="no hand-written versions"):
        compare("poisson")


def test_v_curve_follows_its_theory_lines() -> None:
    data = sample_data()
    curve = v_curve("bce", np.array([0.5, -0.25]), data.X, data.y)
    right = curve.steps > 10 * curve.best_step
    assert np.allclose(curve.errors[right], curve.truncation[right], rtol=0.3)
    left = curve.steps < curve.best_step / 10
    assert (curve.errors[left] <= 10 * curve.rounding[left]).all()


def test_mean_loss_is_the_compiled_loss() -> None:
    data = sample_data()
    point = np.array([0.5, -0.25])
    jet = referee(mean_loss("bce", point, data.X, data.y), "w", {"w": Fraction(1, 2)})
    compiled = compile_gradient("bce", Convention(layout=Layout.ROWS)).loss(point, data.X, data.y)
    assert jet.value(0) == pytest.approx(float(compiled), rel=1e-14)
