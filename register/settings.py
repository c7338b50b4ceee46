"""Every setting of an installation, with its default. None of them is a constant in a rule.

Read from `register.toml` (or the file that REGISTER_CONFIG names), then from the environment: `session.idle_minutes` is
`REGISTER_SESSION_IDLE_MINUTES`. Addresses of databases and keys come from the environment only. `NAME_FILE` names a
file that holds the value of `NAME`, so that no secret needs to stand in the environment.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlsplit, urlunsplit

import msgspec

from register.kernel.errors import NotConfigured
from register.kernel.i18n import msg


class Organisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The organization whose register this is: its name in four languages and its reference currency."""

    name_en: str = "Organization"
    name_fr: str = "Organisation"
    name_es: str = "Organización"
    name_ar: str = "المنظمة"
    default_language: str = "en"
    contact: str = ""
    """Address of the ethics office, shown wherever help is offered."""
    time_zone: str = "UTC"
    """An IANA name: whose day it is when a delegation begins, and the time in which moments are written."""

    def name(self, tag: str) -> str:
        """The name in one of the four languages."""
        return str(getattr(self, f"name_{tag}"))


class Session(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lengths of sessions, of one-time links and of keys."""

    idle_minutes: int = 60
    absolute_hours: int = 12
    first_link_days: int = 7
    reset_link_minutes: int = 60
    token_days: int = 90


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Protection against guessing and flooding; all counted in PostgreSQL."""

    sign_in_failures: int = 10
    sign_in_window_minutes: int = 15
    sign_in_tries_per_address: int = 60
    password_characters: int = 12
    api_requests_per_minute: int = 120
    idempotency_hours: int = 24
    body_bytes: int = 1_000_000
    pre_checks_per_hour: int = 60


class Passwords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cost of argon2id: passes, memory in KiB, lanes."""

    time_cost: int = 3
    memory_kib: int = 65536
    parallelism: int = 4


class Mail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How messages leave: `smtp` sends them, `demonstration` keeps them on a page instead."""

    transport: str = "smtp"
    host: str = "localhost"
    port: int = 25
    security: str = "none"
    """`none`, `starttls` or `tls`."""
    user: str = ""
    password: str = ""
    sender: str = "register@localhost"
    timeout_seconds: float = 20.0


class Desk(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Targets of the review, in days, and how many cases are enough to be nobody's."""

    review_days: int = 20
    light_days: int = 10
    heightened_days: int = 10
    priority_days: int = 5
    heightened_authority: str = "authorizing_official"
    """Who decides after the ethics office where a case of heightened review names no authority; empty: nobody else."""
    question_days: int = 10
    advice_days: int = 10
    advice_note_days: int = 366
    similar_cases_least: int = 5
    measure_reminder_days: tuple[int, ...] = (7,)
    measure_reminder_every: int = 14
    """Reminders of measures: days before the day, and the days from one to the next once it has passed."""
    close_after_days: int = 30
    draft_days: int = 180
    draft_notice_days: int = 14
    cooling_off_months: int = 0
    """After service; 0 where the organization sets none."""


class Activities(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Outside activities: for how many days they are authorized, and what follows a decision."""

    authority: Literal["authorizing_official", "executive_head", "ethics_officer"] = "authorizing_official"
    """Who decides what no rule reserves to the executive head."""
    usual_days: int = 365
    """What the form of a decision proposes."""
    most_days: int = 365
    reminder_days: tuple[int, ...] = (60, 30, 7)
    """How long before the end of an authorization the person is reminded."""
    opinion_days: int = 14
    """How long the link works by which a supervisor is asked."""


class Assets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asset statements of designated filers: within how many days, how often, and what for."""

    first_days: int = 30
    every_days: int = 365
    reminder_days: tuple[int, ...] = (14, 3)
    consent_days: int = 730
    matching: bool = False
    """Whether they are compared with what their filers declared; it then stands among the purposes of each."""


class Meetings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How participants come in without an account, and how often a code may be guessed."""

    mailed_code_minutes: int = 10
    mailed_code_tries: int = 5
    mailed_codes_per_hour: int = 6
    code_tries: int = 10
    """Codes of one participant in a quarter of an hour, of whichever kind."""
    code_tries_per_day: int = 40
    tries_per_address: int = 3000
    """In a quarter of an hour; a hall of a thousand may share one address."""
    session_hours: int = 14
    room_code_minutes_before: int = 120
    room_code_minutes_after: int = 60


class Retention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many years records are kept after their end, class by class; 0 keeps them without end."""

    asset_statement_years: int = 7
    advice_years: int = 7
    separation_years: int = 7
    meeting_disclosure_years: int = 7
    meeting_matter_years: int = 7
    meeting_session_years: int = 1
    automatic: bool = False
    """Whether the background work erases each day what is over; else `register retention --erase` does."""


class Seals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To whom outside the newest seal is sent, so that history cannot be rewritten behind their backs."""

    checkpoint_to: tuple[str, ...] = ()
    """Addresses; once a day where there is a new seal."""


class Log(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is written to standard error, for people or for programs that collect it."""

    format: str = "text"
    """`text` or `json`: one object a line."""
    requests: bool = False
    """Whether each request is a line: route, status and milliseconds, never an address that names a record."""


class Metrics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Figures for Prometheus, on an address of their own that no visitor reaches."""

    host: str = "127.0.0.1"
    port: int = 0
    """0: no figures are served."""


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Files beside declarations: how large, how many, and what looks for harmful content in them."""

    file_bytes: int = 10_000_000
    files_per_declaration: int = 10
    bytes_per_person: int = 500_000_000
    scanner: str = ""
    """Empty for none; `clamd:/path/of/socket` or `clamd:host:port`; else a command that reads standard input."""
    scanner_seconds: float = 60.0


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of it."""

    organisation: Organisation = Organisation()
    session: Session = Session()
    limits: Limits = Limits()
    passwords: Passwords = Passwords()
    mail: Mail = Mail()
    desk: Desk = Desk()
    evidence: Evidence = Evidence()
    activities: Activities = Activities()
    assets: Assets = Assets()
    meetings: Meetings = Meetings()
    retention: Retention = Retention()
    seals: Seals = Seals()
    log: Log = Log()
    metrics: Metrics = Metrics()
    regimes: dict[str, str] = {}
    """Capacity → profile, where it differs from the shipped setting."""
    anonymous_pre_check: bool = False
    public_reports: bool = False
    """Whether released reports for the public are open without an account."""
    demonstration: bool = False
    base_url: str = "http://127.0.0.1:8000"
    trusted_proxies: tuple[str, ...] = ()
    """Addresses whose X-Forwarded-For and X-Forwarded-Proto are believed."""
    var: Path = Path("var")
    database_url: str = ""
    database_owner_url: str = ""
    workers: int = 1
    pool_size: int = 16
    background: bool = True
    """Whether the first serving process also does the background work; off where `register worker` does it."""
    grace_seconds: int = 3
    """How long requests that run may go on after SIGTERM."""

    @property
    def sign_ins(self) -> Path:
        """Where a demonstration keeps the sign-ins of its people; a folder that holds it is one."""
        return self.var / "demonstration.json"

    @property
    def is_embedded(self) -> bool:
        """Whether the register runs on its own embedded database."""
        return not self.database_url


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from file and environment; NotConfigured names the first thing that cannot be read."""
    environment = _with_files(os.environ if environment is None else environment)
    values = _from_file(environment.get("REGISTER_CONFIG", "register.toml"), required="REGISTER_CONFIG" in environment)
    _add_environment(values, environment)
    try:
        return msgspec.convert(values, Settings, strict=False, dec_hook=_decode)
    except msgspec.ValidationError as error:
        raise NotConfigured(msg("A setting cannot be read: %(reason)s", reason=str(error))) from error


def _decode(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value).absolute()
    return value


def _from_file(name: str, *, required: bool) -> dict[str, Any]:
    path = Path(name)
    if not path.exists():
        if required:
            raise NotConfigured(msg("The settings file %(file)s does not exist.", file=name))
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise NotConfigured(
            msg("The settings file %(file)s cannot be read: %(reason)s", file=name, reason=str(error))
        ) from error


_OWN_FILES = {"REGISTER_MASTER_KEY_FILE", "REGISTER_SIGNING_KEY_FILE"}
"""The files of keys are read by the rooms that hold them, which check who may read them."""

_PASSWORDS = {"DATABASE_PASSWORD": "DATABASE_URL", "DATABASE_OWNER_PASSWORD": "DATABASE_OWNER_URL"}


def _with_files(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with the contents of the files that it names, and passwords put into their addresses."""
    found = dict(environment)
    for name, path in environment.items():
        if name.startswith(("REGISTER_", "DATABASE_")) and name.endswith("_FILE") and name not in _OWN_FILES:
            found.setdefault(name.removesuffix("_FILE"), _secret(Path(path)))
    for password, address in _PASSWORDS.items():
        if found.get(password) and found.get(address):
            found[address] = _with_password(found[address], found[password])
    return found


def _secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise NotConfigured(msg("The file of a secret, %(file)s, cannot be read.", file=str(path))) from error


def _with_password(address: str, password: str) -> str:
    parts = urlsplit(address)
    user, at, where = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:{quote(password, safe='')}{at}{where}"))


_FROM_ENVIRONMENT_ONLY = {"DATABASE_URL": "database_url", "DATABASE_OWNER_URL": "database_owner_url"}


def _add_environment(values: dict[str, Any], environment: Mapping[str, str]) -> None:
    for name, key in _FROM_ENVIRONMENT_ONLY.items():
        values.pop(key, None)
        if environment.get(name):
            values[key] = environment[name]
    values.setdefault("var", "var")
    for structure in msgspec.structs.fields(Settings):
        inner = structure.type
        if not (isinstance(inner, type) and issubclass(inner, msgspec.Struct)):
            _take(values, structure.name, f"REGISTER_{structure.name.upper()}", environment)
            continue
        for part in msgspec.structs.fields(inner):
            section = values.setdefault(structure.name, {})
            _take(section, part.name, f"REGISTER_{structure.name}_{part.name}".upper(), environment)


_LISTS = {"trusted_proxies", "checkpoint_to", "reminder_days", "measure_reminder_days"}


def _take(values: dict[str, Any], key: str, name: str, environment: Mapping[str, str]) -> None:
    if name not in environment or key in {"database_url", "database_owner_url"}:
        return
    text = environment[name]
    values[key] = [part.strip() for part in text.split(",")] if key in _LISTS else text
