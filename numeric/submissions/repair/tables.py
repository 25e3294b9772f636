"""What a function can look up: the entries of tables that other functions fill, and what it unpacks."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping


def entries_elsewhere(function: ast.FunctionDef, tree: ast.Module) -> Iterator[str]:
    """The entries of the tables of a function under keys that other functions use for the same table.

    >>> tree = ast.parse("def f(x): return {'a': x, 'b': x}\\ndef g(c): return c['a']")
    >>> list(entries_elsewhere(tree.body[1], tree))
    ["c['b']"]
    """
    others = [keys for each in _functions(tree) if each is not function for keys in _keys(each).values()]
    for name, mine in _keys(function).items():
        if name.removeprefix("self.").isidentifier():
            more = (key for keys in others if keys.keys() & mine.keys() for key in keys)
            yield from (f"{name}[{key!r}]" for key in dict.fromkeys(more) if key not in mine)


def unpacked(function: ast.FunctionDef) -> frozenset[str]:
    """The names that a function takes out of what it is given or goes through: of these no value is seen.

    >>> tree = ast.parse("def f(c):\\n    a, b = c\\n    for x, y in c: pass\\n    return a")
    >>> sorted(unpacked(tree.body[0]))
    ['a', 'b', 'x', 'y']
    """
    found: list[ast.expr] = []
    for node in ast.walk(function):
        match node:
            case ast.For(target=target):
                found.append(target)
            case ast.Assign(targets=[ast.Tuple() as target], value=value) if not isinstance(value, ast.Tuple):
                found.append(target)
    return frozenset(each.id for target in found for each in ast.walk(target) if isinstance(each, ast.Name))


def kept_lines(tree: ast.Module) -> frozenset[int]:
    """The lines that keep what a function was given: what is wrong with it, is so where it is used.

    >>> sorted(kept_lines(ast.parse("class A:\\n    def __init__(self, r):\\n        self.r = r\\n        self.n = 2")))
    [3]
    """
    found = set()
    for function in _functions(tree):
        given = {each.arg for each in function.args.args}
        for node in ast.walk(function):
            match node:
                case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"))], value=ast.Name(id=name)):
                    found |= {node.lineno} if name in given else set()
    return frozenset(found)


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _keys(function: ast.FunctionDef) -> Mapping[str, dict[str, None]]:
    """The keys that are used with each table; one that is made without a name has the text of its making."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for node in ast.walk(function):
        match node:
            case ast.Subscript(value=value, slice=ast.Constant(value=str() as key)):
                found[ast.unparse(value)][key] = None
            case ast.Dict(keys=keys):
                texts = [each.value for each in keys if isinstance(each, ast.Constant)]
                found[ast.unparse(node)].update((text, None) for text in texts if isinstance(text, str))
            case ast.Call(func=ast.Name(id="dict"), keywords=keywords):
                found[ast.unparse(node)].update((each.arg, None) for each in keywords if each.arg)
    return found
