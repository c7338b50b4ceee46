"""Bodies of browser forms, read strictly: what no browser sends is a 400, never a 500 and never a guess.

Both encodings that a form can have are read here from bytes, once, for the check of its origin and for its page.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl

from multipart import (  # type: ignore[import-untyped]  # the package ships no types
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)

from register.kernel.errors import BadRequest, TooLarge
from register.kernel.text import NotTextError, composed

MOST_FIELDS = 500
_LONGEST_NAME = 100
_LONGEST_FILE_NAME = 200
_MOST_FILES = 20
_UTF8 = {"", "utf-8", "utf8"}

FormData = Mapping[str, Sequence[str]]


class Upload(NamedTuple):
    """A file as it was sent: its name as the browser told it, and its bytes. What it is, its bytes say."""

    name: str
    data: bytes


Files = dict[str, list[Upload]]


def parse_form(content_type: str, body: bytes, files: Files | None = None) -> FormData:
    """The fields of a form in the order typed. Raises BadRequest for anything that is not text in UTF-8.

    Files are taken into `files` where the caller expects any, and refused everywhere else.
    """
    kind, options = parse_options_header(content_type)
    if options.get("charset", "").strip().lower() not in _UTF8:
        raise BadRequest
    if kind == "application/x-www-form-urlencoded":
        pairs = _urlencoded(body)
    elif kind == "multipart/form-data":
        pairs = _multipart(options.get("boundary", ""), body, files)
    elif not body:
        return {}
    else:
        raise BadRequest
    return _gathered(pairs)


def _gathered(pairs: Iterator[tuple[str, str]]) -> FormData:
    fields: dict[str, list[str]] = {}
    try:
        for name, value in pairs:
            if len(name) > _LONGEST_NAME:
                raise BadRequest
            fields.setdefault(composed(name), []).append(composed(value))
    except (NotTextError, UnicodeError, MultipartError) as error:
        raise BadRequest from error
    return fields


def _urlencoded(body: bytes) -> Iterator[tuple[str, str]]:
    try:
        yield from parse_qsl(
            body.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS
        )
    except UnicodeError:
        raise
    except ValueError as error:  # more fields than any form of ours
        raise TooLarge from error


def _multipart(boundary: str, body: bytes, files: Files | None) -> Iterator[tuple[str, str]]:
    """Text parts, and files where they are expected; an empty choice of a file is none."""
    name, filename, value = "", None, bytearray()
    try:
        parser = PushMultipartParser(boundary, max_segment_count=MOST_FIELDS, strict=True)
        with parser:
            for event in parser.parse(body):
                if isinstance(event, MultipartSegment):
                    name, filename, value = *_part(event, files), bytearray()
                elif event is None and filename is None:
                    yield name, value.decode("utf-8")
                elif event is None:
                    _take(files, name, filename, bytes(value))
                else:
                    value += event
    except (ValueError, LookupError) as error:
        raise BadRequest from error


def _part(segment: MultipartSegment, files: Files | None) -> tuple[str, str | None]:
    """The name of a part, and of its file where it is one."""
    if segment.name is None or (segment.charset or "").strip().lower() not in _UTF8:
        raise BadRequest
    if segment.filename and files is None:
        raise BadRequest
    is_file = files is not None and segment.filename is not None
    return str(segment.name), str(segment.filename) if is_file else None


def _take(files: Files | None, name: str, filename: str | None, data: bytes) -> None:
    if files is None or len(name) > _LONGEST_NAME or sum(map(len, files.values())) >= _MOST_FILES:
        raise BadRequest
    if filename:
        files.setdefault(composed(name), []).append(Upload(composed(filename)[-_LONGEST_FILE_NAME:], data))
