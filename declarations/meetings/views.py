"""What the pages of a meeting show beside its rows."""

from typing import Any

from litestar import Response

from declarations.meetings import labels
from declarations.meetings.model import OWN_RULES, Item, Meeting, Vote
from declarations.meetings.people_labels import BODY_ROLES
from register.access.guards import AnyRequest
from register.access.labels import LANGUAGES
from register.kernel.clock import now
from register.kernel.i18n import Message, current_locale, pmsg
from register.web.rendering import render

_ITEM = {
    "withdrawn": (pmsg("item of the agenda", "Withdrawn"), "quiet"),
    "ended": (pmsg("item of the agenda", "Over"), "quiet"),
    "voting": (pmsg("item of the agenda", "Vote open"), "waits"),
    "called": (pmsg("item of the agenda", "Called for disclosure"), "good"),
}


def item_state(item: Item) -> tuple[Message, str] | None:
    """How far an item is, as a word with its tone; None for one that is still to come."""
    reached = (
        ("withdrawn", item.withdrawn_at),
        ("ended", item.ended_at),
        ("voting", item.voting_at),
        ("called", item.called_at),
    )
    return next((_ITEM[name] for name, at in reached if at is not None), None)


def meeting_page(
    request: AnyRequest, template: str, meeting: Meeting | None = None, status: int = 200, **context: Any
) -> Response[str]:
    """A page of the room, with the labels that its templates use."""
    return render(
        request,
        f"meetings/{template}",
        status,
        meeting=meeting,
        base=f"/meetings/{meeting.id}" if meeting else "/meetings",
        status_of=labels.STATUS,
        functions=labels.FUNCTIONS,
        decisions=labels.DECISIONS,
        votes=labels.VOTES,
        party_roles=labels.PARTY_ROLES,
        levels=labels.LEVELS,
        measures=labels.MEASURES,
        body_roles=BODY_ROLES,
        quorums=labels.QUORUMS,
        majorities=labels.MAJORITIES,
        codes=labels.codes_offered(),
        own_rules=OWN_RULES,
        code_of=labels.code_of,
        item_state=item_state,
        correspondence=Vote.CORRESPONDENCE,
        language_names=LANGUAGES,
        language=current_locale().tag,
        now=now(),
        **context,
    )
