"""The program that sets one report: its data on standard input, the PDF on standard output.

It runs in a process of its own, knows nothing of the register, and may use little time and memory.
"""

import json
import resource
import sys
from pathlib import Path

import typst

_HERE = Path(__file__).resolve().parent
_FONTS = _HERE.parents[2] / "declarations" / "letters" / "fonts"
_SECONDS, _BYTES = 40, 2 << 30
_NOWHERE = "/nonexistent"


def set_report(order: dict[str, object]) -> bytes:
    """The report as PDF/A-2a and PDF/UA-1: only our template, only our fonts, no package, no other file."""
    made: bytes = typst.compile(
        _HERE / "report.typ",
        root=_HERE,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS]),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"report": json.dumps(order["report"])},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(str(order["timestamp"])),
        package_path=_NOWHERE,
        package_cache_path=_NOWHERE,
    )
    return made


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    sys.stdout.buffer.write(set_report(json.load(sys.stdin)))
