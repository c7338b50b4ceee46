"""How a decision can be contested: the office's words as they stood on the day of the decision."""

from datetime import UTC, datetime

import msgspec

from declarations.filing.model import Step
from declarations.filing.service.granted import verdict
from declarations.filing.service.reading import Case
from declarations.letters import store
from declarations.letters.composing import OFFICE
from declarations.letters.model import Passage
from declarations.letters.service.keeping import words_in
from declarations.letters.settings import office
from declarations.letters.words import StandingWords, Use, filled, shipped
from register.kernel.dates import format_day, local
from register.kernel.db import Transaction
from register.kernel.i18n import locale_of, say

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


async def how_to_contest(tx: Transaction, case: Case, decided: Step, wanted: str) -> Passage | None:
    """The words in a language or the one that stands in for it, filled for this decision; None where there are none."""
    words = await _in_force(tx, decided.at)
    if words is None:
        return None
    language = words.spoken(wanted)
    values = {
        "reference": case.declaration.reference,
        "addressee": case.content.declarant_name,
        "organization": office().name(language),
        "date": format_day(local(decided.at).date(), locale_of(language)),
        "decision": say(verdict(case, decided), language),
        "contact": office().contact or say(OFFICE, language),
    }
    return Passage(filled(words.text(language).text, values), language)


async def _in_force(tx: Transaction, at: datetime) -> StandingWords | None:
    """The words that were active then, those written last before all others: a letter never changes afterwards."""
    found = [await as_of(tx, words, at) for words in await words_in(tx) if words.use is Use.CONTEST]
    active = [words for words in found if words is not None and words.active]
    return max(active, key=lambda words: words.written_at or _LONG_AGO, default=None)


async def as_of(tx: Transaction, words: StandingWords, at: datetime) -> StandingWords | None:
    """The words as they stood at a moment; None where they did not exist yet."""
    if words.id is None:
        return words
    earlier = [kept for kept in await store.versions(tx, words.id) if kept.at <= at]
    if not earlier:
        return shipped().get(words.key)
    return msgspec.structs.replace(words, texts=earlier[-1].words, active=earlier[-1].active, written_at=earlier[-1].at)
