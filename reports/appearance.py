"""How our workbooks look: a quiet official document, the same design read from either side."""

from functools import lru_cache
from typing import Literal

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color

from register.kernel.i18n import Locale

INK = "14212B"
BLUE = "0A4D8C"
GREY = "5B6770"
OCHRE = "9A6A00"
PALE = "EEF2F6"
LINE = "C9D1D8"

LATIN_FACE = "Arial"
ARABIC_FACE = "Arial"
"""Arial has Arabic letters wherever office programs run; the others replace it by a metric twin."""


@lru_cache(maxsize=64)
def font(size: float = 10, colour: str = INK, *, bold: bool = False, rtl: bool = False) -> Font:
    """The one typeface in a size and colour; Arabic a little larger, as its letters need."""
    return Font(
        name=ARABIC_FACE if rtl else LATIN_FACE,
        size=size + 1 if rtl else size,
        bold=bold,
        color=Color(rgb=f"FF{colour}"),
        charset=178 if rtl else None,
    )


def line_height(locale: Locale, size: float = 10) -> float:
    """Points from one line to the next; Arabic letters need more room below."""
    return (size + 1) * 1.45 if locale.is_rtl else size * 1.25


@lru_cache(maxsize=8)
def fill(colour: str) -> PatternFill:
    """A flat ground."""
    return PatternFill("solid", start_color=f"FF{colour}", end_color=f"FF{colour}")


@lru_cache(maxsize=8)
def under(colour: str = LINE, weight: Literal["thin", "medium"] = "thin") -> Border:
    """A line below, and nothing else: lines rather than boxes."""
    return Border(bottom=Side(style=weight, color=f"FF{colour}"))


@lru_cache(maxsize=32)
def aligned(
    horizontal: str | None = None,
    *,
    wrap: bool = True,
    vertical: str = "top",
    rtl: bool | None = False,
    indent: int = 0,
) -> Alignment:
    """Alignment with the reading order of the language; `None` for either follows what the cell holds."""
    order = 0 if rtl is None else 2 if rtl else 1
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap, readingOrder=order, indent=indent)
