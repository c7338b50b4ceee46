"""The pages and the interface of what a person has in force."""

import re
from typing import Any

import pytest

from declarations.filing.api import filing_api
from declarations.filing.pages import filing_pages
from declarations.filing.service.own import read_own
from declarations.review.model import DecisionCommand
from declarations.review.pages import review_pages
from declarations.review.service import acts, deciding
from declarations.standing.api import standing_api
from declarations.standing.pages import standing_pages
from declarations.standing.service import notices
from declarations.standing.service.functions import look_at_changes
from declarations.standing.service.keeping import end
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel import clock
from register.kernel.errors import TransitionRefused
from register.navigation import navigation
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.activities import activity_command, authorized
from tests.applications import rooms
from tests.conflicts import decided, resolved
from tests.factories import World
from tests.kinds import filed
from tests.reviewing import staffed
from tests.web.declaring import NAMES, Typed, day, place, press
from tests.web.test_api_declarations import is_problem, program
from tests.web.visitors import SETTINGS, signed_in

HERE = "/api/v1/standing"


@pytest.fixture
def app(world: World) -> Any:
    configure(SETTINGS)
    configure_site(Site(names=NAMES, csrf_field=csrf_field, navigation=navigation, contact="ethics@example.org"))
    return rooms(*filing_pages, *filing_api, *review_pages, *standing_pages, *standing_api)


async def test_a_person_confirms_ends_and_states_that_there_is_nothing(world: World, app: Any) -> None:
    who = await world.person()
    interest, gift = await filed(who, "conflict"), await world.declaration(who)
    async with signed_in(app, world, who) as client:
        page = await client.get("/standing")
        assert interest.reference in page.text
        parts = [each.get("href") for each in page.one("nav", class_="contents no-print").iter("a")]
        assert parts == ["#in-force-interest", "#in-force-activity", "#in-force-gift", "#nothing"]
        done = await press(client, page, "/standing/confirmation", {"item": [interest.reference, gift.reference]})
        assert "What you said of each line is recorded." in done.text
        ending = await client.get(f"/standing/{interest.reference}/end")
        wrong = await client.post(f"/standing/{interest.reference}/end", {**ending.hidden()}, status=422)
        assert set(wrong.errors()) == {"on", "reason"}
        said = {**day("on"), "reason": "She left the company."}
        done = await press(client, ending, f"/standing/{interest.reference}/end", said)
        assert "It is recorded that it has ended." in done.text
        stated: Typed = {"period": "2025", "matters": ["conflict", "outside_activity"], "attested": "yes"}
        receipt = await press(client, done, "/standing/nothing", stated)
        assert place(receipt).endswith("/receipt")
        await client.get("/standing?lang=ar")


async def test_what_has_changed_after_the_decision_is_declared_anew_from_what_was_filed(world: World, app: Any) -> None:
    office = await staffed(world)
    kept = await filed(office.declarant, "conflict", domain="relationship", counterpart_kind="individual")
    async with signed_in(app, world, office.declarant) as client:
        kept = await acts.take(office.officer, kept.reference, kept.head_seq)
        command = DecisionCommand("no_measure_needed", "The file is with others.")
        await deciding.decide(office.officer, kept.reference, command, kept.head_seq)
        page = await client.get("/standing")
        said: Typed = {f"said_{kept.reference}": "changed"}
        begun = await press(client, page, "/standing/confirmation", said)
        (draft,) = {str(link.get("href")) for link in begun.all("a") if str(link.get("href")).startswith("/drafts/")}
        assert "Delta Pumps Company" in (await client.get(f"{draft}/check")).text
        again = await press(client, page, "/standing/confirmation", said)
        shown = [str(link.get("href")) for link in again.all("a") if str(link.get("href")).startswith("/drafts/")]
        assert shown == [draft, draft], "pressed twice, it begins once: in the list, and at its line"
        later = await client.get("/standing")
        assert [str(link.get("href")) for link in later.all("a")].count(draft) == 2, "and stays there"
        assert "Change begun" in later.text
        assert [each.get("value") for each in later.all("option") if "selected" in each.attrib] == [""]
        still: Typed = {f"said_{kept.reference}": "still"}
        refused = await press(client, later, "/standing/confirmation", still, status=422)
        assert refused.errors() == [f"said_{kept.reference}"]
        assert "Finish it, or discard it first." in refused.text


