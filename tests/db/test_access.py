"""Row security of people and access: with every service check switched off, nobody sees what is not theirs."""

import asyncio
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest

from register.access import AccessSettings, configure
from register.access.model import Credential, Visitor
from register.access.policy import Role
from register.access.service import account, administration
from register.access.service.signing_in import begin_session, new_device
from register.access.tokens import digest, new_token
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import Conflict, Invalid, NotFound
from register.kernel.identity import ANONYMOUS, Identity, service
from tests.factories import World

CONFIDENTIAL = [
    "account",
    "api_token",
    "assistant_link",
    "body_role",
    "credential",
    "delegation",
    "link_request",
    "one_time_link",
    "person",
    "person_capacity",
    "rate_count",
    "reporting_line",
    "role_grant",
    "session",
    "unit",
]
EVERY_ROLE = [role.value for role in Role]


@pytest.fixture(autouse=True)
def access() -> None:
    configure(AccessSettings(secret=b"d" * 32, password_passes=1, password_memory_kib=64, password_lanes=1))


async def filled(world: World) -> tuple[Identity, Identity]:
    """Two unrelated people and one row in every table; the second is in none of the first one's rows."""
    boss = await world.person()
    first = await world.person("custodian", supervisor=boss)
    second = await world.person()
    await world.assistant(first)
    await world.delegate()
    execute = world.superuser.execute
    for person in (first, second):
        await execute("insert into credential (person, password_hash) values ($1, 'x')", person.person)
        await execute("insert into body_role (person, role, since) values ($1, 'chair', '2020-01-01')", person.person)
        for table, more, value in (
            ("session", "epoch", 0),
            ("api_token", "name, scopes", "Script"),
            ("one_time_link", "purpose", "first"),
        ):
            values = "$3, array['desk.read']" if table == "api_token" else "$3"
            query = f"insert into {table} (person, token_hash, expires_at, {more})"
            query += f" values ($1, $2, now() + '1 day', {values})"
            await execute(query, person.person, digest(new_token()), value)
    await execute("insert into link_request (email) values ('a@example.org')")
    await execute("insert into rate_count (key, tries, ends_at) values ('\\x00', 1, now())")
    return first, second


async def counts(identity: Identity) -> dict[str, int]:
    async with transaction(identity) as tx:
        return {table: await tx.fetchval(f'select count(*) from "{table}"') for table in CONFIDENTIAL}


async def test_a_transaction_without_identity_sees_nothing_in_any_table(world: World) -> None:
    await filled(world)
    for table in CONFIDENTIAL:
        assert await world.superuser.fetchval(f'select count(*) from "{table}"') > 0, f"{table} proves nothing"
    assert set((await counts(ANONYMOUS)).values()) == {0}


async def test_a_transaction_without_identity_writes_nothing(world: World) -> None:
    first, _ = await filled(world)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(ANONYMOUS) as tx:
            await tx.execute("insert into role_grant (person, role) values ($1, 'administrator')", first.person)
    async with transaction(ANONYMOUS) as tx:
        assert await tx.execute("update account set disabled_at = now()") == "UPDATE 0"
        assert await tx.execute("delete from session") == "DELETE 0"


async def test_functions_tell_nothing_to_nobody(world: World) -> None:
    await world.person("ethics_officer")
    async with transaction(ANONYMOUS) as tx:
        assert await tx.fetch("select role_holders('ethics_officer')") == []
    async with transaction(service("clerk")) as tx:
        assert len(await tx.fetch("select role_holders('ethics_officer')")) == 1


async def test_a_declarant_sees_only_their_own_rows(world: World) -> None:
    _, second = await filled(world)
    async with transaction(second) as tx:
        assert [row["id"] for row in await tx.fetch("select id from person")] == [second.person]
        for table in ("account", "session", "api_token", "person_capacity", "body_role"):
            people = {row["person"] for row in await tx.fetch(f"select person from {table}")}
            assert people == {second.person}, table
        for table in ("credential", "one_time_link", "link_request", "rate_count", "delegation", "role_grant"):
            assert await tx.fetchval(f"select count(*) from {table}") == 0, table


async def test_assistants_and_principals_know_each_other_and_nobody_else(world: World) -> None:
    principal = await world.person()
    assistant = await world.assistant(principal)
    await world.person()
    for identity in (principal, assistant):
        async with transaction(identity) as tx:
            seen = {row["id"] for row in await tx.fetch("select id from person")}
        assert seen == {principal.person, assistant.person}
    await world.superuser.execute("update assistant_link set ended_at = now()")
    async with transaction(assistant) as tx:
        assert {row["id"] for row in await tx.fetch("select id from person")} == {assistant.person}


