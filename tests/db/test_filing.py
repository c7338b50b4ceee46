"""Rules of filing: what is kept, who sees it, what the ledger says of it."""

import asyncio
from datetime import timedelta

import asyncpg
import msgspec
import pytest

from declarations.codes.decisions import Status
from declarations.filing import store
from declarations.filing.model import GiftDetails
from declarations.filing.service import own
from declarations.filing.service.filing import amend, file_declaration
from declarations.review.service.case import open_desk_case
from register.kernel import clock
from register.kernel.db import transaction
from register.kernel.errors import IdempotencyMismatch, Invalid, NotFound, Stale, TransitionRefused
from register.kernel.identity import ANONYMOUS
from tests.factories import World, gift_command


async def test_a_small_gift_is_noted_by_the_rule_and_closed_at_once(world: World) -> None:
    amina = await world.person()
    kept = await world.declaration(amina, value={"amount": "12.00", "currency": "USD"})
    assert (kept.effect, kept.status, kept.outcome, kept.decided_by) == ("noted", Status.CLOSED, "note", None)
    case = await own.read_own(amina, kept.reference)
    assert [step.name for step in case.steps] == ["declaration:submitted", "declaration:noted"]


async def test_a_gift_above_nominal_value_waits_for_the_executive_head(world: World) -> None:
    kept = await world.declaration(await world.person())
    assert (kept.effect, kept.authority, kept.status) == ("authorization_required", "executive_head", Status.SUBMITTED)
    assert "received_before_authorization" in kept.alerts


async def test_nobody_else_sees_a_declaration(world: World) -> None:
    kept = await world.declaration(await world.person())
    other = await world.person(first_name="Bruno", family_name="Costa")
    with pytest.raises(NotFound):
        await own.read_own(other, kept.reference)


async def test_without_an_identity_nothing_is_visible(world: World) -> None:
    await world.declaration(await world.person())
    async with transaction(ANONYMOUS) as tx:
        for table in ("declaration", "event", "draft", "idempotency", "reading"):
            assert await tx.fetchval(f"select count(*) from {table}") == 0, table


async def test_an_unattested_declaration_is_refused_at_its_field(world: World) -> None:
    amina = await world.person()
    command = gift_command()
    with pytest.raises(Invalid) as refused:
        await file_declaration(amina, type(command)(facts=command.facts, details=command.details))
    assert [fault.name for fault in refused.value.fields] == ["attested"]


async def test_the_story_is_stored_encrypted_only(world: World, superuser: asyncpg.Connection) -> None:
    await world.declaration(await world.person(), gift_command(description="A falcon of silver"))
    dump = str(await superuser.fetch("select d::text, e::text, n::text from declaration d, event e, outbox n"))
    assert "falcon" not in dump
    assert b"falcon".hex() not in dump


async def test_fifty_submits_with_one_key_make_one_declaration(world: World, superuser: asyncpg.Connection) -> None:
    amina = await world.person()
    kept = await asyncio.gather(*(file_declaration(amina, gift_command(key="once")) for _ in range(50)))
    assert len({declaration.reference for declaration in kept}) == 1
    assert await superuser.fetchval("select count(*) from declaration") == 1


async def test_one_key_for_two_requests_is_refused(world: World) -> None:
    amina = await world.person()
    await file_declaration(amina, gift_command(key="once"))
    with pytest.raises(IdempotencyMismatch):
        await file_declaration(amina, gift_command(key="once", description="Another thing"))


async def test_an_assistant_files_and_the_person_confirms(world: World) -> None:
    head_of_cabinet = await world.person()
    assistant = await world.assistant(head_of_cabinet)
    kept = await file_declaration(assistant, gift_command(declarant=head_of_cabinet))
    assert (kept.declarant, kept.filed_by, kept.confirmed_at) == (head_of_cabinet.person, assistant.person, None)
    confirmed = await own.confirm(head_of_cabinet, kept.reference, kept.head_seq)
    assert confirmed.confirmed_at is not None
    with pytest.raises(TransitionRefused):
        await own.confirm(head_of_cabinet, kept.reference, confirmed.head_seq)


async def test_nobody_files_for_a_person_whose_assistant_they_are_not(world: World) -> None:
    amina, bruno = await world.person(), await world.person(first_name="Bruno")
    with pytest.raises(NotFound):
        await file_declaration(bruno, gift_command(declarant=amina))


async def test_an_amendment_keeps_the_old_version_readable_with_its_reason(world: World) -> None:
    amina = await world.person()
    kept = await world.declaration(amina)
    changed = gift_command(value={"amount": "20.00", "currency": "USD"}, description="The pen, without its case")
    after = await amend(amina, kept.reference, changed, "I misread the price", kept.head_seq)
    assert (after.version, after.effect) == (2, "noted")
    case = await own.read_own(amina, kept.reference)
    first, second = (content for _, content in case.versions)
    assert isinstance(first.details, GiftDetails)
    assert isinstance(second.details, GiftDetails)
    assert first.details.description == "A fountain pen in a case"
    assert (second.details.description, second.reason) == ("The pen, without its case", "I misread the price")


