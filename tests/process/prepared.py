"""What a first start makes, made once in a run of the tests and copied: the cluster with its tables, the demonstration.

Registers that really start from nothing stay in the suite: whoever serves one says `from_nothing`.
"""

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_TABLES, _DEMONSTRATION = "tables", "demonstration"
_LOAD = """
from register import demonstration, settings
from register.running import CommandRunner
found = demonstration.demonstration_settings(settings.load())
CommandRunner(found, may_make=True).run(lambda: demonstration.load(found, cases=False))
"""
_MAKING = {_TABLES: ["-m", "register", "migrate"], _DEMONSTRATION: ["-c", _LOAD]}
_shelf: Path | None = None


def keep_in(folder: Path) -> None:
    """Keep what is made in a folder that all processes of this run share, and no other run."""
    global _shelf  # noqa: PLW0603 - one for the process, like the run itself
    _shelf = folder


def lay_out(var: Path, environment: Mapping[str, str], *, demonstration: bool = False) -> None:
    """Put the data of a first start where there are none; the demonstration is the one without cases.

    Nothing outside a run of the tests, where there is no folder to keep them in.
    """
    if _shelf is None or (var / "pg").exists():
        return
    made = _made(_shelf, _DEMONSTRATION if demonstration else _TABLES, environment)
    var.mkdir(parents=True, exist_ok=True)
    for each in made.iterdir():
        subprocess.run(["cp", "-a", str(each), str(var)], check=True)  # with its owner, and no link to it: it is locked


def _made(shelf: Path, what: str, environment: Mapping[str, str]) -> Path:
    """The folder with the data; whoever comes first makes it, and everybody else waits."""
    found = shelf / what
    shelf.mkdir(parents=True, exist_ok=True)
    with (shelf / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.exists():
            _make(shelf / f"{what}.making", what, environment).rename(found)
    return found


def _make(var: Path, what: str, environment: Mapping[str, str]) -> Path:
    shutil.rmtree(var, ignore_errors=True)
    if what == _DEMONSTRATION:
        lay_out(var, environment)
    done = subprocess.run(
        [sys.executable, *_MAKING[what]],
        env=dict(environment) | {"REGISTER_VAR": str(var)},
        cwd=var.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (var / "pg.log").unlink(missing_ok=True)
    return var
