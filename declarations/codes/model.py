"""Codes of conduct, profiles and evaluations as values: what is loaded, and what comes out."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

import msgspec

from declarations.codes.conditions import Table
from declarations.codes.decisions import (
    Alert,
    Authority,
    Comparator,
    Effect,
    FigureName,
    Force,
    Period,
    ReviewClass,
)
from declarations.codes.rates import ReferenceValue
from declarations.codes.vocabulary import Capacity, Kind
from register.kernel.canonical import canonical_json
from register.kernel.i18n import Message


class Citation(msgspec.Struct, frozen=True):
    """Where a text or a figure comes from, and how sure that is (marks S, V1, V2, V3, D of the policy facts)."""

    instrument: Message
    address: str = ""
    mark: str = ""


class Example(msgspec.Struct, frozen=True):
    """A worked example of a rule: facts under a profile, and what must come out."""

    title: str
    profile: str
    facts: dict[str, Any]
    effect: Effect
    authority: Authority | None
    alerts: tuple[Alert, ...]
    applies: bool
    """Whether the rule that carries the example is among the findings."""


class Rule(msgspec.Struct, frozen=True):
    """One rule of a code, or of a profile where it adds to the code (`PRE-…`, which cites its own instrument)."""

    id: str
    code: str
    clause: str
    force: Force
    effect: Effect
    authority: Authority | None
    alerts: tuple[Alert, ...]
    message: Message
    text: Message
    quoted: bool
    """Whether the English text is the wording of the clause itself; a paraphrase otherwise."""
    citation: Citation
    when: tuple[Table, ...]
    unless: tuple[Table, ...]
    kinds: frozenset[Kind]
    review_class: ReviewClass
    examples: tuple[Example, ...]


class Instrument(msgspec.Struct, frozen=True):
    """A link in the chain by which a code came into force, such as A/RES/67/257 → ICSC 2013 → ITU SO 17/07."""

    title: Message
    day: date | None = None


class Code(msgspec.Struct, frozen=True):
    """A code of conduct with its rules."""

    name: str
    title: Message
    instruments: tuple[Instrument, ...]
    in_force_from: date | None
    in_force_until: date | None
    audience: tuple[Capacity, ...]
    covers: tuple[Kind, ...]
    """Kinds on which the code speaks, if only to leave them free."""
    rules: tuple[Rule, ...]
    own_case: Mapping[Authority, Authority]
    """Who decides instead when the declarant holds the office that a rule names."""
    notices: Mapping[str, Message]
    """Texts of the code that are shown beside a result, such as the protection of ICSC 20."""
    offers_disclosure: bool = False
    """Whether no paragraph obliges anybody to disclose, so that it is said that they may."""


class Figure(msgspec.Struct, frozen=True):
    """A threshold or a number of days of a profile, with the facts for which it is set."""

    name: FigureName
    amount: Decimal
    comparator: Comparator
    period: Period | None
    when: Table
    citation: Citation
    approved_by: str


_CUTS = frozenset({FigureName.NOMINAL, FigureName.UPPER})


def _shortest(amount: Decimal) -> Decimal:
    """Without the zeros behind it: an edge is known by how it is written."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount.normalize()


class ProfileVersion(msgspec.Struct, frozen=True):
    """A profile as it is in force from a day on: codes, figures and added rules. Never edited, only followed."""

    profile: str
    version: str
    effective_from: date
    currency: str | None
    codes: tuple[str, ...]
    figures: tuple[Figure, ...]
    rules: Mapping[Kind, tuple[Rule, ...]]
    """Rules of the codes and of the profile itself, for each kind that they cover."""
    own_case: Mapping[Authority, Authority]
    """Who decides instead when the declarant holds the office that a rule names."""
    always_authorized: frozenset[str]
    """Gift categories that need authorization whatever their value (ICSC 50, policy 1.0.8)."""
    private_relations: frozenset[str]
    """Relations whose gifts are private unless they touch the duties."""
    value_bands: tuple[Decimal, ...]
    reporting_year_starts: tuple[int, int]
    """Month and day."""
    band_edges: tuple[Decimal, ...] = ()
    """Upper bounds of its value bands, rising: `value_bands` and the thresholds of one gift, which no band spans."""

    def __post_init__(self) -> None:
        thresholds = {figure.amount for figure in self.figures if figure.name in _CUTS and figure.amount > 0}
        edges = tuple(_shortest(edge) for edge in sorted({*self.value_bands, *thresholds}))
        msgspec.structs.force_setattr(self, "band_edges", edges)

    def figure(self, name: FigureName) -> Figure | None:
        """The figure of that name that is set for all facts; None when it is blank."""
        return next((figure for figure in self.figures if figure.name is name and not figure.when), None)