async def test_one_button_keeps_what_is_said_of_every_line_or_nothing(world: World, app: Any) -> None:
    who = await world.person()
    interest, pen, vase = await filed(who, "conflict"), await world.declaration(who), await world.declaration(who)
    said: dict[str, str | list[str]] = {
        "item": [each.reference for each in (interest, pen, vase)],
        f"said_{interest.reference}": "changed",
        f"said_{vase.reference}": "ended",
    }
    async with signed_in(app, world, who) as client:
        page = await client.get("/standing")
        wrong = await press(client, page, "/standing/confirmation", said, status=422)
        assert set(wrong.errors()) == {f"on_{vase.reference}", f"words_{vase.reference}"}
        chosen = [each.get("value") for each in wrong.all("option") if "selected" in each.attrib]
        assert sorted(map(str, chosen)) == ["changed", "ended", "still"], "what was said stands there again"
        said |= {f"on_{vase.reference}": clock.today().isoformat(), f"words_{vase.reference}": "I gave it back."}
        wrong = await press(client, page, "/standing/confirmation", said, status=422)
        assert wrong.errors() == [f"words_{interest.reference}"], "a new version says why"
        unsaid = (await client.get("/standing")).all("time")
        assert str(clock.today()) not in [each.get("datetime") for each in unsaid], "nothing was confirmed by halves"
        done = await press(client, page, "/standing/confirmation", said | {f"words_{interest.reference}": "A new job."})
        assert "What has changed waits for you below as a draft." in done.text
        assert [each.get("value") for each in done.all("option") if "selected" in each.attrib] == ["", ""]
        begun = {str(link.get("href")) for link in done.all("a") if str(link.get("href")).startswith("/drafts/")}
        assert len(begun) == 1
        assert "Delta Pumps Company" in (await client.get(f"{begun.pop()}/check")).text
        names = [(await read_own(who, each.reference)).steps[-1].name for each in (interest, pen, vase)]
        assert names == ["declaration:submitted", "declaration:still_correct", "declaration:ended"]
        await client.get("/standing?done=begun&lang=ar")


async def test_what_has_not_begun_is_said_not_to_be_taken_up_on_its_page(world: World, app: Any) -> None:
    office = await staffed(world)
    kept = await authorized(office)
    async with signed_in(app, world, office.declarant) as client:
        page = await client.get(f"/standing/{kept.reference}/end?lang=en")
        for words in ("It begins on", "Why will you not take it up?", "Record that it will not be taken up"):
            assert words in page.text
        typed = {f"on_{part}": page.one("input", name=f"on_{part}").get("value") for part in ("day", "year")}
        assert typed == {"on_day": str(clock.today().day), "on_year": str(clock.today().year)}
        now = clock.today()
        said = {**day("on", now.year, now.month, now.day), "reason": "I have no time for it."}
        await press(client, page, f"/standing/{kept.reference}/end", said)
        assert "you will not take it up" in (await client.get(f"/declarations/{kept.reference}")).text
        other = await authorized(office, command=activity_command(employer="Omega Press", start_date="2026-01-01"))
        assert "It begins on" not in (await client.get(f"/standing/{other.reference}/end")).text, "the control"


async def test_a_measure_on_what_is_resolved_is_read_until_it_is_carried_out(world: World, app: Any) -> None:
    office = await staffed(world)
    kept = await decided(office)
    kept = await resolved(office, kept, "It is agreed")
    async with signed_in(app, world, office.declarant) as client:
        page = await client.get("/standing")
        (line,) = ["".join(row.itertext()) for row in page.all("tr") if kept.reference in "".join(row.itertext())]
        assert [each for each in ("Resolved", "Recusal from the matter", "To be carried out") if each not in line] == []
        await end(office.declarant, kept.reference, clock.today(), "She left the company.", kept.head_seq)
        page = await client.get("/standing")
        assert "Recusal from the matter" in page.text, "it is over, its measure is not"
    async with program(app, office.declarant) as api:
        (ended,) = (await api.get(HERE)).json()["ended"]
        assert [(each["measure"], each["state"]) for each in ended["measures"]] == [("recusal", "set")]


