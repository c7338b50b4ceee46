"""Periodic reports on their pages: counted, written, frozen, released by a second person, read, corrected, decided."""

import io
import re
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from docx import Document

from register.access import configure as configure_access
from register.access.csrf import csrf_field
from register.kernel import clock
from register.kernel.i18n import LOCALES, pmsg
from register.kernel.identity import Identity
from register.navigation import navigation
from register.web.site import Link, Site
from register.web.site import configure as configure_site
from reports.model import Organisation
from reports.periodic.words import symbol_of_correction
from reports.settings import configure as configure_reports
from tests.applications import dressed, whole
from tests.factories import World
from tests.page_client import PageClient
from tests.web.visitors import ORIGIN, SETTINGS, press, signed_in, visiting

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


async def counted(client: PageClient, profile: str = "general_assembly", *, until: date | None = None) -> str:
    """The address of a draft on the first half of the year, or as far as `until`."""
    last = zip(("day", "month", "year"), (until.day, until.month, until.year), strict=True) if until else ()
    period = PERIOD | {f"until_{name}": str(value) for name, value in last}
    answer = await press(client, "/reports/new", "/reports/new", profile=profile, **period)
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


async def frozen(client: PageClient, profile: str = "general_assembly", *, until: date | None = None) -> str:
    report = await counted(client, profile, until=until)
    await written(client, report)
    await sent(client, f"{report}/freezing")
    return report


async def test_a_draft_says_how_much_of_it_is_withheld_and_a_report_does_not(world: World) -> None:
    said = re.compile(r"Numbers of the period other than nought: [1-9]\d*; of these withheld: \d+\.")
    async with at_screen(world, await world.person("ethics_officer")) as desk:
        draft = await counted(desk)
        await written(desk, draft)
        assert said.search((await desk.get(draft)).text)
        await sent(desk, f"{draft}/freezing")
        assert not said.search((await desk.get(draft)).text)


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
                listed = (await body.get(f"/reports?lang={tag}")).one("a", href=draft)
                assert "".join(listed.itertext()) == TITLES[tag], "the office’s title, not the kind of report alone"
            await body.get(f"{draft}/tables/received")
            assert "/texts" not in (await body.http.get(draft)).text
    async with at_screen(world, declarant) as other:
        for path in (draft, f"{draft}/tables/received", f"{draft}/files/report.xlsx", "/reports", "/reports/new"):
            await other.get(path, status=404)


async def test_what_is_set_aside_goes_back_with_its_reason_and_begins_again(world: World) -> None:
    officer, reviewer = await world.person("ethics_officer"), await world.person("report_reviewer")
    async with at_screen(world, officer) as desk, at_screen(world, reviewer) as second:
        report = await frozen(desk)
        refused = await press(second, report, f"{report}/setting-aside", seen="3")
        assert (refused.status_code, "because-error" in refused.text) == (422, True)
        await sent(second, f"{report}/setting-aside", because="Table 3 counts a case twice.")
        assert "Table 3 counts a case twice." in (await desk.get(report)).text
        late = await press(second, report, f"{report}/setting-aside", seen="4", because="Table 5 as well.")
        assert (late.status_code, "Table 5 as well." in late.text) == (409, True), "another was faster"
        again = await sent(desk, f"{report}/another", profile="general_assembly")
        assert "A/81/12" in (await desk.http.get(again)).text
        released = await press(second, "/reports", f"{report}/release", seen="4")
        assert released.status_code == 409


async def test_of_two_frozen_reports_that_overlap_one_is_released(world: World) -> None:
    """Neither was released when the other was frozen: the release itself looks once more."""
    officer, reviewer = await world.person("ethics_officer"), await world.person("report_reviewer")
    async with at_screen(world, officer) as desk, at_screen(world, reviewer) as second:
        report, other = await frozen(desk), await frozen(desk, until=clock.today())
        warning = "must not be published beside A/81/12 (1 January 2026 to 30 June 2026)"
        assert warning not in (await desk.http.get(other)).text, "the control: nothing is released yet"
        await sent(second, f"{report}/release")
        refused = await press(second, other, f"{other}/release", seen="3")
        assert (refused.status_code, "A released report covers part of this period." in refused.text) == (409, True)
        for client in (desk, second):
            assert warning in (await client.http.get(other)).text
        tables = zipfile.ZipFile(io.BytesIO((await desk.http.get(f"{other}/files/tables.zip?in=en")).content))
        assert warning in tables.read("not-released.txt").decode("utf-8-sig")
        paper = Document(io.BytesIO((await desk.http.get(f"{other}/files/covering-paper.docx?in=en")).content))
        assert any(warning in paragraph.text for paragraph in paper.paragraphs)
        assert "must not be published beside" not in (await desk.http.get(report)).text
        correction = (await sent(desk, f"{report}/correction")).removesuffix("/texts")
        await written(desk, correction, **{f"{tag}.correction": "A late withdrawal." for tag in LOCALES})
        await sent(desk, f"{correction}/freezing")
        await sent(second, f"{correction}/release")  # the control: a correction is released beside what it corrects


