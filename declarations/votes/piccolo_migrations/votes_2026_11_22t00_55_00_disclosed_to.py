"""What is disclosed to a meeting is read by whoever presides and by the secretary; a deputy reads it once they preside.

Before a deputy lies only what concerns the one in the chair, whom no one else could dispense from a rule of the body.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from register.kernel.db import run_script

ID = "2026-11-22T00:55:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "disclosures to whoever presides and the secretary, no longer to deputies who do not preside"

PARTICIPANT = "(select nullif(current_setting('register.participant', true), '')::uuid)"
ME = "(select nullif(current_setting('register.person', true), '')::uuid)"
LED = "meeting = any ((select my_meetings(array['secretary','presiding_officer','deputy']))::uuid[])"
DISCLOSED = "meeting = any ((select my_disclosing_meetings())::uuid[])"
OF_CHAIR = "participant = any ((select my_concerned_chairs())::uuid[])"
RULED = """exists (select from standing_aside s where s.item = meeting_answer.item
        and s.participant = meeting_answer.participant and (s.by_matrix or s.dispensed))"""


def _policies(answers: str, asides: str, snapshots: str) -> str:
    return f"""
alter policy meeting_answer_led on meeting_answer using ({answers});
alter policy standing_aside_led on standing_aside using ({asides});
alter policy standing_aside_step on standing_aside using ({asides});
alter policy vote_snapshot_led on vote_snapshot using ({snapshots});
"""


FORWARDS = f"""
-- The meetings whose disclosures the acting person reads: as secretary, as presiding officer, or as the deputy first
-- in precedence of a meeting over which nobody presides.
create function my_disclosing_meetings() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct o.meeting), '{{}}') from meeting_officer o
    where o.since <= now() and (o.until is null or o.until > now())
      and (o.person = {ME} or o.participant = {PARTICIPANT}
        or o.participant in (select p.id from participant p where p.person = {ME} and p.revoked_at is null))
      and (o.function in ('secretary', 'presiding_officer') or not exists (
        select from meeting_officer f
        where f.meeting = o.meeting and f.since <= now() and (f.until is null or f.until > now())
          and (f.function = 'presiding_officer' or (f.function = 'deputy'
            and (f.precedence, f.since, f.id) < (o.precedence, o.since, o.id)))))
$$;

-- The participants who preside over a meeting in which the acting person deputizes.
create function my_concerned_chairs() returns uuid[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct p.id), '{{}}') from meeting_officer o
    join participant p on p.meeting = o.meeting and (p.id = o.participant or p.person = o.person)
    where o.function = 'presiding_officer' and o.since <= now() and (o.until is null or o.until > now())
      and o.meeting = any(my_meetings(array['deputy']))
$$;
revoke all on function my_disclosing_meetings(), my_concerned_chairs() from public;
grant execute on function my_disclosing_meetings(), my_concerned_chairs() to register_app;
{_policies(f"{DISCLOSED} or ({OF_CHAIR} and {RULED})", f"{DISCLOSED} or ({OF_CHAIR} and (by_matrix or dispensed))", DISCLOSED)}
"""

BACKWARDS = f"""
{_policies(LED, LED, LED)}
drop function my_concerned_chairs();
drop function my_disclosing_meetings();
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="votes", description=DESCRIPTION)

    async def run() -> None:
        await run_script(FORWARDS)

    async def run_backwards() -> None:
        await run_script(BACKWARDS)

    manager.add_raw(run)
    manager.add_raw_backwards(run_backwards)
    return manager
