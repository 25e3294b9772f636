"""Functions applied: those of the document, those everybody knows, and those of which only the name is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from derive import arrays
from derive.calculus import differentiate
from derive.elaborate.evaluation import lookup
from derive.elaborate.evaluation.matrix_functions import MATRIX_FUNCTIONS, family_of, softmax, weights_first
from derive.elaborate.evaluation.narrow_logs import note_logs_of_vectors
from derive.elaborate.evaluation.products import multiply
from derive.elaborate.evaluation.unknown_functions import (
    opaque,
    opaque_of_several,
    replaced,
    symbols_of,
    total_derivative,
)
from derive.elaborate.evaluation.values import Value, mapped, pointwise, scalar, stacked, transposed
from derive.elaborate.symbols.dims import SCALAR
from derive.elaborate.symbols.errors import Clash, NoValue, outside
from derive.elaborate.symbols.names import Reference, keys_in, reference
from derive.elaborate.symbols.roles import head_of, is_loss
from derive.elaborate.symbols.scope import Definition
from derive.elaborate.symbols.strokes import only_variable
from derive.model import Reason
from derive.reader import syntax as s
from derive.reader.anatomy import arguments_of
from derive.terms import Term, fn, sym

if TYPE_CHECKING:
    from derive.elaborate.evaluation.evaluate import Evaluation, Frame

POINTWISE = {
    "log": "log", "ln": "log", "exp": "exp", "tanh": "tanh", "sinh": "sinh", "cosh": "cosh", "sin": "sin",
    "cos": "cos", "arctan": "atan", "erf": "erf", "sigmoid": "sigmoid", "sigm": "sigmoid", "logistic": "sigmoid",
    "softplus": "softplus", "ReLU": "relu", "relu": "relu", "sign": "sign", "sgn": "sign", "logit": "logit",
    "abs": "abs", "expit": "sigmoid", "Sigmoid": "sigmoid", "RELU": "relu", "log_e": "log", "step": "step",
}  # fmt: skip
_DENSITIES = ("normal density", "gaussian density", "normal distribution", "probit")
WORDS = {
    r"\sigma": ("sigmoid", ("sigmoid", "logistic")),
    r"\Phi": ("normcdf", ("normal", "gaussian", "probit")),
    r"\phi": ("normpdf", _DENSITIES),
    r"\varphi": ("normpdf", _DENSITIES),
    r"\Gamma": (
        "gamma",
        ("gamma function", "gamma distribution", "digamma", "factorial", r"\log\gamma", r"\ln\gamma"),
    ),
    r"\psi": ("digamma", ("digamma",)),
}
"""Letters that mean a known function where the document says so in words."""

MEANT = {
    "sigmoid": "logistic function",
    "normcdf": "standard normal distribution function",
    "normpdf": "standard normal density",
    "gamma": "gamma function",
    "digamma": "digamma function",
}
"""How a verdict says what such a letter was taken for."""

ANY_NUMBER = ("max", "min")
USUAL_OF_TWO = frozenset("BCDEGHIKNPQSdkpqs")
"""Letters that are laws, distances, kernels and likenesses of two arguments by themselves."""


def call(ev: Evaluation, node: s.Call, at: Frame) -> Value:
    """The value of a function at its arguments."""
    function = node.function
    if isinstance(function, s.Prime):
        return _derived(ev, function, node, at)
    if isinstance(function, s.Power):
        return _powered(ev, function, node, at)
    ref = reference(function, ev.letters)
    if ref is None:
        raise outside("this function")
    made = ev.scope.definitions.get(ref.key)
    if made is not None and made.parameters:
        return _documents_own(ev, made, ref, node, at)
    if (made is not None and builtin(ev, ref.key) is None) or ref.key in at.arguments:
        return _name_with_arguments(ev, ref, node, at)
    return _known(ev, ref, node, at)


def _powered(ev: Evaluation, function: s.Power, node: s.Call, at: Frame) -> Value:
    if function.base == s.Name("logit") and function.exponent == s.Neg(s.Number("1")):
        return _applied(ev, "sigmoid", node, at)
    plain = s.Call(function.base, node.arguments, node.style)
    return pointwise(ev.dims, "pow", call(ev, plain, at), ev.value(function.exponent, at))


def _known(ev: Evaluation, ref: Reference, node: s.Call, at: Frame) -> Value:
    name = builtin(ev, ref.key)
    note_logs_of_vectors(ev, node, at)
    if name == "softmax":
        values = softmax(ev, ev.value(node.arguments[0], at), weights_first(ev, node.arguments[0]))
        return lookup.component(ev, values, [ev.index(item, at) for item in ref.indices])
    if name is not None and not ref.indices:
        return _applied(ev, name, node, at)
    if ref.key in MATRIX_FUNCTIONS:
        only = node.arguments[0] if len(node.arguments) == 1 else s.Sequence(node.arguments, "(", ")")
        family = family_of(ev, only, at) if ref.key.lower() == "diag" else None
        return MATRIX_FUNCTIONS[ref.key](ev, family if family is not None else ev.value(only, at))
    if _is_object(ev, ref) and len(node.arguments) == 1 and not _plain_names(node):
        value = lookup.named(ev, node.function, ref, at)  # type: ignore[arg-type]
        return multiply(ev, node, "", value, ev.value(node.arguments[0], at))
    if _is_object(ev, ref):
        return lookup.named(ev, node.function, ref, at)  # type: ignore[arg-type]
    head = head_of(node, ev.letters)
    if head is not None and head.key in ev.scope.definitions and isinstance(node.arguments[0], s.Conditional):
        return lookup.fetch(ev, head.key, [], at)
    if _depends_on_several(ev, ref, node):
        return opaque_of_several(ev, ref, [ev.value(argument, at) for argument in node.arguments])
    if len(node.arguments) != 1 or isinstance(node.arguments[0], s.Conditional):
        raise outside(f"the function {ref.key}, which is not defined")
    return opaque(ev, ref, ev.value(node.arguments[0], at), [ev.index(item, at) for item in ref.indices])


def _depends_on_several(ev: Evaluation, ref: Reference, node: s.Call) -> bool:
    """Whether a letter without a usual meaning is said to depend on names: c(y, φ), not p(x, y) or d(x, y)."""
    plain = ref.key.lstrip("\\").isalpha() and (len(ref.key) == 1 or ref.key[0] == "\\")
    usual = ref.key in USUAL_OF_TWO or ref.key in WORDS or is_loss(ref.key)
    return len(node.arguments) > 1 and plain and not ref.indices and not usual and _plain_names(node)


def _is_object(ev: Evaluation, ref: Reference) -> bool:
    return ref.key in ev.scope.known and ref.key not in ev.scope.functions


def _plain_names(node: s.Call) -> bool:
    return all(isinstance(argument, s.Name | s.Index) for argument in node.arguments)


def _applied(ev: Evaluation, name: str, node: s.Call, at: Frame) -> Value:
    values = [ev.value(argument, at) for argument in arguments_of(node)]
    if name not in ANY_NUMBER and len(values) != 1:
        raise outside(f"{name} of {len(values)} arguments")
    if name in ANY_NUMBER and len(values) == 1:
        raise outside(f"the {name} of one thing")
    return pointwise(ev.dims, name, *values)


def builtin(ev: Evaluation, key: str) -> str | None:
    """The function of ``derive.functions`` that a name stands for, if the document leaves it its usual meaning."""
    if key in POINTWISE:
        return POINTWISE[key]
    if key.lower() == "softmax":
        return "softmax"
    if key in ANY_NUMBER:
        return key
    made = ev.scope.definitions.get(key)
    if made is not None and isinstance(made.body, s.Name) and made.body.letter in POINTWISE:
        return POINTWISE[made.body.letter]
    if key in ev.scope.named and made is None:
        return ev.scope.named[key]
    name, words = WORDS.get(key, ("", ()))
    return name if ev.scope.says(*words) else None


def _documents_own(ev: Evaluation, made: Definition, ref: Reference, node: s.Call, at: Frame) -> Value:
    """A call of a function that the document defines: with its own names, or with others put in their place."""
    arguments = arguments_of(node)
    if (
        len(arguments) != len(made.parameters)
        or _same_names(made, arguments)
        or (tuple(arguments) == made.parameters and _hidden(ev, made) is not None)
        or _upstream(ev, made, arguments)
    ):
        return lookup.named(ev, node.function, ref, at)  # type: ignore[arg-type]
    values = [ev.value(argument, at) for argument in arguments]
    return substituted(ev, made, values, [ev.index(item, at) for item in ref.indices], at)


def _same_names(made: Definition, arguments: tuple[s.Node, ...]) -> bool:
    return not made.dummy and all(a == b for a, b in zip(arguments, made.parameters, strict=True))


def _upstream(ev: Evaluation, made: Definition, arguments: tuple[s.Node, ...]) -> bool:
    """Whether the arguments are what the parameters are made from: J(w) where J(ŷ) and ŷ(w) were defined."""
    if made.dummy:
        return False
    keys = {ref.key for a in arguments if (ref := reference(a, ev.letters))}
    parameters = {ref.key for p in made.parameters if (ref := reference(p, ev.letters))}
    above = frozenset[str]().union(*(ev.scope.ancestors(p) for p in made.parameters))
    return len(keys) == len(arguments) and all(key in parameters | above for key in keys)


def substituted(
    ev: Evaluation, made: Definition, values: list[Value], indices: list[object], at: Frame
) -> Value:
    """The body of a function with values for its parameters, entry by entry where numbers are expected."""
    from derive.elaborate.evaluation.variables import takes_vector

    keys = [ref.key for p in made.parameters if (ref := reference(p, ev.letters))]
    if len(keys) != len(values):
        raise outside(f"the arguments of {made.key}")
    if made.body is None:
        raise outside(f"{made.key}, which is not written out")
    if _hidden(ev, made) is not None:
        return _put_in_everywhere(ev, made, dict(zip(keys, values, strict=True)), indices, at)
    inside = at.inside(dict(zip(made.indices, indices, strict=False)))  # type: ignore[arg-type]
    entrywise = len(values) == 1 and not values[0].is_scalar and not takes_vector(ev.scope, made)
    if entrywise and ev.script.choose_once(("entrywise", made.key), 2) == 0:
        return _entrywise(ev, made, keys[0], values[0], inside)
    inside = replace(inside, arguments=dict(zip(keys, values, strict=True)))
    result = lookup.with_reading(ev, made, inside)
    return lookup.component(ev, result, indices[len(made.indices) :])  # type: ignore[arg-type]


def _put_in_everywhere(
    ev: Evaluation, made: Definition, values: Mapping[str, Value], indices: list[object], at: Frame
) -> Value:
    """A function at other arguments, its parameters replaced also where only other definitions have them."""
    if any(key in ev.scope.definitions or not _is_free(ev, key, at) for key in values):
        raise outside(f"{made.key} at another argument, as {_hidden(ev, made)} depends on it too")
    result = lookup.fetch(ev, made.key, indices, at)  # type: ignore[arg-type]
    mapping: dict[str, Term] = {}
    for key, value in values.items():
        own = lookup.fetch(ev, key, [], at)
        ev.dims.agree(own.shape, value.shape)
        if ev.concrete:
            mapping |= {x.name: y for x, y in zip(own.entries, value.entries, strict=True)}  # type: ignore[union-attr]
    return mapped(result, lambda term: replaced(ev, term, mapping)) if ev.concrete else result


def _is_free(ev: Evaluation, key: str, at: Frame) -> bool:
    """Whether a number stands for itself here: its value is no other one."""
    given = at.arguments.get(key)
    if given is None:
        return True
    axes = ev.typing.get(key)
    number = given.is_scalar and (axes is None or not axes.count)
    return number and (not ev.concrete or given.entries == (sym(key),))


def _hidden(ev: Evaluation, made: Definition) -> str | None:
    """A name in the body of a function whose own definition depends on the function's parameter."""
    if made.body is None:
        return None
    keys = {ref.key for p in made.parameters if (ref := reference(p, ev.letters))}
    for other in sorted(set(keys_in(made.body, ev.letters)) - keys):
        inner = ev.scope.definitions.get(other)
        hides = inner is not None and inner.body is not None and not inner.dummy
        if hides and inner is not None and inner.body is not None and ev.scope.ancestors(inner.body) & keys:
            return other
    return None


