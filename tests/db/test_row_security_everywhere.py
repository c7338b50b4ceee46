"""Row security alone, table by table: with every service check out of the way, who sees and changes others' rows.

The tables come from the catalogue of the database, so a new one fails here until somebody has decided about it.
"""

import contextlib
from collections.abc import Mapping
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

DESK = frozenset(
    {
        "ethics_officer",
        "authorizing_official",
        "executive_head",
        "recorded_delegate",
        "governing_body_designate",
    }
)
# In the world below every authority has a case before it, and nobody else's.
READS = DESK
KEEPS = frozenset({"administrator"})
DIRECTORY = DESK | KEEPS
NOBODY: frozenset[str] = frozenset()
EVERYONE = ACCOUNT_ROLES

MEETINGS = frozenset(
    {
        *("agenda_item", "agenda_party", "agenda_revision", "arrival_code", "aside_rule", "meeting", "meeting_answer"),
        *("meeting_delegation", "meeting_officer", "open_vote", "participant", "participant_list", "sitting"),
        *("participant_session",),
        *("standing_aside", "vote_snapshot", "voting_delegate"),
        *("opinion_guidance", "participants_informed", "presiding_measure", "presiding_opinion", "reported_matter"),
    }
)
"""Open to those who hold a function in that very meeting, and to its participants: no stored role opens any."""

SEEN_BY: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(MEETINGS, NOBODY),
    "absence": DESK,  # days and names
    "account": KEEPS,
    "activity_authorization": frozenset({"ethics_officer", "authorizing_official"}),  # as the case that it ends
    "advice": frozenset({"ethics_officer"}),  # the office's; that of the executive head is the designate's
    "advice_consent": frozenset({"ethics_officer"}),
    "advice_draft": NOBODY,  # the asker alone
    "advice_message": frozenset({"ethics_officer"}),
    "api_token": NOBODY,
    "asset_consent": frozenset({"ethics_officer", "asset_reader"}),  # who asks sees the answer
    "asset_content": NOBODY,  # it leaves by a function, for a lawful use
    "asset_designation": frozenset({"ethics_officer", "asset_reader"}),
    "asset_draft": NOBODY,
    "asset_review": frozenset({"asset_reader"}),
    "asset_statement": frozenset({"ethics_officer", "asset_reader"}),  # that it exists, and its dates
    "asset_version": frozenset({"asset_reader"}),
    "assistant_link": DIRECTORY,
    "body_role": DIRECTORY,
    "case_look": NOBODY,  # each their own
    "case_match": frozenset({"ethics_officer"}),  # whoever sees both declarations
    "case_match_due": NOBODY,
    "change_aside": frozenset({"ethics_officer"}),  # of everyone but themselves and those above them
    "credential": NOBODY,
    "declaration": READS,
    "delegation": KEEPS,
    "desk_filter": frozenset({"ethics_officer"}),  # the one below is shared with the office
    "draft": NOBODY,
    "event": READS | KEEPS | {"policy_owner"},  # each those of what they see: cases, the directory, thresholds
    "engagement": frozenset({"ethics_officer", "governing_body_designate"}),  # the auditors whom it names besides
    "evidence": frozenset({"ethics_officer", "authorizing_official"}),  # beside the cases that lie before them
    "evidence_chunk": frozenset({"ethics_officer", "authorizing_official"}),
    "extract_chunk": NOBODY,  # the auditor who asked, while its time lasts
    "extract_job": frozenset({"ethics_officer"}),
    "extract_progress": frozenset({"ethics_officer"}),
    "guidance": EVERYONE,  # the one below is published
    "function_change": NOBODY,
    "heard_name": NOBODY,  # names as people typed them; a function of the desk finds by them
    "idempotency": NOBODY,
    "known_name": DIRECTORY,
    "legacy_entry": frozenset({"ethics_officer"}),
    "legacy_run": frozenset({"ethics_officer"}),
    "legacy_step": NOBODY,
    "link_request": NOBODY,
    "name_sound": NOBODY,
    "one_time_link": NOBODY,
    "measure": frozenset({"ethics_officer"}),  # of a case that the office decided
    "opinion": frozenset({"ethics_officer"}),  # of a case that only the office has before it
    "outbox": KEEPS,  # only what could not be delivered, and encrypted
    "party": EVERYONE,
    "party_alias": EVERYONE,
    "party_match_due": NOBODY,
    "party_name": EVERYONE,
    "party_record": EVERYONE,
    "party_typed": EVERYONE,
    "person": DIRECTORY,
    "person_capacity": DIRECTORY,
    "profile_version": frozenset({"policy_owner", "executive_head"}),  # until it is adopted
    "rate": EVERYONE,
    "rate_count": NOBODY,
    "rate_source": EVERYONE,
    "reading": frozenset({"auditor"}),
    "recusal": frozenset({"ethics_officer"}),  # of a case that only the office has before it
    "reporting_line": DIRECTORY,
    "role_grant": KEEPS,
    "seal": EVERYONE,
    "seal_leaf": READS,
    "separation": frozenset({"ethics_officer"}),  # of everyone but themselves and those above them
    "session": NOBODY,
    "standing_words": DESK,
    "typed_giver": NOBODY,  # found by a function that gives keys to join with
    "periodic_data_set": frozenset({"ethics_officer"}),
    "periodic_report": frozenset({"ethics_officer"}),  # until it is frozen
    "unit": EVERYONE,
    "unmasking": frozenset({"ethics_officer", "governing_body_designate"}),  # who reviews the case
    "unmasking_case": frozenset({"ethics_officer", "governing_body_designate"}),
    "what_if": NOBODY,  # whoever asked it alone
}
"""For each table, the roles that see a row of somebody with whom they have nothing to do."""

