"""Persons, as every other room may know them."""

from enum import StrEnum
from uuid import UUID

import msgspec


class Capacity(StrEnum):
    """In what capacity a person declares; the codes that judge them follow from it."""

    STAFF = "staff"
    FORMER_STAFF = "former_staff"
    APPLICANT = "applicant"
    EXECUTIVE_HEAD = "executive_head"
    GOVERNING_BODY_MEMBER = "governing_body_member"
    REPRESENTATIVE = "representative"
    OBSERVER = "observer"
    INVITED_PERSON = "invited_person"
    EXPERT = "expert"
    ELECTION_CANDIDATE = "election_candidate"
    CONTRACTOR = "contractor"
    INTERN = "intern"
    VOLUNTEER = "volunteer"
    LOANED = "loaned"
    LIAISON_REPRESENTATIVE = "liaison_representative"
    NATIONAL_BODY = "national_body"


class BodyRole(StrEnum):
    """A role in a body, on top of the capacity; it opens nothing in the register and matters to the rules only."""

    PRESIDING_OFFICER = "presiding_officer"
    CHAIR = "chair"
    COMMITTEE_MANAGER = "committee_manager"
    CONVENOR = "convenor"
    SECRETARY = "secretary"
    PROJECT_LEADER = "project_leader"
    RAPPORTEUR = "rapporteur"


class Person(msgspec.Struct, frozen=True):
    """One person with what is in force today."""

    id: UUID
    email: str
    family_name: str
    first_name: str
    unit: str = ""
    supervisor: UUID | None = None
    language: str = "en"
    languages_read: tuple[str, ...] = ()
    active: bool = True
    capacity: str = ""
    body_roles: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """First name, then family name, as both were given."""
        return f"{self.first_name} {self.family_name}".strip()


class PersonRow(msgspec.Struct, frozen=True):
    """One row of a people file after reading: every value checked, nothing looked up yet."""

    line: int
    email: str
    family_name: str
    first_name: str
    unit: str
    supervisor_email: str
    capacity: str
    languages: tuple[str, ...]
    body_roles: tuple[str, ...]
    stored_roles: tuple[str, ...]


class LoadReport(msgspec.Struct, frozen=True):
    """What a load changed."""

    added: int
    changed: int
    unchanged: int
