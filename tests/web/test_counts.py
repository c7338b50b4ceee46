"""The auditor’s counts of closed records: numbers alone, late and never small, for auditors alone."""

from datetime import timedelta

import pytest

from declarations.advice.model import AskCommand, Channel, NoteCommand, Topic
from declarations.advice.service import advising, asking
from declarations.assets.service import consenting, designating
from declarations.counts.counting import count_records
from declarations.retention.classes import classes
from declarations.retention.erasing import erase_due
from declarations.retention.settings import RetentionSettings, configure
from declarations.standing.service import separation
from register.access import configure as configure_access
from register.access.csrf import csrf_field
from register.access.policy import ACCOUNT_ROLES
from register.kernel import clock, db
from register.kernel.errors import NotFound
from register.kernel.identity import Identity
from register.navigation import navigation
from register.web.site import Site
from register.web.site import configure as configure_site
from tests.applications import dressed, whole
from tests.assets import command, designated, emails
from tests.db.test_assets import ASKED
from tests.factories import World
from tests.kinds import filed
from tests.reviewing import staffed
from tests.web.visitors import SETTINGS, signed_in


async def noted(officer: Identity, many: int, topic: Topic, name: str = "") -> None:
    for _ in range(many):
        day = clock.today()
        await advising.note(officer, NoteCommand(topic, Channel.MAIL, day, "On zebras", "en", name=name))


async def test_an_auditor_counts_and_learns_nothing_else(world: World) -> None:
    office = await staffed(world)
    with clock.fixed(clock.now() - timedelta(days=40)):
        assets = await designated(world)
        await assets.filed()
        await noted(office.officer, 5, Topic.GIFT, "Zelda Quartz")
        await noted(office.officer, 6, Topic.CONFLICT)
        await asking.ask(office.declarant, AskCommand(Topic.GIFT, "A zebra?", "en"))
    await noted(office.officer, 1, Topic.OTHER)
    auditor = await world.person("auditor")
    found = await count_records(auditor)
    lists = {name: {each.name: each.questions for each in cells} for name, cells in found.lists.items()}
    assert (lists["assets"]["designations_in_force"], lists["assets"]["statements"]) == (None, None), "too few"
    assert lists["assets"]["designations_ended"] == 0
    assert (lists["topics"]["gift"], lists["topics"]["conflict"]) == (6, 6)
    assert lists["topics"]["other"] == 0, "the running month is not counted yet"
    assert (lists["channels"]["mail"], lists["channels"]["register"]) == (None, None), "one could be reckoned"
    assert (lists["noted"]["with_name"], lists["noted"]["without_name"]) == (5, 6)
    configure_access(SETTINGS)
    configure_site(Site(names={"en": "Organization for Shared Waters"}, csrf_field=csrf_field, navigation=navigation))
    async with signed_in(dressed(whole()), world, auditor) as client:
        for answer in [await client.http.get(path) for path in ("/counts", "/api/v1/counts")]:
            assert answer.status_code == 200
            for word in ("zebra", "Zelda", "Okoro", "Chief of procurement", str(assets.filer.person)):
                assert word not in answer.text


async def test_no_number_tells_an_auditor_of_what_happens_today(world: World) -> None:
    """Of any class: as of advice, the running month is left out and fewer than five are not shown."""
    with clock.fixed(clock.now() - timedelta(days=40)):
        assets = await designated(world)
        for number in range(4):
            other = command(await emails(world, await world.person(family_name=f"Vega{number}")))
            await designating.designate(assets.officer, other)
    auditor = await world.person("auditor")

    async def figures() -> dict[str, int | None]:
        found = await count_records(auditor)
        return {f"{name} {each.name}": each.questions for name, cells in found.lists.items() for each in cells}

    before = await figures()
    assert before["assets designations_in_force"] == 5, "the control"
    made = await assets.filed()
    await consenting.ask(assets.officer, made, ASKED)
    await designating.end(assets.officer, assets.designation, 2)
    leaving = await filed(await world.person(family_name="Okafor"), "conflict")
    await separation.record_leaving(assets.officer, leaving.reference, clock.today())
    assert await figures() == before
    await world.superuser.execute("update asset_version set filed_at = filed_at - interval '40 days'")
    assert (await figures())["assets statements"] is None, "one is too few to be shown"


async def test_an_auditor_sees_what_was_erased(world: World) -> None:
    configure(RetentionSettings(tuple(classes(7, 7, 7))))
    office = await staffed(world)
    with clock.fixed(clock.now() - timedelta(days=8 * 365)):
        await noted(office.officer, 3, Topic.GIFT)
    await erase_due()
    found = await count_records(await world.person("auditor"))
    assert [(each.name, each.rows) for each in found.erased] == [("advice", 3)]


async def test_nobody_else_counts(world: World) -> None:
    await designated(world)
    for role in sorted(ACCOUNT_ROLES - {"auditor"}):
        who = Identity(person=(await world.person(role)).person, roles=frozenset({"declarant", role}))
        with pytest.raises(NotFound):
            await count_records(who)
        async with db.transaction(who) as tx:
            assert await tx.fetch("select * from register_counts()") == []
    auditor = await world.person("auditor")
    async with db.transaction(auditor) as tx:  # the control
        assert await tx.fetch("select * from register_counts()")
