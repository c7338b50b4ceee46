"""Tables of evidence. Row security, grants and triggers are in the migrations."""

from piccolo.columns import UUID, Bytea, Integer, SmallInt, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table

from register.kernel.db import ENGINE


class Evidence(Table, db=ENGINE, tablename="evidence"):
    """One file beside a draft or a declaration. Its name and hash are encrypted, its content is in its chunks."""

    id = UUID(primary_key=True, default=None, null=False)
    draft = UUID(default=None, null=True, index=True)
    declaration = UUID(default=None, null=True, index=True)
    attached_by = UUID(default=None, null=False, index=True)
    attached_at = Timestamptz(default=None, null=False)
    status = Varchar(length=10, default=None, null=False)
    tried_at = Timestamptz(default=None, null=True)
    """When the scanner last failed."""
    withdrawn_at = Timestamptz(default=None, null=True)
    media_type = Varchar(length=20, default=None, null=False)
    size = Integer(default=None, null=False)
    chunks = SmallInt(default=None, null=False)
    key_id = Varchar(length=40, default=None, null=False)
    wrapped_key = Bytea(default=None, null=True)
    label = Bytea(default=None, null=False)

    evidence_status_1 = Check("status in ('waiting', 'clean', 'refused')")
    evidence_place_1 = Check("(draft is null) <> (declaration is null)")
    evidence_size_1 = Check("size > 0 and chunks > 0")


class EvidenceChunk(Table, db=ENGINE, tablename="evidence_chunk"):
    """A piece of a file, encrypted under the key of its evidence and bound to its place."""

    id = UUID(primary_key=True, default=None, null=False)
    evidence = UUID(default=None, null=False)
    place = SmallInt(default=None, null=False)
    content = Bytea(default=None, null=False)

    evidence_chunk_place_1 = Check("place >= 0")
