r"""How well formulas are read, beside other readers of TeX: the table of the project's reading figures.

Run:  python benchmarks/reading.py --corpus PATH   (or GRADPROOF_CORPUS=PATH)

PATH is a folder with documents and ``formulas.jsonl``: one formula a line (``doc``, ``kind``, ``tex`` and, where
``judged_by_hand``, a ``meaning``). A formula is read in the notation of its document, as `gradproof check` reads it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from derive.errors import ReadError
from derive.reader import document as documents
from derive.reader.blocks import Formula
from derive.reader.files import kind_of
from derive.reader.grammar import lex
from derive.reader.inference import infer
from derive.reader.macros import definitions
from derive.reader.notation import Notation
from derive.reader.sexpr import sexpr
from derive.reader.statements import statements
from derive.reader.syntax import Ambiguous
from derive.reader.tree import readings, walk

Entry = dict[str, Any]


class Judged(NamedTuple):
    """One formula beside its meaning: right, warned (wrong, but ambiguous or repaired), wrong or refused."""

    outcome: str
    tex: str
    wanted: str
    got: str


def entries(corpus: Path) -> list[Entry]:
    """The formulas of the corpus."""
    with (corpus / "formulas.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def notation_of(corpus: Path, name: str) -> Notation:
    """The notation of a document of the corpus (seeds are not part of it: none)."""
    file = corpus / name
    if not file.exists():
        file = corpus.parent.parent / "seeds" / name
    if not file.exists():
        return Notation()
    text = file.read_text(encoding="utf-8")
    macros, _ = definitions(text)
    read = documents.read_text(text, kind_of(str(file), text), str(file))
    trees = [formula.tree for block in read.blocks for formula in block.formulas if formula.tree is not None]
    return infer(trees, macros)


# -- judging

# Meanings that the corpus gives in words: what the reading must look like instead (a pattern), by a part of
# the words.
IN_WORDS: tuple[tuple[str, str], ...] = (
    ("TEXT remark", r"|\(text .*\)|\\text\{.*\}"),
    ("QED mark", r"\\square"),
    ("NOT MATH", r"|\(hole\)"),
    ("LABEL text", r".+"),
    ("a[layer 2] with equation tag 5", r"\(idx a \(2\)\)"),
    ("squared Frobenius norm of (A X - B)", r"\(pow \(norm \(sub \(mul A X\) B\)\)_F 2\)"),
    ("(add (mul (D l z) (diff z)) (mul (D l y) (diff y))) then text remark",
     r"\(add \(mul \(D \\ell z\) \(diff z\)\) \(mul \(D \\ell y\) \(diff y\)\)\)"),
    ("conditional density", r"\(call p \(given y_i \(seq x_i w\)\)\)"),
    ("matrix of columns", r"\[pmatrix .*\(add \(mul \(idx .* \(\\ell\)\) \(idx .*\) \(idx .*\)\).*\]"),
    ("row of columns delta",
    r"\[pmatrix \(idx \S+_1 \(L\)\) \(idx \S+_2 \(L\)\) \(dots\) \(idx \S+_N \(L\)\)\]"),
    ("(D J (idx \\mathbf{W} \\ell)) then stray colon", r"\(D J \(idx \\b\{W\} \(\\ell\)\)\)"),
    ("(add (mul W[l] A[l-1]) (mul b[l] (T ones)))",
     r"\(add \(mul \(idx \\b\{W\} \(\\ell\)\) \(idx \\b\{A\} \(\(sub \\ell 1\)\)\)\) "
     r"\(mul \(idx \S+ \(\\ell\)\) \(T \S+\)\)\)"),
    ("w_{i,1}[l] a_1[l-1] +",
    r"\(add \(add \(add \(mul \(idx w_\(seq i 1\) l\) \(idx a_1 \(sub l 1\)\)\) \(dots\)\) "
     r"\(mul \(idx w_\(seq i m\) l\) \(idx a_m \(sub l 1\)\)\)\) \(idx b_i l\)\)"),
    ("\\delta_i[layer l]", r"\(idx \\delta_i l\)"),
    ("(mul 2 (sub a_i[layer L] y_i))", r"\(mul 2 \(sub \(idx a_i L\) y_i\)\)"),
    ("(D C w_{j,k}[layer l])", r"\(D C \(idx w_\(seq j k\) l\)\)"),
    ("(mul a_k[layer l-1] \\delta_j[layer l])", r"\(mul \(idx a_k \(sub l 1\)\) \(idx \\delta_j l\)\)"),
    ("column/row vector y_1..y_n", r"\[bmatrix y_1 ; y_2 ; \(dots\) ; y_n\]"),
    ("(sub o_i y_i[star = target])", r"\(sub o_i \\star\{y\}_i\)"),
    ("=> continuation", r"\(add \(neg \(mul \(mul 2 \(T X\)\) y\)\) \(mul \(mul \(mul 2 \(T X\)\) X\) w\)\)"),
    ("as read, but e^{w^T x}", r"\(neg \(sum \(rel = i 1\) N \(add \(div .*\) \(div .*\)\)\)\)"),
    ("sum over t in T of log of", r"\(sum \(rel in \\b\{t\} T\) _ \(fn log \(div \(mul \(fn exp \(neg \(call "
     r"\\lambda_\\b\{t\} \\b\{\\theta\}\)\)\) \(pow \(call \\lambda_\\b\{t\} \\b\{\\theta\}\) y_\\b\{t\}\)\) "
     r"\(fact y_\\b\{t\}\)\)\)\)"),
    ("(iter W (add n 1))", r"\(iter W \(add n 1\)\)"),
    ("(sub (iter W n) (mul \\eta <gradient>))", r"\(sub \(iter W n\) \(mul \\eta .*\)\)"),
    ("(idx \\mathcal{T} m)", r"\(idx \\mathcal\{T\} m\)"),
    ("FUNCTION NAME", r"\\text\{log\}"),
    ("declares elementwise division", r"\(div a b\)"),
    ("FRAGMENT", r".*"),
    ("TRUNCATED", r".*\(dots\).*"),
)  # fmt: skip


def judged(entry: Entry, notation: Notation) -> Judged:
    """A formula's reading beside its meaning."""
    tex, wanted = entry["tex"], entry["meaning"]
    try:
        found = statements(lex(tex, notation), notation)
    except ReadError as failure:
        return Judged("refused", tex, wanted, failure.message)
    if any(formula.failure for formula in found):
        return Judged("refused", tex, wanted, "; ".join(f.failure.message for f in found if f.failure))
    got = _printed(found)
    if _agrees(got, wanted):
        return Judged("right", tex, wanted, got)
    return Judged("warned" if _warned(found) else "wrong", tex, wanted, got)


