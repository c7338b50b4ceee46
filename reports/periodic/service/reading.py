"""Reading periodic reports: the list, one report with its corrections, and what is open to the public."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from declarations.codes.adopted import library_in
from register.access.policy import permits
from register.kernel.db import Transaction, transaction
from register.kernel.errors import NotFound
from register.kernel.identity import Identity, service
from register.kernel.paging import PAGE_ROWS, Cursor, Page, page_of
from reports.periodic import store_reports as store
from reports.periodic.model import Published
from reports.periodic.service.releasing import published_of
from reports.periodic.stored import Report, Status
from reports.periodic.words import Beside
from reports.settings import shows_public_reports

_PUBLISHER = service("publisher")
"""Sees released reports of the public profile alone."""


class Opened(msgspec.Struct, frozen=True):
    """A report, what it says, and the reports before and after it as far as the reader sees them."""

    report: Report
    said: Published
    corrects: Report | None = None
    corrected_by: Report | None = None
    beside: tuple[Beside, ...] = ()
    """Released reports beside which this one, not released, must not be published."""


class Listed(msgspec.Struct, frozen=True):
    """A page of reports, and by report the released one that corrects it."""

    page: Page[Report]
    corrected_by: Mapping[UUID, Report]


def _key(report: Report) -> Cursor:
    return Cursor(report.prepared_at.isoformat(), report.id)


async def list_reports(identity: Identity, cursor: Cursor | None) -> Page[Report]:
    """The reports that are open to the reader, the newest first. Raises NotFound."""
    _refuse_unless(identity, "report.list")
    async with transaction(identity) as tx:
        return (await _listed(tx, cursor)).page


async def list_with_corrections(identity: Identity, cursor: Cursor | None) -> Listed:
    """The reports that are open to the reader, the newest first. Raises NotFound."""
    _refuse_unless(identity, "report.list")
    async with transaction(identity) as tx:
        return await _listed(tx, cursor)


async def read(identity: Identity, wanted: UUID) -> Opened:
    """A report as the reader may see it; a draft as it would be frozen now. Raises NotFound."""
    _refuse_unless(identity, "report.read")
    async with transaction(identity) as tx:
        return await _open(tx, await store.report(tx, wanted))


async def list_public(cursor: Cursor | None) -> Page[Report]:
    """Released reports for the public. Raises NotFound where the organization publishes none."""
    _refuse_unpublished()
    async with transaction(_PUBLISHER) as tx:
        return (await _listed(tx, cursor)).page


async def list_public_with_corrections(cursor: Cursor | None) -> Listed:
    """Released reports for the public. Raises NotFound where the organization publishes none."""
    _refuse_unpublished()
    async with transaction(_PUBLISHER) as tx:
        return await _listed(tx, cursor)


async def read_public(wanted: UUID) -> Opened:
    """A released report for the public. Raises NotFound."""
    _refuse_unpublished()
    async with transaction(_PUBLISHER) as tx:
        return await _open(tx, await store.report(tx, wanted))


async def _listed(tx: Transaction, cursor: Cursor | None) -> Listed:
    page = page_of(await store.reports(tx, cursor), cursor, PAGE_ROWS, _key)
    return Listed(page, await store.released_corrections(tx, [each.id for each in page.items]))


async def _open(tx: Transaction, found: Report) -> Opened:
    await library_in(tx)  # whose value bands are said in words
    said = await published_of(tx, found) if found.status == Status.DRAFT else found.opened()
    around = [] if found.status == Status.RELEASED else await store.overlapping(tx, found.since, found.until)
    beside = tuple(each.beside for each in around)
    return Opened(found, said, await _if_seen(tx, found.corrects), await store.correction_of(tx, found.id), beside)


async def _if_seen(tx: Transaction, wanted: UUID | None) -> Report | None:
    try:
        return await store.report(tx, wanted) if wanted else None
    except NotFound:
        return None


def _refuse_unless(identity: Identity, action: str) -> None:
    if identity.person is None or not permits(identity, action):
        raise NotFound


def _refuse_unpublished() -> None:
    if not shows_public_reports():
        raise NotFound
