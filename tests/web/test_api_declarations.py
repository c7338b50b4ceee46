"""The declaring side for programs: the same rules, problems by field, nothing filed twice, nothing changed unseen."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar import Litestar
from litestar.openapi import OpenAPIConfig

from declarations.filing.api import filing_api
from declarations.filing.model import Action
from register.access.scopes import SCOPES
from register.access.service.account import create_token
from register.kernel.identity import Identity
from register.kernel.ids import new_id
from tests.factories import World, gift_facts
from tests.kinds import FACTS
from tests.reviewing import Office, act, staffed
from tests.unit.codes.ordinary import CONFLICT
from tests.web.declaring import declaring_app

HERE = "/api/v1/declarations"


@pytest.fixture
def app(world: World) -> Any:
    return declaring_app()


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@contextlib.asynccontextmanager
async def program(app: Any, person: Identity | None, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    """A program with a key of the person; without a person, one without any key."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if person is not None:
        made = await create_token(
            Identity(person=person.person, roles=person.roles, session=new_id(), name=person.name), "test", SCOPES
        )
        sent["authorization"] = f"Bearer {made.secret}"
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://register.example", headers=sent) as client:
        yield client


TOLD: dict[str, dict[str, Any]] = {
    "outside_activity": {"description": "An evening course", "other_party": "University of the Delta"},
    "conflict": {"description": "My partner works for a bidder.", "other_party": "Delta Pumps Company"},
    "approval_request": {"description": "An interview", "other_party": "Radio Delta"},
    "nil": {"period": "2019", "matters": ["gift"]},
}


def gift(**changed: Any) -> dict[str, Any]:
    ordinary = {
        "facts": gift_facts(),
        "details": {"description": "A fountain pen", "giver_name": "Delta Pumps Company", "value_basis": "estimate"},
        "attested": True,
    }
    return ordinary | changed


async def file_one(client: httpx.AsyncClient, key: str = "one", **changed: Any) -> httpx.Response:
    return await client.post(HERE, json=gift(**changed), headers={"idempotency-key": key})


def is_problem(answer: httpx.Response, status: int, code: str, *fields: str) -> bool:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code), problem
    assert problem["title"]
    assert problem["detail"]
    assert [field["name"] for field in problem.get("fields", [])] == list(fields), problem
    return True


async def test_a_gift_is_filed_and_read_back_with_its_story(app: Any, world: World) -> None:
    async with program(app, await world.person()) as client:
        made = await file_one(client, items=2, giver_country="CH", language="fr")
        assert made.status_code == 201, made.text
        one = await client.get(made.headers["location"])
        assert one.headers["etag"] == made.headers["etag"] == '"1"'
        found = one.json()
        assert (found["effect"], found["authority"]) == ("authorization_required", "executive_head")
        assert (found["items"], found["language"], found["details"]["description"]) == (2, "fr", "A fountain pen")
        assert found["history"][0]["name"] == "declaration:submitted"
        assert "amend" in found["actions"]
        listed = (await client.get(HERE)).json()
        assert [item["reference"] for item in listed["items"]] == [found["reference"]]
        assert (await client.get(f"{HERE}/{found['reference']}/readings")).json() == []


async def test_sentences_come_in_the_language_of_the_request(app: Any, world: World) -> None:
    async with program(app, await world.person(), accept_language="fr") as client:
        answer = await client.post("/api/v1/pre-checks", json={"kind": "gift", "capacity": "staff", **gift_facts()})
        assert answer.headers["content-language"] == "fr" or answer.status_code == 200


async def test_a_pre_check_says_what_the_evaluation_says_and_keeps_nothing(app: Any, world: World) -> None:
    async with program(app, await world.person()) as client:
        answer = await client.post("/api/v1/pre-checks", json={"kind": "gift", "capacity": "staff", **gift_facts()})
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert (found["verdict"], found["effect"]) == ("condition", "authorization_required")
        assert found["findings"][0]["rule"] == "ICSC-50"
        tender = await client.post("/api/v1/pre-checks", json=CONFLICT)
        assert tender.json()["sentence"] == "Disclose it, and stand aside until it is decided."
        assert (tender.json()["review_class"], found["review_class"]) == ("heightened", "ordinary")
        wrong = await client.post(
            "/api/v1/pre-checks", json={"kind": "gift", "capacity": "staff", "unusual": "maybe", "x": 1}
        )
        assert is_problem(wrong, 422, "invalid", "unusual", "x")
    assert await world.superuser.fetchval("select count(*) from declaration") == 0
    assert await world.superuser.fetchval("select count(*) from draft") == 0