def _entrywise(ev: Evaluation, made: Definition, key: str, value: Value, inside: Frame) -> Value:
    if not ev.concrete:
        if not lookup.with_reading(ev, made, replace(inside, arguments={key: Value(SCALAR)})).is_scalar:
            raise Clash(f"{made.key} of an array")
        return value
    parts = []
    for place in range(len(value.entries)):
        assert value.array is not None
        part = Value(SCALAR, arrays.move("entry", value.array, [place], ()))
        parts.append(lookup.with_reading(ev, made, replace(inside, arguments={key: part})))
    assert value.array is not None
    shape = value.array.shape
    return stacked(value.shape, (shape[0], shape[1]), parts).loosened(value)


def _name_with_arguments(ev: Evaluation, ref: Reference, node: s.Call, at: Frame) -> Value:
    """L(w) where L is a name: the arguments only remind of what it depends on; otherwise a product."""
    value = lookup.named(ev, node.function, ref, at)  # type: ignore[arg-type]
    if len(node.arguments) == 1 and not _plain_names(node):
        return multiply(ev, node, "", value, ev.value(node.arguments[0], at))
    return value


def prime(ev: Evaluation, node: s.Prime, at: Frame) -> Value:
    """f' without an argument: at the function's own variable; X' of an array is its transpose."""
    ref = reference(node.of, ev.letters)
    made = ev.scope.definitions.get(ref.key) if ref else None
    if made is not None and len(made.parameters) == 1:
        return _derived(ev, node, s.Call(node, made.parameters), at)
    value = ev.value(node.of, at)
    if node.order == 1 and not value.is_scalar:
        return transposed(value)
    variable = only_variable(ev.scope, node.of)
    if variable is None:
        raise outside("a prime on something that is not a function of one variable")
    if reference(variable, ev.letters).key not in ev.scope.ancestors(node.of):  # type: ignore[union-attr]
        return scalar(0)
    return ev.value(s.Derivative(node.of, (variable,) * node.order), at)


