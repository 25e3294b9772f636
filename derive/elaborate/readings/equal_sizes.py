"""Lines whose shapes do not fit together, looked at with all sizes equal: wrong there as well, or only not general."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from derive.elaborate.claims.clashes import is_unnamed_hessian
from derive.elaborate.claims.judge import CLASHING, Judgement, judge
from derive.elaborate.explaining.corrections import Correction, with_part
from derive.elaborate.explaining.slips import SquareDims
from derive.elaborate.readings.story import Story
from derive.elaborate.readings.surroundings import context_of
from derive.elaborate.shapes.infer import by_definitions
from derive.elaborate.symbols.dims import ONE, Dim
from derive.elaborate.symbols.errors import Clash
from derive.elaborate.symbols.evidence import initial_typing, is_capital
from derive.elaborate.symbols.roles import Link
from derive.model import Right, Unknown, Wrong
from derive.reader import syntax as s
from derive.reader.tree import walk

EQUAL = "its shapes do not fit together; with all sizes equal it is wrong as well"
PLANS = ((2,), (3,))


class EqualDims(SquareDims):
    """Sizes that are all the same, none of them 1."""

    def unify(self, first: Dim, second: Dim) -> None:
        """Make two sizes equal; Clash where one of them is 1."""
        if (self.find(first) == ONE) != (self.find(second) == ONE):
            raise Clash(f"{first} against {second}")
        super().unify(first, second)


def refuted_at_equal_sizes(story: Story, link: Link, judgement: Judgement) -> Judgement:
    """A line without any sense at general sizes, refuted where all sizes are equal; as it was where it is not."""
    if CLASHING not in judgement.notes or not isinstance(judgement.verdict, Unknown):
        return judgement
    if is_unnamed_hessian(link.left) or _rests_on_a_rescue(story, link):
        return judgement
    typed = replace(story.typed, dims=EqualDims(story.typed.dims))
    found = judge(link, replace(context_of(story, typed, {}, link), plans=PLANS))
    if not isinstance(found.verdict, Wrong) or found.reading is None or _fits_alone(story, link):
        return judgement
    return replace(found, notes=found.notes | {EQUAL, CLASHING})


def _rests_on_a_rescue(story: Story, link: Link) -> bool:
    """Whether a name above was made a vector or a matrix only because something clashed: λ beside three indices."""
    typed = story.typed
    above = typed.scope.ancestors(link.left) | typed.scope.ancestors(link.right)
    given = [(k, axes) for k, axes in typed.overrides.items() if k in above and not is_capital(k)]
    first = initial_typing(typed.scope, typed.links) if given else {}
    return any(axes.count > first.get(key, axes).count + 1 for key, axes in given)


def _fits_alone(story: Story, link: Link) -> bool:
    """Whether the line is right where its sizes follow from definitions, and not from other claims."""
    typed = by_definitions(story.typed)
    return isinstance(judge(link, context_of(story, typed, {}, link)).verdict, Right)


def changed_shapes(whole: s.Node) -> Iterator[Correction]:
    """The right sides with one transposition more or less, two factors exchanged, or another product or layer."""
    for part in walk(whole):
        if isinstance(part, s.Transpose | s.Product | s.Index):
            for other, mends in _others(part):
                yield Correction(part.span, with_part(whole, part, other), mends)


def _others(part: s.Transpose | s.Product | s.Index) -> Iterator[tuple[s.Node, str | None]]:
    match part:
        case s.Transpose(of=of):
            yield of, TURNED
        case s.Product(left=left, right=right, sign="" | "cdot"):
            yield replace(part, left=right, right=left), None
            yield replace(part, left=s.Transpose(left)), TURNED
            yield replace(part, right=s.Transpose(right)), TURNED
            yield replace(part, sign="odot"), "matrix-for-elementwise-product"
        case s.Product(sign="odot"):
            yield replace(part, sign=""), "elementwise-for-matrix-product"
        case s.Index(above=s.Indices(items=(s.Number(text=text),)) as above) if text.isdigit():
            for other in (int(text) - 1, int(text) + 1):
                yield replace(part, above=replace(above, items=(s.Number(str(other)),))), None


TURNED = "missing-transpose"
