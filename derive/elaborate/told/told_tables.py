r"""Tables told in words: "$M$ the 0/1 mask of the observed entries", "$E$ holds the residuals, else zero"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from derive.elaborate.evaluation.sets import Part, part_of
from derive.elaborate.prose.sentences import SENTENCE
from derive.elaborate.symbols.evidence import small_letter
from derive.elaborate.symbols.names import letters_of, reference
from derive.elaborate.symbols.roles import head_of
from derive.elaborate.symbols.scope import Definition, Scope
from derive.elaborate.told.spoken_masks import told_masks
from derive.reader import syntax as s
from derive.reader.fragments import fragment
from derive.reader.tree import walk

_SEEN = re.compile(r"\b(?:observed|known|given|rated|available|seen|measured)\b|\\in\b", re.IGNORECASE)
_UNSEEN = re.compile(
    r"\b(?:missing|unobserved|unseen|hidden|held[- ]out|dropped|dropout|not|no|un(?:known|rated))\b",
    re.IGNORECASE,
)
_ZERO = re.compile(
    r"\b(?:zeros?|0)\$?\s+(?:where|for|at|outside|elsewhere|otherwise|else|whenever|if|in\s+all\s+other)\b"
    r"|\b(?:elsewhere|otherwise)\s+(?:it\s+is\s+)?(?:zero|\$?0\b)",
    re.IGNORECASE,
)
_DISPLAY = re.compile(r"\$\$.*?\$\$|\\\[.*?\\\]", re.DOTALL)
_HOLDS = re.compile(
    r"\$\s*([A-Z])\s*\$\s+(?:(?:is|be|for|being)\s+)?(?:the|a|an|all)?\s*"
    r"(?:(?:matrix|table|array)\s+(?:of|with)|holds?|holding|contains?|containing|collects?|gathers?)\b[^.;$]{0,40}"
)


def with_told_tables(scope: Scope, text: str, trees: Sequence[s.Node]) -> Scope:
    r"""The scope in which the mask of a set of pairs says which of them are in it, and tables hold what words say.

    A table of what is summed over some pairs alone may hold zeros for all others: where nothing says so, and no mask
    is named, it stays open.
    """
    pair = _only_pair(trees)
    plain = re.sub(r"\\[()]", "$", _DISPLAY.sub(". ", text))
    sentences = SENTENCE.split(plain)
    made = _made(trees, scope)
    masks = frozenset[str]()
    if pair is not None:
        masks = frozenset(key for key in told_masks(plain) - made if _marks_the_seen(key, sentences, pair))
        for key in masks:
            scope = scope.define(Definition(key, _member(pair), _letters(pair)))
        scope = replace(
            scope, domains={key: known for key, known in scope.domains.items() if key not in masks}
        )
    for key, family, sentence in _tables(sentences, trees, scope):
        if key in made | masks:
            continue
        if pair is None or masks or not _is_summed_apart(family, pair, trees):
            scope = replace(scope, stacked={**scope.stacked, key: "row"})
        elif _ZERO.search(sentence) is not None:
            body = s.Product(_member(pair), family, "")
            scope = scope.define(Definition(key, body, _letters(pair)))
        else:
            scope = scope.define(Definition(key, None))
    return scope


def _only_pair(trees: Sequence[s.Node]) -> Part | None:
    """The one set of pairs that sums of the page run over."""
    below = (part.below for tree in trees for part in walk(tree) if isinstance(part, s.Big) and part.below)
    parts = (part_of(inner) for each in below for inner in walk(each))
    found = {
        part.key: part for part in parts if part is not None and len(part.members) == 2 and not part.indices
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _member(pair: Part) -> s.Node:
    name = fragment(pair.key)
    assert name is not None
    return s.Index(name, s.Indices(pair.members, joined=True))


def _letters(pair: Part) -> tuple[str, ...]:
    return tuple(letter for member in pair.members for letter in letters_of(member))


def _made(trees: Sequence[s.Node], scope: Scope) -> frozenset[str]:
    """The names at the head of an equation, but for the M_ij = 1 of a mask."""
    chains = (tree for tree in trees if isinstance(tree, s.Chain) and tree.relations[0].sign in ("=", ":="))
    heads = (
        head_of(chain.members[0], scope.letters) for chain in chains if chain.members[1] != s.Number("1")
    )
    return frozenset(head.key for head in heads if head is not None) | frozenset(scope.definitions)


def _marks_the_seen(key: str, sentences: Sequence[str], pair: Part) -> bool:
    """Whether a sentence about a mask says that it is 1 for what is known."""
    named = re.compile(rf"\$\s*(?:\\[a-z]+\s*\{{?\s*)?{re.escape(key)}(?![A-Za-z])|`{re.escape(key)}`")
    about = [sentence for sentence in sentences if named.search(sentence)]
    return any(_SEEN.search(each) and not _UNSEEN.search(each) for each in about)


def _tables(
    sentences: Sequence[str], trees: Sequence[s.Node], scope: Scope
) -> Iterator[tuple[str, s.Node, str]]:
    """The capitals that words call a table, with the family that the page writes with two letters, and the sentence."""
    families = _families(trees, scope)
    for sentence in sentences:
        for match in _HOLDS.finditer(sentence):
            small = small_letter(match[1])
            if small is not None and small in families:
                yield match[1], families[small], sentence


def _families(trees: Sequence[s.Node], scope: Scope) -> Mapping[str, s.Node]:
    found: dict[str, s.Node] = {}
    for part in (part for tree in trees for part in walk(tree) if isinstance(part, s.Index)):
        ref = reference(part, scope.letters)
        if (
            ref is not None
            and len(ref.indices) == 2
            and len(frozenset().union(*map(letters_of, ref.indices))) == 2
        ):
            found.setdefault(ref.key, part)
    return found


def _is_summed_apart(family: s.Node, pair: Part, trees: Sequence[s.Node]) -> bool:
    """Whether a family stands in a sum over the pairs of the set alone."""
    base = family.base if isinstance(family, s.Index) else family
    sums = (
        part for tree in trees for part in walk(tree) if isinstance(part, s.Big) and part.body is not None
    )
    own = (
        big.body
        for big in sums
        if big.below is not None and any(_is_of(inner, pair) for inner in walk(big.below))
    )
    return any(part == base for body in own if body is not None for part in walk(body))


def _is_of(node: object, pair: Part) -> bool:
    found = part_of(node) if isinstance(node, s.Node) else None
    return found is not None and found.key == pair.key
