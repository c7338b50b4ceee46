"""Reading codes and profiles from TOML, with everything checked that can be checked before a rule is used."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from declarations.codes.conditions import Table, compile_table
from declarations.codes.decisions import Alert, Authority, Effect, Force, ReviewClass
from declarations.codes.derived import DERIVED
from declarations.codes.fact_forms import UNKNOWN, Refused
from declarations.codes.facts import FORMS, MEETING
from declarations.codes.model import Citation, Code, Example, Instrument, Rule
from declarations.codes.vocabulary import Capacity, Kind
from register.kernel.i18n import Message

E = TypeVar("E", bound=StrEnum)

RISING = frozenset(
    {
        "over_nominal",
        "over_upper",
        "cumulative_over",
        "split_below_threshold",
        "over_hours_ceiling",
        "over_income_ceiling",
    }
)
"""Derived facts that a higher value, more hours or more income can only make true."""

PLACEHOLDERS = frozenset({"nominal", "upper", "cumulative", "activity_income_per_year"})
"""Figures of the profile that a message may name."""

DONT_KNOW = "don't know"
"""How an example writes null, which TOML does not have."""

NO_LEAVE = "no leave"
"""How an example writes the null of `during_leave`, which is an answer."""

_ID = re.compile(r"(?:ICSC|ITU-SO|INT|ISO-CEC|ISO-COC|ISO-BR|PRE)-[A-Za-z0-9][A-Za-z0-9.-]*")
_PLACEHOLDER = re.compile(r"%(?:\((\w*)\)s)?")
_NAMED_AUTHORITY = frozenset({Effect.AUTHORIZATION_REQUIRED, Effect.REFERRAL, Effect.ACCEPT_AND_SURRENDER})


class NotLoadable(ValueError):
    """A code or profile that cannot be used; the text says where and why, for whoever maintains it."""


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file. Raises NotLoadable when it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise NotLoadable(f"{path.name}: {error}") from error


class Reader:
    """One table of a file; complains with its place, and about keys that nobody reads."""

    def __init__(self, where: str, raw: Any) -> None:
        if not isinstance(raw, dict):
            raise NotLoadable(f"{where}: a table is expected")
        self.where = where
        self._raw = raw
        self._left = set(raw)

    def fail(self, why: str) -> NotLoadable:
        """The error to raise, with its place."""
        return NotLoadable(f"{self.where}: {why}")

    def take(self, key: str, kind: type[Any], default: Any = ...) -> Any:
        """A value of a type; the default when it is missing, an error when there is none."""
        self._left.discard(key)
        value = self._raw.get(key, default)
        if value is ...:
            raise self.fail(f"{key} is missing")
        if value is default and key not in self._raw:
            return default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fail(f"{key} must be {kind.__name__}")
        return value

    def text(self, key: str, default: Any = ...) -> Any:
        """A text."""
        return self.take(key, str, default)

    def sentence(self, key: str, default: Any = ..., allowed: frozenset[str] = frozenset()) -> Message:
        """A translatable sentence whose placeholders are all known."""
        text = " ".join(self.text(key, default).split())
        for found in _PLACEHOLDER.finditer(text):
            if found[1] not in allowed:
                raise self.fail(f"{key}: unknown placeholder {found[0]}")
        return Message(text)

    def one(self, key: str, values: type[E], default: Any = ...) -> Any:
        """One of the stored values."""
        return self._member(key, values, self.text(key, default)) if default is ... or key in self._raw else default

    def some(self, key: str, values: type[E], default: Any = ()) -> tuple[E, ...]:
        """Several of the stored values."""
        return tuple(self._member(key, values, value) for value in self.take(key, list, default))

    def _member(self, key: str, values: type[E], value: Any) -> E:
        try:
            return values(value)
        except ValueError as error:
            raise self.fail(f"{key}: {value!r} is not one of {', '.join(values)}") from error

    def amount(self, key: str, default: Any = ...) -> Decimal:
        """An exact amount, written as text."""
        try:
            found = Decimal(self.text(key, default))
        except InvalidOperation as error:
            raise self.fail(f"{key} is not an amount") from error
        if not found.is_finite() or found < 0:
            raise self.fail(f"{key} is not an amount")
        return found

    def tables(self, key: str) -> list["Reader"]:
        """The tables of a list, each with its place."""
        return [Reader(f"{self.where}, {key} {at + 1}", raw) for at, raw in enumerate(self.take(key, list, []))]

    def table(self, key: str) -> dict[str, Any]:
        """A plain table, empty when it is missing."""
        found: dict[str, Any] = self.take(key, dict, {})
        return found

    def done(self) -> None:
        """Raise NotLoadable for keys that mean nothing here."""
        if self._left:
            raise self.fail(f"unknown key {', '.join(sorted(self._left))}")


def read_code(raw: Reader) -> Code:
    """A code with its rules, from the tables of its file."""
    name, title = raw.text("name"), raw.sentence("title")
    instruments = tuple(_instrument(table) for table in raw.tables("instrument"))
    code = Code(
        name=name,
        title=title,
        instruments=instruments,
        in_force_from=raw.take("in_force_from", date, None),
        in_force_until=raw.take("in_force_until", date, None),
        audience=raw.some("audience", Capacity),
        covers=raw.some("covers", Kind),
        rules=tuple(read_rules(raw, name, Citation(title, mark="S"))),
        own_case={Authority(office): Authority(instead) for office, instead in raw.table("own_case").items()},
        notices={key: Message(" ".join(text.split())) for key, text in raw.table("notice").items()},
        offers_disclosure=raw.take("offers_disclosure", bool, False),
    )
    raw.done()
    return code


def _instrument(raw: Reader) -> Instrument:
    found = Instrument(raw.sentence("title"), raw.take("day", date, None))
    raw.done()
    return found


def read_rules(raw: Reader, code: str, citation: Citation | None = None) -> list[Rule]:
    """The rules of a file, their examples filled up with its ordinary facts."""
    ordinary = raw.table("ordinary")
    return [_read_rule(table, code, citation, ordinary) for table in raw.tables("rule")]


def _read_rule(raw: Reader, code: str, citation: Citation | None, ordinary: Mapping[str, Any]) -> Rule:
    """A rule; one that a profile adds names its own instrument."""
    name = raw.text("id")
    raw.where = f"{raw.where} ({name})"
    if not _ID.fullmatch(name) or name.startswith("PRE-") != (citation is None):
        raise raw.fail("the id does not fit")
    effect = raw.one("effect", Effect)
    when, kinds = _when(raw, effect)
    rule = Rule(
        id=name,
        code=code,
        clause=raw.text("clause"),
        force=raw.one("force", Force),
        effect=effect,
        authority=raw.one("authority", Authority, None),
        alerts=raw.some("alerts", Alert),
        message=raw.sentence("message", allowed=PLACEHOLDERS),
        text=raw.sentence("text"),
        quoted=raw.take("quoted", bool, False),
        citation=citation or read_citation(raw),
        when=when,
        unless=_unless(raw, kinds),
        kinds=kinds,
        review_class=raw.one("review_class", ReviewClass, ReviewClass.ORDINARY),
        examples=tuple(_example(table, ordinary, kinds) for table in raw.tables("example")),
    )
    _check_authority(raw, rule)
    raw.done()
    return rule


def read_citation(raw: Reader) -> Citation:
    """The instrument of a figure or of an added rule, its address, and how sure it is."""
    mark = raw.text("mark")
    if mark not in {"S", "V1", "V2", "V3", "D"}:
        raise raw.fail(f"mark {mark!r}: unverified figures are not shipped")
    return Citation(raw.sentence("instrument"), raw.text("address", ""), mark)


def _check_authority(raw: Reader, rule: Rule) -> None:
    if (rule.effect in _NAMED_AUTHORITY) != (rule.authority is not None):
        raise raw.fail(f"{rule.effect} and authority {rule.authority} do not go together")
    if rule.effect is Effect.ACCEPT_AND_SURRENDER and rule.authority is not Authority.ETHICS_OFFICER:
        raise raw.fail("what is surrendered is decided by the ethics officer")
    if rule.effect is Effect.ACCEPT_AND_SURRENDER and rule.kinds != {Kind.GIFT}:
        raise raw.fail("only a gift is surrendered")


def _when(raw: Reader, effect: Effect) -> tuple[tuple[Table, ...], frozenset[Kind]]:
    tables = raw.take("when", list)
    kinds = frozenset(kind for table in tables for kind in _listed(table.get("kind", [])))
    if not tables or not all(len(_listed(table.get("kind", []))) == 1 for table in tables) or not kinds <= set(Kind):
        raise raw.fail("every table of when names one kind")
    for table in tables:
        check_table(raw, table, (Kind(_listed(table["kind"])[0]),))
        if effect.rank > effect.NOTED.rank and any(False in _listed(table.get(fact, [])) for fact in RISING):
            raise raw.fail("a higher value would soften the effect")
    return tuple(compile_table(table) for table in tables), frozenset(Kind(kind) for kind in kinds)


def _unless(raw: Reader, kinds: frozenset[Kind]) -> tuple[Table, ...]:
    tables = raw.take("unless", list, [])
    for table in tables:
        check_table(raw, table, [Kind(kind) for kind in _listed(table.get("kind", sorted(kinds)))])
        if any(True in _listed(table.get(fact, [])) for fact in RISING):
            raise raw.fail("a higher value would exempt from the rule")
    return tuple(compile_table(table) for table in tables)


def check_table(raw: Reader, table: Mapping[str, Any], kinds: Iterable[Kind]) -> None:
    """Raise NotLoadable when a table names a fact or a value that does not exist for one of the kinds."""
    for fact, listed in table.items():
        for kind in kinds:
            for value in _listed(listed):
                if not _exists(kind, fact, value):
                    raise raw.fail(f"no fact {fact} = {value!r} of {kind}")
        if not _listed(listed):
            raise raw.fail(f"{fact} has no values")


def _listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _exists(kind: Kind, fact: str, value: Any) -> bool:
    if fact in DERIVED:
        return kind in DERIVED[fact].kinds and isinstance(value, bool)
    form = FORMS[kind].get(fact) or (MEETING.get(fact) if kind is Kind.GIFT else None)
    try:
        found = form([value] if fact == "roles" else value) if form else None
    except Refused:
        return False
    return found is not None and isinstance(found, bool | str | frozenset)


def _fact(fact: str, value: Any) -> Any:
    if value == DONT_KNOW:
        return UNKNOWN if fact == "during_leave" else None
    return None if value == NO_LEAVE else value


def _example(raw: Reader, ordinary: Mapping[str, Any], kinds: frozenset[Kind]) -> Example:
    """An example speaks of the kind of its rule, and of a gift where the rule speaks of several."""
    own = raw.table("facts")
    usual = next(iter(kinds)) if len(kinds) == 1 else Kind.GIFT
    facts = {**ordinary.get(own.get("kind", usual.value), {}), **own}
    found = Example(
        title=raw.text("title"),
        profile=raw.text("profile"),
        facts={fact: _fact(fact, value) for fact, value in facts.items()},
        effect=raw.one("effect", Effect),
        authority=raw.one("authority", Authority, None),
        alerts=raw.some("alerts", Alert),
        applies=raw.take("applies", bool, True),
    )
    raw.done()
    return found
