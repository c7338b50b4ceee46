"""An authorization on the pages of its declarant and of the desk, and over the interface."""

from typing import Any

import pytest

from declarations.authorizations import store
from declarations.authorizations.model import Validity
from declarations.filing.model import Declaration
from declarations.filing.service.filing import file_declaration
from register.kernel.db import transaction
from tests.activities import activity_command, authorized, begun, in_days, recommended, renewal_command, under_review
from tests.db.test_standing import with_a_refused_change
from tests.factories import World
from tests.reviewing import Office, staffed
from tests.web import visitors
from tests.web.declaring import day, press
from tests.web.desks import filled
from tests.web.served import served_app
from tests.web.test_api_declarations import program
from tests.web.visitors import signed_in

TESTS = {
    "test_interferes_with_duties": "no",
    "test_incompatible_with_status": "no",
    "test_conflicts_with_interests": "no",
}


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@pytest.fixture
def app() -> Any:
    return served_app()


async def validity(office: Office, kept: Declaration) -> Validity:
    async with transaction(office.declarant) as tx:
        found = await store.of_declaration(tx, kept.id)
    assert found is not None
    return found.validity


async def test_an_activity_is_recommended_with_its_tests_and_its_last_day(
    office: Office, app: Any, world: World
) -> None:
    kept, end = await under_review(office), in_days(200)
    at = f"/desk/{kept.reference}"
    async with signed_in(app, world, office.officer) as desk:
        page = await desk.get(at)
        typed = {"decision": "authorize", "reasons": "It harms nobody.", **TESTS}
        late = filled(page, **typed, **day("valid_until", end.year + 3, 1, 1))
        assert "valid_until" in str((await desk.post(f"{at}/recommendation", late, status=422)).errors())
        unanswered = {name: value for name, value in typed.items() if name not in TESTS}
        until = day("valid_until", end.year, end.month, end.day)
        refused = await desk.post(f"{at}/recommendation", filled(page, **unanswered, **until), status=422)
        assert "test_interferes_with_duties" in str(refused.errors())
        sent = await visitors.send(desk, f"{at}/recommendation", filled(page, **typed, **until))
        assert sent.status_code == 303
    async with signed_in(app, world, office.official) as desk:
        page = await desk.get(at)
        assert page.text.count(str(end.year)) > 1
        decided = {"decision": "authorize", "reasons": "As advised.", **until}
        sent = await visitors.send(desk, f"{at}/decision", filled(page, **decided))
        assert sent.status_code == 303, sent.text
    assert await validity(office, kept) is Validity.IN_FORCE


async def test_the_authority_finds_the_recommended_conditions_filled_in_and_decides_by_itself(
    office: Office, app: Any, world: World
) -> None:
    kept, end = await under_review(office), in_days(200)
    at, words = f"/desk/{kept.reference}", "Outside working hours, in your own name."
    typed = {"decision": "authorize_with_conditions", "reasons": "It harms nobody.", "conditions": words, **TESTS}
    async with signed_in(app, world, office.officer) as desk:
        page = await desk.get(f"{at}?lang=en")
        until = day("valid_until", end.year, end.month, end.day)
        assert (await visitors.send(desk, f"{at}/recommendation", filled(page, **typed, **until))).status_code == 303
    async with signed_in(app, world, office.official) as desk:
        page = await desk.get(f"{at}?lang=en")
        assert page.value("conditions") == words
        assert [page.value("decision"), page.value("reasons")] == ["", ""]
        assert (await desk.get(f"{at}?lang=fr")).value("conditions") == "", "words in another language than the reasons"


async def test_a_doubt_of_the_office_is_read_by_the_executive_head_and_refused_to_the_official_at_the_field(
    office: Office, app: Any, world: World
) -> None:
    kept, other, end = await under_review(office), await recommended(office), in_days(200)
    at, until = f"/desk/{kept.reference}", day("valid_until", end.year, end.month, end.day)
    doubt = {"decision": "authorize", "reasons": "Let us see.", **TESTS, "test_conflicts_with_interests": "unknown"}
    async with signed_in(app, world, office.officer) as desk:
        page = await desk.get(f"{at}?lang=en")
        assert "the executive head decides" in page.text
        sent = await visitors.send(desk, f"{at}/recommendation", filled(page, **doubt, **until))
        assert sent.status_code == 303
    async with signed_in(app, world, office.official) as desk:
        await desk.get(at, status=404)
        at_other = f"/desk/{other.reference}"
        fields = filled(await desk.get(f"{at_other}?lang=en"), **doubt, **until)
        refused = await desk.post(f"{at_other}/decision", fields, status=422)
        assert refused.errors() == ["decision"]
        assert "Only the executive head may authorize it." in refused.text
    async with signed_in(app, world, office.head) as desk:
        text = (await desk.get(f"{at}?lang=en")).text
    assert "the executive head rules on it" in text
    assert "Where you answer yes" not in text


async def test_the_declarant_asks_for_a_renewal_and_reports_a_change(office: Office, app: Any, world: World) -> None:
    kept = await begun(office, await authorized(office, 50))
    own = f"/declarations/{kept.reference}"
    async with signed_in(app, world, office.declarant) as person:
        page = await person.get(own)
        draft = await press(person, page, f"{own}/renewal")
        assert kept.reference in draft.text
        assert "The end is left empty" in draft.text
        page = await press(person, await person.get(f"{own}/amend"), f"{own}/amend", {"reason": "More hours."})
        assert kept.reference in page.text
        where = f"{page.response.url.path.removesuffix('/check')}/submit"
        same = await press(person, page, where, {"attested": "yes"}, status=422)
        assert "No answer has changed." in same.text


