"""One step of a recurrence: where nothing is summed over t, h_t and h_{t−1} are two names, not members of a family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from derive.elaborate.evaluation.sums import bound_letters
from derive.elaborate.symbols.names import indexed_key, letters_of
from derive.reader import syntax as s
from derive.reader.anatomy import indices_of
from derive.reader.tree import walk


def step_letters(trees: Sequence[s.Node]) -> frozenset[str]:
    """The letters of single steps: t where h_t = f(h_{t−1}, x_t) is said and no sign runs over t."""
    made, running = _made_from(trees), _running(trees)
    several, late = _with_other_members(trees, running), _with_late_members(trees)
    stepping = (step for tree in trees for step in _stepping(tree) if step.head not in several)
    steps = (step for step in stepping if not _reached(step.head, made) & late)
    found = {
        one.letter for one in steps if one.earlier not in made or one.head in _reached(one.earlier, made)
    }
    return frozenset(found - running - _moved_by_letters(trees))


def _with_other_members(trees: Sequence[s.Node], running: set[str]) -> set[str | None]:
    """The names of which a last member h_T, or one under a sum, h_{k−1}, is written: they are families after all."""
    pairs = ((part, item) for tree in trees for part in walk(tree) for item in indices_of(part))
    return {
        indexed_key(part) for part, item in pairs if any(_is_member(x, running) for x in letters_of(item))
    }


def _with_late_members(trees: Sequence[s.Node]) -> set[str | None]:
    """The names of which a member with a number behind the first ones is written."""
    pairs = ((part, item) for tree in trees for part in walk(tree) for item in indices_of(part))
    return {indexed_key(part) for part, item in pairs if _is_late(item)}


def _is_late(item: s.Node) -> bool:
    """Whether an index is a number behind the first ones: who writes h_3 means the third member of a family."""
    return isinstance(item, s.Number) and item.text.isdigit() and int(item.text) > 1


def last_steps(trees: Sequence[s.Node]) -> set[str]:
    """The capitals that count the steps of a recurrence: T where h_t leads back to h_{t−1} and h_T is written."""
    heads = {step.head for tree in trees for step in _stepping(tree) if step.head == step.earlier}
    parts = (
        part
        for tree in trees
        for part in walk(tree)
        if isinstance(part, s.Index) and indexed_key(part) in heads
    )
    items = (item for part in parts for item in indices_of(part))
    return {x for item in items for x in letters_of(item) if x.isupper() and len(x) == 1}


def _is_member(letter: str, running: set[str]) -> bool:
    return letter in running or (letter.isupper() and len(letter) == 1)


@dataclass(frozen=True, slots=True)
class _Step:
    """A definition of ``head`` at a letter by ``earlier`` at the letter before or after it."""

    letter: str
    head: str | None
    earlier: str | None


def _made_from(trees: Sequence[s.Node]) -> dict[str | None, set[str | None]]:
    """The families that each defined family is made from."""
    made: dict[str | None, set[str | None]] = {}
    for tree in trees:
        match tree:
            case s.Chain(members=(s.Index() as head, body, *_), relations=(s.Relation("=" | ":="), *_)):
                made.setdefault(indexed_key(head), set()).update(
                    indexed_key(part) for part in walk(body) if indices_of(part)
                )
    return made


def _reached(key: str | None, made: Mapping[str | None, set[str | None]]) -> set[str | None]:
    """All that a family is made from, itself included: no g_k is made from p, so p_k = g_k − g_{k−1} is no step."""
    found, waiting = set[str | None](), [key]
    while waiting:
        found.add(one := waiting.pop())
        waiting.extend(made.get(one, set()) - found)
    return found


def _stepping(tree: s.Node) -> Iterator[_Step]:
    """The definitions of something at t by something at t − 1; an update of a parameter is none."""
    match tree:
        case s.Chain(members=(head, body, *_), relations=(relation, *_)) if relation.sign in ("=", ":="):
            own = {x for item in indices_of(head) if isinstance(item, s.Name) for x in letters_of(item)}
            for part in walk(body):
                for item in indices_of(part):
                    letter = _shifted(item)
                    if letter is not None and letter in own and not _is_update(head, body):
                        yield _Step(letter, indexed_key(head), indexed_key(part))


def _shifted(item: s.Node) -> str | None:
    """t for t − 1 and t + 1."""
    match item:
        case (
            s.Sub(left=s.Name(letter=letter), right=s.Number())
            | s.Add(left=s.Name(letter=letter), right=s.Number())
        ):
            return letter
    return None


def _is_update(head: s.Node, body: s.Node) -> bool:
    """Whether the same name is a summand of the other side: m_t = βm_{t−1} + g_t, w_t = w_{t−1} − g."""
    base = indexed_key(head)
    terms = _summands(body)
    return base is not None and len(terms) > 1 and any(base == indexed_key(part) for part in terms)


def _summands(node: s.Node) -> list[s.Node]:
    return [*_summands(node.left), *_summands(node.right)] if isinstance(node, s.Add | s.Sub) else [node]


def _running(trees: Sequence[s.Node]) -> set[str]:
    signs = (part.below for tree in trees for part in walk(tree) if isinstance(part, s.Big))
    return {letter for below in signs if below is not None for letter in bound_letters(below)}


def _moved_by_letters(trees: Sequence[s.Node]) -> set[str]:
    """The letters in indices such as n − k."""
    items = (item for tree in trees for part in walk(tree) for item in indices_of(part))
    moved = (item for item in items if isinstance(item, s.Add | s.Sub) and _shifted(item) is None)
    return {letter for item in moved for letter in letters_of(item)}
