"""The gallery of submissions: verdicts, proofs, lines, misconceptions and times.

Run: python benchmarks/code.py          (the gallery, then the times)
     python benchmarks/code.py times    (the times only)

Times are wall times of the fastest of several rounds, and the processor time of grader and jail together beside them
(on a busy machine only the latter means anything).
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests/numeric/submissions/gallery")]

from correct import CORRECT  # noqa: E402
from table import HEADS, Snippet, assignment  # noqa: E402
from wrong import WRONG  # noqa: E402

from numeric.submissions import CodeOptions, CodeReview, Judge  # noqa: E402

GOOD = ("right", "right-but-unstable")


@dataclass
class Tally:
    """What the figures are counted from."""

    rows: list[tuple[Snippet, CodeReview, float]] = field(default_factory=list)

    def report(self) -> None:
        """Print the figures beside what the project asks for."""
        rows = self.rows
        right = [(s, r) for s, r, _ in rows if s.verdict in GOOD]
        wrong = [(s, r) for s, r, _ in rows if s.verdict == "wrong"]
        false = [s.name for s, r, _ in rows if _is_false(s, r)]
        lined = [(s, r) for s, r in wrong if s.lines]
        named = [(s, r) for s, r in wrong if s.misconceptions]
        decided = sum(r.status.value != "cannot-tell" for _, r, _ in rows)
        print(f"\n{len(rows)} snippets, {len(right)} correct, {len(wrong)} wrong")
        print(f"false verdicts          {len(false)} {false or ''}  (wanted 0)")
        print(f"decided                 {decided}/{len(rows)} = {decided / len(rows):.0%}  (wanted 90 %)")
        print(f"correct ones proved     {_share([bool(r.proof) for _, r in right])}  (wanted 80 %)")
        print(f"first line right        {_share([_first(r) in s.lines for s, r in lined])}  (wanted 80 %)")
        print(f"proved for every size   {_share([r.proof == 'all sizes' for _, r in right])}")
        print(f"misconception first     {_share([_names(s, r) for s, r in named])}")


def main() -> None:
    """Judge the whole gallery, one zygote an assignment, and print what was said; then the times."""
    if "times" not in sys.argv[1:]:
        judge_gallery()
    report_times()


def judge_gallery() -> None:
    """Every snippet once, and the figures."""
    tally = Tally()
    for name in HEADS:
        with Judge(assignment(name)) as judge:
            for snippet in CORRECT + WRONG:
                if snippet.assignment == name:
                    tally.rows.append(_timed(judge, snippet))
    for snippet, review, seconds in tally.rows:
        print(_row(snippet, review, seconds))
    tally.report()


def report_times() -> None:
    """The times of the correct snippets, warm, and of the command, cold."""
    for run, what, wanted in ((False, "trace and decide", 10), (True, "with the run", 15)):
        wall, processor = _warm_times(run)
        print(
            f"{what:20}    median {statistics.median(wall):.1f} ms, worst {max(wall):.0f} ms; "
            f"processor {statistics.median(processor):.1f} ms  (wanted {wanted} ms)"
        )
    print(f"cold command            {_cold():.2f} s  (wanted 1.5 s)")


def _warm_times(run: bool) -> tuple[list[float], list[float]]:
    wall, processor = [], []
    for name in HEADS:
        with Judge(assignment(name), CodeOptions(run=run)) as judge:
            for snippet in CORRECT:
                if snippet.assignment == name:
                    rounds = [_once(judge, snippet) for _ in range(5)]
                    wall.append(min(each[0] for each in rounds[1:]) * 1000)
                    processor.append(min(each[1] for each in rounds[1:]) * 1000)
    return wall, processor


def _once(judge: Judge, snippet: Snippet) -> tuple[float, float]:
    jailed = judge.sandbox.jailed_seconds()
    start, used = time.perf_counter(), time.process_time()
    judge.review(snippet.code, f"{snippet.name}.py")
    wall, processor = time.perf_counter() - start, time.process_time() - used
    return wall, processor + judge.sandbox.jailed_seconds() - jailed


def _cold() -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "student.py"
        path.write_text(next(each.code for each in CORRECT if each.assignment == "rows"))
        command = [sys.executable, "-m", "gradproof", "check", str(path), "--assignment", "bce-rows"]
        times = []
        for _ in range(3):
            start = time.perf_counter()
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
            times.append(time.perf_counter() - start)
    return min(times)


def _timed(judge: Judge, snippet: Snippet) -> tuple[Snippet, CodeReview, float]:
    judge.review(snippet.code, "warm.py")
    start = time.perf_counter()
    review = judge.review(snippet.code, f"{snippet.name}.py")
    return snippet, review, time.perf_counter() - start


def _row(snippet: Snippet, review: CodeReview, seconds: float) -> str:
    mark = " " if review.status.value == snippet.verdict else "!"
    lines = (
        ""
        if not snippet.lines
        else f"line {_first(review)}{'' if _first(review) in snippet.lines else f' (not {snippet.lines})'}"
    )
    named = review.misconceptions[:1] or ""
    return f"{mark} {snippet.name:45} {review.status.value:20} {seconds * 1000:7.1f} ms  {lines}  {named}"


def _is_false(snippet: Snippet, review: CodeReview) -> bool:
    said = review.status.value
    return (said in GOOD and snippet.verdict not in GOOD) or (said == "wrong" and snippet.verdict in GOOD)


def _first(review: CodeReview) -> int | None:
    return review.lines[0] if review.lines else None


def _names(snippet: Snippet, review: CodeReview) -> bool:
    return bool(review.misconceptions) and review.misconceptions[0] in [
        (each,) for each in snippet.misconceptions
    ]


def _share(hits: list[bool]) -> str:
    return f"{sum(hits)}/{len(hits)} = {sum(hits) / max(1, len(hits)):.0%}"


if __name__ == "__main__":
    main()
