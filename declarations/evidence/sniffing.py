"""What a file is, by its bytes. Its name and what the browser says of it count for nothing."""

import io
import zipfile

from declarations.evidence.limits import Refused

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
EXTENSIONS = {JPEG: "jpg", PNG: "png", WEBP: "webp", PDF: "pdf"}
_HEAD = 1024
_ACTIVE = (b"<html", b"<script", b"<!doctype", b"<svg", b"<?php", b"<?xml")


def media_type(data: bytes) -> str:
    """One of the four kinds that are taken. Raises Refused for any other, and for a file that is two things at once."""
    found = _by_start(data)
    if found is None:
        raise Refused("kind")
    if _is_something_else_too(data, found):
        raise Refused("two_kinds")
    return found


def _by_start(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    return PDF if data.startswith(b"%PDF-") else None


def _is_something_else_too(data: bytes, found: str) -> bool:
    """Whether another program would read the same bytes as another kind: a page, a PDF, an archive."""
    head = data[:_HEAD].lower()
    if any(mark in head for mark in _ACTIVE if found != PDF or mark != b"<?xml"):
        return True
    if found != PDF and b"%pdf-" in head:
        return True
    return zipfile.is_zipfile(io.BytesIO(data))
