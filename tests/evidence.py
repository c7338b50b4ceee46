"""Files as people and attackers send them, made here so that every test sees what was in them."""

import io
from typing import Any

import pikepdf
from PIL import Image

MAKER = b"PhoneOfAmina"


def photo(width: int = 60, height: int = 40, **saved: Any) -> bytes:
    """A JPEG as a phone takes it: with the place, the maker, and turned on its side."""
    exif = Image.Exif()
    exif[0x010F] = MAKER.decode()
    exif[0x0112] = 6
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (46.0, 12.0, 3.0), "E", (6.0, 8.0, 9.0)
    written = io.BytesIO()
    picture = Image.effect_noise((width, height), 60).convert("RGB")
    picture.save(written, "JPEG", exif=exif, comment=b"comment of Amina", **saved)
    return written.getvalue()


def letter(*, password: str = "", image: bytes = b"") -> bytes:
    """A PDF with everything in it that a letter does not need."""
    document = pikepdf.new()
    document.add_blank_page()
    page = document.pages[0]
    document.docinfo["/Author"] = "Author Amina"
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('run')")
    document.Root.OpenAction = document.make_indirect(script)
    document.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("a"), document.make_indirect(script)])
    )
    document.attachments["hidden.txt"] = b"hidden attachment"
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=launch, AA=pikepdf.Dictionary(E=script)
    )
    page.obj.Annots = pikepdf.Array([document.make_indirect(note)])
    if image:
        picture = document.make_stream(image)
        picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        picture.Width, picture.Height, picture.BitsPerComponent = 60, 40, 8
        picture.ColorSpace, picture.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = "Title of Amina"
    written = io.BytesIO()
    encryption = pikepdf.Encryption(owner=password, user=password) if password else False
    document.save(
        written, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False, encryption=encryption
    )
    return written.getvalue()


def everything_in(pdf: bytes) -> bytes:
    """All that a PDF holds, unpacked, so that nothing hides from a search."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        written = io.BytesIO()
        document.save(
            written,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.specialized,
        )
        return written.getvalue()
