"""The desk for programs: the same rules, said in codes."""

from typing import Any

import httpx
import pytest

from declarations.review.service import acts
from tests.factories import World
from tests.page_client import PageClient
from tests.reviewing import Office, staffed
from tests.web.desks import at_desk

SENT = {"decision": "authorize", "reasons": "It is of modest value."}


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def call(client: PageClient, path: str, seen: str | None = None, **body: Any) -> httpx.Response:
    """Send JSON in the session of the browser, as a script of ours would."""
    page = await client.get("/desk")
    headers = {
        "accept": "application/json",
        "origin": "https://register.example",
        "sec-fetch-site": "same-origin",
        "x-csrf-token": page.hidden()["csrf"],
    }
    if seen is not None:
        headers["if-match"] = seen
    return await client.http.post(f"/api/v1/cases/{path}", json=body or None, headers=headers)


async def test_a_case_goes_its_way_over_the_interface(office: Office) -> None:
    kept = await office.world.declaration(office.declarant)
    ref = kept.reference
    async with at_desk(office.world, office.officer) as client:
        read = await client.http.get(f"/api/v1/cases/{ref}")
        assert (read.status_code, read.headers["etag"]) == (200, '"1"')
        assert read.json()["acts"] == ["case.assign", "case.keep_open", "case.note", "case.take"]
        taken = await call(client, f"{ref}/taking", '"1"')
        assert (taken.status_code, taken.json()["status"], taken.headers["etag"]) == (200, "under_review", '"2"')
        noted = await call(client, f"{ref}/notes", '"2"', note="Known vendor")
        other = str(office.second_officer.person)
        given = await call(client, f"{ref}/handing-over", noted.headers["etag"], to=other, reason="I am away.")
        put = await call(client, f"{ref}/recommendation", given.headers["etag"], **SENT)
        assert (put.status_code, put.json()["recommendation"]) == (200, "authorize")
    async with at_desk(office.world, office.head) as client:
        found = (await client.http.get("/api/v1/cases")).json()
        assert [row["reference"] for row in found["items"]] == [ref]
        assert found["counts"] == {"open": 1, "overdue": 0}
        decided = await call(client, f"{ref}/decision", put.headers["etag"], **SENT)
        assert (decided.status_code, decided.json()["outcome"]) == (200, "authorize")


async def test_a_change_says_on_which_state_it_was_decided(office: Office) -> None:
    kept = await office.under_review()
    async with at_desk(office.world, office.officer) as client:
        for header, status, code in (
            (None, 428, "precondition_required"),
            ("*", 400, "bad_request"),
            ('W/"2"', 400, "bad_request"),
            ('"02"', 400, "bad_request"),
            ('"1"', 409, "stale"),
        ):
            answer = await call(client, f"{kept.reference}/notes", header, note="Known vendor")
            problem = answer.json()
            assert (answer.status_code, problem["code"]) == (status, code), header
            assert answer.headers["content-type"] == "application/problem+json"
        assert problem["fields"][0]["name"] == "history"
        assert "Claire Dubois" in problem["fields"][0]["message"]


async def test_refusals_have_codes(office: Office) -> None:
    kept = await office.under_review()
    ref, seen = kept.reference, kept.etag
    async with at_desk(office.world, office.officer) as client:
        refused = await call(client, f"{ref}/decision", seen, **SENT)
        assert (refused.status_code, refused.json()["code"]) == (409, "transition_refused")
        invalid = await call(client, f"{ref}/recommendation", seen, decision="not_permitted", reasons="")
        assert invalid.status_code == 422
        assert [fault["name"] for fault in invalid.json()["fields"]] == ["decision", "reasons"]
        binary = await call(client, f"{ref}/notes", seen, note="a\x00b")
        assert (binary.status_code, binary.json()["code"]) == (400, "bad_request")
        unknown = await call(client, f"{ref}/notes", seen, note="a", extra=1)
        assert unknown.status_code == 400
        assert (await client.http.get("/api/v1/cases?status=lost")).status_code == 400
        assert (await client.http.get("/api/v1/cases/D-0000-0000")).status_code == 404
    async with at_desk(office.world, office.stranger) as client:
        assert (
            await client.http.get(f"/api/v1/cases/{ref}", headers={"accept": "application/json"})
        ).status_code == 404


async def test_a_question_a_referral_an_assent_and_a_closing_have_their_addresses(office: Office) -> None:
    from declarations.filing.service import own

    kept = await office.under_review()
    async with at_desk(office.world, office.officer) as client:
        asked = await call(client, f"{kept.reference}/questions", kept.etag, field="value", question="How?")
        assert asked.json()["status"] == "information_requested"
        other = await office.under_review()
        sent = await call(
            client, f"{other.reference}/referral", other.etag, to="governing_body_designate", reasons="A friend"
        )
        assert sent.json()["authority"] == "governing_body_designate"
        third = await office.world.declaration(office.declarant)
        third = await own.request_withdrawal(office.declarant, third.reference, "Filed twice", third.head_seq)
        gone = await call(client, f"{third.reference}/assent", third.etag)
        assert gone.json()["status"] == "withdrawn"
        decided = await office.decided()
        closed = await call(client, f"{decided.reference}/closing", decided.etag)
        assert closed.json()["status"] == "closed"


async def test_the_case_holds_what_the_page_shows(office: Office) -> None:
    kept = await office.recommended()
    kept = await acts.note(office.officer, kept.reference, "Known vendor", kept.head_seq)
    async with at_desk(office.world, office.delegate) as client:
        case = (await client.http.get(f"/api/v1/cases/{kept.reference}?lang=en")).json()
    assert case["findings"][0]["rule"] == "ICSC-50"
    assert case["recommendation"]["by"] == "Claire Dubois"
    assert case["delegation"] == "OD 2026/3"
    assert case["details"]["description"] == "A fountain pen in a case"
    assert case["history"][0]["words"] == "Known vendor"
    assert case["acts"] == ["case.decide", "case.refer"]
    assert case["referral_targets"] == ["ethics_officer", "governing_body_designate"]


def test_every_operation_of_the_desk_is_described() -> None:
    from litestar import Litestar
    from litestar.openapi import OpenAPIConfig

    from declarations.review.api import review_api

    described = Litestar(
        review_api, openapi_config=OpenAPIConfig("Desk", "1", use_handler_docstrings=True)
    ).openapi_schema
    operations = [
        operation
        for path in (described.paths or {}).values()
        for operation in (path.get, path.post, path.delete)
        if operation is not None
    ]
    assert len(operations) == 25
    assert all(operation.description and operation.tags in (["cases"], ["audit"]) for operation in operations)
