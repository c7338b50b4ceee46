"""An extract of a list of the desk: by which filters, in SQL for each audience, in words on the cover."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from declarations.codes.adopted import library_in
from declarations.review import narrowing, queue_sql, wording
from declarations.review.finding import Sought, sought
from declarations.review.model import Filters, Show
from register.kernel.db import Transaction
from register.kernel.errors import FieldError, Invalid
from register.kernel.i18n import Locale, msg, pmsg, say
from register.kernel.identity import Identity
from reports.model import Audience
from reports.recorded import codes_of

_PUBLIC_VIEWS: Mapping[Show, str] = {
    Show.OPEN: "true",
    Show.UNASSIGNED: "is_unassigned",
    Show.OVERDUE: "due_on < $3::date",
    Show.ANSWER_OVERDUE: "question_due < $3::date and status = 'information_requested'",
    Show.MEASURE_DUE: "false",  # the view holds gifts alone, and measures belong to conflicts
}


class Chosen(msgspec.Struct, frozen=True):
    """Which rows are asked for: a condition, the values that it takes after the period, and the filters behind it."""

    condition: str
    values: Sequence[Any]
    filters: Filters | None = None

    @property
    def code(self) -> str:
        """For the reading log: codes alone; of a search only that there was one."""
        found = self.filters
        if found is None:
            return ""
        return ",".join(codes_of(found))

    def said(self, locale: Locale) -> str:
        """For the cover."""
        found = self.filters
        if found is None:
            return say(pmsg("cover", "None"), locale)
        parts = [] if found.words else [wording.VIEWS[found.show]]
        parts += wording.narrowing_words(found)
        return " · ".join([say(part, locale) for part in parts] + ([found.words] if found.words else []))


async def chosen(tx: Transaction, audience: Audience, filters: Filters | None) -> Chosen:
    """The rows of an audience that the filters leave."""
    await library_in(tx)  # whose value bands are said in words
    if audience is Audience.GOVERNING_BODY:
        return public(filters, tx.now.date())
    meant = await sought(tx, filters.words) if filters and filters.words else None
    return of_desk(filters, tx.identity, tx.now.date(), meant)


def checked(audience: Audience, filters: Filters | None) -> None:
    """Raise Invalid for filters that cannot be, and for a list that says of whom it is, asked for without names."""
    if filters:
        narrowing.check_filters(filters)
    if filters and audience is Audience.GOVERNING_BODY and (filters.words or filters.show is Show.MINE):
        fault = msg(
            "A list that was chosen by words or by whom it is assigned to cannot leave without names: the choice itself"
            " would say of whom it is. Export it for the desk, or choose it by view, status, effect, category, value or"
            " period instead."
        )
        raise Invalid(fields=[FieldError("audience", fault)])


def public(filters: Filters | None, today: Any) -> Chosen:
    """The same choice in the view without names; $3 is today."""
    if filters is None:
        return Chosen("$3::date is not null", (today,))
    view = Show.OPEN if queue_sql.shows_finished(filters) else filters.show
    parts = ["$3::date is not null", queue_sql.statuses(filters), _PUBLIC_VIEWS[view]]
    parts += [queue_sql.effects(filters)] if filters.effect else []
    parts += narrowing.conditions(filters, 4)
    return Chosen(" and ".join(parts), (today, *narrowing.values(filters)), filters)


def of_desk(filters: Filters | None, identity: Identity, today: Any, meant: Sought | None) -> Chosen:
    """The queue of the office, $3 being the person and $4 today, or what a search means among its cases."""
    if filters is None:
        return Chosen(f"{queue_sql.whole('office')} and $4::date is not null", (identity.person, today))
    if meant is None:
        return Chosen(
            queue_sql.chosen("office", filters), (identity.person, today, *narrowing.values(filters)), filters
        )
    condition = f"{queue_sql.meant('office', filters)} and $4::date is not null"
    values = (identity.person, today, *meant.arguments, *narrowing.values(filters))
    return Chosen(condition, values, filters)
