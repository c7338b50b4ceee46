"""Making an extract: one snapshot, one pass, recorded in the reading log of the same transaction."""

import re
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, BinaryIO, Protocol
from uuid import UUID

import msgspec

from declarations.codes.adopted import library_in
from declarations.codes.vocabulary import Kind
from declarations.review.model import Filters
from declarations.review.service.filters import filters_asked
from register.access.policy import Role, permits
from register.kernel.db import REPEATABLE_READ, Transaction, transaction
from register.kernel.errors import FieldError, Invalid, NotFound
from register.kernel.i18n import LOCALES, msg, say
from register.kernel.identity import Identity, service
from register.ledger.readings import record_reading, record_readings
from reports import front, method, store, summary
from reports.chosen import checked as checked_list
from reports.chosen import chosen
from reports.columns import columns, desk_cells, public_cells
from reports.front import Front
from reports.kinds import TITLES, cells_of_kind, headings_of
from reports.model import Audience, Counted, Exported, ExportRequest, FileFormat
from reports.recorded import purpose_of
from reports.separated import SeparatedRows
from reports.settings import organisation
from reports.words import Words
from reports.workbook import About, Book

Progress = Callable[[int], None]
"""Told from time to time how many declarations were written since it was told last."""
EXPORTER = service("exporter")
COMMAND_LINE = "command_line"
_UNSAFE = re.compile(r"[^a-z0-9-]+")


def _silent(_rows: int) -> None:
    """Nobody wants to know how far it is."""


async def export_register(
    identity: Identity, request: ExportRequest, out: BinaryIO, told: Progress = _silent
) -> Exported:
    """Write an extract to `out`, a file open for writing that can seek.

    The governing body's version runs as the service `exporter`, recorded under the person who asked; the desk's shows
    what the row security of that person shows. Raises NotFound for whoever may not, Invalid by field, CellRefused.
    """
    checked(request)
    acting = _acting(identity, request)
    filters = await _filters(identity, request)
    locale = LOCALES[request.language]
    counted, words = Counted(), Words(locale, TITLES[request.kind].labels)
    kind = Kind(request.kind)
    async with transaction(acting, isolation=REPEATABLE_READ) as tx:
        chosen_rows = await chosen(tx, request.audience, filters)
        period = (request.since, request.until)
        rows = store.rows(tx, request.audience, period, chosen_rows, kind)
        if request.audience is Audience.DESK:
            rows, cells = _recorded(tx, rows), _desk_cells(kind, words, counted)
        else:
            cells = public_cells(words, counted)
        written = _Written(rows, cells, counted, told)
        if request.format is FileFormat.CSV:
            await _write_separated(request, written, out)
        else:
            state = await store.state(tx, request.audience, period, chosen_rows, kind)
            named = organisation().name(request.language)
            await _write_book(Front(request, locale, named, state, chosen_rows.said(locale)), written, out)
        await _record(tx, request, chosen_rows.code)
    return Exported(counted.rows, file_name(request))


async def _filters(identity: Identity, request: ExportRequest) -> Filters | None:
    """The list that is asked for, its saved filter read as the person. Raises Invalid, NotFound."""
    if request.asked is None:
        return None
    async with transaction(identity) as tx:
        await library_in(tx)  # the value bands of what was adopted
    found = request.asked.over(Filters()) if identity == EXPORTER else await filters_asked(identity, request.asked)
    found = msgspec.structs.replace(found, kind=None)  # an extract is of one kind, which it names itself
    checked_list(request.audience, found)
    return found


def checked(request: ExportRequest) -> None:
    """Raise Invalid for what no extract can be made of."""
    faults = []
    if request.kind not in TITLES:
        faults.append(FieldError("kind", msg("Choose one of the kinds of declarations.")))
    elif request.kind != Kind.GIFT and request.audience is Audience.GOVERNING_BODY:
        faults.append(FieldError("audience", NOT_ONE_BY_ONE))
    if request.language not in LOCALES:
        faults.append(FieldError("language", msg("Choose one of the four languages.")))
    if request.since and request.until and request.since > request.until:
        faults.append(FieldError("until", msg("The period ends before it begins.")))
    if faults:
        raise Invalid(fields=faults)


