"""What a periodic report counts, said more exactly: decisions of persons, days of older registers, ended activities.

A decision by rule on the day of filing says nothing of how fast the office decides; a change of an authorized activity
waits from the day on which it was reported; what an older register held counts on the day of its event everywhere.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script
from reports.piccolo_migrations import reports_2026_11_21t18_05_00_counted as before

ID = "2026-11-21T18:06:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what a periodic report counts, said more exactly"

REPORTER = "(select current_setting('register.service', true) = 'reporter')"
DAY = "({} at time zone 'UTC')::date"
FILED = DAY.format("d.filed_at")
RECEIVED = f"case when d.imported is null then {FILED} else coalesce(d.event_date, d.start_date, {FILED}) end"
DECIDED_BY_PERSON = f"""
    case when d.decided_by is null then null
         when d.outcome = 'cease' and a.decided_at < d.decided_at then {DAY.format("a.decided_at")}
         else {DAY.format("d.decided_at")} end
"""
WAITED_SINCE = f"""
    greatest({FILED}, d.function_changed_on, case when d.kind = 'outside_activity' and d.version > 1 then
        (select max({DAY.format("e.at")}) from event e where e.stream = d.id and e.name = 'declaration:change_reported')
    end)
"""
VIEWS = {
    "report_case": f"""
        select c.*, c.decided <= c.due_on as in_target, c.decided - least(c.waited_since, c.decided) as to_decide
        from (
            select d.kind, d.regime, d.profile_version, d.category, d.direction, d.giver_type, d.value_band,
                   d.reference_currency, d.activity_class, d.domain,
                   coalesce(d.nature_assessed, d.nature_declared) as nature,
                   d.status, d.effect, d.outcome, d.leading_rule, d.status = 'withdrawn' as gone,
                   d.renews is not null as renewal, 'cumulative' = any(d.alerts) as cumulative,
                   case when 'late' = any(d.alerts) then 'late'
                        when coalesce(d.event_date, d.start_date) is null then 'undated' else 'in_time' end as timely,
                   {RECEIVED} as received, {DECIDED_BY_PERSON} as decided, d.due_on, {WAITED_SINCE} as waited_since,
                   case when d.event_date is not null then greatest({FILED} - d.event_date, 0) end as to_declare,
                   {DAY.format("d.disclosed_at")} as disclosed, {DAY.format("d.addressed_at")} as addressed,
                   {DAY.format("d.resolved_at")} as resolved
            from declaration d
            left join activity_authorization a on d.kind = 'outside_activity' and a.declaration = d.id
            where {REPORTER}
        ) c
    """,
    "report_step": f"""
        select d.kind, case e.name when 'declaration:withdrawn' then 'withdrawn' else 'amended' end as name,
               {DAY.format("e.at")} as day
        from event e join declaration d on d.id = e.stream
        where {REPORTER} and e.kind = 'declaration'
          and e.name in ('declaration:amended', 'declaration:change_reported', 'declaration:withdrawn')
    """,
    "report_authorization": f"""
        select d.activity_class, a.renews is not null as renewal, {DAY.format("a.decided_at")} as decided,
               case when a.validity = 'revoked' then coalesce(
                        (select max({DAY.format("e.at")}) from event e
                         where e.stream = d.id and e.name = 'declaration:revoked'),
                        {DAY.format("d.decided_at")}, a.ends_on)
                    when a.validity <> 'superseded' then least(d.ended_on,
                        case when a.ends_on < {DAY.format("now()")} then a.ends_on end)
               end as ended
        from activity_authorization a join declaration d on d.id = a.declaration
        where {REPORTER}
    """,
    "report_capacity": f"""
        select dense_rank() over (order by c.person) as holder, c.capacity, c.since, c.until, f.days
        from person_capacity c
        left join (
            select d.declarant, array_agg(distinct {RECEIVED}) as days from declaration d
            where d.status <> 'withdrawn' group by d.declarant
        ) f on f.declarant = c.person
        where {REPORTER}
    """,
    "report_item": before.VIEWS["report_item"].replace("where (select", "where m.status <> 'prepared' and (select"),
    "report_meeting": before.VIEWS["report_meeting"].replace("m where (", "m where m.status <> 'prepared' and ("),
}  # fmt: skip


def _anew(views: dict[str, str]) -> str:
    return "".join(
        f"drop view {name}; create view {name} with (security_barrier = true) as {views[name]};"
        f"revoke all on {name} from public; grant select on {name} to register_app;"
        for name in VIEWS
    )


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reports", description=DESCRIPTION)

    async def run() -> None:
        await run_script(_anew(VIEWS))

    async def run_backwards() -> None:
        await run_script(_anew(before.VIEWS))

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
