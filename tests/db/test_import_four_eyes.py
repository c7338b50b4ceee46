"""What an older register says of an officer or of those above her, nobody but another officer brings over."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from declarations.legacy.dates import Order
from declarations.legacy.mapping import ColumnMapping
from declarations.legacy.service import runs
from declarations.legacy.service.looking import workbook_of
from declarations.legacy.suggesting import suggest_mapping
from register.kernel.errors import Conflict
from register.kernel.identity import Identity
from tests.db.test_importing import rows_in
from tests.db.test_importing_kinds import file_of
from tests.factories import World

_HEADINGS = "No. | Name | E-mail | Organization | Class of activity | Description | Start date | End date | Decision"


async def table_of(world: World, *persons: Identity) -> bytes:
    """An activity of each person that an older register says was approved, on and on."""
    emails = [await world.superuser.fetchval("select email from person where id = $1", each.person) for each in persons]
    lines = [
        f"A{number} | {each.name} | {email} | School | Teaching | Law {number} | 01/09/2024 | 31/12/2030 | Approved"
        for number, (each, email) in enumerate(zip(persons, emails, strict=True), start=1)
    ]
    return file_of("\n".join([_HEADINGS, *lines]))


async def mapping_of(data: bytes, **settings: Any) -> ColumnMapping:
    found = suggest_mapping(await workbook_of(data), "Activities", "outside_activity")
    return msgspec.structs.replace(found, order=Order.DAY_FIRST, **settings)


async def opened(officer: Identity, data: bytes) -> UUID:
    return await runs.open_run(officer, "activities.csv", data, mapping=await mapping_of(data))


async def commit(officer: Identity, run: UUID) -> None:
    await runs.commit_run(officer, run, (await runs.read_run(officer, run)).run.version)


async def test_whoever_chose_a_file_commits_no_row_of_her_own_nor_of_her_superior(world: World) -> None:
    head = await world.person("executive_head", family_name="Okafor")
    officer = await world.person("ethics_officer", family_name="Dubois", supervisor=head)
    colleague = await world.person("ethics_officer", family_name="Vega", supervisor=head)
    run = await opened(officer, await table_of(world, officer, head, await world.person(family_name="Haddad")))
    view = await runs.read_run(officer, run)
    assert (view.may_commit, view.for_another) == (False, 2)
    with pytest.raises(Conflict) as refused:
        await commit(officer, run)
    assert refused.value.message.count == 2
    assert not await runs.work_off()
    assert await rows_in(world) == []
    assert (await runs.read_run(colleague, run)).may_commit
    await commit(colleague, run)
    assert await runs.work_off()
    assert {row["declarant"] for row in await rows_in(world)} >= {officer.person, head.person}


async def test_whoever_said_how_a_file_is_read_commits_no_row_of_her_own(world: World) -> None:
    officer, colleague = await world.person("ethics_officer"), await world.person("ethics_officer")
    data = await table_of(world, officer)
    run = await opened(colleague, data)
    assert (await runs.read_run(officer, run)).may_commit
    await runs.map_run(officer, run, 1, await mapping_of(data, register="Activities 2024"))
    with pytest.raises(Conflict):
        await commit(officer, run)
    await commit(colleague, run)


async def test_a_row_that_became_hers_since_the_file_was_looked_at_is_not_carried_out(world: World) -> None:
    officer, other = await world.person("ethics_officer"), await world.person(family_name="Vega")
    run = await opened(officer, await table_of(world, other))
    await commit(officer, run)
    emails = [
        await world.superuser.fetchval("select email from person where id = $1", each.person)
        for each in (officer, other)
    ]
    for email, each in (("moved@example.org", other), (emails[1], officer)):
        await world.superuser.execute("update person set email = $2 where id = $1", each.person, email)
    with pytest.raises(Conflict):
        await runs.work_off()
    assert (await runs.read_run(officer, run)).run.status == "failed"
    assert await rows_in(world) == []


async def test_her_own_entry_that_an_edition_withdraws_or_gives_to_somebody_else_needs_another_officer(
    world: World,
) -> None:
    officer, colleague = await world.person("ethics_officer"), await world.person("ethics_officer")
    other = await world.person(family_name="Vega")
    first = await opened(colleague, await table_of(world, other, officer))
    await commit(colleague, first)
    assert await runs.work_off()
    for edition in (await table_of(world, other), await table_of(world, other, other)):
        assert (await runs.read_run(officer, await opened(officer, edition))).for_another == 1


async def undo(officer: Identity, run: UUID) -> None:
    await runs.undo_run(officer, run, (await runs.read_run(officer, run)).run.version)


async def test_whoever_chose_a_file_undoes_no_row_of_her_own_nor_of_her_superior(world: World) -> None:
    head = await world.person("executive_head", family_name="Okafor")
    officer = await world.person("ethics_officer", family_name="Dubois", supervisor=head)
    colleague = await world.person("ethics_officer", first_name="Luis", family_name="Vega", supervisor=head)
    run = await opened(officer, await table_of(world, officer, head, await world.person(family_name="Haddad")))
    await commit(colleague, run)
    assert await runs.work_off()
    view = await runs.read_run(officer, run)
    assert (view.may_undo, view.for_another) == (False, 2)
    with pytest.raises(Conflict) as refused:
        await undo(officer, run)
    assert refused.value.message.count == 2
    assert not await runs.work_off()
    assert {row["status"] for row in await rows_in(world)} == {"closed"}
    assert (await runs.read_run(colleague, run)).may_undo
    await undo(colleague, run)
    assert await runs.work_off()
    assert {row["status"] for row in await rows_in(world)} == {"withdrawn"}


async def test_the_run_names_who_imported_it_and_who_undid_it(world: World) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    colleague = await world.person("ethics_officer", first_name="Luis", family_name="Vega")
    run = await opened(officer, await table_of(world, await world.person(family_name="Haddad")))
    await commit(officer, run)
    assert await runs.work_off()
    await undo(colleague, run)
    assert await runs.work_off()
    found = (await runs.read_run(officer, run)).found
    assert (found.imported_by, found.undone_by) == (officer.name, colleague.name)
