"""Tables of the directory. Row security, grants and indexes stand in its migrations."""

from piccolo.columns import (
    UUID,
    Array,
    BigInt,
    Boolean,
    Bytea,
    ForeignKey,
    OnDelete,
    SmallInt,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check
from piccolo.table import Table

_TYPES = "'government','intergovernmental','commercial','non_governmental','academic','own_organization','other'"
_RELATIONS = "'none','vendor','bidder','implementing_partner','unknown','other'"


class Party(Table, tablename="party"):
    """A member State, a body, a vendor or a partner; never a natural person."""

    id = UUID(primary_key=True, default=None, null=False)
    key = Varchar(length=320, default=None, null=False, unique=True)
    name_en = Varchar(length=300, default="", null=False)
    name_fr = Varchar(length=300, default="", null=False)
    name_es = Varchar(length=300, default="", null=False)
    name_ar = Varchar(length=300, default="", null=False)
    aliases = Array(base_column=Text(), default=None, null=False)
    giver_type = Varchar(length=30, default=None, null=False)
    country = Varchar(length=2, default=None, null=True)
    relation = Varchar(length=30, default=None, null=False)
    source_list = Varchar(length=80, default=None, null=False)
    active = Boolean(default=True, null=False)
    updated_at = Timestamptz(default=None, null=False)

    party_giver_type_1 = Check(f"giver_type in ({_TYPES})")
    party_relation_1 = Check(f"relation in ({_RELATIONS})")
    party_country_1 = Check("country is null or country ~ '^[A-Z]{2}$'")
    party_is_named_1 = Check("length(name_en || name_fr || name_es || name_ar) > 0 and length(key) > 0")


class PartyName(Table, tablename="party_name"):
    """One form under which a party is found: a name, or its end from one of its words on, normalised."""

    id = UUID(primary_key=True, default=None, null=False)
    party = ForeignKey(references=Party, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    form = Varchar(length=300, default=None, null=False)
    rank = SmallInt(default=None, null=False)

    party_name_form_1 = Check("length(form) > 0 and rank >= 0")


class PartyAlias(Table, tablename="party_alias"):
    """Another name of a party, written down by hand with the source it was taken from."""

    id = UUID(primary_key=True, default=None, null=False)
    party = ForeignKey(references=Party, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    name = Varchar(length=300, default=None, null=False)
    language = Varchar(length=12, default="", null=False)
    source = Varchar(length=200, default=None, null=False)
    added_at = Timestamptz(default=None, null=False)

    party_alias_says_1 = Check("length(name) > 0 and length(source) > 0")


class PartyRecord(Table, tablename="party_record"):
    """What was done to a party by hand: merged into which other, and the head of its stream in the ledger."""

    id = UUID(primary_key=True, default=None, null=False)
    merged_into = ForeignKey(references=Party, on_delete=OnDelete.restrict, null=True, default=None, index=True)
    head_seq = BigInt(default=None, null=False)
    head_hash = Bytea(default=None, null=False)

    party_record_other_1 = Check("merged_into is null or merged_into <> id")


class PartyTyped(Table, tablename="party_typed"):
    """A name as it was typed in declarations, normalised, that an officer recognised as a party."""

    form = Varchar(length=300, primary_key=True, default=None, null=False)
    party = ForeignKey(references=Party, on_delete=OnDelete.cascade, null=False, default=None, index=True)

    party_typed_form_1 = Check("length(form) > 0")


class HeardName(Table, tablename="heard_name"):
    """A name of the directory or typed in a declaration, normalised; with which edition of the keys it was heard."""

    form = Varchar(length=300, primary_key=True, default=None, null=False)
    heard_as = SmallInt(default=0, null=False)

    heard_name_form_1 = Check("length(form) > 0")


class NameSound(Table, tablename="name_sound"):
    """One key under which a name is heard; names that may be of one organization share one."""

    id = UUID(primary_key=True, default=None, null=False)
    sound = Varchar(length=60, default=None, null=False)
    form = Varchar(length=300, default=None, null=False)

    name_sound_says_1 = Check("length(sound) > 0 and length(form) > 0")
