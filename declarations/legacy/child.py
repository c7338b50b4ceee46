"""Reads one file in a process of its own, with little memory and little time: a hostile file harms nobody else.

Run as `python -I -m declarations.legacy.child FILE`; writes one JSON object to standard output.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from declarations.legacy.limits import BYTES_OF_ANSWER, BYTES_OF_MEMORY, SECONDS_OF_PROCESSOR, Refused


def _hold() -> None:
    """Give the process no more than a file of a register needs."""
    resource.setrlimit(resource.RLIMIT_DATA, (BYTES_OF_MEMORY, BYTES_OF_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_OF_PROCESSOR, SECONDS_OF_PROCESSOR))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_FSIZE, (BYTES_OF_ANSWER, BYTES_OF_ANSWER))


def _read(path: Path) -> dict[str, Any]:
    # Imported below the limits: what a parser does when it is loaded counts too.
    from declarations.legacy.delimited import read_delimited
    from declarations.legacy.spreadsheet import looks_like_old_xls, looks_like_zip, read_spreadsheet

    with path.open("rb") as file:
        start = file.read(8)
    if looks_like_old_xls(start):
        raise Refused("old_xls")
    return read_spreadsheet(path) if looks_like_zip(start) else read_delimited(path)


def main() -> int:
    """Read the file that is named; every fault ends as a code."""
    _hold()
    try:
        found = _read(Path(sys.argv[1]))
    except Refused as refused:
        found = {"refused": refused.code}
    except MemoryError:
        found = {"refused": "too_large"}
    except Exception:  # noqa: BLE001 - whatever a broken file does to a parser, the file is what is wrong
        found = {"refused": "unreadable"}
    sys.stdout.write(json.dumps(found, ensure_ascii=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
