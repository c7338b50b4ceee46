"""The auditor’s counts of closed records: numbers alone, small ones of advice held back, for auditors alone."""

from datetime import timedelta

import pytest

from declarations.advice.model import AskCommand, Channel, NoteCommand, Topic
from declarations.advice.service import advising, asking
from declarations.counts.counting import count_records
from declarations.retention.classes import classes
from declarations.retention.erasing import erase_due
from declarations.retention.settings import RetentionSettings, configure
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
from tests.assets import designated
from tests.factories import World
from tests.reviewing import staffed
from tests.web.visitors import SETTINGS, signed_in


async def noted(officer: Identity, many: int, topic: Topic, name: str = "") -> None:
    for _ in range(many):
        day = clock.today()
        await advising.note(officer, NoteCommand(topic, Channel.MAIL, day, "On zebras", "en", name=name))


async def test_an_auditor_counts_and_learns_nothing_else(world: World) -> None:
    assets = await designated(world)
    await assets.filed()
    office = await staffed(world)
    with clock.fixed(clock.now() - timedelta(days=40)):
        await noted(office.officer, 5, Topic.GIFT, "Zelda Quartz")
        await noted(office.officer, 6, Topic.CONFLICT)
        await asking.ask(office.declarant, AskCommand(Topic.GIFT, "A zebra?", "en"))
    await noted(office.officer, 1, Topic.OTHER)
    auditor = await world.person("auditor")
    found = await count_records(auditor)
    lists = {name: {each.name: each.questions for each in cells} for name, cells in found.lists.items()}
    assert (lists["assets"]["designations_in_force"], lists["assets"]["statements"]) == (1, 1)
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
