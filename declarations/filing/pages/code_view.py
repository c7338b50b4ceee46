"""Codes and profiles as their pages show them."""

from collections.abc import Iterable

import msgspec

from declarations.codes.field_labels import field_label
from declarations.codes.labels import label
from declarations.codes.library import Library
from declarations.codes.model import Code, Example, Figure, Profile, ProfileVersion, Rule
from declarations.filing.rows import Shown
from declarations.filing.service.settings import filing_settings
from register.kernel.clock import today
from register.kernel.i18n import Message, msg, nmsg
from register.kernel.money import Money

_DAYS = frozenset({"report_days", "vote_window_days", "split_window_days"})


class ExampleView(msgspec.Struct, frozen=True):
    """A worked example: what happened, and what the rules make of it under which profile."""

    title: str
    profile: Message
    effect: Message


class RuleView(msgspec.Struct, frozen=True):
    """A rule with its text and its examples."""

    rule: Rule
    force: Message
    effect: Message
    authority: Message
    examples: tuple[ExampleView, ...]


class CodeView(msgspec.Struct, frozen=True):
    """A code of conduct with its rules."""

    code: Code
    audience: tuple[Message, ...]
    rules: tuple[RuleView, ...]


class FigureView(msgspec.Struct, frozen=True):
    """A threshold as it is written, with its comparison, its source and who approved it."""

    figure: Figure
    name: Message
    comparator: Message
    value: Shown
    period: Message | None
    only_for: tuple[tuple[Message, tuple[Message, ...]], ...]
    """The facts for which the figure is set; empty: for all."""

    @property
    def is_amount(self) -> bool:
        """Whether it is compared with a value; days and shares are not."""
        return self.figure.name not in _DAYS and self.figure.name != "split_share"


class ProfileView(msgspec.Struct, frozen=True):
    """A profile: the version in force, its thresholds, and the rules that it adds."""

    profile: Profile
    version: ProfileVersion
    older: tuple[ProfileVersion, ...]
    later: tuple[ProfileVersion, ...]
    codes: tuple[Code, ...]
    figures: tuple[FigureView, ...]
    rules: tuple[RuleView, ...]


def rule_view(rule: Rule) -> RuleView:
    """One rule for showing."""
    return RuleView(
        rule=rule,
        force=label("rule.force", rule.force),
        effect=label("effect", rule.effect),
        authority=label("authority", filing_settings().authority_for(rule.authority)),
        examples=tuple(_example(example) for example in rule.examples),
    )


def _example(example: Example) -> ExampleView:
    return ExampleView(example.title, label("profile", example.profile), label("effect", example.effect))


def code_view(code: Code, _library: Library) -> CodeView:
    """One code for showing."""
    return CodeView(
        code, tuple(label("capacity", capacity) for capacity in code.audience), tuple(map(rule_view, code.rules))
    )


def profile_view(profile: Profile, library: Library) -> ProfileView:
    """One profile for showing: the version in force today, the days from which others follow."""
    version, _ = profile.version_on(today())
    added = (rule for rules in version.rules.values() for rule in rules if rule.code not in library.codes)
    return ProfileView(
        profile=profile,
        version=version,
        older=tuple(each for each in profile.versions if each.effective_from < version.effective_from),
        later=tuple(each for each in profile.versions if each.effective_from > version.effective_from),
        codes=tuple(library.codes[name] for name in version.codes),
        figures=tuple(_figure(figure, version) for figure in version.figures),
        rules=tuple(map(rule_view, _once(added))),
    )


def rules_of(library: Library, name: str) -> tuple[RuleView, ...]:
    """The rules of a code, or those that a profile adds; none for a name that is neither."""
    if name in library.codes:
        return code_view(library.codes[name], library).rules
    return profile_view(library.profiles[name], library).rules if name in library.profiles else ()


def _once(rules: Iterable[Rule]) -> list[Rule]:
    return list({rule.id: rule for rule in rules}.values())


def _figure(figure: Figure, version: ProfileVersion) -> FigureView:
    period = label("threshold.period", figure.period) if figure.period else None
    return FigureView(
        figure=figure,
        name=label("threshold.figure", figure.name),
        comparator=label("threshold.comparator", figure.comparator),
        value=_written(figure, version),
        period=period,
        only_for=tuple(
            (field_label(fact), tuple(_value(fact, value) for value in sorted(values, key=str)))
            for fact, values in figure.when
            if fact != "kind"
        ),
    )


def _value(fact: str, value: object) -> Message:
    if isinstance(value, bool):
        return label("fact", value)
    return label(fact if fact in {"kind", "capacity"} else f"gift.{fact}", str(value))


def _written(figure: Figure, version: ProfileVersion) -> Shown:
    if figure.name in _DAYS:
        return nmsg("%(n)s day", "%(n)s days", int(figure.amount))
    if figure.name == "split_share":
        return msg("%(share)s of the nominal value", share=figure.amount)
    if version.currency is None:
        return format(figure.amount, "f")
    return Money(figure.amount, version.currency)
