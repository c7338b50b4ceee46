"""Files that are never plain: whatever was written where, the pieces open to the same bytes and to nothing else."""

import hashlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from register import vault
from register.kernel.ids import new_id
from register.vault.envelope import new_data_key
from reports.engagements import sealing
from reports.engagements.sealing import SealedFile, label_of

KEY = new_data_key(vault.MasterKey.new())


def opened(file: SealedFile, owner: object) -> bytes:
    return b"".join(
        vault.decrypt(KEY, piece, owner, label_of(place))  # type: ignore[arg-type]  # the id of this test
        for place, piece in enumerate(file.pieces())
    )


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 300), st.binary(max_size=120)), max_size=20), st.sampled_from([7, 64, 1 << 20])
)
def test_it_holds_what_a_file_in_memory_would(writes: list[tuple[int, bytes]], piece: int) -> None:
    owner, plain = new_id(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sealing, "PIECE", piece)
        with SealedFile(KEY, owner) as file:
            for at, data in writes:
                place = min(at, len(plain.getvalue()))
                plain.seek(place)
                assert file.seek(place) == place
                plain.write(data)
                assert file.write(data) == len(data)
                assert file.tell() == plain.tell()
            assert opened(file, owner) == plain.getvalue()
            assert file.digest() == hashlib.sha256(plain.getvalue()).hexdigest()
            assert (file.size, file.many) == (len(plain.getvalue()), -(-len(plain.getvalue()) // piece))


def test_a_zip_is_written_through_it_and_nothing_of_it_is_plain() -> None:
    owner = new_id()
    with SealedFile(KEY, owner) as file:
        with zipfile.ZipFile(file, "w") as container:
            for name in ("one", "two"):
                with container.open(name, "w", force_zip64=True) as entry:
                    for _ in range(3):
                        entry.write(b"secret words " * 50_000)
        kept = b"".join(file.pieces())
        raw = opened(file, owner)
    assert (b"secret" in raw, b"secret" in kept) == (True, False)
    assert zipfile.ZipFile(io.BytesIO(raw)).read("two") == b"secret words " * 150_000


def test_a_piece_opens_only_in_its_place_and_for_its_owner() -> None:
    owner = new_id()
    with SealedFile(KEY, owner) as file:
        file.write(b"x" * 10)
        [piece] = file.pieces()
    for of, place in ((new_id(), 0), (owner, 1)):
        with pytest.raises(vault.Unreadable):
            vault.decrypt(KEY, piece, of, label_of(place))
