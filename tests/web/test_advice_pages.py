"""Advice in a browser and over the interface: asking, answering, noting, publishing; every page in each language."""

from typing import Any
from uuid import UUID

import pytest

from declarations.advice.api import advice_api
from declarations.advice.model import AskCommand, GuidanceCommand, GuidanceText, Topic
from declarations.advice.pages import advice_pages
from declarations.advice.service import advising, asking, publishing
from declarations.filing.pages import filing_pages
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel import clock
from register.kernel.i18n import LOCALES
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.reviewing import Office, staffed
from tests.web.visitors import SETTINGS, press, send, signed_in


def advice_app() -> Any:
    """The room with the pages to which it leads."""
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*advice_pages, *advice_api, *filing_pages, described=True)


QUESTION = AskCommand(Topic.GIFT, "May I keep the pen?", "en")


async def published(office: Office) -> dict[str, str]:
    """A question out of which guidance was published, and one in which it is proposed; pages by their reader."""
    first, second = await asking.ask(office.declarant, QUESTION), await asking.ask(office.declarant, QUESTION)
    general = GuidanceCommand(Topic.GIFT, "ICSC 50", GuidanceText("Pens", "Pens are small gifts.", "en"))
    for asked in (first, second):
        await advising.answer(office.officer, asked, "Yes.", "fr", 1)
        await asking.consent(office.declarant, asked, agrees=True)
        found = await publishing.propose(office.officer, asked, general, 0)
    await asking.ask(office.declarant, QUESTION)
    made = await publishing.publish(office.second_officer, first, 1)
    return {"published": str(first), "proposed": str(second), "guidance": str(made.id), "version": str(found.version)}


async def test_a_person_asks_and_an_officer_answers(world: World) -> None:
    office = await staffed(world)
    async with signed_in(advice_app(), world, office.declarant) as client:
        page = await client.get("/advice/new?about=conflict")
        assert page.value("topic") == "conflict"
        wrong = await client.post(
            "/advice/new", {**page.hidden(), "topic": "", "words": "", "language": "en"}, status=422
        )
        assert set(wrong.errors()) == {"topic", "words"}
        sent = await press(client, "/advice/new", "/advice/new", topic="gift", words="May I keep it?", language="en")
        thread = sent.headers["location"]
        assert "Waits for the ethics office" in (await client.get(thread)).text
        asked = thread.removeprefix("/advice/")
        async with signed_in(advice_app(), world, office.officer) as desk:
            assert "May I keep it?" in (await desk.get("/desk/advice?lang=en")).text
            page = await desk.get(f"/desk/advice/{asked}?lang=en")
            fields = {"csrf": page.hidden()["csrf"], "seen": "1", "language": "en"}
            await desk.post(f"/desk/advice/{asked}/answers", {**fields, "words": ""}, status=422)
            answer = await send(desk, f"/desk/advice/{asked}/answers", {**fields, "words": "You may."})
            assert answer.status_code == 303
            await desk.post(f"/desk/advice/{asked}/answers", {**fields, "words": "You may not."}, status=409)
        assert "You may." in (await client.get(thread)).text
        begun = await press(
            client, f"{thread}/declaration", f"{thread}/declaration", kind="outside_activity", agrees="no"
        )
        assert "May I keep it?" in (await client.get(begun.headers["location"] + "/what")).text


async def test_advice_of_the_corridor_is_noted_on_one_page(world: World) -> None:
    officer = await world.person("ethics_officer")
    async with signed_in(advice_app(), world, officer) as client:
        page = await client.get("/desk/advice/note")
        assert page.value("day_year")  # today stands there already
        fields = {name: page.value(name) for name in ("day_day", "day_month", "day_year", "language")}
        fields |= {"csrf": page.hidden()["csrf"], "topic": "gift", "channel": "in_person", "minutes": "٥"}
        faulty = await client.post("/desk/advice/note", {**fields, "rule": "ICSC 999"}, status=422)
        assert set(faulty.errors()) == {"rule"}
        sent = await send(client, "/desk/advice/note", fields)
        assert "Without words" in (await client.get(sent.headers["location"])).text
        figures = (await client.get("/desk/advice/figures")).text
        assert "Not shown" in figures
        assert "Advice is counted up to the end of last month." in figures


@pytest.mark.parametrize("tag", list(LOCALES))
async def test_every_page_of_advice_stands_in_every_language(world: World, tag: str) -> None:
    office = await staffed(world)
    made = await published(office)
    own = ["/advice", "/advice/new", f"/advice/{made['published']}", f"/advice/{made['proposed']}"]
    own += [f"/advice/{made['proposed']}/declaration", "/guidance", "/guidance?topic=gift"]
    desk = ["/desk/advice", "/desk/advice?show=answered", "/desk/advice?show=noted", "/desk/advice/note"]
    desk += ["/desk/advice/figures", f"/desk/advice/{made['published']}", f"/desk/advice/{made['proposed']}"]
    desk += [f"/desk/advice/{made['proposed']}/guidance", f"/desk/advice/{made['proposed']}/publication"]
    for who, pages in ((office.declarant, [*own, f"/guidance/{made['guidance']}"]), (office.second_officer, desk)):
        async with signed_in(advice_app(), world, who) as client:
            for address in pages:
                mark = "&" if "?" in address else "?"
                assert (await client.get(f"{address}{mark}lang={tag}")).heading, address
            if tag == "en":
                found = {address: await client.untranslated(f"{address}") for address in pages}
                assert {address: words for address, words in found.items() if words} == {}


