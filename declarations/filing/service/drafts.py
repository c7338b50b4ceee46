"""Drafts: what a person has typed and not yet filed. They belong to their author alone and are encrypted as a whole.

Two tabs on one draft do not overwrite each other: whoever saves says which version they saw. A page may save again
and again by itself (autosave) because it also says which page it is, and the draft remembers who saved last.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from declarations.filing import store_drafts as store
from declarations.filing.kinds.model import Answers
from declarations.filing.kinds.registry import form_of
from declarations.filing.store_drafts import DraftRow
from register import vault
from register.access.policy import permits
from register.kernel.db import Transaction, retry_serialization, transaction
from register.kernel.errors import Conflict, NotFound, Stale
from register.kernel.i18n import msg
from register.kernel.identity import Identity, service
from register.kernel.ids import new_id
from register.notices.service import post
from register.people import store as people

MOST_DRAFTS = 50
"""Per author; a person with more has lost track of them."""

_LABEL = "draft"
_CLERK_BATCH = 500
_CHANGED_ELSEWHERE = msg(
    "This draft was changed in another window after you opened it here. What you typed is still on this page and is not"
    " saved yet."
)


class _Kept(msgspec.Struct, frozen=True):
    """What is encrypted: the answers in the form of their kind, and which page saved them last."""

    answers: msgspec.Raw
    page: str = ""


class Draft(msgspec.Struct, frozen=True):
    """A draft as its author sees it."""

    id: UUID
    version: int
    created_at: datetime
    edited_at: datetime
    answers: Any
    """The answers of the form of its kind."""
    page: str = ""
    amends: UUID | None = None
    kind: str = "gift"

    @property
    def etag(self) -> str:
        """Changes with every save."""
        return f'"{self.version}"'

    @property
    def party_typed(self) -> str:
        """The other party as its author typed it; empty while it was not asked. It tells drafts apart."""
        said = getattr(self.answers, "said", {})
        return str(getattr(self.answers, "giver_name", "") or said.get("other_party") or "")

    @property
    def changes(self) -> str | None:
        """The reference of the declaration of which it says what has changed."""
        answers: Answers = self.answers
        return answers.amending.reference if answers.amending else answers.changing

    def ends_on(self, draft_days: int) -> datetime:
        """When it is deleted unless it is edited again."""
        return self.edited_at + timedelta(days=draft_days)


async def create_draft(
    identity: Identity, answers: Answers | None = None, *, kind: str = "gift", amends: UUID | None = None
) -> Draft:
    """Begin a draft. Raises NotFound for an assistant's choice of somebody they do not file for, Conflict above 50."""
    async with transaction(identity) as tx:
        return await begin_draft(tx, answers or form_of(kind).answers(), kind=kind, amends=amends)


async def begin_draft(tx: Transaction, answers: Answers, *, kind: str, amends: UUID | None = None) -> Draft:
    """The same in the caller's transaction."""
    await _refuse_stranger(tx, answers.declarant)
    author = _author(tx.identity)
    person = await people.person(tx, answers.declarant or author)
    answers = msgspec.structs.replace(answers, capacity=person.capacity if person else "")
    if await store.count_of_author(tx) >= MOST_DRAFTS:
        raise Conflict(msg("You keep too many drafts. Discard those that you no longer need, then begin again."))
    key, made = vault.new_data_key(), new_id()
    row = DraftRow(
        id=made,
        author=author,
        kind=kind,
        amends=amends,
        version=1,
        created_at=tx.now,
        edited_at=tx.now,
        key_id=key.key_id,
        wrapped_key=key.wrapped,
        answers=_sealed(key, made, answers),
    )
    await store.insert(tx, row)
    return _opened(row)


async def read_draft(identity: Identity, draft: UUID) -> Draft:
    """A draft of one's own; NotFound for any other, and for one of a person whose assistant one is no more."""
    async with transaction(identity) as tx:
        found = _opened(await _row(tx, draft))
        await _refuse_stranger(tx, found.answers.declarant)
        return found


async def list_drafts(identity: Identity) -> list[Draft]:
    """One's own drafts, the last edited first; none for a person whose assistant one is no more."""
    async with transaction(identity) as tx:
        return await drafts_in(tx)


