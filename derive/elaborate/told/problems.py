"""What ``--problem`` and ``problem:`` say: the loss and the model of the catalogue, in the names of the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from derive.catalog.problems import Problem, named_problem
from derive.elaborate.symbols.names import Letters, key_of, keys_in, reference
from derive.elaborate.symbols.roles import NUMBERS, head_of
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.tree import rebuilt, walk

PREDICTIONS = (r"\hat{y}", "p", "a")
LOGITS = ("s", "z", "u", "v")


@dataclass(frozen=True, slots=True)
class Missing:
    """The names that a document mentions and does not define: losses, predictions, logits and what they are made of."""

    names: frozenset[str]

    def first(self, candidates: Sequence[str]) -> str | None:
        """The first of some names that is among them."""
        return next((key for key in candidates if key in self.names), None)


def with_problem(
    scope: Scope, name: str | None, convention: Mapping[str, str], trees: Iterable[s.Node]
) -> Scope:
    """The scope with the loss, the prediction and the logit of a problem, where the document does not define them.

    Every usual name of a loss that is mentioned and not defined means the loss. Where the document works with many
    samples and nothing says whether they are added up or averaged, it stays open what the loss is. Raises
    GradproofError for an unknown problem.
    """
    if name is None:
        return scope
    trees = list(trees)
    problem, missing = named_problem(name), _missing(scope, trees)
    if "reduction" not in convention and _sums_samples(scope, missing, trees):
        return scope
    for definition in _definitions(problem, convention, missing):
        scope = scope.define(definition)
    letters = _with_samples(scope.letters) if _is_reduced(convention) else scope.letters
    return replace(scope, letters=letters, domains={"y": problem.labels, **scope.domains})


def _sums_samples(scope: Scope, missing: Missing, trees: Sequence[s.Node]) -> bool:
    """Whether the prediction is written with an index, so that there are many samples."""
    prediction = missing.first(PREDICTIONS)
    references = (
        reference(part, scope.letters) for tree in trees for part in walk(tree) if isinstance(part, s.Index)
    )
    return any(ref is not None and ref.key == prediction and ref.indices for ref in references)


def _missing(scope: Scope, trees: Sequence[s.Node]) -> Missing:
    mentioned = {key for tree in trees for key in keys_in(tree, scope.letters)}
    heads = (head_of(tree.members[0], scope.letters) for tree in trees if isinstance(tree, s.Chain))
    return Missing(frozenset(mentioned - {head.key for head in heads if head} - scope.definitions.keys()))


def _is_reduced(convention: Mapping[str, str]) -> bool:
    return convention.get("reduction", "one") != "one"


def _with_samples(letters: Letters) -> Letters:
    return replace(letters, indices=letters.indices | {"i"}, sizes=letters.sizes | {"N"})


def _definitions(problem: Problem, convention: Mapping[str, str], missing: Missing) -> Iterator[Definition]:
    prediction = missing.first(PREDICTIONS)
    logit = missing.first(LOGITS)
    loss = _reduced(_signed(problem.loss.written, convention), convention)
    for key in sorted(missing.names & NUMBERS):
        yield Definition(key, _with(loss, r"\hat{y}", prediction or r"\hat{y}"))
    indices, index = (("i",), "_i") if _is_reduced(convention) else ((), "")
    linear = rf"w^{{\top}} x{index}" + (" + b" if "b" in missing.names else "")
    activation = _parsed(problem.activation.written)
    argument = _parsed(linear if logit is None else logit + index)
    yield Definition(prediction or r"\hat{y}", _put(activation, "s", argument), indices)
    if logit is not None:
        yield Definition(logit, _parsed(linear), indices)


def _signed(written: str, convention: Mapping[str, str]) -> str:
    return f"-({written})" if convention.get("sign") == "log-likelihood" else written


def _reduced(written: str, convention: Mapping[str, str]) -> s.Node:
    """The loss of one sample, or its sum or mean over i = 1, …, N."""
    if not _is_reduced(convention):
        return _parsed(written)
    factor = r"\frac{1}{N} " if convention["reduction"] == "mean" else ""
    indexed = written.replace(r"\hat{y}", "●").replace("y", "y_i").replace("●", r"\hat{y}_i")
    return _parsed(rf"{factor}\sum_{{i=1}}^{{N}} ({indexed})")


def _parsed(text: str) -> s.Node:
    from derive.reader.grammar import parse

    return parse(text).tree


def _with(node: s.Node, old: str, new: str) -> s.Node:
    return node if old == new else _put(node, old, _parsed(new))


def _put(node: s.Node, key: str, new: s.Node) -> s.Node:
    """The formula with something else in the place of a name."""
    if isinstance(node, s.Name) and key_of(node) == key:
        return new
    changed: s.Node = rebuilt(node, lambda part: _put(part, key, new))
    return changed
