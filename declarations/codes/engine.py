"""The rule engine: facts, a profile and rates in; findings, effect, authority and alerts out. Pure, and repeatable.

Not knowing brings a person, never a ban: a finding that holds only through a fact that is not known, and that is
stricter than a referral, becomes a referral to the ethics officer.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from declarations.codes import alerts
from declarations.codes.conditions import Applies, Holds, applies
from declarations.codes.decisions import Alert, Authority, Effect
from declarations.codes.derived import Compared, derive
from declarations.codes.facts import Facts
from declarations.codes.model import Evaluation, Finding, Profile, ProfileVersion, Rule
from declarations.codes.rates import NO_RATES, Rates, ReferenceValue
from declarations.codes.reasons import reasons_of
from declarations.codes.vocabulary import Kind
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import msg

ABOVE, NOT_VALUED = "above", "not_valued"
"""The value bands beside the upper bounds of a profile."""


NOTHING_TO_DECLARE = Evaluation(
    effect=Effect.NOTED,
    authority=None,
    alerts=(),
    findings=(),
    reference_value=None,
    value_band=NOT_VALUED,
    profile="",
    profile_version="",
    in_force=True,
    codes=(),
)
"""A statement that there is nothing to declare is noted, whatever the regime; it has no facts."""


def evaluate(
    facts: Facts, profile: Profile | ProfileVersion, rates: Rates = NO_RATES, on: date | None = None
) -> Evaluation:
    """Judge facts by a profile: all findings, strictest first, and what follows from them together.

    `on` is the day whose version of the profile applies; by default the day of the event, else of the start, else of
    the filing. Where no version was in force the earliest is used and `in_force` says so. Raises Invalid when no day
    is known, or when the codes of the profile do not speak on the kind.
    """
    day = on or default_day(facts)
    version, in_force = (
        profile.version_on(day) if isinstance(profile, Profile) else (profile, profile.effective_from <= day)
    )
    if facts.kind is not Kind.NIL and facts.kind not in version.rules:
        raise Invalid(
            fields=[FieldError("kind", msg("The codes of this profile hold no rules for this kind of declaration."))]
        )
    flat, compared = derive(facts, version, rates, day)
    findings, stated = _findings(version, flat, compared)
    effect = findings[0].effect if findings else (Effect.NOTED if facts.kind is Kind.NIL else Effect.NONE)
    raised = stated | alerts.raised(effect, flat)
    return Evaluation(
        effect=effect,
        authority=findings[0].authority if findings else None,
        alerts=tuple(sorted(raised, key=lambda alert: alert.rank)),
        findings=findings,
        reference_value=compared.value,
        value_band=value_band(compared.value, version),
        profile=version.profile,
        profile_version=version.version,
        in_force=in_force,
        codes=version.codes,
    )


def day_of(facts: Facts) -> date | None:
    """The day of the event, else of the start, else of the filing; None when none of them is known."""
    day: date | None = facts.get("event_date") or facts.get("start_date") or facts.get("filed_date")
    return day


def default_day(facts: Facts) -> date:
    """The day of the event, else of the start, else of the filing. Raises Invalid when none of them is known."""
    day = day_of(facts)
    if day is None:
        name = "start_date" if facts.kind is Kind.OUTSIDE_ACTIVITY else "filed_date"
        raise Invalid(fields=[FieldError(name, msg("Give the day, so that the rules of that day can be applied."))])
    return day


def value_band(value: ReferenceValue | None, version: ProfileVersion) -> str:
    """The band of a value: its upper bound (included), `above` all of them, or `not_valued`."""
    if value is None:
        return NOT_VALUED
    return next((format(bound, "f") for bound in version.band_edges if value.exact <= Fraction(bound)), ABOVE)


def stated_band(at_least: Decimal, at_most: Decimal | None, version: ProfileVersion) -> str:
    """The band in which every value between two stated bounds lies, in the currency of the profile.

    `at_least` is below and `at_most` above or at the value; NOT_VALUED where several bands are possible.
    """
    first = next((bound for bound in version.band_edges if bound > at_least), None)
    if at_most is None or not version.band_edges:
        return ABOVE if version.band_edges and first is None else NOT_VALUED
    last = next((bound for bound in version.band_edges if bound >= at_most), None)
    if first != last:
        return NOT_VALUED
    return ABOVE if first is None else format(first, "f")


def _findings(
    version: ProfileVersion, flat: Mapping[str, Any], compared: Compared
) -> tuple[tuple[Finding, ...], set[Alert]]:
    found: list[Finding] = []
    stated: set[Alert] = set()
    for rule in version.rules.get(flat["kind"], ()):
        held = applies(rule.when, rule.unless, flat)
        if held.grade is Holds.NOT:
            continue
        certain = held.grade is Holds.CERTAINLY
        found.append(_finding(rule, held, flat, compared))
        stated.update(alert for alert in rule.alerts if certain or alert is not Alert.POSSIBLE_BREACH)
    return tuple(sorted(found, key=_order)), stated


def _finding(rule: Rule, held: Applies, flat: Mapping[str, Any], compared: Compared) -> Finding:
    certain = held.grade is Holds.CERTAINLY
    effect, authority = rule.effect, own_case(rule.authority, flat, compared.version)
    if not certain and effect.rank > Effect.REFERRAL.rank:
        effect, authority = Effect.REFERRAL, Authority.ETHICS_OFFICER
    return Finding(
        rule=rule.id,
        code=rule.code,
        clause=rule.clause,
        force=rule.force,
        effect=effect,
        authority=authority,
        certain=certain,
        message=rule.message,
        text=rule.text,
        quoted=rule.quoted,
        instrument=rule.citation.instrument,
        reasons=reasons_of(held, flat, compared),
        review_class=rule.review_class,
    )


def own_case(authority: Authority | None, flat: Mapping[str, Any], version: ProfileVersion) -> Authority | None:
    """Nobody decides their own case, nor that of their head: an executive head's goes to the designate."""
    office = next((office for office in version.own_case if office.value == flat.get("capacity")), None)
    if office is None or authority not in {office, *_UNDER_THE_HEAD}:
        return authority
    return version.own_case[office]


_UNDER_THE_HEAD = (Authority.AUTHORIZING_OFFICIAL, Authority.SUPERVISOR)
"""Officials who decide for others what they could not decide for the head above them."""


def _order(finding: Finding) -> tuple[int, str, str]:
    return (-finding.effect.rank, finding.code, finding.rule)
