"""A key does what it was made for: chosen when it is made, listed, and refused with a reason beyond it."""

from typing import Any

import httpx
import pytest
from litestar import Litestar

from tests.factories import World
from tests.web.served import served_app
from tests.web.visitors import ORIGIN, press, signed_in


@pytest.fixture
def app(world: World) -> Any:
    return served_app()


async def program(app: Any, page: str) -> httpx.AsyncClient:
    key = "dreg_" + page.split("dreg_")[1][:43]
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"authorization": f"Bearer {key}"})


async def test_a_key_to_read_the_desk_reads_it_and_nothing_else(world: World, app: Litestar) -> None:
    officer = await world.person("ethics_officer")
    async with signed_in(app, world, officer) as client:
        made = await press(client, "/account", "/account/tokens", name="Dashboard", scopes=["desk.read"])
        assert made.status_code == 201
        assert "Read the cases of the desk" in made.text
    async with await program(app, made.text) as reading:
        assert (await reading.get("/api/v1/account")).status_code == 200
        assert (await reading.get("/api/v1/cases")).status_code == 200
        refused = await reading.get("/api/v1/declarations")
        assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")
        assert refused.headers["www-authenticate"] == 'Bearer error="insufficient_scope"'
        # What the person may not do at all stays unsaid, whatever the scopes.
        assert (await reading.get("/api/v1/people")).status_code == 404


async def test_a_key_is_made_for_something(world: World, app: Litestar) -> None:
    async with signed_in(app, world, await world.person()) as client:
        answer = await press(client, "/account", "/account/tokens", name="Script")
        assert answer.status_code == 422
        assert "Choose what the key may be used for." in answer.text
        answer = await press(client, "/account", "/account/tokens", name="Script", scopes=["everything"])
        assert answer.status_code == 422


async def test_the_page_offers_what_the_roles_open(world: World, app: Litestar) -> None:
    async with signed_in(app, world, await world.person("auditor")) as client:
        page = (await client.get("/account")).text
    assert "Verify the register" in page
    assert "Read the cases of the desk" not in page


async def test_the_interface_lists_the_scopes_of_each_key(world: World, app: Litestar) -> None:
    async with signed_in(app, world, await world.person()) as client:
        await press(client, "/account", "/account/tokens", name="Script", scopes=["declarations.read"])
        [listed] = (await client.http.get("/api/v1/tokens")).json()
    assert listed["scopes"] == ["declarations.read"]
