"""Encrypted content opens for its own owner, place and key, and for nothing else."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.vault import Keyring, MasterKey, Unreadable, decrypt, encrypt
from register.vault.envelope import new_data_key, unwrap, wrap

MASTER = MasterKey(b"m" * 32)
OWNER, OTHER = UUID(int=1), UUID(int=2)


@given(st.binary(max_size=5000))
def test_what_was_encrypted_is_read_again(plaintext: bytes) -> None:
    key = new_data_key(MASTER)
    assert (
        decrypt(unwrap(MASTER, key.wrapped), encrypt(key, plaintext, OWNER, "details"), OWNER, "details") == plaintext
    )


@pytest.mark.parametrize(("owner", "label"), [(OTHER, "details"), (OWNER, "event:1")])
def test_content_moved_to_another_record_or_place_is_refused(owner: UUID, label: str) -> None:
    key = new_data_key(MASTER)
    with pytest.raises(Unreadable):
        decrypt(key, encrypt(key, b"story", OWNER, "details"), owner, label)


@given(st.data())
def test_one_changed_bit_is_refused(data: st.DataObject) -> None:
    key = new_data_key(MASTER)
    ciphertext = bytearray(encrypt(key, b"a story", OWNER, "details"))
    ciphertext[data.draw(st.integers(0, len(ciphertext) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Unreadable):
        decrypt(key, bytes(ciphertext), OWNER, "details")


@pytest.mark.parametrize("cut", [0, 1, 5, 13, 28])
def test_a_shortened_ciphertext_is_refused(cut: int) -> None:
    key = new_data_key(MASTER)
    with pytest.raises(Unreadable):
        decrypt(key, encrypt(key, b"a story", OWNER, "details")[:cut], OWNER, "details")
    with pytest.raises(Unreadable):
        unwrap(MASTER, key.wrapped[:cut])


def test_a_wrapped_key_opens_with_its_own_master_key_only() -> None:
    with pytest.raises(Unreadable):
        unwrap(MasterKey(b"n" * 32), new_data_key(MASTER).wrapped)


def test_the_same_words_never_look_the_same() -> None:
    key = new_data_key(MASTER)
    assert len({encrypt(key, b"story", OWNER, "details") for _ in range(100)}) == 100
    assert wrap(MASTER, b"k" * 32) != wrap(MASTER, b"k" * 32)


def test_no_key_is_shown_where_an_object_is_printed() -> None:
    key = new_data_key(MASTER)
    assert "mmmm" not in repr(MASTER) + repr(key) + repr(Keyring([MASTER]))
