"""The terms of a version of a profile as plain values: what a policy owner may change, and how a version follows.

Codes and rules stay those of the version before; figures, currency, bands and lists of the profile are terms.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from declarations.codes.conditions import Table, compile_table
from declarations.codes.decisions import Comparator, FigureName, Period
from declarations.codes.library import Library, figures_named, filled, general_values
from declarations.codes.model import Citation, Figure, Profile, ProfileVersion, Rule
from declarations.codes.vocabulary import GiftCategory, GiverRelation
from register.kernel.canonical import canonical_json
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import Message, msg

ADOPTED = "A"
"""The mark of a figure that the organization adopted in the application, with the instrument that it named."""


class FigureTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One figure with the facts for which it is set, and where it comes from."""

    name: FigureName
    amount: Decimal
    comparator: Comparator
    instrument: str
    approved_by: str = ""
    address: str = ""
    period: Period | None = None
    when: dict[str, list[str | bool]] = {}
    mark: str = ADOPTED


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything of a version that its profile may change from one version to the next."""

    effective_from: date
    currency: str | None
    figures: tuple[FigureTerms, ...]
    always_authorized: tuple[GiftCategory, ...] = ()
    private_relations: tuple[GiverRelation, ...] = ()
    value_bands: tuple[Decimal, ...] = ()
    reporting_year_starts: tuple[int, int] = (1, 1)

    def to_json(self) -> str:
        """The terms as canonical text: equal terms, equal text."""
        return canonical_json(msgspec.to_builtins(self)).decode()


def read_terms(text: str) -> Terms:
    """The terms out of what `to_json` wrote."""
    return msgspec.json.decode(text, type=Terms)


def terms_of(version: ProfileVersion) -> Terms:
    """The terms of a version, to be changed into those of the next."""
    return Terms(
        effective_from=version.effective_from,
        currency=version.currency,
        figures=tuple(_figure_terms(figure) for figure in version.figures),
        always_authorized=tuple(item for item in GiftCategory if item in version.always_authorized),
        private_relations=tuple(item for item in GiverRelation if item in version.private_relations),
        value_bands=version.value_bands,
        reporting_year_starts=version.reporting_year_starts,
    )


def _figure_terms(figure: Figure) -> FigureTerms:
    return FigureTerms(
        name=figure.name,
        amount=figure.amount,
        comparator=figure.comparator,
        instrument=cited(figure.citation.instrument),
        approved_by=figure.approved_by,
        address=figure.citation.address,
        period=figure.period,
        when=_plain(figure.when),
        mark=figure.citation.mark,
    )


def _plain(table: Table) -> dict[str, list[str | bool]]:
    return {fact: sorted(values, key=str) for fact, values in table}


def cited(instrument: Message) -> str:
    """The name of an instrument as it was written."""
    return str(instrument.values["name"]) if instrument.id == _AS_WRITTEN else instrument.id


_AS_WRITTEN = "%(name)s"


def follow(base: ProfileVersion, terms: Terms) -> ProfileVersion:
    """The version that follows `base` on these terms. Raises Invalid where a rule speaks of a figure left blank."""
    figures = tuple(_figure(figure) for figure in terms.figures)
    values = general_values(figures, terms.currency)
    rules = {rule.id: rule for rules in base.rules.values() for rule in rules}
    missing = {name for rule in rules.values() for name in figures_named(rule)} - set(values)
    if missing:
        sentence = msg("A rule of this profile speaks of this figure, so it cannot be left blank.")
        raise Invalid(fields=[FieldError(f"figure.{name}", sentence) for name in sorted(missing)])
    again = {rule.id: filled(rule, values) for rule in rules.values()}
    return msgspec.structs.replace(
        base,
        version=terms.effective_from.isoformat(),
        effective_from=terms.effective_from,
        currency=terms.currency,
        figures=figures,
        rules={kind: _again(rules_of_kind, again) for kind, rules_of_kind in base.rules.items()},
        always_authorized=frozenset(terms.always_authorized),
        private_relations=frozenset(terms.private_relations),
        value_bands=terms.value_bands,
        reporting_year_starts=terms.reporting_year_starts,
    )


def _again(rules: tuple[Rule, ...], again: Mapping[str, Rule]) -> tuple[Rule, ...]:
    return tuple(again[rule.id] for rule in rules)


def _figure(terms: FigureTerms) -> Figure:
    return Figure(
        name=terms.name,
        amount=terms.amount,
        comparator=terms.comparator,
        period=terms.period,
        when=compile_table(terms.when),
        citation=Citation(instrument_of(terms), terms.address, terms.mark),
        approved_by=terms.approved_by,
    )


def instrument_of(terms: FigureTerms) -> Message:
    """Shipped names are sentences of the catalogues; an organization's own stands as it was written."""
    if terms.mark == ADOPTED:
        return Message(_AS_WRITTEN, {"name": terms.instrument})
    return Message(terms.instrument)


def with_adopted(library: Library, adopted: Mapping[str, list[Terms]]) -> Library:
    """The library with the versions that an organization adopted, each following the one before it."""
    if not adopted:
        return library
    profiles: dict[str, Profile] = dict(library.profiles)
    for name, listed in adopted.items():
        if name in profiles:
            profiles[name] = _followed(profiles[name], listed)
    return msgspec.structs.replace(library, profiles=profiles)


def _followed(profile: Profile, listed: list[Terms]) -> Profile:
    versions = list(profile.versions)
    for terms in sorted(listed, key=lambda each: each.effective_from):
        base = max((v for v in versions if v.effective_from < terms.effective_from), key=_starts, default=versions[0])
        versions = [v for v in versions if v.effective_from != terms.effective_from]
        versions.append(follow(base, terms))
    return msgspec.structs.replace(profile, versions=tuple(sorted(versions, key=_starts)))


def _starts(version: ProfileVersion) -> date:
    return version.effective_from


class Change(msgspec.Struct, frozen=True):
    """One term that differs between two versions: which, and what it was and will be (None: not set)."""

    term: str
    before: Any
    after: Any


def changes(before: Terms, after: Terms) -> list[Change]:
    """What differs between two sets of terms, figures first, each with the facts for which it is set."""
    old, new = _by_key(before), _by_key(after)
    keys = [*old, *(key for key in new if key not in old)]
    found = [Change("figure", old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]
    for term in ("currency", "always_authorized", "private_relations", "value_bands", "reporting_year_starts"):
        was, will = getattr(before, term), getattr(after, term)
        if was != will:
            found.append(Change(term, was, will))
    return found


def _by_key(terms: Terms) -> dict[tuple[str, str, str], FigureTerms]:
    return {
        (figure.name, figure.period or "", canonical_json(figure.when).decode()): figure for figure in terms.figures
    }
