"""The names of a document: which object a written symbol means, and which of its decorations are indices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from derive.elaborate.symbols.memory import Memory
from derive.reader.anatomy import base_of
from derive.reader.syntax import (
    Add,
    Big,
    Call,
    Conditional,
    Index,
    Indices,
    Name,
    Node,
    Norm,
    Number,
    Sub,
    Text,
)
from derive.reader.tree import Part, children, walk

STYLES = ("bold", "vec", "sans", "underline")
SUBSCRIPT_LETTERS = frozenset("abcdefghijklmnopqrstuv")
USUAL_INDICES = frozenset("ijkl")
CONSTANTS = frozenset(("e", r"\pi", r"\delta", "I", r"\mathbb{I}", "1", r"\mathbb{1}"))
"""Names that mean the same to everybody: e, π, Kronecker's δ, the identity matrix, the vector of ones."""
BULLET = "•"
SECOND = "◦"


RUNNING = re.compile(r"(?:[^\W\d_]|[•◦]|\\(?!pi\b|infty\b)[a-z]+)'{0,2}")
"""A letter that may run: i, μ, and the k' that stands beside k."""


def is_running(letter: str) -> bool:
    r"""Whether a letter may be a running index: a Latin or Greek one, with a stroke or without.

    >>> [is_running(letter) for letter in ("i", r"\mu", "k'", "net")]
    [True, True, True, False]
    """
    return RUNNING.fullmatch(letter) is not None


def key_of(name: Name) -> str:
    r"""The object a symbol means: bold type and arrows do not make another object, accents do.

    >>> key_of(Name("y", ("bold", "hat")))
    '\\hat{y}'
    """
    key = name.letter
    for decoration in name.decorations:
        if decoration in ("cal", "bb", "frak"):
            key = f"\\math{decoration}{{{key}}}"
        elif decoration in ("star", "dagger", "plus", "minus"):
            key = f"{key}^{decoration}"
        elif decoration not in STYLES:
            key = f"\\{decoration}{{{key}}}"
    return key


def base_key(node: Node) -> str | None:
    """The object that a name means, whatever its indices: w of w and w_i; None for anything else."""
    base = base_of(node)
    return key_of(base) if isinstance(base, Name) else None


def indexed_key(node: Part) -> str | None:
    """The object that a name with indices means, w of w_i; None for anything else."""
    return base_key(node) if isinstance(node, Index) else None


@dataclass(frozen=True, slots=True)
class Reference:
    """A written occurrence of an object: its key (labels included) and its index expressions, samples first."""

    key: str
    indices: tuple[Node, ...]
    bold: bool = False


def is_letter(node: Node) -> bool:
    """Whether a node is one plain letter."""
    return isinstance(node, Name) and len(node.letter) == 1 and not node.decorations


def letters_of(node: Node) -> frozenset[str]:
    """The letters of an index expression such as i or i + 1; empty where it is something else."""
    match node:
        case Name(letter=letter, decorations=()) if is_running(letter):
            return frozenset((letter,))
        case Add(left=left, right=right) | Sub(left=left, right=right):
            return letters_of(left) | letters_of(right)
    return frozenset()


def label_text(node: Node) -> str:
    """An index that is a label, as a piece of the key."""
    match node:
        case Text(text=text):
            return text.strip()
        case Name():
            return key_of(node)
        case Number(text=text):
            return text
        case Add(left=left, right=right):
            return f"{label_text(left)}+{label_text(right)}"
        case Sub(left=left, right=right):
            return f"{label_text(left)}-{label_text(right)}"
        case Index(base=base):
            return label_text(base)
    return "?"


@dataclass(frozen=True, slots=True)
class Letters:
    """Which letters count as indices, sizes, or layers in a scope, and which names are classes: y in z_y, z_{y_i}."""

    indices: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    layers: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    paired: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    shortened: frozenset[str] = frozenset()
    zeroth: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()
    initial: frozenset[str] = frozenset()
    resting: frozenset[str] = frozenset()
    labelled: frozenset[str] = frozenset()
    ended: frozenset[str] = frozenset()
    memory: Memory = field(init=False, default_factory=Memory, compare=False, repr=False)
    references: dict[int, tuple[Reference | None, Node]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )

    def picks(self, key: str, item: Node) -> bool:
        """Whether an item in an index position of this name picks an entry: x_1 does where x_i is written, too."""
        if isinstance(item, Number):
            family = self.zeroth | self.initial if item.text == "0" else self.numbered
            return key.partition("^{")[0] in family and item.text.isdigit()
        if key in self.labelled:
            return False
        return self.is_index(item)

    def is_index(self, node: Node) -> bool:
        """Whether an item in an index position picks an entry (else it is a label, part of the name)."""
        if isinstance(node, Number):
            return node.text.isdigit() and node.text != "0"
        if self.class_of(node) is not None:
            return True
        letters = letters_of(node)
        return bool(letters) and all(
            x in self.indices or x in self.sizes or x in (BULLET, SECOND) for x in letters
        )

    def class_of(self, node: Part) -> str | None:
        """The name whose class an index is: y for y, y_i and y^{(i)}."""
        base = base_of(node)
        key = key_of(base) if isinstance(base, Name) else None
        return key if key in self.classes else None


