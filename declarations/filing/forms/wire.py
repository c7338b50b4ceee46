"""What a program sends becomes a filing command, or every fault by the path of its field."""

from collections.abc import Callable, Iterable
from typing import NoReturn

from declarations.filing.model import GiftDetails
from declarations.filing.schemas import AmendmentIn, DeclarationIn, GiftDetailsIn
from declarations.filing.service.filing import FilingCommand
from register.kernel.errors import BadRequest, FieldError, Invalid
from register.kernel.i18n import Message, msg
from register.kernel.text import NotTextError, TextError, read_line, read_text

_LINES = ("giver_name", "giver_person", "function")
_LONGEST = {"description": 2000, "giver_name": 300}


class Words:
    """Texts of a request, read one after another; every fault is kept."""

    def __init__(self) -> None:
        self.faults: list[FieldError] = []

    def read(self, name: str, text: str, reading: Callable[[str], str], *, missing: Message | None = None) -> str:
        """The text as it is kept. Raises BadRequest for what is no text at all."""
        try:
            found = reading(text)
        except NotTextError as error:
            raise BadRequest from error
        except TextError as error:
            self.faults.append(FieldError(name, error.message))
            return ""
        if not found and missing is not None:
            self.faults.append(FieldError(name, missing))
        return found

    def check(self) -> None:
        """Raise Invalid with every fault found so far."""
        if self.faults:
            raise Invalid(fields=self.faults)


def read_words(name: str, text: str, *, longest: int = 10_000) -> str:
    """One text that must not be empty, such as an answer or a reason."""
    words = Words()
    found = words.read(name, text, lambda raw: read_text(raw, longest), missing=msg("This text cannot be empty."))
    words.check()
    return found


def read_declaration(sent: DeclarationIn, *, key: str | None = None) -> FilingCommand:
    """The command behind a request. Raises Invalid with every fault of the texts."""
    return FilingCommand(
        kind=sent.kind,
        facts=sent.facts,
        details=_details(sent.details),
        declarant=sent.declarant,
        party=sent.party,
        giver_country=sent.giver_country,
        language=sent.language,
        items=sent.items,
        attested=sent.attested,
        idempotency_key=key,
    )


def _details(sent: GiftDetailsIn) -> GiftDetails:
    words = Words()
    kept = {
        name: words.read(
            f"details.{name}",
            getattr(sent, name),
            _reader(name),
            missing=msg("Describe the item in a few words.") if name == "description" else None,
        )
        for name in ("description", "circumstances", *_LINES, "remarks")
    }
    words.check()
    return GiftDetails(**kept, value_basis=sent.value_basis)


def _reader(name: str) -> Callable[[str], str]:
    longest = _LONGEST.get(name, 10_000)
    if name in _LINES:
        return lambda raw: read_line(raw, _LONGEST.get(name, 200))
    return lambda raw: read_text(raw, longest)


def refuse_by_path(invalid: Invalid) -> NoReturn:
    """Raise the same faults under the paths that the request uses: facts stand inside `facts`."""
    raise Invalid(invalid.message, _by_path(invalid.fields)) from invalid


def _by_path(fields: Iterable[FieldError]) -> list[FieldError]:
    return [
        field if field.name.split(".")[0] in _BESIDE_THE_FACTS else FieldError(f"facts.{field.name}", field.message)
        for field in fields
    ]


_BESIDE_THE_FACTS = frozenset(AmendmentIn.__struct_fields__)