async def test_nobody_is_late_for_adding_to_what_was_declared_in_time(world: World) -> None:
    amina = await world.person()
    kept = await world.declaration(amina)
    with clock.at(clock.now() + timedelta(days=200)):
        await amend(amina, kept.reference, gift_command(description="The pen, blue"), "I add a word", kept.head_seq)
        later = await world.declaration(amina)
    cases = [await own.read_own(amina, of.reference) for of in (kept, later)]
    judged_by = [content.facts["filed_date"] for case in cases for _, content in case.versions]
    assert judged_by == [str(kept.filed_at.date())] * 2 + [str(later.filed_at.date())]


async def test_a_step_on_an_older_state_is_refused(world: World) -> None:
    amina = await world.person()
    kept = await world.declaration(amina)
    await own.comment(amina, kept.reference, "One more thing.")
    with pytest.raises(Stale):
        await own.request_withdrawal(amina, kept.reference, "It was a mistake", kept.head_seq)


async def test_an_offer_is_withdrawn_freely_and_a_received_item_is_not(world: World) -> None:
    amina = await world.person()
    offered = await world.declaration(amina, direction="offered_to_me")
    gone = await own.withdraw(amina, offered.reference, "Filed twice", offered.head_seq)
    assert gone.status is Status.WITHDRAWN
    received = await world.declaration(amina)
    with pytest.raises(TransitionRefused):
        await own.withdraw(amina, received.reference, "Filed twice", received.head_seq)
    asked = await own.request_withdrawal(amina, received.reference, "Filed twice", received.head_seq)
    assert asked.status is Status.SUBMITTED
    assert asked.withdrawal_requested_at is not None


async def test_earlier_gifts_of_the_same_giver_are_added_up(world: World) -> None:
    amina = await world.person()
    for _ in range(9):
        kept = await world.declaration(amina, value={"amount": "28.00", "currency": "USD"})
    assert "cumulative" in kept.alerts
    other = await world.declaration(
        amina, gift_command(giver_name="Somebody else", value={"amount": "28.00", "currency": "USD"})
    )
    assert "cumulative" not in other.alerts


async def test_a_silent_change_of_a_column_no_longer_fits_the_event(
    world: World, superuser: asyncpg.Connection
) -> None:
    kept = await world.declaration(await world.person())
    last = "select state from event where stream = $1 order by seq desc limit 1"
    assert store.row_digest(kept) == await superuser.fetchval(last, kept.id)
    await superuser.execute("update declaration set value_band = '30' where id = $1", kept.id)
    row = await superuser.fetchrow(f"select {', '.join(store.COLUMNS)} from declaration where id = $1", kept.id)
    assert row is not None
    assert store.row_digest(store.opened(row)) != await superuser.fetchval(last, kept.id)


async def test_a_capacity_that_the_person_does_not_hold_is_refused(world: World) -> None:
    amina = await world.person()
    with pytest.raises(Invalid) as refused:
        await file_declaration(amina, msgspec.structs.replace(gift_command(), capacity="representative"))
    assert [fault.name for fault in refused.value.fields] == ["capacity"]


async def test_the_declarant_sees_by_name_who_has_opened_it(world: World) -> None:
    amina, officer = await world.person(), await world.person("ethics_officer", first_name="Camille")
    kept = await world.declaration(amina)
    await open_desk_case(officer, kept.reference)
    assert [(reading.name, reading.role) for reading in await own.readings(amina, kept.reference)] == [
        ("Camille Haddad", "ethics_officer")
    ]
    async with transaction(officer) as tx:
        assert await store.reader_names(tx, kept.id) == {}, "the names are the declarant's to see"


async def test_many_gifts_of_one_giver_stop_nobody_from_filing_the_next(
    world: World, superuser: asyncpg.Connection
) -> None:
    amina = await world.person()
    kept = await world.declaration(amina, value={"amount": "1.00", "currency": "USD"})
    columns = ", ".join(name for name in store.COLUMNS if name not in {"id", "reference"})
    await superuser.execute(
        f"insert into declaration (id, reference, {columns})"
        f" select gen_random_uuid(), 'X-' || lpad(n::text, 9, '0'), {columns}"
        " from declaration, generate_series(1, 1500) n where id = $1",
        kept.id,
    )
    next_one = await world.declaration(amina, value={"amount": "1.00", "currency": "USD"})
    assert "cumulative" in next_one.alerts, "all of them count"
