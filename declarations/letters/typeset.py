"""Setting a letter as PDF in a process of its own, with a bound of time; the same letter gives the same bytes."""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from declarations.letters.coverage import showable
from declarations.letters.errors import LetterNotSet
from declarations.letters.model import Letter, Passage, Row
from register.kernel.i18n import LOCALES

_log = logging.getLogger(__name__)
_PROGRAM = Path(__file__).resolve().parent / "typesetting" / "setting.py"
_SECONDS = 20.0
_AT_ONCE = asyncio.Semaphore(2)


async def pdf_of(letter: Letter, *, seconds: float = _SECONDS) -> bytes:
    """The letter as PDF/A-2a and PDF/UA-1. Raises LetterNotSet."""
    order = json.dumps({"letter": as_data(letter), "timestamp": int(letter.dated.timestamp())}).encode()
    async with _AT_ONCE:
        return await set_apart(_PROGRAM, order, seconds)


async def set_apart(program: Path, order: bytes, seconds: float) -> bytes:
    """What a program that sets one document makes of its data, within a bound of time. Raises LetterNotSet."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(program),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"PATH": os.defpath, "RAYON_NUM_THREADS": "1"},
    )
    try:
        made, _ = await asyncio.wait_for(process.communicate(order), timeout=seconds)
    except TimeoutError as error:
        raise LetterNotSet from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0 or not made.startswith(b"%PDF-"):
        _log.error("a document could not be set: status %s", process.returncode)  # what it printed may hold words
        raise LetterNotSet
    return made


def as_data(letter: Letter) -> dict[str, Any]:
    """What the template is given: texts only, each with characters that the fonts can show."""
    lines = ("organization", "office", "title", "day", "reference")
    return {
        **{name: showable(getattr(letter, name)) for name in lines},
        "lang": letter.language,
        "dir": LOCALES[letter.language].direction,
        "addressee": [showable(line) for line in letter.addressee],
        "opening": [_passage(said, letter.language) for said in letter.opening],
        "rows": _rows(letter.rows),
        "sections": [
            {
                "heading": showable(section.heading),
                "rows": _rows(section.rows),
                "passages": [_passage(said, letter.language) for said in section.passages],
            }
            for section in letter.sections
        ],
        "signature": [showable(line) for line in letter.signature],
        "foot": [showable(line) for line in letter.foot],
    }


def _rows(rows: Iterable[Row]) -> list[dict[str, str]]:
    return [{"key": showable(row.key), "value": showable(row.value)} for row in rows]


def _passage(said: Passage, language: str) -> dict[str, Any]:
    known = said.lang or ("" if said.is_words else language)
    direction = LOCALES[known].direction if known else said.direction
    return {"text": showable(said.text), "lang": known or language, "dir": direction, "words": said.is_words}
