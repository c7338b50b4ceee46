"""What stands elsewhere in the register, on the page of a case and over the interface."""

import pytest

from declarations.parties.service.listening import hear_all
from declarations.review.service import acts
from declarations.review.service.matching import hear_and_match
from register.kernel.i18n import LOCALES
from tests.db.test_parties_pages import browsing
from tests.factories import World, gift_command
from tests.kinds import filed
from tests.reviewing import Office, staffed
from tests.web.desks import at_desk
from tests.web.visitors import ORIGIN

TITLE = "Elsewhere in the register"


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def matched(world: World, office: Office) -> tuple[str, str, str, str]:
    """A case whose giver stands in the directory, in a case of somebody else, and in an interest of the officer."""
    party = await world.party("Delta Pumps")
    other = await world.declaration(office.stranger, gift_command(giver_name="دلتا بمبس"))
    own = await filed(office.officer, "conflict", told={"other_party": "Delta Pumps Ltd"})
    await world.declaration(office.declarant, gift_command(giver_name="Delta Pumsp"))
    case = await world.declaration(office.declarant, gift_command(giver_name="Delta Pumps Company"))
    case = await acts.take(office.officer, case.reference, case.head_seq)
    await hear_and_match()
    return case.reference, other.reference, own.reference, str(party)


async def test_the_page_says_where_else_the_party_stands_and_why(world: World, office: Office) -> None:
    case, other, own, party = await matched(world, office)
    async with at_desk(world, office.officer) as client:
        page = await client.get(f"/desk/{case}?lang=en")
        addresses = {link.get("href") for link in page.all("a")}
        assert {f"/desk/{other}", f"/declarations/{own}", f"/parties/{party}"} <= addresses
        assert f"/parties/promotions/{case}?as={party}" in addresses
        assert "Found on" in page.text
        assert "New since you last looked" in page.text
        again = await client.get(f"/desk/{case}?lang=en")
        assert "New since you last looked" not in again.text, "control: they have looked"
        queue = await client.get("/desk?lang=en&elsewhere=found")
        assert "Also elsewhere" in queue.text
        assert f"/desk/{case}" in {(link.get("href") or "").partition("?")[0] for link in queue.all("a")}
        for words in (
            TITLE,
            "You have declared something of this party yourself",
            "The same name in another script",
            "Nearly the same spelling",
            "If these are one giver, the person received 2 items",
        ):
            assert words in page.text, words
    async with at_desk(world, office.second_officer) as client:
        page = await client.get(f"/desk/{case}?lang=en")
        assert "You have declared something of this party yourself" not in page.text
        assert "Declared by the officer in charge of this case" in page.text


async def test_a_case_whose_party_stands_nowhere_else_says_nothing_of_it(world: World, office: Office) -> None:
    case = await world.declaration(office.declarant, gift_command(giver_name="Oasis Data"))
    await hear_all()
    async with at_desk(world, office.officer) as client:
        assert TITLE not in (await client.get(f"/desk/{case.reference}?lang=en")).text


async def test_a_program_gets_what_the_page_shows(world: World, office: Office) -> None:
    case, other, own, party = await matched(world, office)
    async with at_desk(world, office.officer) as client:
        found = (await client.http.get(f"/api/v1/cases/{case}")).json()["elsewhere"]
    assert [(row["reference"], row["reason"]) for row in found["of_others"]] == [(other, "other_script")]
    assert [row["reference"] for row in found["own"]] == [own]
    assert [row["party"] for row in found["perhaps"]] == [party]
    assert found["together"] == {"USD": "90.00"}


@pytest.mark.parametrize("tag", list(LOCALES))
async def test_it_stands_in_every_language(world: World, office: Office, tag: str) -> None:
    case, other, *_ = await matched(world, office)
    async with at_desk(world, office.officer) as client:
        page = await client.get(f"/desk/{case}?lang={tag}")
        assert f"/desk/{other}" in {link.get("href") for link in page.all("a")}


async def test_one_link_leads_to_counting_the_typed_name_as_the_entry(world: World, office: Office) -> None:
    case, *_, party = await matched(world, office)
    address = f"/parties/promotions/{case}"
    async with browsing(world, office.officer) as client:
        page = await client.get(f"{address}?as={party}")
        assert page.value("name_en") == "Delta Pumps"
        assert (await client.get(address)).value("name_en") == "Delta Pumps Company", "control"
        typed = {name: page.value(name) for name in ("name_en", "relation", "country")}
        fields = {"csrf": page.hidden()["csrf"], "giver_type": "commercial", **typed}
        answer = await client.http.post(address, data=fields, headers={"origin": ORIGIN})
        assert answer.headers["location"] == f"/parties/{party}"
        await client.get(f"{address}?as=nothing", status=404)
    async with at_desk(world, office.officer) as client:
        assert "Perhaps the same as" not in (await client.get(f"/desk/{case}?lang=en")).text
