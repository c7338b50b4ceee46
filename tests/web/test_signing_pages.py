"""The signing list, assignments and absences in the browser and over the interface."""

import pytest

from declarations.filing.model import Declaration
from declarations.review.service import acts
from register.kernel import clock
from register.kernel.identity import Identity
from tests.factories import World
from tests.page_client import PageClient
from tests.reviewing import Office, staffed
from tests.web.desks import at_desk
from tests.web.visitors import send

LANGUAGES = ("en", "ar", "fr", "es")
REASONS = "As the office advised."


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


def box(case: Declaration) -> str:
    return f"{case.reference}:{case.head_seq}"


async def record(client: PageClient, delegate: str = "") -> None:
    """Record an absence of today."""
    today = clock.today()
    days = {
        f"{end}_{part}": str(getattr(today, part)) for end in ("since", "until") for part in ("day", "month", "year")
    }
    page = await client.get("/delegations")
    answer = await send(client, "/delegations", days | {"csrf": page.hidden()["csrf"], "delegate": delegate})
    assert answer.status_code == 303, answer.text


async def email_of(office: Office, person: Identity) -> str:
    found: str = await office.world.superuser.fetchval("select email from person where id = $1", person.person)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_pages_are_whole_in_every_language(office: Office, language: str) -> None:
    case = await office.recommended()
    new = await office.world.declaration(office.declarant)
    async with at_desk(office.world, office.head) as client:
        page = await client.get(f"/desk/signing?lang={language}")
        assert page.isolates(case.reference)
        await client.get(f"/delegations?lang={language}")
    await office.under_review()
    async with at_desk(office.world, office.officer) as client:
        await record(client, await email_of(office, office.second_officer))
    async with at_desk(office.world, office.second_officer) as client:
        assert "Claire Dubois" in (await client.get(f"/delegations?lang={language}")).text
    async with at_desk(office.world, office.officer) as client:
        await client.get(f"/desk/assignments?case={new.reference}&lang={language}")
        await client.get(f"/delegations?lang={language}")


async def test_every_word_of_these_pages_can_be_translated(office: Office) -> None:
    await office.recommended()
    async with at_desk(office.world, office.head) as client:
        for path in ("/desk/signing", "/delegations"):
            assert await client.untranslated(path) == []


async def test_several_cases_are_signed_on_one_page_and_one_that_changed_is_named(office: Office) -> None:
    cases = [await office.recommended() for _ in range(3)]
    async with at_desk(office.world, office.head) as client:
        page = await client.get("/desk/signing?lang=en")
        token = page.hidden()["csrf"]
        faulty = await client.http.post("/desk/signing", data={"csrf": token, "reasons": ""}, headers=SAME)
        assert faulty.status_code == 422
        await acts.note(office.officer, cases[1].reference, "New facts", cases[1].head_seq)
        sent = {"csrf": token, "case": [box(case) for case in cases], "reasons": REASONS, "attested": "yes"}
        refused = await client.http.post("/desk/signing", data=sent, headers=SAME)
        assert refused.status_code == 409
        assert cases[1].reference in refused.text
        assert refused.text.count(" checked") == 3, "the two others, and the confirmation, stay as they were"
        sent["case"] = [box(cases[0]), box(cases[2])]
        done = await client.http.post("/desk/signing", data=sent, headers=SAME)
        assert (done.status_code, done.headers["location"]) == (303, "/desk/signing?signed=2")
        assert "2 cases have been signed" in (await client.get("/desk/signing?signed=2")).text


SAME = {"sec-fetch-site": "same-origin", "origin": "https://register.example"}


