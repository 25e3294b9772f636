"""An objective that is the id of a catalogue problem, as NumPy code over the inputs of an assignment."""

from __future__ import annotations

from collections.abc import Sequence

from derive.catalog.problems import named_problem
from derive.errors import GradproofError
from derive.printing import term_text
from derive.terms import sym
from numeric.submissions.assignment import Input

_NAMES = """\
exp, log, tanh, abs = np.exp, np.log, np.tanh, np.abs
sigmoid = lambda u: 1 / (1 + np.exp(-u))
softplus = lambda u: np.log(1 + np.exp(u))
max, min = np.maximum, np.minimum
"""


def is_problem(objective: str) -> bool:
    """Whether an objective is the id of a problem rather than code.

    >>> is_problem("bce"), is_problem("np.sum(w ** 2)")
    (True, False)
    """
    text = objective.strip()
    return bool(text) and all(each.isidentifier() for each in text.replace("-", "_").split("+"))


def objective_code(problem_id: str, inputs: Sequence[Input], parameters: Sequence[str]) -> str:
    """The mean loss of a catalogue problem over the samples of the assignment's data.

    The weights are the first parameter, a second one is the bias; the labels are the input called y or Y (or
    the one with a finite domain), the data the input with two axes. GradproofError: the inputs do not fit.
    """
    problem = named_problem(problem_id.strip())
    weights, bias, data, labels = _roles(problem_id, inputs, parameters)
    linear = (
        f"{weights.name} @ {data.name}"
        if weights.shape[-1:] == data.shape[:1]
        else f"{data.name} @ {weights.name}"
    )
    loss = term_text(problem.stable_loss(sym("s"), sym("y"))).replace("^", "**")
    return f"{_NAMES}s = {linear}{' + ' + bias if bias else ''}\ny = {labels.name}\nreturn np.mean({loss})"


def _roles(
    problem_id: str, inputs: Sequence[Input], parameters: Sequence[str]
) -> tuple[Input, str, Input, Input]:
    weights = next(each for each in inputs if each.name == parameters[0])
    rest = [each for each in inputs if each.name not in parameters]
    labels = next((each for each in rest if each.name.lower() in ("y", "t") or each.domain[0] == "{"), None)
    data = next((each for each in rest if len(each.shape) == 2 and each is not labels), None)
    if labels is None or data is None:
        raise GradproofError(
            f"objective: {problem_id!r} needs an input with two axes for the data and one called y for the labels"
        )
    return weights, parameters[1] if len(parameters) > 1 else "", data, labels
