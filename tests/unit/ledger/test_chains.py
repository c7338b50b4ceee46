"""Each fault of a chain is found for its own reason and named with stream and number."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from register.ledger.chains import Chain, _reading_fault
from register.ledger.findings import Findings, Report
from register.ledger.hashing import event_hash, genesis_hash, reading_hash
from register.ledger.model import HeadClaim, Read, Said
from register.ledger.streams import Peekable, align, merge

STREAM = UUID(int=5)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
BEHIND = 100
Row = dict[str, Any]


def written(seq: int, prev: bytes, *, x: int = BEHIND + 1, state: bytes = b"s" * 32) -> Row:
    said = Said(STREAM, seq, "test", "test:done", UUID(int=1), None, None, None, None, NOON, b"p" * 32, state, prev)
    return {name: getattr(said, name) for name in said.__struct_fields__} | {"hash": event_hash(said), "x": x}


def history(length: int) -> list[Row]:
    rows, prev = [], genesis_hash("test", STREAM)
    for seq in range(1, length + 1):
        rows.append(written(seq, prev))
        prev = rows[-1]["hash"]
    return rows


def leaf(row: Row) -> Row:
    return {"stream": STREAM, "seq": row["seq"], "hash": row["hash"]}


def checked(pairs: list[tuple[Row | None, Row | None]], claim: HeadClaim | None = None) -> Report:
    found = Findings()
    chain = Chain(STREAM, found, BEHIND)
    for event, sealed in pairs:
        chain.take(event, sealed)
    if claim is not None:
        chain.compare(claim)
    return found.report()


def sealed(rows: list[Row]) -> list[tuple[Row | None, Row | None]]:
    return [(row, leaf(row)) for row in rows]


def unsealed(rows: list[Row]) -> list[tuple[Row | None, Row | None]]:
    return [(row, None) for row in rows]


@pytest.mark.parametrize("form", [sealed, unsealed])
def test_an_untouched_history_has_no_fault(form: Callable[[list[Row]], list[tuple[Row | None, Row | None]]]) -> None:
    rows = history(4)
    claim = HeadClaim("test", STREAM, 4, rows[3]["hash"], b"s" * 32)
    assert checked(form(rows), claim).is_sound


def test_an_edit_that_repairs_its_own_hash_breaks_the_link_of_the_next() -> None:
    rows = history(3)
    rows[1] = written(2, rows[0]["hash"], state=b"t" * 32)
    (fault,) = checked(unsealed(rows)).faults
    assert (fault.stream, fault.seq, "does not follow" in str(fault.what)) == (STREAM, 3, True)


def test_an_edit_that_repairs_nothing_is_found_at_its_own_row() -> None:
    rows = history(3)
    rows[1]["name"] = "test:other"
    (fault,) = checked(unsealed(rows)).faults
    assert (fault.seq, "does not have its hash" in str(fault.what)) == (2, True)


def test_a_gap_in_the_numbers_is_found_even_where_the_links_were_made_to_hold() -> None:
    first, _ = history(2)
    (fault,) = checked(unsealed([first, written(3, first["hash"])])).faults
    assert (fault.seq, "before event" in str(fault.what)) == (3, True)


def test_a_history_made_anew_is_not_the_one_that_was_sealed() -> None:
    rows = history(2)
    anew = [written(1, rows[0]["prev"], state=b"t" * 32)]
    anew.append(written(2, anew[0]["hash"]))
    faults = checked([(new, leaf(old)) for new, old in zip(anew, rows, strict=True)]).faults
    assert [(fault.seq, "not the one that was sealed" in str(fault.what)) for fault in faults] == [(1, True), (2, True)]


def test_a_sealed_event_that_is_gone_is_named_and_what_follows_it_is_not_blamed() -> None:
    rows = history(3)
    (fault,) = checked([(rows[0], leaf(rows[0])), (None, leaf(rows[1])), (rows[2], leaf(rows[2]))]).faults
    assert (fault.seq, "not there any more" in str(fault.what)) == (2, True)


def test_an_event_that_claims_to_be_older_than_the_seals_is_found() -> None:
    rows = history(2)
    late = written(2, rows[0]["hash"], x=BEHIND - 1)
    (fault,) = checked([(rows[0], leaf(rows[0])), (late, None)]).faults
    assert (fault.seq, "added later" in str(fault.what)) == (2, True)


@pytest.mark.parametrize(
    "claim",
    [
        HeadClaim("test", STREAM, 1, b"h" * 32),  # an older head: the last event was added by nobody
        HeadClaim("test", STREAM, 3, b"h" * 32),  # a newer head: the last event was deleted
        HeadClaim("test", STREAM, 2, b"h" * 32),  # the same number, another event
        HeadClaim("other", STREAM, 2, b""),
    ],
)
def test_a_record_that_ends_with_another_event_is_found(claim: HeadClaim) -> None:
    assert checked(unsealed(history(2)), claim).fault_count == 1


READ = Read(UUID(int=8), "test", STREAM, UUID(int=1), None, "auditor", "review", NOON)
READING = {name: getattr(READ, name) for name in READ.__struct_fields__} | {"hash": reading_hash(READ), "x": BEHIND + 1}
READING_LEAF = {"hash": READING["hash"]}


@pytest.mark.parametrize(
    ("reading", "sealed_as", "words"),
    [
        (None, READING_LEAF, "not there any more"),
        (READING | {"role": "declarant"}, READING_LEAF, "was changed"),
        (READING, {"hash": b"h" * 32}, "was changed"),
        (READING | {"x": BEHIND - 1}, None, "added later"),
        (READING, READING_LEAF, None),
        (READING, None, None),
    ],
)
def test_each_fault_of_the_reading_log_is_named(reading: Row | None, sealed_as: Row | None, words: str | None) -> None:
    fault = _reading_fault(READ.id, reading, sealed_as, BEHIND)
    assert (fault is None) if words is None else (words in str(fault))


# -- tables side by side ---------------------------------------------------------------------------------------------


async def rows_of(*keys: int) -> Any:
    for key in keys:
        yield (UUID(int=key), 0)


def peekable(*keys: int) -> Peekable[tuple[UUID, int]]:
    return Peekable(rows_of(*keys), lambda row: row)


async def test_two_tables_are_read_side_by_side() -> None:
    pairs = [
        (one and one[0].int, other and other[0].int)
        async for one, other in align(peekable(1, 2, 4), peekable(2, 3, 4, 5), lambda row: row)
    ]
    assert pairs == [(1, None), (2, 2), (None, 3), (4, 4), (None, 5)]


async def test_several_rooms_are_read_in_one_order() -> None:
    merged = [row[0].int async for row in merge([peekable(1, 4), peekable(), peekable(2, 3, 5)], lambda row: row)]
    assert merged == [1, 2, 3, 4, 5]


async def test_a_room_that_gives_its_claims_out_of_order_is_refused() -> None:
    """Otherwise a fault could pass unseen, or a sound record be blamed."""
    with pytest.raises(ValueError, match="in order"):
        assert [row async for row in merge([peekable(2, 1)], lambda row: row)]
