"""No two things that differ have the same input to a hash."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.kernel.canonical import canonical_json
from register.ledger.hashing import encode, event_hash, genesis_hash, reading_hash, state_digest
from register.ledger.model import Read, Said

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
FIELD = st.none() | st.binary(max_size=6) | st.text(max_size=6).map(str.encode)
SAID = Said(
    UUID(int=1), 2, "test", "test:done", UUID(int=3), None, None, "a", "b", NOON, b"p" * 32, b"s" * 32, b"h" * 32
)
READ = Read(UUID(int=1), "test", UUID(int=2), UUID(int=3), None, "auditor", "review", NOON)


@given(st.lists(FIELD, max_size=4), st.lists(FIELD, max_size=4))
def test_different_fields_never_look_alike(one: list[bytes | None], other: list[bytes | None]) -> None:
    assert (encode("tag", *one) == encode("tag", *other)) == (one == other)


def test_an_absent_field_is_not_an_empty_one_and_a_purpose_is_not_another() -> None:
    assert encode("tag", None) != encode("tag", b"")
    assert encode("tag", "a", "") != encode("tag", "", "a")
    assert encode("tag", b"x") != encode("tagx")


OTHERS = {
    "stream": UUID(int=9), "seq": 3, "kind": "other", "name": "test:other", "actor": UUID(int=9),
    "acting_for": UUID(int=9),
    "by": "rule", "from_status": None, "to_status": "", "at": NOON + timedelta(microseconds=1),
    "payload_digest": b"q" * 32, "state": b"t" * 32, "prev": b"i" * 32,
}  # fmt: skip


@pytest.mark.parametrize("name", Said.__struct_fields__)
def test_every_field_of_an_event_enters_its_hash(name: str) -> None:
    assert event_hash(msgspec.structs.replace(SAID, **{name: OTHERS[name]})) != event_hash(SAID)


@pytest.mark.parametrize("name", Read.__struct_fields__)
def test_every_field_of_a_reading_enters_its_hash(name: str) -> None:
    others = OTHERS | {"id": UUID(int=9), "subject": None, "person": None, "role": "x", "purpose": "y"}
    assert reading_hash(msgspec.structs.replace(READ, **{name: others[name]})) != reading_hash(READ)


def test_the_first_event_is_bound_to_its_stream_and_kind() -> None:
    assert len({genesis_hash("a", UUID(int=1)), genesis_hash("b", UUID(int=1)), genesis_hash("a", UUID(int=2))}) == 3


def test_a_hash_stays_what_it_is_for_ever() -> None:
    """Changing this figure makes every ledger ever written look tampered with."""
    assert event_hash(SAID).hex() == "765c27c3c467b362aede6ad6d1085c0d3c2a7a575b16070287c2f0bc63d3e430"
    assert (
        genesis_hash("declaration", UUID(int=1)).hex()
        == "b4b5fa9f639bf4aac568292046e3f5d051c18b0843e714bdcbacf664fa54ab8e"
    )


def test_the_order_in_which_a_row_is_written_down_does_not_matter() -> None:
    assert state_digest({"a": 1, "b": None}) == state_digest({"b": None, "a": 1}) != state_digest({"a": 1})


def test_canonical_json_has_one_form() -> None:
    value = {"b": Decimal("1.50"), "a": [NOON, NOON.date(), UUID(int=1)], "ä": None}
    expected = '{"a":["2026-05-04T12:00:00Z","2026-05-04","00000000-0000-0000-0000-000000000001"],"b":"1.50","ä":null}'
    assert canonical_json(value) == expected.encode()
