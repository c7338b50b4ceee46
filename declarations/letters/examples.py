"""Example data for the preview of standing words: nobody's, and written as each language writes it."""

from collections.abc import Mapping
from datetime import date, timedelta

from declarations.codes.labels import label
from declarations.letters.composing import OFFICE
from declarations.letters.settings import office
from declarations.letters.words import filled
from register.kernel.dates import format_day
from register.kernel.i18n import locale_of, msg, say


def example_values(language: str, today: date) -> Mapping[str, str]:
    """A value for every placeholder."""
    locale = locale_of(language)
    return {
        "reference": "D-7K3M-Q2PX",
        "addressee": "Amina Haddad",
        "organization": office().name(language),
        "date": format_day(today, locale),
        "rule": say(msg("Standards of Conduct for the International Civil Service"), language),
        "paragraph": say(msg("para. %(clause)s", clause="50"), language),
        "decision": say(label("decision", "authorize"), language),
        "deadline": format_day(today + timedelta(days=10), locale),
        "contact": office().contact or say(OFFICE, language),
        "gift": say(msg("a fountain pen in a case"), language),
    }


def preview(text: str, language: str, today: date) -> str:
    """The text as it would read."""
    return filled(text, example_values(language, today))
