"""The statements of the queue, composed of constants only: by scope, view, status, effect and direction of paging.

Open statuses stand literally in the text, so that the partial indexes serve; every comparison that an index must serve
uses an operator that row security does not keep from the indexes (text, uuid, date, timestamptz).
"""

from collections.abc import Mapping
from functools import lru_cache

from declarations.codes.decisions import Effect, Status
from declarations.filing.model import BEFORE_DECISION, FILED
from declarations.review import narrowing
from declarations.review.model import COUNT_STOPS_AT, Filters, Show
from register.kernel.i18n import LOCALES

COLUMNS = (
    "id, reference, kind, declarant, party_name, category, amount, currency, status, effect, alerts, authority,"
    " referred_at, recommendation, reviewer, outcome, due_on, question_due, filed_at,"
    " confirmed_at is null as is_unconfirmed, withdrawal_requested_at is not null as is_withdrawal_requested,"
    " words_language, imported is not null as is_imported, event_date, activity_class, subject, domain,"
    " review_class, ended_on, function_changed_on, measure_due"
)
_OPEN = "status in ('submitted', 'under_review', 'information_requested')"
_STANDING = "status <> 'withdrawn'"
_DONE = "status in ('decided', 'acknowledged', 'closed', 'withdrawn')"
_OTHERS = "declarant <> $1 and filed_by <> $1 and declarant <> all ((select my_superiors())::uuid[])"
_BEFORE = "route = 'office' and referred_at is not null and authority = "
SCOPES: Mapping[str, str] = {
    "office": "route = 'office'",
    "designate": "route = 'designate'",
    "authorizing_official": f"{_BEFORE}'authorizing_official'",
    "executive_head": f"{_BEFORE}'executive_head'",
    "governing_body_designate": f"{_BEFORE}'governing_body_designate'",
}
"""Whose cases: the office's, the designate's own, and those before each authority."""

ANOTHER = "another"
_NOT_OURS = "words_language not in ('ar', 'en', 'es', 'fr')"

REVIEWING = frozenset({"office", "designate"})
_STATUSES = {status: f"status = '{status.value}'" for status in FILED} | {Status.DRAFT: "false"}
"""A draft is in nobody's queue."""
_EFFECTS = {effect.value: f"effect = '{effect.value}'" for effect in Effect}
_VIEWS = {
    Show.OPEN: "$2::date is not null",
    Show.MINE: "reviewer = $1 and $2::date is not null",
    Show.UNASSIGNED: "reviewer is null and $2::date is not null",
    Show.OVERDUE: "due_on < $2::date",
    Show.ANSWER_OVERDUE: "question_due < $2::date",
    Show.MEASURE_DUE: "measure_due <= $2::date",
}
"""$1 is the person, $2 today."""
_DAYS = {Show.ANSWER_OVERDUE: "question_due", Show.MEASURE_DUE: "measure_due"}
"""By which day a view stands, where it is not that of the decision."""


def is_by_filing(filters: Filters) -> bool:
    """Whether the cases stand in the order in which they were filed, newest first."""
    return order_key(filters) == "filed_at"


def is_newest_first(filters: Filters) -> bool:
    """Whether the newest cases stand first, and not those whose day presses."""
    return shows_finished(filters) or bool(filters.words)


def _view(scope: str, show: Show) -> str:
    return _VIEWS[Show.OPEN if show is Show.MINE and scope not in REVIEWING else show]


def shows_finished(filters: Filters) -> bool:
    """Whether the filters ask for cases that wait for nobody any more; a measure waits in whatever status."""
    is_finished = filters.status is not None and filters.status not in BEFORE_DECISION
    return is_finished and filters.show is not Show.MEASURE_DUE


def _status(filters: Filters, *, finished: bool) -> str:
    """Said once: a planner that reads it twice believes in almost no rows, and sorts them all."""
    status = filters.status
    if filters.show is Show.ANSWER_OVERDUE and not finished:
        asked = Status.INFORMATION_REQUESTED
        return _STATUSES[asked] if status in {None, asked} else "false"
    if status is not None:
        return _STATUSES[status]
    if filters.show is Show.MEASURE_DUE:
        return _STANDING
    return _DONE if finished else _OPEN


