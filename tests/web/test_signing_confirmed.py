"""Signing asks for a recent authentication: a session left open signs nothing by itself."""

from typing import Any

import asyncpg
import httpx
import pytest

from declarations.filing.model import Declaration
from register.kernel.db import transaction
from tests.factories import World
from tests.page_client import PageClient
from tests.reviewing import Office, staffed
from tests.web.desks import at_desk
from tests.web.visitors import ORIGIN, PASSWORD

SAME = {"sec-fetch-site": "same-origin", "origin": ORIGIN}
SIGNING, TWIN = "/desk/signing", "/api/v1/signatures"


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def signed_in_an_hour_ago(superuser: asyncpg.Connection) -> None:
    await superuser.execute("update session set created_at = created_at - interval '1 hour'")


async def sign(client: PageClient, case: Declaration, **fields: str) -> httpx.Response:
    """Tick the case and send the form."""
    page = await client.get(f"{SIGNING}?lang=en")
    sent = {
        "csrf": page.hidden()["csrf"],
        "case": f"{case.reference}:{case.head_seq}",
        "reasons": "As the office advised.",
        "attested": "yes",
        **fields,
    }
    return await client.http.post(SIGNING, data=sent, headers=SAME)


async def call(client: PageClient, case: Declaration, **fields: str) -> httpx.Response:
    token = (await client.get("/account")).hidden()["csrf"]
    body: dict[str, Any] = {"cases": [{"reference": case.reference, "seen": case.head_seq}], "reasons": "As advised."}
    return await client.http.post(TWIN, json=body | fields, headers={"x-csrf-token": token, **SAME})


async def test_whoever_has_just_signed_in_signs_without_a_password(office: Office) -> None:
    case = await office.recommended()
    async with at_desk(office.world, office.head) as client:
        assert not (await client.get(SIGNING)).all("input", name="password")
        assert (await sign(client, case)).status_code == 303


@pytest.mark.parametrize("language", ["en", "ar", "fr", "es"])
async def test_the_field_for_the_password_is_on_the_page_of_an_old_session(
    office: Office, superuser: asyncpg.Connection, language: str
) -> None:
    await office.recommended()
    async with at_desk(office.world, office.head) as client:
        await signed_in_an_hour_ago(superuser)
        assert (await client.get(f"{SIGNING}?lang={language}")).all("input", name="password")


async def test_an_old_session_signs_only_with_the_password_and_is_then_good_for_a_while(
    office: Office, superuser: asyncpg.Connection
) -> None:
    first, second = await office.recommended(), await office.recommended()
    async with at_desk(office.world, office.head) as client:
        await signed_in_an_hour_ago(superuser)
        for typed in ({}, {"password": "quiet lantern over six bridges"}):
            refused = await sign(client, first, **typed)
            assert refused.status_code == 422
            assert 'id="password-error"' in refused.text
            assert PASSWORD not in refused.text
        outcome = "select outcome from declaration where id = $1"
        assert await superuser.fetchval(outcome, first.id) is None
        assert (await sign(client, first, password=PASSWORD)).status_code == 303
        assert (await sign(client, second)).status_code == 303, "control: confirmed a moment ago"
        assert await superuser.fetchval(outcome, first.id) == "authorize"


async def test_the_interface_asks_a_browser_for_the_same(office: Office, superuser: asyncpg.Connection) -> None:
    case = await office.recommended()
    async with at_desk(office.world, office.head) as client:
        await signed_in_an_hour_ago(superuser)
        refused = await call(client, case)
        assert (refused.status_code, [fault["name"] for fault in refused.json()["fields"]]) == (422, ["password"])
        assert (await call(client, case, password=PASSWORD)).status_code == 200


async def test_whoever_has_no_password_signs_by_the_session_alone(
    office: Office, superuser: asyncpg.Connection
) -> None:
    case = await office.recommended()
    async with at_desk(office.world, office.head) as client:
        await signed_in_an_hour_ago(superuser)
        await superuser.execute("delete from credential")
        assert (await sign(client, case)).status_code == 303


async def test_passwords_are_not_guessed_at_the_signing_list(office: Office, superuser: asyncpg.Connection) -> None:
    case = await office.recommended()
    async with at_desk(office.world, office.head) as client:
        await signed_in_an_hour_ago(superuser)
        answers = [(await sign(client, case, password=f"guess number {n}")).status_code for n in range(12)]
    assert (answers[0], answers[-1]) == (422, 429)


async def test_a_session_is_not_confirmed_past_the_password(office: Office) -> None:
    async with at_desk(office.world, office.head):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="by the password"):
            async with transaction(office.head) as tx:
                await tx.execute("update session set confirmed_at = now() where person = $1", office.head.person)
