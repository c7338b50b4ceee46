"""What lines are called that are values of no vocabulary of declarations."""

from declarations.codes.bands import Band
from declarations.codes.labels import label
from register.kernel.i18n import Message, msg, pmsg

ADVICE_TOPICS: dict[str, Message] = {
    **{kind: label("kind", kind) for kind in ("gift", "outside_activity", "conflict")},
    "approval_request": pmsg("topic of advice", "Duties and approval"),
    "political_activity": pmsg("topic of advice", "Political activity"),
    "after_service": pmsg("topic of advice", "After leaving the Organization"),
    "other": pmsg("topic of advice", "Another matter"),
}
"""Reports count advice by topic and know nothing else of it, so the words stand here too."""
PRESIDING_LINES: dict[str, Message] = {
    "meetings": msg("Meetings held"),
    "participants": msg("Participants"),
    "acknowledged": msg("Participants who acknowledged the code"),
    "opinions_asked": msg("Opinions asked of presiding officers"),
    "opinions_given": msg("Opinions given"),
    "matters": msg("Matters reported to presiding officers"),
    "summon": msg("Participants summoned"),
    "warn": msg("Warnings"),
    "call_to_order": msg("Calls to order"),
    "urge": msg("Participants urged"),
    "informed": msg("Participants informed as a last step"),
}
_CLASSES: dict[str, Message] = {
    "election": pmsg("class of item", "Elections"),
    "appointment": pmsg("class of item", "Appointments"),
    "contract": pmsg("class of item", "Contracts"),
    "host_selection": pmsg("class of item", "Choice of a host"),
    "other": pmsg("class of item", "Other decisions"),
    "none": pmsg("class of item", "Items without a decision"),
}


def advice_topic(code: str) -> Message:
    """A topic of advice."""
    return ADVICE_TOPICS[code]


def presiding_line(code: str) -> Message:
    """A line of the table on presiding officers."""
    return PRESIDING_LINES[code]


def meeting_class(code: str) -> Message:
    """A class of agenda items."""
    return _CLASSES[code]


def band_of(code: str) -> Band:
    """The value band that a code of a line stands for: regime, version, currency and bound."""
    regime, version, currency, band = code.split("|")
    return Band(band, regime, version, currency or None)


def band_code(band: Band) -> str:
    """The code of a line for a value band."""
    return "|".join((band.regime, band.profile_version, band.currency or "", band.band))


def rule_line(kind: str, effect: str, rule: str | None) -> str:
    """The code of a line for a rule: whoever has read the codes knows to which kinds it applies and what it leads to.

    So kind and effect stand in the line, and the protection adds the rules of one kind and effect up.
    """
    return "|".join((kind, effect, rule or ""))


def rule_of(code: str) -> Message:
    """What such a line is called."""
    kind, effect, rule = code.split("|")
    led = {"kind": label("kind", kind), "effect": label("effect", effect)}
    if not rule:
        return pmsg("rule in a report", "%(kind)s · %(effect)s · no rule", **led)
    return pmsg("rule in a report", "%(kind)s · %(effect)s · %(rule)s", rule=rule, **led)