async def test_fifty_requests_at_once_with_one_key_make_one_declaration(app: Any, world: World) -> None:
    async with program(app, await world.person()) as client:
        answers = await asyncio.gather(*(file_one(client, "same") for _ in range(50)))
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["reference"] for answer in answers}) == 1
        other = await file_one(client, "another")
        assert other.json()["reference"] != answers[0].json()["reference"], "control: another key files another"
        assert is_problem(await file_one(client, "same", items=3), 409, "idempotency_mismatch")
    assert await world.superuser.fetchval("select count(*) from declaration") == 2


async def test_the_same_key_of_another_person_is_another_key(app: Any, world: World) -> None:
    references = []
    for _ in range(2):
        async with program(app, await world.person()) as client:
            references.append((await file_one(client, "same")).json()["reference"])
    assert len(set(references)) == 2


@pytest.mark.parametrize("key", [None, "", " ", "k" * 201])
async def test_a_create_without_a_key_is_refused(app: Any, world: World, key: str | None) -> None:
    async with program(app, await world.person()) as client:
        headers = {} if key is None else {"idempotency-key": key}
        answer = await client.post(HERE, json=gift(), headers=headers)
        assert is_problem(answer, 400, "idempotency_key_needed")


WRONG: tuple[tuple[dict[str, Any], tuple[str, ...]], ...] = (
    ({"facts": gift_facts(value={"amount": 45, "currency": "USD"})}, ("facts.value.amount",)),
    ({"facts": gift_facts(direction="stolen", category=7)}, ("facts.direction", "facts.category")),
    ({"facts": gift_facts() | {"colour": "red"}}, ("facts.colour",)),
    ({"details": {"description": " ", "remarks": "x" * 10_001}}, ("details.description", "details.remarks")),
    ({"details": {"description": "a pen", "giver_name": "Delta\u202eynapmoC"}}, ("details.giver_name",)),
    ({"attested": False}, ("attested",)),
    ({"giver_country": "ZZ"}, ("giver_country",)),
    ({"party": "01a1fb93-7663-70bd-a4fb-51fdc2d6c75d"}, ("party",)),
)


@pytest.mark.parametrize(("changed", "fields"), WRONG)
async def test_every_fault_is_named_by_its_path(
    app: Any, world: World, changed: dict[str, Any], fields: tuple[str, ...]
) -> None:
    async with program(app, await world.person()) as client:
        assert is_problem(await file_one(client, **changed), 422, "invalid", *fields)
    assert await world.superuser.fetchval("select count(*) from idempotency") == 0, "and the key is free again"


async def test_a_gift_that_says_nothing_is_not_filed_as_if_nothing_were_wrong(app: Any, world: World) -> None:
    async with program(app, await world.person()) as client:
        answer = await file_one(client, facts={})
        assert answer.status_code == 422
        named = {field["name"] for field in answer.json()["fields"]}
        assert {"facts.direction", "facts.value", "facts.in_return_for_act"} <= named
        unknown = await file_one(client, facts=gift_facts(value=None, in_return_for_act=None))
        assert unknown.status_code == 201, "control: not knowing is an answer"


HOSTILE: tuple[Any, ...] = (
    b"",
    b"null",
    b"[]",
    b"{",
    b"\xff\xfe",
    b'{"facts": {}, "details": {"description": "\\ud800"}}',
    gift(details={"description": "NUL \x00"}),
    gift(details={"description": 7}),
    gift(facts=[1]),
    gift(items=0),
    gift(items=10**30),
    gift(language="tlh"),
    gift(declarant="me"),
    gift(kind="conflict"),
    gift(status="decided"),
    gift(facts=gift_facts(direction={"$ne": 1})),
    gift(facts=gift_facts(event_date="2026-02-31")),
    gift(facts=gift_facts(value={"amount": "1e9", "currency": "USD"})),
    gift(facts={"prior_values": [[]] * 2000} | gift_facts()),
)


@pytest.mark.parametrize("body", HOSTILE)
async def test_what_no_program_of_good_will_sends_is_refused_and_never_a_fault_of_ours(
    app: Any, world: World, body: Any
) -> None:
    async with program(app, await world.person()) as client:
        sent = {"content": body} if isinstance(body, bytes) else {"json": body}
        headers = {"idempotency-key": "hostile", "content-type": "application/json"}
        answer = await client.post(HERE, headers=headers, **sent)
        assert answer.status_code in {400, 422, 201}, answer.text
        assert answer.status_code != 201 or "prior_values" in str(body)[:200], (
            "what the register fills in itself is ignored"
        )
        if answer.status_code != 201:
            assert answer.headers["content-type"].startswith("application/problem+json")


