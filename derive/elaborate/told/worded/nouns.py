r"""What the nouns of a document mean: "scores $a_i$", "we predict $\hat y = Xw$", "the signal at $k$ is $\sum_l …$"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from derive.elaborate.symbols.rewriting import written_trees
from derive.elaborate.told.worded.operators import BINARY, OPERATORS
from derive.elaborate.told.worded.tokens import BREAK, Token
from derive.reader import syntax as s
from derive.reader.anatomy import function_of
from derive.reader.blocks import Document
from derive.reader.tree import Part, rebuilt, walk

_SYNONYMS = {
    "prediction": re.compile(r"predict(?:s|ed|ions?)?|fit(?:ted)?|forecast|model(?:led)?|estimate"),
    "target": re.compile(
        r"targets?|observed?|observations?|measured|measurements?|labels?|data|truth|responses?"
    ),
    "residual": re.compile(r"residuals?|errors?|mismatch|discrepancy|misfit"),
    "loss": re.compile(r"cost|loss|objective|criterion"),
}
_NO_NOUN = re.compile(
    r"the|an?|is|are|be|of|and|or|with|for|by|in|at|on|to|let|we|where|so|then|if|this|that|it|as|has|have|from|when|which|its"
    r"|between|than|respect|function|derivative|gradient|name|number|call|write|minus|plus|times|over|half|twice|predicts|says|gives|makes|sits|lies|holds|has"
)
_GOES_ON = re.compile(r"times|plus|minus|over|divided|multiplied|squared|that|which|belonging")
_STACK = re.compile(r"stack|collect|gather|put")
_IN_A = (["in", "a"], ["into", "a"], ["in", "the"], ["into", "the"])
_COUNTS = frozenset("nmNMKBTkI")
_PLACE = ("at", "of", "in", "for", "on")
_FARTHEST, _NEAR = 8, 6


@dataclass(frozen=True, slots=True)
class Nouns:
    """The formulas that stand beside each noun in the singular, and the names with an index: r_i for r.

    ``counts`` are the letters that say how many there are of something: "$n$ samples".
    """

    meanings: dict[str, tuple[s.Node, ...]]
    members: dict[s.Node, s.Index]
    has_target: bool = False
    counts: frozenset[s.Name] = frozenset()

    def meaning(self, noun: str, node: s.Node) -> Nouns:
        """The same with one noun more, or with another meaning of it."""
        return replace(self, meanings={**self.meanings, _key(noun): (node,)})

    def __contains__(self, noun: str) -> bool:
        return bool(self.of(noun))

    def of(self, noun: str) -> tuple[s.Node, ...]:
        """What a noun stands for; a target without a letter beside it is the y that everybody writes."""
        found = self.meanings.get(_key(noun), ())
        return found or ((_TARGET,) if _key(noun) == "target" and self.has_target else ())

    def of_members(self, node: s.Node) -> s.Node:
        """A formula with the member for every name that has some: ℓ(m_n) for ℓ(m)."""
        if isinstance(node, s.Index):
            return node
        member = self.members.get(node)
        changed: s.Node = member if member is not None and member != node else rebuilt(node, self.of_members)
        return changed


_TARGET = s.Name("y")


def _key(noun: str) -> str:
    """A noun in the singular, with the word before it if there is one: "linear predictors"."""
    first, _, last = noun.rpartition(" ")
    return f"{first} {singular(last)}" if first else singular(noun)


def singular(word: str) -> str:
    """A noun in the singular, and one for all words that mean the same.

    >>> singular("scores"), singular("losses"), singular("fitted")
    ('score', 'loss', 'prediction')
    """
    for ending, rest in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("xes", "x"), ("s", "")):
        if word.endswith(ending) and not word.endswith("ss") and len(word) > len("its"):
            word = word[: -len(ending)] + rest
            break
    return next((noun for noun, words in _SYNONYMS.items() if words.fullmatch(word)), word)


def is_noun(word: str) -> bool:
    """Whether a word may be a noun or say more of one."""
    return _NO_NOUN.fullmatch(word) is None


def is_plural(word: str) -> bool:
    """Whether a noun speaks of several: "residuals", "losses"."""
    return (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word == "data"


def nouns_of(document: Document, words: Sequence[Token]) -> Nouns:
    r"""What stands beside the nouns of a text: before or after them.

    >>> from derive.elaborate.told.worded.tokens import tokens
    >>> from derive.reader.document import read_text
    >>> document = read_text("With scores $a_i$ and $y$ the target")
    >>> nouns_of(document, list(tokens(document.prose))).of("targets")
    (Name(letter='y', decorations=()),)
    """
    found: dict[str, list[s.Node]] = {}
    for run, node in (
        *_before(words),
        *_after(words),
        *_unnamed(words),
        *_displayed(words),
        *_stacked(words),
    ):
        for noun in (run[-1], " ".join(run[-2:])):
            if node not in found.setdefault(_key(noun), []):
                found[_key(noun)].append(node)
    members: dict[s.Node, s.Index] = {}
    parts = [part for tree in written_trees(document) for part in walk(tree)]
    for part in parts:
        if isinstance(part, s.Index) and _is_member(part):
            members.setdefault(part.base, part)
    told = {noun: tuple(nodes) for noun, nodes in found.items()}
    return Nouns(told, members, _TARGET in parts, frozenset(_counts(words, parts)))


def _counts(words: Sequence[Token], parts: Sequence[Part]) -> Iterator[s.Name]:
    """The letters of "$n$ samples", and those at the ends of sums."""
    for place, formula in enumerate(words[:-1]):
        after = [token.text for token in words[place + 1 : place + 3]]
        counts = is_plural(after[0]) or after == ["of", "them"]
        if counts and isinstance(formula.tree, s.Name) and formula.tree.letter in _COUNTS:
            yield formula.tree
    for part in parts:
        if isinstance(part, s.Big) and isinstance(part.above, s.Name):
            yield part.above


def _is_member(node: s.Index) -> bool:
    items = node.below.items if node.below is not None and node.above is None else ()
    return len(items) == 1 and isinstance(items[0], s.Name) and items[0].letter in "ijklmnpqrstuv"


def _before(words: Sequence[Token]) -> Iterator[tuple[list[str], s.Node]]:
    """Scores $a_i$."""
    for place, formula in enumerate(words):
        head = _head(formula) if formula.kind == "formula" else None
        if head is not None:
            run = [token.text for token in _nouns(words[max(0, place - 2) : place][::-1])][::-1]
            if run:
                yield run, head


def _after(words: Sequence[Token]) -> Iterator[tuple[list[str], s.Node]]:
    """$y$ the targets; $K$ is the symmetric Gram matrix."""
    for place, formula in enumerate(words):
        head = _head(formula) if formula.kind == "formula" else None
        rest = words[place + 1 : place + _FARTHEST]
        if head is None or not rest:
            continue
        rest = rest[2:] if [token.text for token in rest[:2]] == ["we", "mean"] else rest
        rest = rest[1:] if rest and rest[0].text in ("is", "are", "denotes", "be", "=", ":") else rest
        if rest and rest[0].text in ("the", "our", "a", "an", "their", "its"):
            run = [token.text for token in _nouns(rest[1:])]
            follows = rest[1 + len(run)].text if len(rest) > 1 + len(run) else ""
            names_a_function = bool(run) and singular(run[-1]) in OPERATORS.keys() | BINARY.keys()
            if run and not names_a_function and not _GOES_ON.fullmatch(follows):
                yield run, head


def _nouns(rest: Sequence[Token]) -> Iterator[Token]:
    for token in rest:
        if token.kind != "word" or _NO_NOUN.fullmatch(token.text):
            return
        yield token


def _unnamed(words: Sequence[Token]) -> Iterator[tuple[list[str], s.Node]]:
    """The blurred signal at $k$ is $…$: a noun for a formula that has no name."""
    for place, token in enumerate(words[:-1]):
        tree = words[place + 1].tree
        if token.text in ("predicts", "says") and tree is not None and not isinstance(tree, s.Chain):
            yield ["prediction"], tree
        if token.text == "are" and words[place + 2 : place + 3] and words[place + 2].text in ("and", ","):
            run = [one.text for one in _nouns(words[max(0, place - 2) : place][::-1])][::-1]
            yield from ((run, one.tree) for one in _list(words[place + 1 :]) if run and one.tree is not None)
        tree = _head(words[place + 1]) if isinstance(tree, s.Chain) else tree
        if token.text != "is" or words[place + 1].kind != "formula" or tree is None or not _has_names(tree):
            continue
        window = words[max(0, place - _NEAR) : place]
        near = next((k for k, one in enumerate(window) if one.text in _PLACE), len(window))
        before = window[:near]
        if before and before[-1].kind == "word" and not _NO_NOUN.fullmatch(before[-1].text):
            yield [before[-1].text], tree


def _has_names(tree: s.Node) -> bool:
    return any(isinstance(part, s.Name) for part in walk(tree))


def _stacked(words: Sequence[Token]) -> Iterator[tuple[list[str], s.Node]]:
    """Stack the residuals in a vector $r$: the residuals are its entries."""
    for place, token in enumerate(words):
        texts = [one.text for one in words[place + 1 : place + _NEAR]]
        if _STACK.fullmatch(token.text) and texts[:1] == ["the"] and texts[2:4] in _IN_A:
            whole = words[place + 6] if len(words) > place + 6 else token
            if isinstance(whole.tree, s.Name) and texts[4] in ("column", "vector"):
                yield [texts[1]], whole.tree


def _list(rest: Sequence[Token]) -> Iterator[Token]:
    """The formulas of a list: "$x_1$ and $x_2$"."""
    for token in rest:
        if token.kind == "formula" and isinstance(token.tree, s.Name | s.Index):
            yield token
        elif token.text not in ("and", ","):
            return


def _displayed(words: Sequence[Token]) -> Iterator[tuple[list[str], s.Node]]:
    """The residual of day $i$ is observed minus predicted: and the display that makes it."""
    start = 0
    for place, token in enumerate(words):
        if not token.ends_sentence:
            continue
        shown = token if token.tree is not None or place + 1 == len(words) else words[place + 1]
        made = shown.tree if shown.text == BREAK else None
        sentence = words[start:place]
        if isinstance(made, s.Chain) and sentence and sentence[0].text in ("the", "our"):
            run = list(_nouns(sentence[1:]))
            follows = words[start + 1 + len(run)].text if run else ""
            if isinstance(made.members[0], s.Name | s.Index | s.Call) and follows in (
                *_PLACE,
                "is",
                ":",
                BREAK,
            ):
                yield [token.text for token in run], made.members[0]
        start = place + 1


def _head(formula: Token) -> s.Node | None:
    """The name that a formula is or defines, or the value of a function."""
    tree = formula.tree
    match tree:
        case s.Sequence(items=(s.Index(base=s.Name() as base), s.Dots(), s.Index(base=last))) if base == last:
            return s.Index(base, s.Indices((s.Name("i"),)))
    if isinstance(tree, s.Chain):
        tree = function_of(tree.members[0]) if tree.relations[0].sign in ("=", "in", ":=", ">") else None
    return tree if isinstance(tree, s.Name | s.Index | s.Call) else None
