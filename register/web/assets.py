"""The stylesheet and the script, under names that hold a hash of their content and may be kept for a year."""

import gzip
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

_FOLDER = Path(__file__).resolve().parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


class Asset(msgspec.Struct, frozen=True):
    """A file as it is served."""

    name: str
    media_type: str
    content: bytes
    zipped: bytes


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:12]
    name = f"{path.stem}.{digest}{path.suffix}"
    return Asset(name, _TYPES[path.suffix], content, gzip.compress(content, mtime=0))


@lru_cache(maxsize=1)
def _assets() -> Mapping[str, Asset]:
    """Each asset by its plain name."""
    return {path.name: _read(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}


def asset_path(name: str) -> str:
    """The address of `register.css` and the like. KeyError for a name that is not ours."""
    return f"/static/{_assets()[name].name}"


def asset(served: str) -> Asset | None:
    """The asset behind a served name, or None: old names are gone with their content."""
    return next((found for found in _assets().values() if found.name == served), None)