async def test_a_program_asks_answers_and_reads_what_is_published(world: World) -> None:
    office = await staffed(world)
    made = await published(office)
    async with signed_in(advice_app(), world, office.declarant) as client:
        headers = {"x-csrf-token": (await client.get("/advice")).hidden()["csrf"]}
        asked = {"topic": "gift", "words": "May I keep it?"}
        assert (await client.http.post("/api/v1/advice", json=asked, headers=headers)).status_code == 400
        known = {**headers, "idempotency-key": "one"}
        first = await client.http.post("/api/v1/advice", json=asked, headers=known)
        assert first.status_code == 201, first.text
        assert (await client.http.post("/api/v1/advice", json=asked, headers=known)).json() == first.json()
        address = f"/api/v1/advice/{first.json()['id']}"
        more = {"words": "It is gold."}
        assert (await client.http.post(f"{address}/messages", json=more, headers=headers)).status_code == 428
        read = await client.http.get(address)
        said = await client.http.post(
            f"{address}/messages", json=more, headers={**headers, "if-match": read.headers["etag"]}
        )
        assert (said.status_code, said.headers["etag"]) == (204, '"2"')
        turned = await client.http.post(f"{address}/drafts", json={"kind": "gift", "agrees": True}, headers=headers)
        assert turned.status_code == 201, turned.text
        listed = await client.http.get("/api/v1/guidance?topic=gift")
        assert [row["title"] for row in listed.json()["items"]] == ["Pens"]
        assert (await client.http.get("/api/v1/advice-desk")).status_code == 404
        taken_back = await client.http.put(
            f"/api/v1/advice/{made['published']}/consent", json={"agrees": False}, headers=headers
        )
        assert taken_back.status_code == 409
    async with signed_in(advice_app(), world, office.second_officer) as client:
        headers = {"x-csrf-token": (await client.get("/desk/advice")).hidden()["csrf"]}
        waiting = (await client.http.get("/api/v1/advice-desk")).json()["items"]
        assert "May I keep it?" in [row["words"] for row in waiting]
        note = {"topic": "other", "channel": "mail", "minutes": 3}
        sent = await client.http.post(
            "/api/v1/advice-desk/notes", json=note, headers={**headers, "idempotency-key": "n"}
        )
        assert sent.status_code == 201, sent.text
        address = f"/api/v1/advice-desk/{made['proposed']}"
        text = {"topic": "gift", "title": "Pens of gold", "text": "Ask first."}
        assert (await client.http.put(f"{address}/guidance", json=text, headers=headers)).status_code == 428
        match = {**headers, "if-match": f'"{made["version"]}"'}
        written = await client.http.put(f"{address}/guidance", json=text, headers=match)
        assert written.status_code == 200, written.text
        again = {**headers, "if-match": written.headers["etag"]}
        assert (await client.http.post(f"{address}/publication", headers=again)).status_code == 409  # its own writer
        assert (await client.http.post(f"{address}/withdrawal", headers=again)).status_code == 204
        figures = (await client.http.get("/api/v1/advice-desk/figures")).json()
        assert figures["questions"] == 0, "the running month is not counted yet"
        assert {row["name"]: row["questions"] for row in figures["months"]}[str(clock.today().month)] is None


async def test_both_sides_read_that_guidance_was_published_and_withdrawn(world: World) -> None:
    office = await staffed(world)
    made = await published(office)
    asked, gone = made["published"], "Guidance was published from this answer and has been withdrawn."
    pages = (office.declarant, f"/advice/{asked}"), (office.officer, f"/desk/advice/{asked}")
    for who, address in pages:
        async with signed_in(advice_app(), world, who) as client:
            page = await client.get(f"{address}?lang=en")
            assert page.all("a", href=f"/guidance/{made['guidance']}"), "while it is published a link leads there"
            assert gone not in page.text
    await publishing.withdraw(office.officer, UUID(asked), 2)
    for who, address in pages:
        async with signed_in(advice_app(), world, who) as client:
            assert gone in (await client.get(f"{address}?lang=en")).text
    await asking.consent(office.declarant, UUID(asked), agrees=False)
    for who, address in pages:
        async with signed_in(advice_app(), world, who) as client:
            page = await client.get(f"{address}?lang=en")
            assert gone in page.text
            assert not page.all("a", href=f"{address}/guidance"), "without consent nothing is written"


async def test_words_are_in_the_language_of_the_page_unless_another_is_chosen(world: World) -> None:
    office = await staffed(world)
    asked = await asking.ask(office.declarant, QUESTION)
    async with signed_in(advice_app(), world, office.officer) as client:
        for tag in LOCALES:
            page = await client.get(f"/desk/advice/{asked}?lang={tag}")
            chosen = [each.get("value") for each in page.all("option") if each.get("selected") is not None]
            assert chosen == [tag]


async def test_publication_is_offered_to_another_officer_than_the_writer_who_reads_whom_it_waits_for(
    world: World,
) -> None:
    office = await staffed(world)
    address = f"/desk/advice/{(await published(office))['proposed']}/publication"
    waits = "Another ethics officer reads it again and publishes it."
    for who, is_offered in ((office.officer, False), (office.second_officer, True)):
        async with signed_in(advice_app(), world, who) as client:
            page = (await client.get(f"{address}?lang=en")).text
            assert ("Publish for everyone" in page, waits in page) == (is_offered, not is_offered)