def reference(node: Node, letters: Letters) -> Reference | None:
    """The object and the indices of a name with its subscripts and superscripts; None for anything else."""
    if not isinstance(node, Name | Index):
        return None
    known = letters.references.get(id(node))
    if known is None:
        known = letters.references[id(node)] = (_reference(node, letters), node)
    return known[0]


def _reference(node: Name | Index, letters: Letters) -> Reference | None:
    match node:
        case Name():
            return Reference(key_of(node), (), _bold(node))
        case Index(base=Name() as base):
            return _indexed(base, node.below, node.above, letters)
        case Index(base=Index() as inner):
            found = reference(inner, letters)
            outer = _indexed(Name("?"), node.below, node.above, letters)
            if found is None:
                return None
            label = outer.key[1:]
            ordered = outer.indices + found.indices if node.above else found.indices + outer.indices
            return Reference(found.key + label, ordered, found.bold)
    return None


def _bold(name: Name) -> bool:
    return any(style in name.decorations for style in STYLES)


def _indexed(base: Name, below: Indices | None, above: Indices | None, letters: Letters) -> Reference:
    key = key_of(base)
    picked: list[Node] = []
    if above is not None:
        if _picks_above(above, letters):
            picked.extend(above.items)
        else:
            key += "^{" + ",".join(label_text(item) for item in above.items) + "}"
    if below is not None:
        items = _split(below, key, letters)
        if all(letters.picks(key, item) for item in items):
            picked.extend(items)
        else:
            labels = [item for item in items if not letters.picks(key, item)]
            picked.extend(item for item in items if letters.picks(key, item))
            key += "_{" + ",".join(label_text(item) for item in labels) + "}"
    return Reference(key, tuple(picked), _bold(base))


def _picks_above(above: Indices, letters: Letters) -> bool:
    # Superscripts that are numbers or layer letters name a layer; W^{(1)} and W^{(l)} are objects of their own.
    return all(
        letters.is_index(item) and not isinstance(item, Number) and not letters_of(item) & letters.layers
        for item in above.items
    )


def _split(below: Indices, key: str, letters: Letters) -> tuple[Node, ...]:
    # x_{11} is one number of two digits to the reader; a pair where the name is otherwise used with pairs.
    match below.items:
        case (Number(text=text),) if len(text) == 2 and key.partition("^{")[0] in letters.paired:
            return (Number(text[0], below.span), Number(text[1], below.span))
        case (Text(text="if"),) if {"i", "f"} <= letters.indices:
            return (Name("i", (), below.span), Name("f", (), below.span))
    return below.items


def conditional_keys(node: Part) -> Iterator[str]:
    """The objects that the conditional probabilities of a formula mean where they are defined, one for every y."""
    from derive.reader.tex import tex

    for part in walk(node):
        match part:
            case Call(function=Name() as function, arguments=(Conditional(of=of),)):
                yield conditional_key(key_of(function), tex(of))


def conditional_key(function: str, of: str) -> str:
    """The object that p(y | x) is for a y.

    >>> conditional_key("p", "y")
    'p(y|)'
    """
    return f"{function}({of}|)"


def keys_in(node: Part, letters: Letters) -> Iterator[str]:
    """The objects that a formula mentions (index positions apart)."""
    ref = reference(node, letters) if isinstance(node, Name | Index) else None
    if ref is not None:
        yield ref.key
        return
    if isinstance(node, Big):
        parts: Iterable[Part] = (node.body,) if node.body is not None else ()
    elif isinstance(node, Index):
        parts = (node.base,)
    elif isinstance(node, Norm):
        parts = (node.of,)
    else:
        parts = children(node)
    for part in parts:
        yield from keys_in(part, letters)
