"""A JPEG inside a PDF, without the segments in which cameras and programs tell of themselves."""

_START, _SCAN = b"\xff\xd8", 0xDA
_KEPT_APPLICATIONS = {0xE0, 0xE2, 0xEE}
"""JFIF, colour profile, Adobe's colour transform: without them colours are wrong."""
_COMMENT = 0xFE
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}


def without_metadata(data: bytes) -> bytes:
    """The same picture without Exif, XMP, IPTC and comments; what cannot be followed is cut there."""
    if not data.startswith(_START):
        return data
    kept, at = bytearray(_START), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == _SCAN:
            return bytes(kept) + data[at:]
        if marker in _WITHOUT_LENGTH or marker == 0xFF:
            at += 1 if marker == 0xFF else 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        is_application = 0xE0 <= marker <= 0xEF
        if marker != _COMMENT and (not is_application or marker in _KEPT_APPLICATIONS):
            kept += data[at:end]
        at = end
    return bytes(kept)
