"""What the pages of this room show beside the words themselves."""

from typing import Any

from litestar import Response

from declarations.presiding.labels import ACTS, FINDINGS, FIRST_ACTS, KINDS, VERDICTS
from register.access.guards import AnyRequest
from register.access.labels import LANGUAGES
from register.web.rendering import render


def presiding_page(request: AnyRequest, template: str, status: int = 200, **context: Any) -> Response[str]:
    """A page of the room, with the labels that its templates use."""
    return render(
        request,
        f"presiding/{template}",
        status,
        verdicts=VERDICTS,
        kinds=KINDS,
        findings=FINDINGS,
        acts=ACTS,
        first_acts=FIRST_ACTS,
        language_names=LANGUAGES,
        **context,
    )
