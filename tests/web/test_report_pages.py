"""Periodic reports on their pages: counted, written, frozen, released by a second person, read, corrected, decided."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from register.access import configure as configure_access
from register.access.csrf import csrf_field
from register.kernel.i18n import LOCALES
from register.kernel.identity import Identity
from register.navigation import navigation
from register.web.site import Site
from register.web.site import configure as configure_site
from reports.model import Organisation
from reports.settings import configure as configure_reports
from tests.applications import dressed, whole
from tests.factories import World
from tests.page_client import PageClient
from tests.web.visitors import SETTINGS, press, signed_in

PERIOD = {
    **dict(zip(("since_day", "since_month", "since_year"), ("1", "1", "2026"), strict=True)),
    **dict(zip(("until_day", "until_month", "until_year"), ("30", "6", "2026"), strict=True)),
}
TITLES = {"en": "Gifts and interests", "ar": "الهدايا والمصالح", "fr": "Cadeaux et intérêts", "es": "Obsequios"}


@pytest.fixture(autouse=True)
def configured() -> None:
    configure_access(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field, navigation=navigation))
    configure_reports(Organisation({"en": "Organization for Shared Waters"}))


@asynccontextmanager
async def at_screen(world: World, who: Identity) -> AsyncIterator[PageClient]:
    async with signed_in(dressed(whole()), world, who) as client:
        yield client


async def counted(client: PageClient, profile: str = "general_assembly") -> str:
    """The address of a draft on the first half of the year."""
    answer = await press(client, "/reports/new", "/reports/new", profile=profile, **PERIOD)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).removesuffix("/texts")


async def written(client: PageClient, report: str, **more: Any) -> None:
    texts = {f"{tag}.title": title for tag, title in TITLES.items()}
    await sent(client, f"{report}/texts", f"{report}/texts", symbol="A/81/12", threshold="5", **texts, **more)


async def sent(client: PageClient, action: str, page: str = "", **fields: Any) -> str:
    """Send a form of a page on the state that it shows; where it leads."""
    path = page or action.rpartition("/")[0]
    hidden = (await client.get(path)).hidden()
    answer = await press(client, path, action, **({"seen": hidden["seen"]} if "seen" in hidden else {}), **fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def frozen(client: PageClient, profile: str = "general_assembly") -> str:
    report = await counted(client, profile)
    await written(client, report)
    await sent(client, f"{report}/freezing")
    return report


async def test_one_person_writes_another_releases_and_the_governing_body_reads(world: World) -> None:
    for _ in range(6):
        await world.declaration(await world.person())
    officer, reviewer = await world.person("ethics_officer"), await world.person("report_reviewer")
    reader, declarant = await world.person("governing_body_reader"), await world.person()
    async with at_screen(world, officer) as desk, at_screen(world, reviewer) as second:
        draft = await counted(desk)
        await second.get(draft, status=404)
        await written(desk, draft)
        await sent(desk, f"{draft}/freezing")
        async with at_screen(world, reader) as body:
            await body.get(draft, status=404)
            await sent(second, f"{draft}/release")
            for tag in LOCALES:
                page = await body.get(f"{draft}?lang={tag}")
                assert page.heading == TITLES[tag]
            await body.get(f"{draft}/tables/received")
            assert "/texts" not in (await body.http.get(draft)).text
    async with at_screen(world, declarant) as other:
        for path in (draft, f"{draft}/tables/received", f"{draft}/files/report.xlsx", "/reports", "/reports/new"):
            await other.get(path, status=404)
