"""What lines of a report are called: bands under their thresholds and in order, rules with their words."""

import pytest

from declarations.codes.library import shipped
from register.kernel.i18n import LOCALES, say
from reports.periodic.lines import band_group, band_line, band_order, band_words, rule_line, rule_of
from reports.periodic.model import Profile
from reports.periodic.publishing import Heading, publish
from reports.periodic.shown import Shown, shown
from tests.periodic import data_set

EN = LOCALES["en"]
BANDS = ("not_valued", "above", "500", "30", "1000", "150")
LIBRARY = shipped()
VERSION = LIBRARY.profiles["un-style"].versions[0]


def lines(version: str) -> list[str]:
    return [f"un-style|{version}|USD|{band}" for band in BANDS]


def table(code: str) -> Shown:
    said = publish(data_set(3, 40), Heading(Profile.GENERAL_ASSEMBLY, "", {}), 5)
    return next(each for each in shown(said) if each.entry.code == code)


def test_bands_rise_under_the_thresholds_that_set_them() -> None:
    codes = sorted([*lines("9"), *lines(VERSION.version)], key=band_order)
    assert [code.split("|")[3] for code in codes] == [*("30", "150", "500", "1000", "above", "not_valued")] * 2
    assert codes[0].split("|")[1] == VERSION.version, "what came into force first comes first"
    assert sorted(codes) != codes, "the control: by the letters of their codes 1000 would come before 30"
    assert "23 April 2020" in say(band_group(codes[0]), EN)


def test_no_two_lines_of_a_group_carry_the_same_words_and_none_does_alone() -> None:
    words = [say(band_words(code), EN) for code in (*lines("9"), *lines("8"))]
    assert len(set(words)) < len(words), "the control: versions share their words"
    alone = [say(band_line(code), EN) for code in (*lines("9"), *lines("8"))]
    assert len(set(alone)) == len(alone)
    of_values = table("values")
    names = [say(name, EN) for name, _ in of_values.table.groups if name]
    assert len(set(names)) == len(names) > 1
    for _, rows in of_values.table.groups:
        said = [say(of_values.short(row), EN) for row in rows]
        assert len(set(said)) == len(said)


@pytest.mark.parametrize("tag", LOCALES)
def test_every_rule_is_told_in_words_with_its_citation(tag: str) -> None:
    for rule in LIBRARY.rules():
        said = say(rule_of(rule_line("gift", "noted", rule.id)), LOCALES[tag])
        words = rule.text if "%(" in rule.message.id else rule.message
        assert say(words, LOCALES[tag]) in said
        assert rule.id not in said
    assert say(rule_of("gift|noted|ICSC-50"), EN).endswith("(ICSC\u00a050)")
    assert say(rule_of("gift|noted|ICSC-17-career"), EN).endswith("(ICSC\u00a017)")
    assert say(rule_of("gift|noted|OLD-1"), EN).endswith("OLD 1"), "the control: a rule that is no longer held"
