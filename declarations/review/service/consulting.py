"""Consulting the declarant's supervisor: one question on one matter, in a few words that the officer chooses."""

from declarations.filing.model import Action, Declaration
from declarations.filing.service.moves import apply_move
from declarations.filing.service.reading import open_content
from declarations.opinions.model import LONGEST_ACTIVITY, About, Words
from declarations.opinions.service.asking import put_question
from declarations.review.service.holding import hold, required
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, TransitionRefused
from register.kernel.i18n import current_locale, msg
from register.kernel.identity import Identity
from register.people import store as people
from register.people.model import Person

_NOBODY = msg("The register knows of no supervisor who could be asked.")


@retry_serialization
async def consult(identity: Identity, reference: str, activity: str, seen: int, *, language: str = "") -> Declaration:
    """Ask the declarant's supervisor for an opinion on an outside activity, or on pressure (ICSC 12, 45).

    Asked again, the earlier link works no more. `activity`, the matter in a few words, is all that the supervisor reads
    of the case beside the declarant's name. Raises Invalid, TransitionRefused where no supervisor is known.
    """
    async with transaction(identity) as tx:
        held = await hold(tx, reference, Action.ASK_OPINION, seen)
        told = required("activity", activity, msg("Say in a few words what it is about."))
        if len(told) > LONGEST_ACTIVITY:
            raise Invalid(fields=[FieldError("activity", msg("Write at most %(n)s characters.", n=LONGEST_ACTIVITY))])
        supervisor = await _supervisor(tx, held.declaration)
        language = language or current_locale().tag
        after = await apply_move(
            tx,
            held.declaration,
            Action.ASK_OPINION,
            parties=held.parties,
            standing=held.standing,
            said={"activity": told, "to_name": supervisor.name, "language": language},
        )
        person = open_content(held.declaration).declarant_name
        about = About.ACTIVITY if after.kind == "outside_activity" else About.PRESSURE
        await put_question(tx, after, supervisor, Words(told, language, person, supervisor.name, about=about))
        return after


async def _supervisor(tx: Transaction, case: Declaration) -> Person:
    declarant = await people.person(tx, case.declarant)
    wanted = declarant.supervisor if declarant else None
    found = await people.person(tx, wanted) if wanted else None
    if found is None or not found.active or found.id == tx.identity.person:
        raise TransitionRefused(_NOBODY)
    return found