@pytest.mark.parametrize("role", EVERY_ROLE)
async def test_no_role_reads_passwords_links_keys_or_sessions_of_others(world: World, role: str) -> None:
    await filled(world)
    reader = Identity(person=(await world.person()).person, roles=frozenset({role}))
    seen = await counts(reader)
    for table in ("credential", "one_time_link", "link_request", "rate_count", "session", "api_token"):
        assert seen[table] == 0, table


@pytest.mark.parametrize("role", EVERY_ROLE)
async def test_only_an_administrator_changes_roles_and_accounts(world: World, role: str) -> None:
    first, _ = await filled(world)
    actor = Identity(person=(await world.person()).person, roles=frozenset({role}))
    grant = "insert into role_grant (person, role, granted_by) values ($1, 'auditor', $2)"

    async def try_it() -> bool:
        try:
            async with transaction(actor) as tx:
                await tx.execute(grant, first.person, actor.person)
                return await tx.execute("update account set disabled_at = now() where person = $1", first.person) != ""
        except asyncpg.InsufficientPrivilegeError:
            return False

    assert await try_it() == (role == "administrator")


async def test_an_administrator_raises_or_disables_nobody_in_their_own_or_anothers_name(world: World) -> None:
    keeper, other = await world.person("administrator"), await world.person("administrator")
    grant = "insert into role_grant (person, role, granted_by) values ($1, $2, $3)"
    for person, signed in ((keeper, keeper), (await world.person(), other)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(keeper) as tx:
                await tx.execute(grant, person.person, "auditor", signed.person)
    async with transaction(keeper) as tx:
        query = "update account set disabled_at = now() where person = $1"
        assert await tx.execute(query, keeper.person) == "UPDATE 0"
        assert await tx.execute(query, other.person) == "UPDATE 1"


async def test_what_was_granted_is_never_rewritten(world: World, superuser: asyncpg.Connection) -> None:
    """History: no DELETE at all, nothing but the end may be written, and that once, even by the owner."""
    person, keeper = await world.person("custodian"), await world.person("administrator")
    for statement in (
        "delete from role_grant",
        "update role_grant set role = 'auditor'",
        "update role_grant set granted_at = now()",
        "delete from delegation",
        "delete from assistant_link",
        "delete from account",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(keeper) as tx:
                await tx.execute(statement)
    end = "update role_grant set ended_at = now() where person = $1"
    async with transaction(keeper) as tx:
        assert await tx.execute(end, person.person) == "UPDATE 1"
    with pytest.raises(asyncpg.CheckViolationError):
        await superuser.execute(end, person.person)


async def test_a_person_writes_no_session_for_another(world: World) -> None:
    first, second = await world.person(), await world.person()
    query = "insert into session (person, token_hash, epoch, expires_at) values ($1, $2, 0, now() + '1 day')"
    for whose in (first, second):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(first) as tx:
                await tx.execute(query, whose.person, digest(new_token()))


async def session_count(world: World, person: Identity) -> int:
    return int(
        await world.superuser.fetchval(
            "select count(*) from session s join account a on a.person = s.person and a.epoch = s.epoch"
            " where s.person = $1 and s.ended_at is null",
            person.person,
        )
    )


async def begin(person: Identity) -> None:
    async with transaction(service("access")) as tx:
        await begin_session(tx, Credential(person.person), "a@example.org", Visitor("192.0.2.1"))


@pytest.mark.parametrize("change", ["role", "delegation", "assistant", "disable"])
async def test_whatever_path_changes_a_role_the_sessions_end(world: World, change: str) -> None:
    person, keeper, other = await world.person(), await world.person("administrator"), await world.person()
    assert person.person
    assert other.person
    await begin(person)
    await begin(other)
    today = clock.today()
    email = str(await world.superuser.fetchval("select email from person where id = $1", other.person))
    if change == "role":
        await administration.grant_role(keeper, person.person, "custodian")
    elif change == "delegation":
        await administration.record_delegation(keeper, person.person, today, today, "OD 2026/3")
    elif change == "assistant":
        await administration.link_assistant(keeper, person.person, email)
    else:
        await administration.disable(keeper, person.person)
    assert await session_count(world, person) == 0
    assert await session_count(world, other) == 1


async def roles_of(world: World, person: Identity, day: date) -> set[str]:
    return set(await world.superuser.fetchval("select roles_held($1, $2)", person.person, day))


async def test_a_delegation_holds_between_its_days_and_until_it_is_ended(world: World) -> None:
    person, keeper = await world.person(), await world.person("administrator")
    assert person.person
    first, last = date(2026, 5, 4), date(2026, 5, 8)
    await administration.record_delegation(keeper, person.person, first, last, "OD 2026/3")
    held = [
        "recorded_delegate" in await roles_of(world, person, first + timedelta(days=offset)) for offset in (-1, 0, 4, 5)
    ]
    assert held == [False, True, True, False]
    card = await administration.read_person(keeper, person.person)
    await administration.end_delegation(keeper, person.person, card.delegations[0].id)
    assert "recorded_delegate" not in await roles_of(world, person, first)


async def test_an_assistant_and_a_declarant_are_so_by_a_link_and_a_capacity(world: World) -> None:
    principal = await world.person()
    assistant = await world.assistant(principal)
    today = clock.today()
    assert await roles_of(world, assistant, today) == {"declarant", "assistant"}
    await world.superuser.execute("update assistant_link set ended_at = now()")
    await world.superuser.execute("update person_capacity set until = $1", today - timedelta(days=1))
    assert await roles_of(world, assistant, today) == set()


@pytest.mark.parametrize(
    ("held", "granted"),
    [
        ("administrator", "ethics_officer"),
        ("policy_owner", "executive_head"),
        ("ethics_officer", "administrator"),
        ("governing_body_designate", "policy_owner"),
    ],
)
async def test_roles_that_keep_and_roles_that_read_are_not_granted_together(
    world: World, held: str, granted: str
) -> None:
    person, keeper = await world.person(held), await world.person("administrator")
    assert person.person
    with pytest.raises(Conflict):
        await administration.grant_role(keeper, person.person, granted)


async def test_an_administrator_is_not_made_a_delegate(world: World) -> None:
    person, keeper = await world.person("administrator"), await world.person("administrator")
    assert person.person
    today = clock.today()
    with pytest.raises(Conflict):
        await administration.record_delegation(keeper, person.person, today, today, "OD 2026/3")


@pytest.mark.parametrize("role", ["declarant", "assistant", "recorded_delegate", "participant", "emperor"])
async def test_a_derived_or_unknown_role_is_not_granted(world: World, role: str) -> None:
    person, keeper = await world.person(), await world.person("administrator")
    assert person.person
    with pytest.raises(Invalid):
        await administration.grant_role(keeper, person.person, role)


async def test_two_administrators_granting_at_once_make_one_grant(world: World) -> None:
    person = await world.person()
    keepers = [await world.person("administrator") for _ in range(2)]
    assert person.person
    about = person.person

    async def grant(keeper: Identity) -> str:
        try:
            await administration.grant_role(keeper, about, "custodian")
        except Conflict:
            return "held"
        return "granted"

    assert sorted(await asyncio.gather(*(grant(keeper) for keeper in keepers))) == ["granted", "held"]


@pytest.mark.parametrize(
    "act",
    [
        administration.disable,
        administration.enable,
        lambda keeper, me: administration.grant_role(keeper, me, "custodian"),
        lambda keeper, me: administration.link_assistant(keeper, me, "person1@example.org"),
        lambda keeper, me: administration.record_delegation(keeper, me, clock.today(), clock.today(), "OD"),
    ],
)
async def test_nobody_acts_on_themselves(world: World, act: Any) -> None:
    keeper = await world.person("administrator")
    with pytest.raises(NotFound):
        await act(keeper, keeper.person)


async def test_a_key_makes_no_other_key(world: World) -> None:
    with pytest.raises(NotFound):
        await account.create_token(await world.person(), "Script", ["desk.read"])  # an identity without a session


def test_the_mark_of_a_browser_is_worth_nothing_for_another_person() -> None:
    from register.access.service.signing_in import is_device_of

    mark = new_device("amina@example.org")
    assert is_device_of(mark, "Amina@Example.org")
    assert not is_device_of(mark, "tomas@example.org")
    assert not is_device_of(mark + "x", "amina@example.org")
    assert not is_device_of("رمز.رمز", "amina@example.org")


async def test_people_are_paged_by_name_both_ways_and_searched(world: World) -> None:
    keeper = await world.person("administrator", family_name="Zzz")
    for number in range(60):
        await world.person(family_name=f"Name{number // 2:02d}", first_name=f"F{number % 2}")
    first = await administration.list_people(keeper)
    second = await administration.list_people(keeper, cursor=first.older)
    third = await administration.list_people(keeper, cursor=second.older)
    names = [entry.family_name for page in (first, second, third) for entry in page.items]
    assert [len(page.items) for page in (first, second, third)] == [25, 25, 11]
    assert names == sorted(names)
    assert third.older is None
    assert first.newer is None
    assert (await administration.list_people(keeper, cursor=third.newer)).items == second.items
    assert (await administration.list_people(keeper, cursor=second.newer)).items == first.items
    found = await administration.list_people(keeper, "name07")
    assert {entry.family_name for entry in found.items} == {"Name07"}
    assert (await administration.list_people(keeper, "%")).items == []
