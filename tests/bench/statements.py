"""Recording what PostgreSQL was asked during one request, and asking the same with pgbench.

Two requests are recorded; a value that differs between them is made new in every transaction of pgbench, everything
else is sent as it was.
"""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from register.kernel.embedded import binaries

_ENTRY = re.compile(r"LOG:  (?:statement: (?P<simple>.*)|execute [^:]*: (?P<prepared>.*))")
_DETAIL = re.compile(r"DETAIL:  [Pp]arameters: (?P<all>.*)")
_PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LOGGING = (
    "alter system set log_statement = 'all'; alter system set log_parameter_max_length = -1;"
    " alter system set log_line_prefix = '%p|'; alter system set log_error_verbosity = 'default';"
    " select pg_reload_conf()"
)
QUIET = "alter system reset all; select pg_reload_conf()"


@dataclass
class Statement:
    """One statement with its parameters as literals."""

    sql: str
    parameters: list[str]


def recorded(log: str) -> list[Statement]:
    """The statements of one process in a log, with their parameters."""
    found: list[Statement] = []
    for entry in _entries(log):
        simple, prepared = _ENTRY.search(entry), _DETAIL.search(entry)
        if simple:
            found.append(Statement((simple["simple"] or simple["prepared"]).strip(), []))
        elif prepared and found:
            found[-1].parameters = [value for _, value in _PARAMETER.findall(prepared["all"])]
    return [statement for statement in found if statement.sql]


def _entries(log: str) -> list[str]:
    """Log entries; what a statement goes on with on further lines belongs to it."""
    entries: list[str] = []
    for line in log.splitlines():
        if re.match(r"\d+\|", line):
            entries.append(line.partition("|")[2])
        elif entries:
            entries[-1] += " " + line.strip()
    return entries


def pgbench_script(first: list[Statement], second: list[Statement]) -> str:
    """The statements of the second request, with new values wherever the two differ."""
    assert [s.sql for s in first] == [s.sql for s in second], "two equal requests asked different things"
    made: dict[str, str] = {}
    lines = ["\\set r random(1, 281474976710655)"]
    for one, two in zip(first, second, strict=True):
        values = [_value(a, b, made) for a, b in zip(one.parameters, two.parameters, strict=True)]
        lines.append(_inlined(two.sql, values) + ";")
    return "\n".join(lines) + "\n"


def _value(first: str, second: str, made: dict[str, str]) -> str:
    if second in {first, "NULL"}:
        return second
    if second not in made:
        made[second] = _fresh(second.strip("'"), len(made))
    return made[second]


def _fresh(text: str, number: int) -> str:
    if _UUID.fullmatch(text):
        return f"('00000000-0000-7{number:03x}-8000-' || lpad(to_hex(:r), 12, '0'))::uuid"
    if text.startswith("\\x"):
        size = len(text) // 2 - 1
        part = f"sha256(convert_to(:r || '{number}', 'UTF8'))"
        return part if size == 32 else f"({part} || substr('{text}'::bytea, 33))"
    if re.fullmatch(r"[A-Z]-\w{4}-\w{4}", text):
        return "('D-' || upper(substr(md5((:r)::text), 1, 9)))"
    if re.fullmatch(r"\d{4}-\d\d-\d\d.*", text):
        return f"'{text}'"
    return f"('{re.sub(r'[0-9]', '', text)[:40]}' || :r)"


def _inlined(sql: str, values: list[str]) -> str:
    return re.sub(r"\$(\d+)", lambda place: values[int(place[1]) - 1], sql)


def pgbench(folder: Path, scripts: list[str], *, user: str, host: str, clients: int, seconds: int) -> float:
    """Transactions per second of scripts drawn at random, in simple mode."""
    options = ["-n", "-M", "simple", "-c", str(clients), "-j", "2", "-T", str(seconds)]
    for number, script in enumerate(scripts):
        path = folder / f"filing-{number}.sql"
        path.write_text(script)
        options += ["-f", str(path)]
    ran = subprocess.run(
        [str(binaries() / "pgbench"), *options, "-h", host, "-U", user, "register"],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"tps = ([0-9.]+)", ran.stdout)
    assert ran.returncode == 0, ran.stderr
    assert found, ran.stdout
    return float(found[1])
