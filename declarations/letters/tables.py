"""The table of the standing words. Their earlier versions stand in the ledger; row security in the migrations."""

from piccolo.columns import UUID, Boolean, Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Check
from piccolo.table import Table


class StandingWordsRow(Table, tablename="standing_words"):
    """Words of the office as they stand now; what comes with the register has a row only once it was changed."""

    id = UUID(primary_key=True, default=None, null=False)
    key = Varchar(length=60, default=None, null=False, unique=True)
    use = Varchar(length=20, default=None, null=False)
    content = Text(default=None, null=False)
    active = Boolean(default=True, null=False)
    version = Integer(default=None, null=False)
    written_by = UUID(default=None, null=False)
    writer_name = Varchar(length=200, default=None, null=False)
    written_at = Timestamptz(default=None, null=False)
    head_seq = Integer(default=None, null=False)
    head_hash = Bytea(default=None, null=False)

    standing_words_known_use = Check(
        "use in ('question','reasons','conditions','contest','giver_decline','giver_return','giver_thanks',"
        "'separation')"
    )
