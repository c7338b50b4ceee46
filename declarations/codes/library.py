"""The shipped codes, profiles and regimes, loaded once; and a profile of an organisation's own from a file."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from declarations.codes.conditions import compile_table
from declarations.codes.decisions import Authority, Comparator, FigureName, Period
from declarations.codes.facts import Facts
from declarations.codes.model import Code, Figure, Profile, ProfileVersion, Rule
from declarations.codes.reading import (
    PLACEHOLDERS,
    NotLoadable,
    Reader,
    check_table,
    read_citation,
    read_code,
    read_rules,
    read_toml,
)
from declarations.codes.vocabulary import Capacity, GiftCategory, GiverRelation, Kind
from register.kernel.currency import CURRENCIES, Money
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import Message, msg

FOLDER = Path(__file__).parent
_REPEATED_PERIODS = frozenset({FigureName.CUMULATIVE})


class Library(msgspec.Struct, frozen=True):
    """Everything that judges: codes, added rules and profiles by name, regimes by capacity."""

    codes: Mapping[str, Code]
    presets: Mapping[str, Rule]
    profiles: Mapping[str, Profile]
    regimes: Mapping[Capacity, str]

    def profile(self, name: str) -> Profile:
        """A profile by name. Raises NotLoadable for a name that does not exist."""
        if name not in self.profiles:
            raise NotLoadable(f"no profile {name!r}; there are {', '.join(sorted(self.profiles))}")
        return self.profiles[name]

    def rules(self) -> tuple[Rule, ...]:
        """Every rule once, those of codes first."""
        return (*(rule for code in self.codes.values() for rule in code.rules), *self.presets.values())

    def notice(self, code: str, name: str) -> Message | None:
        """A text of a code that is shown beside a result."""
        return self.codes[code].notices.get(name) if code in self.codes else None

    def offers_disclosure(self, codes: Sequence[str]) -> bool:
        """Whether disclosing is offered, and no more: none of these codes obliges anybody to."""
        found = [self.codes[code] for code in codes if code in self.codes]
        return bool(found) and all(code.offers_disclosure for code in found)


@cache
def shipped() -> Library:
    """The codes, profiles and regimes of this version."""
    return load(FOLDER)


def load(folder: Path) -> Library:
    """Load and check a folder. Raises NotLoadable with the place of the first fault."""
    codes = _by_name(read_code(Reader(path.name, read_toml(path))) for path in sorted(folder.glob("*.toml")))
    presets = read_presets(folder / "presets" / "rules.toml")
    profiles = _by_name(
        read_profile(Reader(path.name, read_toml(path)), codes, presets)
        for path in sorted((folder / "profiles").glob("*.toml"))
    )
    _refuse_repeated([rule.id for code in codes.values() for rule in code.rules])
    regimes = _regimes(Reader("regimes.toml", read_toml(folder / "presets" / "regimes.toml")), profiles)
    return Library(codes, presets, profiles, regimes)


def read_presets(path: Path) -> dict[str, Rule]:
    """The rules that profiles add to the codes, by id."""
    raw = Reader(path.name, read_toml(path))
    rules = read_rules(raw, "preset")
    raw.done()
    _refuse_repeated([rule.id for rule in rules])
    return {rule.id: rule for rule in rules}


def profile_from_file(path: Path, library: Library | None = None) -> Profile:
    """An organisation's own profile; it may name shipped codes and added rules. Raises NotLoadable."""
    known = library or shipped()
    return read_profile(Reader(path.name, read_toml(path)), known.codes, known.presets)


def read_profile(raw: Reader, codes: Mapping[str, Code], presets: Mapping[str, Rule]) -> Profile:
    """A profile with all its versions, each with its rules resolved."""
    name = raw.text("name")
    own = {rule.id: rule for rule in read_rules(raw, name)}
    versions = [_version(table, name, codes, {**presets, **own}) for table in raw.tables("version")]
    found = Profile(name, raw.sentence("title"), tuple(sorted(versions, key=lambda version: version.effective_from)))
    raw.done()
    if not versions:
        raise raw.fail("a profile needs a version")
    _refuse_repeated([version.version for version in versions])
    return found


def _version(raw: Reader, name: str, codes: Mapping[str, Code], presets: Mapping[str, Rule]) -> ProfileVersion:
    starts: date = raw.take("effective_from", date)
    currency = raw.text("currency", None)
    if currency is not None and currency not in CURRENCIES:
        raise raw.fail(f"no currency {currency!r}")
    chosen = [_found(raw, codes, code) for code in raw.take("codes", list)]
    added = [_found(raw, presets, rule) for rule in raw.take("rules", list, [])]
    figures = tuple(_figure(table) for table in raw.tables("figure"))
    year = date.fromisoformat(f"2000-{raw.text('reporting_year_starts', '01-01')}")
    version = ProfileVersion(
        profile=name,
        version=starts.isoformat(),
        effective_from=starts,
        currency=currency,
        codes=tuple(code.name for code in chosen),
        figures=figures,
        rules=_rules_by_kind(raw, name, currency, figures, chosen, added),
        own_case=_own_case(chosen),
        always_authorized=frozenset(raw.some("always_authorized", GiftCategory)),
        private_relations=frozenset(raw.some("private_relations", GiverRelation)),
        value_bands=tuple(
            Reader(raw.where, {"bound": bound}).amount("bound") for bound in raw.take("value_bands", list, [])
        ),
        reporting_year_starts=(year.month, year.day),
    )
    raw.done()
    return version


