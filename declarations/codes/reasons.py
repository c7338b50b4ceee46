"""Why a finding holds: one sentence for each fact that made it hold, so that a page can say "because …"."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from declarations.codes.conditions import PRESUMED, Applies
from declarations.codes.decisions import FigureName
from declarations.codes.derived import DERIVED, Compared
from declarations.codes.field_labels import field_label
from declarations.codes.labels import label
from declarations.codes.model import Figure, Reason
from declarations.codes.vocabulary import Kind
from register.kernel.currency import Money
from register.kernel.i18n import Message, msg, nmsg

_SAID_ELSEWHERE = frozenset({"kind", "direction"})
"""Facts that every finding of a gift shares; they explain nothing by themselves."""


def reasons_of(found: Applies, flat: Mapping[str, Any], compared: Compared) -> tuple[Reason, ...]:
    """The facts of the table that held, then those whose answer might still exempt."""
    named = [fact for fact, _ in found.table if fact not in _SAID_ELSEWHERE]
    unsure = [fact for fact, _ in found.open_exemption if flat[fact] is None and fact not in _SAID_ELSEWHERE]
    kind = flat["kind"]
    return tuple(
        reason for fact in dict.fromkeys([*named, *unsure]) for reason in _reasons(kind, fact, flat[fact], compared)
    )


def _reasons(kind: Kind, fact: str, value: Any, compared: Compared) -> Iterator[Reason]:
    known = value is not None and value is not PRESUMED
    if fact not in DERIVED:
        yield Reason(fact, known, _stated(kind, fact, value))
        return
    sentence = _DERIVED[fact](compared, value)
    if sentence is not None:
        yield Reason(fact, known, sentence)


def _stated(kind: Kind, fact: str, value: Any) -> Message:
    if isinstance(value, frozenset):
        answers = [label("role", role) for role in sorted(value)]
        return msg("%(fact)s: %(answers)s", fact=field_label(fact), answers=answers)
    field = fact if fact == "capacity" else f"{kind}.{fact}"
    known = value is None or isinstance(value, bool)
    answer = label("fact", value) if known else label(field, str(value))
    return msg("%(fact)s: %(answer)s", fact=field_label(fact), answer=answer)


def _limit(compared: Compared, name: FigureName) -> tuple[Money, Money] | None:
    figure: Figure | None = compared.lowest(name)
    if figure is None or compared.value is None:
        return None
    return compared.value.money, Money(figure.amount, compared.value.currency)


def _nominal(compared: Compared, value: Any) -> Message | None:
    if not compared.figures(FigureName.NOMINAL):
        return msg("No nominal value is set, so every value counts as more than nominal.")
    if value is PRESUMED:
        return msg("The value is not known, so it counts as more than nominal until it is valued.")
    amounts = _limit(compared, FigureName.NOMINAL)
    if value is None or amounts is None:
        return msg("The nominal value depends on a fact that is not known.")
    if value:
        return msg(
            "The value, %(value)s, is more than the nominal value of %(limit)s.", value=amounts[0], limit=amounts[1]
        )
    return msg("The value, %(value)s, is within the nominal value of %(limit)s.", value=amounts[0], limit=amounts[1])


def _upper(compared: Compared, value: Any) -> Message | None:
    amounts = _limit(compared, FigureName.UPPER)
    if amounts is None or not value:
        return None
    return msg("The value, %(value)s, is above the ceiling of %(limit)s.", value=amounts[0], limit=amounts[1])


def _cumulative(compared: Compared, value: Any) -> Message | None:
    figure = compared.lowest(FigureName.CUMULATIVE)
    if figure is None or compared.version.currency is None or not value:
        return None
    limit = Money(figure.amount, compared.version.currency)
    return msg("With earlier gifts from the same giver, the total passes %(limit)s.", limit=limit)


def _vote(compared: Compared, value: Any) -> Message | None:
    window = compared.lowest(FigureName.VOTE_WINDOW_DAYS)
    if window is None:
        return None
    if value is None:
        return msg("How far the vote lies from the event is not known.")
    days = int(window.amount)
    return nmsg("The vote is not more than %(n)s day away.", "The vote is not more than %(n)s days away.", days)


def _category(compared: Compared, value: Any) -> Message | None:
    if value is False:
        return None
    category = compared.flat.get("category")
    if category is None:
        return msg("Some categories need authorization whatever their value; the category is not known.")
    return msg(
        "This category needs authorization whatever its value: %(category)s", category=label("gift.category", category)
    )


def _private(_compared: Compared, value: Any) -> Message | None:
    if value is None:
        return msg("Whether the giver is a colleague, relative or friend without any link to the duties is not known.")
    if value:
        return msg("The giver is a colleague, relative or friend, and nothing links the item to the duties.")
    return None


def _hours(compared: Compared, value: Any) -> Message | None:
    figure = compared.lowest(FigureName.ACTIVITY_HOURS_PER_YEAR)
    if figure is None:
        return None
    if value is None:
        return msg("How many hours it takes in a year is not known.")
    return msg("Outside activities take more than %(limit)s hours in a year.", limit=figure.amount)


def _income(compared: Compared, value: Any) -> Message | None:
    figure = compared.lowest(FigureName.ACTIVITY_INCOME_PER_YEAR)
    if figure is None or compared.version.currency is None:
        return None
    if value is None:
        return msg("How much income it brings in a year is not known.")
    limit = Money(figure.amount, compared.version.currency)
    return msg("Outside activities bring more than %(limit)s net in a year.", limit=limit)


def _unsaid(_compared: Compared, _value: Any) -> Message | None:
    return None


_DERIVED: Mapping[str, Callable[[Compared, Any], Message | None]] = {
    "over_nominal": _nominal,
    "over_upper": _upper,
    "cumulative_over": _cumulative,
    "days_to_vote_within_window": _vote,
    "always_authorized": _category,
    "private_giver": _private,
    "over_hours_ceiling": _hours,
    "over_income_ceiling": _income,
    **dict.fromkeys(
        ("filed_late", "begun_before_authorization", "continued_after_end", "beyond_leave", "split_below_threshold"),
        _unsaid,
    ),
}
