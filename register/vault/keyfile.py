"""Where master keys are kept: a file of one key a line, or the environment. The first key is the current one."""

import base64
import binascii
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg
from register.vault.model import MasterKey

_READABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def encode_key(key: MasterKey) -> str:
    """A key as a line of a file or as an environment variable: base64."""
    return base64.b64encode(key.raw).decode()


def parse_keys(text: str) -> list[MasterKey]:
    """Keys separated by commas or line ends, `#` begins a comment line; ValueError when one is no key."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    keys = [key.strip() for line in lines for key in line.split(",")]
    try:
        return [MasterKey(base64.b64decode(key, validate=True)) for key in keys if key]
    except binascii.Error as error:
        raise ValueError("a master key is 32 bytes in base64") from error


def refuse_open_file(path: Path) -> None:
    """NotConfigured unless the file belongs to this user (or root) and nobody else may read it."""
    found = path.stat()
    if found.st_mode & _READABLE_BY_OTHERS:
        raise NotConfigured(msg("Other users can read the key file %(file)s; run: chmod 600 %(file)s", file=str(path)))
    if found.st_uid not in {0, os.geteuid()}:
        raise NotConfigured(msg("The key file %(file)s belongs to another user.", file=str(path)))


def read_keys(path: Path) -> list[MasterKey]:
    """The keys of a file. NotConfigured in one line when it is missing, open to others or not readable."""
    try:
        refuse_open_file(path)
        keys = parse_keys(path.read_text(encoding="ascii"))
    except FileNotFoundError as error:
        raise NotConfigured(msg("The key file %(file)s does not exist.", file=str(path))) from error
    except (OSError, ValueError) as error:
        raise NotConfigured(msg("The key file %(file)s cannot be read.", file=str(path))) from error
    if not keys:
        raise NotConfigured(msg("The key file %(file)s holds no key.", file=str(path)))
    return keys


def write_private(path: Path, text: str, *, replace: bool = True) -> None:
    """Write a file of mode 0600 whole or not at all; with `replace` off, FileExistsError when somebody was first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        if replace:
            draft.replace(path)
        else:
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def write_keys(path: Path, keys: Sequence[MasterKey], *, replace: bool = True) -> None:
    """Write the key file, the current key first."""
    head = "# Master keys of the register, the current one first. Keep a copy where the database is not.\n"
    write_private(path, head + "".join(f"{encode_key(key)}\n" for key in keys), replace=replace)
