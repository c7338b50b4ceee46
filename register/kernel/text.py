"""Text that people type: what cannot be text is refused at the edge, what could deceive the eye is refused in names.

Two kinds of refusal: `NotTextError` for bytes that no keyboard sends (400); `TextError` for what people can correct.
"""

import re
import unicodedata

from register.kernel.message import Message, msg

LONGEST_LINE = 200
LONGEST_TEXT = 10_000
"""Below the 32,767 characters that a spreadsheet cell holds, in any language."""

# Directional embeddings, overrides and isolates, zero width space, byte order mark, tag characters.
_DECEIVING = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\ufeff\U000e0000-\U000e007f]")
# What XML and so a spreadsheet cannot hold; line ends and tabs are dealt with before.
_CONTROLS = re.compile("[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]")
_JOINERS = re.compile("[\u200c\u200d]")
_MARKS = re.compile("[\u200e\u200f\u061c]")
_HOSTILE = re.compile("[\x00\ud800-\udfff]")


class NotTextError(ValueError):
    """NUL or a lone surrogate: not text at all."""


class TextError(ValueError):
    """Text that cannot be accepted as it stands; `message` says what to change."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message.id)


def composed(text: str) -> str:
    """The text in normal form C with line feeds for line ends. Raises NotTextError."""
    if _HOSTILE.search(text):
        raise NotTextError
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def read_line(text: str, longest: int = LONGEST_LINE) -> str:
    """A name, a subject or any other single line, spaces squeezed. Raises NotTextError, TextError."""
    line = " ".join(_MARKS.sub("", composed(text)).split())
    if _DECEIVING.search(line) or _CONTROLS.search(line) or _misplaced_joiner(line):
        raise TextError(msg("This text contains invisible characters. Type it again instead of pasting it."))
    return _not_longer(line, longest)


def read_text(text: str, longest: int = LONGEST_TEXT) -> str:
    """A longer text of several lines, trimmed. Raises NotTextError, TextError."""
    kept = composed(text).replace("\t", " ").strip()
    if _CONTROLS.search(kept):
        raise TextError(msg("This text contains characters that cannot be kept. Type it again instead of pasting it."))
    return _not_longer(kept, longest)


def _not_longer(text: str, longest: int) -> str:
    if len(text) > longest:
        raise TextError(_too_long(len(text), longest))
    return text


def _too_long(length: int, longest: int) -> Message:
    return msg("This text is too long: %(length)s characters, %(longest)s at most.", length=length, longest=longest)


def says_too_long(fault: Message) -> bool:
    """Whether a fault is that a text is too long to be kept."""
    return fault.id == _too_long(0, 0).id


def _misplaced_joiner(line: str) -> bool:
    """Joiners shape Arabic and Indic letters and belong between two letters; elsewhere they only hide."""
    for found in _JOINERS.finditer(line):
        before, after = line[: found.start()][-1:], line[found.end() :][:1]
        if not (before and after and _takes_joiners(before)):
            return True
    return False


def _takes_joiners(letter: str) -> bool:
    return "\u0600" <= letter <= "\u08ff" or "\u0900" <= letter <= "\u0dff" or unicodedata.category(letter) == "Mn"


def visible(text: str) -> str:
    """The text with characters that would deceive the eye shown by their code points, not obeyed."""
    return _DECEIVING.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
