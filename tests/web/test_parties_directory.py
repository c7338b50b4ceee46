"""The directory as an officer meets it in a browser, and a program over the interface."""

from collections.abc import Mapping

import pytest

from declarations.parties.service import keeping
from register.kernel.i18n import LOCALES
from tests.db.test_parties_pages import browsing
from tests.factories import World, gift_command
from tests.kinds import filed
from tests.page_client import PageClient
from tests.web.visitors import ORIGIN


async def done(client: PageClient, address: str, fields: Mapping[str, str]) -> None:
    answer = await client.http.post(address, data=dict(fields), headers={"origin": ORIGIN})
    assert answer.status_code == 303, answer.text


async def test_an_officer_finds_an_entry_names_it_merges_a_duplicate_and_separates_it_again(world: World) -> None:
    kept, duplicate = await world.party("Nile Instruments Ltd"), await world.party("Nile Instruments Limited")
    async with browsing(world, await world.person("ethics_officer")) as client:
        page = await client.get("/parties")
        page = await client.post("/parties", {**page.hidden(), "search": "nile"}, status=200)
        assert "Nile Instruments Ltd" in page.text
        page = await client.get(f"/parties/{duplicate}")
        wrong = await client.post(
            f"/parties/{duplicate}/aliases", {**page.hidden(), "name": "", "source": ""}, status=422
        )
        assert set(wrong.errors()) == {"name", "source"}
        named = {"name": "أدوات النيل", "language": "ar", "source": "Letterhead"}
        await done(client, f"/parties/{duplicate}/aliases", {**page.hidden(), **named})
        stale = await client.post(f"/parties/{duplicate}/aliases", {**page.hidden(), **named}, status=409)
        assert "Nothing was done" in stale.text
        page = await client.get(f"/parties/{duplicate}")
        assert "أدوات النيل" in page.text
        fields = {"csrf": page.hidden()["csrf"], "seen": page.hidden()["seen"]}
        await client.post(f"/parties/{duplicate}/merge", {**fields, "reason": "The same"}, status=422)
        chosen = {**fields, "into": str(kept), "reason": "The same company"}
        beside = await client.post(f"/parties/{duplicate}/merge", chosen, status=200)
        assert beside.value("reason") == "The same company"
        assert "This entry was merged" not in (await client.get(f"/parties/{duplicate}")).text, "nothing at one press"
        await done(client, f"/parties/{duplicate}/merge", {**beside.hidden(), "step": "merge"})
        page = await client.get(f"/parties/{duplicate}")
        assert "This entry was merged" in page.text
        assert "The same company" in (await client.get(f"/parties/{kept}")).text
        apart = {"csrf": page.hidden()["csrf"], "seen": page.hidden()["seen"], "reason": "Two companies"}
        await done(client, f"/parties/{duplicate}/separation", apart)
        assert "This entry was merged" not in (await client.get(f"/parties/{duplicate}")).text


async def test_entries_of_two_types_stand_side_by_side_and_are_merged_only_where_that_is_ticked(world: World) -> None:
    vendor = await world.party("Blueline Hydrometry")
    await world.party("African Union", "intergovernmental")
    declarant = await world.person()
    await world.declaration(declarant, gift_command(party=vendor))
    await filed(declarant, "conflict", told={"other_party": "Blueline Hydrometry"})
    async with browsing(world, await world.person("ethics_officer")) as client:
        page = await client.get(f"/parties/{vendor}")
        fields = {"csrf": page.hidden()["csrf"], "seen": page.hidden()["seen"]}
        named = {**fields, "other_name": "African Union", "reason": "x"}
        beside = await client.post(f"/parties/{vendor}/merge", named, status=200)
        for said in ("Blueline Hydrometry", "African Union", "Commercial firm", "two giver types", "1 declaration"):
            assert said in beside.text
        pressed = {**beside.hidden(), "step": "merge"}
        assert (await client.post(f"/parties/{vendor}/merge", pressed, status=422)).errors() == ["despite"]
        await done(client, f"/parties/{vendor}/merge", {**pressed, "despite": "yes"})
        assert "This entry was merged" in (await client.get(f"/parties/{vendor}")).text


