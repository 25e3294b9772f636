"""What runs inside the jail: it executes a submission on given inputs and hands back values, never verdicts."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import scipy.special  # noqa: F401 - loaded before the fork, so that no jailed child has to

from derive.arrays import constant, leaf
from derive.terms import Condition, num, sym
from numeric.tracing import functions, shims  # noqa: F401 - likewise
from numeric.tracing.array import ExactArray, as_matrix, lifted, plain
from numeric.tracing.counted import lines_run
from numeric.tracing.edited import Variants
from numeric.tracing.imports import plain_modules
from numeric.tracing.program import Program, compile_program, defined, line_of, run_program
from numeric.tracing.programs import NotPlain, encoded
from numeric.tracing.record import entries, program_of
from numeric.tracing.scalar import Exact, LeavesExactness, exact
from numeric.tracing.serial import Encoder, decode
from numeric.tracing.state import PathLimit, Trace, running
from numeric.tracing.watch import SEE, Watcher, watched

WORK_OF_AN_EDIT = 30
"""What compiling an edit and making its inputs ready costs, in lines."""

Answer = dict[str, Any]
Job = Mapping[str, Any]


def answers(request: Mapping[str, Any]) -> Iterator[Answer]:
    """One answer a job; a job names its kind ("run" or "trace"), its call and its inputs."""
    programs: dict[tuple[str, str], Program] = {}
    for number, job in enumerate(request["jobs"]):
        flavour = _FLAVOURS[job["kind"]]
        # Once is enough to see what the rest of the file does, and that what is left out otherwise changes nothing.
        key = ("whole" if number == 0 and job["kind"] == "run" else flavour, job["call"])
        if key not in programs:
            programs[key] = _compiled(request, *key)
        yield {"job": number, **_KINDS[job["kind"]](programs[key], job)}


def warm() -> None:
    """Trace a tiny program, so that what is made or touched at first use is there before a request comes."""
    entries = [["s", f"u[{k}]"] for k in (1, 2)]
    inputs = {"u": {"shape": [2], "entries": entries}}
    job = {"kind": "trace", "call": "", "inputs": inputs, "witness": {"u[1]": 0.5, "u[2]": 0.25}, "paths": 1}
    _trace(_tiny(), job)


@cache
def _tiny() -> Program:
    return compile_program(_TINY, "return student.warm(u)", ["u"], exactly=True)


_TINY = """
import numpy as np
def warm(u):
    return np.exp(-u.T @ u) / len(u) + np.sum(np.log(1 + u ** 2), axis=0)
