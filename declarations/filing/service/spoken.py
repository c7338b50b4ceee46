"""Whether the facts of a filing can be read and speak of everything that such a declaration must speak of."""

from collections.abc import Mapping
from typing import Any

from declarations.codes.facts import parse_facts
from declarations.filing.kinds.registry import form_of
from declarations.filing.service.evaluating import COMPUTED

_FILLED_IN = COMPUTED | {"kind", "capacity"}


def refuse_unspoken(kind: str, facts: Mapping[str, Any]) -> None:
    """Raise Invalid for every fact that is no value of its form, else for every one that is asked and left out.

    In this order: what is asked depends on other facts, so these have to be readable first.
    """
    parse_facts({name: value for name, value in facts.items() if name not in _FILLED_IN} | {"kind": kind})
    form_of(kind).refuse_unasked(facts)
