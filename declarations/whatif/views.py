"""What the pages and the command say of a what-if."""

from collections.abc import Iterable
from typing import Any

import msgspec

from declarations.codes.labels import label
from declarations.codes.model import Rule
from declarations.codes.terms import Change, changes, terms_of
from declarations.policies.views import change_row
from declarations.whatif.forms import rules_of
from declarations.whatif.model import FEW, Asked, By
from declarations.whatif.service.asking import Tried
from register.kernel.i18n import Message, msg, pmsg

STANDINGS = {
    "waiting": pmsg("what_if.status", "Being worked off"),
    "done": pmsg("what_if.status", "Done"),
    "failed": pmsg("what_if.status", "Not done"),
}
TONES = {"waiting": "waits", "done": "good", "failed": "bad"}
BY = [(By.EVENT, msg("By the day of the event")), (By.FILED, msg("By the day of filing"))]
_NO_UNIT = msg("No unit")


def told(many: int | None) -> int | Message:
    """A count, or that it is too small to be told."""
    return msg("fewer than %(few)s", few=FEW) if many is None else many


def unit_named(name: str) -> Message:
    """The unit as it is called."""
    return Message("%(name)s", {"name": name}) if name else _NO_UNIT


def rule_options(tried: Tried) -> list[tuple[str, Message]]:
    """Rules that can be switched off, then those that can be switched on, each with its clause and its words."""
    present = rules_of(tried.profile.versions[-1])
    return [*((rule.id, _rule(rule.id, rule.message)) for rule in present), *map(_offered, tried.further)]


def _offered(rule: Rule) -> tuple[str, Message]:
    """Its sentence may speak of a figure that the profile leaves blank; its clause does not."""
    return rule.id, _rule(rule.id, rule.text)


def _rule(name: str, words: Message) -> Message:
    return msg("%(rule)s: %(words)s", rule=name, words=words)


class Trial(msgspec.Struct, frozen=True):
    """What is tried, in words."""

    terms: tuple[Any, ...]
    off: tuple[Message, ...]
    on: tuple[Message, ...]
    added: str


def trial_of(asked: Asked, tried: Tried) -> Trial:
    """What differs from the newest version."""
    newest, words = tried.profile.versions[-1], dict(rule_options(tried))
    found: Iterable[Change] = changes(terms_of(newest), asked.sandbox.terms)
    rows = tuple(change_row(change, asked.sandbox.terms.currency, with_source=False) for change in found)
    off, on = (
        tuple(words.get(name) or unit_named(name) for name in names) for names in (asked.sandbox.off, asked.sandbox.on)
    )
    return Trial(rows, off, on, asked.sandbox.added)


def kind_label(kind: str) -> Message:
    """The kind in words."""
    return label("kind", kind)


def class_label(review_class: str) -> Message:
    """The class of review in words."""
    return label("review_class", review_class)


def effect_label(effect: str) -> Message:
    """The effect in words."""
    return label("effect", effect)
