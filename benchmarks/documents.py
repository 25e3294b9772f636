"""Rates on documents with hand-made verdicts: false verdicts, decided claims, first wrong lines found.

Run from the project's folder: python benchmarks/documents.py [FOLDER]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.corpus.expectations import FOLDER, Scored, expected_documents, scored


def main() -> None:
    """Judge every document below the folder and print the rates."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    start = time.perf_counter()
    results = [scored(each) for each in expected_documents(folder)]
    if not results:
        sys.exit(f"{folder}: no documents with a .expected.json beside them")
    seconds = time.perf_counter() - start
    for line in (line for result in results for line in result.false):
        print("FALSE:", line)
    _print_rates(results, seconds)


def _print_rates(results: list[Scored], seconds: float) -> None:
    flawed = [result for result in results if not result.expected.clean]
    claims, decided = sum(r.claims for r in results), sum(r.decided for r in results)
    found = sum(r.found_first for r in flawed)
    named = sum(1 for r in flawed if r.found_first and r.review.misconceptions)
    print(f"documents               {len(results)} ({len(flawed)} with a mistake)")
    print(f"false verdicts          {sum(len(r.false) for r in results)}")
    print(f"claims decided          {decided} of {claims} ({decided / claims:.1%})")
    print(f"first wrong line found  {found} of {len(flawed)} ({found / len(flawed):.1%})")
    print(f"with a misconception    {named} of {found}")
    print(f"time a document         {1000 * seconds / len(results):.0f} ms")


if __name__ == "__main__":
    main()
