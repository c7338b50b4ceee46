"""`register verify` says in one sentence what is wrong, and its exit status says that something is."""

from pathlib import Path
from uuid import UUID

from click.testing import CliRunner

from register.kernel.i18n import msg, set_locale
from register.ledger.commands import Asked, seals_group, verify_command
from register.ledger.findings import Answer, Findings, Report, event_changed


def test_a_sound_ledger_ends_with_0_and_a_tampered_one_with_1_and_the_first_bad_row() -> None:
    set_locale("en")
    found = Findings()
    assert CliRunner().invoke(verify_command(lambda _asked: (found.report(), ()))).exit_code == 0
    stream = UUID(int=5)
    for seq in (1200, 1201, 1202):
        found.add(event_changed(stream, seq), stream, seq)
    found.warnings.append(msg("Watch out."))
    result = CliRunner().invoke(verify_command(lambda _asked: (found.report(), ())))
    assert result.exit_code == 1
    assert result.stdout.splitlines()[1:] == [
        f"Event 1200 of {stream} was changed: its content does not have its hash.",
        "2 more faults.",
    ]
    assert "Watch out." in result.stderr


def test_what_is_asked_besides_is_answered_and_ends_with_1_where_it_does_not_hold(tmp_path: Path) -> None:
    set_locale("en")
    kept = tmp_path / "kept"
    kept.write_text("{}")
    asked: list[Asked] = []
    for holds in (True, False):

        def verified(wish: Asked, holds: bool = holds) -> tuple[Report, list[Answer]]:
            asked.append(wish)
            return Findings().report(), [Answer(msg("Watch out."), holds=holds)]

        options = ["--seals", str(kept), "--report", str(kept), "--export", str(tmp_path / "x")]
        result = CliRunner().invoke(verify_command(verified), options)
        assert (result.exit_code, "Watch out." in result.stdout) == (int(not holds), True)
    assert asked[0] == Asked(seals=kept, export=tmp_path / "x", report=kept)


def test_a_checkpoint_is_written_and_sent(tmp_path: Path) -> None:
    set_locale("en")
    group = seals_group(lambda _output, since: 7 if since is None else 8, lambda: 2)
    out = str(tmp_path / "checkpoint.json")
    assert CliRunner().invoke(group, ["checkpoint", "-o", out]).stdout == f"Seal 7 is in {out}.\n"
    assert CliRunner().invoke(group, ["send"]).stdout == "The checkpoint was sent to 2 addresses.\n"


def test_a_hundred_faults_are_kept_and_all_are_counted() -> None:
    found = Findings()
    for seq in range(1, 251):
        found.add(event_changed(UUID(int=1), seq))
    assert (found.report().fault_count, len(found.report().faults)) == (250, 100)
