"""What the governing body may see of gifts: a view without names, open to the service `exporter` alone."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-21T00:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "gift extract without names"

# The views belong to the owner of the tables on purpose: they show rows that no policy opens to the exporter, and of
# those rows only what names nobody. Neither id nor reference leaves through them.
EXPORTER = "(select current_setting('register.service', true) = 'exporter')"
PERIOD_DAY = "coalesce(d.event_date, (d.filed_at at time zone 'UTC')::date)"

FORWARDS = f"""
create view gift_extract with (security_barrier = true) as
select d.event_date, d.kind, d.category, d.direction, d.giver_type, d.giver_country, d.value_band, d.effect, d.outcome,
       d.status, d.items::int as items,
       (d.decided_at at time zone 'UTC')::date - (d.filed_at at time zone 'UTC')::date as days_to_decision,
       d.regime, d.profile_version, d.reference_currency, d.rate_source, d.rate_date, {PERIOD_DAY} as period_day
from declaration d
where {EXPORTER} and d.kind = 'gift';

create view gift_extract_state with (security_barrier = true) as
select {PERIOD_DAY} as period_day, e.at as changed_at, l.seal
from declaration d
join event e on e.stream = d.id and e.seq = d.head_seq
left join seal_leaf l on l.stream = d.id and l.seq = d.head_seq
where {EXPORTER} and d.kind = 'gift';

revoke all on gift_extract, gift_extract_state from public;
grant select on gift_extract, gift_extract_state to register_app;

create policy seal_leaf_declaration on seal_leaf for select to register_app
    using (exists (select from declaration d where d.id = seal_leaf.stream));
"""

BACKWARDS = """
drop policy seal_leaf_declaration on seal_leaf;
drop view gift_extract_state;
drop view gift_extract;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="reports", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
