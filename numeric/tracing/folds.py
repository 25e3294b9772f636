"""``np.sum``, ``np.max`` and their kin with all their arguments: ``out=``, ``where=``, ``initial=``, matrices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from numeric.tracing import reductions
from numeric.tracing.array import ExactMatrix, store
from numeric.tracing.choices import where as choose
from numeric.tracing.scalar import LeavesExactness
from numeric.tracing.ufuncs import elementwise


@dataclass(frozen=True, slots=True)
class Fold:
    """A function that makes one value of many: the ufunc it repeats, and the value that changes nothing."""

    core: Callable[..., Any]
    ufunc: str = ""
    neutral: int | None = None

    def __call__(
        self,
        array: Any,
        axis: Any,
        out: Any,
        keepdims: Any,
        initial: Any,
        where: Any,
        options: dict[str, Any],
    ) -> Any:
        held = array if where is True else self._only(array, initial, where)
        kept = bool(keepdims) or (isinstance(array, ExactMatrix) and axis is not None)
        result = self.core(held, axis=axis, keepdims=kept, **options)
        if initial is not None:
            result = elementwise(self.ufunc, (result, initial))
        return store(out, result)

    def _only(self, array: Any, initial: Any, where: Any) -> Any:
        filler = self.neutral if initial is None or self.neutral is not None else initial
        if filler is None:
            raise LeavesExactness("the argument where= of this function is not followed exactly")
        return choose(where, array, filler)


def _typed(fold: Fold) -> Callable[..., Any]:
    """A fold whose third argument is a dtype, as in ``np.sum(a, axis, dtype, out)``."""

    def call(
        array: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = False,
        initial: Any = None, where: Any = True, **options: Any,
    ) -> Any:  # fmt: skip
        return fold(array, axis, out, keepdims, initial, where, options)

    return call


def _untyped(fold: Fold) -> Callable[..., Any]:
    """A fold without a dtype, as in ``np.max(a, axis, out)``."""

    def call(
        array: Any, axis: Any = None, out: Any = None, keepdims: Any = False,
        initial: Any = None, where: Any = True, **options: Any,
    ) -> Any:  # fmt: skip
        return fold(array, axis, out, keepdims, initial, where, options)

    return call


_SUM = _typed(Fold(reductions.total, "add", 0))
_MAX, _MIN = (
    _untyped(Fold(function, name))
    for function, name in ((reductions.largest, "maximum"), (reductions.smallest, "minimum"))
)
_MEAN = _typed(Fold(reductions.mean))

FOLDS: Mapping[str, Callable[..., Any]] = {
    "sum": _SUM,
    "nansum": _SUM,
    "prod": _typed(Fold(reductions.multiplied, "multiply", 1)),
    "mean": _MEAN,
    "nanmean": _MEAN,
    "var": _typed(Fold(reductions.variance)),
    "std": _typed(Fold(reductions.deviation)),
    "max": _MAX,
    "amax": _MAX,
    "nanmax": _MAX,
    "min": _MIN,
    "amin": _MIN,
    "nanmin": _MIN,
    "all": _untyped(Fold(reductions.every, "logical_and", 1)),
    "any": _untyped(Fold(reductions.some, "logical_or", 0)),
}
