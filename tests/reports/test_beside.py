"""Work beside other work: its result, its mistakes, and the ways in which there is no second process."""

from __future__ import annotations

import os
import threading

import pytest

from reports.beside import beside


def refuse() -> None:
    raise ValueError("refused")


def end_at_once() -> int:
    if os.getpid() != PARENT:
        os._exit(9)
    return 3


PARENT = os.getpid()


def test_the_result_comes_back() -> None:
    assert beside(lambda: [1, 2, 3] * 100_000)() == [1, 2, 3] * 100_000


def test_it_happens_in_another_process_where_there_is_one_to_spare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert beside(os.getpid)() != os.getpid()


@pytest.mark.parametrize(("processors", "threads"), [(1, 1), (2, 2), (None, 1)])
def test_it_happens_here_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch, processors: int | None, threads: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    assert beside(os.getpid)() == os.getpid()


def test_what_it_raises_is_raised_where_the_result_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    waiting = beside(refuse)
    with pytest.raises(ValueError, match="refused"):
        waiting()


def test_a_child_that_ends_without_a_word_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(__import__(__name__), "PARENT", os.getpid())
    assert beside(end_at_once)() == 3