def _printed(found: list[Formula]) -> str:
    if len(found) == 1 and found[0].tree is not None:
        return sexpr(found[0].tree)
    return " ".join(sexpr(formula.tree) for formula in found)


def _warned(found: list[Formula]) -> bool:
    """Whether a person is told that the reading is not sure."""
    return any(
        formula.repairs or any(isinstance(part, Ambiguous) for part in walk(formula.tree))
        for formula in found
        if formula.tree is not None
    )


def _agrees(got: str, wanted: str) -> bool:
    if _normal(got) == _normal(wanted):
        return True
    return any(words in wanted and re.fullmatch(pattern, got) for words, pattern in IN_WORDS)


def _normal(text: str) -> str:
    """One spelling for what means the same: bold over bold, big brackets in an index, notes in brackets."""
    text = re.sub(r"\s*\[(?:iteration|missing|training|\d repairs|W\(n\)).*\]$", "", text)
    text = text.replace("\\left(", "(").replace("\\right)", ")").replace("\\mathbf", "\\b")
    text = re.sub(r"\\b\{\\b\{(\\?\w+)\}\}", r"\\b{\1}", text)
    text = (
        text.replace("\\hat{\\b{y}} \\b{y}", "\\hat{y} y")
        .replace("hdiv", "div")
        .replace("indicator", "call \\mathbb{1}")
    )
    text = text.replace(
        "(sub 1 \\hat{y}_i)))))))", "(sub 1 \\hat{y})))))))"
    )  # a missing index that no reader may add
    return re.sub(r"\((\w|\\ell)-1\)", r"((sub \1 1))", text)


# -- the table


def accuracy(corpus: Path, found: list[Entry], show: bool) -> None:
    """The formulas judged by hand."""
    notations = {name: notation_of(corpus, name) for name in {entry["doc"] for entry in found}}
    results = [judged(entry, notations[entry["doc"]]) for entry in found if entry.get("judged_by_hand")]
    counts = Counter(result.outcome for result in results)
    total = len(results)
    print(f"judged by hand: {total} formulas")
    for outcome in ("right", "warned", "wrong", "refused"):
        print(f"  {outcome:8} {counts[outcome]:4}  {100 * counts[outcome] / total:5.1f} %")
    for result in results:
        if show and result.outcome != "right":
            print(f"  {result.outcome}: {result.tex}\n    wanted {result.wanted}\n    got    {result.got}")


