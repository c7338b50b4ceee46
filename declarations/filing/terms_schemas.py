"""What programs get of a change of an authorized activity; values in the language of the request."""

import msgspec

from declarations.filing.rows import Row
from declarations.filing.service.granted import Terms, terms_in_force
from declarations.filing.service.reading import Case
from register.kernel.i18n import say, say_value


class TermOut(msgspec.Struct, frozen=True):
    """A term that the change asks to be otherwise; null where nothing was said of it."""

    field: str
    label: str
    authorized: str | None
    asked: str | None
    reason: str
    """As the person gave it, in the language `language`."""
    language: str


class ChangeOut(msgspec.Struct, frozen=True):
    """A change of an authorization that waits or was refused, beside what stays authorized."""

    is_refused: bool
    sentence: str
    terms: list[TermOut]
    conditions: str
    """Of what is authorized."""

    @classmethod
    def of(cls, case: Case) -> "ChangeOut | None":
        """Null where no change was asked for beside an open authorization."""
        found = terms_in_force(case)
        return None if found is None else cls(found.is_refused, say(found.sentence), _terms(found), found.conditions)


def _terms(found: Terms) -> list[TermOut]:
    return [
        TermOut(each.field, say(each.key), _said(each.before), _said(each.after), each.reason, each.language)
        for each in found.changes
    ]


def _said(row: Row | None) -> str | None:
    return None if row is None else say_value(row.value)
