"""The times of a sitting, asked for and listed with the zone in which they are meant."""

from declarations.meetings.pages import meetings_pages
from register.access import configure
from register.access.csrf import csrf_field
from register.kernel.dates import set_time_zone
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import rooms
from tests.factories import World
from tests.meetings import meeting, sitting
from tests.web.visitors import SETTINGS, signed_in


async def test_times_are_asked_for_and_listed_with_their_zone(world: World) -> None:
    configure(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field))
    secretary = await world.person("meeting_secretary")
    made = await meeting(await world.person("ethics_officer"), secretary)
    one = await sitting(secretary, made)
    async with signed_in(rooms(*meetings_pages), world, secretary) as client:
        for zone in ("UTC", "Africa/Nairobi"):
            set_time_zone(zone)
            try:
                listed = await client.get(f"/meetings/{made.id}/sittings")
                alone = await client.get(f"/meetings/{made.id}/sittings/{one.id}")
            finally:
                set_time_zone("UTC")
            said = f"In this time zone: {zone}"
            assert (listed.text.count(said), alone.text.count(said)) == (3, 2), "at both fields, and at the list"
