"""What the pages of asset statements show beside the words themselves."""

from typing import Any

from litestar import Response

from declarations.assets.labels import (
    BANDS,
    CATEGORIES,
    CONSENTS,
    GROUNDS,
    HOLDERS,
    OUTCOMES,
    OWN_HOLDERS,
    RELATIONS,
    SHOWS,
    USES,
)
from declarations.assets.model import DEFINED
from declarations.codes.labels import label
from declarations.filing.kinds.words import LANGUAGES
from declarations.review.elsewhere import REASONS
from register.access.guards import AnyRequest
from register.access.labels import ROLES
from register.kernel.clock import today
from register.kernel.form import Form
from register.kernel.i18n import current_locale
from register.web.rendering import render


def assets_page(request: AnyRequest, template: str, status: int = 200, **context: Any) -> Response[str]:
    """A page of the room, with the labels that its templates use."""
    form: Form = context.pop("form", None) or Form()
    return render(
        request,
        f"assets/{template}",
        status,
        form=form,
        grounds=GROUNDS,
        categories=CATEGORIES,
        holders=HOLDERS,
        own_holders=OWN_HOLDERS,
        relations=RELATIONS,
        bands=BANDS,
        uses=USES,
        asked_uses=[(use, label) for use, label in USES.items() if use not in DEFINED],
        outcomes=OUTCOMES,
        consent_labels=CONSENTS,
        shows=list(SHOWS.items()),
        role_labels=ROLES,
        spoken=LANGUAGES,
        reasons=REASONS,
        kind_name=lambda value: label("kind", value),
        language=current_locale().tag,
        now=today(),
        **context,
    )
