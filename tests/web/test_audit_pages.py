"""The auditor's pages: who opened what, and whether everything is as it was written; never what a record says."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from declarations.filing.model import Declaration
from declarations.review.service.case import open_desk_case
from register.kernel.db import transaction
from register.kernel.i18n import LOCALES
from register.kernel.identity import Identity, service
from register.ledger.readings import record_reading
from register.ledger.signing import PublicKeys
from tests.factories import World
from tests.reviewing import Office, staffed
from tests.web.auditing import Audited
from tests.web.visitors import press, send

LOG, VERIFICATION = "/reading-log", "/verification"


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@pytest.fixture
def audited(world: World, tmp_path: Path) -> Audited:
    return Audited(world, tmp_path)


async def opened(office: Office) -> Declaration:
    """A declaration that the officer has opened at the desk."""
    kept = await office.world.declaration(office.declarant)
    await open_desk_case(office.officer, kept.reference)
    return kept


async def exported(officer: Identity) -> None:
    async with transaction(officer) as tx:
        purpose = "export:gift:governing_body:ar:2026-01-01..2026-06-30"
        await record_reading(tx, kind="export", subject=None, role="ethics_officer", purpose=purpose)


async def exported_on_the_machine() -> None:
    async with transaction(service("exporter")) as tx:
        await record_reading(tx, kind="export", subject=None, role="command_line", purpose="export:gift:desk:en:..")


@pytest.mark.parametrize("tag", sorted(LOCALES))
async def test_the_auditor_sees_who_opened_which_record_and_nothing_of_it(
    office: Office, audited: Audited, tag: str
) -> None:
    kept = await opened(office)
    await exported(office.officer)
    await exported_on_the_machine()
    async with audited.visited() as client:
        page = await client.get(f"{LOG}?lang={tag}")
    assert page.isolates(office.officer.name)
    assert str(kept.id) in page.text
    assert kept.reference not in page.text
    assert office.declarant.name not in page.text
    assert "fountain" not in page.text
    assert len(page.all("time")) == 3


@pytest.mark.parametrize("tag", sorted(LOCALES))
async def test_the_auditor_verifies_the_register_and_reads_the_report(
    office: Office, audited: Audited, tag: str
) -> None:
    await opened(office)
    await audited.sealer.seal_all()
    async with audited.visited() as client:
        before = await client.get(f"{VERIFICATION}?lang={tag}")
        page = await client.post(VERIFICATION, {"csrf": before.hidden()["csrf"]})
        after = await client.get(VERIFICATION)
    assert page.all("div", class_="answer good")
    assert not before.all("div", class_="answer good")
    assert "Ousmane Ba" in after.text


async def test_every_word_can_be_translated(office: Office, audited: Audited) -> None:
    await opened(office)
    await exported(office.officer)
    await exported_on_the_machine()
    async with audited.visited() as client:
        assert await client.untranslated(LOG) == []
        assert await client.untranslated(f"{LOG}?role=auditor&purpose=verify") == []
        assert await client.untranslated(VERIFICATION) == []
        await audited.sealer.seal_all()
        await press(client, VERIFICATION, VERIFICATION)
        assert await client.untranslated(VERIFICATION) == []


async def test_an_export_is_told_in_words_and_not_in_codes(office: Office, audited: Audited) -> None:
    listed = "export:gift:desk:fr:2026-01-01..:unassigned,closed,not_acceptable,search"
    async with transaction(office.officer) as tx:
        for purpose in (listed, "export:gift:desk:of a later version"):
            await record_reading(tx, kind="export", subject=None, role="ethics_officer", purpose=purpose)
    await exported(office.officer)
    async with audited.visited() as client:
        text = (await client.get(LOG)).text
        assert await client.untranslated(LOG) == []
    assert "Export of gifts for the desk · French · Since 1 January 2026 · Unassigned · Closed · Not acceptable" in text
    assert "Found by a search" in text
    assert "Arabic · From 1 January 2026 to 30 June 2026" in text
    assert "unassigned,closed" not in text
    assert "of a later version" in text, "control: what nobody knows stays as it is"


async def test_filters_stand_in_the_address_and_narrow_the_log(office: Office, audited: Audited) -> None:
    kept = await opened(office)
    await exported(office.officer)
    await exported_on_the_machine()
    today = datetime.now(UTC).date()
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)
    expected = {
        "": 3,
        "?role=ethics_officer": 2,
        "?role=command_line": 1,
        "?purpose=review": 1,
        "?purpose=export": 2,
        "?purpose=export&role=ethics_officer": 1,
        f"?record={kept.id}": 1,
        f"?since={today}&until={today}": 3,
        f"?since={tomorrow}": 0,
        f"?until={yesterday}": 0,
        "?role=president&purpose=gossip&record=x": 3,  # what is no code of ours is not chosen
    }
    async with audited.visited() as client:
        for query, rows in expected.items():
            page = await client.get(f"{LOG}{query}")
            assert len(page.all("time")) == rows, query
        page = await client.get(f"{LOG}?role=ethics_officer&purpose=export&since={today}")
    assert [page.value(name) for name in ("role", "purpose", "since")] == ["ethics_officer", "export", str(today)]


async def test_dates_are_understood_as_they_are_typed_where_the_browser_has_no_field_for_them(
    audited: Audited,
) -> None:
    async with audited.visited() as client:
        page = await client.get(f"{LOG}?lang=fr&since=4 mai 2026")
        assert page.value("since") == "2026-05-04"
        refused = await client.get(f"{LOG}?lang=en&since=04/05/2026&until=soon", status=422)
        assert refused.errors() == ["since", "until"]
        assert refused.value("since") == "04/05/2026"
        backwards = await client.get(f"{LOG}?since=2026-05-04&until=2026-05-03", status=422)
        assert backwards.errors() == ["until"]


async def test_the_log_is_paged_by_place_and_keeps_its_filters(office: Office, audited: Audited) -> None:
    kept = await office.world.declaration(office.declarant)
    for _ in range(30):
        await open_desk_case(office.officer, kept.reference)
    await exported(office.officer)
    async with audited.visited() as client:
        first = await client.get(f"{LOG}?purpose=review")
        older = first.one("a", rel="next").get("href", "")
        assert older.startswith(f"{LOG}?purpose=review&at=")
        second = await client.get(older)
        assert [len(page.all("time")) for page in (first, second)] == [25, 5]
        again = await client.get(second.one("a", rel="prev").get("href", ""))
        assert [each.get("datetime") for each in again.all("time")] == [
            each.get("datetime") for each in first.all("time")
        ]
        for cursor in ("rubbish", "WyJ4IiwiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIixmYWxzZV0"):
            assert (await client.http.get(f"{LOG}?at={cursor}")).status_code == 400


async def test_an_empty_log_says_so(audited: Audited) -> None:
    async with audited.visited() as client:
        assert "Nobody has opened a declaration yet." in (await client.get(f"{LOG}?lang=en")).text
        assert "that fits these filters" in (await client.get(f"{LOG}?role=auditor")).text
        assert "Nothing has been sealed yet." in (await client.get(VERIFICATION)).text


@pytest.mark.parametrize("role", ["declarant", "ethics_officer", "administrator", "executive_head", "policy_owner"])
async def test_nobody_but_the_auditor_comes_there(world: World, audited: Audited, role: str) -> None:
    person = await world.person(role)
    async with audited.visited(person) as client:
        for path in (LOG, VERIFICATION, "/api/v1/reading-log", "/api/v1/verification"):
            assert (await client.http.get(path)).status_code == 404, path
        page = await client.get("/account")
        assert (await send(client, VERIFICATION, {"csrf": page.hidden()["csrf"]})).status_code == 404


async def test_what_waits_for_a_seal_and_what_the_log_outside_knows_is_shown(office: Office, audited: Audited) -> None:
    await opened(office)
    async with audited.visited() as client:
        assert "Nothing has been sealed yet." in (await client.get(f"{VERIFICATION}?lang=en")).text
        await audited.sealer.seal_all()
        sealed = (await client.get(VERIFICATION)).text
        assert "It knows the same seal." in sealed
        assert "Waiting for a seal 0" in sealed
        assert "Signature holds" in sealed
        await opened(office)
        waits = (await client.get(VERIFICATION)).text
        assert "Waiting for a seal 0" not in waits
        assert "The sealer does not run" not in waits
        audited.log.path.unlink()
        assert "It is not here." in (await client.get(VERIFICATION)).text


async def test_a_seal_of_another_key_is_not_taken_for_ours(office: Office, audited: Audited) -> None:
    await opened(office)
    await audited.sealer.seal_all()
    audited.tell(PublicKeys({}))
    async with audited.visited() as client:
        assert "Signature does not hold" in (await client.get(f"{VERIFICATION}?lang=en")).text


async def test_entries_that_wait_too_long_say_that_no_sealer_runs(
    office: Office, audited: Audited, monkeypatch: pytest.MonkeyPatch
) -> None:
    await opened(office)
    monkeypatch.setattr("register.ledger.audit.SEALER_IS_LATE", timedelta(seconds=-1))
    async with audited.visited() as client:
        assert "The sealer does not run" in (await client.get(f"{VERIFICATION}?lang=en")).text


async def test_a_changed_register_is_named_row_by_row(office: Office, audited: Audited) -> None:
    kept = await opened(office)
    await audited.sealer.seal_all()
    await _tampered(office.world, "update event set name = 'declaration:decided' where stream = $1", kept.id)
    async with audited.visited() as client:
        page = await client.get(f"{VERIFICATION}?lang=en")
        found = await client.post(VERIFICATION, {"csrf": page.hidden()["csrf"]})
        assert found.all("div", class_="answer bad")
        assert f"Event 1 of {kept.id} was changed" in found.text
        assert "Verification: faults found" in (await client.get(LOG)).text


async def test_a_seal_changed_inside_differs_from_the_log_outside(office: Office, audited: Audited) -> None:
    await opened(office)
    await audited.sealer.seal_all()
    await _tampered(office.world, "update seal set at = at - interval '1 day'")
    async with audited.visited() as client:
        page = await client.get(f"{VERIFICATION}?lang=en")
        assert "It knows another seal." in page.text
        assert "Signature does not hold" in page.text


async def _tampered(world: World, sql: str, *values: Any) -> None:
    await world.superuser.execute("set session_replication_role = replica")
    await world.superuser.execute(sql, *values)
    await world.superuser.execute("set session_replication_role = origin")


async def test_programs_get_the_same(office: Office, audited: Audited) -> None:
    kept = await opened(office)
    await audited.sealer.seal_all()
    async with audited.visited() as client:
        log = (await client.http.get(f"/api/v1/reading-log?purpose=review&since={date(2026, 1, 1)}")).json()
        assert [entry["record"] for entry in log["items"]] == [str(kept.id)]
        assert log["items"][0]["reader_name"] == office.officer.name
        state = (await client.http.get("/api/v1/verification")).json()
        assert state["seal"]["signed_by_a_known_key"]
        assert (state["log_outside"], state["unsealed"]) == ("same", 0)
        token = (await client.get(VERIFICATION)).hidden()["csrf"]
        headers = {"x-csrf-token": token, "origin": "https://register.example"}
        report = (await client.http.post("/api/v1/verification", headers=headers)).json()
        assert report["is_sound"]
        assert report["faults"] == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("since=2026-05-04&until=2026-05-03", 422),
        ("since=0001-01-01", 422),
        ("until=9999-12-31", 422),
        ("since=yesterday", 400),
        ("record=x", 400),
        ("role=%00", 400),
        ("purpose=%00", 400),
        ("role=" + "x" * 300, 422),
        ("at=rubbish", 400),
        ("role=nobody&purpose=review'--", 200),
    ],
)
async def test_bogus_questions_of_programs_are_refused_in_order(audited: Audited, query: str, status: int) -> None:
    async with audited.visited() as client:
        assert (await client.http.get(f"/api/v1/reading-log?{query}")).status_code == status
