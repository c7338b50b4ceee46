"""Tables of the ledger. Rows are added, never changed: triggers and missing grants see to it (second migration)."""

from typing import Any

from piccolo.columns import UUID, BigInt, Bytea, Column, Text, Timestamptz
from piccolo.columns.defaults.base import Default
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from register.kernel.db import ENGINE


class CurrentTransaction(Default):
    """The 64-bit number of the writing transaction, from which the sealer tells the order of commits."""

    @property
    def postgres(self) -> str:
        """The expression in the table."""
        return "pg_current_xact_id()"

    @property
    def sqlite(self) -> str:
        """There is no other database."""
        return "null"

    def python(self) -> Any:
        """The database alone knows."""
        return None


class Xid(Column):
    """A column of type xid8."""

    value_type = int

    def __init__(self, default: Default | None = None, **kwargs: Any) -> None:
        self.default = default
        super().__init__(default=default, **kwargs)

    @property
    def column_type(self) -> str:
        """The type in PostgreSQL."""
        return "XID8"


class KeyPart(UUID):
    """The first column of a primary key of several columns; the key itself is a PrimaryKey constraint."""

    @property
    def column_type(self) -> str:
        """The type in PostgreSQL."""
        return "UUID"

    @property
    def ddl(self) -> str:
        """Without the key that Piccolo would put on this column alone."""
        return super().ddl.replace(" PRIMARY KEY", "")


class PrimaryKey(Unique):
    """A primary key of several columns."""

    @property
    def ddl(self) -> str:
        """As PostgreSQL writes it."""
        return super().ddl.replace("UNIQUE", "PRIMARY KEY", 1)


class Event(Table, db=ENGINE):
    """Every action ever taken, in chains of hashes by stream."""

    stream = KeyPart(primary_key=True, default=None)
    seq = BigInt(default=None, null=False)
    kind = Text(default=None, null=False)
    name = Text(default=None, null=False)
    actor = UUID(default=None, null=True)
    acting_for = UUID(default=None, null=True)
    by = Text(default=None, null=True)
    from_status = Text(default=None, null=True)
    to_status = Text(default=None, null=True)
    at = Timestamptz(default=None, null=False)
    payload = Bytea(default=None, null=False)
    state = Bytea(default=None, null=False)
    prev = Bytea(default=None, null=False)
    hash = Bytea(default=None, null=False)
    x = Xid(default=CurrentTransaction(), null=False, index=True)

    event_key = PrimaryKey([stream, seq])
    event_counts_from_one = Check("seq >= 1")
    event_has_one_cause = Check("num_nonnulls(actor, by) = 1")
    event_hashes_are_sha256 = Check("octet_length(state) = 32 and octet_length(prev) = 32 and octet_length(hash) = 32")
    event_lengths = Check(
        "length(kind) between 1 and 40 and length(name) between 1 and 80 and length(by) between 1 and 40"
        " and length(from_status) <= 40 and length(to_status) <= 40 and octet_length(payload) <= 1048576"
    )


class Reading(Table, db=ENGINE):
    """Who opened what, when, in what role and what for."""

    id = UUID(primary_key=True, default=None)
    kind = Text(default=None, null=False)
    subject = UUID(default=None, null=True, index=True)
    person = UUID(default=None, null=True)
    by = Text(default=None, null=True)
    role = Text(default=None, null=False)
    purpose = Text(default=None, null=False)
    at = Timestamptz(default=None, null=False)
    hash = Bytea(default=None, null=False)
    x = Xid(default=CurrentTransaction(), null=False, index=True)

    reading_has_one_reader = Check("num_nonnulls(person, by) = 1")
    reading_hash_is_sha256 = Check("octet_length(hash) = 32")
    reading_lengths = Check(
        "length(kind) between 1 and 40 and length(by) between 1 and 40 and length(role) <= 40"
        " and length(purpose) between 1 and 200"
    )


class Seal(Table, db=ENGINE):
    """Signed Merkle roots over everything up to a transaction, each naming the one before."""

    n = BigInt(primary_key=True, default=None)
    size = BigInt(default=None, null=False)
    root = Bytea(default=None, null=False)
    prev = Bytea(default=None, null=False)
    key_id = Text(default=None, null=False)
    signature = Bytea(default=None, null=False)
    at = Timestamptz(default=None, null=False)
    upto = BigInt(default=None, null=False)
    peaks = Bytea(default=None, null=False)

    seal_counts_from_one = Check("n >= 1 and size >= n and upto >= 0")
    seal_lengths = Check(
        "octet_length(root) = 32 and octet_length(prev) = 32 and octet_length(signature) = 64"
        " and length(key_id) = 16 and octet_length(peaks) between 32 and 2048"
    )


class SealLeaf(Table, db=ENGINE, tablename="seal_leaf"):
    """What was sealed, in the order of the tree; a reading stands with its id and number 0."""

    position = BigInt(primary_key=True, default=None)
    seal = BigInt(default=None, null=False)
    stream = UUID(default=None, null=False)
    seq = BigInt(default=None, null=False)
    hash = Bytea(default=None, null=False)

    seal_leaf_once = Unique([stream, seq])
    seal_leaf_form = Check("position >= 0 and seq >= 0 and octet_length(hash) = 32")
