"""Published registers imported by the command, one after another into one register, which verifies afterwards."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.process.serving import REGISTER, command, environment
from tests.realdata.published import published

pytestmark = [pytest.mark.realdata, pytest.mark.proof]
FULL = os.environ.get("PROOF") == "full"
SHARE = 10_000 if FULL else 600
MOST_REFUSED = 0.03
SECONDS, KILOBYTES = 60, 300_000
FILES = (
    "european-parliament-gifts-8.xlsx",
    "uk-ministers-gifts.csv",
    "uk-ministers-hospitality.csv",
    "us-federal-register-gifts.csv",
)
_MEASURED = (
    "import resource, subprocess, sys, time; began = time.monotonic();"
    " done = subprocess.run(sys.argv[1:]); used = resource.getrusage(resource.RUSAGE_CHILDREN);"
    " print(f'seconds={time.monotonic() - began:.1f} kilobytes={used.ru_maxrss}', file=sys.stderr);"
    " sys.exit(done.returncode)"
)


def share_of(name: str, folder: Path) -> Path:
    """A copy of a register, or of its first rows."""
    path = published(name)
    copy = folder / name
    if path.suffix == ".xlsx" or FULL:
        copy.write_bytes(path.read_bytes())
        return copy
    with path.open(newline="", encoding="utf-8") as source, copy.open("w", newline="", encoding="utf-8") as target:
        rows = list(csv.reader(source))[: SHARE + 1]
        csv.writer(target).writerows(rows)
    return copy


def imported(folder: Path, file: Path) -> dict[str, float]:
    """What the command says of an import, with what it took."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *REGISTER, "import", file.name, "--commit"],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = re.findall(r"(Rows|added|not imported): (\d[\d,]*\d|\d)", done.stdout)
    took = re.findall(r"(seconds|kilobytes)=([\d.]+)", done.stderr)
    print(file.name, told, took)
    return {name: float(figure.replace(",", "")) for name, figure in [*told, *took]}


def test_published_registers_are_imported_as_a_whole_every_refused_row_with_its_reason(tmp_path: Path) -> None:
    assert command(tmp_path, "migrate").returncode == 0
    for name in FILES:
        file = share_of(name, tmp_path)
        found = imported(tmp_path, file)
        assert found["Rows"] == found["added"] + found["not imported"]
        assert found["not imported"] <= max(1, MOST_REFUSED * found["Rows"])
        assert found["seconds"] <= SECONDS
        assert found["kilobytes"] <= KILOBYTES
        refused = file.with_name(f"{file.stem}-not-imported.xlsx")
        if found["not imported"]:
            rows = list(openpyxl.load_workbook(refused).worksheets[0].iter_rows(min_row=2, values_only=True))
            assert len(rows) == found["not imported"]
            assert all(row[1] for row in rows)
    again = command(tmp_path, "import", FILES[1], "--commit")
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert "imported already" in again.stderr
    assert command(tmp_path, "verify").returncode == 0