async def test_twenty_thousand_characters_are_too_many_and_a_megabyte_is_too_large(app: Any, world: World) -> None:
    async with program(app, await world.person()) as client:
        long = await file_one(client, details={"description": "x" * 20_000})
        assert is_problem(long, 422, "invalid", "details.description")
        large = await file_one(client, details={"description": "x" * 1_100_000})
        assert is_problem(large, 413, "too_large")


async def test_a_change_needs_the_state_that_was_read(app: Any, world: World, office: Office) -> None:
    kept = await act(office, office.officer, await office.under_review(), Action.ASK)
    way = f"{HERE}/{kept.reference}/answers"
    async with program(app, office.declarant) as client:
        assert is_problem(await client.post(way, json={"answer": "seen"}), 428, "precondition_required")
        for tag in ("*", 'W/"3"', "3", '"x"', '"03"', '"3", "4"'):
            assert is_problem(
                await client.post(way, json={"answer": "x"}, headers={"if-match": tag}), 400, "bad_request"
            )
        stale = await client.post(way, json={"answer": "seen"}, headers={"if-match": '"2"'})
        assert stale.status_code == 409
        assert stale.json()["code"] == "stale"
        assert any("question" in field["message"] for field in stale.json()["fields"]), "it says what changed"
        read = await client.get(f"{HERE}/{kept.reference}")
        done = await client.post(way, json={"answer": "I saw the price"}, headers={"if-match": read.headers["etag"]})
        assert done.status_code == 201, done.text
        assert done.json()["status"] == "under_review"
        assert done.headers["etag"] != read.headers["etag"]


async def test_the_whole_life_of_a_declaration_from_the_declarants_side(app: Any, world: World, office: Office) -> None:
    kept = await office.decided()
    async with program(app, office.declarant) as client:
        way = f"{HERE}/{kept.reference}"
        assert is_problem(await client.post(f"{way}/comments", json={"comment": " "}), 422, "invalid", "comment")
        commented = await client.post(f"{way}/comments", json={"comment": "I would have declined it."})
        assert commented.status_code == 201
        tag = {"if-match": commented.headers["etag"]}
        assert is_problem(
            await client.post(f"{way}/withdrawal", json={"reason": "no"}, headers=tag), 409, "transition_refused"
        )
        done = await client.post(f"{way}/acknowledgement", headers=tag)
        assert (done.status_code, done.json()["status"]) == (200, "acknowledged")
        assert "It stays in the office." not in done.text, "the recommendation stays at the desk"


async def test_a_new_version_keeps_its_reason_and_is_judged_anew(app: Any, world: World) -> None:
    async with program(app, await world.person()) as client:
        made = await file_one(client)
        way, tag = f"{made.headers['location']}/versions", {"if-match": made.headers["etag"]}
        small = gift(facts=gift_facts(value={"amount": "12.00", "currency": "USD"}))
        assert is_problem(await client.post(way, json={**small, "reason": ""}, headers=tag), 422, "invalid", "reason")
        done = await client.post(way, json={**small, "reason": "The receipt was found"}, headers=tag)
        assert (done.status_code, done.json()["version"], done.json()["effect"]) == (201, 2, "noted")
        assert done.json()["history"][-1]["words"] == "The receipt was found"
        assert (await client.post(way, json={**small, "reason": "again"}, headers=tag)).status_code == 409


async def test_a_new_version_is_of_the_kind_that_was_filed(app: Any, world: World) -> None:
    async with program(app, await world.person()) as client:
        facts, told = FACTS["outside_activity"], TOLD["outside_activity"]
        made = await file_one(client, kind="outside_activity", facts=facts, details=told)
        assert made.json()["effect"] == "authorization_required"
        way, tag = f"{made.headers['location']}/versions", {"if-match": made.headers["etag"]}
        nothing = {"kind": "nil", "facts": {}, "details": TOLD["nil"]}
        for other in (nothing, {"kind": "gift"}, {}):
            sent = gift(**other) | {"reason": "It is nothing"}
            assert is_problem(await client.post(way, json=sent, headers=tag), 409, "other_kind")
        now = (await client.get(made.headers["location"])).json()
        assert (now["version"], now["effect"]) == (1, "authorization_required")
        assert now["authority"] == made.json()["authority"] is not None


