"""Translations: gettext catalogues under `locales/`, read once, compiled in memory when nobody compiled them.

A catalogue that is missing or broken, or a sentence without a translation, is told to the log once and English is
shown instead; a reader never meets an error because of a translation.
"""

import gettext
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from register.kernel.locales import ENGLISH

FOLDER = Path(__file__).resolve().parents[2] / "locales"
_NAME = re.compile(r"%\(\w+\)s")
"""A name and nothing else, such as that of a rule: the same in every language."""
_log = logging.getLogger("register.i18n")
_told: set[tuple[str, str]] = set()
_replaced: ContextVar[gettext.NullTranslations | None] = ContextVar("register_catalogue", default=None)


def tell_once(tag: str, sentence: str, fault: str) -> None:
    """Log a fault of a translation, once per process; the sentence is ours and holds nothing of anybody."""
    if (tag, sentence) not in _told:
        _told.add((tag, sentence))
        _log.warning("%s: %s: %r", tag, fault, sentence[:120])


class English(gettext.NullTranslations):
    """The sentences themselves, at the end of every chain; what arrives here in another language is told."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self._tag = tag

    def _tell(self, sentence: str) -> None:
        if self._tag != ENGLISH.tag and not _NAME.fullmatch(sentence):
            tell_once(self._tag, sentence, "no translation")

    def gettext(self, message: str) -> str:
        self._tell(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self._tell(msgid1)
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - gettext's signature
        self._tell(message)
        return message

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 - gettext's signature
        self._tell(msgid1)
        return msgid1 if n == 1 else msgid2


def compiled(po: Path) -> bytes:
    """The binary form of a catalogue of sentences; fuzzy entries are left out."""
    with po.open("rb") as file:
        catalogue = read_po(file, locale=po.parent.parent.name, abort_invalid=True)
    binary = BytesIO()
    write_mo(binary, catalogue, use_fuzzy=False)
    return binary.getvalue()


def read(tag: str, folder: Path = FOLDER) -> gettext.NullTranslations:
    """The catalogue of a language: the `.mo` when it is as new as the `.po`, else the `.po` compiled in memory."""
    po = folder / tag / "LC_MESSAGES" / "messages.po"
    mo = po.with_suffix(".mo")
    try:
        fresh = mo.exists() and (not po.exists() or mo.stat().st_mtime >= po.stat().st_mtime)
        found: gettext.NullTranslations = gettext.GNUTranslations(BytesIO(mo.read_bytes() if fresh else compiled(po)))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a translation, the reader gets English
        _log.error("%s: the catalogue cannot be read (%s); English is shown", tag, type(error).__name__)
        return English(ENGLISH.tag)
    found.add_fallback(English(tag))
    return found


@lru_cache(maxsize=8)
def _kept(tag: str) -> gettext.NullTranslations:
    return read(tag)


def catalogue(tag: str) -> gettext.NullTranslations:
    """The translations in force for a language."""
    return _replaced.get() or _kept(tag)


@lru_cache(maxsize=1)
def sentences() -> frozenset[str]:
    """Every sentence of ours, in English; gettext keeps them where it calls them private."""
    return frozenset(key for key in getattr(_kept(ENGLISH.tag), "_catalog", ()) if isinstance(key, str))


@contextmanager
def replaced(by: gettext.NullTranslations) -> Iterator[None]:
    """Speak from another catalogue inside the block, in every language; for tests of what is left untranslated."""
    token = _replaced.set(by)
    try:
        yield
    finally:
        _replaced.reset(token)
