"""Appending: who may write what, and that nothing written can be changed."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from register.kernel.db import transaction
from register.kernel.errors import Stale
from register.kernel.identity import ANONYMOUS, Identity, service
from register.kernel.ids import new_id
from register.ledger.hashing import event_hash, genesis_hash, sha256
from register.ledger.model import RULE, Head, Said
from register.ledger.readings import readings_of, record_reading
from register.ledger.service import append, events
from tests.databases import Database

AMINA = Identity(person=UUID(int=1), roles=frozenset({"declarant"}))
STATE = sha256(b"state")
VERIFIER = service("verifier")


async def _filed(stream: UUID, head: Head | None = None, identity: Identity = AMINA, **more: Any) -> Head:
    async with transaction(identity) as tx:
        return await append(
            tx, kind="test", stream=stream, head=head, name="test:done", payload=b"closed", state=STATE, **more
        )


async def test_an_event_follows_the_one_before_and_says_who_acted(database: Database) -> None:
    stream = new_id()
    first = await _filed(stream)
    second = await _filed(stream, first, from_status="submitted", to_status="under_review", acting_for=UUID(int=2))
    async with transaction(VERIFIER) as tx:
        one, two = await events(tx, stream)
        later = await events(tx, stream, after=1)
    assert (one.prev, one.head) == (genesis_hash("test", stream), first)
    assert (two.prev, two.head, later) == (first.hash, second, [two])
    assert (two.actor, two.acting_for, two.by, two.from_status) == (AMINA.person, UUID(int=2), None, "submitted")
    told = {name: getattr(two, name) for name in Said.__struct_fields__ if name != "payload_digest"}
    assert two.hash == event_hash(Said(**told, payload_digest=sha256(two.payload)))


async def test_of_two_who_act_after_the_same_event_the_second_is_told_that_it_changed(database: Database) -> None:
    stream = new_id()
    first = await _filed(stream)
    await _filed(stream, first)
    with pytest.raises(Stale):
        await _filed(stream, first)
    with pytest.raises(Stale):
        await _filed(stream)


async def test_a_service_and_a_rule_act_without_a_person(database: Database) -> None:
    stream = new_id()
    first = await _filed(stream, by=RULE)
    await _filed(stream, first, identity=service("loader"))
    async with transaction(VERIFIER) as tx:
        one, two = await events(tx, stream)
    assert [(e.actor, e.by) for e in (one, two)] == [(None, "rule"), (None, "loader")]


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        (AMINA, {"actor": UUID(int=2)}),  # another person's name
        (AMINA, {"actor": None, "by": "loader"}),  # a service that does not act here
        (service("loader"), {"actor": UUID(int=2)}),  # a service in a person's name
        (service("loader"), {"actor": None, "by": "sealer"}),  # one service for another
        (ANONYMOUS, {"actor": None, "by": "rule"}),  # nobody at all
    ],
)
async def test_nobody_writes_in_the_name_of_another(
    database: Database, identity: Identity, said: dict[str, Any]
) -> None:
    values = {"actor": None, "by": None} | said
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        async with transaction(identity) as tx:
            await tx.execute(
                "insert into event (stream, seq, kind, name, actor, by, at, payload, state, prev, hash)"
                " values ($1, 1, 'test', 'test:done', $2, $3, now(), '', $4, $4, $4)",
                new_id(),
                values["actor"],
                values["by"],
                STATE,
            )


@pytest.mark.parametrize("role", ["register_app", "register_owner", "postgres"])
@pytest.mark.parametrize("table", ["event", "reading", "seal", "seal_leaf"])
@pytest.mark.parametrize("statement", ["update {0} set hash = hash", "delete from {0}", "truncate {0}"])
async def test_the_database_refuses_to_change_what_is_written(
    migrated: Database, role: str, table: str, statement: str
) -> None:
    urls = {"register_app": migrated.app_url, "register_owner": migrated.owner_url, "postgres": migrated.superuser_url}
    connection = await asyncpg.connect(urls[role])
    try:
        sql = (
            statement.format(table).replace("hash = hash", "root = root")
            if table == "seal"
            else statement.format(table)
        )
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match=r"stays written|permission denied"):
            await connection.execute(sql)
    finally:
        await connection.close()


async def test_an_identityless_transaction_and_a_person_without_a_policy_see_nothing(database: Database) -> None:
    await _filed(new_id())
    async with transaction(AMINA) as tx:
        await record_reading(tx, kind="test", subject=new_id(), role="declarant", purpose="view")
    for identity in (ANONYMOUS, AMINA):
        async with transaction(identity) as tx:
            assert await tx.fetchval("select count(*) from event") == 0
            assert await tx.fetchval("select count(*) from reading") == 0
            assert await tx.fetchval("select count(*) from seal_leaf") == 0
    async with transaction(VERIFIER) as tx:  # the control: the rows are there
        assert await tx.fetchval("select count(*) from event") == 1


async def test_a_reading_says_who_when_in_what_role_and_what_for(database: Database) -> None:
    subject, auditor = new_id(), Identity(person=UUID(int=9), roles=frozenset({"auditor"}))
    async with transaction(AMINA) as tx:
        await record_reading(tx, kind="test", subject=subject, role="ethics_officer", purpose="review")
    async with transaction(service("exporter")) as tx:
        await record_reading(tx, kind="test", subject=subject, role="exporter", purpose="export")
    async with transaction(auditor) as tx:
        export, review = await readings_of(tx, "test", subject)
    assert (review.person, review.by, review.role, review.purpose) == (AMINA.person, None, "ethics_officer", "review")
    assert (export.person, export.by) == (None, "exporter")


async def test_nobody_reads_in_the_name_of_another(database: Database) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        async with transaction(AMINA) as tx:
            await tx.execute(
                "insert into reading (id, kind, person, role, purpose, at, hash)"
                " values ($1, 'a', $2, 'b', 'c', now(), $3)",
                new_id(),
                UUID(int=2),
                STATE,
            )
