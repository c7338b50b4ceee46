"""A second verifier of the declaration register, for auditors. One file, Python 3.11 or newer, nothing to install.
It reads the hashes that `register verify --export FILE` writes: no name, no text, no amount. It shares no code with
the register, so that a mistake or a malice of the one is not also in the other. It computes everything anew:

  events    every event of a record has a hash over all that it says and over the hash of the event before it;
  claims    what the record itself says of its last event and of its own content, by digest;
  readings  every entry of the log of who read what has a hash of its own;
  leaves    the list of everything sealed, in order: each event and reading stands in it once, with its hash;
  seals     a Merkle tree over that list (RFC 6962), whose root is signed (Ed25519, RFC 8032); each seal names the one
            before, so that nothing below a seal can change without a new signature of everything after it.
Whoever made the export could have made all of it up with a key of their own. So compare with what you hold yourself:

  second_verifier.py EXPORT --keys signing.pub        the published keys: no other signs
                            --seals seals.log         seals that were kept elsewhere, as the register logs them
                            --checkpoint FILE         a checkpoint that was sent to you; may be given several times
                            --report NUMBER SIZE ROOT SIGNATURE   the seal printed in a report; may be given several times

Exit status 0: everything fits. 1: the first record that does not is named. 2: a file cannot be read.
"""

import argparse
import base64
import functools
import hashlib
import json
import sys
import uuid

# -- what the file must look like: each record, its fields in order, and their kinds; ? may be absent (null) -----------
RECORDS = {
    "register": "format:text sealed_up_to:number kinds:list",
    "key": "id:text public:hex",
    "leaf": "position:number seal:number stream:uuid seq:number hash:hex",
    "seal": "n:number size:number root:hex prev:hex key_id:text at:number upto:number peaks:hex signature:hex",
    "event": "stream:uuid seq:number kind:text name:text actor:uuid? acting_for:uuid? by:text? from_status:text?"
    " to_status:text? at:number payload_digest:hex state:hex prev:hex hash:hex x:number leaf:number?",
    "claim": "kind:text stream:uuid seq:number? hash:hex? state:hex?",
    "reading": "id:uuid kind:text subject:uuid? person:uuid? by:text? role:text purpose:text at:number hash:hex"
    " x:number leaf:number?",
    "end": "leaves:number seals:number events:number claims:number readings:number",
}
FIELDS = {record: [field.split(":") for field in fields.split()] for record, fields in RECORDS.items()}
STAGES = {"register": 0, "key": 1, "leaf": 2, "seal": 2, "event": 3, "claim": 3, "reading": 4, "end": 5}

class Wrong(Exception):  # says which is the first record that is not as it was written
    pass

def need(holds, what):
    if not holds:
        raise Wrong(what)

def parsed(line):
    """The kind of a record and its fields. Only one spelling of each value passes: nothing hides beside it."""
    pairs = json.loads(line, object_pairs_hook=list)
    record = pairs[0][1]
    if [name for name, _ in pairs] != ["record", *(name for name, _ in FIELDS[record])]:
        raise ValueError("the fields are others")
    return record, {name: value_of(text, kind) for (name, kind), (_, text) in zip(FIELDS[record], pairs[1:])}

def value_of(text, kind):
    if text is None and kind.endswith("?"):
        return None
    kind = kind.rstrip("?")
    read = {"hex": bytes.fromhex, "uuid": uuid.UUID}.get(kind, lambda plain: plain)
    spelt = {"hex": bytes.hex, "uuid": str}.get(kind, lambda plain: plain)
    if type(text) is not {"number": int, "list": list}.get(kind, str) or spelt(read(text)) != text:
        raise ValueError(f"{text} is no {kind}, or spelt in another way")
    return read(text)

# -- hashes: each input carries its purpose, each field its length, so that no two inputs look alike -------------------
def sha256(data):
    return hashlib.sha256(data).digest()

def sized(raw):
    return len(raw).to_bytes(4, "big") + raw

RAW = {
    int: lambda number: number.to_bytes(8, "big", signed=True),  # and moments, as microseconds since 1970
    str: str.encode,
    bytes: bytes,
    uuid.UUID: lambda name: name.bytes,
}

def encode(purpose, *fields):
    parts = (b"\x00" if field is None else b"\x01" + sized(RAW[type(field)](field)) for field in fields)
    return sized(purpose.encode()) + b"".join(parts)

def hashed(row, purpose):
    """The hash over all fields of an event or a reading that stand before the field `hash`."""
    names = list(row)
    return sha256(encode(purpose, *(row[name] for name in names[: names.index("hash")])))

def leaf_hash(stream, seq, entry):
    return sha256(b"\x00" + encode("register.ledger.leaf.v1", stream, seq, entry))

FIRST_SEAL_FOLLOWS = sha256(b"register.ledger.seal.first.v1")
ERASED = sha256(b"register.ledger.erased.v1")  # the last state of a record that was erased after its period

