"""Where evidence stands: beside a draft, one's own declaration, or a case of the desk; opened only for its readers."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from declarations.evidence import store
from declarations.evidence.model import Kept, Note, Side
from declarations.filing import store as filing
from declarations.filing import store_drafts
from declarations.filing.model import Action, Declaration, Party, Route, Step
from declarations.filing.pages.addresses import draft_id, reference_in
from declarations.filing.service.moves import parties_in, possible_actions
from declarations.filing.service.reading import DESK_PARTIES, open_steps
from register.kernel.db import Transaction
from register.kernel.errors import NotFound
from register.ledger.readings import record_reading

_HOLDERS = ("executive_head", "recorded_delegate", "authorizing_official", "governing_body_designate")


class Place(msgspec.Struct, frozen=True):
    """One draft or declaration, opened by somebody who may read it."""

    side: Side
    name: str
    """The id of the draft, or the reference."""
    draft: UUID | None
    declaration: Declaration | None
    parties: frozenset[Party] = frozenset()
    acts: frozenset[Action] = frozenset()

    @property
    def may_attach(self) -> bool:
        """Whether a file can be added now."""
        return self.declaration is None or Action.ATTACH in self.acts

    @property
    def seen(self) -> int:
        """The last event of the case."""
        return self.declaration.head_seq if self.declaration else 0


async def open_place(tx: Transaction, side: Side, name: str, *, lock: bool = False) -> Place:
    """The place that an address names. NotFound for whoever may not read its content from this side."""
    if side is Side.DRAFT:
        draft = draft_id(name)
        if await store_drafts.read(tx, draft, lock=lock) is None:
            raise NotFound
        return Place(side, name, draft, None)
    declaration = await filing.by_reference(tx, reference_in(name), lock=lock)
    parties = await parties_in(tx, declaration)
    wanted = DESK_PARTIES if side is Side.CASE else frozenset({Party.DECLARANT, Party.FILER})
    if parties.isdisjoint(wanted):
        raise NotFound
    acts = possible_actions(declaration, parties)
    return Place(side, declaration.reference, None, declaration, parties, acts)


async def kept_in(tx: Transaction, place: Place) -> list[Kept]:
    """Every file that stands there."""
    if place.draft is not None:
        return await store.of_draft(tx, place.draft)
    return await store.of_declaration(tx, place.declaration.id) if place.declaration else []


async def kept_there(tx: Transaction, place: Place, wanted: UUID) -> Kept:
    """One of them. NotFound for a file that stands elsewhere."""
    kept = await store.by_id(tx, wanted)
    beside = place.declaration.id if place.declaration else None
    if (kept.draft, kept.declaration) != (place.draft, beside):
        raise NotFound
    return kept


async def note_reading(tx: Transaction, place: Place, purpose: str) -> None:
    """Record that somebody else than the declarant has looked, as every opening of a declaration is recorded."""
    if place.declaration is None or Party.DECLARANT in place.parties:
        return
    await record_reading(
        tx, kind="declaration", subject=place.declaration.id, role=_role(tx, place, place.declaration), purpose=purpose
    )


def _role(tx: Transaction, place: Place, declaration: Declaration) -> str:
    if place.side is Side.DECLARATION:
        return "assistant"
    if Party.OFFICE in place.parties:
        return "ethics_officer" if declaration.route is Route.OFFICE else "governing_body_designate"
    return next((role for role in _HOLDERS if tx.identity.has(role)), "ethics_officer")


async def notes_in_ledger(tx: Transaction, declaration: Declaration) -> dict[UUID, Note]:
    """What the events of a case say of its files."""
    return notes_of(await open_steps(tx, declaration))


def notes_of(steps: Sequence[Step]) -> dict[UUID, Note]:
    """The same from events that are open already."""
    found = [note for step in steps for note in step.said.get("evidence") or []]
    return {note.id: note for note in (msgspec.convert(each, Note) for each in found)}
