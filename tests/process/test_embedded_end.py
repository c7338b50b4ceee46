"""The embedded database ends with its last user, wholly: no process is left behind for others to collect."""

from pathlib import Path

import pytest

from register.kernel.embedded import Embedded


def test_a_stopped_database_has_ended_also_where_its_pid_file_went_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded = Embedded(tmp_path / "pg")
    with embedded.use():
        process = embedded._process
        assert process is not None
        assert process.poll() is None, "the control: it runs"
        monkeypatch.setattr(Embedded, "_alive", lambda _self: False)  # as soon as it is told to stop
    assert process.poll() is not None
