"""Putting a translation beside the words of a declarant, by somebody who reviews the case."""

import msgspec

from declarations.evidence.model import Side
from declarations.evidence.service.places import note_reading, open_place
from declarations.evidence.translations import FIELDS, Translation, all_translations, words_of
from declarations.filing.model import Action, Content, Declaration
from declarations.filing.service.moves import apply_move
from declarations.filing.service.reading import open_content, open_steps
from declarations.filing.service.stale import refuse_stale
from register.access.policy import permits
from register.kernel.db import retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import LOCALES, msg
from register.kernel.identity import Identity


class Words(msgspec.Struct, frozen=True):
    """What is to be translated, and what was."""

    declaration: Declaration
    content: Content
    fields: tuple[str, ...]
    """Those in which something is written."""
    translations: tuple[Translation, ...]
    may_translate: bool


async def open_words(identity: Identity, reference: str) -> Words:
    """The words of a case with all translations, oldest first. NotFound for whoever may not read the case."""
    async with transaction(identity) as tx:
        place = await open_place(tx, Side.CASE, reference)
        await note_reading(tx, place, "review")
        declaration = _declared(place.declaration)
        content = open_content(declaration)
        made = all_translations(await open_steps(tx, declaration))
        fields = tuple(field for field in FIELDS if words_of(content, field))
        may = Action.TRANSLATE in place.acts and permits(identity, "case.translate")
        return Words(declaration, content, fields, tuple(made), may)


@retry_serialization
async def translate(
    identity: Identity, reference: str, field: str, language: str, words: str, seen: int
) -> Declaration:
    """Keep a translation as an event of the case; earlier ones stay.

    Raises Invalid by field, NotFound, Stale, TransitionRefused.
    """
    if not permits(identity, "case.translate"):
        raise NotFound
    async with transaction(identity) as tx:
        place = await open_place(tx, Side.CASE, reference, lock=True)
        before = _declared(place.declaration)
        await refuse_stale(tx, before, seen)
        _refuse_senseless(open_content(before), field, language, words)
        said = {"field": field, "language": language, "translation": words.strip()}
        return await apply_move(tx, before, Action.TRANSLATE, parties=place.parties, said=said)


def _declared(found: Declaration | None) -> Declaration:
    if found is None:
        raise NotFound
    return found


def _refuse_senseless(content: Content, field: str, language: str, words: str) -> None:
    faults = []
    if not words_of(content, field):
        faults.append(("field", msg("The declarant wrote nothing here that could be translated.")))
    if language not in LOCALES:
        faults.append(("language", msg("Choose the language of the translation.")))
    elif language == content.language:
        faults.append(("language", msg("The declarant wrote in this language already.")))
    if not words.strip():
        faults.append(("translation", msg("Write the translation.")))
    if faults:
        raise Invalid(fields=[FieldError(*fault) for fault in faults])
