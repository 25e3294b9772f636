r"""Labels whose values a document gives in words: "labels in $\{-1,+1\}$", "y is +1 or -1", "y_i squared is 1"."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from derive.domains import LABELS, SIGNS, Domain
from derive.elaborate.symbols.names import key_of, keys_in
from derive.elaborate.symbols.scope import Scope
from derive.reader import syntax as s
from derive.reader.fragments import fragment
from derive.reader.tree import walk

_END = r"(?!\.?\d|\s*,\s*[-−+]?\d)"
_PLUS, _MINUS = rf"\+?\s*(?:1|\bone\b){_END}", rf"(?:[-−–]|minus)\s*(?:1|one\b){_END}"
_IN_SET = r"(?:\+?\s*1\s*,\s*[-−–]\s*1|[-−–]\s*1\s*,\s*\+?\s*1)"
_SIGNS = (
    rf"(?:\\?\{{\s*{_IN_SET}\s*\\?\}}|\\pm\s*1|±\s*1|\bplus\s+or\s+minus\s+(?:1|one)\b|[-−+]1\s*,\s*[-−+]1{_END}"
    rf"|(?<![\d.,]\s)(?:plus\s+)?{_PLUS}\s*(?:/|and|or)\s*{_MINUS}|{_MINUS}\s*(?:/|and|or)\s*(?:plus\s+)?{_PLUS})"
)
_ZERO, _ONE = r"(?:0|zero)", r"(?:1|one)"
_BITS = (
    rf"(?:\\?\{{\s*[01]\s*,\s*[01]\s*\\?\}}"
    rf"|\b{_ZERO}\s*(?:/|and|or)\s*{_ONE}\b{_END}|\b{_ONE}\s*(?:/|and|or)\s*{_ZERO}\b{_END})"
)
_VALUES = rf"(?:(?P<signs>{_SIGNS})|(?P<bits>{_BITS}))"
_SAID = re.compile(
    r"\b(?:labels?|targets?|responses?|outcomes?)\b(?:(?!\b(?:not|instead|unlike|rather)\b)[^.$\n]){0,30}?"
    rf"\$?\s*{_VALUES}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<![\w\\^_{])\$?(?P<name>[A-Za-z]|\\[a-z]{2,8})(?:_\{?\w{1,2}\}?|\^\{?\(?\w\)?\}?|[ᵢⱼₙₖ])?\$?,?\s+"
    r"(?:(?:labels?|targets?)\s+)?(?:in|∈|\\in|is|are|being|takes?|equals?|can be|may be|must be)\s+"
    rf"(?:(?:in|always|only|either|one of|(?:the\s+)?values?|from|the|set|of)\s+)*\$?\s*{_VALUES}"
)
_SQUARED = re.compile(
    r"\b(?:since|because|as|using|note that|recall that)\s+(?:that\s+)?\$?(?P<name>[ytYT])(?:_\{?\w{1,2}\}?)?"
    r"(?:\$?\s+squared\s+(?:is|equals)\s+(?:1|one)\b|\s*(?:²|\^\{?2\}?)\s*=\s*1(?!\d|\.\d|\s*[-+−]))",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"\b(?:if|when|whenever|unless|suppose|had|were|would)\s+\$?\Z|\b(?:not|never)\b[^.]{0,20}\Z",
    re.IGNORECASE,
)
USUAL = ("y", "t", "Y", "T")
"""The letters of labels, the likelier first."""


def label_values(text: str) -> Domain | None:
    r"""The values of the labels that the words of a text give; None where they give none, or two kinds.

    >>> label_values(r"with labels in $\{-1, +1\}$") == SIGNS
    True
    >>> label_values("labels are 0/1 here and labels are ±1 there")
    """
    found = {SIGNS if match["signs"] else LABELS for match in _SAID.finditer(text)}
    return found.pop() if len(found) == 1 else None


def named_values(text: str) -> Mapping[str, Domain]:
    r"""The values that plain words give to labels by their names; nothing of a name to which they give two kinds.

    >>> sorted(named_values("Labels are y_i in {-1,+1}. Others take t_i in {0, 1}."))
    ['t', 'y']
    >>> named_values("Since y_i squared is 1, it goes.")["y"] == SIGNS
    True
    """
    found: dict[str, set[Domain]] = {}
    for _, key, values in told_values(text):
        found.setdefault(key, set()).add(values)
    return {key: values.pop() for key, values in found.items() if len(values) == 1}


def told_values(text: str) -> Iterator[tuple[int, str, Domain]]:
    """Where words give values to a label, with its name and the values, in no order."""
    for match in (*_NAMED.finditer(text), *_SQUARED.finditer(text)):
        is_signs = match.re is _SQUARED or bool(match["signs"])
        tree = fragment(match["name"])
        if isinstance(tree, s.Name) and not _CASE.search(text, max(0, match.start() - 40), match.start()):
            yield match.start(), key_of(tree), SIGNS if is_signs else LABELS


def with_spoken_labels(scope: Scope, text: str, trees: Iterable[s.Node]) -> Scope:
    """The scope in which the labels have the values that the words give them; a formula's declaration comes first."""
    plain = _plain(text)
    values, named = label_values(plain), named_values(plain)
    if values is None and not named:
        return scope
    trees = list(trees)
    used = {key for tree in trees for key in keys_in(tree, scope.letters)}
    declared = {key for tree in trees for key in _declared(tree, scope)}
    others = {key for tree in trees for key in _no_labels(tree, scope)}
    told = {key: domain for key, domain in named.items() if key in used - declared - others}
    name = next((letter for letter in USUAL if letter in used), None)
    if values is not None and name is not None and name not in declared:
        told.setdefault(name, values)
    return replace(scope, domains={**told, **scope.domains})


_SUB = re.compile(r"<sub>\s*(?:<[^<>]*>)?(\w+)(?:<[^<>]*>)?\s*</sub>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def _plain(text: str) -> str:
    """The words of a page without its tags."""
    return html.unescape(_TAG.sub("", _SUB.sub(r"_\1", text))) if _TAG.search(text) else text


def _no_labels(tree: s.Node, scope: Scope) -> Iterator[str]:
    """What a formula differentiates by, and what it works out: "a is 0 or 1" says where such a name ends, at most."""
    for part in walk(tree):
        by = part.by if isinstance(part, s.Derivative) else (part.by,) if isinstance(part, s.Nabla) else ()
        yield from (key for each in by if each is not None for key in keys_in(each, scope.letters))
    match tree:
        case s.Chain(members=(s.Name() | s.Index() as head, *_), relations=(s.Relation(sign="=" | ":="), *_)):
            yield from (key for key in keys_in(head, scope.letters) if key not in USUAL)


def _declared(tree: s.Node, scope: Scope) -> Iterator[str]:
    """The names of which a formula says in which set they are: y ∈ {−1, 1}."""
    match tree:
        case s.Chain(members=(name, *_), relations=(s.Relation(sign="in"), *_)):
            yield from keys_in(name, scope.letters)
