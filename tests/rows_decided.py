"""Who sees and who changes rows of other people, table by table: what was decided, for the tests of row security."""

from collections.abc import Mapping

from register.access.policy import ACCOUNT_ROLES

DESK = frozenset(
    {
        "ethics_officer",
        "authorizing_official",
        "executive_head",
        "recorded_delegate",
        "governing_body_designate",
    }
)
# In the world below every authority has a case before it, and nobody else's.
READS = DESK
KEEPS = frozenset({"administrator"})
DIRECTORY = DESK | KEEPS
NOBODY: frozenset[str] = frozenset()
EVERYONE = ACCOUNT_ROLES

MEETINGS = frozenset(
    {
        *("agenda_item", "agenda_party", "agenda_revision", "arrival_code", "aside_rule", "meeting", "meeting_answer"),
        *("meeting_delegation", "meeting_officer", "open_vote", "participant", "participant_list", "sitting"),
        *("participant_session",),
        *("standing_aside", "vote_snapshot", "voting_delegate"),
        *("opinion_guidance", "participants_informed", "presiding_measure", "presiding_opinion", "reported_matter"),
    }
)
"""Open to those who hold a function in that very meeting, and to its participants: no stored role opens any."""

SEEN_BY: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(MEETINGS, NOBODY),
    "absence": DESK,  # days and names
    "account": KEEPS,
    "activity_authorization": frozenset({"ethics_officer", "authorizing_official"}),  # as the case that it ends
    "advice": frozenset({"ethics_officer"}),  # the office's; that of the executive head is the designate's
    "advice_consent": frozenset({"ethics_officer"}),
    "advice_draft": NOBODY,  # the asker alone
    "advice_message": frozenset({"ethics_officer"}),
    "api_token": NOBODY,
    "asset_consent": frozenset({"ethics_officer", "asset_reader"}),  # who asks sees the answer
    "asset_content": NOBODY,  # it leaves by a function, for a lawful use
    "asset_designation": frozenset({"ethics_officer", "asset_reader"}),
    "asset_draft": NOBODY,
    "asset_review": frozenset({"asset_reader"}),
    "asset_statement": frozenset({"ethics_officer", "asset_reader"}),  # that it exists, and its dates
    "asset_version": frozenset({"asset_reader"}),
    "assistant_link": DIRECTORY,
    "body_role": DIRECTORY,
    "case_look": NOBODY,  # each their own
    "case_match": frozenset({"ethics_officer"}),  # whoever sees both declarations
    "case_match_due": NOBODY,
    "change_aside": frozenset({"ethics_officer"}),  # of everyone but themselves and those above them
    "credential": NOBODY,
    "declaration": READS,
    "delegation": KEEPS,
    "desk_filter": frozenset({"ethics_officer"}),  # the one below is shared with the office
    "draft": NOBODY,
    "event": READS | KEEPS | {"policy_owner"},  # each those of what they see: cases, the directory, thresholds
    "engagement": frozenset({"ethics_officer", "governing_body_designate"}),  # the auditors whom it names besides
    "evidence": frozenset({"ethics_officer", "authorizing_official"}),  # beside the cases that lie before them
    "evidence_chunk": frozenset({"ethics_officer", "authorizing_official"}),
    "extract_chunk": NOBODY,  # the auditor who asked, while its time lasts
    "extract_job": frozenset({"ethics_officer"}),
    "extract_progress": frozenset({"ethics_officer"}),
    "guidance": EVERYONE,  # the one below is published
    "function_change": NOBODY,
    "heard_name": NOBODY,  # names as people typed them; a function of the desk finds by them
    "idempotency": NOBODY,
    "known_name": DIRECTORY,
    "legacy_entry": frozenset({"ethics_officer"}),
    "legacy_run": frozenset({"ethics_officer"}),
    "legacy_step": NOBODY,
    "link_request": NOBODY,
    "name_sound": NOBODY,
    "one_time_link": NOBODY,
    "measure": frozenset({"ethics_officer"}),  # of a case that the office decided
    "opinion": frozenset({"ethics_officer"}),  # of a case that only the office has before it
    "outbox": KEEPS,  # only what could not be delivered, and encrypted
    "party": EVERYONE,
    "party_alias": EVERYONE,
    "party_match_due": NOBODY,
    "party_name": EVERYONE,
    "party_record": EVERYONE,
    "party_typed": EVERYONE,
    "person": DIRECTORY,
    "person_capacity": DIRECTORY,
    "profile_version": frozenset({"policy_owner", "executive_head"}),  # until it is adopted
    "rate": EVERYONE,
    "rate_count": NOBODY,
    "rate_source": EVERYONE,
    "reading": frozenset({"auditor"}),
    "recusal": frozenset({"ethics_officer"}),  # of a case that only the office has before it
    "reporting_line": DIRECTORY,
    "role_grant": KEEPS,
    "seal": EVERYONE,
    "seal_leaf": READS,
    "separation": frozenset({"ethics_officer"}),  # of everyone but themselves and those above them
    "session": NOBODY,
    "standing_words": DESK,
    "typed_giver": NOBODY,  # found by a function that gives keys to join with
    "periodic_data_set": frozenset({"ethics_officer"}),
    "periodic_report": frozenset({"ethics_officer"}),  # until it is frozen
    "unit": EVERYONE,
    "unmasking": frozenset({"ethics_officer", "governing_body_designate"}),  # who reviews the case
    "unmasking_case": frozenset({"ethics_officer", "governing_body_designate"}),
    "what_if": NOBODY,  # whoever asked it alone
}
"""For each table, the roles that see a row of somebody with whom they have nothing to do."""

