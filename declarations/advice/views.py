"""What the pages of advice show beside the words themselves."""

from collections.abc import Mapping
from typing import Any

from litestar import Response

from declarations.advice.labels import CHANNELS, SHOWS, TOPICS
from declarations.advice.model import Advice, Show, Status
from declarations.advice.rules import citation
from declarations.filing.kinds.words import LANGUAGES
from register.access.guards import AnyRequest
from register.kernel.clock import today
from register.kernel.i18n import Message, current_locale, pmsg
from register.web.rendering import render

_STATUS: Mapping[Status, tuple[Message, str]] = {
    Status.OPEN: (pmsg("request for advice", "Waits for the ethics office"), "waits"),
    Status.ANSWERED: (pmsg("request for advice", "Answered"), "good"),
}


def status_of(advice: Advice) -> tuple[Message, str]:
    """A status as a word, and its tone."""
    return _STATUS[advice.status]


def advice_page(request: AnyRequest, template: str, status: int = 200, **context: Any) -> Response[str]:
    """A page of the room, with the labels that its templates use."""
    return render(
        request,
        f"advice/{template}",
        status,
        topics=list(TOPICS.items()),
        topic_labels=TOPICS,
        channel_labels=CHANNELS,
        shows=[(str(show), SHOWS[show]) for show in Show],
        spoken=LANGUAGES,
        language=current_locale().tag,
        citation=citation,
        status_of=status_of,
        now=today(),
        **context,
    )
