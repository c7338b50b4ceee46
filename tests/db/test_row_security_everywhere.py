"""Row security alone, table by table: with every service check out of the way, who sees and changes others' rows.

The tables come from the catalogue of the database, so a new one fails here until somebody has decided about it.
"""

import contextlib
from pathlib import Path

import asyncpg
import msgspec
import pytest

from declarations.filing.service.drafts import create_draft
from declarations.filing.service.filing import file_declaration
from declarations.letters.service.keeping import write_words
from declarations.letters.words import Text, Use
from declarations.review.absence import AbsenceCommand
from declarations.review.model import Asked, Filters
from declarations.review.service.absences import record_absence
from declarations.review.service.acts import hand_over
from declarations.review.service.consulting import consult
from declarations.review.service.filters import keep_filter
from register.access.policy import ACCOUNT_ROLES
from register.kernel import clock, db
from register.kernel.identity import ANONYMOUS, Identity, service
from register.kernel.ids import new_id
from register.ledger.readings import record_reading
from register.ledger.seal_log import SealLog
from register.ledger.sealer import Sealer
from register.ledger.signing import SigningKey
from tests.activities import authorized, under_review
from tests.assets import designated
from tests.conflicts import decided
from tests.factories import World, gift_command
from tests.meetings import meeting
from tests.reviewing import staffed
from tests.rows_decided import BY_LINK, CHANGED_BY, EVERYONE, FOR_PERSONS, NOT_OURS, OPEN, SEEN_BY, VIEWS
from tests.rows_of_others import (
    of_access,
    of_advice,
    of_assets,
    of_engagements,
    of_evidence,
    of_imports,
    of_matches,
    of_meetings,
    of_parties,
    of_policies,
    of_rates,
    of_reports,
    of_separations,
)

Rows = dict[str, set[str]]


async def tables(connection: asyncpg.Connection) -> list[str]:
    rows = await connection.fetch(
        "select relname from pg_class where relkind in ('r', 'p', 'm', 'f')"
        " and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace,"
        " 'pg_toast'::regnamespace) order by 1"
    )
    return [row["relname"] for row in rows if row["relname"] not in NOT_OURS]


async def rows_of(connection: asyncpg.Connection) -> Rows:
    """Every row of every table, by where it stands."""
    return {
        table: {row[0] for row in await connection.fetch(f'select ctid::text from "{table}"')}
        for table in await tables(connection)
    }


async def shown_to(who: Identity, among: Rows) -> Rows:
    """The rows that bare SQL shows to an identity; a table it may not read at all shows none."""
    shown: Rows = {table: set() for table in among}
    for table, rows in among.items():
        with contextlib.suppress(asyncpg.InsufficientPrivilegeError):
            async with db.transaction(who) as tx:
                shown[table] = {row[0] for row in await tx.fetch(f'select ctid::text from "{table}"')} & rows
    return shown


async def changes(who: Identity, table: str, column: str | None, rows: set[str]) -> bool:
    """Whether bare SQL changes or deletes any of the rows in the name of an identity."""
    statements = [f'delete from "{table}" where ctid::text = any($1)']
    if column is not None:
        statements.append(f'update "{table}" set "{column}" = "{column}" where ctid::text = any($1)')
    changed = False
    for statement in statements:
        try:
            async with db.transaction(who) as tx:
                changed |= int((await tx.execute(statement, sorted(rows))).split()[-1]) > 0
                await tx.execute("rollback")
        except (asyncpg.InsufficientPrivilegeError, RuntimeError):
            continue  # no right to it at all, or the commit that found nothing open any more
        except asyncpg.PostgresError:  # a trigger or a check stopped what row security had let through
            changed = True
    return changed


async def changeable(connection: asyncpg.Connection, table: str) -> str | None:
    """A column of the table that the application may change, if there is one."""
    found: str | None = await connection.fetchval(
        "select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped"
        " and attgenerated = '' and has_column_privilege('register_app', attrelid, attnum, 'UPDATE')"
        " order by attnum desc limit 1",
        f'"{table}"',
    )
    return found


