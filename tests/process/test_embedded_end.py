"""The embedded database ends with its last user, wholly: no process is left behind for others to collect."""

import gc
import sys
from pathlib import Path
from typing import Any

import pytest

from register.kernel.embedded import Embedded


def test_a_stopped_database_leaves_no_process_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", left.append)
    embedded = Embedded(tmp_path / "pg")
    for _ in range(8):
        with embedded.use():
            process = embedded._process
        assert process is not None
        assert process.poll() is not None, "it has ended when the last user goes on"
    del process
    gc.collect()
    assert left == []