# -- Ed25519, RFC 8032, 5.1.7: points as (X, Y, Z, T) ------------------------------------------------------------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P

def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def point(raw):
    """The point that 32 bytes stand for; ValueError where they stand for none."""
    number = int.from_bytes(raw, "little")
    y, sign = number % 2**255, number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if len(raw) != 32 or y >= P or x * x % P != square or (x == 0 and sign):
        raise ValueError("no point of the curve")
    x = x if x % 2 == sign else P - x
    return x, y, 1, x * y % P

BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))

def signed(public, message, signature):
    """Whether S·B = R + k·A, computed as R = S·B + k·(-A) bit by bit."""
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    x, y, _, t = point(public)
    minus = (P - x, y, 1, P - t)
    k = int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % L
    table = ((0, 1, 1, 0), BASE, minus, add(BASE, minus))
    total = table[0]
    for bit in range(252, -1, -1):
        total = add(total, total)
        total = add(total, table[(s >> bit & 1) + 2 * (k >> bit & 1)])
    inverse = pow(total[2], -1, P)
    x, y = total[0] * inverse % P, total[1] * inverse % P
    return (y + (x % 2 << 255)).to_bytes(32, "little") == r

# -- the register, record by record; memory holds 33 bytes for each leaf -----------------------------------------------
class Register:
    def __init__(self, published, kept):
        self.published = published  # keys by id, or None: then those of the export are believed
        self.kept = kept  # by number of seal: what seals kept elsewhere say
        self.keys, self.counts = {}, dict.fromkeys(("leaves", "seals", "events", "claims", "readings"), 0)
        self.leaves, self.seen = bytearray(), bytearray()  # the hash of each leaf, and whether its entry came
        self.peaks = []  # the roots of the complete subtrees, largest first
        self.size, self.unsealed, self.last_seal = 0, 0, FIRST_SEAL_FOLLOWS
        self.stream = self.claimed = self.kind = self.state = self.reading = None

    def take_register(self, row):
        need(row["format"] == "register.hashes.v1", "This file has another format.")
        self.kinds, self.sealed_up_to = set(row["kinds"]), row["sealed_up_to"]

    def take_key(self, row):
        fingerprint = sha256(b"register.ledger.signing.v1" + row["public"]).hex()[:16]
        need(row["id"] == fingerprint, f"Key {row['id']} has not the id of its own bytes.")
        if self.published is None or self.published.get(row["id"]) == row["public"]:
            self.keys[row["id"]] = row["public"]

    def take_leaf(self, row):
        place, digest = self.counts["leaves"], leaf_hash(row["stream"], row["seq"], row["hash"])
        whole = row["position"] == place and row["seal"] == self.counts["seals"] + 1
        need(whole, f"Leaf {place} is missing or stands under another seal.")
        self.leaves += digest
        self.seen.append(0)
        while place & 1:  # close every subtree that this leaf completes
            digest, place = sha256(b"\x01" + self.peaks.pop() + digest), place >> 1
        self.peaks.append(digest)
        self.counts["leaves"] += 1

    def take_seal(self, row):
        said, n = f"Seal {row['n']}", self.counts["seals"] + 1
        need(row["n"] == n and row["prev"] == self.last_seal, f"{said} does not follow the seal before it.")
        need(self.size < row["size"] == self.counts["leaves"], f"{said} covers another number of leaves.")
        root = functools.reduce(lambda right, left: sha256(b"\x01" + left + right), self.peaks[::-1])
        need(row["root"] == root and row["peaks"] == b"".join(self.peaks), f"{said} has another tree than its leaves.")
        *fields, signature = row.values()
        message = encode("register.ledger.seal.v1", *fields)
        holds = row["key_id"] in self.keys and signed(self.keys[row["key_id"]], message, signature)
        need(holds, f"{said} is not signed by a known key.")
        self.counts["seals"], self.size, self.upto = n, row["size"], row["upto"]
        self.last_seal = sha256(message + signature)
        for origin, expected in self.kept.pop(n, []):
            same = all({**row, "hash": self.last_seal}[name] == value for name, value in expected.items())
            need(same, f"{said} is another one than {origin} says: history was rewritten.")

    def take_event(self, row):
        said = f"Event {row['seq']} of {row['stream']}"
        if row["stream"] != self.stream:
            self.finish_stream()
            need(self.stream is None or row["stream"] > self.stream, f"{said} stands out of order.")
            self.stream, self.seq, self.claimed = row["stream"], 0, False
            self.head = sha256(encode("register.ledger.genesis.v1", row["kind"], row["stream"]))
        need(row["seq"] == self.seq + 1, f"{said} does not follow event {self.seq}: one is missing or added.")
        need(not self.claimed and row["prev"] == self.head, f"{said} does not follow the event before it.")
        need(row["hash"] == hashed(row, "register.ledger.event.v1"), f"{said} was changed.")
        self.cover(said, row, row["stream"], row["seq"])
        self.seq, self.head, self.kind, self.state = row["seq"], row["hash"], row["kind"], row["state"]
        self.counts["events"] += 1

    def cover(self, said, row, stream, seq):
        """Check an entry against its leaf; one without must be newer than the last seal."""
        place = row["leaf"]
        if place is None:
            need(row["x"] >= self.sealed_up_to, f"{said} was added later than it claims: no seal of its time knows it.")
            self.unsealed += 1
        else:
            same = self.leaves[32 * place : 32 * place + 32] == leaf_hash(stream, seq, row["hash"])
            need(same and place >= 0, f"{said} is not the one that was sealed.")
            self.seen[place] = 1

    def take_claim(self, row):
        said = f"The record {row['stream']}"
        need(row["stream"] == self.stream and row["kind"] in self.kinds, f"{said} has lost its history.")
        need(not self.claimed and row["kind"] == self.kind, f"{said} stands twice, or as another kind.")
        need(row["seq"] in (None, self.seq), f"{said} ends with another event than its history.")
        need(row["hash"] == (None if row["seq"] is None else self.head), f"{said} ends with another hash.")
        need(row["state"] in (None, self.state), f"{said} was changed without an event.")
        self.claimed = True
        self.counts["claims"] += 1

    def finish_stream(self):
        lost = self.stream and self.kind in self.kinds and not self.claimed and self.state != ERASED
        need(not lost, f"The history {self.stream} belongs to no record: the record was deleted.")

    def take_reading(self, row):
        said = f"Entry {row['id']} of the reading log"
        need(self.reading is None or row["id"] > self.reading, f"{said} stands out of order or twice.")
        need(row["hash"] == hashed(row, "register.ledger.reading.v1"), f"{said} was changed.")
        self.cover(said, row, row["id"], 0)
        self.reading = row["id"]
        self.counts["readings"] += 1

    def take_end(self, row):
        self.finish_stream()
        need(self.size == self.counts["leaves"], f"Leaf {self.size} is covered by no seal.")
        need(not self.size or self.sealed_up_to in (0, self.upto), "The first line says another last seal.")
        gone = self.seen.find(0)
        need(gone < 0, f"Leaf {gone} was sealed, and its entry is not there any more.")
        need(row == self.counts, "The last line counts other records: some are missing.")
        for n, expected in sorted(self.kept.items()):
            need(not expected, f"Seal {n}, of which {expected[0][0]} says, is missing: this register is older.")

