"""`register verify` says in one sentence what is wrong, and its exit status says that something is."""

from uuid import UUID

from click.testing import CliRunner

from register.kernel.i18n import msg, set_locale
from register.ledger.commands import verify_command
from register.ledger.findings import Findings, event_changed


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


def test_a_hundred_faults_are_kept_and_all_are_counted() -> None:
    found = Findings()
    for seq in range(1, 251):
        found.add(event_changed(UUID(int=1), seq))
    assert (found.report().fault_count, len(found.report().faults)) == (250, 100)
