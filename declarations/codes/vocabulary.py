"""Stored values of a declaration: these strings are the API and the database, labels are translated elsewhere.

Lists that end in `other` are open, since the codes are not exhaustive; the rest are closed.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What is declared."""

    GIFT = "gift"
    OUTSIDE_ACTIVITY = "outside_activity"
    APPROVAL_REQUEST = "approval_request"
    CONFLICT = "conflict"
    NIL = "nil"
    """Nothing to declare for a period, meeting or campaign, as a real statement."""


class Direction(StrEnum):
    """Which way the item went, seen from the declarant."""

    RECEIVED = "received"
    OFFERED_TO_ME = "offered_to_me"
    DECLINED_BY_ME = "declined_by_me"
    OFFERED_BY_ME = "offered_by_me"
    GIVEN = "given"
    SOLICITED_BY_ME = "solicited_by_me"
    SOLICITED_FROM_ME = "solicited_from_me"


class GiftCategory(StrEnum):
    """What the item is (ICSC 17, 50, 51; INTERPOL 18–21)."""

    GIFT = "gift"
    HONOUR = "honour"
    DECORATION = "decoration"
    AWARD = "award"
    REMUNERATION = "remuneration"
    FAVOUR = "favour"
    SERVICE = "service"
    HOSPITALITY = "hospitality"
    ENTERTAINMENT = "entertainment"
    TRAVEL = "travel"
    LOAN = "loan"
    DISCOUNT = "discount"
    ECONOMIC_BENEFIT = "economic_benefit"
    SUPPLEMENTARY_PAYMENT = "supplementary_payment"
    CASH = "cash"
    OTHER = "other"


class GiverType(StrEnum):
    """Who gives; `unknown` is a fact that is not known."""

    GOVERNMENT = "government"
    INTERGOVERNMENTAL = "intergovernmental"
    COMMERCIAL = "commercial"
    NON_GOVERNMENTAL = "non_governmental"
    ACADEMIC = "academic"
    INDIVIDUAL = "individual"
    OWN_ORGANIZATION = "own_organization"
    UNKNOWN = "unknown"
    OTHER = "other"


class GiverRelation(StrEnum):
    """What the other party is to the declarant or to the Organization."""

    NONE = "none"
    VENDOR = "vendor"
    BIDDER = "bidder"
    IMPLEMENTING_PARTNER = "implementing_partner"
    ELECTION_CANDIDATE = "election_candidate"
    SUBORDINATE = "subordinate"
    SUPERIOR = "superior"
    COLLEAGUE = "colleague"
    FAMILY = "family"
    FRIEND = "friend"
    UNKNOWN = "unknown"
    OTHER = "other"


class Recipient(StrEnum):
    """For whom the item is."""

    SELF = "self"
    HOUSEHOLD = "household"
    UNIT = "unit"
    ORGANIZATION = "organization"


class PaymentTiming(StrEnum):
    """When a supplementary payment falls, seen from the assignment (ICSC 51)."""

    PRIOR = "prior"
    DURING = "during"
    AFTER = "after"


class ActivityClass(StrEnum):
    """What the outside activity is (ICSC 45–48)."""

    EMPLOYMENT = "employment"
    SELF_EMPLOYMENT = "self_employment"
    BOARD_MEMBERSHIP = "board_membership"
    TEACHING = "teaching"
    PUBLICATION = "publication"
    PROFESSIONAL = "professional"
    COMMUNITY = "community"
    POLITICAL_OFFICE = "political_office"
    POLITICAL_ACTIVITY = "political_activity"
    OTHER = "other"


class Leave(StrEnum):
    """The leave during which an activity falls (ICSC 47)."""

    ANNUAL = "annual"
    SPECIAL = "special"
    SICK = "sick"
    PARENTAL = "parental"
    SABBATICAL = "sabbatical"
    UNPAID = "unpaid"
    OTHER = "other"


class ApprovalSubject(StrEnum):
    """Duty matters that need approval (ICSC 28, 34, 38)."""

    DRAFTING_FOR_DELEGATION = "drafting_for_delegation"
    LIAISON_DUTY = "liaison_duty"
    MEDIA_STATEMENT = "media_statement"
    OTHER = "other"


class Nature(StrEnum):
    """How real a conflict is (ISO Code of Ethics c6)."""

    ACTUAL = "actual"
    POTENTIAL = "potential"
    PERCEIVED = "perceived"


class ConflictDomain(StrEnum):
    """Where the conflict lies (ICSC 8, 17, 23, 24, 26, 39)."""

    PROCUREMENT = "procurement"
    GRANTS_PARTNERS = "grants_partners"
    RECRUITMENT = "recruitment"
    INFLUENCE_ON_CAREER = "influence_on_career"
    PROSPECTIVE_EMPLOYMENT = "prospective_employment"
    POST_EMPLOYMENT = "post_employment"
    ASSISTING_THIRD_PARTY = "assisting_third_party"
    FINANCIAL = "financial"
    FAMILY = "family"
    RELATIONSHIP = "relationship"
    EXTERNAL_INSTRUCTION = "external_instruction"
    CONFIDENTIAL_INFORMATION = "confidential_information"
    INTELLECTUAL_PROPERTY = "intellectual_property"
    SPONSORSHIP = "sponsorship"
    ELECTION = "election"
    AGENDA_ITEM = "agenda_item"
    OTHER = "other"


class InterestHolder(StrEnum):
    """Whose interest it is (ICSC 23)."""

    SELF = "self"
    SPOUSE_PARTNER = "spouse_partner"
    DEPENDANT = "dependant"
    RELATIVE = "relative"
    HOUSEHOLD = "household"
    ASSOCIATE = "associate"


class CounterpartKind(StrEnum):
    """With whom the dealings are (ICSC 23)."""

    THIRD_PARTY = "third_party"
    INDIVIDUAL = "individual"
    BENEFICIARY = "beneficiary"
    INSTITUTION = "institution"


class BenefitTo(StrEnum):
    """Who would benefit (ICSC 23)."""

    SELF = "self"
    THIRD_PARTY = "third_party"


class Measure(StrEnum):
    """What may be done about a conflict of interest (ICSC 23, 24; ISO Code of Ethics c6)."""

    RECUSAL = "recusal"
    REASSIGNMENT = "reassignment"
    DIVESTMENT = "divestment"
    BLIND_ARRANGEMENT = "blind_arrangement"
    RESIGNATION_FROM_ROLE = "resignation_from_role"
    DISCLOSURE_TO_CONCERNED = "disclosure_to_concerned"
    MONITORING = "monitoring"
    OTHER = "other"


class Capacity(StrEnum):
    """In which capacity a declaration is made; a person may hold several."""

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
    """A role in a body, on top of a capacity."""

    PRESIDING_OFFICER = "presiding_officer"
    CHAIR = "chair"
    COMMITTEE_MANAGER = "committee_manager"
    CONVENOR = "convenor"
    SECRETARY = "secretary"
    PROJECT_LEADER = "project_leader"
    RAPPORTEUR = "rapporteur"
