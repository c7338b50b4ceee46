"""The secretary's pages on those who take part: delegations, participants, links with QR codes, badges, lists."""

from typing import Any

import pytest

from declarations.meetings.model import Delegation, Meeting, Participant
from declarations.meetings.people_api import people_api
from declarations.meetings.people_pages import people_pages
from declarations.meetings.secrets import link_path
from declarations.meetings.service.linking import read_links
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
from tests.web.visitors import ORIGIN, SETTINGS, press, signed_in


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
        everyone = f"{base}/participants"
        assert "OKAFOR" in (await press(client, everyone, everyone, name="oka")).text
        assert "OKAFOR" not in (await press(client, everyone, everyone, name="x")).text
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
            "people/import",
            "links",
            "badges",
        ):
            assert (await client.get(f"{base}/{address}?lang={tag}")).language == tag, address


LIST = "Delegation,Name,E-mail\nElbonia,H.E. Ms. Ana RUIZ,ana@elbonia.example\nElbonia,,nobody@elbonia.example\n"


async def test_a_list_is_looked_at_and_taken_over(assembly: Assembly, app: Any, world: World) -> None:
    base = assembly.base
    async with signed_in(app, world, assembly.secretary) as client:
        page = await client.get(f"{base}/people/import")
        sent = await client.http.post(
            f"{base}/people/import",
            data={"csrf": page.hidden()["csrf"]},
            files={"file": ("list.csv", LIST.encode(), "text/csv")},
            headers={"origin": ORIGIN, "sec-fetch-site": "same-origin"},
        )
        assert sent.status_code == 303, sent.text
        looked = sent.headers["location"]
        shown = (await client.get(looked)).text
        assert "nobody@elbonia.example" in shown
        assert "RUIZ" in shown
        why = "Credentials: Under examination"
        assert why in shown, "the right to vote as it will be, and why it is not in force"
        assert (await press(client, looked, looked)).status_code == 303
        listed = await client.get(f"{base}/people")
        assert "Elbonia" in listed.text
        assert why in listed.text
        await client.get(looked, status=404)


async def test_badges_are_printed_with_the_link_as_a_qr_code(assembly: Assembly, app: Any, world: World) -> None:
    async with signed_in(app, world, assembly.secretary) as client:
        page = (await client.http.get(f"{assembly.base}/badges?delegation={assembly.delegation.id}")).text
        assert page.count("<svg") == 1
        assert link_path(assembly.who) not in page
        made = await client.http.get(f"{assembly.base}/badges.pdf?lang=ar")
        assert made.content.startswith(b"%PDF-"), made.text
        await press(client, f"{assembly.base}/links", f"{assembly.base}/links")
    sent = await world.superuser.fetchval("select count(*) from outbox where recipient = $1", assembly.who.id)
    assert sent == 1


async def test_programs_do_the_same(assembly: Assembly, app: Any, world: World) -> None:
    api = f"/api/v1{assembly.base}"
    async with signed_in(app, world, assembly.secretary) as client:
        csrf = (await client.get(f"{assembly.base}/people/import")).hidden()["csrf"]
        said = {"origin": ORIGIN, "sec-fetch-site": "same-origin", "x-csrf-token": csrf}
        key = {**said, "idempotency-key": "one"}
        made = await client.http.post(f"{api}/delegations", json={"name": "Elbonia"}, headers=key)
        assert made.status_code == 201, made.text
        again = await client.http.post(f"{api}/delegations", json={"name": "Elbonia"}, headers=key)
        assert made.json() == again.json()
        own = f"{api}/delegations/{made.json()['id']}"
        read = await client.http.get(own)
        assert read.json()["may_vote"] is False
        put = {"name": "Elbonia", "credentials": "accepted"}
        assert (await client.http.put(own, json=put, headers=said)).status_code == 428
        changed = await client.http.put(own, json=put, headers={**said, "if-match": read.headers["etag"]})
        assert changed.status_code == 204, changed.text
        looked = await client.http.post(f"{api}/participant-lists", content=LIST.encode(), headers=said)
        assert (looked.json()["added"], looked.json()["refused"]) == (1, 1), looked.text
        taken = await client.http.post(f"{api}/participant-lists/{looked.json()['id']}/commit", headers=said)
        assert taken.json() == {"added": 1, "changed": 0}, taken.text
        assert (await client.http.get(f"{api}/invitations")).json()["not_invited"] == 2
        sent = await client.http.post(f"{api}/participants/{assembly.who.id}/invitation", headers=said)
        assert sent.status_code == 204, sent.text
        assert (await client.http.post(f"{api}/invitations", headers=said)).json() == {"sent": 1}


async def test_the_links_of_a_closed_meeting_are_said_not_to_work(assembly: Assembly, app: Any, world: World) -> None:
    said = "No link works any more."
    async with signed_in(app, world, assembly.secretary) as client:
        open_still = await client.get(f"{assembly.base}/links")
        assert (said in open_still.text, open_still.all("a", href=f"{assembly.base}/badges") != []) == (False, True)
        await world.superuser.execute("update meeting set status = 'closed', closed_at = now()")
        closed = await client.get(f"{assembly.base}/links")
        assert (said in closed.text, closed.all("a", href=f"{assembly.base}/badges")) == (True, [])
    assert (await read_links(assembly.secretary, assembly.meeting.id)).working == 0
