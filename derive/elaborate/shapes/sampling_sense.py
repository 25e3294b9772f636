"""How much sense a document makes with one example apart from the data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from derive.elaborate.shapes.sampling import Sampling
from derive.elaborate.shapes.typed import Typed
from derive.elaborate.symbols.names import reference
from derive.elaborate.symbols.roles import Link
from derive.elaborate.symbols.scope import Definition, Scope
from derive.reader import syntax as s
from derive.reader.names import EXAMPLE
from derive.reader.tree import walk


def badness(typed: Typed, sampling: Sampling) -> tuple[int, int]:
    """How little sense a typing makes: lines that clash or say nothing, and data matrices that are square."""
    nonsense = sum(_says_nothing(link, typed.scope) for link in typed.links)
    return len(typed.clashing) + typed.lowered + nonsense, sum(_squares(typed, sampling))


def _says_nothing(link: Link, scope: Scope) -> bool:
    """Whether a link differentiates a defined name by one example that it does not contain."""
    return any(_is_vacuous(part, scope) for side in (link.left, link.right) for part in walk(side))


def _is_vacuous(part: object, scope: Scope) -> bool:
    match part:
        case (
            s.Derivative(of=s.Name() | s.Index() as of, by=(by,))
            | s.Nabla(of=s.Name() | s.Index() as of, by=by)
        ):
            above, below = (
                reference(of, scope.letters),
                reference(by, scope.letters) if by is not None else None,
            )
        case _:
            return False
    made = scope.definitions.get(above.key) if above is not None else None
    if made is None or made.body is None or below is None:
        return False
    single = below.key.startswith(f"\\{EXAMPLE}") and made.key != below.key
    return single and below.key not in scope.ancestors(made.body)


def _squares(typed: Typed, sampling: Sampling) -> Iterator[int]:
    for key in sorted(sampling.names & typed.axes.keys()):
        if _is_diagonal(typed.scope.definitions.get(key)):
            continue
        roots = [typed.dims.find(dim) for dim in typed.axes[key]]
        yield len(roots) - len(set(roots))


def _is_diagonal(made: Definition | None) -> bool:
    """Whether a name is defined as a diagonal matrix, which is square by itself: M = diag(μ)."""
    match made.body if made is not None else None:
        case s.Call(function=s.Name(letter="diag" | "Diag")):
            return True
    return False


_INTRODUCED = re.compile(
    r"\b(?:one|single|an?)\s+(?:\w+\s+)?(?:example|sample|pair|point|observation|instance)\s*\$?\\?\(?\s*\(\s*x\s*,\s*[yt]\s*\)"
)


def introduces_an_example(scope: Scope) -> bool:
    """Whether the words introduce one example by its names: "a single training example (x, y)"."""
    return scope.shows(_INTRODUCED)
