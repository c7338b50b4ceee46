"""The views without names say also what narrows a list: category and value band, days of the event and of filing."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T09:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "gift extract of a narrowed list"

EXPORTER = "(select current_setting('register.service', true) = 'exporter')"
PERIOD_DAY = "coalesce(d.event_date, (d.filed_at at time zone 'UTC')::date)"
CHOSEN = "d.due_on, d.question_due, d.reviewer is null as is_unassigned"
GONE = "d.imported is not null and d.status = 'withdrawn'"
EXTRACT = f"""
create view gift_extract with (security_barrier = true) as
select d.event_date, d.kind, d.category, d.direction, d.giver_type, d.giver_country, d.value_band, d.effect, d.outcome,
       d.status, d.items::int as items,
       (d.decided_at at time zone 'UTC')::date - (d.filed_at at time zone 'UTC')::date as days_to_decision,
       d.regime, d.profile_version, d.reference_currency, d.rate_source, d.rate_date, {PERIOD_DAY} as period_day,
       {CHOSEN}{{more}}
from declaration d
where {EXPORTER} and d.kind = 'gift' and not ({GONE});
"""
STATE = f"""
create view gift_extract_state with (security_barrier = true) as
select {PERIOD_DAY} as period_day, e.at as changed_at, l.seal, {CHOSEN}, d.status, d.effect,
       d.imported is not null and not ({GONE}) as is_imported{{more}}
from declaration d
join event e on e.stream = d.id and e.seq = d.head_seq
left join seal_leaf l on l.stream = d.id and l.seq = d.head_seq
where {EXPORTER} and d.kind = 'gift';
"""


def views(of_extract: str, of_state: str) -> str:
    return f"""
drop view gift_extract_state;
drop view gift_extract;
{EXTRACT.format(more=of_extract)}
{STATE.format(more=of_state)}
revoke all on gift_extract, gift_extract_state from public;
grant select on gift_extract, gift_extract_state to register_app;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reports", description=DESCRIPTION)

    async def run() -> None:
        await run_script(views(", d.filed_at", ", d.category, d.value_band, d.event_date, d.filed_at"))

    async def run_backwards() -> None:
        await run_script(views("", ""))

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
