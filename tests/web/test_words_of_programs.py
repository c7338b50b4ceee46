"""What a program tells in words is kept as it was told, or refused by the name of its field: no word is ever lost."""

from typing import Any

import pytest

from declarations.filing.schemas import DetailsIn
from tests.activities import in_days
from tests.factories import World
from tests.kinds import FACTS
from tests.web.declaring import declaring_app
from tests.web.test_api_declarations import HERE, TOLD, file_one, is_problem, program

ON_LEAVE = {
    "during_leave": "unpaid",
    "leave_from": in_days(20).isoformat(),
    "leave_to": in_days(200).isoformat(),
    "related_to_mandate": True,
}
EVERYTHING: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "outside_activity": (
        ON_LEAVE,
        {
            "position": "Lecturer",
            "leave_dates": "All of the spring",
            "mandate_relation": "It is water law as well.",
            "function": "Engineer",
            "remarks": "Once only",
        },
    ),
    "conflict": (
        {},
        {
            "matter": "RFP 2026/14",
            "proposed": ["recusal", "monitoring"],
            "proposal": "A colleague signs.",
            "function": "Buyer",
            "remarks": "They were married in May.",
        },
    ),
    "approval_request": ({}, {"occasion": "World Water Day", "function": "Writer", "remarks": "Live"}),
    "nil": ({}, {"remarks": "Nothing at all"}),
}


@pytest.fixture
def app(world: World) -> Any:
    return declaring_app()


@pytest.mark.parametrize("kind", EVERYTHING)
async def test_every_word_that_a_kind_knows_is_kept(app: Any, world: World, kind: str) -> None:
    facts, more = EVERYTHING[kind]
    told = TOLD[kind] | more
    async with program(app, await world.person()) as client:
        made = await file_one(client, kind=kind, facts=FACTS[kind] | facts, details=told)
        assert made.status_code == 201, made.text
        assert {name: value for name, value in made.json()["details"].items() if name in told} == told
        other = set(DetailsIn.__struct_fields__) - set(made.json()["details"])
        foreign = await file_one(client, "foreign", kind=kind, facts=FACTS[kind] | facts, details=told | _of(other))
        assert is_problem(
            foreign, 422, "invalid", *(f"details.{name}" for name in DetailsIn.__struct_fields__ if name in other)
        )


def _of(names: set[str]) -> dict[str, Any]:
    lists = {"proposed": ["recusal"], "matters": ["gift"], "value_basis": "estimate"}
    return {name: lists.get(name, "Some words") for name in names}


NOT_ASKED: tuple[tuple[dict[str, Any], str], ...] = (
    ({"during_leave": None}, "leave_dates"),
    ({"during_leave": "unknown"}, "leave_dates"),
    ({"related_to_mandate": False}, "mandate_relation"),
    ({"related_to_mandate": None}, "mandate_relation"),
)


@pytest.mark.parametrize(("changed", "name"), NOT_ASKED)
async def test_words_on_what_the_facts_deny_are_refused_by_name(
    app: Any, world: World, changed: dict[str, Any], name: str
) -> None:
    facts, more = EVERYTHING["outside_activity"]
    facts = FACTS["outside_activity"] | facts | changed
    told = TOLD["outside_activity"] | more
    if facts["during_leave"] != "unpaid":
        facts = {each: value for each, value in facts.items() if each not in {"leave_from", "leave_to"}}
    async with program(app, await world.person()) as client:
        answer = await file_one(client, kind="outside_activity", facts=facts, details=told)
        assert is_problem(answer, 422, "invalid", f"details.{name}")
        kept = {each: value for each, value in told.items() if each != name}
        made = await file_one(client, kind="outside_activity", facts=facts, details=kept)
        assert made.status_code == 201, made.text
        way, tag = f"{HERE}/{made.json()['reference']}/versions", {"if-match": made.headers["etag"]}
        amended = {
            "kind": "outside_activity",
            "facts": facts,
            "details": told,
            "attested": True,
            "reason": "More words",
        }
        assert is_problem(await client.post(way, json=amended, headers=tag), 422, "invalid", f"details.{name}")


async def test_measures_need_not_be_proposed(app: Any, world: World) -> None:
    async with program(app, await world.person()) as client:
        proposals: tuple[tuple[str, dict[str, Any]], ...] = ("left out", {}), ("none", {"proposed": []})
        for key, told in proposals:
            sent = {"kind": "conflict", "facts": FACTS["conflict"], "details": TOLD["conflict"] | told}
            made = await file_one(client, key, **sent)
            assert made.status_code == 201, made.text
