"""Versions of thresholds that came into force in the years of the history: proposed by one, adopted by another."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import msgspec

from declarations.codes.decisions import Comparator, FigureName
from declarations.codes.terms import FigureTerms, Terms, terms_of
from declarations.policies.model import Proposed
from declarations.policies.service.proposing import adopt, profile_to_change, propose
from register.kernel import clock
from register.kernel.identity import Identity

_PROFILE = "un-style"
Change = tuple[date, FigureName, Decimal, str]
CEILING: Change = (date(2026, 3, 1), FigureName.ACTIVITY_HOURS_PER_YEAR, Decimal(1040), "Office directive 2026/2")
CHANGES: tuple[Change, ...] = (
    (date(2025, 1, 1), FigureName.REPORT_DAYS, Decimal(10), "Office directive 2024/18"),
    (date(2026, 2, 1), FigureName.SPLIT_WINDOW_DAYS, Decimal(45), "Office directive 2026/1"),
    CEILING,
)
"""From when, which figure, how much, and by which instrument."""


async def change_policies(
    owner: Identity, second: Identity, since: date, until: date, changes: Sequence[Change] = CHANGES
) -> None:
    """Propose and adopt each version three weeks before its day; what stands already is not proposed again."""
    for starts, name, amount, instrument in changes:
        adopted = datetime.combine(starts - timedelta(days=21), time(10), UTC)
        newest = (await profile_to_change(owner, _PROFILE)).versions[-1]
        if not since <= adopted.date() <= until or newest.effective_from >= starts:
            continue
        proposed = Proposed(_PROFILE, _changed(terms_of(newest), starts, name, amount, instrument), instrument)
        with clock.at(adopted):
            made = await propose(owner, proposed)
        with clock.at(adopted + timedelta(days=5)):
            await adopt(second, made.id, made.head_seq)


def _changed(terms: Terms, starts: date, name: FigureName, amount: Decimal, instrument: str) -> Terms:
    figures = tuple(
        msgspec.structs.replace(each, amount=amount, instrument=instrument, address="", approved_by="", mark="A")
        if each.name is name
        else each
        for each in terms.figures
    )
    if name not in {each.name for each in figures}:
        figures = (*figures, FigureTerms(name, amount, Comparator.GT, instrument))
    return msgspec.structs.replace(terms, effective_from=starts, figures=figures)
