"""An opinion in general words: the officer proposes it, the asker agrees to these very words, then it is published."""

from uuid import UUID

from declarations.advice.model import GuidanceText
from declarations.meetings.store import change, keep
from declarations.meetings.store import meeting as meeting_row
from declarations.presiding import store
from declarations.presiding.model import Opinion, OpinionGuidance, Published
from declarations.presiding.records import PRESIDING
from declarations.presiding.sealing import read, sealed
from declarations.presiding.service.notices import tell_asker
from declarations.presiding.service.opinions import addressed, refuse_wordless, why_hidden
from declarations.votes.service.attending import attended
from register import vault
from register.kernel.db import retry_serialization, transaction
from register.kernel.errors import Conflict, NotFound
from register.kernel.i18n import msg
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of


@retry_serialization
async def propose(identity: Identity, meeting: UUID, opinion: UUID, words: GuidanceText) -> None:
    """Propose general words for an opinion that was given; what was proposed before is withdrawn.

    Raises NotFound but for the officer who gave it, Invalid, Conflict before the answer and once it is published.
    """
    refuse_wordless("title", words.title, words.language)
    refuse_wordless("general", words.text, words.language)
    async with transaction(identity) as tx:
        row = await addressed(tx, "presiding.answer", meeting, opinion)
        if row.answered_at is None or identity.acting is None:
            raise Conflict(msg("Give the opinion first."))
        before = await store.guidance_of(tx, opinion)
        if before is not None and before.status is Published.PUBLISHED:
            raise Conflict(msg("The guidance is published already."))
        if before is not None:
            await change(tx, PRESIDING[OpinionGuidance], before, "withdrawn", status=Published.WITHDRAWN)
        made, key = new_id(), vault.new_data_key()
        proposed = OpinionGuidance(
            id=made,
            opinion=opinion,
            code=(await meeting_row(tx, meeting)).code,
            status=Published.PROPOSED,
            proposed_by=identity.acting,
            proposed_at=tx.now,
            key_id=key.key_id,
            wrapped_key=key.wrapped,
            content=sealed(key, made, words),
        )
        await keep(tx, PRESIDING[OpinionGuidance], proposed, "proposed")
        await tell_asker(tx, row.participant)


@retry_serialization
async def decide(identity: Identity, opinion: UUID, *, agrees: bool) -> None:
    """Publish what was proposed out of one's own question, or withdraw it, published or not. Raises NotFound."""
    async with transaction(identity) as tx:
        who, _ = await attended(tx)
        row = await store.one(tx, Opinion, opinion)
        found = await store.guidance_of(tx, opinion)
        if row.participant != who or found is None:
            raise NotFound
        since = await store.alone_since(tx)
        if since is None or row.asked_at < since:
            raise Conflict(why_hidden(since))
        if not agrees:
            await change(tx, PRESIDING[OpinionGuidance], found, "withdrawn", status=Published.WITHDRAWN)
        elif found.status is Published.PROPOSED:
            agreed = {"status": Published.PUBLISHED, "published_at": tx.now}
            await change(tx, PRESIDING[OpinionGuidance], found, "published", **agreed)


async def list_published(identity: Identity, cursor: Cursor | None) -> Page[tuple[OpinionGuidance, GuidanceText]]:
    """What is published, the newest first: to everyone who is signed in, and to every participant."""
    async with transaction(identity) as tx:
        rows = await store.page(tx, store.GUIDANCE, Published.PUBLISHED, cursor)
    found = [(row, read(row, GuidanceText)) for row in rows]
    return page_of(found, cursor, PAGE_ROWS, _place)


def _place(each: tuple[OpinionGuidance, GuidanceText]) -> Cursor:
    row, _ = each
    return Cursor(row.published_at.isoformat() if row.published_at else "", row.id)
