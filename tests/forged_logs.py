"""A made-up log of hashes as `register verify --export` writes it, and every kind of forgery of it.

A log is a list of lines; a forgery makes another list. What a forger can do unseen is left out here, and said in
decision 36: entries that no seal covers yet, where the claim of the record goes with them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from register.ledger.exporting import FORMAT
from register.ledger.hashing import event_hash, genesis_hash, reading_hash, sha256
from register.ledger.merkle import Peaks
from register.ledger.model import ERASED, Leaf, Read, Said, Seal
from register.ledger.signing import FIRST_PREV, SigningKey, seal_hash, signed_bytes

KEY, FORGER = SigningKey(b"k" * 32), SigningKey(b"f" * 32)
PUBLISHED = {KEY.id: KEY.public.public_bytes_raw()}
Line = dict[str, Any]
Log = list[Line]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = datetime(2026, 5, 1, 12, tzinfo=UTC)
_ACTOR = UUID(int=7)


def written(log: Log) -> list[str]:
    """The lines of the file."""
    return [msgspec.json.encode(line).decode() for line in log]


def _micros(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


class Made:
    """A log while it is made: two records with heads, one that was erased, and one of which only the state is told."""

    def __init__(self, key: SigningKey = KEY, *, seals: int = 3, twist: str = "") -> None:
        self.key = key
        self.twist = twist
        self.events: Log = []
        self.readings: Log = []
        self.tree: Log = []
        self._waiting: list[Line] = []
        self._peaks = Peaks()
        self._last: Seal | None = None
        self._moment = _MOMENT
        for number in range(seals):
            self._work(number)
            self._seal()
        self._work(seals)  # and what is too new for a seal

    def _work(self, number: int) -> None:
        for stream in (1, 2, 3):
            if number == 0 or (stream + number) % 2:
                self._event(UUID(int=stream), "case" if stream < 3 else "paper", f"step:{number}{self.twist}")
        if number == 1:
            self._event(UUID(int=4), "paper", "paper:drafted")
            self._event(UUID(int=4), "paper", "paper:erased", ERASED)
        self._reading(UUID(int=100 + number))

    def _event(self, stream: UUID, kind: str, name: str, state: bytes = b"") -> None:
        before = [line for line in self.events if line["stream"] == str(stream)]
        prev = bytes.fromhex(before[-1]["hash"]) if before else genesis_hash(kind, stream)
        self._moment += timedelta(seconds=1)
        seq = len(before) + 1
        by_rule = name.startswith("paper")
        actor = None if by_rule else _ACTOR
        acting_for = UUID(int=8) if seq == 2 and not by_rule else None
        by = "rule" if by_rule else None
        before_it, after_it = ("filed", "decided") if seq > 1 else (None, "filed")
        state = state or sha256(f"{stream}{seq}".encode())
        digest = sha256(b"p%d" % seq)
        said = Said(
            stream, seq, kind, name, actor, acting_for, by, before_it, after_it, self._moment, digest, state, prev
        )
        line = {"record": "event", **_as_text(said), "hash": event_hash(said).hex(), "x": 700 + len(self.events)}
        self._keep(self.events, line | {"leaf": None})

    def _reading(self, entry: UUID) -> None:
        self._moment += timedelta(seconds=1)
        read = Read(entry, "case", UUID(int=1), _ACTOR, None, "ethics_officer", "review", self._moment)
        line = {"record": "reading", **_as_text(read), "hash": reading_hash(read).hex(), "x": 700 + len(self.events)}
        self._keep(self.readings, line | {"leaf": None})

    def _keep(self, lines: Log, line: Line) -> None:
        lines.append(line)
        self._waiting.append(line)

    def _seal(self) -> None:
        number = self._last.n + 1 if self._last else 1
        for line in self._waiting:
            stream, seq = (line["stream"], line["seq"]) if line["record"] == "event" else (line["id"], 0)
            leaf = {"record": "leaf", "position": self._peaks.size, "seal": number}
            self.tree.append(leaf | {"stream": stream, "seq": seq, "hash": line["hash"]})
            line["leaf"] = self._peaks.size
            self._peaks.add(Leaf(UUID(stream), seq, bytes.fromhex(line["hash"])))
        self._waiting.clear()
        upto = 700 + len(self.events)
        self._last = signed_seal(self.key, self._last, self._peaks, self._moment, upto)
        self.tree.append(seal_line(self._last))

    def log(self) -> Log:
        """All of it in order."""
        upto = self._last.upto if self._last else 0
        head: Line = {"record": "register", "format": FORMAT, "sealed_up_to": upto, "kinds": ["case", "paper"]}
        public = {"record": "key", "id": self.key.id, "public": self.key.public.public_bytes_raw().hex()}
        return ended([head, public, *self.tree, *self._histories(), *self.readings])

    def _histories(self) -> Iterator[Line]:
        for stream in sorted({line["stream"] for line in self.events}):
            lines = [line for line in self.events if line["stream"] == stream]
            yield from lines
            last = lines[-1]
            told = ("seq", "hash", "state") if last["kind"] == "case" else ("state",)
            if last["state"] != ERASED.hex():
                values = {name: last[name] if name in told else None for name in ("seq", "hash", "state")}
                yield {"record": "claim", "kind": last["kind"], "stream": stream, **values}


def _as_text(said: Said | Read) -> Line:
    return {name: _plain(value) for name, value in msgspec.structs.asdict(said).items()}


def _plain(value: Any) -> Any:
    match value:
        case bytes():
            return value.hex()
        case datetime():
            return _micros(value)
        case UUID():
            return str(value)
    return value


def signed_seal(key: SigningKey, last: Seal | None, peaks: Peaks, moment: datetime, upto: int) -> Seal:
    """The next seal over a tree."""
    number, prev = (last.n + 1, seal_hash(last)) if last else (1, FIRST_PREV)
    bare = Seal(number, peaks.size, peaks.root(), prev, key.id, b"", moment, upto, peaks.to_bytes())
    return msgspec.structs.replace(bare, signature=key.sign(signed_bytes(bare)))


def seal_line(seal: Seal) -> Line:
    """A seal as the export writes it."""
    names = ("n", "size", "root", "prev", "key_id", "at", "upto", "peaks", "signature")
    return {"record": "seal", **{name: _plain(getattr(seal, name)) for name in names}}


_PLURAL = {"leaf": "leaves", "seal": "seals", "event": "events", "claim": "claims", "reading": "readings"}


def ended(lines: Log) -> Log:
    """The lines with a count of everything at the end."""
    body = [line for line in lines if line["record"] != "end"]
    counts = {plural: sum(line["record"] == record for line in body) for record, plural in _PLURAL.items()}
    return [*body, {"record": "end", **counts}]


# -- forgeries ---------------------------------------------------------------------------------------------------------

_UNSAID = {("event", "x"), ("reading", "x"), ("register", "sealed_up_to"), ("register", "kinds")}
"""No hash covers the number of a transaction; a test of their own shows what they are for."""


def forgeries(log: Log) -> Iterator[tuple[str, list[str]]]:
    """Every forgery with its name; each must be rejected by whoever knows the published keys."""
    for at, line in enumerate(log):
        said = f"{line['record']} in line {at + 1}"
        for name in line:
            if (line["record"], name) not in _UNSAID:
                for number, value in enumerate(_others(line, name)):
                    yield f"{name} of {said}, {number}", written([*log[:at], line | {name: value}, *log[at + 1 :]])
        yield from _of_lines(log, at, said)
        yield from _of_spelling(log, at, said)
    yield from _of_records(log)
    for at, line in enumerate(log):
        if line["record"] == "event" and line["leaf"] is not None:
            for name in ("name", "actor", "at", "payload_digest", "state"):
                for deeper, how in enumerate((rehashed, resealed, resigned)):
                    changed = [*log[:at], line | {name: _others(line, name)[0 if name == "at" else -1]}, *log[at + 1 :]]
                    yield f"{name} of event in line {at + 1}, made to fit {deeper + 1}", written(how(changed))


def _others(line: Line, name: str) -> list[Any]:
    """Other values that a field could have."""
    value = line[name]
    if line["record"] == "claim" and name in {"seq", "hash"} and value is None:
        return []  # a claim that says more than it must, and says it rightly, is none that lies
    match value:
        case int():
            return [value + 1, value - 1, float(value), None]
        case None:
            return ["", 0, "00000000-0000-0000-0000-000000000009"]
        case str() if len(value) == 36:
            return [value.replace("-", ""), f"{int(value[-1], 16) ^ 1:x}".join((value[:-1], ""))]
        case str() if name in {"hash", "prev", "state", "root", "peaks", "payload_digest", "public", "signature"}:
            return [value[:-2], value + "00", f"{int(value[0], 16) ^ 1:x}{value[1:]}"]
        case _:
            return [f"{value} ", f"{value}x"]


def _of_lines(log: Log, at: int, said: str) -> Iterator[tuple[str, list[str]]]:
    line, rest = log[at], log[at + 1 :]
    can_go = line["record"] == "reading" and line["leaf"] is None
    if not can_go:
        yield f"without {said}", written([*log[:at], *rest])
        if line["record"] != "end":
            yield f"without {said}, counted anew", written(ended([*log[:at], *rest]))
        if at > 2 and any(each["record"] == "leaf" or each.get("leaf") is not None for each in log[at:]):
            yield f"cut before {said}, counted anew", written(ended(log[:at]))
    yield f"cut before {said}", written(log[:at])
    if line["record"] != "key":  # the same key twice is the same key
        yield f"{said} twice", written([*log[:at], line, line, *rest])
    if line["record"] not in {"key", "end"}:
        yield f"{said} twice, counted anew", written(ended([*log[:at], line, line, *rest]))
    if line["record"] != "end":
        yield f"{said} at the end", written([*log[:at], *rest, line])
        yield f"{said} after the next", written([*log[:at], rest[0], line, *rest[1:]])


def _of_records(log: Log) -> Iterator[tuple[str, list[str]]]:
    """Whole histories in another order, claims of another kind or too early, and leaves counted from the end."""
    leaves = sum(line["record"] == "leaf" for line in log)
    streams = sorted({line["stream"] for line in log if line["record"] == "event"})
    histories = [[line for line in log if line.get("stream") == each and line["record"] != "leaf"] for each in streams]
    first = log.index(histories[0][0])
    rest = log[first + sum(len(each) for each in histories) :]
    for at in range(len(histories) - 1):
        moved = [*histories[:at], histories[at + 1], histories[at], *histories[at + 2 :]]
        yield f"history {at} after the next", written([*log[:first], *(line for each in moved for line in each), *rest])
    for at, line in enumerate(log):
        said = f"{line['record']} in line {at + 1}"
        if line["record"] == "claim":
            other = {"case": "paper", "paper": "case"}[line["kind"]]
            yield f"{said} of another kind", written([*log[:at], line | {"kind": other}, *log[at + 1 :]])
            early = line | {"seq": None, "hash": None, "state": None}
            yield f"{said} before the last event", written([*log[: at - 1], early, log[at - 1], *log[at + 1 :]])
        if line.get("leaf") is not None:
            back = line | {"leaf": line["leaf"] - leaves}
            yield f"leaf of {said} counted from the end", written([*log[:at], back, *log[at + 1 :]])


def sealed_again(made: Made) -> Log:
    """A log with one more seal, rightly signed, over nothing new."""
    log = made.log()
    last = max(at for at, line in enumerate(log) if line["record"] == "seal")
    assert made._last
    again = signed_seal(made.key, made._last, made._peaks, made._moment, made._last.upto)
    return ended([*log[: last + 1], seal_line(again), *log[last + 1 :]])


def unclaimed(log: Log) -> Log:
    """The same of a register in which papers are no records of a class of their own."""
    left = [line for line in log if (line["record"], line.get("kind")) != ("claim", "paper")]
    return ended([left[0] | {"kinds": ["case"]}, *left[1:]])


def _of_spelling(log: Log, at: int, said: str) -> Iterator[tuple[str, list[str]]]:
    """The same line in another way, and lines that are none."""
    line, before, after = log[at], written(log[:at]), written(log[at + 1 :])
    text = written([line])[0]
    for name, other in (
        ("with a field more", msgspec.json.encode(line | {"note": "x"}).decode()),
        ("with a field twice", text.replace("{", '{"record":"key",', 1)),
        ("with its fields in another order", msgspec.json.encode(dict(reversed(line.items()))).decode()),
        ("in capitals", text.upper()),
        ("empty", ""),
        ("no object", "[]"),
        ("a number", "5"),
    ):
        yield f"{said} {name}", [*before, other, *after]
    for name, value in line.items():
        if isinstance(value, str) and value != value.upper() and _is_hex(value):
            yield f"{name} of {said} in capitals", [*before, *written([line | {name: value.upper()}]), *after]


def _is_hex(value: str) -> bool:
    return not set(value) - set("0123456789abcdef-")


def rehashed(log: Log) -> Log:
    """Every chain made to hold again, and every claim made to fit."""
    heads: dict[str, Line] = {}
    made = []
    for line in log:
        fresh = dict(line)
        if line["record"] == "event":
            before = heads.get(line["stream"])
            stream = UUID(line["stream"])
            fresh["prev"] = before["hash"] if before else genesis_hash(line["kind"], stream).hex()
            fresh["hash"] = event_hash(_said(fresh)).hex()
            heads[line["stream"]] = fresh
        elif line["record"] == "claim":
            last = heads[line["stream"]]
            fresh |= {name: last[name] for name in ("seq", "hash", "state") if line[name] is not None}
        made.append(fresh)
    return made


def _said(line: Line) -> Said:
    raw = {name: line[name] for name in Said.__struct_fields__}
    for name in ("stream", "actor", "acting_for"):
        raw[name] = UUID(raw[name]) if raw[name] else None
    for name in ("payload_digest", "state", "prev"):
        raw[name] = bytes.fromhex(raw[name])
    return Said(**raw | {"at": _EPOCH + timedelta(microseconds=line["at"])})


def resealed(log: Log, key: SigningKey | None = None) -> Log:
    """The same, and list, tree and chain of seals made to fit as well; without a key the old signatures stay."""
    fixed = rehashed(log)
    hashes = {(line["stream"], line["seq"]): line["hash"] for line in fixed if line["record"] == "event"}
    peaks, last, made = Peaks(), None, []
    for line in fixed:
        fresh = dict(line)
        if line["record"] == "leaf":
            fresh["hash"] = hashes.get((line["stream"], line["seq"]), line["hash"])
            peaks.add(Leaf(UUID(line["stream"]), line["seq"], bytes.fromhex(fresh["hash"])))
        elif line["record"] == "seal":
            moment = _EPOCH + timedelta(microseconds=line["at"])
            last = signed_seal(key or KEY, last, peaks, moment, line["upto"])
            if key is None:
                last = msgspec.structs.replace(last, signature=bytes.fromhex(line["signature"]))
            fresh = seal_line(last)
        made.append(fresh)
    return made


def resigned(log: Log, key: SigningKey = FORGER) -> Log:
    """The same, signed by another key that stands in the place of the published one."""
    public = {"record": "key", "id": key.id, "public": key.public.public_bytes_raw().hex()}
    return [public if line["record"] == "key" else line for line in resealed(log, key)]