async def test_withdrawing_asks_for_assent_where_the_item_was_received(app: Any, world: World) -> None:
    async with program(app, await world.person()) as client:
        for direction, status, event in (
            ("received", "submitted", "declaration:withdrawal_requested"),
            ("offered_to_me", "withdrawn", "declaration:withdrawn"),
        ):
            made = await file_one(client, direction, facts=gift_facts(direction=direction))
            done = await client.post(
                f"{made.headers['location']}/withdrawal",
                json={"reason": "A slip"},
                headers={"if-match": made.headers["etag"]},
            )
            assert (done.status_code, done.json()["status"]) == (200, status), done.text
            assert done.json()["history"][-1]["name"] == event


async def test_an_assistant_files_for_their_principal_who_confirms(app: Any, world: World) -> None:
    principal, stranger = await world.person(), await world.person()
    async with program(app, await world.assistant(principal)) as client:
        assert (await client.get("/api/v1/principals")).json() == [
            {"id": str(principal.person), "name": principal.name}
        ]
        made = await file_one(client, declarant=str(principal.person))
        assert made.status_code == 201, made.text
        assert made.json()["declarant"] == str(principal.person)
        assert (await client.get(HERE)).json()["items"] == []
        assert len((await client.get(f"{HERE}?filed_for_others=true")).json()["items"]) == 1
        way, tag = f"{made.headers['location']}/confirmation", {"if-match": made.headers["etag"]}
        assert is_problem(await client.post(way, headers=tag), 404, "not_found"), "nobody confirms their own filing"
        assert is_problem(await file_one(client, "two", declarant=str(stranger.person)), 404, "not_found")
    async with program(app, principal) as client:
        assert (await client.post(way, headers=tag)).json()["confirmed_at"]


async def test_what_is_another_persons_is_not_found(app: Any, world: World) -> None:
    kept = await world.declaration(await world.person())
    async with program(app, await world.person("ethics_officer")) as client:
        way = f"{HERE}/{kept.reference}"
        assert is_problem(await client.get(way), 404, "not_found")
        assert is_problem(await client.get(f"{way}/readings"), 404, "not_found")
        for rest, body in (
            ("answers", {"answer": "x"}),
            ("comments", {"comment": "x"}),
            ("withdrawal", {"reason": "x"}),
        ):
            assert is_problem(
                await client.post(f"{way}/{rest}", json=body, headers={"if-match": '"1"'}), 404, "not_found"
            )
        for nonsense in ("D-0000-0000", "x" * 300, "٣"):
            assert is_problem(await client.get(f"{HERE}/{nonsense}"), 404, "not_found")


async def test_without_a_key_nothing_is_open(app: Any, world: World) -> None:
    async with program(app, None) as client:
        for answer in (await client.get(HERE), await file_one(client), await client.get("/api/v1/principals")):
            assert is_problem(answer, 401, "not_signed_in")


async def test_a_list_is_turned_page_by_page(app: Any, world: World) -> None:
    person = await world.person()
    references = [(await world.declaration(person)).reference for _ in range(27)]
    async with program(app, person) as client:
        first = (await client.get(HERE)).json()
        assert [item["reference"] for item in first["items"]] == references[:1:-1]
        second = (await client.get(HERE, params={"at": first["older"]})).json()
        assert [item["reference"] for item in second["items"]] == references[1::-1]
        assert second["older"] is None
        assert is_problem(await client.get(HERE, params={"at": "x"}), 400, "bad_request")


async def test_more_than_the_rate_is_told_to_wait(world: World) -> None:
    app = declaring_app(api_requests_per_minute=3)
    async with program(app, await world.person()) as client:
        answers = [await client.get(HERE) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert int(answers[-1].headers["retry-after"]) > 0
        assert is_problem(answers[-1], 429, "too_many_requests")


def test_every_route_is_documented_with_what_it_takes_and_gives() -> None:
    schema = Litestar(filing_api, openapi_config=OpenAPIConfig(title="t", version="1")).openapi_schema.to_schema()
    operations = {
        f"{method} {path}": operation for path, item in schema["paths"].items() for method, operation in item.items()
    }
    assert len(operations) == len(filing_api)
    for name, operation in operations.items():
        answers = [code for code in operation["responses"] if code.startswith("2")]
        assert len(answers) == 1, name
        assert operation["responses"][answers[0]]["content"]["application/json"]["schema"], name
        assert operation["tags"], name
        assert operation.get("requestBody") or name.startswith("get") or name.endswith(("ment", "confirmation")), name
