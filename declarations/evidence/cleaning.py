"""Taking what a person sends: what it is, and the file without its metadata; or in words why it is not taken."""

import asyncio

import msgspec

from declarations.evidence.limits import BOUNDS
from register.kernel.confined import OutOfBounds, run_confined
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import Message, msg

_SAID: dict[str, Message] = {
    "kind": msg("This is none of the files that are taken: a photo or scan (JPEG, PNG, WebP), or a PDF."),
    "two_kinds": msg(
        "This file can be read as two kinds of file at once, so it is not taken. Save it again, then add it."
    ),
    "locked": msg("This PDF has a password. Save it without one, then add it."),
    "moving": msg("Moving pictures are not taken. Add a still picture."),
    "too_large": msg("This file has too many pixels or pages, or unpacks to too much. It was not taken."),
    "too_slow": msg("This file takes too long to read. It was not taken."),
    "unreadable": msg("This file is damaged and cannot be read. Save it again, then add it."),
    "empty": msg("This file is empty."),
}
_one_at_a_time = asyncio.Semaphore(1)
"""The bounds are those of one file; several at once would add up."""


class Cleaned(msgspec.Struct, frozen=True):
    """What is kept of a file."""

    media_type: str
    data: bytes


class _Answer(msgspec.Struct, frozen=True):
    media_type: str = ""
    refused: str = ""


def refusal(code: str) -> Invalid:
    """The error that says at the field why a file is not taken."""
    sentence = _SAID.get(code, _SAID["unreadable"])
    return Invalid(sentence, fields=[FieldError("file", sentence)])


async def cleaned(data: bytes) -> Cleaned:
    """The file as it is kept. Raises Invalid with what to do instead."""
    if not data:
        raise refusal("empty")
    async with _one_at_a_time:
        try:
            answer = await asyncio.to_thread(run_confined, "declarations.evidence.child", data, BOUNDS)
        except OutOfBounds as ended:
            raise refusal("too_slow" if ended.too_slow else "too_large") from ended
    line, _, kept = answer.partition(b"\n")
    said = msgspec.json.decode(line, type=_Answer)
    if said.refused:
        raise refusal(said.refused)
    return Cleaned(said.media_type, kept)
