"""The worked examples that the codes and profiles carry themselves."""

import pytest

from declarations.codes.engine import evaluate
from declarations.codes.facts import parse_facts
from declarations.codes.library import shipped
from declarations.codes.model import Example, Rule

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}: {example.title}")
    for rule in shipped().rules()
    for example in rule.examples
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_worked_example_comes_out_as_the_rule_says(rule: Rule, example: Example) -> None:
    found = evaluate(parse_facts(example.facts), shipped().profile(example.profile))
    assert (found.effect, found.authority, found.alerts) == (example.effect, example.authority, example.alerts)
    assert (rule.id in [finding.rule for finding in found.findings]) is example.applies


def test_every_rule_carries_an_example_in_which_it_applies() -> None:
    without = [rule.id for rule in shipped().rules() if not any(example.applies for example in rule.examples)]
    assert without == []
