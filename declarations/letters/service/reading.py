"""Opening the decision of a case as a letter, for the declarant's side or the desk; the opening is recorded."""

from declarations.filing import store as filing
from declarations.filing.model import Declaration, Party, Route, Step
from declarations.filing.service.moves import parties_in
from declarations.filing.service.reading import DESK_PARTIES, Case, as_decided, open_case
from declarations.letters.composing import Written, decision_letter
from declarations.letters.model import Letter
from declarations.letters.service.contesting import how_to_contest
from declarations.letters.settings import office
from register.access.policy import permits
from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotFound
from register.kernel.i18n import offered
from register.kernel.identity import Identity
from register.ledger.readings import record_reading
from register.ledger.service import events
from register.people import store as people

OWN_PARTIES = frozenset({Party.DECLARANT, Party.FILER})
_AUTHORITIES = ("executive_head", "recorded_delegate", "authorizing_official", "governing_body_designate")


async def read_decision_letter(
    identity: Identity, reference: str, language: str | None = None, *, at_desk: bool = False
) -> Letter:
    """The decision in force as a letter, in the declarant's language unless another is asked for.

    NotFound where nothing is decided, and for whoever may not read the case on this side.
    """
    async with transaction(identity) as tx:
        case = await open_for_letters(tx, reference, at_desk=at_desk)
        decided = last_decision(case)
        if decided is None:
            raise NotFound
        case = as_decided(case, decided)
        wanted = language_of(language) or await declarants_language(tx, case)
        written = Written(
            case=case,
            decided=decided,
            fingerprint=await _fingerprint(tx, case.declaration, decided),
            contest=await how_to_contest(tx, case, decided, wanted),
            office=office(),
        )
        return decision_letter(written, wanted)


async def open_for_letters(tx: Transaction, reference: str, *, at_desk: bool) -> Case:
    """The case, with the reading recorded for everybody but the declarant. Raises NotFound."""
    if not permits(tx.identity, "case.letter" if at_desk else "declaration.letter"):
        raise NotFound
    declaration = await filing.by_reference(tx, reference)
    parties = await parties_in(tx, declaration)
    if parties.isdisjoint(DESK_PARTIES if at_desk else OWN_PARTIES):
        raise NotFound
    if Party.DECLARANT not in parties:
        role = _role(declaration, parties, tx.identity)
        await record_reading(tx, kind="declaration", subject=declaration.id, role=role, purpose="letter")
    return await open_case(tx, declaration)


def _role(declaration: Declaration, parties: frozenset[Party], identity: Identity) -> str:
    """In which role the person reads it."""
    if Party.FILER in parties:
        return "assistant"
    if declaration.route is Route.OFFICE and Party.OFFICE in parties:
        return "ethics_officer"
    return next((role for role in _AUTHORITIES if identity.has(role)), "ethics_officer")


def last_decision(case: Case) -> Step | None:
    """The decision in force; None where nothing is decided yet."""
    return next((step for step in reversed(case.steps) if step.name == "declaration:decided"), None)


def language_of(asked: str | None) -> str | None:
    """One of our languages. Raises NotFound for any other."""
    if not asked:
        return None
    found = offered(asked)
    if found is None:
        raise NotFound
    return found.tag


async def declarants_language(tx: Transaction, case: Case) -> str:
    """The language in which the register speaks to the declarant."""
    known = await people.person(tx, case.declaration.declarant)
    found = offered(known.language) if known else None
    return found.tag if found else case.content.language


async def _fingerprint(tx: Transaction, declaration: Declaration, decided: Step) -> str:
    """The first 96 bits of the hash of the entry, in groups that can be read aloud."""
    entries = await events(tx, declaration.id, after=decided.seq - 1)
    found = next(entry for entry in entries if entry.seq == decided.seq)
    plain = found.hash.hex()[:24].upper()
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))