async def test_a_renewal_is_offered_once_the_activity_has_begun(office: Office, app: Any, world: World) -> None:
    kept = await authorized(office, 50)
    own = f"/declarations/{kept.reference}"
    async with signed_in(app, world, office.declarant) as person:
        page = await person.get(own)
        assert f'action="{own}/renewal"' not in page.response.text
        refused = await person.post(f"{own}/renewal", page.hidden(), status=409)
        assert "once the activity has begun" in refused.text
        await begun(office, kept)
        assert f'action="{own}/renewal"' in (await person.get(own)).response.text, "the control"


async def test_the_desk_suspends_and_the_authority_revokes(office: Office, app: Any, world: World) -> None:
    kept = await authorized(office)
    at = f"/desk/{kept.reference}"
    async with signed_in(app, world, office.officer) as desk:
        page = await desk.get(at)
        assert f"{at}/revocation" not in page.response.text
        await desk.post(f"{at}/suspension", filled(page, authorization_reasons=""), status=422)
        sent = await visitors.send(desk, f"{at}/suspension", filled(page, authorization_reasons="A bid was made."))
        assert sent.status_code == 303
        assert await validity(office, kept) is Validity.SUSPENDED
        again = await desk.get(at)
        assert f"{at}/reinstatement" in again.response.text
        assert f"{at}/suspension" not in again.response.text
    async with signed_in(app, world, office.official) as desk:
        page = await desk.get(at)
        fields = filled(page, authorization_reasons="It harms the mandate.")
        sent = await visitors.send(desk, f"{at}/revocation", fields)
        assert sent.status_code == 303
    assert await validity(office, kept) is Validity.REVOKED
    async with program(app, office.declarant) as client:
        found = (await client.get(f"/api/v1/declarations/{kept.reference}")).json()
        assert found["authorization"]["validity"] == "revoked"
        assert (await client.get("/api/v1/activity-ceilings")).json() == []


async def test_after_a_refused_change_both_sides_read_what_stays_authorized(
    office: Office, app: Any, world: World
) -> None:
    kept = await with_a_refused_change(office)
    async with signed_in(app, world, office.declarant) as client:
        for tag, said in (("en", "The change was refused."), ("ar", "رُفض التغيير.")):
            assert said in (await client.get(f"/declarations/{kept.reference}?lang={tag}")).text
    async with signed_in(app, world, office.officer) as desk:
        page = await desk.get(f"/desk/{kept.reference}")
    assert "Ce qui était autorisé auparavant reste en vigueur." in page.text, "the officer reads French"
    row = ["".join(cell.itertext()).strip() for cell in page.all("td") if cell.get("data-label")]
    assert ("2", "5", "More hours.") in list(zip(row, row[1:], row[2:], strict=False)), "old, new and why"
    for who, at in ((office.declarant, "declarations"), (office.officer, "cases")):
        async with program(app, who) as program_of:
            found = (await program_of.get(f"/api/v1/{at}/{kept.reference}")).json()["change"]
        (term,) = found["terms"]
        assert (found["is_refused"], term["authorized"], term["asked"]) == (True, "2", "5")
        assert (term["field"], term["reason"]) == ("hours_per_week", "More hours.")


async def test_what_was_asked_and_what_was_declared_are_told_apart(office: Office, app: Any, world: World) -> None:
    changed, plain = await with_a_refused_change(office), await authorized(office)
    for who, at in ((office.declarant, "/declarations"), (office.official, "/desk")):
        async with signed_in(app, world, who) as client:
            for kept, heading in ((changed, "What was asked"), (plain, "What was declared")):
                page = await client.get(f"{at}/{kept.reference}?lang=en")
                headings = {each.text for each in page.all("h2")}
                assert heading in headings
                assert len(headings & {"What was asked", "What was declared"}) == 1
                verdicts = {each.text for each in page.all("p", **{"class": "verdict"})}
                assert ("Change refused" in verdicts) == (kept is changed)


async def test_a_second_renewal_is_refused_on_the_page_and_over_the_interface(
    office: Office, app: Any, world: World
) -> None:
    kept = await begun(office, await authorized(office, 50))
    own = f"/declarations/{kept.reference}"
    async with signed_in(app, world, office.declarant) as person:
        page = await person.get(own)
        waits = await file_declaration(office.declarant, renewal_command(kept))
        refused = await person.post(f"{own}/renewal", page.hidden(), status=409)
        assert waits.reference in refused.text
        assert f'action="{own}/renewal"' not in refused.response.text
        assert f'href="/declarations/{waits.reference}"' in refused.response.text
    async with program(app, office.declarant) as client:
        sent = activity_command()
        told = {"description": "Two evenings a week", "other_party": "Delta Library"}
        body = {"kind": sent.kind, "facts": sent.facts, "details": told, "attested": True}
        again = await client.post(
            "/api/v1/declarations", json=body | {"renews": kept.reference}, headers={"idempotency-key": "again"}
        )
        assert again.status_code == 422
        assert waits.reference in again.text
