"""The three tests of ICSC 45, which the reviewer answers one by one beside the declarant's own answers. Pure."""

from collections.abc import Mapping
from typing import Any

import msgspec

from declarations.codes.field_labels import FIELDS
from declarations.codes.labels import label
from declarations.codes.library import shipped
from declarations.filing.model import Decision, Declaration
from declarations.filing.workflow import GRANTING
from declarations.review.lawful import is_below_head
from register.kernel.errors import FieldError
from register.kernel.i18n import Message, msg

TESTS = ("interferes_with_duties", "incompatible_with_status", "conflicts_with_interests")

Tested = Mapping[str, bool | None]
"""For each test yes, no, or null where the reviewer cannot tell."""


DOUBT = "ICSC-45-doubt"
"""The rule by which such a question is the executive head's, whoever has it: the declarant or the reviewer."""


class Answered(msgspec.Struct, frozen=True):
    """One test: what the declarant answered, and what the reviewer answers."""

    name: str
    test: Message
    declared: Message | None
    """None where it was not asked."""
    assessed: Message | None = None


def answers_wanted(declaration: Declaration, decision: str) -> bool:
    """Whether the tests are answered with this decision: of every activity that is more than noted."""
    return declaration.kind == "outside_activity" and decision != Decision.NOTE


def faults_of_tests(
    declaration: Declaration, decision: str, tested: Tested | None, *, is_needed: bool
) -> list[FieldError]:
    """What is missing or too much. `is_needed` is false where a recommendation has answered them already."""
    if tested is None and not (is_needed and answers_wanted(declaration, decision)):
        return []
    if declaration.kind != "outside_activity":
        return [FieldError("tests", msg("Only for an outside activity."))]
    missing = msg("Answer each of the three tests; it is what the decision rests on.")
    return [FieldError(f"tests.{name}", missing) for name in TESTS if tested is None or name not in tested]


def is_for_head(declaration: Declaration, tested: Tested | None) -> bool:
    """Whether the reviewer's answers take the case from a lower authority: with a yes, or where they cannot tell."""
    return is_below_head(declaration) and tested is not None and any(tested.get(name) is not False for name in TESTS)


def faults_of_doubt(declaration: Declaration, decision: str, *answers: Tested | None) -> list[FieldError]:
    """Nobody below the executive head grants an activity of which a test is in doubt, whoever answered it (ICSC 45)."""
    if decision not in GRANTING or not any(is_for_head(declaration, tested) for tested in answers):
        return []
    refused = msg("A test of paragraph 45 was answered with yes or in doubt. Only the executive head may authorize it.")
    return [FieldError("decision", refused)]


def doubt_said(rule: str) -> Message | None:
    """Why the executive head rules on it, in the words of the rule; None where a recommendation rests on another."""
    return next((each.message for each in shipped().rules() if each.id == rule), None) if rule == DOUBT else None


def beside(facts: Mapping[str, Any], said: Mapping[str, Any] | None = None) -> tuple[Answered, ...]:
    """The tests with the declarant's answers, and with the reviewer's where `said` is an event that holds them."""
    told = (said or {}).get("tests")
    return tuple(
        Answered(
            name,
            FIELDS[name],
            label("fact", facts[name]) if name in facts else None,
            label("fact", told[name]) if told and name in told else None,
        )
        for name in TESTS
        if told or said is None
    )