async def drafts_in(tx: Transaction) -> list[Draft]:
    """The same in the caller's transaction."""
    author = _author(tx.identity)
    mine = {None, author, *(person.id for person in await people.principals(tx, author))}
    found = [_opened(row) for row in await store.of_author(tx, MOST_DRAFTS)]
    return [draft for draft in found if draft.answers.declarant in mine]


@retry_serialization
async def save_draft(
    identity: Identity, draft: UUID, change: Callable[[Any], Answers], *, seen: int, page: str = ""
) -> Draft:
    """Save one step: `change` makes the new answers out of those that are kept.

    Raises Stale when another page has saved since version `seen`; the same `page` may save again.
    """
    async with transaction(identity) as tx:
        row = await _row(tx, draft, lock=True)
        before = _opened(row)
        if before.version != seen and not (page and page == before.page):
            raise Stale(_CHANGED_ELSEWHERE)
        answers = change(before.answers)
        await _refuse_stranger(tx, answers.declarant)
        if answers == before.answers:
            return before
        key = vault.unwrap(row.key_id, row.wrapped_key)
        await store.write(tx, draft, before.version + 1, _sealed(key, draft, answers, page))
        return msgspec.structs.replace(before, version=before.version + 1, edited_at=tx.now, answers=answers, page=page)


async def discard_draft(identity: Identity, draft: UUID) -> None:
    """Delete a draft of one's own, with its key."""
    async with transaction(identity) as tx:
        if not await store.delete(tx, draft):
            raise NotFound


async def clear_old_drafts(*, draft_days: int, notice_days: int) -> tuple[int, int]:
    """Tell authors `notice_days` before a draft ends, and delete those that were told in time; (told, deleted).

    A draft is deleted `draft_days` after its last edit, and never without the notice before it, however long the
    register stood still. Run by the composition root's clerk.
    """
    clerk = service("clerk")
    told = 0
    async with transaction(clerk) as tx:
        warning = tx.now - timedelta(days=draft_days - notice_days)
        found = await store.unannounced(tx, warning, _CLERK_BATCH)
        for draft in found:
            ends = max(draft.edited_at + timedelta(days=draft_days), tx.now + timedelta(days=notice_days))
            await _announce(tx, draft.author, ends)
        await store.mark_announced(tx, [draft.id for draft in found])
        told = len(found)
    async with transaction(clerk) as tx:
        ended, announced = tx.now - timedelta(days=draft_days), tx.now - timedelta(days=notice_days)
        return told, await store.delete_announced(tx, ended, announced)


async def _announce(tx: Transaction, author: UUID, ends: datetime) -> None:
    await post(
        tx,
        recipient=author,
        subject=msg("A draft of yours will be deleted on %(day)s", day=ends.date()),
        body=[
            msg("You began a declaration and have not sent it."),
            msg("Open the draft and save it once to keep it. Otherwise it is deleted on %(day)s.", day=ends.date()),
        ],
        link="/declare",
    )


async def _refuse_stranger(tx: Transaction, declarant: UUID | None) -> None:
    """NotFound unless one may file for the person."""
    person = tx.identity.person
    if person is None or not permits(tx.identity, "declaration.file"):
        raise NotFound
    if declarant is not None and declarant != person and not await people.files_for(tx, person, declarant):
        raise NotFound


def _author(identity: Identity) -> UUID:
    if identity.person is None:
        raise NotFound
    return identity.person


async def _row(tx: Transaction, draft: UUID, *, lock: bool = False) -> DraftRow:
    row = await store.read(tx, draft, lock=lock)
    if row is None:
        raise NotFound
    return row


def _sealed(key: vault.DataKey, draft: UUID, answers: Answers, page: str = "") -> bytes:
    kept = _Kept(msgspec.Raw(msgspec.json.encode(answers)), page)
    return vault.encrypt(key, msgspec.json.encode(kept), draft, _LABEL)


def _opened(row: DraftRow) -> Draft:
    key = vault.unwrap(row.key_id, row.wrapped_key)
    kept = msgspec.json.decode(vault.decrypt(key, row.answers, row.id, _LABEL), type=_Kept)
    answers = msgspec.json.decode(kept.answers, type=form_of(row.kind).answers)
    return Draft(row.id, row.version, row.created_at, row.edited_at, answers, kept.page, row.amends, row.kind)
