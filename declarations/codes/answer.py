"""The answer of `register evaluate` and of the pre-check of the API, in the words of a language."""

from typing import Any

from declarations.codes.decisions import ReviewClass
from declarations.codes.model import Evaluation, Finding
from register.kernel.i18n import Locale, msg, say


def answer(evaluation: Evaluation, locale: Locale | str | None = None) -> dict[str, Any]:
    """Effect, authority, alerts, findings, reference value, profile and codes; messages said in `locale`.

    `review_class` is there where the review is not the ordinary one. Where no version of the profile was in force on
    the day, `version_note` says that the earliest was used.
    """
    value = evaluation.reference_value
    found: dict[str, Any] = {
        "effect": evaluation.effect.value,
        "authority": evaluation.authority.value if evaluation.authority else None,
        "alerts": [alert.value for alert in evaluation.alerts],
        "findings": [_finding(finding, locale) for finding in evaluation.findings],
        "reference_value": value.to_object() if value else None,
        "profile": evaluation.profile or None,
        "profile_version": evaluation.profile_version or None,
        "codes": list(evaluation.codes),
    }
    if evaluation.review_class is not ReviewClass.ORDINARY:
        found["review_class"] = evaluation.review_class.value
    if not evaluation.in_force:
        found["version_note"] = say(EARLIEST, locale)
    return found


EARLIEST = msg("No version of the profile was in force on that day; the earliest version was used.")


def _finding(finding: Finding, locale: Locale | str | None) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "effect": finding.effect.value,
        "authority": finding.authority.value if finding.authority else None,
        "message": say(finding.message, locale),
    }