async def test_a_relation_is_lost_in_a_merge_only_where_that_is_ticked(world: World) -> None:
    vendor, kept = await world.party("Nile Instruments Ltd"), await world.party("Nile Instruments", relation="none")
    async with browsing(world, await world.person("ethics_officer")) as client:
        page = await client.get(f"/parties/{vendor}")
        fields = {"csrf": page.hidden()["csrf"], "seen": page.hidden()["seen"]}
        chosen = {**fields, "into": str(kept), "reason": "The same company"}
        beside = await client.post(f"/parties/{vendor}/merge", chosen, status=200)
        assert "These stand in two relations to the Organization" in beside.text
        assert "two giver types" not in beside.text
        pressed = {**beside.hidden(), "step": "merge"}
        assert (await client.post(f"/parties/{vendor}/merge", pressed, status=422)).errors() == ["despite"]
        await done(client, f"/parties/{vendor}/merge", {**pressed, "despite": "yes"})
        assert "This entry was merged" in (await client.get(f"/parties/{vendor}")).text


async def test_an_officer_takes_an_organization_over_from_a_declaration_but_never_a_person(world: World) -> None:
    declarant = await world.person()
    company = await world.declaration(declarant, gift_command(giver_name="Delta Pumps Company"))
    person = await world.declaration(declarant, gift_command(giver_name="Jane Doe", giver_type="individual"))
    async with browsing(world, await world.person("ethics_officer")) as client:
        page = await client.get("/parties/typed")
        assert "Delta Pumps Company" in page.text
        assert "Jane Doe" not in page.text
        await client.get(f"/parties/promotions/{person.reference}", status=404)
        page = await client.get(f"/parties/promotions/{company.reference}")
        assert page.value("name_en") == "Delta Pumps Company"
        typed = {"csrf": page.hidden()["csrf"], "name_en": "Delta Pumps Company", "relation": "vendor", "country": "EG"}
        address = f"/parties/promotions/{company.reference}"
        await client.post(address, {**typed, "giver_type": "individual"}, status=422)
        await done(client, address, {**typed, "giver_type": "commercial"})
        assert "Delta Pumps Company" in (await client.get("/parties")).text


async def test_a_program_keeps_the_directory_and_says_which_state_it_has_seen(world: World) -> None:
    kept, duplicate = await world.party("Nile Instruments Ltd"), await world.party("Nile Instruments Limited")
    base = "/api/v1/parties"
    async with browsing(world, await world.person("ethics_officer")) as client:
        page = await client.get("/parties")
        headers = {"x-csrf-token": page.hidden()["csrf"]}
        listed = (await client.http.get(base)).json()["items"]
        assert [row["name_en"] for row in listed] == ["Nile Instruments Limited", "Nile Instruments Ltd"]
        found = await client.http.post(f"{base}/searches", json={"typed": "nile"}, headers=headers)
        assert len(found.json()["items"]) == 2
        one = await client.http.get(f"{base}/{duplicate}")
        assert [row["id"] for row in one.json()["candidates"]] == [str(kept)]
        alias = {"name": "Нил", "source": "Contract 7", "language": "ru"}
        address = f"{base}/{duplicate}/aliases"
        assert (await client.http.post(address, json=alias, headers=headers)).status_code == 428
        known = {**headers, "if-match": one.headers["etag"]}
        added = await client.http.post(address, json=alias, headers=known)
        assert added.status_code == 201
        assert (await client.http.post(address, json=alias, headers=known)).status_code == 409
        wanted: dict[str, object] = {"into": str(kept), "reason": "Same"}
        known = {**headers, "if-match": added.headers["etag"]}
        unseen = await client.http.post(f"{base}/{duplicate}/merge", json=wanted, headers=known)
        assert unseen.status_code == 422
        assert "confirmed" in unseen.text
        wanted["confirmed"] = True
        merged = await client.http.post(f"{base}/{duplicate}/merge", json=wanted, headers=known)
        assert merged.json()["merged_into"] == str(kept)
        assert [row["id"] for row in (await client.http.get(f"{base}/{kept}")).json()["merged"]] == [str(duplicate)]


@pytest.mark.parametrize("tag", list(LOCALES))
async def test_every_page_of_the_directory_stands_in_every_language(world: World, tag: str) -> None:
    officer, declarant = await world.person("ethics_officer"), await world.person()
    party = await world.party()
    typed = await world.declaration(declarant, gift_command(giver_name="Delta Pumps Company"))
    await world.declaration(declarant, gift_command(party=party))
    entry = await keeping.read_party(officer, party)
    assert entry.totals is not None
    pages = ("/parties", f"/parties/{party}", "/parties/typed", f"/parties/promotions/{typed.reference}")
    async with browsing(world, officer) as client:
        for address in pages:
            page = await client.get(f"{address}?lang={tag}")
            assert page.heading
