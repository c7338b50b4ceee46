"""Standing words put into a question or a decision: filled for the case, in the declarant's language or another."""

from datetime import timedelta

import msgspec

from declarations.codes.decisions import Decision
from declarations.codes.labels import label
from declarations.filing import store as filing
from declarations.filing.service.moves import parties_in
from declarations.filing.service.reading import DESK_PARTIES, Case, open_case
from declarations.filing.service.settings import filing_settings
from declarations.letters.composing import OFFICE, clause_of
from declarations.letters.service.keeping import words_in
from declarations.letters.service.reading import declarants_language
from declarations.letters.settings import office
from declarations.letters.words import StandingWords, Use, filled, open_places
from register.access.policy import permits
from register.kernel import dates
from register.kernel.db import Transaction, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import locale_of, msg, offered, say
from register.kernel.identity import Identity

IN_CASES = (Use.QUESTION, Use.REASONS, Use.CONDITIONS)
"""The uses in which words are put into a form of the case page."""


class Picked(msgspec.Struct, frozen=True):
    """Words ready to be sent or changed, and the language in which they came."""

    text: str
    language: str


async def offered_words(tx: Transaction, kind: str) -> tuple[StandingWords, ...]:
    """The words that can be put into a form of a case of this kind."""
    found = (words for words in await words_in(tx) if words.active and words.use in IN_CASES)
    return tuple(words for words in found if words.fits(kind))


async def pick_words(identity: Identity, reference: str, key: str, language: str = "", decision: str = "") -> Picked:
    """The words of a key, filled for the case. Nothing is kept.

    Raises Invalid at `words` for words that are not offered or cannot be filled, at `decision` where they name the
    decision and none is chosen; NotFound for whoever may not read the case.
    """
    if not permits(identity, "case.words"):
        raise NotFound
    async with transaction(identity) as tx:
        declaration = await filing.by_reference(tx, reference)
        if (await parties_in(tx, declaration)).isdisjoint(DESK_PARTIES):
            raise NotFound
        words = next((words for words in await offered_words(tx, declaration.kind) if words.key == key), None)
        if words is None:
            raise Invalid(fields=[FieldError("words", msg("Choose the words to put in."))])
        case = await open_case(tx, declaration)
        wanted = offered(language)
        spoken = words.spoken(wanted.tag if wanted else await declarants_language(tx, case))
        text = words.text(spoken).text
        return Picked(filled(text, _values(tx, case, spoken, decision, open_places(text))), spoken)


def _values(tx: Transaction, case: Case, language: str, decision: str, needed: set[str]) -> dict[str, str]:
    """A value for every placeholder of the text. Raises Invalid where there is none."""
    locale, today = locale_of(language), dates.local(tx.now).date()
    values = {
        "reference": case.declaration.reference,
        "addressee": case.content.declarant_name,
        "organization": office().name(language),
        "contact": office().contact or say(OFFICE, language),
        "date": dates.format_day(today, locale),
        "deadline": dates.format_day(today + timedelta(days=filing_settings().question_days), locale),
    }
    if decision in set(Decision):
        values["decision"] = say(label("decision", decision), language)
    if case.evaluation.findings:
        first = case.evaluation.findings[0]
        values |= {"rule": say(first.instrument, language), "paragraph": say(clause_of(first), language)}
    if "decision" in needed - set(values):
        raise Invalid(fields=[FieldError("decision", msg("Choose the decision first: these words name it."))])
    if needed - set(values):
        raise Invalid(fields=[FieldError("words", msg("These words cite a rule, and no rule applies to this case."))])
    return values
