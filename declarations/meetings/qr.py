"""A link as a QR code: a drawing without script, read by any telephone."""

import segno
from markupsafe import Markup

_QUIET = 4
"""Modules of white around it, as ISO/IEC 18004 asks for."""


def qr_svg(text: str) -> str:
    """The drawing as SVG, black on white whatever the colours of the page; a quarter of it may be damaged."""
    code = segno.make(text, error="q", micro=False, boost_error=False)
    return code.svg_inline(omitsize=True, border=_QUIET, light="#fff", svgclass=None, lineclass=None)


def qr_markup(text: str) -> Markup:
    """The same for a page; it is made of numbers alone."""
    return Markup(qr_svg(text))  # noqa: S704 - drawn by us, nothing of the text stands in it
