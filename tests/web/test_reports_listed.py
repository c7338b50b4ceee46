"""The list of periodic reports: which of them was corrected, and by what."""

import pytest

from register.kernel import clock
from register.kernel.i18n import LOCALES
from reports.model import Organisation
from reports.settings import configure as configure_reports
from tests.applications import dressed, whole
from tests.factories import World
from tests.page_client import Page
from tests.web.test_report_pages import at_screen, configured, frozen, sent, written
from tests.web.visitors import visiting

pytestmark = pytest.mark.usefixtures(configured.__name__)
LATER = "This report was corrected later."


def lines(page: Page) -> dict[str, tuple[list[str], bool]]:
    """By the address of a report: all links of its line, and whether it is said to be corrected."""
    found = {}
    for row in page.all("tr"):
        if links := [link.get("href", "") for link in row.iter("a")]:
            found[links[0]] = (links, LATER in "".join(row.itertext()))
    return found


@pytest.mark.parametrize("profile", ["general_assembly", "public"])
async def test_a_corrected_report_leads_to_its_correction_once_that_is_released(world: World, profile: str) -> None:
    officer, reviewer = await world.person("ethics_officer"), await world.person("report_reviewer")
    configure_reports(Organisation({"en": "Organization for Shared Waters"}), public_reports=True)
    async with at_screen(world, officer) as desk, at_screen(world, reviewer) as second:
        report = await frozen(desk, profile, until=clock.today())
        await sent(second, f"{report}/release")
        correction = (await sent(desk, f"{report}/correction")).removesuffix("/texts")
        await written(desk, correction, **{f"{tag}.correction": "A title was wrong." for tag in LOCALES})
        await sent(desk, f"{correction}/freezing")
        before = lines(await desk.get("/reports"))
        assert before[report] == ([report], False), "the control: its correction is not released"
        await sent(second, f"{correction}/release")
        after = lines(await desk.get("/reports"))
        assert after[report] == ([report, correction], True)
        assert after[correction] == ([correction], False), "of the corrected one alone"
        if profile == "public":
            async with visiting(dressed(whole())) as stranger:
                public = lines(await stranger.get("/public/reports"))
            assert public[f"/public{report}"] == ([f"/public{report}", f"/public{correction}"], True)
