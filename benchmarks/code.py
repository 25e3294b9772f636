"""The gallery of submissions: verdicts, proofs, lines, misconceptions and times.

Run: python benchmarks/code.py
"""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests/numeric/submissions/gallery")]

from correct import CORRECT  # noqa: E402
from table import HEADS, Snippet, assignment  # noqa: E402
from wrong import WRONG  # noqa: E402

from numeric.submissions import CodeReview, Judge  # noqa: E402

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
        times = [t * 1000 for s, _, t in rows if s.verdict in GOOD]
        decided = sum(r.status.value != "cannot-tell" for _, r, _ in rows)
        print(f"\n{len(rows)} snippets, {len(right)} correct, {len(wrong)} wrong")
        print(f"false verdicts          {len(false)} {false or ''}  (wanted 0)")
        print(f"decided                 {decided}/{len(rows)} = {decided / len(rows):.0%}  (wanted 90 %)")
        print(f"correct ones proved     {_share([bool(r.proof) for _, r in right])}  (wanted 80 %)")
        print(f"first line right        {_share([_first(r) in s.lines for s, r in lined])}  (wanted 80 %)")
        print(f"misconception first     {_share([_names(s, r) for s, r in named])}")
        print(
            f"time, correct, warm     median {statistics.median(times):.1f} ms, worst {max(times):.0f} ms"
            "  (wanted 15 ms)"
        )


def main() -> None:
    """Judge the whole gallery, one zygote an assignment, and print what was said."""
    tally = Tally()
    for name in HEADS:
        with Judge(assignment(name)) as judge:
            for snippet in CORRECT + WRONG:
                if snippet.assignment == name:
                    tally.rows.append(_timed(judge, snippet))
    for snippet, review, seconds in tally.rows:
        print(_row(snippet, review, seconds))
    tally.report()


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
