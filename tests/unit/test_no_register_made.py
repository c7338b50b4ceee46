"""A command in a folder that holds no register refuses, and makes none; only three commands may make one."""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from declarations.legacy import commands as importing
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.model import Problem, Severity
from declarations.legacy.service.looking import Fault, Found, Looked, RefusedRow
from declarations.legacy.service.planning import Plan
from register import cli
from register.cli import register
from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg
from register.running import CommandRunner, known
from register.settings import Settings

WORKING = [
    ("verify",),
    ("import", "gifts.csv", "--commit"),
    ("people", "load", "gifts.csv"),
    ("retention",),
    ("worker",),
    ("keys", "list"),
    ("backup", "-o", "backup.tar"),
    ("export", "--audience", "governing_body", "-o", "extract.xlsx"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REGISTER_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REGISTER_CONFIG", raising=False)
    (tmp_path / "gifts.csv").write_text("Name,Gift,Date\nA,B,2024-01-01\n")
    return tmp_path


@pytest.mark.parametrize("words", WORKING, ids=lambda words: words[0])
def test_a_command_outside_the_folder_of_the_register_makes_none(folder: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(NotConfigured) as refused:
        register.main(words, standalone_mode=False)
    assert refused.value.message.values["folder"] == str(folder / "var")
    assert [path.name for path in folder.iterdir()] == ["gifts.csv"]


@pytest.mark.parametrize("word", ["serve", "demo", "migrate"])
def test_only_these_may_make_a_register(word: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[CommandRunner] = []
    kept = click.command(word)(click.pass_obj(given.append))
    monkeypatch.setitem(cli._LOADERS, word, lambda: kept)
    register.main([word], standalone_mode=False)
    assert given[0].may_make
    assert CommandRunner(Settings(var=folder / "var")).may_make is False  # the control


def test_a_register_elsewhere_is_named_without_its_password() -> None:
    away = CommandRunner(Settings(database_url="postgresql://app:secret@db.example:5432/register"))
    assert away.place() == "db.example/register"


class Standing:
    """A runner that has looked already."""

    def __init__(self, looked: Looked) -> None:
        self.looked = looked

    def place(self) -> str:
        return "here"

    def run(self, _use_case: object) -> Looked:
        return self.looked


@pytest.mark.parametrize(("commit", "status"), [("--commit", 1), ("--dry-run", 0)])
def test_an_import_of_nothing_says_why_row_by_row_and_fails(folder: Path, commit: str, status: int) -> None:
    sentence = msg("Nobody of this name is known.")
    fault = Fault(row=2, code="person", refused=True, sentence=sentence.id, values={}, heading="Name")
    found = Found(
        "gifts.csv",
        ColumnMapping(register="gifts"),
        ["Name"],
        [],
        {},
        faults=[fault],
        refused=[RefusedRow(2, ["A"])],
    )
    planned = Plan([], [], [Problem(2, "person", Severity.REFUSED, sentence)], 1, [])
    done = CliRunner().invoke(importing.import_command, ["gifts.csv", commit], obj=Standing(Looked(found, planned)))
    assert done.exit_code == status, done.output
    assert bool(re.search(r"Row 2: Name: Nobody of this name is known.", done.stderr)) is (status == 1)
    assert "The register is in here." in done.stdout


def test_a_command_in_the_folder_of_the_demonstration_bears_its_name_and_sends_nothing(folder: Path) -> None:
    given = Settings(var=folder / "var")
    assert known(given) is given  # the control
    given.sign_ins.parent.mkdir()
    given.sign_ins.write_text("{}")
    found = known(given)
    assert found.organisation.name("ar") == "منظمة المياه المشتركة"
    assert found.mail.transport == "demonstration"
    elsewhere = Settings(var=folder / "var", database_url="postgresql://app:secret@db.example:5432/register")
    assert known(elsewhere) is elsewhere
