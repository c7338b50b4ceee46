"""Pages of those who lead a meeting: board, view for the hall, the clerk's two taps, an item and its vote."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from declarations.meetings.model import Function, Item, Level, Measure, Meeting
from declarations.votes.board_pages import board_pages
from declarations.votes.model import Medium, Stance
from declarations.votes.service.disclosing import AnswerCommand
from declarations.votes.service.freezing import open_vote
from declarations.votes.service.leading import read_item
from declarations.votes.service.recording import record_answer
from declarations.votes.service.told import ToldCommand, record_aside
from declarations.votes.told_pages import told_pages
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.identity import Identity
from register.kernel.locales import LOCALES
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.meetings import aside_rule, delegation, item, meeting, officer, participant
from tests.web import visitors
from tests.web.served import program, served_app
from tests.web.visitors import SETTINGS, signed_in

MAY_SPEAK = "Dispensed by the presiding officer: may speak, not vote ("


@pytest.fixture
def app() -> Any:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*board_pages, *told_pages)


async def test_the_clerk_records_in_two_taps_and_the_item_shows_it_the_hall_does_not(world: World, app: Any) -> None:
    office, secretary = await world.person("ethics_officer"), await world.person("meeting_secretary")
    made = await meeting(office, secretary)
    about = await item(secretary, made, called_at=made.created_at, vote="show")
    who = await participant(secretary, made, await delegation(secretary, made), family_name="Haddock")
    here = f"/meetings/{made.id}"
    async with signed_in(app, world, secretary) as client:
        page = await client.get(f"{here}/clerk")
        asked = {"csrf": page.hidden()["csrf"], "item": str(about.id), "medium": "aloud", "name": "Had"}
        found = await client.post(f"{here}/clerk", asked)
        assert "Haddock" in found.text
        kept_fields = {name: found.hidden()[name] for name in ("csrf", "client_key")}
        ticked = {f"levels-{who.id}": "family", f"party-{who.id}": "Nile Instruments"}
        pressed = {**asked, **kept_fields, **ticked, "pressed": f"{who.id} something"}
        sent = await visitors.send(client, f"{here}/clerk/answers", pressed)
        assert sent.status_code == 303, sent.text
        said = (await client.get(sent.headers["location"])).text
        assert all(part in said for part in ("Haddock , item 5 : something to disclose. Recorded", "UTC")), said
        nobodys = f"{sent.headers['location'].rpartition('=')[0]}={uuid4()}"
        assert "Recorded" not in (await client.get(nobodys)).text
        for about_it, stance, words in (
            (str(about.id), "nothing", "Haddock , item 5 : nothing to disclose."),
            ("", "nothing", "Haddock , the whole meeting: nothing to disclose."),
            ("", "something", "Haddock , the whole meeting: something to disclose."),
        ):
            again = {**pressed, "item": about_it, "pressed": f"{who.id} {stance}"}
            if stance == "nothing":
                again = {name: value for name, value in again.items() if name not in ticked}
            kept = await visitors.send(client, f"{here}/clerk/answers", again)
            assert words in (await client.get(kept.headers["location"])).text, "also under a key that came before"
        last = {**pressed, "client_key": str(uuid4())}
        assert (await visitors.send(client, f"{here}/clerk/answers", last)).status_code == 303
        shown = await client.get(f"{here}/items/{about.id}")
        assert all(part in shown.text for part in ("Haddock", "Interest of the family", "Nile Instruments", "Aloud"))
        told = {"participant": str(who.id), "measure": "leaves"}
        aside = await visitors.press(client, f"{here}/items/{about.id}", f"{here}/items/{about.id}/asides", **told)
        assert aside.status_code == 303, aside.text
        assert "What the person then did" in (await client.get(f"{here}/items/{about.id}")).text
        opened = await visitors.press(client, f"{here}/items/{about.id}", f"{here}/items/{about.id}/vote", seen="1")
        assert opened.status_code == 303, opened.text
        assert "The vote was opened at" in (await client.get(f"{here}/items/{about.id}")).text
        for tag in LOCALES:
            assert "Ruritania" in (await client.get(f"{here}/board?lang={tag}")).text
            hall = (await client.get(f"{here}/projector?lang={tag}")).text
            assert tag != "en" or "Answers received: 1 of 1 participant" in " ".join(hall.split()), hall
            assert not any(name in hall for name in ("Haddock", "Ruritania", "Nile"))
            await client.get(f"{here}/items/{about.id}?lang={tag}")
            assert "Haddock" in (await client.get(f"{sent.headers['location']}&lang={tag}")).text
    assert (await read_item(secretary, made.id, about.id)).disclosed[0].who.id == UUID(str(who.id))


async def test_what_the_clerk_presses_goes_to_the_item_and_medium_that_stand_on_the_screen(
    world: World, app: Any
) -> None:
    office, secretary = await world.person("ethics_officer"), await world.person("meeting_secretary")
    made = await meeting(office, secretary)
    five, six = [
        await item(secretary, made, called_at=made.created_at, number=number, position=int(number))
        for number in ("5", "6")
    ]
    who = await participant(secretary, made, family_name="Haddock")
    here = f"/meetings/{made.id}/clerk"
    async with signed_in(app, world, secretary) as client:
        page = await client.get(here)
        asked = {"csrf": page.hidden()["csrf"], "item": str(five.id), "medium": "aloud", "name": "Had"}
        found = await client.post(here, asked)
        assert not {"item", "medium", "participant"} & set(found.hidden()), "nothing is kept of the earlier search"
        (form,) = [each for each in found.all("form") if (each.get("action") or "").endswith("/clerk")]
        fields = {each.get("name") for each in form.iter("select")}
        buttons = [each for each in form.iter("button") if each.get("formaction") == f"{here}/answers"]
        assert fields == {"item", "medium"}
        assert [each.get("value") for each in buttons] == [f"{who.id} nothing", f"{who.id} something"]
        changed = {**asked, "client_key": found.hidden()["client_key"], "item": str(six.id), "medium": "paper"}
        sent = await visitors.send(client, f"{here}/answers", {**changed, "pressed": f"{who.id} nothing"})
        receipt = await client.get(sent.headers["location"])
        assert "Haddock , item 6 : nothing to disclose." in receipt.text
        (said,) = [each for each in receipt.all("div") if each.get("role") == "status"]
        assert "On paper" in "".join(said.itertext()), "by the medium as well"
        assert len([each for each in receipt.all("button") if each.get("name") == "pressed"]) == 2, "to be corrected"
        wrong = {**changed, "name": "", "recorded": receipt.hidden()["recorded"], "pressed": f"{who.id} something"}
        refused = await client.post(f"{here}/answers", wrong, status=422)
        assert refused.errors() == [f"levels-{who.id}"]
        right = {**wrong, f"levels-{who.id}": "own"}
        assert (await visitors.send(client, f"{here}/answers", right)).status_code == 303
        await world.superuser.execute("update meeting set status = 'completed'")
        late = await client.post(f"{here}/answers", {**right, "client_key": str(uuid4())}, status=409)
        assert "This meeting is completed and takes no more answers." in late.text
        assert "Something changed in the meantime" not in late.text
    (counts,) = (await read_item(secretary, made.id, six.id)).disclosed
    assert (counts.answer.stance, counts.answer.number, counts.answer.medium) == ("something", 2, "paper")
    assert (await read_item(secretary, made.id, five.id)).disclosed == []


async def test_a_program_of_the_secretary_does_the_same(world: World) -> None:
    office, secretary = await world.person("ethics_officer"), await world.person("meeting_secretary")
    app = served_app()
    made = await meeting(office, secretary)
    about = await item(secretary, made, called_at=made.created_at, vote="show")
    us = await delegation(secretary, made)
    who = await participant(secretary, made, us)
    here = f"/api/v1/meetings/{made.id}"
    async with program(app, secretary) as client:
        answer = {"participant": str(who.id), "medium": "list", "item": str(about.id), "stance": "nothing"}
        sent = await client.post(f"{here}/answers", json=answer | {"client_key": str(uuid4())})
        assert sent.status_code == 201, sent.text
        board = (await client.get(f"{here}/board")).json()
        assert [(line["answered"], line["not_yet"]) for line in board["lines"]] == [(1, 0), (0, 1)]
        seen = await client.get(f"{here}/items/{about.id}/disclosures")
        assert (await client.post(f"{here}/items/{about.id}/vote")).status_code == 428
        opened = await client.post(f"{here}/items/{about.id}/vote", headers={"if-match": seen.headers["etag"]})
        assert opened.status_code == 204, opened.text
        votes = {"votes": [{"delegation": str(us.id), "choice": "yes"}]}
        assert (await client.post(f"{here}/items/{about.id}/votes", json=votes)).json() == {"votes": 1}
    async with program(app, office) as client:
        assert (await client.get(f"{here}/board")).status_code == 404


async def led(world: World, code: str = "Rule 14 (1)") -> tuple[Identity, Identity, Meeting, Item]:
    """A secretary, a chair, and an item on which a rule of the body sends a delegate out, as the secretary recorded."""
    secretary, chair = await world.person("meeting_secretary"), await world.person("presiding_officer")
    made = await meeting(await world.person("ethics_officer"), secretary)
    await officer(secretary, made, Function.PRESIDING_OFFICER, chair)
    about = await item(secretary, made, called_at=made.created_at, vote="show")
    await aside_rule(secretary, made, Level.OWN, "leaves", code)
    who = await participant(secretary, made, await delegation(secretary, made), family_name="Haddock")
    for wanted in (about.id, None):
        said = AnswerCommand(
            item=wanted, stance=Stance.SOMETHING, levels=(Level.OWN,), text="I hold shares.", client_key=uuid4()
        )
        await record_answer(secretary, made.id, who.id, Medium.ALOUD, said)
    return secretary, chair, made, about


async def test_the_chair_dispenses_on_a_page_and_everybody_concerned_reads_it(world: World, app: Any) -> None:
    secretary, chair, made, about = await led(world)
    here, at = f"/meetings/{made.id}", f"/meetings/{made.id}/items/{about.id}"
    async with signed_in(app, world, chair) as client, signed_in(app, world, secretary) as clerk:
        found = await client.get(at)
        form = next(href for each in found.all("a") if (href := each.get("href") or "").endswith("/dispensation"))
        assert "/dispensation" not in (await clerk.get(at)).text
        await clerk.get(form, status=404)
        for tag in LOCALES:
            await client.get(f"{form}?lang={tag}")
        faulty = await visitors.press(client, form, form, allows="speaks", rule="", reason="")
        assert faulty.status_code == 422, "without the rule of the body nothing is granted"
        done = await visitors.press(
            client, form, form, allows="speaks", rule="Rule 14 (3)", reason="Nobody else knows the file."
        )
        assert done.status_code == 303, done.text
        shown = (await clerk.get(at)).text
        assert all(part in shown for part in (MAY_SPEAK, "Rule 14 (3)", "Nobody else knows", chair.name))
        page = await clerk.get(f"{here}/clerk")
        asked = {"csrf": page.hidden()["csrf"], "item": str(about.id), "medium": "aloud", "name": "Had"}
        assert MAY_SPEAK in (await clerk.post(f"{here}/clerk", asked)).text
        form = next(
            href for each in (await client.get(at)).all("a") if "/dispensation" in (href := each.get("href") or "")
        )
        gone = form.replace("/dispensation", "/withdrawal")
        assert (await visitors.press(client, form, gone, reason="An expert came.")).status_code == 303
        assert "An expert came." in (await clerk.get(at)).text
        for tag in LOCALES:
            assert "I hold shares." in (await clerk.get(f"{here}/statements?lang={tag}")).text


async def test_what_was_done_and_how_was_voted_are_chosen_and_a_careless_press_is_refused_at_the_field(
    world: World, app: Any
) -> None:
    secretary, _, made, about = await led(world)
    at = f"/meetings/{made.id}/items/{about.id}"
    async with signed_in(app, world, secretary) as client:
        assert (await visitors.press(client, at, f"{at}/vote", seen=str(about.version))).status_code == 303
        page = await client.get(at)
        for name in ("did", "choice"):
            (chosen,) = [each for each in page.all("select") if each.get("name") == name]
            first = next(chosen.iter("option"))
            assert first.get("value") == "", name
            assert not [each for each in chosen.iter("option") if "selected" in each.attrib], name
        (stands,) = (await read_item(secretary, made.id, about.id)).asides
        voting = {"delegation": str(stands.who.delegation), "choice": ""}
        for path, said, field in (
            (f"asides/{stands.aside.id}", {"did": ""}, f"did-{stands.aside.id}"),
            ("votes", voting, "choice"),
        ):
            refused = await visitors.press(client, at, f"{at}/{path}", **said)
            assert refused.status_code == 422
            assert f'href="#{field}"' in refused.text, "the summary leads to the field"
            assert f'id="{field}-error"' in refused.text
        view = await read_item(secretary, made.id, about.id)
        assert (view.asides[0].aside.did, view.votes) == (None, [])
        pressed = await visitors.press(client, at, f"{at}/asides/{stands.aside.id}", did="leaves")
        assert pressed.status_code == 303, pressed.text
    assert (await read_item(secretary, made.id, about.id)).asides[0].aside.did == "leaves"


async def test_a_program_of_the_chair_dispenses_and_reads_the_statements(world: World) -> None:
    secretary, chair, made, about = await led(world)
    app, here = served_app(), f"/api/v1/meetings/{made.id}"
    async with program(app, chair) as client, program(app, secretary) as clerk:
        (aside,) = (await client.get(f"{here}/items/{about.id}/disclosures")).json()["asides"]
        at = f"{here}/items/{about.id}/asides/{aside['id']}"
        granted = {"allows": "speaks_and_votes", "rule": "Rule 14 (3)", "reason": "A small holding."}
        assert (await clerk.post(f"{at}/dispensation", json=granted)).status_code == 404
        made_by = await client.post(f"{at}/dispensation", json=granted)
        assert made_by.status_code == 201, made_by.text
        at = f"{here}/items/{about.id}/asides/{made_by.json()['id']}"
        assert (await clerk.put(at, json={"did": "did_not_vote"})).status_code == 204
        (seen,) = (await clerk.get(f"{here}/items/{about.id}/disclosures")).json()["asides"]
        assert (seen["dispensed"], seen["citation"], seen["did"]) == (True, "Rule 14 (3)", "did_not_vote")
        assert (await client.post(f"{at}/withdrawal", json={"reason": "It was sold."})).status_code == 204
        stated = (await client.get(f"{here}/statements")).json()
        assert [(each["text"], each["medium"]) for each in stated["items"]] == [("I hold shares.", "aloud")]
    async with program(app, await world.person("ethics_officer")) as client:
        assert (await client.get(f"{here}/statements")).status_code == 404


async def test_the_item_says_which_delegations_are_not_there_for_the_quorum(world: World, app: Any) -> None:
    office, secretary = await world.person("ethics_officer"), await world.person("meeting_secretary")
    made = await meeting(office, secretary, quorum="1/2", quorum_of="present", counts_rule="Rule 40")
    about = await item(secretary, made, called_at=made.created_at, vote="show")
    at = f"/meetings/{made.id}/items/{about.id}"
    async with signed_in(app, world, secretary) as client:
        assert "cannot be indicated: no delegation is entitled to vote" in (await client.get(at)).text
        await delegation(secretary, made)
        said = (await client.get(at)).text
    assert "1 delegation entitled to vote has no voting delegate named for the sitting" in said
    assert "not reached" in said
    assert "cannot be indicated" not in said


async def test_nothing_of_what_somebody_did_is_chosen_beforehand(world: World, app: Any) -> None:
    secretary = await world.person("meeting_secretary")
    made = await meeting(await world.person("ethics_officer"), secretary)
    about = await item(secretary, made, called_at=made.created_at, vote="show")
    group = await delegation(secretary, made)
    who, other = [await participant(secretary, made, group, family_name=name) for name in ("Haddock", "Tournesol")]
    said = AnswerCommand(item=about.id, stance=Stance.SOMETHING, levels=(Level.OWN,), client_key=uuid4())
    await record_answer(secretary, made.id, who.id, Medium.ALOUD, said)
    at = f"/meetings/{made.id}/items/{about.id}"
    async with signed_in(app, world, secretary) as client:

        async def chosen() -> list[str | None]:
            page = await client.get(at)
            return [each.get("value") for each in page.all("option") if each.get("selected") is not None]

        page = await client.get(at)
        first = [select[0].get("value") for select in page.all("select") if select.get("name") == "measure"]
        assert first == [""], "the first option of what was announced is no answer"
        empty = await visitors.press(client, at, f"{at}/asides", participant=str(who.id), measure="")
        assert empty.status_code == 422
        assert f'id="told-{who.id}-error"' in empty.text
        told = ToldCommand(participant=who.id, measure=Measure.REPLACED, replaced_by=other.id)
        aside = await record_aside(secretary, made.id, about.id, told)
        page = await client.get(at)
        hints = [" ".join("".join(each.itertext()).split()) for each in page.all("p") if each.get("class") == "hint"]
        assert "What the person announced: Replaced by another of the delegation" in hints
        assert [each for each in hints if "Tournesol" in each], "and by whom, in words"
        assert await chosen() == []
        missing = await visitors.press(client, at, f"{at}/asides/{aside.id}", did="replaced", replaced_by="")
        assert missing.status_code == 422, "who was announced is not taken for whoever came"
        done = await visitors.press(client, at, f"{at}/asides/{aside.id}", did="replaced", replaced_by=str(other.id))
        assert done.status_code == 303, done.text
        assert await chosen() == []
        assert "Was replaced by another of the delegation" in (await client.get(at)).text


async def test_the_board_reads_on_a_phone_and_shows_no_heading_with_nothing_under_it(world: World, app: Any) -> None:
    secretary, chair, made, about = await led(world)
    await item(secretary, made, called_at=made.created_at, vote="secret", number="6", position=2)
    here = f"/meetings/{made.id}"
    async with signed_in(app, world, chair) as client:
        page = await client.get(f"{here}/board")
        [tables] = [each for each in page.all("div") if each.get("aria-label") == "By delegation"]
        assert "cards" in tables.get("class", "").split()
        labels = [[cell.get("data-label") for cell in row.iter("td")] for row in tables.iter("tr")][1:]
        assert labels
        assert all(each == ["Participants", "Item 5", "Item 6", "Whole meeting"] for each in labels), labels

        async def is_headed() -> bool:
            found = await client.get(f"{here}/items/{about.id}")
            return "The vote" in ["".join(each.itertext()).strip() for each in found.all("h2")]

        assert not await is_headed(), "nothing is there for the chair before the vote is opened"
        await open_vote(secretary, made.id, about.id, about.version)
        assert await is_headed()
