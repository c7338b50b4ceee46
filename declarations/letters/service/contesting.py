"""How a decision can be contested: the office's words as they stood on the day of the decision."""

from declarations.codes.labels import label
from declarations.filing.model import Step
from declarations.filing.service.reading import Case
from declarations.letters.composing import OFFICE
from declarations.letters.settings import office
from declarations.letters.words import Use, filled, shipped
from register.kernel.dates import format_day, local
from register.kernel.db import Transaction
from register.kernel.i18n import locale_of, say


async def how_to_contest(tx: Transaction, case: Case, decided: Step, language: str) -> str:
    """The words in a language, filled for this decision; empty where the office keeps none."""
    words = next(each for each in shipped().values() if each.use is Use.CONTEST)
    values = {
        "reference": case.declaration.reference,
        "addressee": case.content.declarant_name,
        "organization": office().name(language),
        "date": format_day(local(decided.at).date(), locale_of(language)),
        "decision": say(label("decision", str(decided.said["decision"])), language),
        "contact": office().contact or say(OFFICE, language),
    }
    return filled(words.text(language).text, values)
