"""What may be logged of an error: its kind and where it happened. Its text may hold what somebody declared."""

import traceback

_FRAMES = 12
_CAUSES = 5


def described(error: BaseException) -> str:
    """Kinds and places, innermost first: `ValueError from KeyError at store.py:12 read < …`; never a message."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames[-_FRAMES:]))
    return f"{' from '.join(type(each).__name__ for each in _chain(error))} at {places}"


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and len(found) < _CAUSES:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
