"""Second equations that only name: the summands of J = (1/m) Σ ℓ_i, or what K = KL(q ‖ p) is called elsewhere."""

from __future__ import annotations

from derive.elaborate.evaluation.calls import POINTWISE
from derive.elaborate.symbols.names import keys_in, reference
from derive.elaborate.symbols.roles import FUNCTIONS_OF_EVERYBODY, Link, contains, head_of
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.tree import walk


def names_its_summands(link: Link, scope: Scope) -> bool:
    """Whether a second equation for a sum says only what one summand of it is called, a name without a definition."""
    head = head_of(link.left, scope.letters)
    made = scope.definitions.get(head.key) if head is not None else None
    if made is None or made.body is None or not contains(made.body, s.Big):
        return False
    sums = [part for part in walk(link.right) if isinstance(part, s.Big)]
    if len(sums) != 1 or sums[0].body is None:
        return False
    ref = reference(sums[0].body, scope.letters)
    named = set(keys_in(link.right, scope.letters)) - scope.letters.sizes - scope.letters.indices
    return ref is not None and bool(ref.indices) and named == {ref.key} and ref.key not in scope.definitions


def names_in_a_word(link: Link, scope: Scope) -> bool:
    """Whether a second equation in a sentence only says by what word others call a thing: K = KL(q ‖ p)."""
    match link.right:
        case s.Call(function=s.Name(letter=word) | s.Index(below=s.Indices(items=(s.Text(text=word),)))):
            known = word in scope.definitions or word in FUNCTIONS_OF_EVERYBODY | POINTWISE.keys() | {
                "softmax"
            }
            return not link.block.display and len(word) > 1 and word.isalpha() and not known
    return False
