"""The three tests of ICSC 45, which the reviewer answers one by one beside the declarant's own answers. Pure."""

from collections.abc import Mapping
from typing import Any

import msgspec

from declarations.codes.field_labels import FIELDS
from declarations.codes.labels import label
from declarations.filing.model import Decision, Declaration
from register.kernel.errors import FieldError
from register.kernel.i18n import Message, msg

TESTS = ("interferes_with_duties", "incompatible_with_status", "conflicts_with_interests")

Tested = Mapping[str, bool | None]
"""For each test yes, no, or null where the reviewer cannot tell."""


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