async def test_a_reason_typed_while_another_released_is_kept_and_told(world: World) -> None:
    officer, reviewer = await world.person("ethics_officer"), await world.person("report_reviewer")
    other = await world.person("report_reviewer")
    async with at_screen(world, officer) as desk, at_screen(world, reviewer) as second:
        report = await frozen(desk)
        async with at_screen(world, other) as third:
            await sent(third, f"{report}/release")
        for step in ("setting-aside", "release"):
            late = await press(second, report, f"{report}/{step}", seen="3", because="Table 3 counts a case twice.")
            assert late.status_code == 409
            assert "Table 3 counts a case twice." in late.text
            assert "Somebody released this report after you opened it." in late.text
        unseen = await press(second, "/reports", f"{report[:-12]}000000000000/setting-aside", seen="3", because="x")
        assert unseen.status_code == 404, "the control: there is no such report"


async def test_a_correction_stands_beside_what_it_corrects_and_a_decision_opens_the_next_report(world: World) -> None:
    officer, reviewer = await world.person("ethics_officer"), await world.person("report_reviewer")
    async with at_screen(world, officer) as desk, at_screen(world, reviewer) as second:
        report = await frozen(desk)
        await sent(second, f"{report}/release")
        texts = await sent(desk, f"{report}/correction")
        correction = texts.removesuffix("/texts")
        incomplete = await press(desk, correction, f"{correction}/freezing", seen="1")
        assert (incomplete.status_code, "ar.correction-error" in incomplete.text) == (422, True)
        await written(desk, correction, **{f"{tag}.correction": "A late withdrawal." for tag in LOCALES})
        await sent(desk, f"{correction}/freezing")
        await sent(second, f"{correction}/release")
        for one, other in ((report, correction), (correction, report)):
            assert f'href="{other}"' in (await desk.http.get(one)).text
        words = {f"{tag}.decided": f"Revise paragraph 21 ({tag})." for tag in LOCALES}
        today, day = clock.today(), clock.today() - timedelta(days=1)
        early = {"on_day": str(day.day), "on_month": str(day.month), "on_year": str(day.year)}
        page = f"{correction}/decision"
        hidden = {"seen": (await desk.get(page)).hidden()["seen"]}
        refused = await press(desk, page, page, decided="revise", **early, **words, **hidden)
        assert (refused.status_code, "cannot be earlier than the release" in refused.text) == (422, True)
        on = {"on_day": str(today.day), "on_month": str(today.month), "on_year": str(today.year)}
        await sent(desk, f"{correction}/decision", f"{correction}/decision", decided="revise", **on, **words)
        assert "Revise paragraph 21 (en)." in (await desk.get(correction)).text
        begun = (await desk.http.get("/reports/new")).text
        assert 'name="since_month" class="tiny figure" type="text" autocomplete="off" value="7"' in begun
        later = {**PERIOD, "since_month": "7", "until_month": "9"}
        following = await press(desk, "/reports/new", "/reports/new", profile="general_assembly", **later)
        assert "Revise paragraph 21 (fr)." in (await desk.http.get(following.headers["location"])).text