async def test_cases_are_chosen_in_the_queue_and_given_to_an_officer(office: Office) -> None:
    new, taken = await office.world.declaration(office.declarant), await office.under_review()
    async with at_desk(office.world, office.officer) as client:
        queue = await client.get("/desk?lang=en")
        assert queue.one("input", name="case").get("value") == new.reference
        await office.world.superuser.execute("update declaration set status = 'closed' where id = $1", new.id)
        closed = await client.get("/desk?status=closed&lang=en")
        assert new.reference in closed.text
        assert not closed.all("input", name="case"), "a closed case is nobody's to review"
        assert (len(queue.all("form", id="assigning")), closed.all("form", id="assigning")) == (1, [])
        await office.world.superuser.execute("update declaration set status = 'submitted' where id = $1", new.id)
        page = await client.get(f"/desk/assignments?case={new.reference}&case={taken.reference}")
        sent = {
            "csrf": page.hidden()["csrf"],
            "case": [new.reference, taken.reference],
            "officer": str(office.second_officer.person),
        }
        done = await client.http.post("/desk/assignments", data=sent, headers=SAME)
        assert done.status_code == 200
        assert "1 case is assigned" in done.text
        assert "has it in charge" in done.text


async def test_an_absence_is_recorded_shown_and_ended(office: Office) -> None:
    today = clock.today()
    days = {
        f"{end}_{part}": str(getattr(today, part)) for end in ("since", "until") for part in ("day", "month", "year")
    }
    async with at_desk(office.world, office.officer) as client:
        page = await client.get("/delegations?lang=en")
        faults = await client.post("/delegations", {"csrf": page.hidden()["csrf"]}, status=422)
        assert faults.errors() == ["since", "until"]
        wrong = days | {"csrf": page.hidden()["csrf"], "delegate": "nobody@example.org"}
        assert (await client.post("/delegations", wrong, status=422)).errors() == ["delegate"]
        answer = await send(client, "/delegations", days | {"csrf": page.hidden()["csrf"]})
        assert answer.status_code == 303
        shown = await client.get("/delegations")
        assert "Claire Dubois" in shown.text
        end = next(form.get("action") for form in shown.all("form") if str(form.get("action")).endswith("/end"))
        assert (await send(client, str(end), {"csrf": shown.hidden()["csrf"]})).status_code == 303


async def test_programs_do_the_same(office: Office) -> None:
    cases = [await office.recommended() for _ in range(2)]
    new = await office.world.declaration(office.declarant)
    async with at_desk(office.world, office.head) as client:
        token = (await client.get("/desk/signing")).hidden()["csrf"]
        head = {"x-csrf-token": token, **SAME}
        found = (await client.http.get("/api/v1/signing-list")).json()["items"]
        chosen = [{"reference": row["reference"], "seen": row["seen"]} for row in found]
        assert {row["reference"] for row in chosen} == {case.reference for case in cases}
        body = {"cases": [*chosen[:1], chosen[1] | {"seen": 1}], "reasons": REASONS}
        stale = await client.http.post("/api/v1/signatures", json=body, headers=head)
        assert (stale.status_code, [fault["name"] for fault in stale.json()["fields"]]) == (
            409,
            [chosen[1]["reference"]],
        )
        signed = await client.http.post("/api/v1/signatures", json={"cases": chosen, "reasons": REASONS}, headers=head)
        assert {case["status"] for case in signed.json()["cases"]} == {"decided"}
    async with at_desk(office.world, office.officer) as client:
        token = (await client.get("/delegations")).hidden()["csrf"]
        head = {"x-csrf-token": token, **SAME}
        body = {"cases": [new.reference, cases[0].reference], "to": str(office.second_officer.person)}
        given = (await client.http.post("/api/v1/case-assignments", json=body, headers=head)).json()
        assert [case["reference"] for case in given["assigned"]] == [new.reference]
        assert [case["reference"] for case in given["refused"]] == [cases[0].reference]
        today = clock.today().isoformat()
        made = await client.http.post("/api/v1/absences", json={"since": today, "until": today}, headers=head)
        assert made.status_code == 201
        listed = (await client.http.get("/api/v1/absences")).json()
        assert [each["id"] for each in listed["own"]] == [made.json()["id"]]
        gone = await client.http.delete(f"/api/v1/absences/{made.json()['id']}", headers=head)
        assert gone.status_code == 204