class Profile(msgspec.Struct, frozen=True):
    """A named set of thresholds over one or more codes, in dated versions."""

    name: str
    title: Message
    versions: tuple[ProfileVersion, ...]

    def version_on(self, day: date) -> tuple[ProfileVersion, bool]:
        """The version in force on a day, else the earliest; and whether it was in force."""
        found = [version for version in self.versions if version.effective_from <= day]
        return (found[-1], True) if found else (self.versions[0], False)


class Reason(msgspec.Struct, frozen=True):
    """A fact that made a finding hold, and the sentence that says so."""

    fact: str
    known: bool
    message: Message


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """A rule that applies to the facts."""

    rule: str
    code: str
    clause: str
    force: Force
    effect: Effect
    authority: Authority | None
    certain: bool
    """False when it holds only through a fact that is not known."""
    message: Message
    text: Message
    quoted: bool
    instrument: Message
    reasons: tuple[Reason, ...]
    review_class: ReviewClass = ReviewClass.ORDINARY
    """Stored only where it is another, so that evaluations of before stay equal to the byte."""

    def is_unofficial(self, locale_tag: str) -> bool:
        """Whether the text, said in a language, is a translation that nobody has confirmed; English is the original."""
        return locale_tag != "en"


class Classed(Protocol):
    """What of a finding says how it is reviewed."""

    @property
    def certain(self) -> bool: ...
    @property
    def review_class(self) -> ReviewClass: ...


def review_class_of(effect: Effect, findings: Iterable[Classed]) -> ReviewClass:
    """The highest that a finding asks for; the light route only where nothing stricter or unsure stands beside."""
    found = tuple(findings)
    asked = {finding.review_class for finding in found}
    if any(finding.review_class is ReviewClass.PRIORITY and finding.certain for finding in found):
        return ReviewClass.PRIORITY
    if not asked.isdisjoint({ReviewClass.HEIGHTENED, ReviewClass.PRIORITY}):
        return ReviewClass.HEIGHTENED
    sure = effect.rank < Effect.REFERRAL.rank and all(finding.certain for finding in found)
    return ReviewClass.LIGHT if ReviewClass.LIGHT in asked and sure else ReviewClass.ORDINARY


class Evaluation(msgspec.Struct, frozen=True):
    """What the rules of a profile make of the facts of one declaration."""

    effect: Effect
    authority: Authority | None
    alerts: tuple[Alert, ...]
    findings: tuple[Finding, ...]
    reference_value: ReferenceValue | None
    value_band: str
    profile: str
    profile_version: str
    in_force: bool
    """False when no version of the profile was in force on the day, so that the earliest was used."""
    codes: tuple[str, ...]

    @property
    def review_class(self) -> ReviewClass:
        """With how much care it is reviewed."""
        return review_class_of(self.effect, self.findings)

    def to_json(self) -> bytes:
        """The whole evaluation, equal to the byte whenever the same facts meet the same version and rates."""
        return canonical_json(self.to_object())

    def to_object(self) -> dict[str, Any]:
        """The whole evaluation as plain values; messages keep their typed values."""
        plain: dict[str, Any] = {name: getattr(self, name) for name in self.__struct_fields__}
        plain["reference_value"] = self.reference_value.to_object() if self.reference_value else None
        return plain