"""

_FLAVOURS = {
    "run": "plain",
    "watch": "watched",
    "trace": "exact",
    "generic": "exact",
    "corrected": "exact watched",
    "edited": "plain",
}


def _compiled(request: Mapping[str, Any], flavour: str, call: str) -> Program:
    change = watched if flavour.endswith("watched") else None
    code = request["calls"][call]
    exactly, whole = flavour.startswith("exact"), flavour == "whole"
    return compile_program(
        request["source"], code, request["names"], exactly=exactly, whole=whole, change=change
    )


def _run(program: Program, job: Job) -> Answer:
    notes: list[str] = []
    inputs = {name: _floats(each) for name, each in job["inputs"].items()}
    before = {name: np.array(value, dtype=object, copy=True) for name, value in inputs.items()}
    np.random.seed(int(job.get("seed", 0)))
    with np.errstate(all="ignore"):
        answer = _attempt(lambda: _called(program, job, inputs, notes), _float_values)
    answer["mutated"] = [name for name, value in inputs.items() if _differs(before[name], value)]
    return {**answer, "notes": notes[:20]}


def _called(program: Program, job: Job, inputs: Mapping[str, Any], notes: list[str]) -> Any:
    # Repeated calls in one run show a program that changes its mind.
    call = defined(program, _plain_modules(notes), notes.append)
    for _ in range(int(job.get("repeat", 0))):
        call(**{name: _floats(each) for name, each in job["inputs"].items()})
    return call(**inputs)


def _watch(program: Program, job: Job) -> Answer:
    notes: list[str] = []
    inputs = {name: _floats(each) for name, each in job["inputs"].items()}
    watcher = Watcher(job.get("replace"))
    watcher.pause()
    np.random.seed(int(job.get("seed", 0)))
    modules = _plain_modules(notes)
    with np.errstate(all="ignore"):
        answer = _attempt(
            lambda: run_program(program, inputs, modules, notes.append, {SEE: watcher}, watcher.begin),
            _float_values,
        )
    return {**answer, "seen": watcher.seen if job.get("replace") is None else []}


def _edited(program: Program, job: Job) -> Answer:
    """What a program returns after each of some edits of its text, as many of them as the work allows.

    The work is counted in lines of the program as it is, so that no clock decides how many edits are tried.
    """
    most = int(job["work"]) // (WORK_OF_AN_EDIT + lines_run(lambda: _tried(program, job)))
    end = time.process_time() + float(job["seconds"])
    results: list[Answer | None] = []
    for given in job["edits"]:
        for changed in Variants(*given).programs(program):
            if len(results) == most or time.process_time() > end:
                return {"results": results}
            results.append(None if changed is None else _tried(changed, job))
    return {"results": results}


def _tried(program: Program, job: Job) -> Answer | None:
    inputs = {name: _floats(each) for name, each in job["inputs"].items()}
    np.random.seed(int(job.get("seed", 0)))
    with np.errstate(all="ignore"):
        answer = _attempt(lambda: run_program(program, inputs, _plain_modules([]), _ignored), _float_values)
    return answer.get("result")


def _ignored(sentence: str) -> None:
    """Takes the notes of runs that are only tried."""


def _trace(program: Program, job: Job) -> Answer:
    encoder = Encoder()
    paths: list[Answer] = []
    waiting: list[list[bool]] = [[]]
    while waiting and len(paths) < int(job["paths"]):
        prefix = waiting.pop()
        trace = Trace(witness=job["witness"], prefix=prefix, guards=bool(job.get("guards")))
        paths.append(_path(program, job, trace, encoder))
        outcomes = [outcome for _, outcome in trace.decisions]
        waiting += [[*outcomes[:k], not outcomes[k]] for k in range(len(prefix), len(outcomes))]
    return {"paths": paths, "complete": not waiting, "nodes": encoder.rows}


def _path(
    program: Program, job: Job, trace: Trace, encoder: Encoder, watcher: Watcher | None = None
) -> Answer:
    hooks, begin = ({}, None) if watcher is None else ({SEE: watcher}, watcher.begin)
    with running(trace):
        inputs = {name: _symbols(each) for name, each in job["inputs"].items()}
        np.random.seed(int(job.get("seed", 0)))
        answer = _attempt(
            lambda: run_program(program, inputs, shims.exact_modules(), trace.note, hooks, begin),
            lambda value: _exact_values(value, encoder),
        )
    decisions = [[encoder.number(condition), outcome] for condition, outcome in _unique(trace.decisions)]
    return {**answer, "decisions": decisions, "notes": trace.notes[:20], "inexact": trace.inexact}


def _whatever_the_size(program: Program, job: Job) -> Answer:
    encoder = Encoder()
    letters = {int(size): letter for size, letter in job["letters"].items()}
    trace = Trace(witness=job["witness"], recording=True, letters=letters, once=True)
    with running(trace):
        inputs = {name: _recorded(name, each) for name, each in job["inputs"].items()}
        answer = _attempt(
            lambda: run_program(program, inputs, shims.exact_modules(), trace.note),
            lambda value: _programs(value, encoder),
        )
    reason = trace.sized or trace.inexact or ("a path is taken by the inputs" if trace.decisions else "")
    reason = reason or str(answer.get("limit", answer.get("message", "")))
    return {"generic": None if reason else answer.get("result"), "reason": reason, "nodes": encoder.rows}


def _recorded(name: str, given: Mapping[str, Any]) -> Any:
    shape = tuple(given["shape"])
    is_input = all(kind == "s" for kind, _ in given["entries"])
    node = leaf(name, shape) if is_input else constant([num(Fraction(v)) for _, v in given["entries"]], shape)
    held = entries(node)
    return held.view(ExactArray) if shape else held.item()


def _programs(value: Any, encoder: Encoder) -> Answer:
    found = {}
    for name, each in _named(value).items():
        array = plain(lifted(each))
        found[name] = program_of(array, array.shape)
    return encoded(found, encoder)


def _corrected(program: Program, job: Job) -> Answer:
    items = decode(job["nodes"])
    watcher = Watcher({number: _exact_row(places, items) for number, places in job["replace"].items()})
    watcher.pause()
    trace, encoder = Trace(witness=job["witness"]), Encoder()
    path = _path(program, job, trace, encoder, watcher)
    return {"paths": [path], "complete": not trace.decisions, "nodes": encoder.rows}


def _exact_row(places: Sequence[int], items: Sequence[Any]) -> ExactArray:
    held = np.empty(len(places), dtype=object)
    held[:] = [Exact(items[place]) for place in places]
    return held.view(ExactArray)


def _unique(decisions: Sequence[tuple[Condition, bool]]) -> Sequence[tuple[Condition, bool]]:
    return list(dict.fromkeys(decisions))


_KINDS: Mapping[str, Callable[[Program, Job], Answer]] = {
    "run": _run,
    "trace": _trace,
    "watch": _watch,
    "generic": _whatever_the_size,
    "corrected": _corrected,
    "edited": _edited,
}


def _attempt(call: Callable[[], Any], describe: Callable[[Any], Any]) -> Answer:
    try:
        return {"result": describe(call())}
    except (LeavesExactness, PathLimit, NotPlain) as problem:
        return {"limit": str(problem), "line": line_of(problem)}
    except (Exception, SystemExit) as problem:
        kind = type(problem).__name__
        return {"problem": kind, "message": str(problem)[:500], "line": line_of(problem)}


def _plain_modules(notes: list[str]) -> Mapping[str, Any]:
    return plain_modules(lambda sentence: notes.append(sentence) if sentence not in notes else None)


def _floats(given: Mapping[str, Any]) -> Any:
    flat = np.array(given["values"], dtype=given.get("dtype", "float64"))
    shape = tuple(given["shape"])
    if not shape:
        return flat.reshape(()).item()
    array = flat.reshape(shape)
    form = given.get("as", "")
    return array.tolist() if form == "list" else np.asmatrix(array) if form == "matrix" else array


def _symbols(given: Mapping[str, Any]) -> Any:
    shape, form = tuple(given["shape"]), given.get("as", "")
    if given.get("dtype") == "int64":
        return _floats({**given, "values": [int(value) for _, value in given["entries"]]})
    entries = [Exact(sym(text) if kind == "s" else num(Fraction(text))) for kind, text in given["entries"]]
    if not shape:
        return entries[0]
    held = np.empty(len(entries), dtype=object)
    held[:] = entries
    array = held.reshape(shape).view(ExactArray)
    return array.tolist() if form == "list" else as_matrix(array) if form == "matrix" else array


def _named(value: Any) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return {str(key): each for key, each in value.items()}
    return {"": value}


def _float_values(value: Any) -> Answer:
    return {name: _float_value(each) for name, each in _named(value).items()}


def _float_value(value: Any) -> Answer:
    if isinstance(value, str | bytes) or value is None:
        return {"type": _kind(value)}
    try:
        array = np.asarray(value)
    except ValueError:  # rows or arrays of different lengths
        return {"type": f"{_kind(value)} of parts with different shapes"}
    if array.dtype.kind not in "fiub" or array.size > 100_000:
        return {"type": _kind(value)}
    flat = [_plain(each) for each in array.astype(np.float64).ravel().tolist()]
    return {"shape": list(array.shape), "values": flat, "dtype": array.dtype.kind}


def _plain(value: float) -> float | str:
    return value if math.isfinite(value) else repr(value)


def _exact_values(value: Any, encoder: Encoder) -> Answer:
    return {name: _exact_value(each, encoder) for name, each in _named(value).items()}


def _exact_value(value: Any, encoder: Encoder) -> Answer:
    if isinstance(value, str | bytes) or value is None:
        return {"type": _kind(value)}
    if isinstance(value, np.ndarray) and value.dtype.kind not in "fiubO":
        return {"type": _kind(value)}
    try:
        array = lifted(value)
    except (TypeError, ValueError):
        return {"type": _kind(value)}
    entries = [encoder.number(exact(each).term) for each in plain(array).ravel()]
    return {"shape": list(array.shape), "entries": entries}


def _kind(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"array of {value.dtype.name}"
    return "None" if value is None else type(value).__name__


def _differs(before: Any, now: Any) -> bool:
    after = np.array(now, dtype=object)
    return before.shape != after.shape or not all(
        a == b for a, b in zip(before.flat, after.flat, strict=True)
    )
