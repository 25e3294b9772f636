"""What a part of a document has declared so far: definitions, shapes, domains and constraints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from derive.domains import Domain
from derive.elaborate.symbols.memory import Memory
from derive.elaborate.symbols.names import Letters, conditional_keys, keys_in, reference
from derive.reader.syntax import Node


@dataclass(frozen=True, slots=True)
class Definition:
    """The equation that introduces a name.

    ``indices`` are the index letters on the left (p_i = …), ``parameters`` the names between the parentheses
    (σ(s) = …). ``body`` is None where the document gives the meaning in words or with dots.
    """

    key: str
    body: Node | None
    indices: tuple[str, ...] = ()
    parameters: tuple[Node, ...] = ()
    dummy: bool = False


@dataclass(frozen=True)
class Scope:
    """The symbol table at one place of a document; later scopes are copies with more in them.

    ``layout``: the layout of derivatives that is kept to, "" where any is admissible; ``notations``: the
    layouts of gradients by the sign that they are written with, "nabla" or "partial", by a vector or by a matrix;
    ``slopes``: by which names the document writes the derivatives of each name.
    """

    letters: Letters = field(default_factory=Letters)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    shapes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    domains: Mapping[str, Domain] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    varying: frozenset[str] = frozenset()
    one_hot: frozenset[str] = frozenset()
    one_hot_columns: frozenset[str] = frozenset()
    called_one_hot: frozenset[str] = frozenset()
    masks: frozenset[str] = frozenset()
    words: str = ""
    inherited: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    hollow: frozenset[str] = frozenset()
    diagonal: frozenset[str] = frozenset()
    input_layer: int = 0
    has_units: bool = False
    named: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    stacked: Mapping[str, str] = field(default_factory=dict)
    derived_by: frozenset[str] = frozenset()
    whole_sets: frozenset[str] = frozenset()
    rates: Mapping[str, frozenset[str]] = field(default_factory=dict)
    layout: str = ""
    notations: Mapping[str, str] = field(default_factory=dict)
    slopes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    listed: Mapping[str, str] = field(default_factory=dict)
    memory: Memory = field(init=False, default_factory=Memory, compare=False, repr=False)

    def define(self, definition: Definition) -> Scope:
        """The scope with one more definition."""
        return replace(self, definitions={**self.definitions, definition.key: definition})

    def without(self, keys: frozenset[str]) -> Scope:
        """The scope in which these names are not defined yet."""
        kept = {key: made for key, made in self.definitions.items() if key not in keys}
        return replace(self, definitions=kept)

    def ancestors(self, node: Node) -> frozenset[str]:
        """Every object that a formula is made from, through the definitions."""
        return self.memory.recall(lambda: self._ancestors(node), "ancestors", node)

    def _ancestors(self, node: Node) -> frozenset[str]:
        return self.ancestors_of(*self._mentioned(node))

    def ancestors_of(self, *keys: str) -> frozenset[str]:
        """Every object that some objects are made from, themselves included."""
        found: set[str] = set()
        waiting = list(keys)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                made = self.definitions.get(key)
                if made is not None and made.body is not None:
                    own = (
                        {k for p in made.parameters for k in keys_in(p, self.letters)}
                        if made.dummy
                        else set()
                    )
                    waiting.extend(k for k in self._mentioned(made.body) if k not in own)
        return frozenset(found)

    def _mentioned(self, body: Node) -> tuple[str, ...]:
        return self.memory.recall(lambda: tuple(self._keys(body)), "mentioned", body)

    def _keys(self, body: Node) -> Iterator[str]:
        """The objects that a formula mentions, and what its conditional probabilities are where they are defined."""
        yield from keys_in(body, self.letters)
        yield from (key for key in conditional_keys(body) if key in self.definitions)

    def says(self, *words: str) -> bool:
        """Whether any of these words is in the text."""
        return self.memory.recall(lambda: any(word in self.words for word in words), "says", *words)

    def shows(self, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern is found in the text."""
        return self.memory.recall(lambda: pattern.search(self.words) is not None, "shows", pattern)

    def parameters(self) -> frozenset[str]:
        """The names that the functions of the document are declared to vary with: λ, π of Q(λ, π)."""
        return self.memory.recall(self._parameters, "parameters")

    def _parameters(self) -> frozenset[str]:
        written = (part for made in self.definitions.values() for part in made.parameters)
        return frozenset(ref.key for part in written if (ref := reference(part, self.letters)) is not None)

    def knowing(self, keys: frozenset[str]) -> Scope:
        """The scope in which these names have been met."""
        return replace(self, known=self.known | keys)


@dataclass(frozen=True, slots=True)
class Axes:
    """How many axes an object has, and whether a single one stands as a row."""

    count: int
    row: bool = False


Typing = Mapping[str, Axes]