def _condition(scope: str, filters: Filters) -> str:
    finished = shows_finished(filters)
    parts = [
        SCOPES[scope],
        _status(filters, finished=finished),
        _view(scope, Show.OPEN if finished else filters.show),
        _OTHERS,
    ]
    if filters.effect is not None:
        parts.append(_EFFECTS[filters.effect])
    return " and ".join(parts)


_EXPORTED = {"$1": "$3", "$2": "$4"}
"""In an extract the period stands before the person and today."""


def _moved(condition: str) -> str:
    for place, moved in _EXPORTED.items():
        condition = condition.replace(place, moved)
    return condition


def statuses(filters: Filters) -> str:
    """The condition on the status alone."""
    return _status(filters, finished=shows_finished(filters))


def effects(filters: Filters) -> str:
    """The condition on the effect alone."""
    return _EFFECTS[filters.effect] if filters.effect else "true"


def whole(scope: str) -> str:
    """Every case of a scope, for an extract: $3 is the person."""
    return _moved(f"{SCOPES[scope]} and {_OTHERS}")


def chosen(scope: str, filters: Filters) -> str:
    """What the filters leave of a scope, for an extract: $3 is the person, $4 today, then what narrows."""
    return " and ".join([_moved(_condition(scope, filters)), *narrowing.conditions(filters, 5)])


def meant(scope: str, filters: Filters) -> str:
    """What a search means in a scope, for an extract: persons $5, parties $6, typed givers $7, references $8 to $9,
    then what narrows.
    """
    status = _STATUSES[filters.status] if filters.status else "true"
    more = " and ".join([status, effects(filters), *narrowing.conditions(filters, 10)])
    return (
        f"{whole(scope)} and {more} and (declarant = any($5::uuid[])"
        " or party = any($6::uuid[]) or (party_key <> '' and party_key = any($7::text[]))"
        " or (reference >= $8 and reference < $9))"
    )


def order_key(filters: Filters) -> str:
    """The date by which the rows stand.

    Of found cases that of filing; of finished ones too, unless a period of the event is asked for, of which an index
    then has the days in their order; else the day that presses.
    """
    if filters.words:
        return "filed_at"
    if shows_finished(filters):
        return "event_date" if filters.event_from or filters.event_to else "filed_at"
    return _DAYS.get(filters.show, "due_on")


def _language(language: str) -> str:
    if language == ANOTHER:
        return f" and {_NOT_OURS}"
    return f" and words_language = '{LOCALES[language].tag}'" if language else ""


def page(
    scopes: tuple[str, ...],
    filters: Filters,
    *,
    from_cursor: bool,
    back: bool,
    languages: tuple[str, ...] = (),
) -> str:
    """Rows in the order of the page ($3 and $4: key and id of the cursor, $5 rows): soonest due, or newest finished.

    What narrows the list follows from $6 on. With languages, only what was written in one of them, each by an index.
    """
    return _page(scopes, narrowing.shape(filters), languages, from_cursor=from_cursor, back=back)


@lru_cache(maxsize=1024)
def _page(
    scopes: tuple[str, ...], filters: Filters, languages: tuple[str, ...], *, from_cursor: bool, back: bool
) -> str:
    key, kind = order_key(filters), "timestamptz" if is_by_filing(filters) else "date"
    falls = shows_finished(filters) is not back
    order = f"order by {key} desc, id desc" if falls else f"order by {key}, id"
    after = f"({key}, id) {'<' if falls else '>'} ($3::{kind}, $4::uuid)"
    place = after if from_cursor else f"$3::{kind} is null and $4::uuid is null"
    narrow = "".join(f" and {each}" for each in narrowing.conditions(filters, 6))
    parts = [
        f"(select {COLUMNS} from declaration where {_condition(scope, filters)}{_language(language)}{narrow}"
        f" and {place} {order} limit $5)"
        for scope in scopes
        for language in languages or ("",)
    ]
    return parts[0] if len(parts) == 1 else f"{' union all '.join(parts)} {order} limit $5"


