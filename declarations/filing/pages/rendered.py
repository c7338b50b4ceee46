"""Rendering a page of the declaring side: every template may name a label of a stored value."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from litestar import Response

from declarations.codes.labels import label
from declarations.filing.headline import headline, topic_of
from declarations.filing.model import Declaration
from declarations.filing.purposes import told
from declarations.filing.service.drafts import Draft
from declarations.parties.countries import country_name
from register.access.guards import AnyRequest
from register.kernel.i18n import Message, msg
from register.web.rendering import render


def draft_words(draft: Draft) -> str:
    """What a draft is about in the person's words, as far as they are written."""
    said = getattr(draft.answers, "said", {})
    return str(getattr(draft.answers, "description", "") or said.get("description") or said.get("period") or "")


def _kind(declaration: Declaration) -> Message:
    """What was declared, in one word that tells a person which it was without telling the story."""
    kind = label("kind", declaration.kind)
    if not declaration.category or not declaration.direction:
        return msg("%(kind)s: %(topic)s", kind=kind, topic=headline(declaration)) if topic_of(declaration) else kind
    category, direction = label("gift.category", declaration.category), label("gift.direction", declaration.direction)
    return msg("%(category)s: %(direction)s", category=category, direction=direction)


def _capacities(among: Iterable[str]) -> list[tuple[str, Message]]:
    return [(str(capacity), label("capacity", capacity)) for capacity in among]


_NAMED: Mapping[str, Any] = MappingProxyType(
    {
        "status_label": lambda value: label("status", value),
        "decision_label": lambda value: label("decision", value),
        "role_label": lambda value: label("stored_role", value),
        "capacity_label": lambda value: label("capacity", value),
        "profile_label": lambda value: label("profile", value),
        "kind_label": _kind,
        "kind_name": lambda value: label("kind", value),
        "draft_words": draft_words,
        "capacity_options": _capacities,
        "country_name": country_name,
        "purposes_told": told,
    }
)


def show(request: AnyRequest, template: str, status: int = 200, **context: Any) -> Response[str]:
    """The page of a template of this room."""
    return render(request, f"filing/{template}", status, **_NAMED, **context)
