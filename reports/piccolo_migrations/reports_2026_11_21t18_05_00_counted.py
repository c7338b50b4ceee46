"""Views from which a periodic report is counted: no name, no id, no story, for the service `reporter` alone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T18:05:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "what a periodic report counts"

REPORTER = "(select current_setting('register.service', true) = 'reporter')"
DAY = "({} at time zone 'UTC')::date"
FILED = DAY.format("d.filed_at")
VIEWS = {
    "report_case": f"""
        select d.kind, d.regime, d.profile_version, d.category, d.direction, d.giver_type, d.value_band,
               d.reference_currency, d.activity_class, d.domain, coalesce(d.nature_assessed, d.nature_declared) as nature,
               d.status, d.effect, d.outcome, d.leading_rule, d.status = 'withdrawn' as gone,
               d.renews is not null as renewal, 'cumulative' = any(d.alerts) as cumulative,
               case when 'late' = any(d.alerts) then 'late'
                    when coalesce(d.event_date, d.start_date) is null then 'undated' else 'in_time' end as timely,
               case when d.imported is null then {FILED} else coalesce(d.event_date, d.start_date, {FILED}) end as received,
               {DAY.format("d.decided_at")} as decided,
               {DAY.format("d.decided_at")} <= d.due_on as in_target,
               greatest({FILED} - d.event_date, 0) as to_declare,
               {DAY.format("d.decided_at")} - {FILED} as to_decide,
               {DAY.format("d.disclosed_at")} as disclosed, {DAY.format("d.addressed_at")} as addressed,
               {DAY.format("d.resolved_at")} as resolved
        from declaration d where {REPORTER}
    """,
    "report_step": f"""
        select d.kind, e.name, {DAY.format("e.at")} as day
        from event e join declaration d on d.id = e.stream
        where {REPORTER} and e.kind = 'declaration' and e.name in ('declaration:amended', 'declaration:withdrawn')
    """,
    "report_authorization": f"""
        select d.activity_class, a.renews is not null as renewal, {DAY.format("a.decided_at")} as decided,
               case when d.ended_on is not null then d.ended_on
                    when a.validity = 'expired' then a.ends_on
                    when a.validity = 'revoked' then (
                        select max({DAY.format("e.at")}) from event e
                        where e.stream = d.id and e.name = 'declaration:revoked')
               end as ended
        from activity_authorization a join declaration d on d.id = a.declaration
        where {REPORTER}
    """,
    "report_measure": f"""
        select m.code, m.state, m.due_on, {DAY.format("m.set_at")} as set_on from measure m where {REPORTER}
    """,
    "report_capacity": f"""
        select c.capacity, c.since, c.until, d.filed_on
        from person_capacity c
        left join lateral (
            select array_agg({DAY.format("x.filed_at")}) as filed_on from declaration x
            where x.declarant = c.person and x.status <> 'withdrawn') d on true
        where {REPORTER}
    """,
    "report_advice": f"""
        select a.topic, a.channel <> 'register' as logged, a.day from advice a where {REPORTER}
    """,
    "report_item": f"""
        select i.decision, m.starts_on as day, i.called_at is not null and i.withdrawn_at is null as called,
               (select count(*) from (
                    select distinct on (a.participant) a.stance from meeting_answer a where a.item = i.id
                    order by a.participant, a.number desc) l where l.stance = 'nothing') as nothing,
               (select count(*) from (
                    select distinct on (a.participant) a.stance from meeting_answer a where a.item = i.id
                    order by a.participant, a.number desc) l where l.stance = 'something') as something,
               (select count(distinct s.participant) from standing_aside s
                where s.item = i.id and s.ended_at is null and not s.dispensed) as stood_aside,
               (select count(distinct s.participant) from standing_aside s
                where s.item = i.id and s.ended_at is null and s.dispensed) as dispensed
        from agenda_item i join meeting m on m.id = i.meeting where {REPORTER}
    """,
    "report_meeting": f"""
        select m.starts_on as day,
               (select count(*) from participant p where p.meeting = m.id and p.revoked_at is null) as participants,
               (select count(*) from participant p where p.meeting = m.id and p.revoked_at is null
                and p.acknowledged_at is not null) as acknowledged,
               (select count(*) from presiding_opinion o where o.meeting = m.id) as opinions_asked,
               (select count(*) from presiding_opinion o where o.meeting = m.id and o.answered_at is not null) as opinions_given,
               (select count(*) from reported_matter r where r.meeting = m.id) as matters,
               (select count(*) from presiding_measure t where t.meeting = m.id and t.kind = 'summon') as summon,
               (select count(*) from presiding_measure t where t.meeting = m.id and t.kind = 'warn') as warn,
               (select count(*) from presiding_measure t where t.meeting = m.id and t.kind = 'call_to_order') as call_to_order,
               (select count(*) from presiding_measure t where t.meeting = m.id and t.kind = 'urge') as urge,
               (select count(*) from participants_informed f where f.meeting = m.id) as informed
        from meeting m where {REPORTER}
    """,
    "report_unsealed": f"""
        select e.at from event e
        where {REPORTER} and e.x >= coalesce((select s.upto from seal s order by s.n desc limit 1), 0)::text::xid8
    """,
    "report_gift": f"""
        select {FILED} as received, to_char(coalesce(d.event_date, {FILED}), 'YYYY-MM') as month, d.category,
               d.value_band, d.regime, d.profile_version, d.reference_currency, d.giver_type, d.direction, d.outcome,
               d.status
        from declaration d
        where {REPORTER} and d.kind = 'gift' and d.status <> 'withdrawn'
    """,
}  # fmt: skip
FORWARDS = "".join(
    f"create view {name} with (security_barrier = true) as {body};"
    f"revoke all on {name} from public; grant select on {name} to register_app;"
    for name, body in VIEWS.items()
)
FORWARDS += f"create policy seal_reporter on seal for select to register_app using ({REPORTER});"
BACKWARDS = "drop policy seal_reporter on seal;" + "".join(f"drop view {name};" for name in VIEWS)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reports", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
