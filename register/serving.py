"""`register serve`: a parent that owns the port, the embedded database and the serving processes, and restarts them.

The listening socket is bound before anything starts and is handed to the children, so that while one of them is
restarted, connections wait in its queue instead of being refused.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from register.kernel.embedded import Embedded
from register.kernel.errors import NotConfigured, RegisterError
from register.kernel.i18n import msg, say

_TICK = 0.1
_GRACE_LEEWAY = 0.5
"""Seconds that a serving process has beyond the grace of its requests."""
_BIND_SECONDS = 1.5
_BACKLOG = 2048
_LEAST_BETWEEN_RESTARTS = 0.5


def bind(host: str, port: int) -> socket.socket:
    """A listening socket, or NotConfigured in one line when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    deadline = time.monotonic() + _BIND_SECONDS  # the children of a killed parent need a moment to go
    while True:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(_BACKLOG)
        except PermissionError as error:
            listener.close()
            raise NotConfigured(msg("Port %(port)s may not be opened by this user.", port=str(port))) from error
        except OSError as error:
            listener.close()
            if time.monotonic() > deadline:
                raise NotConfigured(
                    msg("Port %(port)s is already taken; choose another with PORT= or --port.", port=str(port))
                ) from error
            time.sleep(0.1)
        else:
            return listener


@dataclass
class Parent:
    """Watches over the serving processes and the embedded database until it is told to stop."""

    listener: socket.socket
    environment: dict[str, str]
    workers: int = 1
    embedded: Embedded | None = None
    grace_seconds: float = 3
    when_ended: Callable[[int], object] = lambda _pid: None
    """Called with the process id of a serving process that is no more."""
    _children: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    _started: dict[int, float] = field(default_factory=dict)
    _alive: tuple[int, int] = (-1, -1)
    _stopping: bool = False

    def serve(self) -> None:
        """Serve until SIGINT or SIGTERM; both are handled also where a shell started us with SIGINT ignored."""
        self._alive = os.pipe()  # children see its end close when this process dies, however it dies
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._stop)
        try:
            while not self._stopping:
                self._watch()
                time.sleep(_TICK)
        finally:
            self._end()

    def _stop(self, _sign: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _watch(self) -> None:
        for number in range(self.workers):
            child = self._children.get(number)
            too_soon = time.monotonic() - self._started.get(number, -9.0) < _LEAST_BETWEEN_RESTARTS
            if child is None or (child.poll() is not None and not too_soon):
                if child is not None:
                    self.when_ended(child.pid)
                self._children[number] = self._start(number)
                self._started[number] = time.monotonic()
        if self.embedded is not None:
            try:
                self.embedded.heal()
            except RegisterError as error:
                print(say(error.message, "en"), file=sys.stderr, flush=True)  # noqa: T201 - the operator's terminal
                time.sleep(1)

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        handed = (self.listener.fileno(), self._alive[0])
        return subprocess.Popen(
            [sys.executable, "-m", "register.serving_process", str(handed[0]), str(handed[1]), str(number)],
            env=self.environment,
            pass_fds=handed,
            start_new_session=True,
        )

    def _end(self) -> None:
        """Refuse what is new, let what runs finish; the serving processes close their own share of the port."""
        self.listener.close()
        for child in self._children.values():
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
        deadline = time.monotonic() + self.grace_seconds + _GRACE_LEEWAY
        for child in self._children.values():
            try:
                child.wait(timeout=max(0.05, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
