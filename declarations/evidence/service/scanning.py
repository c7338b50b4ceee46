"""The worker's round over files that wait for the scanner. Whatever goes wrong, a file waits on and stays closed."""

import asyncio

from declarations.evidence import store
from declarations.evidence.model import Kept, Standing
from declarations.evidence.scanner import ScannerFailed, is_clean
from declarations.evidence.sealing import content_of, note_of
from declarations.evidence.service.telling import tell_not_checked, tell_refused
from declarations.evidence.settings import evidence_settings
from register import vault
from register.kernel.db import transaction
from register.kernel.identity import service

_SCANNER = service("scanner")
_BATCH = 10


async def scan_waiting() -> int:
    """Have the files that wait scanned; how many were decided. Raises ScannerFailed after the round where any failed.

    Without a scanner in the settings nothing waits but what was added under one: that stays closed until there is one
    again.
    """
    settings = evidence_settings()
    if not settings.scanner:
        return 0
    async with transaction(_SCANNER) as tx:
        found = await store.waiting(tx, _BATCH)
    decided = 0
    for kept in found:
        decided += await _scan(kept, settings.scanner, settings.scanner_seconds)
    if decided < len(found):
        raise ScannerFailed
    return decided


async def _scan(kept: Kept, scanner: str, seconds: float) -> bool:
    async with transaction(_SCANNER) as tx:
        chunks = await store.chunks_of(tx, kept.id)
    if not chunks:
        return True  # taken away meanwhile
    try:
        data = content_of(kept, chunks, note_of(kept).sha256)
        clean = await asyncio.to_thread(is_clean, scanner, data, seconds)
    except (ScannerFailed, vault.Unreadable):
        async with transaction(_SCANNER) as tx:
            if await store.scanner_failed(tx, kept.id):
                await tell_not_checked(tx, await store.by_id(tx, kept.id), before=kept.tried_at)
        return False
    async with transaction(_SCANNER) as tx:
        decided = await store.scanned(tx, kept.id, Standing.CLEAN if clean else Standing.REFUSED)
        if decided and not clean:
            await tell_refused(tx, await store.by_id(tx, kept.id))
    return True
