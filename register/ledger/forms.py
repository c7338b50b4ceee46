"""The filters of the reading log, as they stand in the address."""

import contextlib
from uuid import UUID

from register.kernel.dates import EARLIEST, LATEST
from register.kernel.form import Form
from register.kernel.formdata import FormData
from register.kernel.i18n import msg
from register.ledger.reading_log import LogFilters
from register.ledger.wording import purposes_to_choose, roles_to_choose


def read_filters(given: FormData) -> tuple[LogFilters, Form]:
    """The filters, and the form that shows them with what is wrong; a code that is none of ours is not chosen."""
    form = Form({name: values for name, values in given.items() if name in {"role", "purpose", "since", "until"}})
    filters = LogFilters(
        role=_chosen(form, "role", [code for code, _ in roles_to_choose()]),
        purpose=_chosen(form, "purpose", [code for code, _ in purposes_to_choose()]),
        record=_record(given),
        since=form.day_line("since"),
        until=form.day_line("until"),
    )
    refuse_period(form, filters)
    return filters, form


def refuse_period(form: Form, filters: LogFilters) -> None:
    """Note a period that ends before it begins, or a year in which nobody can have read anything."""
    for name, day in (("since", filters.since), ("until", filters.until)):
        if day is not None and not EARLIEST <= day.year <= LATEST:
            form.refuse(name, msg("Check the year of this date."))
    if filters.since and filters.until and filters.since > filters.until:
        form.refuse("until", msg("The period ends before it begins."))


def _chosen(form: Form, name: str, among: list[str]) -> str | None:
    value = form.typed(name)
    return value if value in among else None


def _record(given: FormData) -> UUID | None:
    for text in given.get("record", ())[-1:]:
        with contextlib.suppress(ValueError):
            return UUID(text)
    return None


def written(filters: LogFilters) -> dict[str, str]:
    """The filters as they stand in an address; what is not chosen is left out."""
    found = {
        "role": filters.role,
        "purpose": filters.purpose,
        "record": str(filters.record) if filters.record else None,
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
    }
    return {name: value for name, value in found.items() if value}
