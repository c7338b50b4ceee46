"""Words for stored roles, capacities and languages, as the glossary gives them."""

from collections.abc import Mapping

from register.access.policy import Role
from register.kernel.message import Message, pmsg

ROLES: Mapping[str, Message] = {
    Role.DECLARANT: pmsg("role", "Declarant"),
    Role.ASSISTANT: pmsg("role", "Assistant filing for another"),
    Role.ETHICS_OFFICER: pmsg("role", "Ethics officer"),
    Role.AUTHORIZING_OFFICIAL: pmsg("role", "Authorizing official"),
    Role.EXECUTIVE_HEAD: pmsg("role", "Executive head"),
    Role.RECORDED_DELEGATE: pmsg("role", "Holder of delegated authority"),
    Role.GOVERNING_BODY_DESIGNATE: pmsg("role", "Officer designated by the governing body"),
    Role.CUSTODIAN: pmsg("role", "Custodian"),
    Role.GOVERNING_BODY_READER: pmsg("role", "Governing-body reader"),
    Role.AUDITOR: pmsg("role", "Auditor"),
    Role.POLICY_OWNER: pmsg("role", "Policy owner"),
    Role.ADMINISTRATOR: pmsg("role", "Administrator (of the system)"),
    Role.PARTICIPANT: pmsg("role", "Participant"),
    Role.PRESIDING_OFFICER: pmsg("role", "Presiding officer"),
    Role.MEETING_SECRETARY: pmsg("role", "Meeting secretary"),
    Role.SUPERVISOR_CONSULTED: pmsg("role", "Supervisor consulted"),
    Role.ASSET_FILER: pmsg("role", "Designated filer"),
    Role.ASSET_READER: pmsg("role", "Reader of asset statements"),
    Role.REPORT_REVIEWER: pmsg("role", "Reviewer of reports"),
}

CAPACITIES: Mapping[str, Message] = {
    "": pmsg("capacity", "None"),
    "staff": pmsg("capacity", "Staff member"),
    "former_staff": pmsg("capacity", "Former staff member"),
    "applicant": pmsg("capacity", "Applicant for a post"),
    "executive_head": pmsg("capacity", "Executive head"),
    "governing_body_member": pmsg("capacity", "Governing-body member"),
    "representative": pmsg("capacity", "Representative"),
    "observer": pmsg("capacity", "Observer"),
    "invited_person": pmsg("capacity", "Invited person"),
    "expert": pmsg("capacity", "Expert"),
    "election_candidate": pmsg("capacity", "Candidate for election"),
    "contractor": pmsg("capacity", "Contractor"),
    "intern": pmsg("capacity", "Intern"),
    "volunteer": pmsg("capacity", "Volunteer"),
    "loaned": pmsg("capacity", "Person on loan"),
    "liaison_representative": pmsg("capacity", "Representative of a liaison organization"),
    "national_body": pmsg("capacity", "National standards body (NSB)"),
}

LANGUAGES: Mapping[str, Message] = {
    "ar": pmsg("language", "Arabic"),
    "en": pmsg("language", "English"),
    "fr": pmsg("language", "French"),
    "es": pmsg("language", "Spanish"),
}


def role_label(role: str) -> Message:
    """The word for a stored role. KeyError for anything else."""
    return ROLES[role]


def capacity_label(capacity: str) -> Message:
    """The word for a capacity. KeyError for anything else."""
    return CAPACITIES[capacity]
