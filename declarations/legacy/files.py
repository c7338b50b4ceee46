"""Reading a file without trusting it: in a child process that cannot take much and cannot stay long."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from declarations.legacy.limits import BYTES_OF_FILE, SECONDS
from declarations.legacy.model import Sheet, Workbook
from register.kernel.errors import Invalid
from register.kernel.i18n import Message, msg

_SAID: dict[str, Message] = {
    "old_xls": msg(
        "This is a workbook of the form before 2007, or one with a password. Open it in a spreadsheet program,"
        " save it as .xlsx without a password, and import that file."
    ),
    "locked": msg("This workbook has a password. Save it without one and import that file."),
    "not_a_table": msg("This is neither a workbook (.xlsx) nor a file of separated values (.csv)."),
    "too_large": msg("This file is larger than a register can be, or unpacks to more. It was not read."),
    "unreadable": msg("This file is damaged and cannot be read. Save it again from the program that made it."),
    "too_slow": msg("This file takes too long to read. It was not read."),
    "empty": msg("This file is empty."),
    "quotes": msg(
        "A quotation mark in this file is opened and never closed, so that rows run together."
        " Save it again from the program that made it."
    ),
    "formulas": msg(
        "This workbook holds formulas without their results. Open it in a spreadsheet program, save it,"
        " and import that file."
    ),
}


class _Read(msgspec.Struct, frozen=True):
    """What the child process says."""

    sheets: list[Sheet] = []
    encoding: str = ""
    delimiter: str = ""
    refused: str = ""


def refusal(code: str) -> Invalid:
    """The error that says why a file is not read."""
    return Invalid(_SAID.get(code, _SAID["unreadable"]))


def read_file(path: Path) -> Workbook:
    """The sheets of a file as words, within 5 seconds and 300 MB. Raises Invalid with what to do instead."""
    size = path.stat().st_size
    if size == 0:
        raise refusal("empty")
    if size > BYTES_OF_FILE:
        raise refusal("too_large")
    with tempfile.TemporaryFile() as answer:
        code = _run(path, answer.fileno())
        if code:
            raise refusal(code)
        answer.seek(0)
        try:
            found = msgspec.json.decode(answer.read(), type=_Read)
        except msgspec.DecodeError as error:
            raise refusal("too_large") from error  # the child was ended while it wrote, or had no memory to write
    if found.refused:
        raise refusal(found.refused)
    return Workbook(found.sheets, found.encoding, found.delimiter)


def _run(path: Path, answer: int) -> str:
    """Run the child; a code where it did not come to its end."""
    environment = {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "declarations.legacy.child", str(path.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "too_slow"
    if done.returncode == 0:
        return ""
    # A parser that gives up ends with a code of its own; a limit that is reached ends the process by a signal.
    return "unreadable" if done.returncode > 0 else "too_large"