def _own_case(codes: Iterable[Code]) -> dict[Authority, Authority]:
    return {office: instead for code in codes for office, instead in code.own_case.items()}


def _figure(raw: Reader) -> Figure:
    name = raw.one("name", FigureName)
    when = raw.table("when")
    check_table(raw, when, (Kind(when.get("kind", Kind.GIFT)),))
    figure = Figure(
        name=name,
        amount=raw.amount("amount"),
        comparator=raw.one("comparator", Comparator, Comparator.GT),
        period=raw.one("period", Period, None),
        when=compile_table(when),
        citation=read_citation(raw),
        approved_by=raw.text("approved_by"),
    )
    if (name in _REPEATED_PERIODS) != (figure.period is not None):
        raise raw.fail("a cumulative figure has a period, and no other")
    raw.done()
    return figure


def _rules_by_kind(
    raw: Reader, profile: str, currency: str | None, figures: tuple[Figure, ...], codes: list[Code], added: list[Rule]
) -> dict[Kind, tuple[Rule, ...]]:
    values = general_values(figures, currency)
    rules = [*(rule for code in codes for rule in code.rules), *(_owned(rule, profile) for rule in added)]
    filled = [_filled(raw, rule, values) for rule in rules]
    covered = {kind for code in codes for kind in code.covers} | {kind for rule in added for kind in rule.kinds}
    return {kind: tuple(rule for rule in filled if kind in rule.kinds) for kind in Kind if kind in covered}


def general_values(figures: Iterable[Figure], currency: str | None) -> dict[str, Money]:
    """The amounts that are set for all facts, by name; none without a currency."""
    amounts = {figure.name.value: figure.amount for figure in figures if not figure.when}
    return {name: Money(amount, currency) for name, amount in amounts.items()} if currency else {}


def _owned(rule: Rule, profile: str) -> Rule:
    return msgspec.structs.replace(rule, code=profile)


def _filled(raw: Reader, rule: Rule, values: Mapping[str, Money]) -> Rule:
    missing = figures_named(rule) - set(values)
    if missing:
        raise raw.fail(f"{rule.id} speaks of {', '.join(sorted(missing))}, which this version leaves blank")
    return filled(rule, values)


def figures_named(rule: Rule) -> set[str]:
    """The figures that the sentence of a rule speaks of."""
    return {name for name in PLACEHOLDERS if f"%({name})s" in rule.message.id}


def filled(rule: Rule, values: Mapping[str, Money]) -> Rule:
    """The rule with the figures of a version in its sentence."""
    named = figures_named(rule)
    if not named:
        return rule
    return msgspec.structs.replace(rule, message=msg(rule.message.id, **{name: values[name] for name in sorted(named)}))


def _found(raw: Reader, known: Mapping[str, Any], name: Any) -> Any:
    if name not in known:
        raise raw.fail(f"{name!r} does not exist")
    return known[name]


def _by_name(found: Iterable[Any]) -> dict[str, Any]:
    listed = list(found)
    _refuse_repeated([item.name for item in listed])
    return {item.name: item for item in listed}


def _refuse_repeated(names: list[str]) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise NotLoadable(f"more than once: {', '.join(repeated)}")


def _regimes(raw: Reader, profiles: Mapping[str, Profile]) -> dict[Capacity, str]:
    table = raw.table("regimes")
    raw.done()
    return {Capacity(capacity): _found(raw, profiles, name).name for capacity, name in table.items()}


def regime_for(
    capacity: Capacity | None, settings: Mapping[str, str] | None = None, library: Library | None = None
) -> str:
    """The profile that judges a capacity: the organisation's setting, else the shipped one.

    Raises Invalid when none is set: the Executive Committee, for one, has a code of its own (INTERPOL 2).
    """
    if capacity is None:
        raise Invalid(
            fields=[FieldError("capacity", msg("Give the capacity, so that the applicable regime is known."))]
        )
    chosen = (settings or {}).get(capacity) or (library or shipped()).regimes.get(Capacity(capacity))
    if chosen is None:
        sentence = msg("No regime is set for this capacity; such persons may have a code of their own.")
        raise Invalid(fields=[FieldError("capacity", sentence)])
    return chosen


def profile(name: str) -> Profile:
    """A shipped profile by name. Raises NotLoadable for a name that does not exist."""
    return shipped().profile(name)


def profile_for(facts: Facts, settings: Mapping[str, str] | None = None, library: Library | None = None) -> Profile:
    """The profile by which a declaration is judged. Raises Invalid as `regime_for` does."""
    known = library or shipped()
    return known.profile(regime_for(facts.capacity, settings, known))