def stroke(ev: Evaluation, node: s.Ambiguous, at: Frame) -> Value:
    """A stroke that may be a transpose or a derivative: arrays are transposed, numbers are differentiated."""
    transpose = next((reading for reading in node.readings if isinstance(reading, s.Transpose)), None)
    if transpose is None:
        return ev.value(node.readings[0], at)
    value = ev.value(transpose.of, at)
    if value.is_scalar and only_variable(ev.scope, transpose.of) is not None:
        return prime(ev, s.Prime(transpose.of, 1), at)
    return transposed(value)


def _derived(ev: Evaluation, function: s.Prime, node: s.Call, at: Frame) -> Value:
    """σ'(v): the derivative by the argument, entry by entry."""
    ref = reference(function.of, ev.letters)
    if ref is None or len(node.arguments) != 1:
        raise outside("the derivative of this function")
    made = ev.scope.definitions.get(ref.key)
    own = made is not None and (not made.dummy or _hidden(ev, made) is not None)
    if made is not None and own and function.order <= 2 and node.arguments == made.parameters:
        return ev.value(
            s.Derivative(s.Call(function.of, node.arguments), made.parameters * function.order), at
        )
    argument = ev.value(node.arguments[0], at)
    at_own = made is not None and node.arguments == made.parameters and function.order == 1
    if made is not None and at_own and not argument.is_scalar and not _is_made_of_numbers(ev, made, at):
        return ev.value(s.Derivative(s.Call(function.of, node.arguments), made.parameters), at)
    if made is not None and len(made.parameters) == 1:
        indices: list[object] = [ev.index(item, at) for item in ref.indices]
        return _own_derivative(ev, made, argument, function.order, indices, at)
    name = builtin(ev, ref.key)
    if (made is not None and name is None) or name == "softmax":
        raise outside(f"the derivative of {ref.key}")
    if not ev.concrete:
        return Value(argument.shape, None, True)
    if name is None:
        return opaque(ev, ref, argument, [ev.index(item, at) for item in ref.indices], function.order)
    return _mapped(ev, argument, lambda u: _derivative_at(fn(name, sym("•")), u, function.order))


