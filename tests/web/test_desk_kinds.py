"""Cases of every kind as the office meets them: no page speaks of gifts where none was given."""

import re

import pytest

from declarations.filing.service.own import read_own
from declarations.filing.showing import rows_of_content
from declarations.review.service import acts
from register.kernel import clock
from tests.factories import World
from tests.kinds import filed
from tests.reviewing import Office, staffed
from tests.web.desks import at_desk

KINDS = ("outside_activity", "conflict", "approval_request", "nil")
OF_GIFTS = re.compile(r"\b(gifts?|givers?|items?|given)\b", re.IGNORECASE)


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


@pytest.mark.parametrize("kind", KINDS)
async def test_the_page_of_a_case_speaks_of_its_own_kind(office: Office, kind: str) -> None:
    case = await filed(office.declarant, kind)
    if kind != "nil":
        case = await acts.take(office.officer, case.reference, case.head_seq)
    async with at_desk(office.world, office.officer) as client:
        page = await client.get(f"/desk/{case.reference}?lang=en")
        told = " ".join(node.text or "" for tag in ("p", "dt", "h2", "h3", "th", "option") for node in page.all(tag))
        assert OF_GIFTS.findall(told) == []
        if kind != "nil":
            assert {"recommendation", "decision"} & {
                form.get("action", "").rpartition("/")[2] for form in page.all("form")
            }
    gift = await office.world.declaration(office.declarant)
    async with at_desk(office.world, office.officer) as client:
        told = (await client.get(f"/desk/{gift.reference}?lang=en")).text
        assert OF_GIFTS.findall(told), "control"


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr"])
async def test_cases_of_every_kind_are_read_in_every_language(office: Office, language: str) -> None:
    made = [await filed(office.declarant, kind) for kind in KINDS]
    async with at_desk(office.world, office.officer) as client:
        pages = [await client.get(f"/desk?{query}lang={language}") for query in ("kind=conflict&", "")]
        pages += [await client.get(f"/desk/{case.reference}?lang={language}") for case in made]
    assert {page.response.headers["content-language"] for page in pages} == {language}


async def test_the_desk_is_not_spoken_to_as_if_it_were_the_declarant(office: Office) -> None:
    today = clock.today().isoformat()
    case = await filed(office.declarant, "conflict", event_date=today, aware_date=today)
    async with at_desk(office.world, office.officer) as client:
        keys = {node.text for node in (await client.get(f"/desk/{case.reference}?lang=en")).all("dt")}
    assert "Date the declarant became aware" in keys
    own = {str(row.key) for row in rows_of_content((await read_own(office.declarant, case.reference)).content)}
    assert "Date you became aware" in own - keys, "control: the person is"


async def test_a_page_without_earlier_declarations_says_what_earlier_means_and_shows_the_later_ones(
    office: Office,
) -> None:
    gift = await office.world.declaration(office.declarant)
    case = await filed(office.declarant, "conflict", event_date="2026-01-05", aware_date="2026-01-05")
    async with at_desk(office.world, office.officer) as client:
        page = await client.get(f"/desk/{case.reference}?lang=en")
    assert "No declaration of this person is of an earlier day." in page.text
    assert "whenever it was declared" in page.text
    assert gift.reference in page.text, "though it was filed before, it is of a later day"
