"""A declaration keeps its kind: no new version, renewal or import makes of it something that other rules judge."""

from pathlib import Path

import asyncpg
import msgspec
import pytest

from declarations.filing import store
from declarations.filing.kinds.model import Amending
from declarations.filing.kinds.prompts import PromptAnswers
from declarations.filing.model import Declaration
from declarations.filing.service.drafts import create_draft
from declarations.filing.service.filing import FilingCommand, amend, file_declaration
from declarations.filing.service.own import confirm, read_own
from declarations.filing.service.submitting import submit_draft
from declarations.legacy.service import runs
from register.kernel.db import transaction
from register.kernel.errors import OtherKind
from register.kernel.identity import Identity
from tests.activities import authorized
from tests.db.test_importing import imported, register_of, rows_in
from tests.factories import World, gift_command
from tests.kinds import DETAILS, FACTS, filed
from tests.reviewing import Office, staffed
from tests.unit.legacy.books import row


@pytest.fixture
async def office(world: World) -> Office:
    return await staffed(world)


def command_of(kind: str) -> FilingCommand:
    if kind == "gift":
        return gift_command()
    return FilingCommand(kind=kind, facts=FACTS[kind], details=DETAILS[kind], attested=True)


KINDS = ("gift", *FACTS)


async def is_as_it_was(who: Identity, before: Declaration) -> bool:
    after = (await read_own(who, before.reference)).declaration
    return (after.version, after.effect, after.authority, after.judged_as) == (
        before.version,
        before.effect,
        before.authority,
        before.kind,
    )


async def one_of(who: Identity, kind: str) -> Declaration:
    return await (file_declaration(who, gift_command()) if kind == "gift" else filed(who, kind))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "nil"])  # which is closed as soon as it is filed
async def test_no_new_version_is_of_another_kind(office: Office, kind: str) -> None:
    kept = await one_of(office.declarant, kind)
    for other in set(KINDS) - {kind}:
        with pytest.raises(OtherKind):
            await amend(office.declarant, kept.reference, command_of(other), "It is nothing.", kept.head_seq)
        mixed = msgspec.structs.replace(command_of(kind), details=command_of(other).details)
        with pytest.raises(OtherKind):
            await amend(office.declarant, kept.reference, mixed, "It is nothing.", kept.head_seq)
        with pytest.raises(OtherKind):
            await file_declaration(office.declarant, mixed)
    assert await is_as_it_was(office.declarant, kept)


async def test_no_reported_change_makes_of_an_authorized_activity_what_needs_no_authorization(office: Office) -> None:
    kept = await authorized(office)
    for other in set(KINDS) - {"outside_activity"}:
        with pytest.raises(OtherKind):
            await amend(office.declarant, kept.reference, command_of(other), "It is over.", kept.head_seq)
    assert await is_as_it_was(office.declarant, kept)


async def test_an_assistant_changes_no_kind_for_the_person_either(world: World) -> None:
    head = await world.person("executive_head")
    assistant = await world.assistant(head)
    conflict = msgspec.structs.replace(command_of("conflict"), declarant=head.person)
    kept = await file_declaration(assistant, conflict)
    nil = msgspec.structs.replace(command_of("nil"), declarant=head.person)
    with pytest.raises(OtherKind):
        await amend(assistant, kept.reference, nil, "There is nothing.", kept.head_seq)
    assert (await confirm(head, kept.reference, kept.head_seq)).kind == "conflict"


async def test_no_draft_of_another_kind_becomes_a_new_version(office: Office) -> None:
    kept = await filed(office.declarant, "outside_activity")
    nothing = PromptAnswers(
        language="en",
        amending=Amending(kept.reference, "It is nothing.", kept.head_seq),
        said={"period": "2019", "matters": ["gift"]},
    )
    draft = await create_draft(office.declarant, nothing, kind="nil", amends=kept.id)
    with pytest.raises(OtherKind):
        await submit_draft(office.declarant, draft.id, seen=draft.version, attested=True)
    assert await is_as_it_was(office.declarant, kept)


async def test_only_an_activity_renews_the_authorization_of_an_activity(office: Office) -> None:
    kept = await authorized(office)
    for other in set(KINDS) - {"outside_activity"}:
        with pytest.raises(OtherKind):
            await file_declaration(office.declarant, msgspec.structs.replace(command_of(other), renews=kept.reference))


async def test_an_entry_of_an_older_register_does_not_become_nothing_to_declare(world: World, tmp_path: Path) -> None:
    officer = await world.person("ethics_officer", family_name="Dubois")
    await imported(officer, register_of(tmp_path, row(1, value="400"), row(2)))
    nil = row(1, giver="", gift="Nil return", day="", value="", outcome="")
    run = await imported(officer, register_of(tmp_path, nil, row(2, value="90")))
    view = await runs.read_run(officer, run)
    assert [(each.row, each.refused) for each in view.found.faults if each.code == "kind_changed"] == [(2, True)]
    found = {str(each["amount"].normalize()): each for each in await rows_in(world)}
    assert set(found) == {"4E+2", "9E+1"}
    assert found["4E+2"]["effect"] == "authorization_required"


CHANGES = (
    "kind = 'nil'",
    "kind = 'nil', judged_as = 'nil'",  # the row would fit itself, and no version that was filed
    "judged_as = 'nil'",
    "version = version + 1, judged_as = 'nil'",
    "version = version + 1, judged_as = null",
)


@pytest.mark.parametrize("change", CHANGES)
async def test_the_database_holds_every_version_to_the_kind_of_the_declaration(
    world: World, superuser: asyncpg.Connection, change: str
) -> None:
    kept = await filed(await world.person(), "outside_activity")
    with pytest.raises(asyncpg.CheckViolationError):
        await superuser.execute(f"update declaration set {change} where id = $1", kept.id)
    async with transaction(Identity(person=kept.declarant, roles=frozenset({"declarant"}))) as tx:
        assert await store.by_id(tx, kept.id) == kept


async def test_a_version_from_before_the_column_is_moved_on_and_amended(
    world: World, superuser: asyncpg.Connection
) -> None:
    amina = await world.person()
    kept = await world.declaration(amina)
    await superuser.execute("update declaration set judged_as = null where id = $1", kept.id)
    after = await amend(amina, kept.reference, gift_command(description="The pen, blue"), "A word more", kept.head_seq)
    assert (after.version, after.judged_as) == (2, "gift")
