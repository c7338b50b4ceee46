"""Lists by kind are read by an index; similar cases of other kinds than a gift are counted by what they are of."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T10:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "review: indexes for lists by kind, similar cases of every kind"

OPEN = "status in ('submitted', 'under_review', 'information_requested')"
DONE = "status in ('decided', 'acknowledged', 'closed', 'withdrawn')"
DESK = (
    "(select string_to_array(current_setting('register.roles', true), ',') && array['ethics_officer',"
    " 'authorizing_official', 'executive_head', 'recorded_delegate', 'governing_body_designate']::text[])"
)

FORWARDS = f"""
create index declaration_open_kind on declaration (route, kind, due_on, id) where {OPEN};
create index declaration_finished_kind on declaration (route, status, kind, filed_at desc, id desc) where {DONE};

-- Counts alone leave it, and none at all where there are so few cases that a count would point at one of them.
create function similar_of_kind(rule text, of_kind text, topic text, but uuid, since timestamptz, least_cases int,
    most int)
returns table (outcome varchar, cases bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with found as materialized (
        select d.outcome from declaration d
        where d.leading_rule = rule and d.kind = of_kind
            and coalesce(d.activity_class, d.subject, d.domain) = topic
            and d.kind <> 'gift' and d.outcome is not null and d.decided_at > since and d.id <> but and {DESK}
        order by d.decided_at desc limit most
    )
    select found.outcome, count(*) from found
    where (select count(*) from found) >= greatest(least_cases, 3)
    group by 1 order by 2 desc, 1
$$;
create index declaration_similar_of_kind on declaration
    (leading_rule, kind, coalesce(activity_class, subject, domain), decided_at desc) include (outcome)
    where outcome is not null and kind <> 'gift';
revoke all on function similar_of_kind(text, text, text, uuid, timestamptz, int, int) from public;
grant execute on function similar_of_kind(text, text, text, uuid, timestamptz, int, int) to register_app;
"""

BACKWARDS = """
drop index declaration_similar_of_kind;
drop function similar_of_kind(text, text, text, uuid, timestamptz, int, int);
drop index declaration_finished_kind;
drop index declaration_open_kind;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="review", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
