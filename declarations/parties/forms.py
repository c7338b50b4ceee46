"""What is typed about an entry of the directory, read into values; every fault by field."""

from datetime import UTC, datetime
from uuid import UUID

from declarations.parties.model import PartyRow
from declarations.parties.names import search_form
from declarations.parties.party_file import LONGEST_NAME, check_rows
from declarations.parties.records import Alias
from register.kernel.errors import FieldError, Invalid
from register.kernel.form import Form
from register.kernel.i18n import msg
from register.kernel.message import Message, pmsg
from register.people.sheet import SheetRow

LONGEST_SOURCE = 200
LONGEST_REASON = 1000
_NOW = datetime(1970, 1, 1, tzinfo=UTC)
LANGUAGES: dict[str, Message] = {
    "": pmsg("language", "Not said"),
    "ar": pmsg("language", "Arabic"),
    "en": pmsg("language", "English"),
    "fr": pmsg("language", "French"),
    "es": pmsg("language", "Spanish"),
    "ru": pmsg("language", "Russian"),
    "zh": pmsg("language", "Chinese"),
    "pt": pmsg("language", "Portuguese"),
    "de": pmsg("language", "German"),
    "other": pmsg("language", "Another language"),
}
"""The languages that a name can be said to be in: those of the United Nations and two more that are often met."""

_SOURCE = msg("Say where this name is from, for example: their letterhead, a contract, the official list of a State.")


def read_alias(form: Form) -> Alias:
    """Another name with its source. Raises Invalid."""
    name = form.line("name", missing=msg("Write the other name."), longest=LONGEST_NAME)
    if name and not search_form(name):
        form.refuse("name", msg("A name has letters or digits."))
    language = form.choice("language", LANGUAGES) or "" if form.typed("language") else ""
    source = form.line("source", missing=_SOURCE, longest=LONGEST_SOURCE)
    form.check()
    return Alias(id=UUID(int=0), name=name, language=language, source=source, added_at=_NOW)


def read_reason(form: Form) -> str:
    """Why entries are merged or separated. Raises Invalid."""
    reason = form.text("reason", missing=msg("Write why."), longest=LONGEST_REASON)
    form.check()
    return reason


def read_row(form: Form) -> PartyRow:
    """An entry to be taken over, judged as a row of a parties file is. Raises Invalid by field."""
    names = ("name_en", "name_fr", "name_es", "name_ar", "giver_type", "country", "relation")
    cells = {name: form.typed(name).strip() for name in names}
    try:
        return check_rows([SheetRow(1, {**cells, "aliases": ""})])[0]
    except Invalid as error:
        raise Invalid(
            fields=[FieldError(fault.name.partition(".")[2], fault.message) for fault in error.fields]
        ) from error
