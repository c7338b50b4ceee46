"""The form of a sandbox, read into a question; every fault by field, what was typed kept."""

from collections.abc import Iterable
from datetime import date, timedelta

from declarations.codes.model import Profile, ProfileVersion, Rule
from declarations.codes.sandbox import LONGEST_RULES, Sandbox
from declarations.policies.forms import filled_in as filled_in_terms
from declarations.policies.forms import read_terms
from declarations.whatif.model import Asked, By
from register.kernel.form import Form
from register.kernel.i18n import msg

_NOTHING_ADOPTS_IT = "-"
"""Stands for the instrument of a figure that is only tried."""


def rules_of(version: ProfileVersion) -> list[Rule]:
    """Every rule of a version once, in the order of their ids."""
    found = {rule.id: rule for rules in version.rules.values() for rule in rules}
    return [found[name] for name in sorted(found)]


def filled_in(profile: Profile, today: date) -> Form:
    """The form as the newest version stands, for the months of the last year that are over."""
    version = profile.versions[-1]
    form = filled_in_terms(version)
    form.put("by", By.EVENT)
    last = today.replace(day=1) - timedelta(days=1)
    form.put_day("since", last.replace(day=1, year=last.year - 1))
    form.put_day("until", last)
    form.put("rules", [rule.id for rule in rules_of(version)])
    return form


def read_question(form: Form, profile: Profile, further: Iterable[Rule]) -> Asked:
    """The question that the form asks. Raises Invalid with every fault."""
    version = profile.versions[-1]
    terms = read_terms(form, version, _NOTHING_ADOPTS_IT)
    by = form.choice("by", tuple(By), missing=msg("Choose by which day."))
    since, until = form.day("since"), form.day("until")
    added = form.text("added", longest=LONGEST_RULES)
    present, offered = [rule.id for rule in rules_of(version)], [rule.id for rule in further]
    ticked = form.choices("rules", (*present, *offered))
    form.check()
    sandbox = Sandbox(
        profile=profile.name,
        terms=terms,
        off=tuple(name for name in present if name not in ticked),
        on=tuple(name for name in offered if name in ticked),
        added=added,
    )
    return Asked(sandbox, By(by or By.EVENT), since, until)
