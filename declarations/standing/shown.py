"""What several pages of this room show alike."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from litestar import Response

from declarations.codes.labels import label
from declarations.filing.headline import headline
from declarations.filing.in_force import begins_on
from declarations.filing.pages.rendered import draft_words
from declarations.standing.service.profile import profile_beside
from declarations.standing.words import GROUPS, NONE_OF, SAID, amend_address, item_tags, measure_name, measure_state
from register.access.guards import AnyRequest, identity_of
from register.kernel import clock
from register.kernel.form import Form
from register.kernel.i18n import Message
from register.web.rendering import render

NAMED: Mapping[str, Any] = MappingProxyType(
    {
        "headline": headline,
        "group_names": GROUPS,
        "none_of": NONE_OF,
        "tags_of": item_tags,
        "measure_name": measure_name,
        "measure_state": measure_state,
        "amend_address": amend_address,
        "draft_words": draft_words,
        "said_options": SAID,
        "is_to_begin": lambda found: begins_on(found, clock.today()) is not None,
        "kind_name": lambda kind: label("kind", kind),
    }
)
"""What every template of this room may call."""


async def show_beside(
    request: AnyRequest, reference: str, form: Form, status: int = 200, refused: Message | None = None
) -> Response[str]:
    """What the declarant of a case has in force, for the office."""
    profile = await profile_beside(identity_of(request), reference)
    context = {"profile": profile, "reference": reference, "form": form, "refused": refused, **NAMED}
    return render(request, "standing/beside.html", status, **context)
