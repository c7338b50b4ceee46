"""Audits under a written mandate on their pages and over the interface, from the mandate to one unmasked case."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import pytest

from register.access import configure as configure_access
from register.access.csrf import csrf_field
from register.kernel import clock
from register.kernel.i18n import LOCALES
from register.kernel.identity import Identity
from register.navigation import navigation
from register.web.site import Site
from register.web.site import configure as configure_site
from reports.engagements.service import unmasking
from reports.engagements.service.extracting import work_off
from reports.engagements.waiting import requests_waiting
from tests.applications import dressed, whole
from tests.engagements import cases_of, engaged, mandate, rows_of
from tests.factories import World
from tests.page_client import PageClient
from tests.web.served import program, served_app
from tests.web.visitors import SETTINGS, press, signed_in

API = "/api/v1/engagements"


@pytest.fixture(autouse=True)
def configured() -> None:
    configure_access(SETTINGS)
    configure_site(
        Site(
            names={"en": "Organization for Shared Waters"},
            csrf_field=csrf_field,
            navigation=navigation,
            waiting=requests_waiting,
        )
    )


@asynccontextmanager
async def at_screen(world: World, who: Identity) -> AsyncIterator[PageClient]:
    async with signed_in(dressed(whole()), world, who) as client:
        yield client


def typed(name: str, day: date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def form_of(*auditors: Identity) -> dict[str, Any]:
    said = mandate(*auditors)
    fields: dict[str, Any] = {name: getattr(said, name) for name in ("title", "body", "mandate", "signed_by")}
    for name in ("signed_on", "since", "until", "in_force_from", "in_force_until"):
        fields |= typed(name, getattr(said, name))
    return fields | {"auditors": [str(each) for each in said.auditors]}


async def sent(client: PageClient, page: str, action: str, **fields: Any) -> str:
    """Send a form of a page; where it leads."""
    hidden = (await client.get(page)).hidden()
    answer = await press(client, page, action, **({"seen": hidden["seen"]} if "seen" in hidden else {}), **fields)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def test_from_the_mandate_to_one_unmasked_case(world: World) -> None:
    officer = await world.person("ethics_officer", first_name="Claire", family_name="Dubois")
    auditor = await world.person("auditor", first_name="Marek", family_name="Novák")
    second, kept = await world.person("ethics_officer"), await world.declaration(await world.person())
    async with (
        at_screen(world, officer) as desk,
        at_screen(world, second) as other,
        at_screen(world, auditor) as audit,
    ):
        under = await sent(desk, "/engagements/new", "/engagements/new", **form_of(auditor))
        for tag in LOCALES:
            for client in (desk, audit):
                page = await client.get(f"{under}?lang={tag}")
                assert page.isolates("Audit of gifts and interests")
        for client in (desk, audit):  # the language that was chosen last is kept
            await client.get(f"{under}?lang=en")
        assert "Ask for an extract" in (await audit.get(under)).text
        assert "Ask for an extract" not in (await desk.get(under)).text
        assert (await sent(audit, under, f"{under}/extracts", language="en", format="csv")) == under
        waiting = await audit.get(under)
        assert waiting.all("progress")
        assert 'http-equiv="refresh"' in waiting.response.text
        await work_off()
        ready = await audit.get(under)
        assert not ready.all("progress")
        [link] = [each.get("href", "") for each in ready.all("a") if each.get("href", "").endswith("/file")]
        answer = await audit.http.get(link)
        assert answer.headers["content-length"] == str(len(answer.content))
        assert (answer.headers["cache-control"], answer.headers["x-content-type-options"]) == ("no-store", "nosniff")
        assert "attachment" in answer.headers["content-disposition"]
        [row] = rows_of(answer.content)
        assert (await desk.http.get(link)).status_code == 404
        request = await sent(
            audit, under, f"{under}/unmaskings", pseudonym=row["Case"], reason="Finding 3 needs the file."
        )
        assert "Haddad" not in (await audit.get(request)).text
        await audit.get(f"{request}/case", status=404)
        assert "Finding 3 needs the file." in (await other.get(request)).text
        await sent(other, request, f"{request}/answer", answer="agree", reason="The audit needs it.")
        assert "The audit needs it." in (await audit.get(request)).text
        over = "The mandate is over, and what it opened is closed."
        assert [over in (await audit.get(each)).text for each in (under, request)] == [False, False]
        assert "Agreed; closed" not in (await audit.get(under)).text
        case = await audit.get(f"{request}/case")
        assert kept.reference in case.text
        assert case.isolates("Amina Haddad")
        await other.get(f"{request}/case", status=404)
        await desk.get(request, status=404)
        await sent(desk, under, f"{under}/end", because="The audit is done.")
        for shown in (under, request):
            text = (await audit.get(shown)).text
            assert (over in text, "Agreed; closed with the engagement" in text) == (True, True)
        await audit.get(f"{request}/case", status=404)
        assert (await audit.http.get(link)).status_code == 404


async def test_each_form_comes_back_with_its_faults(world: World) -> None:
    officer, auditor = await world.person("ethics_officer"), await world.person("auditor")
    await world.declaration(await world.person())
    under = await engaged(officer, auditor)
    here = f"/engagements/{under.id}"
    second = await world.person("ethics_officer")
    async with (
        at_screen(world, officer) as desk,
        at_screen(world, second) as other,
        at_screen(world, auditor) as audit,
    ):
        empty = await press(desk, "/engagements/new", "/engagements/new")
        assert empty.status_code == 422
        for field in ("title", "body", "mandate", "signed_by", "signed_on", "since", "until", "auditors"):
            assert f'id="{field}-error"' in empty.text
        longer = form_of(auditor) | typed("in_force_until", clock.today() + timedelta(days=400))
        assert (await press(desk, "/engagements/new", "/engagements/new", **longer)).status_code == 422
        assert "because-error" in (await press(desk, here, f"{here}/end", seen="1")).text
        assert (await press(desk, here, f"{here}/end", seen="7", because="Over.")).status_code == 409
        assert "language-error" in (await press(audit, here, f"{here}/extracts", language="xx", format="csv")).text
        wrong = await press(audit, here, f"{here}/unmaskings", pseudonym="Haddad", reason="")
        assert (wrong.status_code, "pseudonym-error" in wrong.text, "reason-error" in wrong.text) == (422, False, True)
        wrong = await press(audit, here, f"{here}/unmaskings", pseudonym="Haddad", reason="Finding 3.")
        assert (wrong.status_code, "pseudonym-error" in wrong.text) == (422, True)
        [row] = await cases_of(auditor, under)
        request = await sent(audit, here, f"{here}/unmaskings", pseudonym=row["Case"], reason="Finding 3.")
        again = await press(audit, here, f"{here}/unmaskings", pseudonym=row["Case"], reason="Finding 3.")
        assert (again.status_code, "You asked for this case already." in again.text) == (409, True)
        unsaid = await press(other, request, f"{request}/answer", seen="1")
        assert (unsaid.status_code, "answer-error" in unsaid.text, "reason-error" in unsaid.text) == (422, True, True)
        stale = await press(other, request, f"{request}/answer", seen="4", answer="agree", reason="Yes.")
        assert stale.status_code == 409


async def test_other_rows_of_the_person_are_named_to_whoever_asks_and_whoever_answers(world: World) -> None:
    officer, auditor = await world.person("ethics_officer"), await world.person("auditor")
    declarant = await world.person()
    for _ in range(3):
        await world.declaration(declarant)
    under = await engaged(officer, auditor)
    here, said = f"/engagements/{under.id}", "2 other rows of the period carry the same pseudonym of a person."
    second = await world.person("ethics_officer")
    async with (
        at_screen(world, second) as other,
        at_screen(world, auditor) as audit,
    ):
        assert "names_others" not in (await audit.get(here)).response.text
        [row, *_] = await cases_of(auditor, under)
        asking = {"pseudonym": row["Case"].removeprefix("C-").lower(), "reason": "Finding 3."}
        told = await press(audit, here, f"{here}/unmaskings", **asking)
        assert (told.status_code, "names_others-error" in told.text, said in told.text) == (422, True, True)
        assert 'name="names_others"' in told.text
        request = await sent(audit, here, f"{here}/unmaskings", **asking, names_others="yes")
        for client in (audit, other):
            assert said in (await client.get(request)).text
        await sent(other, request, f"{request}/answer", answer="agree", reason="Yes.")
        for page in (request, f"{request}/case"):
            assert said in (await audit.get(page)).text


async def test_a_request_stands_on_the_first_page_and_the_desk_of_those_who_may_answer(world: World) -> None:
    officer, auditor = await world.person("ethics_officer"), await world.person("auditor")
    await world.declaration(await world.person())
    under = await engaged(officer, auditor)
    [row] = await cases_of(auditor, under)
    request = await unmasking.ask_unmasking(auditor, under.id, row["Case"], "Finding 3.")
    link = f'href="/engagements/{under.id}/unmaskings/{request}"'
    second = await world.person("ethics_officer")
    async with (
        at_screen(world, officer) as desk,
        at_screen(world, second) as other,
        at_screen(world, auditor) as audit,
    ):
        for tag in LOCALES:
            for page in ("/", "/desk"):
                found = await other.get(f"{page}?lang={tag}")
                assert link in found.response.text
                assert found.isolates(row["Case"])
        told = "You recorded this audit: others read and answer the requests in it."
        shown = [told in (await who.get(f"/engagements/{under.id}")).text for who in (desk, other)]
        assert shown == [True, False]
        for who in (audit, desk):  # who asked, and who recorded the audit
            assert link not in (await who.get("/")).response.text
        await desk.get(f"/engagements/{under.id}/unmaskings/{request}", status=404)
        await unmasking.answer_unmasking(second, under.id, request, 1, agrees=False, reason="No.")
        for page in ("/", "/desk"):
            assert link not in (await other.get(page)).response.text


async def test_what_ended_says_so_and_not_that_it_is_ready_or_waits(world: World) -> None:
    officer, auditor = await world.person("ethics_officer"), await world.person("auditor")
    await world.declaration(await world.person())
    under = await engaged(officer, auditor)
    here = f"/engagements/{under.id}"
    [row] = await cases_of(auditor, under)
    request = await unmasking.ask_unmasking(auditor, under.id, row["Case"], "Finding 3.")
    second = await world.person("ethics_officer")
    async with (
        at_screen(world, officer) as desk,
        at_screen(world, second) as other,
        at_screen(world, auditor) as audit,
    ):
        before = await audit.get(here)
        [file] = [each.get("href", "") for each in before.all("a") if each.get("href", "").endswith("/file")]
        assert (await audit.http.get(file)).status_code == 200, "the control"
        assert ("Ready" in before.text, "Waits for a second person" in before.text) == (True, True)
        await sent(desk, here, f"{here}/end", because="The audit is done.")
        assert (await audit.http.get(file)).status_code == 404
        for client in (audit, other):
            after = await client.get(here)
            assert ("Ready" in after.text, "Waits for a second person" in after.text) == (False, False)
            assert not [each for each in after.all("a") if each.get("href", "").endswith("/file")]
            assert "Closed unanswered with the engagement" in after.text
            one = await client.get(f"{here}/unmaskings/{request}")
            assert ("Closed unanswered with the engagement" in one.text, one.all("textarea")) == (True, [])


async def test_the_office_alone_reads_which_audits_cover_the_same_days(world: World) -> None:
    officer, auditor = await world.person("ethics_officer"), await world.person("auditor")
    under = await engaged(officer, auditor)
    here, said = f"/engagements/{under.id}", "Audits over some of the same days"
    async with at_screen(world, officer) as desk, at_screen(world, auditor) as audit:
        assert said not in (await desk.get(here)).text, "the control"
        other = await engaged(officer, auditor, title="Audit of outside activities")
        page = await desk.get(here)
        assert said in page.text
        assert f'href="/engagements/{other.id}"' in page.response.text
        assert said not in (await audit.get(here)).text
    async with program(served_app(), officer) as desk_program, program(served_app(), auditor) as audit_program:
        assert (await desk_program.get(f"/api/v1{here}")).json()["overlapping"] == [str(other.id)]
        assert (await audit_program.get(f"/api/v1{here}")).json()["overlapping"] == []


async def test_an_auditor_without_an_engagement_sees_an_empty_list_and_nothing_of_others(world: World) -> None:
    officer, auditor = await world.person("ethics_officer"), await world.person("auditor")
    under = await engaged(officer, auditor)
    async with at_screen(world, await world.person("auditor")) as other:
        assert "Audit of gifts" not in (await other.get("/engagements")).text
        await other.get(f"/engagements/{under.id}", status=404)
        await other.get("/engagements/new", status=404)
    async with at_screen(world, await world.person("administrator")) as other:
        await other.get("/engagements", status=404)


async def test_programs_do_the_same(world: World) -> None:
    app = served_app()
    officer, auditor = await world.person("ethics_officer"), await world.person("auditor")
    second, kept = await world.person("ethics_officer"), await world.declaration(await world.person())
    async with program(app, officer) as desk, program(app, auditor) as audit, program(app, second) as other:
        [named] = (await desk.get("/api/v1/engagement-auditors")).json()
        said = mandate(auditor)
        body = {name: str(getattr(said, name)) for name in said.__struct_fields__} | {"auditors": [named["id"]]}
        made = [(await desk.post(API, json=body, headers={"idempotency-key": "one"})).json() for _ in range(2)]
        assert made[0] == made[1]
        here = f"{API}/{made[0]['id']}"
        asked = await audit.post(
            f"{here}/extracts", json={"language": "fr", "format": "csv"}, headers={"idempotency-key": "two"}
        )
        assert asked.status_code == 202
        await work_off()
        [extract] = (await audit.get(here)).json()["extracts"]
        assert (extract["state"], extract["rows"], extract["id"]) == ("ready", 1, asked.json()["id"])
        file = await audit.get(f"{here}/extracts/{extract['id']}/file")
        assert (file.status_code, len(file.content)) == (200, extract["size"])
        [row] = rows_of(file.content)
        request = await audit.post(
            f"{here}/unmaskings",
            json={"pseudonym": next(iter(row.values())), "reason": "Finding 3.", "names_others": False},
            headers={"idempotency-key": "three"},
        )
        case = f"{here}/unmaskings/{request.json()['id']}"
        assert (await audit.get(f"{case}/case")).status_code == 404
        assert (await desk.get(case)).status_code == 404, "who recorded it"
        read = await other.get(case)
        answered = await other.post(
            f"{case}/answer",
            json={"answer": "agree", "reason": "The audit needs it."},
            headers={"if-match": read.headers["etag"]},
        )
        assert (answered.json()["request"]["state"], answered.json()["request"]["others"]) == ("agreed", 0)
        unmasked = (await audit.get(f"{case}/case")).json()
        assert (unmasked["reference"], unmasked["declarant"]) == (kept.reference, "Amina Haddad")
        found = await desk.get(here)
        ended = await desk.post(f"{here}/end", json={"because": "Done."}, headers={"if-match": found.headers["etag"]})
        assert (ended.status_code, ended.json()["is_in_force"]) == (200, False)
        assert (await audit.get(f"{case}/case")).status_code == 404
        assert [each["id"] for each in (await audit.get(API)).json()["items"]] == [made[0]["id"]]