@pytest.fixture
async def viewers(world: World) -> dict[str, Identity]:
    """For each stored role somebody who has nothing to do with anybody else."""
    made = {role: await world.person(role, unit="Elsewhere") for role in sorted(ACCOUNT_ROLES)}
    return {role: Identity(person=who.person, roles=frozenset({"declarant", role})) for role, who in made.items()}


@pytest.fixture
async def others(world: World, viewers: dict[str, Identity], superuser: asyncpg.Connection, tmp_path: Path) -> Rows:
    """A register in which every table holds rows of other people: those rows."""
    before = await rows_of(superuser)
    office = await staffed(world)
    await world.assistant(office.declarant)
    await world.party()
    await file_declaration(office.declarant, gift_command(key="one"))
    await office.decided()
    await world.declaration(office.head)
    sent_up = await world.declaration(office.stranger)
    await superuser.execute(
        "update declaration set authority = 'authorizing_official', referred_at = now() where id = $1", sent_up.id
    )
    await authorized(office)
    activity = await under_review(office)
    await consult(office.officer, activity.reference, "A few evenings a week", activity.head_seq)
    await decided(office)
    await create_draft(office.declarant)
    await record_absence(office.officer, AbsenceCommand(clock.today(), clock.today()))
    await keep_filter(office.officer, "Pumps", Asked.exactly(Filters(words="delta")), shared=True)
    async with db.transaction(office.officer) as tx:
        await record_reading(tx, kind="declaration", subject=sent_up.id, role="ethics_officer", purpose="review")
    await superuser.execute("update outbox set last_error = 'refused', failed_at = now()")
    await of_access(office.declarant, superuser)
    await superuser.execute(
        "insert into body_role (id, person, role, since) values ($1, $2, 'chair', '2026-01-01')",
        new_id(),
        office.declarant.person,
    )
    await of_rates(superuser)
    await of_imports(office.officer)
    await of_evidence(office.declarant, office.officer, sent_up, await world.declaration(office.declarant))
    await of_parties(world, office.officer, sent_up)
    taken = await office.under_review()
    await hand_over(
        office.officer, taken.reference, office.second_officer.person, "My cousin.", taken.head_seq, recusing=True
    )
    await of_separations(office.declarant, superuser)
    await of_assets(await designated(world))
    await of_reports(office.officer)
    await of_engagements(world, office.officer)
    await of_policies(await world.person("policy_owner"))
    await of_advice(office)
    await write_words(office.officer, Use.REASONS, {"en": Text("Modest", "It is of modest value.")})
    await of_matches(world, office)
    await of_meetings(world, superuser)
    await Sealer(SigningKey(b"s" * 32), SealLog(tmp_path / "seals.log")).seal_all()
    after = await rows_of(superuser)
    return {table: after[table] - before[table] for table in after}


async def test_somebody_has_decided_about_every_table(superuser: asyncpg.Connection) -> None:
    assert set(await tables(superuser)) == set(SEEN_BY), "say in SEEN_BY who sees other people's rows of a new table"
    assert set(CHANGED_BY) < set(SEEN_BY)


async def test_every_table_holds_rows_of_others_or_the_tests_below_prove_nothing(others: Rows) -> None:
    assert [table for table, rows in others.items() if not rows] == []


async def test_each_role_sees_other_peoples_rows_just_where_it_was_decided(
    others: Rows, viewers: dict[str, Identity]
) -> None:
    for role, who in viewers.items():
        shown = await shown_to(who, others)
        wanted = {table for table, by in SEEN_BY.items() if role in by}
        assert {table for table, rows in shown.items() if rows} == wanted, role


async def test_without_an_identity_only_published_figures_are_seen(others: Rows) -> None:
    shown = await shown_to(ANONYMOUS, others)
    assert {table for table, rows in shown.items() if rows} == OPEN


async def test_a_service_that_nobody_knows_sees_no_more_than_the_directory(others: Rows) -> None:
    shown = await shown_to(service("stranger"), others)
    assert {table for table, rows in shown.items() if rows} == {
        table for table, by in SEEN_BY.items() if by == EVERYONE
    } - FOR_PERSONS