def verify(lines, published, kept):
    """The register after its last line. Wrong names the first record that does not fit."""
    found, stage, number = Register(published, kept), -1, 0
    for number, line in enumerate(lines, 1):
        try:
            record, row = parsed(line)
            before, stage = stage, STAGES[record]
            once = before < stage or record not in ("register", "end")
            need(before <= stage and once and (before >= 0) == (stage > 0), f"Line {number} stands out of place.")
            getattr(found, f"take_{record}")(row)
        except (ValueError, KeyError, TypeError, OverflowError, IndexError) as error:
            raise Wrong(f"Line {number} cannot be read: {error}.") from error
    need(stage == STAGES["end"], f"The file ends too early, after line {number}.")
    return found

# -- what the auditor holds, and the answer ----------------------------------------------------------------------------
def kept_elsewhere(seals, checkpoints, reports):
    """By number of seal: who says what of it."""
    kept = {}
    said = [(seals, json.loads(line), ("size", "root", "hash")) for line in (open(seals) if seals else ())]
    said += [(path, json.load(open(path))["seal"], ("size", "root", "signature")) for path in checkpoints]
    for n, size, root, signature in reports:
        row = {"n": int(n), "size": int(size), "root": root, "signature": signature}
        said.append(("the report", row, ("size", "root", "signature")))
    for origin, row, names in said:
        expected = {name: row[name] if name == "size" else bytes.fromhex(row[name]) for name in names}
        kept.setdefault(row["n"], []).append((origin, expected))
    return kept

def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("export", "--keys", "--seals"):
        words.add_argument(name)
    words.add_argument("--checkpoint", action="append", default=[])
    words.add_argument("--report", action="append", default=[], nargs=4)
    options = words.parse_args()
    try:
        pairs = [line.split() for line in open(options.keys)] if options.keys else []
        published = {name: base64.b64decode(text) for name, text in pairs} if options.keys else None
        kept = kept_elsewhere(options.seals, options.checkpoint, options.report)
        found = verify(open(options.export, encoding="utf-8"), published, kept)
    except Wrong as wrong:
        print(wrong)
        return 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"second_verifier: {error}", file=sys.stderr)
        return 2
    print("Checked:", *(f"{name} {count}," for name, count in found.counts.items()), "not sealed yet", found.unsealed)
    print("No keys were given: compare" if not options.keys else "Signed with", *sorted(found.keys))
    print("Everything is as it was written.")
    return 0

if __name__ == "__main__":
    sys.exit(main())