async def test_a_decision_in_one_language_is_read_by_all_and_marked_with_its_language(world: World) -> None:
    officer, reviewer = await world.person("ethics_officer"), await world.person("report_reviewer")
    async with at_screen(world, officer) as desk, at_screen(world, reviewer) as second:
        report = await frozen(desk)
        await sent(second, f"{report}/release")
        assert "Where you leave out a language" in (await desk.get(f"{report}/decision")).text
        today = clock.today()
        on = {"on_day": str(today.day), "on_month": str(today.month), "on_year": str(today.year)}
        words = {"fr.decided": "Prend acte du rapport.", "es.decided": "Toma nota del informe."}
        await sent(desk, f"{report}/decision", f"{report}/decision", decided="note", **on, **words)
        shown = {}
        for tag in LOCALES:
            found = (await desk.get(f"{report}?lang={tag}")).all("p")
            shown[tag] = [each.get("lang") for each in found if (each.text or "") in words.values()]
        assert shown == {"en": ["fr", "es"], "ar": ["fr", "es"], "fr": ["fr"], "es": ["es"]}


async def test_a_correction_takes_a_symbol_of_its_own_and_warns_where_it_changes_no_number(world: World) -> None:
    officer, reviewer = await world.person("ethics_officer"), await world.person("report_reviewer")
    warning = "This correction changes no number"
    async with at_screen(world, officer) as desk, at_screen(world, reviewer) as second:
        report = await frozen(desk, until=clock.today())
        await sent(second, f"{report}/release")
        assert warning not in (await desk.http.get(report)).text
        first = (await sent(desk, f"{report}/correction")).removesuffix("/texts")
        texts = await desk.http.get(f"{first}/texts")
        assert 'value="A/81/12/Corr.1"' in texts.text
        assert warning in (await desk.http.get(first)).text
        why = {f"{tag}.correction": "A title was wrong." for tag in LOCALES}
        titles = {f"{tag}.title": title for tag, title in TITLES.items()}
        await sent(desk, f"{first}/texts", f"{first}/texts", symbol="A/81/12/Rev.1", threshold="5", **titles, **why)
        await sent(desk, f"{first}/freezing")
        assert warning in (await second.http.get(first)).text, "before release, to whoever releases"
        await sent(second, f"{first}/release")
        assert "A/81/12/Rev.1" in (await desk.http.get("/reports")).text, "what was proposed can be changed"
        for _ in range(6):
            await world.declaration(await world.person())
        other = (await sent(desk, f"{first}/correction")).removesuffix("/texts")
        assert warning not in (await desk.http.get(other)).text, "the control: here numbers differ"


def test_symbols_of_corrections_are_counted() -> None:
    assert symbol_of_correction("A/81/12") == "A/81/12/Corr.1"
    assert symbol_of_correction("A/81/12/Corr.9") == "A/81/12/Corr.10"
    assert symbol_of_correction("") == ""
    assert symbol_of_correction("A" * 60) == "A" * 60, "one that is too long is left to the office"


async def test_a_public_report_takes_no_text_that_was_not_marked_for_it(world: World) -> None:
    async with at_screen(world, await world.person("ethics_officer")) as desk:
        report = await counted(desk)
        await written(desk, report, **{f"{tag}.summary": "A note for the Committee alone." for tag in LOCALES})
        await sent(desk, f"{report}/freezing")
        for profile, texts, taken in (
            ("public", [], {"title": False, "note": False}),
            ("public", ["title"], {"title": True, "note": False}),
            ("executive_committee", [], {"title": True, "note": True}),  # the control
        ):
            made = await sent(desk, f"{report}/another", profile=profile, texts=texts)
            page = (await desk.http.get(made)).text
            said = {"title": TITLES["fr"] in page, "note": "A note for the Committee alone." in page}
            assert said == taken
            assert ('value="A/81/12"' in page) is (profile != "public")


async def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(world: World) -> None:
    async with at_screen(world, await world.person("ethics_officer")) as desk:
        report = await counted(desk)
        typed = {"seen": "1", "threshold": "x", "en.summary": "Words that took an hour.", "symbol": "A" * 61}
        refused = await press(desk, f"{report}/texts", f"{report}/texts", **typed)
        assert refused.status_code == 422
        for said in ("threshold-error", "symbol-error", "Words that took an hour."):
            assert said in refused.text
        outdated = {**typed, "seen": "9", "threshold": "5", "symbol": ""}
        stale = await press(desk, f"{report}/texts", f"{report}/texts", **outdated)
        assert (stale.status_code, "Words that took an hour." in stale.text) == (409, True)
        overlapping = {**PERIOD, "until_year": "2031"}
        early = await press(desk, "/reports/new", "/reports/new", profile="public", **overlapping)
        assert (early.status_code, "until-error" in early.text) == (422, True)


