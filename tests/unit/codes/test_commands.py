"""`register evaluate` and `register rates load`, as they are typed."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from declarations.codes.commands import evaluate_command, rates_group
from register.cli import main
from register.kernel.errors import Invalid
from tests.unit.codes.ordinary import GIFT


def run(*arguments: str, given: Any = None) -> Result:
    return CliRunner().invoke(evaluate_command, list(arguments), input=json.dumps(given) if given is not None else None)


def answered(*arguments: str, given: Any = None) -> dict[str, Any]:
    result = run(*arguments, given=given)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_answer_has_the_keys_of_the_design_in_their_order(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(GIFT))
    found = answered(str(file))
    assert list(found) == [
        "effect",
        "authority",
        "alerts",
        "findings",
        "reference_value",
        "profile",
        "profile_version",
        "codes",
    ]
    assert list(found["findings"][0]) == ["rule", "clause", "effect", "authority", "message"]
    assert found["reference_value"] == {
        "amount": "45.00",
        "currency": "USD",
        "rate": "1",
        "rate_date": "2026-05-01",
        "rate_source": "same currency",
    }
    assert (found["effect"], found["authority"], found["profile"]) == (
        "authorization_required",
        "executive_head",
        "un-style",
    )


def test_a_dash_reads_standard_input_and_the_same_facts_give_the_same_bytes() -> None:
    assert run("-", given=GIFT).stdout == run("-", given=dict(reversed(GIFT.items()))).stdout


@pytest.mark.parametrize("given", ["", "[]", "{", '"gift"', '{"kind": 3}'])
def test_what_is_no_facts_file_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    file = tmp_path / "facts.json"
    file.write_text(given)
    monkeypatch.setattr(sys, "argv", ["register", "evaluate", str(file)])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert re.fullmatch(r"register: (kind: )?[A-Z][^\n]*[^\s.]\.\n", said.err), said.err


def test_the_regime_follows_from_the_capacity_unless_a_profile_is_named() -> None:
    assert answered("-", given=GIFT)["profile"] == "un-style"
    assert answered("-", "--profile", "cern-style", given=GIFT)["profile"] == "cern-style"


def test_a_profile_may_come_from_a_file(tmp_path: Path) -> None:
    own = tmp_path / "own profile.toml"
    own.write_text('name = "own"\ntitle = "Own"\n[[version]]\neffective_from = 2026-01-01\ncodes = ["icsc-2013"]\n')
    assert answered("-", "--profile", str(own), given=GIFT)["profile"] == "own"


def test_rates_come_from_a_file_and_nowhere_else(tmp_path: Path) -> None:
    given = {**GIFT, "value": {"amount": "27", "currency": "EUR"}}
    assert answered("-", given=given)["reference_value"] is None
    rates = tmp_path / "ours.csv"
    rates.write_text("base,currency,effective_date,units\nUSD,EUR,2026-01-01,0.9\n")
    found = answered("-", "--rates", str(rates), given=given)
    assert (found["effect"], found["reference_value"]["amount"], found["reference_value"]["rate_source"]) == (
        "noted",
        "30.00",
        "ours",
    )


def test_the_version_of_the_day_is_used_and_an_earlier_day_is_said() -> None:
    assert "version_note" not in answered("-", given=GIFT)
    assert "version_note" in answered("-", "--on", "2015-01-01", given=GIFT)


def test_nothing_to_declare_needs_no_regime() -> None:
    found = answered("-", given={"kind": "nil"})
    assert (found["effect"], found["findings"], found["profile"]) == ("noted", [], None)


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (["-"], {**GIFT, "colour": "red"}),
        (["-"], {**GIFT, "capacity": "governing_body_member"}),
        (["-"], [1]),
        (["/no/such/file.json"], None),
        (["-", "--profile", "none"], GIFT),
        (["-", "--profile", "./none.toml"], GIFT),
        (["-", "--rates", "/no/such/rates.csv"], GIFT),
        (["-", "--on", "yesterday"], GIFT),
        (["-", "--language", "de"], GIFT),
    ],
)
def test_bad_input_is_an_error_that_the_command_line_says_in_one_line(arguments: list[str], given: Any) -> None:
    result = run(*arguments, given=given)
    assert result.stdout == "" or result.exit_code == 2
    assert result.exit_code == 2 or isinstance(result.exception, Invalid)


def test_a_file_of_rates_with_faults_is_told_row_by_row(tmp_path: Path) -> None:
    file = tmp_path / "rates.csv"
    file.write_text("base,currency,effective_date,units\nUSD,EUR,2026-13-01,0.9\nUSD,CHF,2026-01-01,much\n")
    result = CliRunner().invoke(rates_group, ["load", str(file)])
    assert result.exit_code == 1
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["Row 2", "Row 3"]


def test_commands_are_mounted_as_they_are() -> None:
    assert isinstance(evaluate_command, click.Command)
    assert "load" in rates_group.commands
