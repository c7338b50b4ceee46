"""The buttons of the case page that put standing words into a field, for whoever works without scripts too."""

from declarations.letters.service.picking import IN_CASES, pick_words
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.form import Form
from register.kernel.i18n import LOCALES
from register.kernel.identity import Identity


async def insert_words(identity: Identity, reference: str, form: Form) -> None:
    """Put the chosen words behind what was typed in the field whose button was pressed. Raises Invalid, NotFound."""
    field = form.typed("insert")
    if field not in set(IN_CASES):
        raise NotFound
    key, language = form.typed(f"words_{field}"), form.typed(f"language_{field}")
    try:
        picked = await pick_words(identity, reference, key, language, form.typed("decision"))
    except Invalid as invalid:
        raise Invalid(
            fields=[
                FieldError(f"words_{field}" if fault.name == "words" else fault.name, fault.message)
                for fault in invalid.fields
            ]
        ) from invalid
    typed = form.typed(field).strip()
    if not typed:
        form.put("words_language", picked.language)
    form.put(field, f"{typed}\n\n{picked.text}" if typed else picked.text)


def written_in(form: Form) -> str:
    """The language of words that were put in; empty where the person wrote in the language of the page."""
    found = form.typed("words_language")
    return found if found in LOCALES else ""