CHANGED_BY: Mapping[str, frozenset[str]] = {
    "account": KEEPS,
    "advice": frozenset({"ethics_officer"}),
    "activity_authorization": frozenset({"ethics_officer", "authorizing_official"}),
    "asset_designation": frozenset({"ethics_officer"}),  # ends it
    "asset_statement": frozenset({"asset_reader"}),  # says that it was reviewed
    "assistant_link": KEEPS,
    "change_aside": frozenset({"ethics_officer"}),
    "declaration": READS,
    "delegation": KEEPS,
    "guidance": frozenset({"ethics_officer"}),  # of questions on which they advise
    "legacy_run": frozenset({"ethics_officer"}),  # the office brings a register over together
    "measure": frozenset({"ethics_officer"}),
    "opinion": frozenset({"ethics_officer"}),
    "outbox": KEEPS,
    "party": KEEPS,
    "party_alias": KEEPS | {"ethics_officer"},
    "party_name": KEEPS | {"ethics_officer"},  # an officer those of other names alone
    "party_record": KEEPS | {"ethics_officer"},
    "role_grant": KEEPS,
    "periodic_report": frozenset({"ethics_officer"}),  # a draft of the office
    "separation": frozenset({"ethics_officer"}),
}
"""The same for changing or deleting; every other table is changed by nobody in their own name."""

FOR_PERSONS = frozenset({"guidance"})
"""Seen by whoever is signed in, and by no service."""

OPEN = frozenset({"rate", "rate_source"})
"""Published figures: seen even without any identity."""

HALL = frozenset(
    {
        *("agenda_item", "agenda_party", "agenda_revision", "aside_rule", "meeting", "meeting_delegation"),
        *("meeting_officer", "sitting", "voting_delegate"),
    }
)
"""What everyone in a hall may know of their own meeting."""

BY_LINK: Mapping[str, frozenset[str]] = {
    "elsewhere": OPEN,
    "beside": OPEN | HALL | {"event", "participants_informed"},  # every participant is informed (INTERPOL 23)
    "presiding": OPEN
    | HALL
    | {"event", "meeting_answer", "open_vote", "participant", "participants_informed", "standing_aside"}
    | {"presiding_measure", "reported_matter", "vote_snapshot"},  # the report names nobody; the opinion is another’s
}
"""For whoever came by a link, the tables of which they see rows of others."""

NOT_OURS = frozenset({"migration"})
"""Piccolo's list of migrations: names of files, no row security."""

VIEWS = {
    **dict.fromkeys(("engagement_case", "engagement_case_state"), "extractor"),
    **dict.fromkeys(("gift_extract", "gift_extract_state"), "exporter"),
    **dict.fromkeys(
        (
            *("report_advice", "report_authorization", "report_capacity", "report_case", "report_gift", "report_item"),
            *("report_measure", "report_meeting", "report_step", "report_unsealed"),
        ),
        "reporter",
    ),
}
"""They show rows to one service of ours and to nobody else; each names its own condition."""