async def test_a_program_does_the_same(world: World, app: Any) -> None:
    who = await world.person()
    interest = await filed(who, "conflict")
    async with program(app, who) as client:
        found = (await client.get(HERE)).json()
        assert [item["group"] for item in found["items"]] == ["interest"]
        said = await client.post(f"{HERE}/confirmations", json={"references": [interest.reference]})
        assert said.status_code == 200
        assert said.json()["confirmed_at"]
        address = f"/api/v1/declarations/{interest.reference}"
        ending = {"on": found["items"][0]["since"], "reason": "She left the company."}
        is_problem(await client.post(f"{address}/end", json=ending), 428, "precondition_required")
        seen = (await client.get(address)).headers["etag"]
        over = await client.post(f"{address}/end", json=ending, headers={"if-match": seen})
        assert (over.status_code, over.json()["items"]) == (200, [])
        nothing = {"period": "2025", "matters": ["conflict"], "attested": True}
        made = await client.post(f"{HERE}/statements", json=nothing, headers={"idempotency-key": "one"})
        assert (made.status_code, made.json()["status"]) == (201, "closed")


async def test_the_office_sees_marks_in_the_queue_and_goes_from_a_case_to_what_is_in_force(
    world: World, app: Any
) -> None:
    office = await staffed(world)
    interest = await filed(office.declarant, "conflict")
    gift = await world.declaration(office.declarant)
    await end(office.declarant, gift.reference, clock.today(), "I gave it to the library.", gift.head_seq)
    async with signed_in(app, world, office.officer) as client:
        assert "Function changed" not in (await client.get("/desk?lang=en")).text
        await world.superuser.execute("update person set supervisor = null where id = $1", office.declarant.person)
        assert await look_at_changes() == 1
        queue = (await client.get("/desk")).text
        assert "Function changed" in queue
        assert "Ended on" in queue
        case = await client.get(f"/desk/{interest.reference}")
        assert f"/desk/{interest.reference}/standing" in case.response.text
        beside = await client.get(f"/desk/{interest.reference}/standing")
        await client.get(f"/desk/{interest.reference}/standing?lang=ar")
        wrong = await press(client, beside, f"/desk/{interest.reference}/leaving", status=422)
        assert list(wrong.errors()) == ["last_day"]
        leaver = await press(client, beside, f"/desk/{interest.reference}/leaving", day("last_day", 2026, 12, 31))
        here = place(leaver)
        assert "Amina Haddad" in leaver.heading
        warned = re.findall(r'<div class="notice waits">.*?</div>', leaver.response.text, re.DOTALL)
        assert [each.count("<li>") for each in warned] == [2]  # an interest is open, property is not returned
        wrong = await press(client, leaver, f"{here}/last-day", day("last_day", 2026, 13, 1), status=422)
        assert list(wrong.errors()) == ["last_day"]
        leaver = await press(client, leaver, f"{here}/last-day", day("last_day", 2027, 1, 31))
        assert "31 January 2027" in (await client.get(f"{here}?lang=en")).text
        letter = await client.get(f"{here}/letter")
        assert "ICSC, 2013" in letter.text
        assert "Amina Haddad" in (await client.get("/desk/separations")).text
        issued = await press(client, leaver, f"{here}/letter")
        wrong = await press(client, issued, f"{here}/completion", status=422)
        assert wrong.errors() == ["despite"]
        assert wrong.text.count("No interest is still open") == 2, "on the list and beside the button"
        closed = await press(client, wrong, f"{here}/completion", {"despite": "yes"})
        assert "The checklist was closed on" in closed.text
        assert not [form for form in closed.all("form") if str(form.get("action")).startswith(here)]
    async with signed_in(app, world, office.declarant) as client:
        page = await client.get("/separation")
        assert "The checklist was closed on" in page.text
        returned = await press(client, page, "/separation/returned")
        assert not [form for form in returned.all("form") if form.get("action") == "/separation/returned"]
        letter = await client.get("/separation/letter?language=ar")
        assert letter.response.status_code == 200
        pdf = await client.http.get("/separation/letter.pdf?language=ar")
        assert pdf.headers["content-type"] == "application/pdf"


