"""Tables of persons. Row security, triggers and grants are in the migrations."""

from piccolo.columns import (
    UUID,
    Array,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    OnDelete,
    Timestamptz,
    Varchar,
)
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from register.kernel.db import ENGINE


class Unit(Table, db=ENGINE):
    """A part of the organization."""

    id = UUID(primary_key=True, default=UUID4())
    name = Varchar(length=200, null=False, default=None, unique=True)


class Person(Table, db=ENGINE):
    """Somebody the organization knows; whether they can sign in is said by their account."""

    id = UUID(primary_key=True, default=UUID4())
    email = Varchar(length=254, null=False, default=None, unique=True)
    family_name = Varchar(length=200, null=False, default=None)
    first_name = Varchar(length=200, null=False, default="")
    unit = ForeignKey(references=Unit, on_delete=OnDelete.restrict, null=True, default=None)
    supervisor: ForeignKey["Person"] = ForeignKey(
        references="self", on_delete=OnDelete.restrict, null=True, default=None, index=True
    )
    language = Varchar(length=2, null=False, default="en")
    languages_read = Array(base_column=Varchar(length=2), null=False, default=list)
    active = Boolean(null=False, default=True)
    created_at = Timestamptz(null=False, default=TimestamptzNow())
    updated_at = Timestamptz(null=False, default=TimestamptzNow())
    email_is_folded = Check("email = lower(email) and email like '%_@_%'")
    language_is_known = Check("language in ('ar', 'en', 'fr', 'es')")


class KnownName(Table, db=ENGINE, tablename="known_name"):
    """One form under which a person or a unit is found: a name, or its end from one of its words on, normalised."""

    id = UUID(primary_key=True, default=UUID4())
    kind = Varchar(length=6, null=False, default=None)
    subject = UUID(null=False, default=None, index=True)
    form = Varchar(length=300, null=False, default=None)
    kind_is_known = Check("kind in ('person', 'unit')")
    form_says_something = Check("length(form) > 0")


class PersonCapacity(Table, db=ENGINE, tablename="person_capacity"):
    """A capacity between two dates; one is in force at a time."""

    id = UUID(primary_key=True, default=UUID4())
    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    capacity = Varchar(length=40, null=False, default=None)
    since = Date(null=False, default=None)
    until = Date(null=True, default=None)
    capacity_is_known = Check(
        "capacity in ('staff', 'former_staff', 'applicant', 'executive_head', 'governing_body_member',"
        " 'representative', 'observer', 'invited_person', 'expert', 'election_candidate', 'contractor', 'intern',"
        " 'volunteer', 'loaned', 'liaison_representative', 'national_body')",
    )
    ends_after_it_began = Check("until is null or until >= since")


class BodyRole(Table, db=ENGINE, tablename="body_role"):
    """A role in a body between two dates."""

    id = UUID(primary_key=True, default=UUID4())
    person = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    role = Varchar(length=40, null=False, default=None)
    since = Date(null=False, default=None)
    until = Date(null=True, default=None)
    role_is_known = Check(
        "role in ('presiding_officer', 'chair', 'committee_manager', 'convenor', 'secretary', 'project_leader',"
        " 'rapporteur')",
    )


class ReportingLine(Table, db=ENGINE, tablename="reporting_line"):
    """Everyone above a person; kept by a trigger on person.supervisor, written by nobody else."""

    id = UUID(primary_key=True, default=UUID4())
    person = ForeignKey(references=Person, on_delete=OnDelete.cascade, null=False, default=None)
    superior = ForeignKey(references=Person, on_delete=OnDelete.cascade, null=False, default=None, index=True)
    depth = Integer(null=False, default=None)
    one_row_per_pair = Unique([person, superior])
    nobody_is_above_themselves = Check("person <> superior")


class AssistantLink(Table, db=ENGINE, tablename="assistant_link"):
    """Who may file for whom, since when, and who recorded it."""

    id = UUID(primary_key=True, default=UUID4())
    assistant = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    principal = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=False, default=None, index=True)
    recorded_by = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=True, default=None)
    recorded_at = Timestamptz(null=False, default=TimestamptzNow())
    ended_by = ForeignKey(references=Person, on_delete=OnDelete.restrict, null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    files_for_another = Check("assistant <> principal")
