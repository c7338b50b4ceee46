"""What the stored values of an extract are called in its language, each looked up once."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from declarations.codes.bands import band_label
from declarations.codes.labels import label
from declarations.parties.countries import country_name
from register.kernel.i18n import Locale, Message, msg, pmsg, say
from reports.model import Fate

Key = TypeVar("Key", bound=Hashable)

CLOSED, WITHDRAWN = "closed", "withdrawn"

DISPOSITIONS: dict[str, Message] = {
    "withdrawn": pmsg("disposition", "Declaration withdrawn"),
    "declined": pmsg("disposition", "Declined by the recipient"),
    "returned": pmsg("disposition", "To be returned to the giver"),
    "surrendered": pmsg("disposition", "To be surrendered to the Organization"),
    "kept": pmsg("disposition", "Left with the recipient"),
    "not_accepted": pmsg("disposition", "Not accepted"),
    "not_given": pmsg("disposition", "Not given"),
    "given": pmsg("disposition", "Given"),
    "pending": pmsg("disposition", "Pending"),
    "not_known": pmsg("disposition", "Not known"),
}
"""What becomes of an item, as far as it follows from the declaration and the decision."""

_AGREED = frozenset({"note", "authorize", "authorize_with_conditions", "no_measure_needed", "measure"})
_ORDERED = {"return_to_giver": "returned", "surrender_to_organization": "surrendered"}
_REFUSED = frozenset({"refuse_authorization", "not_permitted"})
_UNDECIDED = frozenset({"submitted", "under_review", "information_requested"})
_OUTWARD = frozenset({"given", "offered_by_me", "solicited_by_me"})


def disposition(fate: Fate) -> str:
    """What becomes of an item (policy.md: disposition): a key of DISPOSITIONS."""
    if fate.status == WITHDRAWN:
        return "withdrawn"
    outcome = _decided(fate)
    if outcome in _ORDERED:
        return _ORDERED[outcome]
    if fate.direction == "declined_by_me":
        return "declined"
    if outcome is None:
        return "not_known" if fate.status == CLOSED else "pending"
    return _followed(fate.direction, outcome)


def _followed(direction: str | None, outcome: str) -> str:
    """What a decision comes to that orders nothing to be done with the item."""
    is_outward = direction in _OUTWARD
    if outcome in _AGREED:
        return "given" if is_outward else "kept"
    if outcome in _REFUSED and direction != "received":
        return "not_given" if is_outward else "not_accepted"
    return "not_known"  # it was there already, and nobody has recorded where it went


def _decided(fate: Fate) -> str | None:
    """The decision of the version in force: what was decided of an earlier one is not of this one."""
    return None if fate.status in _UNDECIDED else fate.outcome


def outcome_label(fate: Fate) -> Message:
    """The decision in force; withdrawn and undecided declarations say so."""
    if fate.status == WITHDRAWN:
        return label("status", WITHDRAWN)
    if fate.outcome is None and fate.status == CLOSED:  # from an older register that did not say it
        return pmsg("outcome", "Not known")
    if (outcome := _decided(fate)) is None:
        return pmsg("outcome", "Not decided yet")
    return label("decision", outcome)


class Lookup(dict[Any, str | None]):
    """Words of values, said once and remembered; None stays an empty cell."""

    def __init__(self, said: Callable[[Any], str]) -> None:
        super().__init__()
        self._said = said

    def __missing__(self, value: Any) -> str | None:
        found = self[value] = None if value is None else self._said(value)
        return found


class Words:
    """The vocabularies of an extract in one language."""

    def __init__(self, locale: Locale, classed: str = "gift.category") -> None:
        self.locale = locale
        self.kind = self._labels("kind")
        self.category = self._labels(classed)
        self.nature = self._labels("conflict.nature_declared")
        self.direction = self._labels("gift.direction")
        self.giver_type = self._labels("gift.giver_type")
        self.effect = self._labels("effect")
        self.validity = self._labels("authorization.validity")
        self.yes_no = Lookup(lambda value: say(label("fact", str(value).lower()), locale))
        self.country = Lookup(lambda code: country_name(code, locale))
        self.band = Lookup(lambda band: say(band_label(band), locale))
        self.outcome = Lookup(lambda fate: say(outcome_label(fate), locale))
        self.disposition = Lookup(lambda fate: say(DISPOSITIONS[disposition(fate)], locale))

    def _labels(self, field: str) -> Lookup:
        return Lookup(lambda value: say(label(field, value), self.locale))

    def steps(self, actors: Sequence[str] | None, principals: Sequence[str] | None) -> str | None:
        """Who acted for whom, the first step first."""
        pairs = zip(actors or (), principals or (), strict=True)
        told = [msg("%(name)s in the place of %(person)s", name=name, person=other) for name, other in pairs]
        return "; ".join(say(each, self.locale) for each in told) or None
