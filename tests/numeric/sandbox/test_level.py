"""What a machine offers is asked from its kernel, and too little of it is refused in words."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from derive.errors import NotSupported
from numeric.sandbox import client, landlock
from numeric.sandbox.client import Sandbox
from numeric.sandbox.level import Level, probe

linux = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux")


@pytest.mark.parametrize(
    ("level", "enough"),
    [
        (Level(True, 4, True, True), True),
        (Level(True, 1, True), True),
        (Level(True, 0, True), False),
        (Level(True, 4, False), False),
        (Level(), False),
    ],
)
def test_which_levels_are_enough(level: Level, enough: bool) -> None:
    assert level.is_enough is enough


def test_other_systems_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "is_linux", lambda: False)
    with pytest.raises(NotSupported, match="needs Linux"):
        Sandbox()


@linux
def test_below_the_level_it_refuses_and_names_the_way_out() -> None:
    with Sandbox() as sandbox:
        sandbox._level = Level(True, 0, True)
        with pytest.raises(NotSupported, match="Landlock") as refusal:
            sandbox.run({"jobs": []})
        assert "--unsafe-run" in str(refusal.value)


@linux
@pytest.mark.skipif(not probe().landlock, reason="this kernel has no Landlock")
def test_landlock_confines_a_process(tmp_path: object) -> None:
    code = (
        "import os, sys\nfrom numeric.sandbox import landlock\nfrom numeric.sandbox.kernel import *\n"
        "prctl(PR_SET_NO_NEW_PRIVS, 1)\nlandlock.restrict(['/usr/lib'], [sys.argv[1]])\n"
        "open(os.path.join(sys.argv[1], 'mine'), 'w').write('x')\n"
        "try:\n    open('/etc/hostname').read(); print('read')\nexcept PermissionError:\n    print('confined')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "confined"
    assert os.listdir(str(tmp_path)) == ["mine"]
    assert landlock.version() >= 1


@linux
def test_a_sandbox_that_is_closed_before_it_has_started_ends_quietly(
    capfd: pytest.CaptureFixture[str],
) -> None:
    Sandbox().close()
    assert capfd.readouterr().err == ""


@linux
def test_a_sandbox_that_was_killed_says_so() -> None:
    with Sandbox(unsafe=True) as sandbox:
        assert sandbox.level.limits
        sandbox._process.kill()
        sandbox._process.wait()
        with pytest.raises(NotSupported, match="the sandbox stopped"):
            sandbox.run({"jobs": []})
