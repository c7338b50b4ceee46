"""The second verifier rejects every forged log and names the first bad record; an honest log passes."""

import functools
import importlib.util
import os
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.forged_logs import (
    FORGER,
    KEY,
    PUBLISHED,
    Log,
    Made,
    ended,
    forgeries,
    resealed,
    resigned,
    sealed_again,
    unclaimed,
    written,
)

FULL = os.environ.get("PROOF") == "full"
SOURCE = Path(__file__).resolve().parents[3] / "verifier" / "second_verifier.py"


@functools.cache
def verifier() -> ModuleType:
    """The file as a module; equal signatures are looked at once."""
    spec = importlib.util.spec_from_file_location("second_verifier", SOURCE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module)["signed"] = functools.cache(module.signed)
    return module


def answer(
    lines: list[str],
    module: ModuleType | None = None,
    kept: dict[int, list[tuple[str, Any]]] | None = None,
    published: dict[str, bytes] | None = PUBLISHED,
) -> str:
    """What the verifier says: counts, or the first bad record."""
    module = module or verifier()
    try:
        found = module.verify(lines, published, {n: list(each) for n, each in (kept or {}).items()})
    except module.Wrong as wrong:
        return f"Wrong: {wrong}"
    return f"sound {found.counts} {found.unsealed}"


def honest() -> list[Log]:
    """Logs that must pass: with and without seals, after a restore, with everything sealed."""
    whole = Made().log()
    restored = [line | {"sealed_up_to": 0} if line["record"] == "register" else line for line in whole]
    empty = ended([line for line in Made(seals=0).log() if line["record"] in {"register", "key"}])
    return [whole, Made(seals=1).log(), Made(seals=0).log(), Made(seals=6).log(), restored, empty, unclaimed(whole)]


HONEST = ["whole", "one seal", "no seal", "six seals", "restored", "empty", "of one class"]


@pytest.mark.parametrize("log", honest(), ids=HONEST)
def test_an_honest_log_passes(log: Log) -> None:
    assert answer(written(log)).startswith("sound")


@pytest.mark.proof
def test_every_forgery_is_rejected() -> None:
    made = list(forgeries(Made(seals=3 if FULL else 2).log()))
    assert len(made) > (1500 if FULL else 1200)
    tried = made if FULL else Random(20265).sample(made, 400)
    assert [name for name, lines in tried if not answer(lines).startswith("Wrong")] == []


def test_the_first_bad_record_is_named() -> None:
    log = Made().log()
    at, event = next((at, line) for at, line in enumerate(log) if line["record"] == "event" and line["seq"] == 2)
    said = answer(written([*log[:at], event | {"name": "step:other"}, *log[at + 1 :]]))
    assert said == f"Wrong: Event 2 of {event['stream']} was changed."


def _kept(log: Log, number: int, origin: str = "the report") -> dict[int, list[tuple[str, Any]]]:
    seal = next(line for line in log if line["record"] == "seal" and line["n"] == number)
    raw = {name: bytes.fromhex(seal[name]) for name in ("root", "signature")}
    return {number: [(origin, {"size": seal["size"], **raw})]}


def test_only_a_seal_kept_outside_tells_a_history_that_was_rewritten_with_the_key_or_cut_at_a_seal() -> None:
    """The control of what is asked for: without the keys or the seals kept outside these two would pass."""
    log = Made().log()
    forked, older = Made(twist="!").log(), Made(seals=2).log()
    for number in (1, 2, 3):
        assert answer(written(log), kept=_kept(log, number)).startswith("sound")
        assert "history was rewritten" in answer(written(forked), kept=_kept(log, number))
    assert answer(written(forked)).startswith("sound")
    assert "this register is older" in answer(written(older), kept=_kept(log, 3))
    assert answer(written(older)).startswith("sound")
    foreign = written(resigned(log, FORGER))
    assert "Seal 1 is not signed by a known key" in answer(foreign)
    module = verifier()
    assert module.verify(foreign, None, {}).counts["seals"] == 3, "the control: nobody told it the published keys"


def test_an_entry_that_claims_to_be_older_than_the_seals_is_found() -> None:
    log = Made().log()
    at, line = next((at, line) for at, line in enumerate(log) if line["record"] == "reading" and line["leaf"] is None)
    assert "added later than it claims" in answer(written([*log[:at], line | {"x": 1}, *log[at + 1 :]]))
    head = [log[0] | {"kinds": ["case"]}, *log[1:]]
    assert "has lost its history" in answer(written(head))
    assert "another last seal" in answer(written([log[0] | {"sealed_up_to": 3}, *log[1:]]))


def test_whoever_signs_with_the_published_key_can_make_everything_fit() -> None:
    """The control of the forgeries: what makes them fail is the signature, not a slip of the forger."""
    log = Made().log()
    at, line = next((at, line) for at, line in enumerate(log) if line["record"] == "event")
    changed = [*log[:at], line | {"name": "step:other"}, *log[at + 1 :]]
    assert answer(written(resealed(changed, KEY))).startswith("sound")
    assert not answer(written(resealed(changed))).startswith("sound")


def test_a_seal_over_nothing_new_is_none_whoever_signs_it() -> None:
    assert "covers another number of leaves" in answer(written(sealed_again(Made())))


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80))
def test_signatures_are_those_of_rfc_8032(raw: bytes, message: bytes) -> None:
    from register.ledger.signing import SigningKey

    key = SigningKey(raw)
    public, signature = key.public.public_bytes_raw(), key.sign(message)
    holds = verifier().signed
    assert holds(public, message, signature)
    assert not holds(public, message + b"x", signature)
    assert not holds(public, message, bytes([signature[0] ^ 1, *signature[1:]]))
    assert not holds(FORGER.public.public_bytes_raw(), message, signature)
    again = int.from_bytes(signature[32:], "little") + verifier().L
    assert not holds(public, message, signature[:32] + again.to_bytes(32, "little")), "one message has one signature"
    assert not holds(public, message, signature + b"\x00")
