"""What lines are called that are values of no vocabulary of declarations."""

from datetime import date
from decimal import Decimal
from typing import Any

from declarations.codes.adopted import held_library
from declarations.codes.bands import Band, band_label
from declarations.codes.engine import ABOVE, NOT_VALUED
from declarations.codes.labels import label
from declarations.codes.model import Rule
from register.kernel.i18n import Message, msg, ours, pmsg

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


def band_words(code: str) -> Message:
    """What such a line is called under the thresholds that its group names."""
    return band_label(band_of(code))


def band_line(code: str) -> Message:
    """What such a line is called where it stands alone."""
    return pmsg(
        "value band in a report", "%(band)s (%(thresholds)s)", band=band_words(code), thresholds=band_group(code)
    )


def band_group(code: str) -> Message:
    """The thresholds by which such a line was judged."""
    band = band_of(code)
    day = _in_force_from(band)
    rules = label("profile", band.regime)
    if day is None:
        return msg("%(rules)s, version %(version)s", rules=rules, version=band.profile_version)
    return msg("%(rules)s, thresholds in force from %(day)s", rules=rules, day=day)


def band_order(code: str) -> tuple[Any, ...]:
    """Rules by rules, their versions as they followed each other, in each the bands from the lowest up."""
    band = band_of(code)
    is_open = (ABOVE, NOT_VALUED).index(band.band) + 1 if band.band in {ABOVE, NOT_VALUED} else 0
    upper = Decimal(0) if is_open else Decimal(band.band)
    since = _in_force_from(band) or date.max
    return band.regime, since, band.profile_version, is_open, band.currency or "", upper, code


def _in_force_from(band: Band) -> date | None:
    profile = held_library().profiles.get(band.regime)
    versions = profile.versions if profile else ()
    return next((each.effective_from for each in versions if each.version == band.profile_version), None)


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
    return pmsg("rule in a report", "%(kind)s · %(effect)s · %(rule)s", rule=rule_words(rule), **led)


def rule_group(code: str) -> Message:
    """Kind and effect, under which the rules are put that led from the one to the other."""
    kind, effect, _ = code.split("|")
    led = {"kind": label("kind", kind), "effect": label("effect", effect)}
    return pmsg("rule in a report", "%(kind)s · %(effect)s", **led)


def rule_in_group(code: str) -> Message:
    """What such a line is called there."""
    rule = code.split("|")[2]
    return rule_words(rule) if rule else pmsg("rule in a report", "No rule")


def rule_words(name: str) -> Message:
    """What a rule says, and where it stands; of a rule that is no longer held its citation."""
    found = next((each for each in held_library().rules() if each.id == name), None)
    if found is None:
        return Message("%(name)s", {"name": name.replace("-", " ")})
    words = found.text if "%(" in found.message.id else found.message
    return pmsg("rule in a report", "%(words)s (%(citation)s)", words=words, citation=_citation(found))


def _citation(rule: Rule) -> Message | str:
    """By code and paragraph, as the office cites; of a rule that a profile adds by instrument and clause."""
    if rule.code in held_library().codes:
        before, paragraph, _ = rule.id.partition(f"-{rule.clause}")
        return f"{before}{paragraph}".replace("-", "\u00a0")
    return msg("%(instrument)s, %(clause)s", instrument=rule.citation.instrument, clause=ours(rule.clause))
