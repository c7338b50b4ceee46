"""The worked examples that the codes and profiles carry themselves."""

from collections.abc import Iterable

import msgspec
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


def too_few(rules: Iterable[Rule]) -> list[str]:
    """Rules with fewer than five examples, or with examples on one side of their edge only."""
    return [
        rule.id
        for rule in rules
        if len(rule.examples) < 5 or {example.applies for example in rule.examples} != {True, False}
    ]


def test_every_rule_carries_five_examples_on_both_sides_of_its_edge() -> None:
    assert too_few(shipped().rules()) == []


def test_control_a_rule_with_one_sided_or_few_examples_is_found() -> None:
    rule = shipped().rules()[0]
    applying = tuple(example for example in rule.examples if example.applies) * 5
    assert too_few([msgspec.structs.replace(rule, examples=applying)]) == [rule.id]
    assert too_few([msgspec.structs.replace(rule, examples=rule.examples[1:])]) == [rule.id]


def test_no_title_is_told_twice_of_one_rule() -> None:
    told = [(rule.id, example.title) for rule in shipped().rules() for example in rule.examples]
    assert len(told) == len(set(told))
