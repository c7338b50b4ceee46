"""A form as a person filled it in: read field by field into values, every fault gathered, the typed text kept.

A room reads a form into its command without knowing of HTTP:

    form = Form(fields)
    title = form.line("title", missing=msg("Write a title."))
    value = form.money("value")
    form.check()            # raises Invalid with every fault; the page shows the form again with what was typed
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Final

from register.kernel.dates import DateError, parse_date, parse_day_fields
from register.kernel.errors import BadRequest, FieldError, Invalid
from register.kernel.formdata import FormData
from register.kernel.message import Message, msg
from register.kernel.money import AmountError, Money, decimals_of, format_number, read_money
from register.kernel.text import LONGEST_LINE, LONGEST_TEXT, NotTextError, TextError, read_line, read_text

YES, NO, UNKNOWN = "yes", "no", "unknown"
_CHOOSE: Final = msg("Choose one of the answers.")


class Form:
    """What was typed, by field, and what is wrong with it; `focus` is the question that another answer has led to."""

    def __init__(self, fields: FormData | None = None) -> None:
        self._fields = {name: list(values) for name, values in (fields or {}).items()}
        self.errors: dict[str, Message] = {}
        self.questions: dict[str, object] = {}
        self.focus = ""

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def typed(self, name: str, default: str = "") -> str:
        """The text as typed, to be shown again."""
        values = self._fields.get(name)
        return values[-1] if values else default

    def every(self, name: str) -> list[str]:
        """All values of a field that may be ticked several times."""
        return list(self._fields.get(name, ()))

    def put(self, name: str, value: str | Iterable[str]) -> None:
        """Fill a field in beforehand, from a draft."""
        self._fields[name] = [value] if isinstance(value, str) else list(value)

    def ask(self, name: str, question: object) -> None:
        """Note in which words a page asks for a field, so that the summary of faults above can name the question."""
        if question:
            self.questions.setdefault(name, question)

    def refuse(self, name: str, message: Message) -> None:
        """Note a fault; the first of a field is the one that is shown."""
        self.errors.setdefault(name, message)

    def take(self, faults: Iterable[FieldError]) -> "Form":
        """Note the faults that a service found, and return the form to be shown again."""
        for fault in faults:
            self.refuse(fault.name, fault.message)
        return self

    def check(self) -> None:
        """Raise Invalid with every fault noted so far."""
        if self.errors:
            raise Invalid(fields=[FieldError(name, message) for name, message in self.errors.items()])

    def line(self, name: str, *, missing: Message | None = None, longest: int = LONGEST_LINE) -> str:
        """A name, a subject or another single line; a fault when it is empty and `missing` is given."""
        return self._text(name, missing, lambda text: read_line(text, longest))

    def text(self, name: str, *, missing: Message | None = None, longest: int = LONGEST_TEXT) -> str:
        """A longer text."""
        return self._text(name, missing, lambda text: read_text(text, longest))

    def _text(self, name: str, missing: Message | None, read: Callable[[str], str]) -> str:
        try:
            found = read(self.typed(name))
        except NotTextError as error:
            raise BadRequest from error
        except TextError as error:
            self.refuse(name, error.message)
            return ""
        if not found and missing is not None:
            self.refuse(name, missing)
        return found

    def choice(self, name: str, among: Collection[str], *, missing: Message | None = _CHOOSE) -> str | None:
        """One of the offered values; None, and a fault unless `missing` is None, where nothing was chosen."""
        value = self.typed(name)
        if value in among and value:
            return value
        if value:
            self.refuse(name, _CHOOSE)
        elif missing is not None:
            self.refuse(name, missing)
        return None

    def choices(self, name: str, among: Collection[str]) -> tuple[str, ...]:
        """Any number of the offered values, each once, in the order offered."""
        ticked = self.every(name)
        if not set(ticked) <= set(among):
            self.refuse(name, _CHOOSE)
        return tuple(value for value in among if value in ticked)

    def yes_no(self, name: str, *, missing: Message | None = _CHOOSE) -> bool | None:
        """True for yes, False for no, None for "I do not know"; a fault where nothing was chosen."""
        return {YES: True, NO: False}.get(self.choice(name, (YES, NO, UNKNOWN), missing=missing) or "")

    def ticked(self, name: str, *, missing: Message | None = None) -> bool:
        """Whether a box was ticked; a fault when it was not and `missing` is given."""
        ticked = self.typed(name) == YES
        if not ticked and missing is not None:
            self.refuse(name, missing)
        return ticked

    def money(self, name: str, *, missing: Message | None = None) -> Money | None:
        """An amount typed in `name` with its currency in `name_currency`; None where no amount was typed."""
        amount = self.typed(name).strip()
        if not amount:
            if missing is not None:
                self.refuse(name, missing)
            return None
        try:
            return read_money(amount, self.typed(f"{name}_currency"))
        except AmountError as error:
            self.refuse(name, error.message)
            return None

    def day(self, name: str, *, missing: Message | None = None) -> date | None:
        """A date from `name_day`, `name_month` and `name_year`; None where all three are empty."""
        try:
            found = parse_day_fields(*(self.typed(f"{name}_{part}") for part in ("day", "month", "year")))
        except DateError as error:
            self.refuse(name, error.message)
            return None
        if found is None and missing is not None:
            self.refuse(name, missing)
        return found

    def day_line(self, name: str) -> date | None:
        """A date from one field, of the browser's own kind or typed where the browser has none; None where empty."""
        typed = self.line(name, longest=60)
        if not typed:
            return None
        try:
            found = parse_date(typed)
        except DateError as error:
            self.refuse(name, error.message)
            return None
        self.put(name, found.isoformat())
        return found

    def put_money(self, name: str, money: Money | None) -> None:
        """Fill an amount in beforehand, written as the reader's language writes it."""
        if money is not None:
            self.put(name, format_number(money.amount, decimals=decimals_of(money.currency)))
            self.put(f"{name}_currency", money.currency)

    def put_day(self, name: str, day: date | None) -> None:
        """Fill a date in beforehand."""
        if day is not None:
            for part in ("day", "month", "year"):
                self.put(f"{name}_{part}", str(getattr(day, part)))
