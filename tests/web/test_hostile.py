"""What a hostile or careless sender does is refused as theirs: no incident, and no record other than what was sent."""

import base64
import json
from typing import Any
from uuid import UUID

import httpx
import pytest

from declarations.filing import store
from register.kernel.db import transaction
from register.kernel.identity import Identity
from register.kernel.paging import Cursor, encode_cursor
from tests.factories import World, gift_facts
from tests.web.served import program, served_app
from tests.web.visitors import give_password, send, signed_in, visiting

HERE = "/api/v1/declarations"
NOBODY = "00000000-0000-0000-0000-000000000001"


@pytest.fixture
def app(world: World) -> Any:
    return served_app()


def gift(giver: str = "Delta Pumps", **facts: Any) -> dict[str, Any]:
    told = {"description": "A fountain pen", "giver_name": giver}
    return {"facts": gift_facts() | facts, "details": told, "attested": True}


async def filed(client: httpx.AsyncClient, sent: dict[str, Any], key: str = "one") -> httpx.Response:
    return await client.post(HERE, json=sent, headers={"idempotency-key": key})


def cursor_of(key: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([key, NOBODY, False]).encode()).decode().rstrip("=")


async def kept_digest(person: Identity, reference: str) -> tuple[bytes, bytes]:
    """What the row says of itself now, and what the event said that it would say."""
    async with transaction(person) as tx:
        kept = await store.by_reference(tx, reference)
        said = await tx.fetchval("select state from event where stream = $1 order by seq desc limit 1", kept.id)
    return store.row_digest(kept), said


@pytest.mark.parametrize("amount", ["45.123456", "45.001", "1234567890123", "999999999999999.999999"])
async def test_an_amount_that_the_row_would_keep_otherwise_is_refused(app: Any, world: World, amount: str) -> None:
    async with program(app, await world.person()) as client:
        refused = await filed(client, gift(value={"amount": amount, "currency": "USD"}))
    assert (refused.status_code, [fault["name"] for fault in refused.json()["fields"]]) == (422, ["facts.value.amount"])


@pytest.mark.parametrize(("amount", "currency"), [("45.10000", "USD"), ("999999999999.9999", "CLF"), ("0.125", "KWD")])
async def test_the_finest_and_the_largest_amounts_are_kept_as_they_were_said(
    app: Any, world: World, amount: str, currency: str
) -> None:
    person = await world.person()
    async with program(app, person) as client:
        made = await filed(client, gift(value={"amount": amount, "currency": currency}))
        assert made.status_code == 201, made.text
        again = await filed(client, gift(), "two")
        assert again.status_code == 201, "an earlier gift, however large, never stands in the way of the next"
    row, event = await kept_digest(person, made.json()["reference"])
    assert row == event


@pytest.mark.parametrize("day", ["0001-01-01", "0001-12-31", "1899-12-31", "9999-12-31", "2201-01-01"])
async def test_days_outside_of_any_life_are_refused_and_never_overflow(app: Any, world: World, day: str) -> None:
    async with program(app, await world.person()) as client:
        refused = await filed(client, gift(event_date=day))
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid"), refused.text
        asked: dict[str, Any] = {
            "kind": "gift",
            "capacity": "representative",
            "event_date": day,
            "value": {"amount": "29", "currency": "EUR"},
        }
        asked["prior_values"] = [{"amount": "28", "currency": "EUR", "date": "2026-01-01"}]
        assert (await client.post("/api/v1/pre-checks", json=asked)).status_code == 422


async def test_a_gift_of_a_day_to_come_is_refused_to_programs_as_to_people(app: Any, world: World) -> None:
    async with program(app, await world.person()) as client:
        for name in ("event_date", "aware_date"):
            refused = await filed(client, gift(**{name: "2199-01-01"}))
            assert [fault["name"] for fault in refused.json()["fields"]] == [f"facts.{name}"]


@pytest.mark.parametrize("name", ["ß" * 300, "ΐ" * 300, "İ" * 300])
async def test_a_name_that_folding_makes_longer_is_kept(app: Any, world: World, name: str) -> None:
    async with program(app, await world.person()) as client:
        assert (await filed(client, gift(name))).status_code == 201


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"facts":' + b'{"a":' * 5000, b"\xff\xfe", b'"\xed\xa0\x80"', b"", b"nul"]
)
async def test_a_body_that_is_no_json_is_the_senders_fault(app: Any, world: World, body: bytes) -> None:
    async with program(app, await world.person()) as client:
        sent = {"idempotency-key": "one", "content-type": "application/json"}
        assert (await client.post(HERE, content=body, headers=sent)).status_code == 400


