"""What stored values are called: one translatable label for each, its context the field it stands in.

English labels are the terms of the organisation's glossary with a capital; a stored value is never shown raw.
"""

from collections.abc import Mapping

from register.kernel.i18n import Message, pmsg

LABELS: Mapping[tuple[str, str], Message] = {
    # kind
    ("kind", "gift"): pmsg("kind", "Gift"),
    ("kind", "outside_activity"): pmsg("kind", "Outside activity"),
    ("kind", "approval_request"): pmsg("kind", "Request for prior approval"),
    ("kind", "conflict"): pmsg("kind", "Conflict of interest"),
    ("kind", "nil"): pmsg("kind", "Nil declaration"),
    # capacity
    ("capacity", "staff"): pmsg("capacity", "Staff member"),
    ("capacity", "former_staff"): pmsg("capacity", "Former staff member"),
    ("capacity", "applicant"): pmsg("capacity", "Applicant for a post"),
    ("capacity", "executive_head"): pmsg("capacity", "Executive head"),
    ("capacity", "governing_body_member"): pmsg("capacity", "Governing-body member"),
    ("capacity", "representative"): pmsg("capacity", "Representative"),
    ("capacity", "observer"): pmsg("capacity", "Observer"),
    ("capacity", "invited_person"): pmsg("capacity", "Invited person"),
    ("capacity", "expert"): pmsg("capacity", "Expert"),
    ("capacity", "election_candidate"): pmsg("capacity", "Candidate for election"),
    ("capacity", "contractor"): pmsg("capacity", "Contractor"),
    ("capacity", "intern"): pmsg("capacity", "Intern"),
    ("capacity", "volunteer"): pmsg("capacity", "Volunteer"),
    ("capacity", "loaned"): pmsg("capacity", "Person on loan"),
    ("capacity", "liaison_representative"): pmsg("capacity", "Representative of a liaison organization"),
    ("capacity", "national_body"): pmsg("capacity", "National standards body (NSB)"),
    # role
    ("role", "presiding_officer"): pmsg("role", "Presiding officer"),
    ("role", "chair"): pmsg("role", "Chair (of a committee)"),
    ("role", "committee_manager"): pmsg("role", "Committee manager"),
    ("role", "convenor"): pmsg("role", "Convenor"),
    ("role", "secretary"): pmsg("role", "Secretary (of a committee or group)"),
    ("role", "project_leader"): pmsg("role", "Project leader"),
    ("role", "rapporteur"): pmsg("role", "Rapporteur"),
    # gift.direction
    ("gift.direction", "received"): pmsg("gift.direction", "Received"),
    ("gift.direction", "offered_to_me"): pmsg("gift.direction", "Offered to the declarant"),
    ("gift.direction", "declined_by_me"): pmsg("gift.direction", "Declined"),
    ("gift.direction", "offered_by_me"): pmsg("gift.direction", "Offered by the declarant"),
    ("gift.direction", "given"): pmsg("gift.direction", "Given"),
    ("gift.direction", "solicited_by_me"): pmsg("gift.direction", "Solicited by the declarant"),
    ("gift.direction", "solicited_from_me"): pmsg("gift.direction", "Solicited from the declarant"),
    # gift.category
    ("gift.category", "gift"): pmsg("gift.category", "Gift"),
    ("gift.category", "honour"): pmsg("gift.category", "Honour"),
    ("gift.category", "decoration"): pmsg("gift.category", "Decoration"),
    ("gift.category", "award"): pmsg("gift.category", "Award (prize)"),
    ("gift.category", "remuneration"): pmsg("gift.category", "Remuneration"),
    ("gift.category", "favour"): pmsg("gift.category", "Favour"),
    ("gift.category", "service"): pmsg("gift.category", "Service"),
    ("gift.category", "hospitality"): pmsg("gift.category", "Hospitality"),
    ("gift.category", "entertainment"): pmsg("gift.category", "Entertainment"),
    ("gift.category", "travel"): pmsg("gift.category", "Travel paid by a third party"),
    ("gift.category", "loan"): pmsg("gift.category", "Loan"),
    ("gift.category", "discount"): pmsg("gift.category", "Discount"),
    ("gift.category", "economic_benefit"): pmsg("gift.category", "Economic benefit"),
    ("gift.category", "supplementary_payment"): pmsg("gift.category", "Supplementary payment"),
    ("gift.category", "cash"): pmsg("gift.category", "Cash gift"),
    ("gift.category", "other"): pmsg("gift.category", "Other"),
    # gift.giver_type
    ("gift.giver_type", "government"): pmsg("gift.giver_type", "Government"),
    ("gift.giver_type", "intergovernmental"): pmsg("gift.giver_type", "Intergovernmental organization"),
    ("gift.giver_type", "commercial"): pmsg("gift.giver_type", "Commercial firm"),
    ("gift.giver_type", "non_governmental"): pmsg("gift.giver_type", "Non-governmental entity"),
    ("gift.giver_type", "academic"): pmsg("gift.giver_type", "Academic institution"),
    ("gift.giver_type", "individual"): pmsg("gift.giver_type", "Individual"),
    ("gift.giver_type", "own_organization"): pmsg("gift.giver_type", "One's own organization"),
    ("gift.giver_type", "unknown"): pmsg("gift.giver_type", "Unknown"),
    ("gift.giver_type", "other"): pmsg("gift.giver_type", "Other"),
    # gift.giver_relation
    ("gift.giver_relation", "none"): pmsg("gift.giver_relation", "No relation"),
    ("gift.giver_relation", "vendor"): pmsg("gift.giver_relation", "Vendor"),
    ("gift.giver_relation", "bidder"): pmsg("gift.giver_relation", "Bidder"),
    ("gift.giver_relation", "implementing_partner"): pmsg("gift.giver_relation", "Implementing partner"),
    ("gift.giver_relation", "election_candidate"): pmsg("gift.giver_relation", "Candidate for election"),
    ("gift.giver_relation", "subordinate"): pmsg("gift.giver_relation", "Subordinate"),
    ("gift.giver_relation", "superior"): pmsg("gift.giver_relation", "Supervisor"),
    ("gift.giver_relation", "colleague"): pmsg("gift.giver_relation", "Colleague"),
    ("gift.giver_relation", "family"): pmsg("gift.giver_relation", "Family member"),
    ("gift.giver_relation", "friend"): pmsg("gift.giver_relation", "Friend"),
    ("gift.giver_relation", "unknown"): pmsg("gift.giver_relation", "Unknown"),
    ("gift.giver_relation", "other"): pmsg("gift.giver_relation", "Other"),
    # gift.recipient
    ("gift.recipient", "self"): pmsg("gift.recipient", "The declarant in person"),
    ("gift.recipient", "household"): pmsg("gift.recipient", "Household"),
    ("gift.recipient", "unit"): pmsg("gift.recipient", "Organizational unit"),
    ("gift.recipient", "organization"): pmsg("gift.recipient", "The Organization"),
    # gift.payment_timing
    ("gift.payment_timing", "prior"): pmsg("gift.payment_timing", "Before the assignment"),
    ("gift.payment_timing", "during"): pmsg("gift.payment_timing", "During the assignment"),
    ("gift.payment_timing", "after"): pmsg("gift.payment_timing", "After the assignment"),
    # outside_activity.activity_class
    ("outside_activity.activity_class", "employment"): pmsg("outside_activity.activity_class", "Employment"),
    ("outside_activity.activity_class", "self_employment"): pmsg("outside_activity.activity_class", "Self-employment"),
    ("outside_activity.activity_class", "board_membership"): pmsg(
        "outside_activity.activity_class", "Board membership"
    ),
    ("outside_activity.activity_class", "teaching"): pmsg("outside_activity.activity_class", "Teaching"),
    ("outside_activity.activity_class", "publication"): pmsg(
        "outside_activity.activity_class", "Publishing books or articles"
    ),
    ("outside_activity.activity_class", "professional"): pmsg(
        "outside_activity.activity_class", "Professional activity"
    ),
    ("outside_activity.activity_class", "community"): pmsg(
        "outside_activity.activity_class", "Community or civic activity"
    ),
    ("outside_activity.activity_class", "political_office"): pmsg(
        "outside_activity.activity_class", "Political office"
    ),
    ("outside_activity.activity_class", "political_activity"): pmsg(
        "outside_activity.activity_class", "Political activity"
    ),
    ("outside_activity.activity_class", "other"): pmsg("outside_activity.activity_class", "Other"),
    # outside_activity.during_leave
    ("outside_activity.during_leave", "annual"): pmsg("outside_activity.during_leave", "Annual leave"),
    ("outside_activity.during_leave", "special"): pmsg("outside_activity.during_leave", "Special leave"),
    ("outside_activity.during_leave", "sick"): pmsg("outside_activity.during_leave", "Sick leave"),
    ("outside_activity.during_leave", "parental"): pmsg("outside_activity.during_leave", "Parental leave"),
    ("outside_activity.during_leave", "sabbatical"): pmsg("outside_activity.during_leave", "Sabbatical leave"),
    ("outside_activity.during_leave", "unpaid"): pmsg("outside_activity.during_leave", "Leave without pay"),
    ("outside_activity.during_leave", "other"): pmsg("outside_activity.during_leave", "Other"),
    # approval_request.subject
    ("approval_request.subject", "drafting_for_delegation"): pmsg(
        "approval_request.subject", "Drafting for a delegation"
    ),
    ("approval_request.subject", "liaison_duty"): pmsg("approval_request.subject", "Liaison with one's own Government"),
    ("approval_request.subject", "media_statement"): pmsg("approval_request.subject", "Media statement"),
    ("approval_request.subject", "other"): pmsg("approval_request.subject", "Other"),
    # conflict.nature_declared
    ("conflict.nature_declared", "actual"): pmsg("conflict.nature_declared", "Actual conflict of interest"),
    ("conflict.nature_declared", "potential"): pmsg("conflict.nature_declared", "Potential conflict of interest"),
    ("conflict.nature_declared", "perceived"): pmsg("conflict.nature_declared", "Perceived conflict of interest"),
    # conflict.nature_assessed
    ("conflict.nature_assessed", "actual"): pmsg("conflict.nature_assessed", "Actual conflict of interest"),
    ("conflict.nature_assessed", "potential"): pmsg("conflict.nature_assessed", "Potential conflict of interest"),
    ("conflict.nature_assessed", "perceived"): pmsg("conflict.nature_assessed", "Perceived conflict of interest"),
    # conflict.domain
    ("conflict.domain", "procurement"): pmsg("conflict.domain", "Procurement"),
    ("conflict.domain", "grants_partners"): pmsg("conflict.domain", "Grants and implementing partners"),
    ("conflict.domain", "recruitment"): pmsg("conflict.domain", "Recruitment"),
    ("conflict.domain", "influence_on_career"): pmsg("conflict.domain", "Influence on an appointment or career"),
    ("conflict.domain", "prospective_employment"): pmsg("conflict.domain", "Prospective employment"),
    ("conflict.domain", "post_employment"): pmsg("conflict.domain", "Post-employment"),
    ("conflict.domain", "assisting_third_party"): pmsg("conflict.domain", "Assisting a third party"),
    ("conflict.domain", "financial"): pmsg("conflict.domain", "Financial interest"),
    ("conflict.domain", "family"): pmsg("conflict.domain", "Family relationship"),
    ("conflict.domain", "relationship"): pmsg("conflict.domain", "Personal or professional relationship"),
    ("conflict.domain", "external_instruction"): pmsg("conflict.domain", "External instruction"),
    ("conflict.domain", "confidential_information"): pmsg("conflict.domain", "Confidential information"),
    ("conflict.domain", "intellectual_property"): pmsg("conflict.domain", "Intellectual property"),
    ("conflict.domain", "sponsorship"): pmsg("conflict.domain", "Sponsorship"),
    ("conflict.domain", "election"): pmsg("conflict.domain", "Election"),
    ("conflict.domain", "agenda_item"): pmsg("conflict.domain", "Agenda item"),
    ("conflict.domain", "other"): pmsg("conflict.domain", "Other"),
    # conflict.interest_holder
    ("conflict.interest_holder", "self"): pmsg("conflict.interest_holder", "The declarant in person"),
    ("conflict.interest_holder", "spouse_partner"): pmsg("conflict.interest_holder", "Spouse or partner"),
    ("conflict.interest_holder", "dependant"): pmsg("conflict.interest_holder", "Dependant"),
    ("conflict.interest_holder", "relative"): pmsg("conflict.interest_holder", "Other relative"),
    ("conflict.interest_holder", "household"): pmsg("conflict.interest_holder", "Household"),
    ("conflict.interest_holder", "associate"): pmsg("conflict.interest_holder", "Business associate"),
    # conflict.counterpart_kind
    ("conflict.counterpart_kind", "third_party"): pmsg("conflict.counterpart_kind", "Third party"),
    ("conflict.counterpart_kind", "individual"): pmsg("conflict.counterpart_kind", "Individual"),
    ("conflict.counterpart_kind", "beneficiary"): pmsg("conflict.counterpart_kind", "Beneficiary"),
    ("conflict.counterpart_kind", "institution"): pmsg("conflict.counterpart_kind", "Institution"),
    # conflict.benefit_to
    ("conflict.benefit_to", "self"): pmsg("conflict.benefit_to", "The declarant in person"),
    ("conflict.benefit_to", "third_party"): pmsg("conflict.benefit_to", "Third party"),
    # conflict.mark
    ("measure", "recusal"): pmsg("measure", "Recusal from the matter"),
    ("measure", "reassignment"): pmsg("measure", "Reassignment of the task"),
    ("measure", "divestment"): pmsg("measure", "Divestment of the interest"),
    ("measure", "blind_arrangement"): pmsg("measure", "Blind arrangement"),
    ("measure", "resignation_from_role"): pmsg("measure", "Resignation from the outside role"),
    ("measure", "disclosure_to_concerned"): pmsg("measure", "Disclosure to those concerned"),
    ("measure", "monitoring"): pmsg("measure", "Monitoring"),
    ("measure", "other"): pmsg("measure", "Another measure"),
    ("conflict.mark", "disclosed"): pmsg("conflict.mark", "Disclosed"),
    ("conflict.mark", "addressed"): pmsg("conflict.mark", "Addressed"),
    ("conflict.mark", "resolved"): pmsg("conflict.mark", "Resolved"),
    # rule.force
    ("rule.force", "must"): pmsg("rule.force", "Must"),
    ("rule.force", "shall"): pmsg("rule.force", "Shall"),
    ("rule.force", "should"): pmsg("rule.force", "Should"),
    ("rule.force", "may"): pmsg("rule.force", "May"),
    # effect
    ("effect", "none"): pmsg("effect", "No action required"),
    ("effect", "noted"): pmsg("effect", "Noted"),
    ("effect", "disclose"): pmsg("effect", "Disclosure required"),
    ("effect", "authorization_required"): pmsg("effect", "Authorization required"),
    ("effect", "referral"): pmsg("effect", "Referral in case of doubt"),
    ("effect", "accept_and_surrender"): pmsg("effect", "Accept and surrender to the Organization"),
    ("effect", "not_acceptable"): pmsg("effect", "Not acceptable"),
    # authority
    ("authority", "executive_head"): pmsg("authority", "Executive head"),
    ("authority", "authorizing_official"): pmsg("authority", "Authorizing official"),
    ("authority", "supervisor"): pmsg(
        "authority", "Ethics office, after consulting the supervisor"
    ),  # who holds no role
    ("authority", "ethics_officer"): pmsg("authority", "Ethics officer"),
    ("authority", "presiding_officer"): pmsg("authority", "Presiding officer"),
    ("authority", "governing_body_designate"): pmsg("authority", "Officer designated by the governing body"),
    ("authority", "oversight_office"): pmsg("authority", "Oversight office"),
    ("authority", "national_body"): pmsg("authority", "National standards body (NSB)"),
    ("authority", "technical_board"): pmsg("authority", "Technical Management Board (TMB)"),
    ("authority", "council"): pmsg("authority", "Council (ISO)"),
    # alert
    ("alert", "vote_time"): pmsg("alert", "Close to a vote"),
    ("alert", "cumulative"): pmsg("alert", "Cumulative threshold passed"),
    ("alert", "split_below_threshold"): pmsg("alert", "Split to stay below the threshold"),
    ("alert", "late"): pmsg("alert", "Late"),
    ("alert", "begun_before_authorization"): pmsg("alert", "Begun before authorization"),
    ("alert", "received_before_authorization"): pmsg("alert", "Received before authorization"),
    ("alert", "stand_aside"): pmsg("alert", "Stand aside until decided"),
    ("alert", "continued_after_end"): pmsg("alert", "Continued after end"),
    ("alert", "advice_recommended"): pmsg("alert", "Advice recommended"),
    ("alert", "possible_breach"): pmsg("alert", "Possible breach"),
    # review_class
    ("review_class", "light"): pmsg("review_class", "Light route"),
    ("review_class", "ordinary"): pmsg("review_class", "Ordinary review"),
    ("review_class", "heightened"): pmsg("review_class", "Heightened review"),
    ("review_class", "priority"): pmsg("review_class", "Priority"),
    # threshold.comparator
    ("threshold.comparator", "gt"): pmsg("threshold.comparator", "Above the threshold"),
    ("threshold.comparator", "gte"): pmsg("threshold.comparator", "At the threshold or above"),
    # threshold.period
    ("threshold.period", "rolling_12m"): pmsg("threshold.period", "Rolling twelve months"),
    ("threshold.period", "calendar_year"): pmsg("threshold.period", "Calendar year"),
    ("threshold.period", "reporting_year"): pmsg("threshold.period", "Reporting year"),
    # threshold.figure
    ("threshold.figure", "nominal"): pmsg("threshold.figure", "Nominal value"),
    ("threshold.figure", "upper"): pmsg("threshold.figure", "Ceiling"),
    ("threshold.figure", "cumulative"): pmsg("threshold.figure", "Cumulative value"),
    ("threshold.figure", "report_days"): pmsg("threshold.figure", "Days to report"),
    ("threshold.figure", "vote_window_days"): pmsg("threshold.figure", "Days before and after a vote"),
    ("threshold.figure", "split_window_days"): pmsg("threshold.figure", "Days within which items are taken together"),
    ("threshold.figure", "split_share"): pmsg("threshold.figure", "Share of the nominal value"),
    ("threshold.figure", "activity_hours_per_year"): pmsg("threshold.figure", "Hours of outside activities a year"),
    ("threshold.figure", "activity_income_per_year"): pmsg(
        "threshold.figure", "Net income from outside activities a year"
    ),
    # status
    ("status", "draft"): pmsg("status", "Draft"),
    ("status", "submitted"): pmsg("status", "Submitted"),
    ("status", "under_review"): pmsg("status", "Under review"),
    ("status", "information_requested"): pmsg("status", "Information requested"),
    ("status", "decided"): pmsg("status", "Decided"),
    ("status", "acknowledged"): pmsg("status", "Acknowledged"),
    ("status", "closed"): pmsg("status", "Closed"),
    ("status", "withdrawn"): pmsg("status", "Withdrawn"),
    # decision
    ("decision", "note"): pmsg("decision", "Noted"),
    ("decision", "authorize"): pmsg("decision", "Authorization granted"),
    ("decision", "authorize_with_conditions"): pmsg("decision", "Authorized with conditions"),
    ("decision", "refuse_authorization"): pmsg("decision", "Authorization refused"),
    ("decision", "return_to_giver"): pmsg("decision", "Returned to the giver"),
    ("decision", "surrender_to_organization"): pmsg("decision", "Surrendered to the Organization"),
    ("decision", "not_permitted"): pmsg("decision", "Not permitted by the code"),
    ("decision", "cease"): pmsg("decision", "End of the activity"),
    ("decision", "modify"): pmsg("decision", "Change of the activity"),
    ("decision", "measure"): pmsg("decision", "Measure"),
    ("decision", "no_measure_needed"): pmsg("decision", "No measure needed (with reasons)"),
    ("decision", "refer"): pmsg("decision", "Referred to another authority"),
    # authorization.validity
    ("authorization.validity", "in_force"): pmsg("authorization.validity", "In force"),
    ("authorization.validity", "suspended"): pmsg("authorization.validity", "Suspended"),
    ("authorization.validity", "revoked"): pmsg("authorization.validity", "Revoked"),
    ("authorization.validity", "expired"): pmsg("authorization.validity", "Expired"),
    ("authorization.validity", "superseded"): pmsg("authorization.validity", "Superseded"),
    # mark
    ("mark", "disclosed"): pmsg("mark", "Disclosed to those concerned"),
    ("mark", "addressed"): pmsg("mark", "Addressed"),
    ("mark", "resolved"): pmsg("mark", "Resolved in the best interest of the Organization"),
    # measure.state
    ("measure.state", "set"): pmsg("measure.state", "To be carried out"),
    ("measure.state", "reported"): pmsg("measure.state", "Reported as carried out"),
    ("measure.state", "done"): pmsg("measure.state", "Carried out"),
    ("measure.state", "lifted"): pmsg("measure.state", "Lifted"),
    # opinion
    ("opinion", "no_objection"): pmsg("opinion", "No objection"),
    ("opinion", "objection"): pmsg("opinion", "Objection"),
    ("opinion", "comment"): pmsg("opinion", "A comment, without objecting"),
    ("opinion", "no_threat"): pmsg("opinion", "It does not threaten independence"),
    ("opinion", "threat"): pmsg("opinion", "It threatens independence"),
    ("opinion", "cannot_tell"): pmsg("opinion", "Cannot tell"),
    # flag
    ("flag", "legal_hold"): pmsg("flag", "Legal hold"),
    ("flag", "under_appeal"): pmsg("flag", "Under appeal"),
    # export.audience
    ("export.audience", "governing_body"): pmsg("export.audience", "Version without names, for the governing body"),
    ("export.audience", "desk"): pmsg("export.audience", "Version with names, for the desk"),
    # stored_role
    ("stored_role", "declarant"): pmsg("stored_role", "Declarant"),
    ("stored_role", "assistant"): pmsg("stored_role", "Assistant filing for another"),
    ("stored_role", "ethics_officer"): pmsg("stored_role", "Ethics officer"),
    ("stored_role", "authorizing_official"): pmsg("stored_role", "Authorizing official"),
    ("stored_role", "executive_head"): pmsg("stored_role", "Executive head"),
    ("stored_role", "recorded_delegate"): pmsg("stored_role", "Holder of delegated authority"),
    ("stored_role", "governing_body_designate"): pmsg("stored_role", "Officer designated by the governing body"),
    ("stored_role", "custodian"): pmsg("stored_role", "Custodian"),
    ("stored_role", "governing_body_reader"): pmsg("stored_role", "Governing-body reader"),
    ("stored_role", "auditor"): pmsg("stored_role", "Auditor"),
    ("stored_role", "policy_owner"): pmsg("stored_role", "Policy owner"),
    ("stored_role", "administrator"): pmsg("stored_role", "Administrator"),
    ("stored_role", "participant"): pmsg("stored_role", "Participant"),
    ("stored_role", "presiding_officer"): pmsg("stored_role", "Presiding officer"),
    ("stored_role", "meeting_secretary"): pmsg("stored_role", "Meeting secretary"),
    ("stored_role", "supervisor_consulted"): pmsg("stored_role", "Supervisor consulted"),
    # the three answers to a plain question
    ("fact", "true"): pmsg("fact", "Yes"),
    ("fact", "false"): pmsg("fact", "No"),
    ("fact", "null"): pmsg("fact", "Don't know"),
    ("authority", "null"): pmsg("authority", "No authorization possible"),
    # regimes
    ("profile", "icsc-plain"): pmsg("profile", "Standards of the Commission without additions"),
    ("profile", "un-style"): pmsg("profile", "United Nations model"),
    ("profile", "eu-style-staff"): pmsg("profile", "European Union model, staff"),
    ("profile", "eu-style-heads"): pmsg("profile", "European Union model, heads and elected officials"),
    ("profile", "cern-style"): pmsg("profile", "CERN model"),
    ("profile", "meeting-participant"): pmsg("profile", "Participation in meetings"),
    ("profile", "iso"): pmsg("profile", "ISO"),
    # who decided
    ("decided_by", "rule"): pmsg("decided_by", "Decided by the rule"),
}

_UNLISTED: set[str] = {"profile"}
"""Fields whose values an organisation may add to: a name of its own is shown as it was written."""


def label(field: str, value: str | bool | None) -> Message:  # noqa: FBT001 - a stored answer, not a switch
    """The label of a stored value of `field`, such as `gift.category`; KeyError for a value that does not exist.

    Answers to plain questions (true, false, null) are labels of `fact`.
    """
    if value is None or isinstance(value, bool):
        written = {True: "true", False: "false", None: "null"}[value]
        return LABELS.get((field, written)) or LABELS["fact", written]
    found = LABELS.get((field, str(value)))
    if found is None and field in _UNLISTED:
        return Message("%(name)s", {"name": str(value)})
    return LABELS[field, str(value)] if found is None else found


def labels_of(field: str) -> Mapping[str, Message]:
    """All values of a field with their labels, in the order of the vocabulary."""
    return {value: text for (of, value), text in LABELS.items() if of == field}
