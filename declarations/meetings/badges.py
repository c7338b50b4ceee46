"""A sheet of badges as PDF, set in a process of its own with a bound of time, as letters are."""

import asyncio
import json
import logging
import os
import sys
from pathlib import Path

from declarations.letters.coverage import showable
from declarations.meetings.model import Meeting
from declarations.meetings.qr import qr_svg
from declarations.meetings.service.linking import Badge, BadgesView
from register.kernel import clock
from register.kernel.errors import RegisterError
from register.kernel.i18n import msg, say
from register.kernel.locales import LOCALES, Locale

_log = logging.getLogger(__name__)
_PROGRAM = Path(__file__).resolve().parent / "typesetting" / "setting.py"
_SECONDS = 20.0
_AT_ONCE = asyncio.Semaphore(2)


class BadgesNotSet(RegisterError):
    """The badges could not be set as PDF, or not in time."""

    code = "badges_not_set"
    status = 503
    sentence = msg("The badges could not be set as a PDF just now. Print the page instead.")


NOTE = msg("This code only says who you are. Keep it to yourself.")
ALT = msg("The personal link as a QR code")


async def badges_pdf(view: BadgesView, locale: Locale) -> bytes:
    """The sheet headed in a language, each badge in that of its bearer. Raises BadgesNotSet where it cannot be set."""
    sheet = {
        "title": _named(view.meeting, locale),
        "lang": locale.tag,
        "dir": locale.direction,
        "badges": [_badge(view.meeting, badge, LOCALES[badge.participant.language]) for badge in view.badges],
    }
    order = json.dumps({"sheet": sheet, "timestamp": int(clock.now().timestamp())}).encode()
    async with _AT_ONCE:
        return await _set(order)


def _named(meeting: Meeting, locale: Locale) -> str:
    return showable(say(meeting.called(), locale))


def _badge(meeting: Meeting, badge: Badge, locale: Locale) -> dict[str, str]:
    return {
        "title": _named(meeting, locale),
        "lang": locale.tag,
        "dir": locale.direction,
        "note": say(NOTE, locale),
        "alt": say(ALT, locale),
        "name": showable(badge.participant.name),
        "delegation": showable(badge.delegation),
        "qr": qr_svg(badge.link).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1),
    }


async def _set(order: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(_PROGRAM),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"PATH": os.defpath, "RAYON_NUM_THREADS": "1"},
    )
    try:
        made, _ = await asyncio.wait_for(process.communicate(order), timeout=_SECONDS)
    except TimeoutError as error:
        raise BadgesNotSet from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0 or not made.startswith(b"%PDF-"):
        _log.error(
            "a sheet of badges could not be set: status %s", process.returncode
        )  # what it printed may hold names
        raise BadgesNotSet
    return made
