"""Photos and scans, painted anew: pixels are kept, everything else that a camera or a program wrote is not."""

import io
import warnings

from PIL import Image, ImageCms, ImageOps

from declarations.evidence.limits import MOST_PIXELS, Refused
from declarations.evidence.sniffing import JPEG, PNG, WEBP

_FORMATS = {JPEG: ("JPEG", "MPO"), PNG: ("PNG",), WEBP: ("WEBP",)}
_SAVED = {
    JPEG: ("JPEG", {"quality": 90}),
    PNG: ("PNG", {"compress_level": 6}),
    WEBP: ("WEBP", {"quality": 90, "method": 2}),
}


def clean_image(data: bytes, media_type: str) -> bytes:
    """The picture alone, upright, in sRGB. Raises Refused for a bomb, a film, and what is no whole picture."""
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # its own limit only warns; ours is asked below, before anything is unpacked
    with Image.open(io.BytesIO(data), formats=_FORMATS[media_type]) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused("too_large")
        if media_type != JPEG and getattr(opened, "n_frames", 1) > 1:
            raise Refused("moving")
        opened.load()
        picture = _in_srgb(_plain(ImageOps.exif_transpose(opened)), opened.info.get("icc_profile"))
    kind, options = _SAVED[media_type]
    if kind == "JPEG" and picture.mode == "RGBA":
        picture = picture.convert("RGB")
    picture.info = {}
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def _plain(picture: Image.Image) -> Image.Image:
    """As grey, colour, or colour with transparency."""
    if picture.mode.startswith("I") or picture.mode == "F":
        return picture.point(lambda level: level / 256).convert("L")
    if picture.mode in {"L", "RGB", "RGBA"} and "transparency" not in picture.info:
        return picture.copy() if picture.mode != "RGB" else picture
    has_transparency = "transparency" in picture.info or picture.mode in {"LA", "PA", "La", "RGBa"}
    return picture.convert("RGBA" if has_transparency else "RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that the profile meant, since the profile itself goes."""
    if not profile or picture.mode not in {"RGB", "RGBA"}:
        return picture
    try:
        meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        ImageCms.profileToProfile(picture, meant, ImageCms.createProfile("sRGB"), inPlace=True)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a broken profile: colours a little off, the picture is what counts
    return picture
