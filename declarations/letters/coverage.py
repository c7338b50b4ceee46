"""Which characters the fonts of the letters can show, read from the fonts themselves (OpenType, table `cmap`)."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
_MISSING = "\ufffd"
_OURS = str.maketrans("⟨⟩", "‹›")
"""The marks by which `visible` shows what would deceive the eye, in a form that the fonts hold."""
_FORMAT_4, _FORMAT_12 = 4, 12


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """The code points that the regular fonts hold together."""
    return frozenset(point for path in sorted(FONTS.glob("*-Regular.ttf")) for point in _points(path.read_bytes()))


def showable(text: str) -> str:
    """The text with each character that no font holds taken apart, or else shown as missing.

    A letter that is also for reading aloud (PDF/UA-1) may hold no character without a glyph.
    """
    return "".join(letter if _is_shown(letter) else _otherwise(letter) for letter in text.translate(_OURS))


def _is_shown(letter: str) -> bool:
    return ord(letter) in covered() or letter == "\n"


def _otherwise(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter)
    return plain if all(map(_is_shown, plain)) else _MISSING


def _points(font: bytes) -> Iterator[int]:
    for at in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * at)
        if tag == b"cmap":
            yield from _of_cmap(font, offset)


def _of_cmap(font: bytes, start: int) -> Iterator[int]:
    for at in range(struct.unpack_from(">H", font, start + 2)[0]):
        offset = start + struct.unpack_from(">I", font, start + 4 + 8 * at + 4)[0]
        kind = struct.unpack_from(">H", font, offset)[0]
        if kind == _FORMAT_4:
            yield from _of_segments(font, offset)
        elif kind == _FORMAT_12:
            yield from _of_groups(font, offset)


def _of_segments(font: bytes, offset: int) -> Iterator[int]:
    """Format 4. A hole inside a segment counts as held only where its glyph is not the first, `.notdef`."""
    doubled = struct.unpack_from(">H", font, offset + 6)[0]
    ends, count = offset + 14, doubled // 2
    starts = ends + doubled + 2
    deltas, ranges = starts + doubled, starts + 2 * doubled
    for at in range(count):
        first, last, delta, step = (
            struct.unpack_from(">H", font, table + 2 * at)[0] for table in (starts, ends, deltas, ranges)
        )
        for point in range(first, min(last, 0xFFFE) + 1):
            if step:
                glyph = struct.unpack_from(">H", font, ranges + 2 * at + step + 2 * (point - first))[0]
            else:
                glyph = (point + delta) & 0xFFFF
            if glyph:
                yield point


def _of_groups(font: bytes, offset: int) -> Iterator[int]:
    for at in range(struct.unpack_from(">I", font, offset + 12)[0]):
        first, last = struct.unpack_from(">II", font, offset + 16 + 12 * at)
        yield from range(first, last + 1)