def _is_made_of_numbers(ev: Evaluation, made: Definition, at: Frame) -> bool:
    """Whether a function makes a number from a number, so that it is taken of every entry: not h(w) = y - Xw."""
    try:
        return made.body is not None and substituted(ev, made, [scalar(sym("•"))], [], at).is_scalar
    except NoValue:
        return False


def _mapped(ev: Evaluation, argument: Value, change: Callable[[Term], Term]) -> Value:
    assert argument.array is not None
    entries = [change(term) for term in argument.entries]
    return Value(argument.shape, arrays.constant(entries, argument.array.shape), True)


def _derivative_at(term: Term, point: Term, order: int) -> Term:
    from derive.calculus import substitute

    for _ in range(order):
        term = differentiate(term, "•")
    return substitute(term, {"•": point})


def _own_derivative(
    ev: Evaluation, made: Definition, argument: Value, order: int, indices: list[object], at: Frame
) -> Value:
    if not ev.concrete:
        return Value(argument.shape, None, True)
    variable = scalar(sym("•"))
    if made.body is None:
        raise outside(f"{made.key}, which is not written out")
    body = substituted(ev, made, [variable], indices, at)
    if not body.is_scalar:
        raise outside(f"the derivative of {made.key}, whose argument is not a number")
    term = body.entries[0]
    if "•" not in symbols_of(ev, term):
        raise NoValue(Reason.UNDECLARED, f"how {made.key} depends on its argument")
    for _ in range(order):
        term = total_derivative(ev, term, "•")
    return _mapped(ev, argument, lambda u: replaced(ev, term, {"•": u}))