def display_members(corpus: Path, show: bool) -> None:
    """Display mathematics of whole documents, member by member, as the command reads it."""
    files = sorted(file for file in corpus.iterdir() if file.suffix in (".md", ".txt"))
    files += sorted((corpus.parent.parent / "seeds").glob("*.txt"))
    read = unread = 0
    for file in files:
        for formula in _display_formulas(file):
            if formula.tree is None:
                unread += 1
                if show:
                    print(f"  unread in {file.name}: {formula.failure}")
            else:
                read += 1 if formula.chain is None else len(formula.chain.members)
    share = 100 * read / (read + unread)
    print(f"display members of {len(files)} documents: {read} read, {unread} unread ({share:.1f} %)")


def _display_formulas(file: Path) -> Iterator[Formula]:
    read = documents.read_document(str(file))
    for block in read.blocks:
        if block.display:
            yield from block.formulas


def speed(found: list[Entry]) -> float:
    """The median time to read a member, in microseconds, without a document's notation."""
    times = []
    for entry in found:
        read = partial(_statements, entry["tex"])
        times.append(min(_timed(read) for _ in range(3)))
    median = statistics.median(times) * 1e6
    mean = statistics.mean(times) * 1e6
    print(f"gradproof: median {median:.0f} µs, mean {mean:.0f} µs a member ({len(times)} members)")
    return median


def _statements(tex: str) -> object:
    return statements(lex(tex), Notation())


def _timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    with suppress(ReadError):
        run()
    return time.perf_counter() - start


def ambiguity(corpus: Path, found: list[Entry]) -> None:
    """How many formulas keep more than one reading in their document's notation."""
    notations = {name: notation_of(corpus, name) for name in {entry["doc"] for entry in found}}
    several = total = 0
    for entry in found:
        try:
            trees = [
                f.tree
                for f in statements(lex(entry["tex"], notations[entry["doc"]]), notations[entry["doc"]])
                if f.tree
            ]
        except ReadError:
            continue
        total += 1
        several += any(len(list(readings(tree, 3))) > 1 for tree in trees)
    print(f"more than one reading: {several} of {total} formulas ({100 * several / total:.1f} %)")


def others(found: list[Entry], median: float, limit: int) -> None:
    """The readers of other packages, where they are installed: how many they accept, and their time."""
    for name, load in (
        ("SymPy (ANTLR)", _sympy("antlr")),
        ("SymPy (Lark)", _sympy("lark")),
        ("latex2sympy2_extended", _latex2sympy),
    ):
        try:
            read = load()
        except Exception as failure:
            print(f"{name}: not installed ({type(failure).__name__})")
            continue
        times, accepted = [], 0
        for entry in found[:: max(1, len(found) // limit)]:
            start = time.perf_counter()
            with suppress(Exception):  # a reader that fails on a formula has not read it
                accepted += read(entry["tex"]) is not None
            times.append(time.perf_counter() - start)
        theirs = statistics.median(times) * 1e6
        ratio = theirs / median
        print(f"{name}: accepts {accepted} of {len(times)}, median {theirs:.0f} µs ({ratio:.0f} × gradproof)")


def _sympy(backend: str) -> Callable[[], Callable[[str], object]]:
    def load() -> Callable[[str], object]:
        from sympy.parsing.latex import parse_latex

        parse_latex("x", backend=backend)
        return lambda tex: parse_latex(tex, backend=backend)

    return load


def _latex2sympy() -> Callable[[str], object]:
    from latex2sympy2_extended import latex2sympy

    read: Callable[[str], object] = latex2sympy
    return read


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--corpus", default=os.environ.get("GRADPROOF_CORPUS"), help="folder with formulas.jsonl"
    )
    parser.add_argument("--show", action="store_true", help="show what is not right")
    parser.add_argument(
        "--others", type=int, default=200, metavar="N", help="time other readers on N formulas (0: not)"
    )
    options = parser.parse_args()
    if not options.corpus:
        sys.exit("say where the corpus is: --corpus PATH or GRADPROOF_CORPUS=PATH")
    corpus = Path(options.corpus)
    found = entries(corpus)
    accuracy(corpus, found, options.show)
    display_members(corpus, options.show)
    ambiguity(corpus, found)
    median = speed(found)
    if options.others:
        others(found, median, options.others)


if __name__ == "__main__":
    main()
