"""What a version changes, with the counts of the last year beside it."""

from collections.abc import AsyncIterator
from datetime import timedelta

from declarations.codes.decisions import FigureName
from declarations.codes.model import ProfileVersion
from declarations.codes.terms import changes, terms_of
from declarations.policies.model import Above, Preview
from declarations.policies.preview import changed_cases
from declarations.policies.store import gifts_above
from register.kernel.db import Transaction

_YEAR = timedelta(days=365)


async def preview_of(tx: Transaction, before: ProfileVersion, after: ProfileVersion) -> Preview:
    """The terms that differ, the typical gifts judged otherwise, and the gifts of the last year above the figures."""
    return Preview(
        changes=tuple(changes(terms_of(before), terms_of(after))),
        cases=tuple(changed_cases(before, after, after.effective_from)),
        above=tuple([above async for above in _above(tx, before, after)]),
    )


async def _above(tx: Transaction, before: ProfileVersion, after: ProfileVersion) -> AsyncIterator[Above]:
    currency = before.currency
    if currency is None or currency != after.currency:
        return
    for name in (FigureName.NOMINAL, FigureName.UPPER):
        was, will = before.figure(name), after.figure(name)
        if was is None or will is None or was.amount == will.amount:
            continue
        counts = await gifts_above(tx, before.profile, currency, tx.now - _YEAR, [was.amount, will.amount])
        gifts = (counts.get(was.amount, 0), counts.get(will.amount, 0))
        yield Above(name, was.amount, will.amount, *gifts, currency)