CHANGED_BY: Mapping[str, frozenset[str]] = {
    "account": KEEPS,
    "advice": frozenset({"ethics_officer"}),
    "activity_authorization": frozenset({"ethics_officer", "authorizing_official"}),
    "asset_designation": frozenset({"ethics_officer"}),  # ends it
    "asset_statement": frozenset({"asset_reader"}),  # says that it was reviewed
    "assistant_link": KEEPS,
    "change_aside": frozenset({"ethics_officer"}),
    "declaration": READS,
    "delegation": KEEPS,
    "guidance": frozenset({"ethics_officer"}),  # of questions on which they advise
    "legacy_run": frozenset({"ethics_officer"}),  # the office brings a register over together
    "measure": frozenset({"ethics_officer"}),
    "opinion": frozenset({"ethics_officer"}),
    "outbox": KEEPS,
    "party": KEEPS,
    "party_alias": KEEPS | {"ethics_officer"},
    "party_name": KEEPS | {"ethics_officer"},  # an officer those of other names alone
    "party_record": KEEPS | {"ethics_officer"},
    "role_grant": KEEPS,
    "periodic_report": frozenset({"ethics_officer"}),  # a draft of the office
    "separation": frozenset({"ethics_officer"}),
}
"""The same for changing or deleting; every other table is changed by nobody in their own name."""

FOR_PERSONS = frozenset({"guidance"})
"""Seen by whoever is signed in, and by no service."""

OPEN = frozenset({"rate", "rate_source"})
"""Published figures: seen even without any identity."""

HALL = frozenset(
    {
        *("agenda_item", "agenda_party", "agenda_revision", "aside_rule", "meeting", "meeting_delegation"),
        *("meeting_officer", "sitting", "voting_delegate"),
    }
)
"""What everyone in a hall may know of their own meeting."""

BY_LINK: Mapping[str, frozenset[str]] = {
    "elsewhere": OPEN,
    "beside": OPEN | HALL | {"event", "participants_informed"},  # every participant is informed (INTERPOL 23)
    "presiding": OPEN
    | HALL
    | {"event", "meeting_answer", "open_vote", "participant", "participants_informed", "standing_aside"}
    | {"presiding_measure", "reported_matter", "vote_snapshot"},  # the report names nobody; the opinion is another’s
}
"""For whoever came by a link, the tables of which they see rows of others."""

NOT_OURS = frozenset({"migration"})
"""Piccolo's list of migrations: names of files, no row security."""

VIEWS = {
    **dict.fromkeys(("engagement_case", "engagement_case_state"), "extractor"),
    **dict.fromkeys(("gift_extract", "gift_extract_state"), "exporter"),
    **dict.fromkeys(
        (
            *("report_advice", "report_authorization", "report_capacity", "report_case", "report_gift", "report_item"),
            *("report_measure", "report_meeting", "report_step", "report_unsealed"),
        ),
        "reporter",
    ),
}
"""They show rows to one service of ours and to nobody else; each names its own condition."""

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
