"""What is kept of a file, and which files are not taken. Each control shows that the fault was there."""

import io
import time
import zipfile
import zlib

import pikepdf
import pytest
from PIL import Image

from declarations.evidence.cleaning import Cleaned, cleaned
from register.kernel.errors import Invalid
from register.kernel.i18n import say
from tests.evidence import MAKER, everything_in, letter, photo

SECRETS = (b"Author Amina", b"Title of Amina", b"app.alert", b"hidden attachment", b"calc.exe", MAKER)


async def refused(data: bytes) -> str:
    """The sentence with which a file is not taken."""
    with pytest.raises(Invalid) as error:
        await cleaned(data)
    return say(error.value.message)


async def test_of_a_photo_only_the_picture_is_kept_upright() -> None:
    taken = photo(60, 40)
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(0x8825), "the control: the photo said where it was taken"
    assert b"comment of Amina" in taken
    kept = await cleaned(taken)
    picture = Image.open(io.BytesIO(kept.data))
    assert (kept.media_type, picture.format, picture.size) == ("image/jpeg", "JPEG", (40, 60))
    assert dict(picture.getexif()) == {}
    assert not {"exif", "comment", "icc_profile", "xmp", "photoshop"} & picture.info.keys()
    assert MAKER not in kept.data


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("WEBP", "image/webp")])
async def test_pictures_of_other_kinds_are_painted_anew_too(kind: str, media_type: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = MAKER.decode()
    written = io.BytesIO()
    Image.new("RGBA", (8, 8), (9, 9, 9, 99)).save(written, kind, exif=exif)
    assert MAKER in written.getvalue()
    kept = await cleaned(written.getvalue())
    assert (kept.media_type, MAKER in kept.data) == (media_type, False)
    assert Image.open(io.BytesIO(kept.data)).mode == "RGBA"


async def test_of_a_letter_only_the_pages_are_kept() -> None:
    sent = letter(image=photo())
    assert all(secret in everything_in(sent) for secret in SECRETS), "the control: all of it was there"
    kept = await cleaned(sent)
    found = everything_in(kept.data)
    assert [secret for secret in SECRETS if secret in found] == []
    assert not any(name in found for name in (b"/JavaScript", b"/OpenAction", b"/EmbeddedFile", b"/Launch", b"/AA"))
    with pikepdf.open(io.BytesIO(kept.data)) as document:
        assert len(document.pages) == 1
        assert "/Info" not in document.trailer


async def test_what_was_filled_into_a_form_stays_and_the_form_goes() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    look = document.make_stream(b"BT /F 9 Tf (Received 45 USD) Tj ET")
    look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 90, 20])
    field = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="sum",
            V="45",
            F=4,
            Rect=[0, 0, 90, 20],
            AP=pikepdf.Dictionary(N=look),
        )
    )
    document.pages[0].obj.Annots = pikepdf.Array([field])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), XFA="<xdp/>")
    written = io.BytesIO()
    document.save(written)
    found = everything_in((await cleaned(written.getvalue())).data)
    assert b"Received 45 USD" in found
    assert b"/AcroForm" not in found


def archive() -> bytes:
    """A small ZIP."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("run.js", "run()")
    return written.getvalue()


async def test_a_file_that_is_two_things_at_once_is_not_taken() -> None:
    for data in (
        photo() + archive(),
        letter() + archive(),
        photo()[:2] + b"\xff\xfe\x00\x20<script>alert(1)</script>     " + photo()[2:],
        photo()[:2] + b"\xff\xfe\x00\x0c%PDF-1.4\n\n" + photo()[2:],
    ):
        assert "two kinds of file" in await refused(data)
    assert isinstance(await cleaned(photo()), Cleaned), "the control: the photo alone is taken"


@pytest.mark.parametrize(
    "data",
    [b"<html></html>", b"PK\x03\x04rest", b"GIF89a", b"\x00\x01", b"MZ", b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
)
async def test_what_it_is_its_content_says(data: bytes) -> None:
    assert "none of the files that are taken" in await refused(data)


async def test_what_cannot_be_read_is_not_taken() -> None:
    assert "empty" in await refused(b"")
    assert "password" in await refused(letter(password="s3cret"))
    assert "damaged" in await refused(photo()[:300])
    assert "damaged" in await refused(b"%PDF-1.7\n" + b"\x00" * 300)


def packed_bomb() -> bytes:
    """A PDF of 300 kB with a stream that unpacks to 220 MB."""
    document = pikepdf.new()
    document.add_blank_page()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(220)) + packer.flush()
    bomb = document.make_stream(b"")
    bomb.write(packed, filter=pikepdf.Name.FlateDecode)
    document.pages[0].obj.Contents = bomb
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def painted_bomb() -> bytes:
    """A PNG of a few kilobytes with 400 million pixels."""
    written = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(written, "PNG", compress_level=9)
    return written.getvalue()


async def test_bombs_are_refused_within_bounds() -> None:
    for bomb in (packed_bomb(), painted_bomb()):
        assert len(bomb) < 500_000
        began = time.monotonic()
        assert "unpacks to too much" in await refused(bomb)
        assert time.monotonic() - began < 5


async def test_a_moving_picture_is_not_taken() -> None:
    written = io.BytesIO()
    frames = [Image.new("RGB", (4, 4), (shade, 0, 0)) for shade in (0, 200)]
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    assert "Moving pictures" in await refused(written.getvalue())
