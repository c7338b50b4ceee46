"""Whatever JSON stands as a fact, a program learns by its name what is wrong; no fact makes the register fail."""

from typing import Any

import pytest

from declarations.codes.facts import FORMS, MEETING
from declarations.codes.vocabulary import Kind
from declarations.filing.service.filing import FilingCommand, amend, file_declaration, preview
from declarations.filing.service.spoken import _FILLED_IN, refuse_unspoken
from register.kernel.errors import Invalid
from tests.factories import World, gift_facts
from tests.kinds import DETAILS, FACTS, filed
from tests.web.declaring import declaring_app
from tests.web.test_api_declarations import HERE, TOLD, gift, is_problem, program

ORDINARY: dict[str, dict[str, Any]] = {"gift": gift_facts(), **FACTS}
WORDS: dict[str, dict[str, Any]] = {"gift": gift()["details"], **TOLD}
ANY_JSON: tuple[Any, ...] = (
    [],
    {},
    [[]],
    [{}],
    [None],
    {"amount": [], "currency": {}},
    {"amount": None, "currency": None},
    {"amount": "1"},
    {"vote_date": []},
    {"": {"": []}},
    "",
    "\x00",
    "x" * 5000,
    "unknown",
    "none",
    0,
    -1,
    1.5,
    10**30,
    True,
    False,
    None,
)


def wrong(kind: str, name: str, value: Any) -> dict[str, Any]:
    return ORDINARY[kind] | {name: value}


def refused_at(kind: str, name: str, value: Any) -> list[str] | None:
    """The fields at which it is refused; none where it is read."""
    try:
        refuse_unspoken(kind, wrong(kind, name, value))
    except Invalid as refused:
        return [each.name for each in refused.fields]
    return None


@pytest.fixture
def app(world: World) -> Any:
    return declaring_app()


@pytest.mark.parametrize("kind", ORDINARY)
def test_every_fact_is_either_read_or_refused_whatever_stands_in_its_place(kind: str) -> None:
    """No list and no object is a value of a fact, but for a meeting of which nothing is said."""
    for name in (*FORMS[Kind(kind)], *MEETING, "", "colour", "\x00"):
        for value in ANY_JSON:
            refused = refused_at(kind, name, value)
            is_value = isinstance(value, str | int | float | None) or (name, value) == ("meeting", {})
            assert refused != [], (name, value)
            assert refused or is_value or name in _FILLED_IN, (name, value)


@pytest.mark.parametrize("kind", ORDINARY)
async def test_no_list_and_no_object_in_the_place_of_a_fact_makes_the_register_fail(
    app: Any, world: World, kind: str
) -> None:
    async with program(app, await world.person()) as client:
        for name in FORMS[Kind(kind)]:
            for at, value in enumerate(ANY_JSON[:6]):
                sent = {"kind": kind, "facts": wrong(kind, name, value), "details": WORDS[kind], "attested": True}
                answer = await client.post(HERE, json=sent, headers={"idempotency-key": f"{name}-{at}"})
                assert answer.status_code in {201, 422}, (name, value, answer.text)
                if answer.status_code == 422:
                    assert answer.json()["fields"], (name, value)


FOUND: tuple[tuple[str, str, Any], ...] = (
    ("outside_activity", "during_leave", []),
    ("outside_activity", "during_leave", {}),
    ("conflict", "domain", []),
    ("conflict", "domain", {}),
    ("approval_request", "subject", []),
    ("approval_request", "subject", {}),
)


@pytest.mark.parametrize(("kind", "name", "value"), FOUND)
async def test_a_fact_that_decides_what_else_is_asked_is_read_first(
    app: Any, world: World, kind: str, name: str, value: Any
) -> None:
    amina = await world.person()
    kept = await filed(amina, kind)
    sent = {"kind": kind, "facts": wrong(kind, name, value), "details": WORDS[kind], "attested": True}
    async with program(app, amina, idempotency_key="one") as client:
        assert is_problem(await client.post(HERE, json=sent), 422, "invalid", f"facts.{name}")
        way, tag = f"{HERE}/{kept.reference}/versions", {"if-match": kept.etag}
        answer = await client.post(way, json={**sent, "reason": "Another one"}, headers=tag)
        assert is_problem(answer, 422, "invalid", f"facts.{name}")


@pytest.mark.parametrize(("kind", "name", "value"), FOUND)
async def test_the_services_read_it_first_too(world: World, kind: str, name: str, value: Any) -> None:
    amina = await world.person()
    kept = await filed(amina, kind)
    command = FilingCommand(kind=kind, facts=wrong(kind, name, value), details=DETAILS[kind], attested=True)
    for refused in (file_declaration(amina, command), amend(amina, kept.reference, command, "Why", kept.head_seq)):
        with pytest.raises(Invalid) as fault:
            await refused
        assert [each.name for each in fault.value.fields] == [name]
    with pytest.raises(Invalid):
        await preview(amina, command)
