"""Stored values of what follows from a declaration: effects, authorities, alerts, statuses, decisions, marks."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property


class Force(StrEnum):
    """How binding the words of a clause are."""

    MUST = "must"
    SHALL = "shall"
    SHOULD = "should"
    MAY = "may"


class Ordered(StrEnum):
    """Values with an order of their own; comparing the strings would sort them by the alphabet, so `rank` it is."""

    @cached_property
    def rank(self) -> int:
        """The place in the order of definition, from 0."""
        return list(type(self)).index(self)


class Effect(Ordered):
    """What a rule makes of the facts, from the mildest to the strictest."""

    NONE = "none"
    NOTED = "noted"
    DISCLOSE = "disclose"
    AUTHORIZATION_REQUIRED = "authorization_required"
    REFERRAL = "referral"
    """In doubt a named authority rules (ICSC 45, 48)."""
    ACCEPT_AND_SURRENDER = "accept_and_surrender"
    """Taken for the Organization, reported and handed over."""
    NOT_ACCEPTABLE = "not_acceptable"
    """No decision can authorize it: only declined, returned or surrendered."""


def strictest(effects: Iterable[Effect]) -> Effect:
    """The strictest of the effects; `none` when there are none."""
    return max(effects, key=lambda effect: effect.rank, default=Effect.NONE)


class Authority(StrEnum):
    """Who decides; null stands for the ethics officer without a named authority."""

    EXECUTIVE_HEAD = "executive_head"
    AUTHORIZING_OFFICIAL = "authorizing_official"
    SUPERVISOR = "supervisor"
    """Is consulted first; holds no role of the register, so that the ethics office decides (ICSC 12)."""
    ETHICS_OFFICER = "ethics_officer"
    PRESIDING_OFFICER = "presiding_officer"
    GOVERNING_BODY_DESIGNATE = "governing_body_designate"
    OVERSIGHT_OFFICE = "oversight_office"
    NATIONAL_BODY = "national_body"
    TECHNICAL_BOARD = "technical_board"
    COUNCIL = "council"


class Alert(Ordered):
    """What a person should notice beside the effect."""

    VOTE_TIME = "vote_time"
    CUMULATIVE = "cumulative"
    SPLIT_BELOW_THRESHOLD = "split_below_threshold"
    LATE = "late"
    BEGUN_BEFORE_AUTHORIZATION = "begun_before_authorization"
    RECEIVED_BEFORE_AUTHORIZATION = "received_before_authorization"
    STAND_ASIDE = "stand_aside"
    """Do not act on the matter until it is decided."""
    CONTINUED_AFTER_END = "continued_after_end"
    ADVICE_RECOMMENDED = "advice_recommended"
    POSSIBLE_BREACH = "possible_breach"
    """Accuses nobody: the person sees the competent office and the protection against retaliation (ICSC 20)."""


class ReviewClass(Ordered):
    """With how much care, and how fast, a declaration is reviewed."""

    LIGHT = "light"
    """Work that maintains competence: decided within a target of its own; a refusal gives its reasons (ICSC 46)."""
    ORDINARY = "ordinary"
    HEIGHTENED = "heightened"
    """Procurement and prospective employment (ICSC 24)."""
    PRIORITY = "priority"
    """Instruction or pressure from outside: the person is told at once whom to consult, and it is treated first."""


class Comparator(StrEnum):
    """How a value meets a figure: equality is within a limit of `gt` and above one of `gte`."""

    GT = "gt"
    GTE = "gte"


class Period(Ordered):
    """Over which time gifts of one giver are added up."""

    ROLLING_12M = "rolling_12m"
    CALENDAR_YEAR = "calendar_year"
    REPORTING_YEAR = "reporting_year"


class FigureName(StrEnum):
    """The figures a profile may hold."""

    NOMINAL = "nominal"
    UPPER = "upper"
    CUMULATIVE = "cumulative"
    REPORT_DAYS = "report_days"
    VOTE_WINDOW_DAYS = "vote_window_days"
    SPLIT_WINDOW_DAYS = "split_window_days"
    SPLIT_SHARE = "split_share"
    ACTIVITY_HOURS_PER_YEAR = "activity_hours_per_year"
    ACTIVITY_INCOME_PER_YEAR = "activity_income_per_year"
    """Net, in the currency of the profile."""


AMOUNTS = frozenset({FigureName.NOMINAL, FigureName.UPPER, FigureName.CUMULATIVE, FigureName.ACTIVITY_INCOME_PER_YEAR})
"""Figures that are amounts of money; the others are days, hours and shares."""


class Status(StrEnum):
    """Where a declaration stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    INFORMATION_REQUESTED = "information_requested"
    DECIDED = "decided"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Decision(StrEnum):
    """What can be decided; the findings say which of them are open."""

    NOTE = "note"
    AUTHORIZE = "authorize"
    AUTHORIZE_WITH_CONDITIONS = "authorize_with_conditions"
    REFUSE_AUTHORIZATION = "refuse_authorization"
    RETURN_TO_GIVER = "return_to_giver"
    SURRENDER_TO_ORGANIZATION = "surrender_to_organization"
    NOT_PERMITTED = "not_permitted"
    CEASE = "cease"
    MODIFY = "modify"
    MEASURE = "measure"
    NO_MEASURE_NEEDED = "no_measure_needed"
    REFER = "refer"


class Validity(StrEnum):
    """Whether an authorization still holds."""

    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


class Flag(StrEnum):
    """What holds beside the status."""

    LEGAL_HOLD = "legal_hold"
    UNDER_APPEAL = "under_appeal"


class Mark(StrEnum):
    """The three marks of a conflict, with dates (ICSC 23, ISO Code of Ethics c6)."""

    DISCLOSED = "disclosed"
    ADDRESSED = "addressed"
    RESOLVED = "resolved"


class Audience(StrEnum):
    """For whom an export is made."""

    GOVERNING_BODY = "governing_body"
    DESK = "desk"


class StoredRole(StrEnum):
    """Roles of accounts, and those that come by a link or a meeting."""

    DECLARANT = "declarant"
    ASSISTANT = "assistant"
    ETHICS_OFFICER = "ethics_officer"
    AUTHORIZING_OFFICIAL = "authorizing_official"
    EXECUTIVE_HEAD = "executive_head"
    RECORDED_DELEGATE = "recorded_delegate"
    GOVERNING_BODY_DESIGNATE = "governing_body_designate"
    CUSTODIAN = "custodian"
    GOVERNING_BODY_READER = "governing_body_reader"
    AUDITOR = "auditor"
    POLICY_OWNER = "policy_owner"
    ADMINISTRATOR = "administrator"
    PARTICIPANT = "participant"
    PRESIDING_OFFICER = "presiding_officer"
    MEETING_SECRETARY = "meeting_secretary"
    SUPERVISOR_CONSULTED = "supervisor_consulted"
