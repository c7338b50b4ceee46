"""Citing a rule as people write it."""

import pytest

from declarations.advice.rules import citation, known_rule
from declarations.codes.library import shipped
from register.kernel.errors import Invalid


@pytest.mark.parametrize("typed", ["ICSC 50", "icsc-50", " ICSC  50 "])
def test_a_rule_is_found_however_it_is_spelled(typed: str) -> None:
    assert known_rule(typed) == "ICSC-50"
    assert citation("ICSC-50") == ("ICSC 50", "/codes/icsc-2013#ICSC-50")


def test_what_is_no_rule_is_refused_and_nothing_is_no_rule() -> None:
    assert known_rule("") == ""
    with pytest.raises(Invalid):
        known_rule("ICSC 999")


def test_every_rule_can_be_cited_and_leads_to_a_code_where_it_stands_in_one() -> None:
    for rule in shipped().rules():
        written, place = citation(rule.id)
        assert known_rule(written) == rule.id
        assert bool(place) == (rule.code in shipped().codes)
