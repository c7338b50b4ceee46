"""Pseudonyms: stable under one secret, unrelated under two, read back however somebody types them."""

import hmac
from hashlib import sha256
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from reports.engagements.pseudonyms import CASE, PERSON, Remembered, pseudonymiser, read_case, salt_of

SECRETS, IDS = st.binary(min_size=32, max_size=32), st.uuids()


@given(SECRETS, SECRETS, IDS, IDS)
def test_a_pseudonym_is_that_of_one_secret_one_kind_and_one_id(one: bytes, other: bytes, a: UUID, b: UUID) -> None:
    case = pseudonymiser(one, CASE)
    assert case(a) == pseudonymiser(one, CASE)(a)
    assert (case(a) == case(b)) == (a == b)
    assert (case(a) == pseudonymiser(other, CASE)(a)) == (one == other)
    assert case(a)[2:] != pseudonymiser(one, PERSON)(a)[2:]
    assert (salt_of(one) == salt_of(other)) == (one == other)


@given(SECRETS, IDS, st.sampled_from([str.lower, str.upper, str.strip]), st.sampled_from(["", " ", "-", " - "]))
def test_a_pseudonym_is_read_however_it_is_typed(secret: bytes, wanted: UUID, typed: type, between: str) -> None:
    said = pseudonymiser(secret, CASE)(wanted)
    spaced = said[:2] + between.join([said[2:6], said[6:10], said[10:]])
    misread = spaced[0] + spaced[1:].replace("0", "O").replace("1", "l")
    assert read_case(typed(f" {misread}\t")) == said
    assert len(said) == 14


@given(SECRETS, IDS)
def test_the_letter_in_front_may_be_left_out_and_what_a_page_adds_is_not_read(secret: bytes, wanted: UUID) -> None:
    said = pseudonymiser(secret, CASE)(wanted)
    bare = said.removeprefix(CASE)
    for typed in (
        bare,
        bare.lower(),
        f"c{bare}",
        f"c {bare[:4]} {bare[4:8]} {bare[8:]}",
        f"C\u2013{bare}",
        f"C\u2011{bare}",
        f"\u2068{said}\u2069",
        f"\u200f{said}\u200f",
        f"{bare[:6]}-{bare[6:]}",
    ):
        assert read_case(typed) == said, typed
    for typed in (f"P-{bare}", f"CC-{bare}", bare[:-1], f"7{bare}", f"P{bare}"):
        assert read_case(typed) is None, typed


@given(st.text(max_size=20))
def test_what_is_no_pseudonym_is_none(typed: str) -> None:
    found = read_case(typed)
    assert found is None or (len(found) == 14 and found.isascii())
    assert read_case("P-" + "7" * 12) is None


@given(SECRETS, IDS, st.sampled_from([CASE, PERSON]))
def test_a_pseudonym_is_the_first_bits_of_an_hmac(secret: bytes, wanted: UUID, prefix: str) -> None:
    key = hmac.new(secret, b"register.engagement.pseudonym.v1" + prefix.encode(), sha256).digest()
    bits = int.from_bytes(hmac.new(key, wanted.bytes, sha256).digest()[:8], "big")
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    numbers = [bits >> shift & 0x7FFF for shift in (48, 32, 16, 0)]
    expected = "".join(letters[n >> 10] + letters[n >> 5 & 31] + letters[n & 31] for n in numbers)
    assert pseudonymiser(secret, prefix)(wanted) == prefix + expected


def test_a_pseudonym_of_long_ago_stays_what_it_was() -> None:
    """Auditors keep extracts: whatever is made faster, the letters stay."""
    assert pseudonymiser(bytes(range(32)), CASE)(UUID(int=7)) == "C-2TYHBMQEA32R"


def test_not_more_of_them_are_remembered_than_said() -> None:
    remembered = Remembered(pseudonymiser(bytes(32), PERSON), most=2)
    said = [remembered[UUID(int=n)] for n in range(5)]
    assert (len(remembered), len(set(said)), remembered[UUID(int=4)]) == (2, 5, said[4])
