"""What facts are called, where a reason or a table names them; questions of forms are put by the forms."""

from collections.abc import Mapping

from register.kernel.i18n import Message, pmsg

FIELDS: Mapping[str, Message] = {
    "kind": pmsg("field", "Declaration kind"),
    "capacity": pmsg("field", "Capacity"),
    "roles": pmsg("field", "Role in a body"),
    "event_date": pmsg("field", "Date of the event"),
    "aware_date": pmsg("field", "Date you became aware"),
    "filed_date": pmsg("field", "Date filed"),
    "value": pmsg("field", "Value"),
    "direction": pmsg("field", "Direction (received or given)"),
    "category": pmsg("field", "Gift category"),
    "giver_type": pmsg("field", "Giver type"),
    "giver_relation": pmsg("field", "Relation of the giver"),
    "recipient": pmsg("field", "Recipient of the gift"),
    "official_function": pmsg("field", "Official function"),
    "usual_courtesy": pmsg("field", "Usual courtesies"),
    "unusual": pmsg("field", "Unusual gift"),
    "refusal_would_embarrass": pmsg("field", "Declining would embarrass the Organization"),
    "in_return_for_act": pmsg("field", "In return for an act"),
    "could_appear_as_influence": pmsg("field", "Could appear as an attempt to influence"),
    "through_intermediary": pmsg("field", "Through an intermediary"),
    "related_to_assignment": pmsg("field", "Related to the assignment"),
    "payment_timing": pmsg("field", "Timing (before, during or after the assignment)"),
    "prior_total": pmsg("field", "Earlier gifts from the same giver"),
    "prior_values": pmsg("field", "Values of earlier gifts from the same giver"),
    "may_vote": pmsg("field", "The recipient may vote"),
    "giver_concerned": pmsg("field", "The giver is concerned by the item put to the vote"),
    "vote_date": pmsg("field", "Date of the vote"),
    "activity_class": pmsg("field", "Activity class"),
    "remunerated": pmsg("field", "Remunerated"),
    "hours_per_week": pmsg("field", "Hours per week"),
    "start_date": pmsg("field", "Start date"),
    "end_date": pmsg("field", "End date"),
    "during_leave": pmsg("field", "During leave"),
    "interferes_with_duties": pmsg("field", "Interferes with duties"),
    "incompatible_with_status": pmsg("field", "Incompatible with the status of international civil servant"),
    "conflicts_with_interests": pmsg("field", "Conflicts with the interests of the Organization"),
    "uses_resources": pmsg("field", "Uses the Organization's resources"),
    "uses_name": pmsg("field", "Uses the Organization's name"),
    "for_party_or_campaign": pmsg("field", "In support of a party or campaign"),
    "fundraising": pmsg("field", "Fund-raising"),
    "public_speech": pmsg("field", "Public speech"),
    "press_statement": pmsg("field", "Statement to the press"),
    "article": pmsg("field", "Article (in the press)"),
    "subject": pmsg("field", "Subject of the request"),
    "factual_or_technical_only": pmsg("field", "Factual or technical help only"),
    "nature_declared": pmsg("field", "Nature as declared"),
    "nature_assessed": pmsg("field", "Nature after review"),
    "domain": pmsg("field", "Domain of the conflict"),
    "interest_holder": pmsg("field", "Interest holder"),
    "counterpart_kind": pmsg("field", "Counterpart"),
    "indirect": pmsg("field", "Indirect"),
    "benefit_to": pmsg("field", "Who benefits"),
    "acts_on_matter": pmsg("field", "Acts on the matter"),
    "persuades_for_or_against": pmsg("field", "Tries to persuade for or against"),
}
"""Labels of every fact of a facts file."""


def field_label(fact: str) -> Message:
    """The label of a fact; KeyError for a name that is not a fact."""
    return FIELDS[fact]
