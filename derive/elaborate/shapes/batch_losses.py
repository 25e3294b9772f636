"""The loss of a batch by the letter of that of one example: L in ∂L/∂W = XᵀΔ/N, where words average the loss."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from derive.elaborate.shapes.left_out_above import references
from derive.elaborate.symbols.names import Letters, key_of, reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.names import AT
from derive.reader.tree import walk

MARK = AT + "batch"
_LOSS = r"(?:loss(?:es)?|costs?|objectives?)"
_EACH = r"(?:(?:the|all|our|its|whole|per-sample|sample|single|\$[a-z]\$)\s+)*"
_MEAN = re.compile(
    rf"\b{_LOSS}(?:\s+\$[^$]{{1,12}}\$)?\s+(?:(?:is|are|now|then|being|taken|as|the)\s+)*(?:averaged|mean|average)\b"
    rf"|\b(?:averag(?:e|es|ed|ing)|mean)\s+(?:(?:over|of)\s+)?{_EACH}(?:{_LOSS}|batch|samples|examples)\b"
)
_SUM = re.compile(
    rf"\b{_LOSS}(?:\s+\$[^$]{{1,12}}\$)?\s+(?:(?:is|are|now|then|being|taken|as|the)\s+)*(?:summed|sum|total)\b"
    rf"|\b(?:sum|total)\s+of\s+{_EACH}{_LOSS}\b|\btotal\s+{_LOSS}\b|\b(?:sum|add)(?:s|med|ming|ing)?\s+(?:up\s+)?{_EACH}{_LOSS}\b"
)
_COUNT = re.compile(
    r"\$\s*([a-zA-Z])\s*\$\s+(?:\w+\s+)?(?:samples|examples|observations|instances|rows|columns|data\s+points)\b"
)


def batch_losses(
    links: Sequence[Link], names: Set[str], capitals: Collection[str], letter: str, scope: Scope
) -> Mapping[str, Definition | None]:
    """The losses of one example whose letters mean the batch where capitals stand, with what words make them.

    None stands for what a formula about capitals makes anew.
    """
    inside = of_the_batch(links, capitals, scope.letters)
    batch = [link for link in links if id(link.formula) in inside]
    heads = {key_of(link.left) for link in batch if link.begins and isinstance(link.left, s.Name)}
    losses = {key_of(name): name for link in batch for name in differentiated(link)}
    losses = {key: name for key, name in losses.items() if key in names and _is_made(key, scope)}
    anew: dict[str, Definition | None] = dict.fromkeys(losses.keys() & heads)
    told = (bool(_MEAN.search(scope.words)), bool(_SUM.search(scope.words)))
    if anew or told[0] == told[1]:
        return anew
    count = _count(batch, scope) if told[0] else None
    if told[0] and count is None:
        return {}
    return {key: Definition(_marked_key(name), _total(name, letter, count)) for key, name in losses.items()}


def of_the_batch(links: Sequence[Link], capitals: Collection[str], letters: Letters) -> frozenset[int]:
    """The formulas in which a capital of the batch stands, each by its identity."""
    return frozenset(
        id(link.formula)
        for link in links
        if any(ref.key in capitals for side in (link.left, link.right) for ref in references(side, letters))
    )


def marked(name: s.Name) -> s.Name:
    """The name of the loss of a batch."""
    return replace(name, decorations=(*name.decorations, MARK))


def _marked_key(name: s.Name) -> str:
    return key_of(marked(name))


def _is_made(key: str, scope: Scope) -> bool:
    made = scope.definitions.get(key)
    return made is not None and made.body is not None and not made.indices and not made.parameters


def differentiated(link: Link) -> Iterator[s.Name]:
    """The names of which a link has derivatives."""
    for part in (part for side in (link.left, link.right) for part in walk(side)):
        match part:
            case s.Derivative(of=s.Name() as of) | s.Nabla(of=s.Name() as of):
                yield of


def _count(batch: Sequence[Link], scope: Scope) -> s.Name | None:
    """The letter that counts the examples: what divides in the lines of the batch, or what words call so."""
    parts = [part for link in batch for side in (link.left, link.right) for part in walk(side)]
    below = {
        part.bottom for part in parts if isinstance(part, s.Fraction) and isinstance(part.bottom, s.Name)
    }
    counted = {name for name in below if reference(name, scope.letters) is not None and len(name.letter) == 1}
    told = {match[1] for match in _COUNT.finditer(scope.words)}
    if len(counted) == 1:
        return next(iter(counted))
    return s.Name(next(iter(told)).upper()) if not counted and len(told) == 1 else None


def _total(name: s.Name, letter: str, count: s.Name | None) -> s.Node:
    each = s.Index(name, s.Indices((s.Name(letter),)))
    if count is None:
        return s.Big("sum", each, s.Name(letter))
    first = s.Chain((s.Name(letter), s.Number("1")), (s.Relation("="),))
    return s.Product(s.Fraction(s.Number("1"), count), s.Big("sum", each, first, count), "")


def counts(losses: Mapping[str, Definition | None]) -> frozenset[str]:
    """The letters that count the examples of means."""
    bodies = (made.body for made in losses.values() if made is not None and made.body is not None)
    sums = (part for body in bodies for part in walk(body) if isinstance(part, s.Big))
    return frozenset(part.above.letter for part in sums if isinstance(part.above, s.Name))
