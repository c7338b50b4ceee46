"""Where published registers are found: beside the repository, or where the environment says; never in it."""

import csv
import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("REGISTER_REALDATA") or Path(__file__).parents[2].parent / "shared" / "data")


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a published register; the test is skipped with one line where it is not here."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} is not here; REGISTER_REALDATA names its folder")
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