_EACH = (
    "select found.filed_at, found.id from (select sought.one from unnest({sought}) as sought (one) cross join lateral"
    " (select filed_at, id from declaration where {column} = sought.one and {fits} {order} limit 1) as newest"
    " {order} limit $4) as first cross join lateral"
    " (select filed_at, id from declaration where {column} = first.one and {fits} {order} limit $4) as found"
)
"""Whoever has a case on the page has their newest case among as many newest cases as the page has rows."""
_COLUMNS_SOUGHT = (
    ("declarant", "$5::uuid[]"),
    ("party", "$6::uuid[]"),
    ("party_key <> '' and party_key", "$7::text[]"),
)
_REFERENCES = (
    "(select filed_at, id from declaration where reference >= $8 and reference < $9 and {fits} {order} limit $4)"
)
"""Of each person, party, typed name the newest cases, by an index for each; of references the few that fit."""


def found(scopes: tuple[str, ...], filters: Filters, *, from_cursor: bool, back: bool) -> str:
    """Cases of the persons $5, the parties $6, the typed givers $7, or with a reference from $8 to before $9.

    $1 is the person, $2 and $3 key and id of the cursor, $4 rows; what narrows the list follows from $10 on.
    """
    return _found(scopes, narrowing.shape(filters), from_cursor=from_cursor, back=back)


@lru_cache(maxsize=512)
def _found(scopes: tuple[str, ...], filters: Filters, *, from_cursor: bool, back: bool) -> str:
    way = "" if back else " desc"
    order = f"order by filed_at{way}, id{way}"
    after = f"(filed_at, id) {'>' if back else '<'} ($2::timestamptz, $3::uuid)"
    place = after if from_cursor else "$2::timestamptz is null and $3::uuid is null"
    chosen = [_STATUSES[filters.status]] if filters.status else []
    chosen += [_EFFECTS[filters.effect]] if filters.effect else []
    whose = " or ".join(f"({SCOPES[scope]})" for scope in scopes)
    fits = " and ".join([f"({whose})", *chosen, *narrowing.conditions(filters, 10), _OTHERS, place])
    parts = [_EACH.format(sought=sought, column=column, fits=fits, order=order) for column, sought in _COLUMNS_SOUGHT]
    parts.append(_REFERENCES.format(fits=fits, order=order))
    ids = f"select distinct filed_at, id from ({' union all '.join(parts)}) as each_one {order} limit $4"
    return f"select {COLUMNS} from declaration join ({ids}) as sought using (filed_at, id) {order}"


PLANNED_ONCE = "select set_config('plan_cache_mode', 'force_generic_plan', true)"
"""For the length of a transaction: to plan the queue under row security anew each time takes as long as to run it."""
PLANNED_ANEW = "select set_config('plan_cache_mode', 'force_custom_plan', true)"
"""For a list that values narrow: which index serves depends on them, and the wrong one reads the whole register."""


@lru_cache(maxsize=512)
def counts(scopes: tuple[str, ...], views: tuple[Show, ...]) -> str:
    """How many open cases each view holds; each count stops just above the cap, and the whole stops with its parts."""
    parts = [show for show in views if show is not Show.OPEN]
    columns = ", ".join(f"({_count(scopes, show)}) as {show.value}" for show in parts)
    names = ", ".join(show.value for show in parts)
    return (
        f"with parts as materialized (select {columns}) select {names},"
        f" case when greatest({names}) > {COUNT_STOPS_AT} then {COUNT_STOPS_AT + 1}"
        f" else ({_count(scopes, Show.OPEN)}) end as open from parts"
    )


def _count(scopes: tuple[str, ...], show: Show) -> str:
    """Counted in the order of an index, so that a count that stops early has also read little."""
    limit, filters = COUNT_STOPS_AT + 1, Filters(show=show)
    order = f"order by {order_key(filters)}, id limit {limit}"
    found = [f"select from declaration where {_condition(scope, filters)} {order}" for scope in scopes]
    if len(found) == 1:
        return f"select count(*) from ({found[0]}) as counted"
    together = " union all ".join(f"({each})" for each in found)
    return f"select count(*) from (select from ({together}) as each_scope limit {limit}) as counted"