NOT_ONE_BY_ONE = msg(
    "Only gifts leave without names. Interests, outside activities and requests are never published one by one: even"
    " without a name a row points to a person. Export them for the desk."
)


def _desk_cells(kind: Kind, words: Words, counted: Counted) -> Callable[[Any], tuple[object, ...]]:
    if kind is Kind.GIFT:
        return desk_cells(words, counted)
    return cells_of_kind(kind, words, counted, say(msg("Erased after the retention period."), words.locale))


def _acting(identity: Identity, request: ExportRequest) -> Identity:
    """Under which identity the rows are read."""
    if identity == EXPORTER and request.audience is Audience.GOVERNING_BODY:
        return identity
    if identity.person is None or not permits(identity, f"export.{request.audience}"):
        raise NotFound
    if request.audience is Audience.DESK:
        return identity
    return Identity(person=identity.person, service=EXPORTER.service, name=identity.name)


async def _recorded(tx: Transaction, rows: AsyncIterator[Any]) -> AsyncIterator[Any]:
    """The rows of the desk; each declarant finds in their own reading log that the declaration was exported."""
    waiting: list[UUID] = []
    async for row in rows:
        waiting.append(row["id"])
        if len(waiting) == store.PREFETCH:
            await _record_each(tx, waiting)
            waiting = []
        yield row
    await _record_each(tx, waiting)


async def _record_each(tx: Transaction, declarations: list[UUID]) -> None:
    await record_readings(
        tx, kind="declaration", subjects=declarations, role=Role.ETHICS_OFFICER, purpose="export:desk"
    )


class _Sheet(Protocol):
    """Takes the rows of the register, whatever becomes of them."""

    @property
    def is_full(self) -> bool: ...

    def add(self, values: Sequence[object], /) -> None: ...

    async def drain(self) -> None: ...


class _Written(msgspec.Struct, frozen=True):
    """The rows of an extract on their way, how they become cells, and what is counted of them."""

    rows: AsyncIterator[Any]
    cells: Callable[[Any], tuple[object, ...]]
    counted: Counted
    told: Progress

    async def into(self, sheet: _Sheet) -> None:
        """Write them as they come."""
        before = 0
        async for row in self.rows:
            sheet.add(self.cells(row))
            if sheet.is_full:
                self.told(self.counted.rows - before)
                before = self.counted.rows
                await sheet.drain()
        self.told(self.counted.rows - before)


async def _write_separated(request: ExportRequest, written: _Written, out: BinaryIO) -> None:
    sheet = SeparatedRows(out, columns(headings_of(request), LOCALES[request.language]))
    await written.into(sheet)
    await sheet.drain()


async def _write_book(described: Front, written: _Written, out: BinaryIO) -> None:
    locale = described.locale
    with Book(out, locale, _about(described)) as book:
        cover = book.sheet(described.sheet_title("cover"))
        overview = book.sheet(described.sheet_title("summary"))
        register = book.sheet(described.sheet_title("register"))
        explained = book.sheet(described.sheet_title("method"))
        front.dress_page(register, described)
        async with book.stream(register, columns(headings_of(described.request), locale)) as sheet:
            await written.into(sheet)
        front.write_cover(cover, described, written.counted)
        summary.write_summary(overview, described, written.counted)
        method.write_method(explained, described, written.counted)


def _about(described: Front) -> About:
    return About(
        title=described.title,
        organisation=described.organisation,
        subject=say(described.audience_label, described.locale),
        language=described.locale.tag,
        moment=described.moment,
    )


async def _record(tx: Transaction, request: ExportRequest, code: str) -> None:
    role = COMMAND_LINE if tx.identity.person is None else Role.ETHICS_OFFICER
    await record_reading(tx, kind="export", subject=None, role=role, purpose=purpose_of(request, code))


def file_name(request: ExportRequest) -> str:
    """A name for the file that says what it is and nothing of its content."""
    period = "-".join(str(day) for day in (request.since, request.until) if day)
    parts = (
        TITLES[request.kind].file,
        request.audience.replace("_", "-"),
        "list" if request.asked else "",
        period,
        request.language,
    )
    return _UNSAFE.sub("-", "-".join(part for part in parts if part)) + f".{request.format}"
