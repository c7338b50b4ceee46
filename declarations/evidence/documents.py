"""Letters and receipts as PDF: what is on the pages is kept; what acts, hides or tells of its maker is taken out."""

import io
import zlib
from typing import Any

import pikepdf

from declarations.evidence.jpeg_segments import without_metadata
from declarations.evidence.limits import DEEPEST, MOST_OBJECTS, MOST_PAGES, MOST_UNPACKED, Refused

_TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/Info", "/Thumb")
_ACTING = ("/AA", "/OpenAction", "/JS", "/JavaScript", "/XFA", "/Launch", "/RichMediaContent", "/RichMediaSettings")
_HIDING = ("/EmbeddedFiles", "/AF", "/EF", "/Collection")
_TAKEN_OUT = (*_TELLING, *_ACTING, *_HIDING)
_HARMLESS_ACTIONS = {"/GoTo"}
_LIVELY = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/3D", "/RichMedia", "/Widget"}
_PIECE = 1_000_000


def clean_document(data: bytes) -> bytes:
    """The pages alone. Raises Refused for a password, a bomb, and more than a letter or receipt ever has."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            return _cleaned(document)
    except pikepdf.PasswordError as error:
        raise Refused("locked") from error


def _cleaned(document: pikepdf.Pdf) -> bytes:
    if document.is_encrypted:
        raise Refused("locked")
    if len(document.objects) > MOST_OBJECTS or not 0 < len(document.pages) <= MOST_PAGES:
        raise Refused("too_large")
    _refuse_bomb(document)
    for key in ("/Info", "/AdditionalStreams"):
        if key in document.trailer:
            del document.trailer[key]
    if "/AcroForm" in document.Root:
        _flatten(document)
    for found in document.objects:
        _clean(found, 0)
    for page in document.pages:
        _without_lively_notes(page)
    written = io.BytesIO()
    document.save(written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return written.getvalue()


def _flatten(document: pikepdf.Pdf) -> None:
    """What was filled into a form becomes part of its page; the form itself goes."""
    if document.Root.AcroForm.get("/NeedAppearances"):
        document.generate_appearance_streams()
    document.flatten_annotations("all")
    if "/AcroForm" in document.Root:
        del document.Root["/AcroForm"]


def _refuse_bomb(document: pikepdf.Pdf) -> None:
    total = 0
    for found in document.objects:
        if isinstance(found, pikepdf.Stream):
            total += _unpacked_size(found, MOST_UNPACKED - total)
            if total > MOST_UNPACKED:
                raise Refused("too_large")


def _unpacked_size(stream: pikepdf.Stream, most: int) -> int:
    """How large a stream is once unpacked, as far as that matters."""
    filters = _filters(stream)
    if filters.count("/FlateDecode") > 1 or len(filters) > 2:
        raise Refused("too_large")  # packed again and again: nothing but a bomb is
    packed = bytes(stream.read_raw_bytes())
    if not filters or filters[0] != "/FlateDecode":
        return len(packed)
    unpacker, size, rest = zlib.decompressobj(), 0, packed
    while rest and size <= most and not unpacker.eof:
        size += len(unpacker.decompress(rest, _PIECE))
        rest = unpacker.unconsumed_tail
    return size


def _filters(stream: pikepdf.Stream) -> list[str]:
    found = stream.get("/Filter")
    if found is None:
        return []
    return [str(each) for each in found] if isinstance(found, pikepdf.Array) else [str(found)]


def _clean(found: Any, depth: int) -> None:
    """Take out of one object, and of what stands inside it, what does not belong to a page."""
    if depth > DEEPEST:
        raise Refused("too_large")
    if isinstance(found, pikepdf.Array):
        for each in found:
            _clean_inside(each, depth)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        for key in _TAKEN_OUT:
            if key in found:
                del found[key]
        _still(found)
        for key in list(found.keys()):
            _clean_inside(found[key], depth)
    if isinstance(found, pikepdf.Stream) and _filters(found) == ["/DCTDecode"]:
        found.write(without_metadata(bytes(found.read_raw_bytes())), filter=pikepdf.Name("/DCTDecode"))


def _clean_inside(each: Any, depth: int) -> None:
    is_container = isinstance(each, pikepdf.Array | pikepdf.Dictionary) and not isinstance(each, pikepdf.Stream)
    if is_container and not each.is_indirect:
        _clean(each, depth + 1)


def _still(found: Any) -> None:
    """An action that does anything but turn the page does nothing."""
    action = found.get("/A")
    if isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) not in _HARMLESS_ACTIONS:
        del found["/A"]
    is_action = str(found.get("/Type")) == "/Action" and str(found.get("/S")) not in _HARMLESS_ACTIONS
    if is_action or str(found.get("/S")) in {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
    }:
        for key in list(found.keys()):
            if not isinstance(found, pikepdf.Stream) or key not in {"/Length", "/Filter"}:
                del found[key]


def _without_lively_notes(page: pikepdf.Page) -> None:
    notes = page.obj.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return
    kept = [note for note in notes if isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype")) not in _LIVELY]
    page.obj["/Annots"] = pikepdf.Array(kept)
