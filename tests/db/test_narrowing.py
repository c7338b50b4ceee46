"""Lists narrowed by category, value band and days: on the desk, in saved filters, in extracts of either audience."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from declarations.codes.decisions import Effect, Status
from declarations.codes.vocabulary import GiftCategory
from declarations.filing.model import Declaration
from declarations.review.model import Asked, Filters, Show
from declarations.review.service import filters
from declarations.review.service.queue import asked_queue, queue
from register.kernel import clock, dates
from register.kernel.errors import Invalid
from register.kernel.i18n import LOCALES
from register.kernel.identity import Identity
from register.kernel.paging import decode_cursor
from reports.extract import EXPORTER, checked
from reports.model import Audience, ExportRequest
from reports.recorded import codes_of, purpose_of, told
from tests.db.test_extract import exported, register_of
from tests.db.test_review_queue import copies
from tests.factories import World
from tests.reviewing import Office, staffed

DAY = date(2026, 5, 4)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def found(who: Identity, chosen: Filters) -> set[str]:
    return {row.reference for row in (await queue(who, chosen)).page.items}


async def made(office: Office, *, closed: bool = False, **columns: Any) -> Declaration:
    """A case with these columns, whatever was declared."""
    kept = await office.world.declaration(office.declarant)
    for name, value in (columns | ({"status": "closed", "due_on": None} if closed else {})).items():
        await office.world.superuser.execute(f"update declaration set {name} = $2 where id = $1", kept.id, value)
    return kept


NARROWED = [
    (Filters(category="travel"), {"category": "travel"}),
    (Filters(band="500"), {"value_band": "500"}),
    (Filters(band="not_valued"), {"value_band": "not_valued"}),
    (Filters(event_from=DAY, event_to=DAY), {"event_date": DAY}),
    (Filters(event_to=DAY), {"event_date": DAY}),
    (Filters(filed_from=DAY, filed_to=DAY), {"filed_at": datetime(2026, 5, 4, 23, 59, tzinfo=UTC)}),
    (Filters(filed_to=DAY), {"filed_at": datetime(2026, 5, 4, tzinfo=UTC)}),
    (
        Filters(category="travel", band="500", event_from=BEFORE, filed_to=AFTER),
        {"category": "travel", "value_band": "500", "event_date": DAY, "filed_at": datetime(2026, 5, 5, tzinfo=UTC)},
    ),
]


@pytest.mark.parametrize(("chosen", "columns"), NARROWED)
async def test_a_narrowed_list_holds_what_fits_open_finished_found_and_exported(
    office: Office, chosen: Filters, columns: dict[str, Any]
) -> None:
    waits, other = await made(office, **columns), await made(office)
    done = await made(office, closed=True, **columns)
    await made(office, closed=True)
    finished = Filters(**{name: getattr(chosen, name) for name in chosen.__struct_fields__} | {"status": Status.CLOSED})
    assert await found(office.officer, chosen) == {waits.reference}
    assert await found(office.officer, finished) == {done.reference}
    searched = Filters(**{name: getattr(chosen, name) for name in chosen.__struct_fields__} | {"words": "delta"})
    assert await found(office.officer, searched) == {waits.reference, done.reference}
    assert other.reference in await found(office.officer, Filters()), "control"
    for asked, references in ((chosen, {waits.reference}), (finished, {done.reference})):
        named = register_of(await exported(office.officer, audience=Audience.DESK, asked=Asked.exactly(asked)))
        assert {row[0] for row in named[1:]} == references
        assert len(register_of(await exported(EXPORTER, asked=Asked.exactly(asked)))) == 2
    named = register_of(await exported(office.officer, audience=Audience.DESK, asked=Asked.exactly(searched)))
    assert {row[0] for row in named[1:]} == {waits.reference, done.reference}


async def test_a_day_of_filing_is_one_in_the_organisations_time(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = await made(office, filed_at=datetime(2026, 5, 4, 23, 30, tzinfo=UTC))
    assert await found(office.officer, Filters(filed_from=DAY, filed_to=DAY)) == {late.reference}
    dates.set_time_zone("Europe/Paris")
    try:
        assert await found(office.officer, Filters(filed_from=DAY, filed_to=DAY)) == set()
        assert await found(office.officer, Filters(filed_from=AFTER, filed_to=AFTER)) == {late.reference}
    finally:
        dates.set_time_zone("UTC")


@pytest.mark.parametrize(
    "chosen", [Filters(status=Status.CLOSED, event_from=BEFORE), Filters(event_from=BEFORE), Filters(category="gift")]
)
async def test_every_case_of_a_narrowed_list_is_on_one_page_there_and_back(
    office: Office, superuser: asyncpg.Connection, chosen: Filters
) -> None:
    kept = await made(office, closed=chosen.status is not None, event_date=DAY)
    await copies(superuser, kept, 60)
    await superuser.execute("update declaration set event_date = $1::date + (abs(hashtext(id::text)) % 7)", DAY)
    pages, at = [], None
    while True:
        page = (await queue(office.officer, chosen, decode_cursor(at))).page
        pages.append([row.reference for row in page.items])
        if page.older is None:
            break
        at, last = page.older, page
    assert [len(each) for each in pages] == [25, 25, 11]
    assert len({each for items in pages for each in items}) == 61
    if chosen.status is not None:
        days = [row.event_date for row in last.items]
        assert days == sorted(days, reverse=True), "newest event first"  # type: ignore[type-var]  # all are dated
    back = (await queue(office.officer, chosen, decode_cursor(page.newer))).page
    assert [row.reference for row in back.items] == pages[1]


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        (Filters(category="car"), "category"),
        (Filters(band="151"), "band"),
        (Filters(band="x'; drop"), "band"),
        (Filters(event_from=AFTER, event_to=DAY), "event_to"),
        (Filters(filed_from=AFTER, filed_to=DAY), "filed_to"),
        (Filters(filed_to=date(226, 5, 4)), "filed_to"),
        (Filters(event_from=date.max), "event_from"),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field_wherever_it_is_asked(
    office: Office, chosen: Filters, field: str
) -> None:
    asked = Asked.exactly(chosen)
    for asking in (
        lambda: asked_queue(office.officer, asked),
        lambda: filters.keep_filter(office.officer, "Mine", asked),
        lambda: filters.search(office.officer, Filters(words="delta", **_only(chosen))),
        lambda: exported(office.officer, audience=Audience.DESK, asked=asked),
        lambda: exported(EXPORTER, asked=asked),
    ):
        with pytest.raises(Invalid) as refused:
            await asking()
        assert [fault.name for fault in refused.value.fields] == [field]


def _only(chosen: Filters) -> dict[str, Any]:
    values = {name: getattr(chosen, name) for name in chosen.__struct_fields__}
    return {name: value for name, value in values.items() if name not in {"show", "words"}}


async def test_a_saved_filter_keeps_all_of_it_and_what_is_chosen_beside_it_stands_in_its_place(office: Office) -> None:
    chosen = Filters(Show.OPEN, category="travel", band="500", event_from=BEFORE, filed_to=AFTER)
    saved = await filters.keep_filter(office.officer, "Journeys", Asked.exactly(chosen))
    assert (await asked_queue(office.officer, Asked(saved=saved.id))).filters == chosen
    beside = Asked(saved=saved.id, category=None, event_from=DAY)
    assert (await asked_queue(office.officer, beside)).filters == Filters(band="500", event_from=DAY, filed_to=AFTER)
    with pytest.raises(Invalid):
        await asked_queue(office.officer, Asked(saved=saved.id, event_to=BEFORE - timedelta(days=1)))


async def test_the_cover_and_the_reading_log_say_by_what_a_list_was_narrowed(
    office: Office, superuser: asyncpg.Connection
) -> None:
    asked = Asked(category="travel", band="500", event_from=DAY, filed_from=BEFORE, filed_to=AFTER)
    await exported(office.officer, asked=asked)
    purpose = await superuser.fetchval("select purpose from reading where kind = 'export'")
    assert purpose.endswith(":open,c=travel,b=500,e=20260504-,f=20260503-20260505")
    words = told(purpose.split(":", 3)[3])
    assert words is not None
    assert [each.id for each in words][2:] == [
        "Travel paid by a third party",
        "Above %(lower)s, up to %(upper)s",
        "Event: %(period)s",
        "Filed: %(period)s",
    ]


def test_the_longest_purpose_has_room_in_the_reading_log() -> None:
    days: dict[str, Any] = {name: clock.today() for name in ("event_from", "event_to", "filed_from", "filed_to")}
    longest = Filters(
        max(Show, key=len), max(Status, key=len), max(Effect, key=len), "words", max(GiftCategory, key=len),
        "not_valued", **days,
    )  # fmt: skip
    request = ExportRequest(since=clock.today(), until=clock.today(), language=max(LOCALES, key=len))
    checked(request)
    assert len(purpose_of(request, ",".join(codes_of(longest)))) <= 200
