"""The form of the next version of a profile, read into terms; every fault by field, what was typed kept."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from declarations.codes.decisions import Comparator, FigureName, Period
from declarations.codes.model import ProfileVersion
from declarations.codes.terms import ADOPTED, FigureTerms, Terms, terms_of
from declarations.codes.vocabulary import GiftCategory
from declarations.policies.model import Proposed
from register.kernel.currency import CURRENCIES
from register.kernel.errors import FieldError
from register.kernel.form import Form
from register.kernel.i18n import current_locale, msg
from register.kernel.money import AmountError, format_number, parse_amount

_LONGEST_INSTRUMENT = 300
_MOST_BANDS = 12


class FigureField(msgspec.Struct, frozen=True):
    """One figure of the form: the fields begin with its prefix; `terms` is None where nothing is set yet."""

    prefix: str
    name: FigureName
    terms: FigureTerms | None
    when: dict[str, list[str | bool]]


def figure_fields(version: ProfileVersion) -> list[FigureField]:
    """Every figure that the version sets, and one blank for each that it leaves open."""
    terms = terms_of(version)
    found = [FigureField(f"figure{at}", item.name, item, item.when) for at, item in enumerate(terms.figures)]
    general = {item.name for item in terms.figures if not item.when}
    blank = [name for name in FigureName if name not in general and terms.currency]
    return [*found, *(FigureField(f"blank_{name}", name, None, {}) for name in blank)]


def filled_in(version: ProfileVersion) -> Form:
    """The form as the newest version stands."""
    form, terms = Form(), terms_of(version)
    for field in figure_fields(version):
        if field.terms is not None:
            _put_figure(form, field.prefix, field.terms)
    form.put("bands", " ; ".join(format_number(bound) for bound in terms.value_bands))
    form.put("always_authorized", terms.always_authorized)
    form.put("year_month", str(terms.reporting_year_starts[0]))
    form.put("year_day", str(terms.reporting_year_starts[1]))
    form.put("currency", terms.currency or "")
    return form


def _put_figure(form: Form, prefix: str, terms: FigureTerms) -> None:
    form.put(f"{prefix}_amount", format_number(terms.amount))
    form.put(f"{prefix}_comparator", terms.comparator)
    form.put(f"{prefix}_period", terms.period or "")
    form.put(f"{prefix}_source", "")


def read_version(form: Form, version: ProfileVersion) -> Proposed:
    """The version that the form describes. Raises Invalid with every fault."""
    starts = form.day("effective_from", missing=msg("Write the day from which this version applies."))
    instrument = form.line(
        "instrument",
        missing=msg("Name the instrument that adopts this version, such as a service order with its number and date."),
        longest=_LONGEST_INSTRUMENT,
    )
    address = _address(form)
    terms = read_terms(form, version, instrument, address)
    form.check()
    assert starts is not None  # noqa: S101 - `check` has raised where it is missing
    changed = msgspec.structs.replace(terms, effective_from=starts)
    return Proposed(version.profile, changed, instrument, address)


def read_terms(form: Form, version: ProfileVersion, instrument: str, address: str = "") -> Terms:
    """The terms as typed, from the day of `version` on; faults stand in the form."""
    figures = tuple(found for field in figure_fields(version) for found in _figure(form, field, instrument, address))
    currency = form.typed("currency").strip().upper() or None
    if currency is not None and currency not in CURRENCIES:
        form.refuse("currency", msg("Write the three letters of a currency, such as USD."))
    bands, always = _bands(form), form.choices("always_authorized", tuple(GiftCategory))
    return msgspec.structs.replace(
        terms_of(version),
        currency=currency,
        figures=figures,
        value_bands=bands,
        always_authorized=tuple(GiftCategory(item) for item in always),
        reporting_year_starts=_year(form),
    )


def _address(form: Form) -> str:
    found = form.line("address", longest=500)
    if found and not found.startswith("https://"):
        form.refuse("address", msg("Write the whole address of the published text, beginning with https://."))
    return found


def _figure(form: Form, field: FigureField, instrument: str, address: str) -> Iterator[FigureTerms]:
    """The figure as typed; none where the amount is left empty. A changed one carries the new instrument."""
    typed = form.typed(f"{field.prefix}_amount").strip()
    if not typed:
        return
    amount = _number(form, f"{field.prefix}_amount", typed, whole=field.name.endswith("_days"))
    if field.name is FigureName.SPLIT_SHARE and amount > 1:
        form.refuse(f"{field.prefix}_amount", msg("Write a share between 0 and 1, such as 0.5."))
    comparator = form.choice(f"{field.prefix}_comparator", tuple(Comparator)) or Comparator.GT
    period = form.choice(f"{field.prefix}_period", tuple(Period)) if field.name is FigureName.CUMULATIVE else None
    source = form.line(f"{field.prefix}_source", longest=_LONGEST_INSTRUMENT)
    made = FigureTerms(
        name=field.name,
        amount=amount,
        comparator=Comparator(comparator),
        instrument=source or instrument,
        address="" if source else address,
        period=Period(period) if period else None,
        when=field.when,
        mark=ADOPTED,
    )
    yield field.terms if field.terms is not None and not source and _same(field.terms, made) else made


def _same(before: FigureTerms, after: FigureTerms) -> bool:
    return (before.amount, before.comparator, before.period) == (after.amount, after.comparator, after.period)


def _number(form: Form, name: str, typed: str, *, whole: bool = False) -> Decimal:
    try:
        found = parse_amount(typed, current_locale())
    except AmountError as error:
        form.refuse(name, error.message)
        return Decimal(0)
    if whole and found != found.to_integral_value():
        form.refuse(name, msg("Write a whole number of days."))
    return found


def _bands(form: Form) -> tuple[Decimal, ...]:
    """The upper bounds of the value bands, rising."""
    parts = [part.strip() for part in form.typed("bands").replace("؛", ";").split(";") if part.strip()]
    found = tuple(_number(form, "bands", part) for part in parts)
    if len(found) > _MOST_BANDS or list(found) != sorted(set(found)):
        form.refuse("bands", msg("Write at most twelve amounts, rising, such as 30; 150; 500."))
    return found


def _year(form: Form) -> tuple[int, int]:
    month, day = form.typed("year_month").strip(), form.typed("year_day").strip()
    if month.isascii() and month.isdigit() and day.isascii() and day.isdigit() and _exists(int(month), int(day)):
        return int(month), int(day)
    form.refuse("year_day", msg("Write the day and the month on which the reporting year starts, such as 1 and 1."))
    return 1, 1


def _exists(month: int, day: int) -> bool:
    # 29 February is no day on which every year can start
    return 1 <= month <= 12 and 1 <= day <= (28 if month == 2 else 30 if month in {4, 6, 9, 11} else 31)


def page_fault(fault: FieldError, version: ProfileVersion) -> FieldError:
    """A fault of a figure at the field in which that figure is typed."""
    for field in figure_fields(version):
        if not field.when and fault.name == f"figure.{field.name}":
            return FieldError(f"{field.prefix}_amount", fault.message)
    return fault


def read_reason(form: Form) -> str:
    """Why a proposal is rejected. Raises Invalid."""
    reason = form.text("reason", missing=msg("Write why this version is not adopted."), longest=2000)
    form.check()
    return reason
