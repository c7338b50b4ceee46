"""What the pages show: changes, cases and counts in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from declarations.codes.decisions import AMOUNTS, Comparator, FigureName, Period
from declarations.codes.field_labels import field_label
from declarations.codes.labels import label, labels_of
from declarations.codes.model import ProfileVersion
from declarations.codes.store_versions import Standing
from declarations.codes.terms import Change, FigureTerms, instrument_of
from declarations.policies.forms import FigureField, figure_fields
from declarations.policies.model import FEW, Above, Case, Preview
from register.kernel.i18n import Message, msg, nmsg, pmsg
from register.kernel.money import Money

STANDINGS = {
    Standing.PROPOSED: pmsg("profile_version.status", "Proposed"),
    Standing.ADOPTED: pmsg("profile_version.status", "Adopted"),
    Standing.REJECTED: pmsg("profile_version.status", "Rejected"),
    Standing.WITHDRAWN: pmsg("profile_version.status", "Withdrawn"),
}
TONES = {Standing.PROPOSED: "waits", Standing.ADOPTED: "good", Standing.REJECTED: "bad", Standing.WITHDRAWN: "quiet"}

_TERMS = {
    "currency": msg("Reference currency"),
    "always_authorized": msg("Authorization whatever the value"),
    "private_relations": msg("Relations whose gifts are private"),
    "value_bands": msg("Value bands"),
    "reporting_year_starts": msg("Start of the reporting year"),
}
_NOT_SET = msg("Not set")
_DAYS = frozenset({FigureName.REPORT_DAYS, FigureName.VOTE_WINDOW_DAYS, FigureName.SPLIT_WINDOW_DAYS})


class ChangeRow(msgspec.Struct, frozen=True):
    """One term: as it is, and as it would be."""

    term: Message
    only_for: tuple[Message, ...]
    before: tuple[Message | Money | date | str, ...]
    after: tuple[Message | Money | date | str, ...]


class CaseRow(msgspec.Struct, frozen=True):
    """A typical gift and what the rules make of it before and after."""

    gift: Message
    before: Message
    after: Message


class AboveRow(msgspec.Struct, frozen=True):
    """How many gifts of the last year lie above a figure before and after."""

    figure: Message
    before: Message
    after: Message


class PreviewView(msgspec.Struct, frozen=True):
    """A preview in words."""

    changes: tuple[ChangeRow, ...]
    cases: tuple[CaseRow, ...]
    above: tuple[AboveRow, ...]


def preview_view(preview: Preview, currency: str | None) -> PreviewView:
    """The preview of a version in words."""
    return PreviewView(
        tuple(change_row(change, currency) for change in preview.changes),
        tuple(map(_case, preview.cases)),
        tuple(map(_above, preview.above)),
    )


def figure_title(name: str) -> Message:
    """What a figure is called."""
    return label("threshold.figure", name)


def conditions(when: dict[str, list[str | bool]]) -> tuple[Message, ...]:
    """The facts for which a figure is set, in words; none where it holds for all."""
    return tuple(
        msg("%(fact)s: %(values)s", fact=field_label(fact), values=[_value(fact, value) for value in values])
        for fact, values in when.items()
        if fact != "kind"
    )


def _value(fact: str, value: str | bool) -> Message:  # noqa: FBT001 - a stored answer, not a switch
    if isinstance(value, bool):
        return label("fact", value)
    return label(fact if fact in {"kind", "capacity"} else f"gift.{fact}", value)


def change_row(change: Change, currency: str | None, *, with_source: bool = True) -> ChangeRow:
    """One term in words; a figure with the instrument that sets it, unless nothing does."""
    if change.term == "figure":
        one: FigureTerms = change.before or change.after
        before, after = (_figure(terms, currency, with_source=with_source) for terms in (change.before, change.after))
        return ChangeRow(figure_title(one.name), conditions(one.when), before, after)
    return ChangeRow(_TERMS[change.term], (), _plain(change.term, change.before), _plain(change.term, change.after))


def _figure(terms: FigureTerms | None, currency: str | None, *, with_source: bool) -> tuple[Message | Money | str, ...]:
    if terms is None:
        return (_NOT_SET,)
    found: list[Message | Money | str] = [_amount(terms, currency), label("threshold.comparator", terms.comparator)]
    if terms.period:
        found.append(label("threshold.period", terms.period))
    return (*found, instrument_of(terms)) if with_source else tuple(found)


def _amount(terms: FigureTerms, currency: str | None) -> Message | Money | str:
    if terms.name in _DAYS:
        return nmsg("%(n)s day", "%(n)s days", int(terms.amount))
    if terms.name is FigureName.SPLIT_SHARE or currency is None:
        return msg("%(share)s of the nominal value", share=terms.amount)
    return Money(terms.amount, currency) if terms.name in AMOUNTS else format(terms.amount, "f")


def _plain(term: str, value: Any) -> tuple[Message | str, ...]:
    if value is None or value == ():
        return (_NOT_SET,)
    if term == "currency":
        return (str(value),)
    if term == "reporting_year_starts":
        return (msg("Day %(day)s of month %(month)s", day=value[1], month=value[0]),)
    field = "gift.category" if term == "always_authorized" else "gift.giver_relation"
    if term == "value_bands":
        return tuple(msg("Up to %(bound)s", bound=bound) for bound in value)
    return tuple(label(field, item) for item in value)


def _case(case: Case) -> CaseRow:
    gift = msg(
        "Gift worth %(value)s, giver: %(giver_type)s",
        value=case.value,
        giver_type=label("gift.giver_type", case.giver_type),
    )
    return CaseRow(gift, label("effect", case.before), label("effect", case.after))


def _above(above: Above) -> AboveRow:
    return AboveRow(
        figure_title(above.figure),
        _count(above.told_before, Money(above.before, above.currency)),
        _count(above.told_after, Money(above.after, above.currency)),
    )


def _count(gifts: int | None, amount: Money) -> Message:
    if gifts is None:
        return msg("fewer than %(few)s gifts above %(amount)s", few=FEW, amount=amount)
    return nmsg("%(n)s gift above %(amount)s", "%(n)s gifts above %(amount)s", gifts, amount=amount)


class FigureInput(msgspec.Struct, frozen=True):
    """A figure of the form with its words."""

    field: FigureField
    title: Message
    only_for: tuple[Message, ...]
    present: Message | None
    """The instrument it stands on today."""

    @property
    def is_amount(self) -> bool:
        """Whether it is compared with the value of a gift; days and shares are not."""
        return self.field.name in AMOUNTS


def figure_inputs(fields: Iterable[FigureField]) -> list[FigureInput]:
    """The figures of the form."""
    return [
        FigureInput(
            field,
            figure_title(field.name),
            conditions(field.when),
            msg("Today by: %(instrument)s", instrument=instrument_of(field.terms)) if field.terms else None,
        )
        for field in fields
    ]


def terms_fields(version: ProfileVersion) -> dict[str, Any]:
    """What the template of the terms needs beside the form."""
    return {
        "figures": figure_inputs(figure_fields(version)),
        "comparators": [(item, labels_of("threshold.comparator")[item]) for item in Comparator],
        "periods": [(item, labels_of("threshold.period")[item]) for item in Period],
        "categories": list(labels_of("gift.category").items()),
    }