@pytest.mark.parametrize("host", ["", "register.example:none", "register.example:99999999"])
async def test_a_host_that_is_none_is_the_senders_fault(app: Any, world: World, host: str) -> None:
    """Where the fields of a body are faulty too, the framework asks for the address that was meant."""
    async with program(app, await world.person()) as client:
        sent = {"idempotency-key": "one", "host": host}
        assert 400 <= (await client.post(HERE, json={"facts": 1}, headers=sent)).status_code < 500


DAYS = ["2026-01-01", "2026-01-01T00:00:00", "٢٠٢٦-01-01", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]


@pytest.mark.parametrize("key", ["", "x", "a\0b", "\ud800", "infinity", *DAYS])
async def test_a_cursor_that_was_not_made_by_us_is_refused(app: Any, world: World, key: str) -> None:
    officer, keeper = await world.person("ethics_officer"), await world.person("administrator")
    for person, address in (
        (officer, HERE),
        (officer, "/declarations"),
        (officer, "/api/v1/cases"),
        (officer, "/api/v1/cases?status=closed"),
        (keeper, "/api/v1/people"),
        (keeper, "/administration/mail"),
    ):
        async with program(app, person) as client:
            answer = await client.get(f"{address}{'&' if '?' in address else '?'}at={cursor_of(key)}")
            assert answer.status_code in {200, 400}, (address, answer.text)


async def test_the_longest_name_still_leads_to_the_next_page(app: Any, world: World) -> None:
    keeper = await world.person("administrator", family_name="A")
    for number in range(30):
        await world.person(family_name="ع" * 190 + f"{number:03}")
    async with program(app, keeper) as client:
        first = (await client.get("/api/v1/people")).json()
        second = (await client.get("/api/v1/people", params={"at": first["older"]})).json()
    assert len(first["items"]) + len(second["items"]) == 31


def test_a_cursor_of_ours_is_read_again() -> None:
    assert encode_cursor(Cursor("2026-05-01T10:00:00+00:00", UUID(NOBODY)))


async def test_drafts_are_in_nobodys_queue(app: Any, world: World) -> None:
    async with program(app, await world.person("ethics_officer")) as client:
        answer = await client.get("/api/v1/cases", params={"status": "draft"})
    assert (answer.status_code, answer.json()["items"]) == (200, [])


@pytest.mark.parametrize(
    "place", ["/٣", "/declarations?at=é", "//evil.example", "/\\evil.example", "https://evil.example"]
)
async def test_signing_in_leads_to_a_page_of_ours_whatever_was_asked(app: Any, world: World, place: str) -> None:
    person = await world.person()
    async with visiting(app) as client:
        page = await client.get("/sign-in")
        email = await give_password(world, person)
        typed = {**page.hidden(), "email": email, "password": "quiet lantern over seven bridges", "next": place}
        answer = await send(client, "/sign-in", typed)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        again = await client.http.get("/sign-in", params={"next": place})
        assert (again.status_code, again.headers["location"]) == (303, "/")


async def test_the_desk_amends_nothing_and_learns_nothing_by_trying(app: Any, world: World) -> None:
    kept = await world.declaration(await world.person())
    async with program(app, await world.person("ethics_officer")) as client:
        for seen in ('"1"', '"77"'):
            sent = {**gift(), "reason": "Mine now"}
            answer = await client.post(f"{HERE}/{kept.reference}/versions", json=sent, headers={"if-match": seen})
            assert answer.status_code == 404, answer.text


async def test_a_signed_in_page_is_kept_by_no_cache(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        for address in ("/", "/declarations", "/check", "/api/v1/declarations", "/nothing/here"):
            assert (await client.http.get(address)).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "status"), [("a\0b", 400), ("x" * 81, 422), ("\u202eabc", 422), ("  ", 422), ("v", 200)]
)
async def test_the_name_of_a_list_is_read_as_strictly_as_any_line(
    app: Any, world: World, name: str, status: int
) -> None:
    party = {"name_en": "Delta Pumps", "giver_type": "commercial", "relation": "vendor"}
    async with program(app, await world.person("administrator")) as client:
        answer = await client.post("/api/v1/parties", json={"list_name": name, "parties": [party]})
    assert answer.status_code == status, answer.text