async def test_the_public_reads_its_own_reports_where_the_organization_says_so(world: World) -> None:
    officer, reviewer = await world.person("ethics_officer"), await world.person("report_reviewer")
    async with at_screen(world, officer) as desk, at_screen(world, reviewer) as second:
        report = await frozen(desk, "public")
        closed = await frozen(desk)
        configure_reports(Organisation({"en": "Organization for Shared Waters"}), public_reports=True)
        async with visiting(dressed(whole())) as stranger:
            await stranger.get(f"/public{report}", status=404)
            for each in (report, closed):
                await sent(second, f"{each}/release")
            assert (await stranger.get(f"/public{report}")).heading == TITLES["en"]
            assert (await stranger.get("/public/reports")).one("a", href=f"/public{report}") is not None
            assert (await stranger.http.get(f"/public{report}/files/tables.zip?in=fr")).content.startswith(b"PK")
            for path in (f"/public{closed}", f"/public{closed}/files/tables.zip"):
                assert (await stranger.http.get(path)).status_code == 404
            configure_reports(Organisation({"en": "Organization for Shared Waters"}))
            for path in ("/public/reports", f"/public{report}", f"/api/v1/public{report}"):
                assert (await stranger.http.get(path)).status_code == 404


async def test_who_has_no_account_finds_public_reports_where_they_would_sign_in() -> None:
    link = Link("/public/reports", pmsg("periodic report", "Reports for the public"))
    for openly in ((link,), ()):
        configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field, openly=openly))
        async with visiting(dressed(whole())) as stranger:
            page = await stranger.get("/sign-in")
            assert [each.get("href") for each in page.all("a", href="/public/reports")] == [
                each.href for each in openly
            ]


async def test_programs_take_every_step_on_the_state_that_they_read(world: World) -> None:
    officer, reviewer = await world.person("ethics_officer"), await world.person("report_reviewer")
    async with at_screen(world, officer) as desk, at_screen(world, reviewer) as second:
        period = {"since": "2026-01-01", "until": "2026-06-30"}
        made = [await called(desk, "POST", "/api/v1/data-sets", period, key="numbers") for _ in range(2)]
        assert made[0].json() == made[1].json(), "the same key counts once"
        wanted = {"profile": "general_assembly", "data_set": made[0].json()["id"]}
        here = f"/api/v1/reports/{(await called(desk, 'POST', '/api/v1/reports', wanted, key='a')).json()['id']}"
        texts = {"symbol": "A/81/12", "texts": {tag: {"title": title} for tag, title in TITLES.items()}}
        assert (await called(desk, "PUT", f"{here}/texts", texts)).status_code == 428
        assert (await called(desk, "PUT", f"{here}/texts", texts, seen='"7"')).status_code == 409
        wrong = {"texts": {"en": {"nothing": "x"}}}
        assert (await called(desk, "PUT", f"{here}/texts", wrong, seen='"1"')).json()["fields"][0][
            "name"
        ] == "en.nothing"
        seen = (await called(desk, "PUT", f"{here}/texts", texts, seen='"1"')).headers["etag"]
        seen = (await called(desk, "POST", f"{here}/freezing", {}, seen=seen)).headers["etag"]
        assert (await called(desk, "POST", f"{here}/release", {}, seen=seen)).status_code == 409
        seen = (await called(second, "POST", f"{here}/release", {}, seen=seen)).headers["etag"]
        read = (await second.http.get(here)).json()
        assert (read["report"]["status"], read["published"]["symbol"]) == ("released", "A/81/12")
        decided = {"decided": "note", "on": str(clock.today()), "words": {"en": "Took note."}}
        done = await called(desk, "POST", f"{here}/decision", decided, seen=seen)
        assert done.json()["decided"] == "note"
        files = [(await desk.http.get(f"{here}/files/tables.zip?in=ar")).content for _ in range(2)]
        assert files[0] == files[1]


async def called(
    client: PageClient, method: str, path: str, body: Any, seen: str = "", key: str = ""
) -> httpx.Response:
    token = (await client.get("/reports")).hidden()["csrf"]
    headers = {"origin": ORIGIN, "x-csrf-token": token}
    headers |= ({"if-match": seen} if seen else {}) | ({"idempotency-key": key} if key else {})
    return await client.http.request(method, path, json=body, headers=headers)
