"""Older registers of activities, conflicts and requests, by page and by interface: chosen, read, imported, shown."""

from typing import Any

import pytest

from declarations.legacy.service.runs import work_off
from tests.db.test_importing_kinds import file_of, imported
from tests.factories import World
from tests.page_client import PageClient, checked
from tests.unit.legacy.tables import ACTIVITIES, CONFLICTS, REQUESTS
from tests.web.served import program, served_app
from tests.web.test_import_pages import API, mapping_fields, pressed, words
from tests.web.visitors import ORIGIN, signed_in

_SAME = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}


@pytest.fixture
def app(world: World) -> Any:
    return served_app()


async def chosen(client: PageClient, data: bytes, kind: str) -> Any:
    token = (await client.get("/imports")).hidden()["csrf"]
    sent = {"csrf": token, "kind": kind}
    files = {"file": ("register.csv", data, "text/csv")}
    return await client.http.post("/imports", data=sent, files=files, headers=_SAME)


@pytest.mark.parametrize(
    ("kind", "table", "shown"),
    [
        ("outside_activity", ACTIVITIES["fr"], ("Outside activity", "Chargée de cours", "3.5", "Conditions")),
        ("conflict", CONFLICTS["ar"], ("Conflict of interest", "RFP 12/2024", "Spouse or partner", "Procurement")),
        (
            "approval_request",
            REQUESTS["es"],
            (
                *("Request for prior approval", "Media statement", "Delegation, Government or medium Radio Delta"),
                *("Occasion Día Mundial del Agua", "Date1 March 2025", "Fecha del evento: 22/03/2025"),
            ),
        ),
    ],
)
async def test_a_register_of_another_kind_is_chosen_read_imported_and_shown(
    world: World, app: Any, kind: str, table: str, shown: tuple[str, ...]
) -> None:
    async with signed_in(app, world, await world.person("ethics_officer", family_name="Dubois")) as client:
        where = str((await chosen(client, file_of(table), kind)).headers["location"])
        page = await client.get(where)
        assert "What was decided" in page.text
        assert page.value("column_party")
        assert not page.all("select", name="column_giver")
        fields = await mapping_fields(client, where, date_order="day_first", register="Ethics")
        assert (await pressed(client, where, "mapping", **fields)).status_code == 303
        assert "These rows with the reasons" not in (await client.get(where)).text
        wrong = await pressed(client, where, "mapping", **(fields | {"column_person": "", "column_party": ""}))
        assert "column_person" in checked(wrong, 422).errors()
        for language in ("ar", "fr", "es", "en"):
            await client.get(f"{where}?lang={language}")
        assert (await pressed(client, where, "commit")).status_code == 303
        assert await work_off()
        query = "select reference from declaration where kind = $1 order by event_date, start_date desc"
        references = [row["reference"] for row in await world.superuser.fetch(query, kind)]
        told = " ".join([words((await client.get(f"/desk/{each}")).one("main")) for each in references])
        assert [word for word in ("From an older register", *shown) if word not in told] == []
        listed = words((await client.get("/imports")).one("table"))
    assert shown[0] in listed


@pytest.mark.parametrize(("filed", "days"), [("10/03/2024", 5), ("", None)])
async def test_nobody_is_said_to_have_disclosed_late_what_an_older_register_gives_no_day_of_filing_for(
    world: World, app: Any, filed: str, days: int | None
) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    table = f"""
        No. | Name | Subject | Domain | Nature | Counterpart | Start date | Aware since | Date submitted
        C1 | Amina Haddad | A bid | Procurement | Actual | Pumps Ltd | 05/03/2024 | 05/03/2024 | {filed}"""
    await imported(officer, table, "conflict")
    reference = await world.superuser.fetchval("select reference from declaration where kind = 'conflict'")
    async with signed_in(app, world, officer) as client:
        told = words((await client.get(f"/desk/{reference}")).one("main"))
    assert (f"It was disclosed {days} days after" in told) is (days is not None)
    assert ("It was disclosed" in told) is (days is not None)


async def test_a_kind_of_which_no_register_is_brought_over_is_refused(world: World, app: Any) -> None:
    officer = await world.person("ethics_officer")
    data = file_of(ACTIVITIES["en"])
    async with signed_in(app, world, officer) as client:
        assert checked(await chosen(client, data, "nil"), 422).errors() == ["kind"]
    async with program(app, officer) as client:
        sent = {"content-type": "text/csv", "idempotency-key": "one"}
        assert (await client.post(f"{API}?kind=nil", content=data, headers=sent)).status_code == 400
        made = await client.post(f"{API}?kind=outside_activity", content=data, headers=sent)  # the control
        assert (made.status_code, made.json()["run"]["kind"]) == (201, "outside_activity")
        assert made.json()["mapping"]["columns"]["party"] == "Organization"
        other = await client.post(f"{API}?kind=conflict", content=data, headers=sent)  # the same key, another request
        assert (other.status_code, other.json()["code"]) == (409, "idempotency_mismatch")
        requests = file_of(REQUESTS["en"])
        asked = await client.post(
            f"{API}?kind=approval_request", content=requests, headers=sent | {"idempotency-key": "two"}
        )
        assert (asked.status_code, asked.json()["run"]["added"]) == (201, 4)
        assert asked.json()["mapping"]["columns"]["subject"] == "Type of request"
        mapping = made.json()["mapping"] | {"kind": "nil"}
        refused = await client.put(
            f"{API}/{made.json()['run']['id']}/mapping",
            json={"mapping": mapping},
            headers={"if-match": made.headers["etag"]},
        )
        assert (refused.status_code, refused.json()["fields"][0]["name"]) == (422, "kind")
    assert await world.superuser.fetchval("select count(*) from legacy_run") == 2
