"""What can be wrong with a row of an old register, in words, and what that does to it."""

from collections.abc import Mapping

from declarations.legacy.model import Problem, Severity
from register.kernel.i18n import Message, msg

_SAID: Mapping[str, Message] = {
    "person_missing": msg("The row names no person."),
    "nothing_said": msg("The row neither describes a gift nor names a giver."),
    "nothing_told": msg("The row neither describes anything nor names the other party."),
    "day_unreadable": msg("This is not a day that can be read."),
    "day_open": msg("This could be two different days. Say in the mapping which number is the day."),
    "day_ahead": msg("This day has not come yet."),
    "days_several": msg("Several days are named. The first one was taken; all of it stands in the remarks."),
    "direction_open": msg("Say in the mapping whether this word means given or received."),
    "period_open": msg("The period of this nil return names no day and no year; it is kept as it stands."),
    "nil_held": msg("The person declared something of this kind in the time of this nil return. Both are kept."),
    "value_in_words": msg("The value is kept in words; no amount is known."),
    "value_bounded": msg("The value is kept in words with the bounds that they state; the exact amount is not known."),
    "amount_against": msg("The mapping says what stands before the decimals; this amount is written otherwise."),
    "outcome_open": msg("What became of the gift is kept in words; no decision is known for them."),
    "decision_open": msg("What was decided is kept in words; no decision is known for them."),
    "word_open": msg("This word is kept as it stands; no answer is known for it."),
    "hours_open": msg("This is no number of hours of one week; it is kept in words."),
    "year_alone": msg("Only a year is named; no day is known."),
    "end_first": msg("The end lies before the beginning."),
    "amount_open": msg("This could be two different amounts. Say in the mapping what stands before the decimals."),
    "currency_open": msg("The currency of this amount is not known. Say in the mapping which one is meant."),
    "name_shortened": msg("The text is longer than a name can be. It was shortened; all of it stands in the remarks."),
    "cell_beyond": msg("Something stands in a column without a heading. It was not read."),
    "set_apart": msg("The row holds one text alone and was left out."),
    "sum": msg("The row adds up other rows and was left out."),
    "number_twice": msg("Another row has the same number of the entry."),
    "row_twice": msg("Another row says exactly the same."),
    "same_gift": msg("Another row tells of the same gift on the same day."),
    "same_entry": msg("Another row tells of the same, begun on the same day."),
    "too_long": msg("The text is longer than can be kept here."),
    "column_shifted": msg("The cells of this row stand under other headings than those of the rest."),
}
_NOTES = frozenset(
    (
        "value_in_words",
        "outcome_open",
        "period_open",
        "nil_held",
        "value_bounded",
        "amount_against",
        "amount_open",
        "currency_open",
        "same_gift",
        "same_entry",
        "decision_open",
        "word_open",
        "hours_open",
        "year_alone",
        "days_several",
        "name_shortened",
        "cell_beyond",
    )
)
_LEFT_OUT = frozenset(("set_apart", "sum"))
_REFUSES = frozenset(_SAID) - _NOTES - _LEFT_OUT


def problem(row: int, code: str, heading: str = "", typed: str = "") -> Problem:
    """A problem of one row."""
    noted = Severity.LEFT_OUT if code in _LEFT_OUT else Severity.NOTE
    severity = Severity.REFUSED if code in _REFUSES else noted
    return Problem(row, code, severity, _SAID[code], heading, typed[:500])


def is_refused(code: str) -> bool:
    """Whether a row with this problem is not imported."""
    return code in _REFUSES
