"""Untrusted bytes are opened in a process of their own, with little memory, little time and nothing to read.

The module that is run calls `confine` first, then reads standard input and writes standard output.
"""

import os
import resource
import subprocess
import sys
import tempfile

import msgspec


class Bounds(msgspec.Struct, frozen=True):
    """What the process may use."""

    memory: int
    """Bytes."""
    processor_seconds: int
    seconds: float
    """By the clock."""
    answer: int
    """Bytes that it may write."""


class OutOfBounds(Exception):
    """The process was ended, by its bounds or by what it read. `too_slow` tells that it was the clock."""

    def __init__(self, *, too_slow: bool) -> None:
        self.too_slow = too_slow
        super().__init__("too slow" if too_slow else "ended")


def run_confined(module: str, data: bytes, bounds: Bounds, *args: str) -> bytes:
    """What `python -m module` says of the bytes. Blocks. Raises OutOfBounds."""
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answer:
        asked.write(data)
        asked.seek(0)
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-m", module, *args],
                stdin=asked,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env=environment,
                timeout=bounds.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise OutOfBounds(too_slow=True) from error
        if done.returncode != 0:
            raise OutOfBounds(too_slow=False)
        answer.seek(0)
        return answer.read()


def confine(bounds: Bounds) -> None:
    """Give this process no more than its bounds, for good."""
    for kind, most in (
        (resource.RLIMIT_DATA, bounds.memory),
        (resource.RLIMIT_CPU, bounds.processor_seconds),
        (resource.RLIMIT_FSIZE, bounds.answer),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
