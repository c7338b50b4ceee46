"""Cleans one file in a process of its own: a hostile file harms nobody else.

Run as `python -I -m declarations.evidence.child`; reads the file from standard input, writes one line of JSON and the
cleaned file to standard output.
"""

import json
import sys

from declarations.evidence.limits import BOUNDS, Refused
from register.kernel.confined import confine


def _clean(data: bytes) -> tuple[dict[str, str], bytes]:
    # Imported below the limits: what a parser does when it is loaded counts too.
    from declarations.evidence.documents import clean_document
    from declarations.evidence.images import clean_image
    from declarations.evidence.sniffing import PDF, media_type

    found = media_type(data)
    cleaned = clean_document(data) if found == PDF else clean_image(data, found)
    return {"media_type": found}, cleaned


def main() -> int:
    """Clean the file; every fault ends as a code."""
    confine(BOUNDS)
    cleaned = b""
    try:
        said, cleaned = _clean(sys.stdin.buffer.read())
    except Refused as refused:
        said = {"refused": refused.code}
    except MemoryError:
        said = {"refused": "too_large"}
    except Exception:  # noqa: BLE001 - whatever a broken file does to a parser, the file is what is wrong
        said = {"refused": "unreadable"}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + cleaned)
    return 0


if __name__ == "__main__":
    sys.exit(main())