async def test_each_role_changes_other_peoples_rows_just_where_it_was_decided(
    others: Rows, viewers: dict[str, Identity], superuser: asyncpg.Connection
) -> None:
    columns = {table: await changeable(superuser, table) for table in others}
    for role, who in {**viewers, "": ANONYMOUS}.items():
        changed = {table for table, rows in others.items() if await changes(who, table, columns[table], rows)}
        assert changed == {table for table, by in CHANGED_BY.items() if role in by}, role or "nobody"


@pytest.fixture
async def by_link(others: Rows, world: World, superuser: asyncpg.Connection) -> dict[str, Identity]:
    """Whoever came by a link: to a meeting of their own, beside others in the same hall, and to preside there."""
    strange = await meeting(await world.person("ethics_officer"), await world.person("meeting_secretary"))
    hall = await superuser.fetchval("select meeting from participant where ctid::text = any($1)", others["participant"])
    made = {}
    for name, of in (("elsewhere", strange.id), ("beside", hall), ("presiding", hall)):
        made[name] = Identity(participant=new_id(), meeting=of, roles=frozenset({"participant"}))
        await superuser.execute(
            "insert into participant (id, meeting, type, function, family_name, language, body_role, created_at,"
            " version) values ($1, $2, 'representative', 'none', 'Newcomer', 'en', 'member', now(), 1)",
            made[name].participant,
            of,
        )
    presiding = made["presiding"]
    await superuser.execute(
        "insert into meeting_officer (id, meeting, function, participant, precedence, since)"
        " values ($1, $2, 'presiding_officer', $3, 0, now())",
        new_id(),
        hall,
        presiding.participant,
    )
    made["presiding"] = msgspec.structs.replace(presiding, roles=frozenset({"participant", "presiding_officer"}))
    return made


async def test_whoever_came_by_a_link_sees_the_open_tables_of_that_meeting_and_nothing_of_others(
    others: Rows, by_link: dict[str, Identity]
) -> None:
    for name, who in by_link.items():
        shown = await shown_to(who, others)
        assert {table for table, rows in shown.items() if rows} == BY_LINK[name], name


async def test_whoever_came_by_a_link_changes_nothing_of_others(
    others: Rows, by_link: dict[str, Identity], superuser: asyncpg.Connection
) -> None:
    columns = {table: await changeable(superuser, table) for table in others}
    for name, who in by_link.items():
        changed = {table for table, rows in others.items() if await changes(who, table, columns[table], rows)}
        assert changed == ({"standing_aside"} if name == "presiding" else set()), name


async def test_a_link_that_was_revoked_shows_nothing_of_its_meeting(
    others: Rows, by_link: dict[str, Identity], superuser: asyncpg.Connection
) -> None:
    await superuser.execute("update participant set revoked_at = now() where family_name = 'Newcomer'")
    shown = await shown_to(by_link["beside"], others)
    assert {table for table, rows in shown.items() if rows} == BY_LINK["elsewhere"]


async def test_a_role_that_is_only_claimed_still_needs_a_person(others: Rows) -> None:
    """No row of a case is opened by a role alone: whose superior it is cannot be told without a person."""
    for role in sorted(ACCOUNT_ROLES):
        shown = await shown_to(Identity(roles=frozenset({role})), others)
        assert not shown["declaration"], role
        assert not shown["event"], role
        assert not shown["draft"], role


async def test_no_view_goes_round_row_security_but_those_of_reports(
    others: Rows, viewers: dict[str, Identity], superuser: asyncpg.Connection
) -> None:
    found = await superuser.fetch(
        "select relname from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace"
        " and not coalesce(reloptions @> array['security_invoker=true'], false)"
    )
    assert {row["relname"] for row in found} == set(VIEWS)
    shown = set()
    for view, reads in VIEWS.items():
        for who in [*viewers.values(), ANONYMOUS, service("stranger")]:
            async with db.transaction(who) as tx:
                assert await tx.fetchval(f"select count(*) from {view}") == 0, (view, who.roles)
        async with db.transaction(service(reads)) as tx:
            if await tx.fetchval(f"select count(*) from {view}") > 0:
                shown.add(view)
    assert set(VIEWS) - shown <= {"report_step"}, "the control: there is something to hide"
