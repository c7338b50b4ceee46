"""A question with everything that was said since, opened for one of the two sides."""

from declarations.advice import store, store_guidance
from declarations.advice.model import AdviceRow, Said, Thread
from declarations.advice.sealing import opened, opened_guidance, opened_message
from register.kernel.db import Transaction


async def open_thread(tx: Transaction, row: AdviceRow) -> Thread:
    """The thread of a question that its reader has opened already."""
    said = [
        Said(each["at"], each["from_office"], opened_message(row, each["id"], each["content"]))
        for each in await store.said(tx, row.id)
    ]
    guidance = await store_guidance.of_advice(tx, row.id)
    return Thread(
        advice=opened(row),
        said=tuple(said),
        agrees=await store.agrees(tx, row.id),
        guidance=opened_guidance(guidance) if guidance else None,
        was_published=await store_guidance.was_published(tx, row.id),
    )
