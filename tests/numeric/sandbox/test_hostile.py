"""The grader survives every attack, is on time, and says that something was wrong."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import ATTACKS, FRAUDS, RIGHT, WRONG

from numeric.sandbox.limits import Limits
from numeric.submissions import CodeOptions, Judge, Status, read_assignment

pytestmark = pytest.mark.sandbox

SECONDS = 2.0


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with Judge(
        read_assignment("bce-rows"), CodeOptions(limits=Limits(seconds=SECONDS, memory=256 << 20))
    ) as opened:
        yield opened


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    held = tmp_path / "secret.txt"
    held.write_text("secret")
    return held


def submission(body: str, honest: str = RIGHT) -> str:
    return f"{honest}\ndef gradient(w, X, y):\n    {body}\n    return honest(w, X, y)\n"


def scratch_folders(judge: Judge) -> set[str]:
    own = f"gradproof-{judge.sandbox._process.pid}-"
    return {name for name in os.listdir(tempfile.gettempdir()) if name.startswith(own)}


def left_behind(judge: Judge) -> set[str]:
    folders = [Path(tempfile.gettempdir()) / name for name in scratch_folders(judge)]
    return {entry.name for folder in folders for entry in folder.iterdir()}


def children_of(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


@pytest.mark.parametrize("name", ATTACKS)
def test_the_grader_survives(judge: Judge, secret: Path, name: str) -> None:
    body, expected = ATTACKS[name]
    beside = secret.with_name("beside.txt")
    body = body.format(home=str(secret), beside=str(beside), parent=os.getpid(), port=9)
    ready = children_of(judge.sandbox._process.pid)
    start = time.monotonic()
    review = judge.review(submission(body), "numpy.py")
    assert review.status.value in expected, review
    assert time.monotonic() - start < SECONDS + 3
    assert not beside.exists()
    assert secret.read_text() == "secret"
    judge.sandbox.jailed_seconds()
    # The next child may be waiting for its request already; the one that ran is gone with all that it had.
    assert len(children_of(judge.sandbox._process.pid)) <= 1
    assert len(scratch_folders(judge)) <= 2
    assert left_behind(judge) <= {"output"}
    assert not set(ready) & set(children_of(judge.sandbox._process.pid))
    assert judge.review(RIGHT.replace("honest", "gradient"), "after.py").status is Status.RIGHT


@pytest.mark.parametrize("name", FRAUDS)
def test_no_fraud_buys_a_verdict(judge: Judge, name: str) -> None:
    review = judge.review(submission(FRAUDS[name], WRONG), "fraud.py")
    assert review.status not in (Status.RIGHT, Status.UNSTABLE), review
    assert review.status is not Status.CANNOT_TELL or review.notes


def test_a_file_named_like_a_module_shadows_nothing(judge: Judge) -> None:
    assert judge.review(RIGHT.replace("honest", "gradient"), "numpy.py").status is Status.RIGHT


def test_the_jail_never_holds_a_reference_or_an_expected_value(judge: Judge) -> None:
    spy = submission(
        "import gc; print([o for o in gc.get_objects() if type(o).__name__ in ('Reference', 'Objective')])"
    )
    requests: list[object] = []
    begin = judge.sandbox.begin
    judge.sandbox.begin = lambda request: (requests.append(request), begin(request))[1]  # type: ignore[method-assign]
    try:
        judge.review(spy, "spy.py")
    finally:
        judge.sandbox.begin = begin  # type: ignore[method-assign]
    sent = repr(requests)
    assert "objective" not in sent
    assert judge.assignment.objective not in sent
