"""Putting a file in its place whole or not at all, and never over another one."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg


@contextlib.contextmanager
def placed(target: Path) -> Iterator[BinaryIO]:
    """An open file of mode 0600 that gets the name `target` at the end. NotConfigured when that name is taken."""
    if target.exists():
        raise _taken(target)
    draft = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise NotConfigured(msg("The file %(file)s cannot be written.", file=str(target))) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        os.link(draft, target)
    except FileExistsError as error:
        raise _taken(target) from error
    except OSError as error:
        raise NotConfigured(msg("The file %(file)s cannot be written.", file=str(target))) from error
    finally:
        draft.unlink(missing_ok=True)
    _wait_for_disk(target.parent)


def _taken(target: Path) -> NotConfigured:
    return NotConfigured(msg("%(file)s exists already; nothing is written over it.", file=str(target)))


def _wait_for_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