async def test_the_office_tries_a_change_that_was_set_aside_again_and_closes_it(
    world: World, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_: object) -> None:
        raise TransitionRefused

    office = await staffed(world)
    await filed(office.declarant, "conflict")
    monkeypatch.setattr(notices, "tell_of_change", refuse)
    for superior in (office.stranger, office.official):
        await world.superuser.execute(
            "update person set supervisor = $2 where id = $1", office.declarant.person, superior.person
        )
    await look_at_changes()
    async with program(app, office.officer) as client:
        items = (await client.get("/api/v1/function-changes")).json()["items"]
        assert {(each["name"], each["what"][0], each["failures"]) for each in items} == {
            ("Amina Haddad", "supervisor", 1)
        }
        one = f"/api/v1/function-changes/{items[0]['id']}"
        assert (await client.post(f"{one}/retry")).json()["failures"] == 2
        is_problem(await client.post(f"{one}/closing", json={"reason": "why"}), 400, "bad_request")
        closed = await client.post(f"{one}/closing", json={"reason": "data_wrong"})
        assert (closed.json()["reason"], closed.json()["closed_at"] is None) == ("data_wrong", False)
        is_problem(await client.post(f"{one}/retry"), 409, "transition_refused")
    async with signed_in(app, world, office.officer) as desk:
        for tag in ("ar", "en"):
            page = await desk.get(f"/desk/changes?lang={tag}")
        at = f"/desk/changes/{items[1]['id']}"
        assert "could not be carried over this time" in (await desk.post(f"{at}/retry", page.hidden(), status=409)).text
        wrong = await desk.post(f"{at}/closing", page.hidden(), status=422)
        assert wrong.errors() == [f"reason_{items[1]['id']}"]
        monkeypatch.undo()
        assert "The change has been carried over." in (await press(desk, page, f"{at}/retry")).text
    async with signed_in(app, world, office.declarant) as person:
        await person.get("/desk/changes", status=404)


async def test_a_program_of_the_office_goes_through_the_end_of_a_service(world: World, app: Any) -> None:
    office = await staffed(world)
    interest = await filed(office.declarant, "conflict")
    async with program(app, office.officer) as client:
        leaving = {"reference": interest.reference, "last_day": "2026-12-31"}
        made = await client.post("/api/v1/separations", json=leaving)
        assert made.status_code == 200, made.text
        one = f"/api/v1/separations/{made.json()['id']}"
        assert (await client.get("/api/v1/separations")).json()["items"][0]["name"] == "Amina Haddad"
        assert (await client.get(f"{one}/letter")).json()["title"] == "At the end of your service"
        assert (await client.post(f"{one}/completion")).status_code == 422
        assert (await client.post(f"{one}/letter")).json()["tasks"]["letter"] is True
        assert is_problem(await client.post(f"{one}/letter"), 409, "transition_refused")
        is_problem(await client.post(f"{one}/completion"), 422, "invalid", "despite")
        assert (await client.post(f"{one}/completion", json={"despite": True})).json()["completed_at"]
        beside = await client.get(f"/api/v1/cases/{interest.reference}/standing")
        assert [item["reference"] for item in beside.json()] == [interest.reference]
    async with program(app, office.declarant) as client:
        assert (await client.post("/api/v1/separation/return")).json()["tasks"]["returned"] is True
        assert (await client.get("/api/v1/separation/letter")).status_code == 200
