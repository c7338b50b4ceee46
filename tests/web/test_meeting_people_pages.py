"""The secretary's pages on those who take part: delegations, participants, links with QR codes, badges, lists."""

from typing import Any

import pytest

from declarations.meetings.model import Delegation, Meeting, Participant
from declarations.meetings.people_api import people_api
from declarations.meetings.people_pages import people_pages
from declarations.meetings.secrets import link_path
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.identity import Identity
from register.notices.configuration import configure as configure_mail
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.db.mailing import SETTINGS as MAIL
from tests.factories import World
from tests.meetings import delegation, meeting, participant, sitting
from tests.web.visitors import SETTINGS, press, signed_in


@pytest.fixture
def app() -> Any:
    configure(SETTINGS)
    configure_mail(MAIL)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    return rooms(*people_pages, *people_api)


class Assembly:
    """A meeting with one delegation of one participant."""

    secretary: Identity
    office: Identity
    meeting: Meeting
    delegation: Delegation
    who: Participant
    base: str


@pytest.fixture
async def assembly(world: World, app: Any) -> Assembly:
    made = Assembly()
    made.office, made.secretary = await world.person("ethics_officer"), await world.person("meeting_secretary")
    made.meeting = await meeting(made.office, made.secretary)
    made.delegation = await delegation(made.secretary, made.meeting)
    made.who = await participant(made.secretary, made.meeting, made.delegation)
    made.base = f"/meetings/{made.meeting.id}"
    return made


async def test_the_secretary_adds_a_delegation_a_participant_and_names_who_votes(
    assembly: Assembly, app: Any, world: World
) -> None:
    base = assembly.base
    async with signed_in(app, world, assembly.secretary) as client:
        assert "Ruritania" in (await client.get(f"{base}/people")).text
        form = f"{base}/delegations/new"
        said = {"name": "Elbonia", "standing": "member", "credentials": "accepted", "votes": "no"}
        refused = await press(client, form, form, **said)
        assert refused.status_code == 422
        assert "Say why" in refused.text
        made = await press(client, form, form, **said, reason="Article 52")
        assert made.status_code == 303, made.text
        own = made.headers["location"]
        form = f"{base}/participants/new"
        person = {"delegation": own.rpartition("/")[2], "type": "representative", "function": "head"}
        person |= {"honorific": "H.E.", "family_name": "OKAFOR", "language": "fr", "body_role": "member"}
        page = await press(client, form, form, **person)
        assert page.status_code == 303, page.text
        added = page.headers["location"]
        assert "OKAFOR" in (await client.get(own)).text
        voting = await press(client, own, f"{own}/voting", participant=added.rpartition("/")[2], sitting="")
        assert voting.status_code == 303, voting.text


async def test_the_link_is_shown_as_a_qr_code_to_the_secretary_alone(
    assembly: Assembly, app: Any, world: World
) -> None:
    own = f"{assembly.base}/participants/{assembly.who.id}"
    async with signed_in(app, world, assembly.secretary) as client:
        page = (await client.http.get(own)).text
        assert link_path(assembly.who) in page
        assert "<svg" in page
        await press(client, own, f"{own}/revoke")
        assert link_path(assembly.who) not in (await client.http.get(own)).text
    async with signed_in(app, world, assembly.office) as client:
        await client.get(own, status=404)


@pytest.mark.parametrize("tag", ["ar", "en", "fr", "es"])
async def test_the_pages_speak_every_language(assembly: Assembly, app: Any, world: World, tag: str) -> None:
    await sitting(assembly.secretary, assembly.meeting)
    await participant(assembly.secretary, assembly.meeting, assembly.delegation)
    base, one, own = assembly.base, assembly.delegation.id, assembly.who.id
    async with signed_in(app, world, assembly.secretary) as client:
        for address in (
            "people",
            "participants",
            "delegations/new",
            f"delegations/{one}",
            f"delegations/{one}/edit",
            "participants/new",
            f"participants/{own}",
            f"participants/{own}/edit",
        ):
            await client.get(f"{base}/{address}?lang={tag}")
