"""What a command of a room may ask of the composition root: run a use case with everything opened around it."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

R = TypeVar("R")


class Runner(Protocol):
    """Given to every command as its click object."""

    def run(self, use_case: Callable[[], Awaitable[R]]) -> R:
        """Open database and keys, run the use case to its end, close everything; its result."""

    def place(self) -> str:
        """Where the register is, as its operator knows it. Raises NotConfigured where there is none."""
