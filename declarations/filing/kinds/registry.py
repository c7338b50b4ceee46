"""Every kind that can be declared, by its stored value."""

from collections.abc import Mapping
from types import MappingProxyType

from declarations.codes.vocabulary import Capacity
from declarations.filing.kinds.approval_request import APPROVAL_REQUEST
from declarations.filing.kinds.conflict import CONFLICT
from declarations.filing.kinds.gift import GIFT
from declarations.filing.kinds.model import KindForm
from declarations.filing.kinds.nil import NIL
from declarations.filing.kinds.outside_activity import OUTSIDE_ACTIVITY

FORMS: Mapping[str, KindForm] = MappingProxyType(
    {form.kind.value: form for form in (GIFT, OUTSIDE_ACTIVITY, CONFLICT, APPROVAL_REQUEST, NIL)}
)
"""In the order in which they are offered."""


_OFFERED: Mapping[str, tuple[KindForm, ...]] = MappingProxyType(
    {Capacity.FORMER_STAFF: (CONFLICT, GIFT, OUTSIDE_ACTIVITY, NIL)}
)
"""What goes on after service comes first (ICSC 26, 39, 51); matters of duty are over."""


def offered_forms(capacity: str) -> tuple[KindForm, ...]:
    """The kinds in the order in which they are offered to somebody in this capacity."""
    return _OFFERED.get(capacity, tuple(FORMS.values()))


def form_of(kind: str) -> KindForm:
    """The form of a kind. KeyError for what is no kind."""
    return FORMS[kind]
