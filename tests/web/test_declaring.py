"""Declaring a gift without scripts: every step is kept, every fault stands at its field, it is sent once."""

from typing import Any

import pytest

from tests.factories import World
from tests.web.declaring import declaring_app, place, submit, walk
from tests.web.visitors import signed_in


@pytest.fixture
def app(world: World) -> Any:
    return declaring_app()


async def test_a_gift_is_declared_step_by_step_and_received_with_a_reference(app: Any, world: World) -> None:
    async with signed_in(app, world, await world.person()) as client:
        check = await walk(client)
        assert place(check).endswith("/check")
        assert "USD 45.00" in check.text
        assert "executive head" in check.text.lower()
        receipt = await submit(client, check)
        assert place(receipt).endswith("/receipt")
        reference = place(receipt).split("/")[2]
        assert reference in receipt.text
        own = await client.get(f"/declarations/{reference}")
        assert own.isolates("قلم حبر في علبة")
        listed = await client.get("/declarations")
        assert reference in listed.text
        assert (await client.get("/declare/gift")).text.count("Discard the draft") == 0
