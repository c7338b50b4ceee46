"""Who acted for whom, on the auditor's page and over the interface."""

import pytest

from declarations.review.absence import AbsenceCommand
from declarations.review.service import absences, acts
from register.kernel import clock
from tests.factories import World
from tests.reviewing import Office, staffed
from tests.web.desks import at_desk

PAGE, TWIN = "/acting-for", "/api/v1/steps-for-another"


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


async def acted(office: Office) -> str:
    """The id of a case with a step that the second officer took for the first."""
    kept = await office.under_review()
    address = await office.world.superuser.fetchval(
        "select email from person where id = $1", office.second_officer.person
    )
    today = clock.today()
    await absences.record_absence(office.officer, AbsenceCommand(today, today, address))
    await acts.note(office.second_officer, kept.reference, "Seen", kept.head_seq)
    return str(kept.id)


@pytest.mark.parametrize("language", ["en", "ar", "fr", "es"])
async def test_the_auditor_reads_who_acted_for_whom_in_every_language(office: Office, language: str) -> None:
    record = await acted(office)
    auditor = await office.world.person("auditor", first_name="Ousmane", family_name="Ba")
    async with at_desk(office.world, auditor) as client:
        page = await client.get(f"{PAGE}?lang={language}")
        assert page.isolates("Pablo Ruiz")
        assert page.isolates("Claire Dubois")
        assert record in page.text
        assert office.declarant.name not in page.text
        told = (await client.http.get(TWIN)).json()["items"]
    assert [(step["record"], step["event"]) for step in told] == [(record, "declaration:note_made")]


async def test_an_empty_page_says_so_and_every_word_can_be_translated(office: Office) -> None:
    auditor = await office.world.person("auditor", first_name="Ousmane", family_name="Ba")
    async with at_desk(office.world, auditor) as client:
        assert "Nobody has taken a step" in (await client.get(f"{PAGE}?lang=en")).text
        await acted(office)
        assert await client.untranslated(PAGE) == []


async def test_nobody_but_the_auditor_comes_there(office: Office) -> None:
    for person in (office.officer, office.head, office.declarant):
        async with at_desk(office.world, person) as client:
            for address in (PAGE, TWIN):
                assert (await client.http.get(address)).status_code == 404
