"""A register with a great many declarations, made in bulk by a superuser: columns as filing leaves them, no content.

Of a hundred declarations two come from one big giver, the rest from many small ones; one waits at the desk; each member
of the staff has fifty. Of a hundred two are conflicts of interest and three outside activities, of a thousand one is a
request in a matter of duty, another a decoration, another stands above all bands; one conflict in forty has a measure
that is due. Events lie up to sixty days before their filing. Whatever is opened is filed by the register itself, so
that it can be decrypted.
"""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

BY_PERSON = 50
OPEN_SHARE = 0.01
YEARS = 6
BIG_GIVER, SMALL_GIVER = "Grand Aqueduct Company", "Spring Works"
"""Names of givers as they are typed; their keys are the same in lower case."""

_STAFF = """
insert into person (id, email, family_name, first_name, unit, language, languages_read, active)
select md5('person' || n)::uuid, 'bulk' || n || '@example.org', 'Member ' || n, 'Staff',
       (select id from unit limit 1), 'en', '{en}', true
from generate_series(1, $1::int) n
"""
_DECLARATIONS = f"""
insert into declaration (
    id, reference, kind, declarant, capacity, filed_by, confirmed_at, regime, profile_version, event_date, aware_date,
    filed_at, party_name, party_key, amount, currency, reference_amount, reference_currency, rate, rate_source,
    rate_date, value_band, direction, category, giver_type, giver_relation, status, effect, alerts, authority, route,
    reviewer, outcome, decided_at, due_on, question_due, version, words_language, purposes, items, legal_hold,
    under_appeal, head_seq, head_hash, key_id, wrapped_key, details, leading_rule,
    activity_class, subject, domain, measure_due)
select (lpad(to_hex((extract(epoch from filed) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3)
        || '8' || substr(md5(n::text), 4, 15))::uuid,
    'B-' || lpad(to_hex(n), 9, '0'), kind, who, 'staff', who, filed, 'un-style', '2020-04-23',
    filed::date - (n % 60)::int, filed::date, filed, giver, lower(giver), 45, 'USD', 45, 'USD', 1, 'same currency',
    filed::date, case when n % 1000 = 501 then 'above' else '150' end, 'received',
    case when kind <> 'gift' then null
         when n % 1000 = 1 then 'decoration' else (array['gift', 'hospitality', 'travel'])[1 + n % 3] end,
    'commercial', 'none', status, effect, '{{}}', authority, 'office',
    case when n % 3 = 0 then null when n % 3 = 1 then $4::uuid else $5::uuid end,
    case when status = 'closed' then 'note' end, case when status = 'closed' then filed + interval '9 days' end,
    case when status <> 'closed' then filed::date + 20 end,
    case when status = 'information_requested' then filed::date + 10 end,
    1, (array['ar', 'en', 'fr', 'es'])[1 + n % 7 % 4], '{{}}', 1, false, false, 1, sha256(n::text::bytea), 'bulk', null,
    substr(repeat(md5(n::text), 40), 1, 1200)::bytea, 'ICSC-50',
    case kind when 'outside_activity' then 'employment' end,
    case kind when 'approval_request' then 'media_statement' end,
    case kind when 'conflict' then 'financial' end,
    case when kind = 'conflict' and n % 2000 = 7 then filed::date + (n % 90)::int end
from generate_series(1, $1::bigint) n
cross join lateral (select now() - n * (interval '{YEARS} years' / $1::bigint) as filed,
    case when n <= $3::int * {BY_PERSON} then ($2::uuid[])[1 + n % $3::int]
         else md5('person' || (1 + n % ($1::bigint / {BY_PERSON})))::uuid end as who,
    case when n % 50 = 0 then '{BIG_GIVER}' else '{SMALL_GIVER} ' || (n % ($1::bigint / 100)) end as giver,
    case when n > $1::bigint * {OPEN_SHARE} then 'closed'
         else (array['submitted', 'under_review', 'information_requested'])[1 + n % 3] end as status,
    (array['authorization_required', 'referral', 'disclose', 'accept_and_surrender'])[1 + n % 4] as effect,
    (array['executive_head', 'ethics_officer', null, 'ethics_officer'])[1 + n % 4] as authority,
    case when n % 50 = 7 then 'conflict' when n % 100 in (11, 41, 83) then 'outside_activity'
         when n % 1000 = 31 then 'approval_request' else 'gift' end as kind) as each_one
"""
_NAMES = """
with named as (
    insert into known_name (id, kind, subject, form)
    select gen_random_uuid(), 'person', p.id, form from person p
    cross join lateral (values (lower(p.first_name || ' ' || p.family_name)), (lower(p.family_name)),
        (lower(p.family_name || ' ' || p.first_name))) as forms (form)
    where not exists (select from known_name k where k.subject = p.id)
)
insert into typed_giver (id, form, party_key)
select gen_random_uuid(), form, party_key from
    (select distinct party_key from declaration where key_id = 'bulk') as typed
    cross join lateral forms_of_key(party_key) form
"""
_TYPED = """
insert into heard_name (form) select distinct party_key from declaration where key_id = 'bulk' on conflict do nothing
"""
_EVENTS = """
insert into event (stream, seq, kind, name, actor, to_status, at, payload, state, prev, hash)
select id, 1, 'declaration', 'declaration:submitted', declarant, 'submitted', filed_at, substr(details, 1, 400),
       head_hash, head_hash, head_hash
from declaration where key_id = 'bulk'
"""
_READINGS = """
insert into reading (id, kind, subject, person, role, purpose, at, hash)
select md5('reading' || id)::uuid, 'declaration', id, $1::uuid, 'ethics_officer', 'review', filed_at, head_hash
from declaration where key_id = 'bulk'
"""


async def fill(superuser: asyncpg.Connection, rows: int, known: Sequence[UUID], officers: tuple[UUID, UUID]) -> None:
    """Put `rows` declarations in, the newest of them from the persons in `known`, with their events and readings."""
    execute = superuser.execute
    await execute("set session_replication_role = replica")
    await execute(_STAFF, rows // BY_PERSON)
    await execute(_DECLARATIONS, rows, list(known), len(known), *officers)
    await execute(_NAMES)
    await execute(_TYPED)
    await execute(_EVENTS)
    await execute(_READINGS, officers[0])
    await execute("set session_replication_role = origin")
    await execute("vacuum analyze")
