"""Adding a file, and taking it away again: from a draft for good, from a declaration with a reason that stays."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from declarations.evidence import store
from declarations.evidence.cleaning import Cleaned, cleaned, refusal
from declarations.evidence.model import Kept, Note, Side, Standing
from declarations.evidence.sealing import note_of, sealed_chunks, sealed_note
from declarations.evidence.service.places import Place, kept_in, kept_there, open_place
from declarations.evidence.settings import evidence_settings
from declarations.evidence.sniffing import EXTENSIONS
from declarations.filing.model import Action
from declarations.filing.service.moves import apply_move
from declarations.filing.service.stale import refuse_stale
from register import vault
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import FieldError, Invalid, NotFound, TransitionRefused
from register.kernel.i18n import Message, msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id

_UNSAFE = re.compile(r"[^\w .,()\-+]|_(?=\W)", re.UNICODE)
_LONGEST_NAME = 80


async def attach(identity: Identity, side: Side, name: str, file_name: str, data: bytes) -> UUID:
    """Keep a file beside a draft or declaration, cleaned and encrypted; the same file again is the one there already.

    Raises Invalid with what is wrong with the file or which limit is reached, NotFound, TransitionRefused.
    """
    if len(data) > evidence_settings().most_bytes:
        raise _at_field(_too_many_bytes())
    async with transaction(identity) as tx:  # nobody has a file opened who may not add it
        await _refuse_full(tx, await open_place(tx, side, name))
    found = await cleaned(data)
    if len(found.data) > evidence_settings().most_bytes:
        raise _at_field(_too_many_bytes())
    return await _keep(identity, side, name, _file_name(file_name, found.media_type), found)


@retry_serialization
async def _keep(identity: Identity, side: Side, name: str, file_name: str, found: Cleaned) -> UUID:
    async with transaction(identity) as tx:
        place = await open_place(tx, side, name, lock=True)
        sha256 = hashlib.sha256(found.data).hexdigest()
        for other in await kept_in(tx, place):
            if other.withdrawn_at is None and note_of(other).sha256 == sha256:
                return other.id
        await _refuse_full(tx, place)
        note = Note(new_id(), file_name, found.media_type, len(found.data), sha256)
        key = vault.new_data_key()
        chunks = sealed_chunks(key, note, found.data)
        await store.insert(tx, _row(tx, place, note, key, len(chunks)), chunks)
        await _tell_ledger(tx, place, Action.ATTACH, {"evidence": [note], "file": file_name})
        return note.id


def _row(tx: Transaction, place: Place, note: Note, key: vault.DataKey, chunks: int) -> Kept:
    if tx.identity.person is None:
        raise NotFound
    return Kept(
        id=note.id,
        draft=place.draft,
        declaration=place.declaration.id if place.declaration else None,
        attached_by=tx.identity.person,
        attached_at=tx.now,
        status=Standing.WAITING if evidence_settings().scanner else Standing.CLEAN,
        tried_at=None,
        withdrawn_at=None,
        media_type=note.media_type,
        size=note.size,
        chunks=chunks,
        key_id=key.key_id,
        wrapped_key=key.wrapped,
        label=sealed_note(key, note),
    )


async def _tell_ledger(tx: Transaction, place: Place, action: Action, said: Mapping[str, Any]) -> None:
    """The step in the case; a draft has no story yet, its files are told when it is filed."""
    if place.declaration is not None:
        await apply_move(tx, place.declaration, action, parties=place.parties, said=msgspec.to_builtins(said))


async def _refuse_full(tx: Transaction, place: Place) -> None:
    settings, person = evidence_settings(), tx.identity.person
    if person is None:
        raise NotFound
    if not place.may_attach:
        raise TransitionRefused(msg("Files are added only while the case is open."))
    there = [kept for kept in await kept_in(tx, place) if kept.status != Standing.REFUSED]
    if len(there) >= settings.files_per_declaration:
        raise _at_field(
            msg("A declaration takes at most %(n)s files, and it has as many.", n=settings.files_per_declaration)
        )
    if await store.used_by(tx, person) >= settings.bytes_per_person:
        raise _at_field(msg("You have added as much as one person may keep in the register. Ask the administrator."))


def _too_many_bytes() -> Message:
    most = max(1, evidence_settings().most_bytes // 1_000_000)
    return msg("A file may have %(n)s MB at most. Make it smaller, for example by a photo with fewer pixels.", n=most)


def _at_field(sentence: Message) -> Invalid:
    return Invalid(sentence, fields=[FieldError("file", sentence)])


def no_file() -> Invalid:
    """Nothing was chosen."""
    return _at_field(msg("Choose a photo or a file first."))


def _file_name(typed: str, media_type: str) -> str:
    """The name a person gave, as one harmless line, with the ending of what the file really is."""
    stem = re.split(r"[\\/]", typed)[-1].rsplit(".", 1)[0]
    stem = " ".join(_UNSAFE.sub(" ", stem).split()).strip(". ")[:_LONGEST_NAME].strip()
    return f"{stem or 'evidence'}.{EXTENSIONS[media_type]}"


async def remove_from_draft(identity: Identity, draft: str, wanted: UUID) -> None:
    """Delete a file of one's own draft, with its key. NotFound for any other."""
    async with transaction(identity) as tx:
        await kept_there(tx, await open_place(tx, Side.DRAFT, draft), wanted)
        if not await store.delete(tx, wanted):
            raise NotFound


@retry_serialization
async def withdraw(identity: Identity, side: Side, name: str, wanted: UUID, reason: str, seen: int) -> None:
    """Withdraw a file with a reason: it stays with the case, marked so, until the case itself is erased.

    Open to whoever added it, and to the declarant. Raises Invalid by field, Stale, NotFound, TransitionRefused.
    """
    if not reason.strip():
        raise Invalid(fields=[FieldError("reason", msg("Say why you withdraw the file."))])
    async with transaction(identity) as tx:
        place = await open_place(tx, side, name, lock=True)
        kept = await kept_there(tx, place, wanted)
        if place.declaration is None or not may_withdraw(place, kept, identity):
            raise NotFound
        await refuse_stale(tx, place.declaration, seen)
        said = {"withdrawn": str(wanted), "file": note_of(kept).file, "reason": reason.strip()}
        await _tell_ledger(tx, place, Action.WITHDRAW_EVIDENCE, said)
        await store.mark_withdrawn(tx, wanted)


def may_withdraw(place: Place, kept: Kept, identity: Identity) -> bool:
    """Whether the file is theirs to withdraw now."""
    is_theirs = place.declaration is not None and identity.person in {kept.attached_by, place.declaration.declarant}
    return is_theirs and kept.withdrawn_at is None and Action.WITHDRAW_EVIDENCE in place.acts


__all__ = ["attach", "may_withdraw", "no_file", "refusal", "remove_from_draft", "withdraw"]
