"""What an assistant may know of the person for whom they file, and that it ends with the link."""

from typing import Any

import httpx
import pytest

from declarations.filing.answers import GiftAnswers
from declarations.filing.service.drafts import create_draft, list_drafts, read_draft, save_draft
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from tests.factories import World, gift_facts
from tests.web.served import program, served_app

HERE = "/api/v1/declarations"


@pytest.fixture
def app(world: World) -> Any:
    return served_app()


async def filed(client: httpx.AsyncClient, key: str, amount: str, declarant: Identity | None = None) -> dict[str, Any]:
    sent = {
        "facts": gift_facts(value={"amount": amount, "currency": "USD"}),
        "details": {"description": "A fountain pen", "giver_name": "Delta Pumps"},
        "declarant": str(declarant.person) if declarant else None,
        "attested": True,
    }
    answer = await client.post(HERE, json=sent, headers={"idempotency-key": key})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_an_assistant_does_not_read_the_figures_of_what_the_person_filed_alone(app: Any, world: World) -> None:
    person = await world.person()
    assistant = await world.assistant(person)
    async with program(app, person) as own, program(app, assistant) as other:
        await filed(own, "own", "444.44")
        made = await filed(other, "other", "45.00", person)
        address = f"{HERE}/{made['reference']}"
        assert "444.44" not in (await other.get(address)).text
        assert "444" not in (await other.get(f"/declarations/{made['reference']}?lang=en")).text
        assert "444.44" in (await own.get(address)).text, "the control: the person reads on what it was judged"
        assert made["effect"] == (await own.get(address)).json()["effect"]


async def test_a_draft_for_somebody_closes_with_the_link(world: World) -> None:
    person = await world.person()
    assistant = await world.assistant(person)
    kept = await create_draft(assistant, GiftAnswers(declarant=person.person, giver_name="Delta Pumps"))
    own = await create_draft(assistant)
    assert {draft.id for draft in await list_drafts(assistant)} == {kept.id, own.id}
    await world.superuser.execute("update assistant_link set ended_at = now()")
    assert [draft.id for draft in await list_drafts(assistant)] == [own.id]
    with pytest.raises(NotFound):
        await read_draft(assistant, kept.id)
    with pytest.raises(NotFound):
        await save_draft(assistant, kept.id, lambda answers: answers, seen=1)
