"""A meeting under a mandate: its page says by which resolution, of which day, disclosure is asked for."""

from datetime import date

import pytest

from register.kernel.i18n import LOCALES
from tests.factories import World
from tests.meetings import meeting, sitting
from tests.web.test_meeting_pages import meetings_app
from tests.web.visitors import signed_in


@pytest.mark.parametrize("tag", LOCALES)
async def test_its_page_names_the_mandate_and_its_day(world: World, tag: str) -> None:
    secretary = await world.person("meeting_secretary")
    office = await world.person("ethics_officer")
    made = await meeting(office, secretary, mandate="Resolution GA-2026-14", mandate_on=date(2026, 9, 1))
    await sitting(secretary, made)
    async with signed_in(meetings_app(), world, secretary) as client:
        page = await client.get(f"/meetings/{made.id}?lang={tag}")
        assert "Resolution GA-2026-14" in page.text
        assert "2026" in page.text.partition("Resolution GA-2026-14")[2][:200]
        officers = await client.get(f"/meetings/{made.id}/officers?lang={tag}")
    assert "&lt;bdi&gt;" not in officers.text, "an option holds no markup"
