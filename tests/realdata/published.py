"""Where published registers are found: beside the repository, or where the environment says; never in it."""

import csv
import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("REGISTER_REALDATA") or Path(__file__).parents[2].parent / "shared" / "data")


def published(name: str) -> Path:
    """The file of a published register; where it is not here the test is skipped, with what to do about it."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(
            f"{name} is not in {FOLDER}: put the published registers there, or set REGISTER_REALDATA to their folder"
        )
    return path


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a published register."""
    with published(name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
